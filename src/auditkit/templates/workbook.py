"""A blank return as a workbook: a page for each case, or a row for each case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from auditkit.errors import AuditkitError
from auditkit.languages import noted, said, words_in
from auditkit.questions.model import QuestionSet, worded
from auditkit.returns import column_letters
from auditkit.tables.new_workbook import new_workbook
from auditkit.templates.layout import (
    TEMPLATE_MARK,
    TEMPLATE_SHEET,
    TICK,
    Entry,
    Heading,
    comment_heading,
    facts,
    questions,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS_TO_FILL = 500
_FIRST_ROW = 3
_COLUMNS = (noted("Question"), noted("Answer"), noted("Comment"))
# A list typed into a validation may have at most 255 characters, so lists stand in cells.
_LISTS_FROM_COLUMN = 6
_COLOUR = "#12436D"
_TINT = "#E8EEF4"

Known = Mapping[str, str]


def write_template(
    question_set: QuestionSet,
    stream: BinaryIO,
    *,
    layout: str = "pages",
    language: str = "en",
    cases: Sequence[Known] = ({},),
) -> None:
    """Write a blank return. `cases` are the facts already known, one mapping for each case.

    Raises `ExtraMissing` where XlsxWriter is not installed.
    """
    with new_workbook(stream, worded(question_set.title, language)) as workbook:
        _Template(workbook, question_set, language).write(layout, cases)


class _Template:
    def __init__(self, workbook: Workbook, question_set: QuestionSet, language: str) -> None:
        self.workbook = workbook
        self.set = question_set
        self.language = language
        self.translate = words_in(language).translate
        self.formats: dict[str, Format] = {
            "title": workbook.add_format({"bold": True, "font_size": 16, "font_color": _COLOUR}),
            "help": workbook.add_format({"italic": True, "text_wrap": True, "valign": "top"}),
            "section": workbook.add_format(
                {"bold": True, "font_size": 12, "font_color": "white", "bg_color": _COLOUR}
            ),
            "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
            "guidance": workbook.add_format({"italic": True, "font_color": "#555555"}),
            "fill": workbook.add_format(
                {
                    "text_wrap": True,
                    "valign": "top",
                    "bg_color": _TINT,
                    "border": 1,
                    "num_format": "@",
                }
            ),
            "date": workbook.add_format(
                {"valign": "top", "bg_color": _TINT, "border": 1, "num_format": "dd/mm/yyyy"}
            ),
            "column": workbook.add_format(
                {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}
            ),
        }
        self.hidden: list[tuple[str, ...]] = []
        self.lists: dict[tuple[str, ...], str] = {}

    def write(self, layout: str, cases: Sequence[Known]) -> None:
        self.hidden = [
            (TEMPLATE_MARK,),
            ("question_set", self.set.id),
            ("set_version", self.set.version),
            ("content_hash", self.set.content_hash),
            ("language", self.language),
            ("layout", layout),
        ]
        if layout == "pages":
            self.write_pages(cases)
        else:
            self.write_rows(cases)
        self.write_hidden()

    def entries(self) -> list[Entry | Heading]:
        return [*facts(self.set, self.language), *questions(self.set, self.language)]

    def write_pages(self, cases: Sequence[Known]) -> None:
        names = _sheet_names(cases, self.translate("Return"))
        for number, (name, known) in enumerate(zip(names, cases, strict=True)):
            sheet = self.workbook.add_worksheet(name)
            self.hidden.append(("sheet", name))
            self.write_page(sheet, known, is_first=number == 0)

    def write_page(self, sheet: Worksheet, known: Known, *, is_first: bool) -> None:
        """One case down an A4 page: what is asked, the answer, the comment beside it."""
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.set_column(0, 0, 58)
        sheet.set_column(1, 1, 26)
        sheet.set_column(2, 2, 40)
        sheet.freeze_panes(_FIRST_ROW, 0)
        sheet.repeat_rows(_FIRST_ROW - 1)
        sheet.write_string(0, 0, worded(self.set.title, self.language), self.formats["title"])
        told = self.translate(
            "Fill in the shaded cells. Leave a cell empty only if it was not assessed."
        )
        sheet.write_string(1, 0, told, self.formats["help"])
        for column, text in enumerate(_COLUMNS):
            heading = self.translate(text)
            sheet.write_string(_FIRST_ROW - 1, column, heading, self.formats["column"])
        row = _FIRST_ROW
        for entry in self.entries():
            if isinstance(entry, Heading):
                row = self.write_heading(sheet, entry, row)
            elif entry.kind == "choices":
                row = self.write_ticks(sheet, entry, row, is_first)
            else:
                row = self.write_entry(sheet, entry, row, known, is_first)

    def write_heading(self, sheet: Worksheet, heading: Heading, row: int) -> int:
        for column in range(3):
            text = "  " * heading.depth + heading.text if column == 0 else ""
            sheet.write_string(row, column, text, self.formats["section"])
        if heading.guidance:
            row += 1
            sheet.write_string(row, 0, heading.guidance, self.formats["help"])
        return row + 1

    def write_entry(
        self, sheet: Worksheet, entry: Entry, row: int, known: Known, is_first: bool
    ) -> int:
        self.write_question(sheet, entry, row)
        self.fill(sheet, row, 1, entry, known.get(entry.target, ""))
        if is_first:
            self.hidden.append(("cell", entry.target, f"B{row + 1}"))
        if entry.kind not in ("fact", "text"):
            sheet.write_blank(row, 2, None, self.formats["fill"])
            if is_first:
                self.hidden.append(("cell", f"{entry.target}.comment", f"C{row + 1}"))
        return row + 1

    def write_question(self, sheet: Worksheet, entry: Entry, row: int) -> None:
        text = f"{entry.text}\n{entry.guidance}" if entry.guidance else entry.text
        if entry.guidance:
            parts = [f"{entry.text}\n", self.formats["guidance"], entry.guidance]
            sheet.write_rich_string(row, 0, *parts, self.formats["text"])
        else:
            sheet.write_string(row, 0, text, self.formats["text"])
        lines = sum(-(-len(line) // 62) for line in text.split("\n"))
        sheet.set_row(row, 15 * max(lines, 3 if entry.kind == "text" else 1))

    def write_ticks(self, sheet: Worksheet, entry: Entry, row: int, is_first: bool) -> int:
        """A question with several answers: a line for each option, to be ticked."""
        self.write_question(sheet, entry, row)
        told = self.translate("{tick} beside each that applies", tick=TICK)
        sheet.write_string(row, 1, told, self.formats["help"])
        sheet.write_blank(row, 2, None, self.formats["fill"])
        if is_first:
            self.hidden.append(("cell", f"{entry.target}.comment", f"C{row + 1}"))
        for option, label in entry.options.items():
            row += 1
            sheet.write_string(row, 0, f"    {label}", self.formats["text"])
            sheet.write_blank(row, 1, None, self.formats["fill"])
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": [TICK]})
            if is_first:
                self.hidden.append(("tick", entry.target, f"B{row + 1}", option))
        return row + 1

    def fill(self, sheet: Worksheet, row: int, column: int, entry: Entry, known: str) -> None:
        style = self.formats["date" if entry.is_date else "fill"]
        if known:
            sheet.write_string(row, column, known, style)
        else:
            sheet.write_blank(row, column, None, style)
        self.validate(sheet, entry, (row, column, row, column))

    def validate(self, sheet: Worksheet, entry: Entry, cells: tuple[int, int, int, int]) -> None:
        if entry.options and entry.kind != "choices":
            source = self.list_of(tuple(entry.options.values()))
            rule: dict[str, Any] = {"validate": "list", "source": source}
            rule["error_message"] = self.translate("Choose one of the answers in the list.")
            sheet.data_validation(*cells, rule)
        elif entry.kind == "choices":
            labels = "; ".join(entry.options.values())[:250]
            title = self.translate("Put ; between")
            sheet.data_validation(
                *cells, {"validate": "any", "input_title": title, "input_message": labels}
            )

    def list_of(self, texts: tuple[str, ...]) -> str:
        """The range of the hidden sheet that will hold these texts."""
        if texts not in self.lists:
            letters = column_letters(_LISTS_FROM_COLUMN + len(self.lists))
            self.lists[texts] = f"={TEMPLATE_SHEET}!${letters}$1:${letters}${len(texts)}"
        return self.lists[texts]

    def write_rows(self, cases: Sequence[Known]) -> None:
        """Many cases: a column for each thing to fill in, a row for each case."""
        name = self.translate("Returns")
        sheet = self.workbook.add_worksheet(name)
        self.hidden.append(("sheet", name))
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        column = 0
        for entry in self.entries():
            if isinstance(entry, Heading):
                continue
            style = self.formats["date" if entry.is_date else "fill"]
            sheet.set_column(column, column, 24 if entry.kind != "fact" else 16)
            sheet.write_string(0, column, entry.text, self.formats["column"])
            for row in range(1, max(ROWS_TO_FILL, len(cases)) + 1):
                known = cases[row - 1].get(entry.target, "") if row <= len(cases) else ""
                if known:
                    sheet.write_string(row, column, known, style)
            self.validate(sheet, entry, (1, column, ROWS_TO_FILL, column))
            if entry.kind not in ("fact", "text"):
                column += 1
                sheet.set_column(column, column, 30)
                heading = comment_heading(entry, self.language)
                sheet.write_string(0, column, heading, self.formats["column"])
            column += 1

    def write_hidden(self) -> None:
        sheet = self.workbook.add_worksheet(TEMPLATE_SHEET)
        sheet.very_hidden()
        for row, texts in enumerate(self.hidden):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text)
        for number, texts in enumerate(self.lists):
            for row, text in enumerate(texts):
                sheet.write_string(row, _LISTS_FROM_COLUMN + number, text)


def _sheet_names(cases: Sequence[Known], otherwise: str) -> list[str]:
    """A name for each page: the case, where a sheet may be called so."""
    names: list[str] = []
    for number, known in enumerate(cases, 1):
        wanted = "".join(one for one in known.get("case_ref", otherwise) if one not in "[]:*?/\\'")
        name = wanted[:31] or f"{otherwise} {number}"
        if name.lower() in [one.lower() for one in names] or name.lower() == TEMPLATE_SHEET:
            name = f"{wanted[:24]} ({number})"
        names.append(name)
    if len(names) > 200:
        raise AuditkitError(
            said("{count} pages are too many for a workbook: use --layout rows.", count=len(names))
        )
    return names
