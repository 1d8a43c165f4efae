"""Audits of the same cases held against each other."""
