"""The tables of a report as CSV with metadata (W3C, Metadata Vocabulary for Tabular Data, 2015)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from auditkit.matching.folding import FORMULA_STARTS
from auditkit.report.model import Cell, Column, DataTable, ReportModel
from auditkit.report.publishing import HIDDEN
from auditkit.report.shown import on_one_line, shown_cell

# Where a reader of CSV on the Web looks for the metadata of the files of a folder.
METADATA = "csv-metadata.json"
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def csvw_files(report: ReportModel, licence: str | None = None) -> dict[str, bytes]:
    """A file for each table, and the one that describes them all, by their names.

    `licence` is the address of the licence that the council gives.
    """
    tables = dict(_named(report))
    metadata: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": report.language}],
        "dc:title": on_one_line(report.title),
        "dc:language": report.language,
    }
    if report.period:
        metadata["dc:temporal"] = on_one_line(report.period)
    if report.letterhead.organisation:
        metadata["dc:publisher"] = on_one_line(report.letterhead.organisation)
    if licence:
        metadata["dc:license"] = {"@id": licence}
    metadata["tables"] = [_described(name, table) for name, table in tables.items()]
    files = {name: _as_csv(table) for name, table in tables.items()}
    text = json.dumps(metadata, ensure_ascii=False, indent=1) + "\n"
    return {**files, METADATA: text.encode()}


def _named(report: ReportModel) -> Iterator[tuple[str, DataTable]]:
    number = 0
    taken: set[str] = set()
    for one in report.sections:
        for block in one.section.blocks:
            if isinstance(block, DataTable):
                number += 1
                fits = _SAFE_NAME.fullmatch(block.name) and block.name.lower() not in taken
                name = block.name if fits else f"table-{number}"
                taken.add(name.lower())
                yield f"{name}.csv", block


def _described(name: str, table: DataTable) -> dict[str, Any]:
    described: dict[str, Any] = {"url": name, "dc:title": on_one_line(table.caption)}
    if table.note:
        described["dc:description"] = on_one_line(table.note)
    columns = [
        {
            "name": name,
            "titles": _disarmed(on_one_line(column.heading)),
            "datatype": _datatype(table, column),
            "null": ["", HIDDEN],
        }
        for name, column in zip(_variables(table), table.columns, strict=True)
    ]
    return {**described, "tableSchema": {"columns": columns}}


def _variables(table: DataTable) -> list[str]:
    """The names of the columns, such as templates of addresses can hold; each has its own."""
    names = [re.sub(r"[^A-Za-z0-9]", "_", column.name) for column in table.columns]
    return [
        name if name[:1].isalpha() and names.count(name) == 1 else f"column_{number}"
        for number, name in enumerate(names, 1)
    ]


def _datatype(table: DataTable, column: Column) -> str:
    cells = [cell for cell in table.column(column.name) if cell is not None and cell != HIDDEN]
    if column.counts is not None:
        return "integer"
    return "decimal" if cells and not any(isinstance(cell, str) for cell in cells) else "string"


def _as_csv(table: DataTable) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([_disarmed(on_one_line(column.heading)) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(cell) for cell in row])
    return stream.getvalue().encode()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return _disarmed(on_one_line(cell)) if isinstance(cell, str) else shown_cell(cell)


def _disarmed(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
