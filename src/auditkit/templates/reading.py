"""Our own templates, filled in and read back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.matching.folding import fold, is_blank
from auditkit.problems import Problem, problem
from auditkit.returns import Row, Table
from auditkit.tables.grid import Grid
from auditkit.tables.headings import find_table
from auditkit.tables.reading import Source, Tables
from auditkit.tables.sheets import Workbook
from auditkit.templates.layout import TEMPLATE_MARK, TEMPLATE_SHEET

_PINS = ("question_set", "set_version", "content_hash")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")


def template_sheet(workbook: Workbook) -> Grid | None:
    """The sheet that marks a template. LibreOffice makes a merely hidden one of it."""
    hidden = {**workbook.hidden, **workbook.very_hidden}
    sheet = hidden.get(TEMPLATE_SHEET)
    if sheet is None or not sheet.rows or sheet.rows[0].cells[0] != TEMPLATE_MARK:
        return None
    return sheet


def read_template(workbook: Workbook, marks: Grid, source: Source) -> Tables:
    """The returns in a template: one for each page filled in, or one for each row."""
    told = [list(row.cells) for row in marks.rows]
    single = {row[0]: row[1] for row in told if len(row) > 1 and row[0] in (*_PINS, "layout")}
    pinned = {key: single[key] for key in _PINS if key in single}
    sheets = {grid.sheet: grid for grid in workbook.visible}
    named = [row[1] for row in told if row[0] == "sheet"]
    if single.get("layout") == "rows":
        found = [sheets[name] for name in named if name in sheets]
        return _of_rows(found, pinned, source)
    title = next((_text(sheets[name], "A1") for name in named if name in sheets), "")
    pages = [
        grid
        for name, grid in sheets.items()
        if name in named or (title and _text(grid, "A1") == title)
    ]
    tables = [_of_page(grid, told, pinned, source) for grid in pages]
    filled = tuple(table for table in tables if table is not None)
    if not filled:
        raise Refused([problem("F027", source.place)])
    return Tables(filled, tuple(note for grid in pages for note in grid.notes))


def _of_rows(grids: list[Grid], pinned: Mapping[str, str], source: Source) -> Tables:
    tables = []
    problems: list[Problem] = []
    for grid in grids:
        table, notes = find_table(grid, source.is_reference)
        problems += notes
        tables.append(changed(table, origin="template", pinned=pinned))
    if not any(table.rows for table in tables):
        raise Refused([problem("F027", source.place)])
    return Tables(tuple(tables), tuple(problems))


def _of_page(
    grid: Grid, told: list[list[str]], pinned: Mapping[str, str], source: Source
) -> Table | None:
    """One page as a table of one row; None where nothing was filled in."""
    rows = {row.number: row.cells for row in grid.rows}
    texts: dict[str, str] = {}
    addresses: dict[str, str] = {}
    for mark in told:
        if mark[0] == "cell":
            texts[mark[1]] = _at(rows, mark[2])
            addresses[mark[1]] = mark[2]
        elif mark[0] == "tick":
            addresses.setdefault(mark[1], mark[2])
            texts.setdefault(mark[1], "")
            if not is_blank(_at(rows, mark[2])):
                texts[mark[1]] += f"{mark[3]};"
    if all(is_blank(text) for text in texts.values()):
        return None
    row = Row(1, list(texts.values()), [addresses[target] for target in texts])
    return Table(
        file=source.name,
        sheet=grid.sheet,
        headings=tuple(texts),
        rows=(row,),
        origin="template",
        pinned=pinned,
    )


def _text(grid: Grid, address: str) -> str:
    return fold(_at({row.number: row.cells for row in grid.rows}, address))


def _at(rows: Mapping[int, object], address: str) -> str:
    match = _ADDRESS.match(address)
    cells = rows.get(int(match[2])) if match else None
    if match is None or not isinstance(cells, list | tuple):
        return ""
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return str(cells[column - 1]) if column <= len(cells) else ""
