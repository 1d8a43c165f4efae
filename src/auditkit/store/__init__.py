"""A real database for audits, and the trail of everything that was done to it."""

from __future__ import annotations

from auditkit.errors import ExtraMissing

try:
    import sqlalchemy  # noqa: F401
except ImportError:
    raise ExtraMissing("A store", "store") from None

from auditkit.store.migrating import create_within
from auditkit.store.opening import open_store
from auditkit.store.store import Store

__all__ = ["Store", "create_within", "open_store"]
