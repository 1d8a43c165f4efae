"""Actions: what is to be done because of audits, by whom, by when, and what came of it."""
