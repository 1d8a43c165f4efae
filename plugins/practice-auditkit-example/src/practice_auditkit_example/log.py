"""An observer: a line in the log for each entry of a store's trail."""

from __future__ import annotations

from logging import getLogger
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditkit.store.trail import Entry

_LOG = getLogger("practice_auditkit_example")


def log(event: Entry) -> None:
    """Say which entry was recorded, by whom, and of what kind; nothing of what it holds."""
    _LOG.info("entry %d: %s by %s", event.seq, event.kind, event.actor)
