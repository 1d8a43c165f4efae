"""Estimates for the report: weights, intervals and control charts, as pure numbers."""
