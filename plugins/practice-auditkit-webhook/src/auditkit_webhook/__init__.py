"""Tells a local system of what is recorded: signed JSON, in order, at least once."""

from __future__ import annotations

import os

from auditkit import hookimpl
from auditkit.store.trail import Entry
from auditkit_webhook.posting import Webhook, read_key

__all__ = ["Webhook", "auditkit_recorded", "read_key"]

URL, KEY_FILE = "AUDITKIT_WEBHOOK_URL", "AUDITKIT_WEBHOOK_KEY_FILE"


@hookimpl
def auditkit_recorded(event: Entry) -> None:
    """Post an entry to the address that the environment names. Raises where it was not taken,
    so that it is offered again.
    """
    named = {name: os.environ.get(name, "") for name in (URL, KEY_FILE)}
    missing = [name for name, value in named.items() if not value]
    if missing:
        raise ValueError(f"set {' and '.join(missing)}, or leave the plugin out")
    Webhook(url=named[URL], key=read_key(named[KEY_FILE])).auditkit_recorded(event)
