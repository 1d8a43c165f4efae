"""Blank audit returns: made from a question set, and read back to the right version."""
