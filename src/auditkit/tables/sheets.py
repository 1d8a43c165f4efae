"""The sheets of a workbook, as rows of text."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from auditkit.frozen import frozen
from auditkit.tables.grid import Grid


@frozen(kw_only=True)
class Workbook:
    """The sheets of a workbook with data in them, in the order of their tabs.

    `hidden` are those that a person cannot see; `very_hidden` those that only a program can.
    """

    file: str
    visible: tuple[Grid, ...]
    hidden: Mapping[str, Grid] = field(factory=dict)
    very_hidden: Mapping[str, Grid] = field(factory=dict)
