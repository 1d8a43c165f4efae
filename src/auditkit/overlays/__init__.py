"""A council's changes to a question set, laid over the original."""
