"""The readers of audit returns that come with auditkit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditkit.frozen import changed
from auditkit.hookspecs import hookimpl
from auditkit.matching.folding import fold
from auditkit.matching.headings import FORMS_ORIGIN
from auditkit.tables.reading import Reader, Source, Tables

if TYPE_CHECKING:
    from auditkit.tables.grid import Grid

_SIGNS_OF_FORMS = {fold(text) for text in ("Start time", "Completion time")}


class Delimited:
    """CSV and TSV files, exports of Microsoft Forms among them."""

    suffixes = (".csv", ".tsv", ".txt")

    def claims(self, name: str, head: bytes) -> bool:
        return name.lower().endswith(self.suffixes)

    def read(self, source: Source) -> Tables:
        from auditkit.tables.delimited import read_delimited

        return _found_in(read_delimited(source.data, source.name, source.is_known), source)


class Workbooks:
    """Excel workbooks: our own templates, exports of Microsoft Forms, plain tables."""

    suffixes = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

    def claims(self, name: str, head: bytes) -> bool:
        return name.lower().endswith(self.suffixes)

    def read(self, source: Source) -> Tables:
        from auditkit.tables.sheets import chosen_sheet
        from auditkit.tables.workbook import read_workbook
        from auditkit.templates.reading import read_template, template_sheet

        workbook = read_workbook(source.data, source.name)
        marks = template_sheet(workbook)
        if marks is not None:
            return read_template(workbook, marks, source)
        return _found_in(chosen_sheet(workbook, source.sheet), source)


class Json:
    """JSON files: a list of returns."""

    suffixes = (".json",)

    def claims(self, name: str, head: bytes) -> bool:
        return name.lower().endswith(self.suffixes)

    def read(self, source: Source) -> Tables:
        from auditkit.tables.json_records import read_json

        return Tables((read_json(source.data, source.name),))


class JsonLines:
    """JSON Lines files: a return a line."""

    suffixes = (".jsonl", ".ndjson")

    def claims(self, name: str, head: bytes) -> bool:
        return name.lower().endswith(self.suffixes)

    def read(self, source: Source) -> Tables:
        from auditkit.tables.json_records import read_json_lines

        return Tables((read_json_lines(source.data, source.name),))


def _found_in(grid: Grid, source: Source) -> Tables:
    from auditkit.tables.headings import find_table

    table, notes = find_table(grid, source.is_reference)
    if is_forms(table.headings):
        table = changed(table, origin=FORMS_ORIGIN)
    return Tables((table,), tuple(notes))


def is_forms(headings: Sequence[str]) -> bool:
    """Whether headings are those of an export of Microsoft Forms."""
    return {fold(text) for text in headings} >= _SIGNS_OF_FORMS


@hookimpl
def auditkit_readers() -> dict[str, Reader]:
    return {
        "csv": Delimited(),
        "json": Json(),
        "json-lines": JsonLines(),
        "workbook": Workbooks(),
    }
