"""The condition language: parsed against a whitelist, checked in a scope, evaluated exactly."""
