"""The built-in sections of the report, one module each."""
