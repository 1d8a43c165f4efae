"""Choosing cases: a pure function of a frozen list, past audits, a seed and a programme."""
