"""``python -m auditkit``."""

from auditkit.cli import run

run()
