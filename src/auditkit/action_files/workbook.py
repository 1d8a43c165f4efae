"""Actions as a workbook: a row for each, to be changed and handed back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from auditkit.action_files.columns import (
    COLUMNS,
    EDITED,
    MARK,
    MARK_SHEET,
    SHEET,
    WORDS,
    CellValue,
    Column,
    shown,
)
from auditkit.actions.model import Action
from auditkit.errors import Refused
from auditkit.languages import ENGLISH, Words, words_in
from auditkit.matching.folding import FORMULA_STARTS
from auditkit.problems import problem
from auditkit.returns import column_letters
from auditkit.tables.new_workbook import new_workbook

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# So many fit into what a workbook may hold to be read back.
MOST_ACTIONS = 5_000
_TINT = "#E8EEF4"
_DATE = "dd/mm/yyyy"
# The lists of the drop-downs stand on the hidden sheet, to the right of what was exported.
_LISTS_FROM_COLUMN = 12
# What a protected sheet still lets people do.
_ALLOWED = {"autofilter": True, "sort": True, "format_cells": True, "format_columns": True}
_ALLOWED |= {"format_rows": True}


def write_actions(
    actions: Sequence[Action], stream: BinaryIO, *, on: date, language: str = ENGLISH
) -> None:
    """Write a workbook of actions as they are on a day, with its headings, lists and notes in a
    language.

    Raises `ExtraMissing` where XlsxWriter is not installed, `Refused` where there are more than
    a workbook can bring back (X040).
    """
    if len(actions) > MOST_ACTIONS:
        raise Refused([problem("X040", count=len(actions), most=MOST_ACTIONS)])
    words = words_in(language)
    with new_workbook(stream, words.translate(SHEET)) as workbook:
        _Writer(workbook, on, words).write(actions)


class _Writer:
    def __init__(self, workbook: Workbook, on: date, words: Words) -> None:
        self.workbook = workbook
        self.on = on
        self.words = words
        self.heading = workbook.add_format(
            {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}
        )
        self.formats: dict[tuple[bool, bool, bool], Format] = {}

    def write(self, actions: Sequence[Action]) -> None:
        sheet = self.workbook.add_worksheet(self.words.translate(SHEET))
        marks = self.workbook.add_worksheet(MARK_SHEET)
        marks.very_hidden()
        marks.write_string(0, 0, MARK)
        marks.write_string(0, 1, self.words.language)
        kept = ("id", "version", *(one.field for one in EDITED))
        marks.write_row(1, 0, kept)
        self.lists(marks)
        for row, action in enumerate(actions, 1):
            for index, column in enumerate(COLUMNS):
                value = shown(action, column.field, self.on, self.words)
                self.cell(sheet, row, index, value, is_edited=column.is_edited)
            for index, field in enumerate(kept):
                self.cell(marks, row + 1, index, shown(action, field, self.on, self.words))
        self.lay_out(sheet, len(actions))

    def lists(self, marks: Worksheet) -> None:
        for number, labels in enumerate(WORDS.values()):
            for row, label in enumerate(labels.values()):
                told = self.words.again(label)
                marks.write_string(row, _LISTS_FROM_COLUMN + number, told)

    def lay_out(self, sheet: Worksheet, count: int) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 1)
        for index, column in enumerate(COLUMNS):
            sheet.write_string(0, index, self.words.translate(column.heading), self.heading)
            sheet.set_column(index, index, column.width, None, _width(column))
            if count and column.is_edited:
                self.validate(sheet, index, column, count)
        if count:
            sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
        sheet.protect("", _ALLOWED)

    def validate(self, sheet: Worksheet, index: int, column: Column, count: int) -> None:
        """What a cell takes: one of a list, or a date."""
        cells = (1, index, count, index)
        if column.field in WORDS:
            number = list(WORDS).index(column.field)
            letters = column_letters(_LISTS_FROM_COLUMN + number)
            last = len(WORDS[column.field])
            source = f"={MARK_SHEET}!${letters}$1:${letters}${last}"
            told = {"validate": "list", "source": source}
            message = self.words.translate("Choose one of the list.")
            sheet.data_validation(*cells, {**told, "error_message": message})
        elif column.field == "due":
            message = self.words.translate("Give a date such as 27/04/2026.")
            later = {"criteria": ">", "value": date(2000, 1, 1), "error_message": message}
            sheet.data_validation(*cells, {"validate": "date", **later})

    def cell(
        self, sheet: Worksheet, row: int, index: int, value: CellValue, *, is_edited: bool = False
    ) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, index, value, self.style(is_edited, is_date=True))
        elif isinstance(value, int):
            sheet.write_number(row, index, value, self.style(is_edited))
        elif value:
            guarded = value.startswith(FORMULA_STARTS)
            sheet.write_string(row, index, value, self.style(is_edited, is_guarded=guarded))
        else:
            sheet.write_blank(row, index, None, self.style(is_edited))

    def style(self, is_edited: bool, *, is_date: bool = False, is_guarded: bool = False) -> Format:
        """A cell that may be changed is shaded and not locked."""
        key = (is_edited, is_date, is_guarded)
        if key not in self.formats:
            told: dict[str, Any] = {"text_wrap": True, "valign": "top"}
            told["num_format"] = _DATE if is_date else "@"
            told |= {"bg_color": _TINT, "border": 1, "locked": False} if is_edited else {}
            self.formats[key] = self.workbook.add_format(told)
            if is_guarded:
                self.formats[key].set_quote_prefix()
        return self.formats[key]


def _width(column: Column) -> dict[str, Any]:
    return {"hidden": True} if column.field == "version" else {}
