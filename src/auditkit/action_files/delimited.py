"""Actions as CSV: a row for each, every field by its own name, for pivots and other programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

import attrs

from auditkit.actions.clocks import is_overdue
from auditkit.actions.model import Action
from auditkit.builtin.writers import write_csv

_FIELDS = tuple(one.name for one in attrs.fields(Action))  # type: ignore[arg-type]


def write_actions_csv(actions: Iterable[Action], stream: BinaryIO, *, on: date) -> None:
    """Write actions as CSV, with whether each is overdue on a day."""
    rows = [
        {name: _text(getattr(one, name)) for name in _FIELDS}
        | {"overdue": "yes" if is_overdue(one, on) else "no"}
        for one in actions
    ]
    write_csv(rows, stream, (*_FIELDS, "overdue"))


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
