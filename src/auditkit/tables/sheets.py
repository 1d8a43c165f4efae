"""The sheets of a workbook, as rows of text."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.matching.folding import fold
from auditkit.problems import Place, did_you_mean, problem
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


def chosen_sheet(workbook: Workbook, sheet: str | None) -> Grid:
    """The sheet asked for by name, else the only visible one with data. Raises `Refused` where
    there is none of that name, none at all, or more than one.
    """
    place = Place(file=workbook.file)
    sheets = {str(grid.sheet): grid for grid in workbook.visible}
    names = ", ".join(sheets)
    if sheet is not None:
        by_fold = {fold(name): grid for name, grid in {**sheets, **workbook.hidden}.items()}
        found = by_fold.get(fold(sheet))
        if found is None:
            hint = did_you_mean(sheet, sheets)
            raise Refused([problem("F028", place, found=sheet, hint=hint, known=names)])
        return found
    if not sheets:
        raise Refused([problem("F027", place)])
    if len(sheets) > 1:
        raise Refused([problem("F026", place, sheets=names)])
    return workbook.visible[0]
