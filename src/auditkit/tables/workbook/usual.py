"""Rows of the usual shape: in each cell the address, then style and kind, then one value."""

from __future__ import annotations

import re
from collections.abc import Callable

from auditkit.tables.workbook.bounds import MOST_COLUMNS
from auditkit.tables.workbook.patterns import TEXT, refuse_odd_references, without_references
from auditkit.tables.workbook.rows import COLUMN_NAMES, COLUMNS, SheetRows
from auditkit.tables.workbook.values import Book, TextsByValue

_HEAD = re.compile('(?: [A-Za-z][A-Za-z0-9:]{0,39}="[ !#-%\'-;=-~]{0,40}")*')
_ATTRIBUTE = re.compile(' ([^=]+)="([^"]*)"')
_FORMAT = re.compile('(?: s="([0-9]{1,5})")?(?: t="([a-zA-Z]{1,9})")?')
_FORMULA = (
    '<f(?: aca="false")?(?: t="shared")?(?: ref="[A-Z0-9:]{1,30}")?(?: si="[0-9]{1,9}")?'
    f"(?:/>|>{TEXT}</f>)"
)
_LAST_CELL = re.compile('<c r="([A-Z]{1,3})')
_MOST_HEADS = 1_000


class UsualRows:
    """Takes rows of the usual shape into a sheet; `is_between` tells whether one may come."""

    beginning = "<row"
    end = "</row>"

    def __init__(self, sheet: SheetRows, is_between: Callable[[], bool]) -> None:
        self.sheet = sheet
        self.is_between = is_between
        self.readers = _Readers(sheet.book)
        self.heads: dict[str, bool] = {}
        self.width = 0
        self.has_inline = False
        self.pattern = _row_pattern(0, has_inline=False)
        self.taken = 0

    @property
    def is_expected(self) -> bool:
        return self.is_between()

    def take(self, pending: str, at: int) -> int:
        while True:
            found = self.pattern.match(pending, at)
            if found is None:
                if not self._adapt(pending, at):
                    return at
                continue
            number, head, *parts = found.groups("")
            try:
                is_hidden = self._is_hidden(head)
                if pending.find("&", at, found.end()) >= 0:
                    refuse_odd_references(found[0])
                    parts = [without_references(part) for part in parts]
                cells = self._cells(parts) if any(parts) else []
            except (ValueError, KeyError):
                return at
            self.sheet.begin_row(number, is_hidden)
            self.sheet.end_row(cells)
            self.taken += bool(cells)
            at = found.end()

    def _adapt(self, pending: str, at: int) -> bool:
        """Make the pattern fit the row that begins here, if it is wider or has inline texts."""
        end = max(at, pending.find(self.end, at))
        last = _LAST_CELL.match(pending, pending.rfind("<c ", at, end))
        width = COLUMNS.get(last[1], 0) + 1 if last else 0
        has_inline = self.has_inline or pending.find("<is>", at, end) >= 0
        if width > self.width:
            width = min(max(width, 2 * self.width), MOST_COLUMNS)
        if (max(width, self.width), has_inline) == (self.width, self.has_inline):
            return False
        self.width, self.has_inline = max(width, self.width), has_inline
        self.pattern = _row_pattern(self.width, has_inline)
        return True

    def _is_hidden(self, head: str) -> bool:
        """What a row's attributes say. Raises ValueError where they are not well-formed."""
        known = self.heads.get(head)
        if known is not None:
            return known
        attributes = _ATTRIBUTE.findall(head)
        is_repeated = len({"r", *dict(attributes)}) <= len(attributes)
        if is_repeated or not _HEAD.fullmatch(head) or len(self.heads) == _MOST_HEADS:
            raise ValueError("not the attributes of a usual row")
        is_hidden = self.heads[head] = self.sheet.is_hidden_row(dict(attributes))
        return is_hidden

    def _cells(self, parts: list[str]) -> list[str]:
        """The texts of a row without its trailing blanks.

        `parts` are format and value of every column, with inline text where there may be some.
        Raises ValueError or KeyError for a format or a value that is not as it should be.
        """
        if self.has_inline:
            formats, values, inline = parts[::3], parts[1::3], parts[2::3]
            values = [value or text for value, text in zip(values, inline, strict=True)]
        else:
            formats, values = parts[::2], parts[1::2]
        readers = map(self.readers.__getitem__, formats)
        cells = [
            reader[value] if value else "" for reader, value in zip(readers, values, strict=True)
        ]
        while cells and not cells[-1]:
            cells.pop()
        return cells


class _Readers(dict[str, TextsByValue]):
    """The style and kind of a cell as written → what its value says."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book

    def __missing__(self, form: str) -> TextsByValue:
        found = _FORMAT.fullmatch(form)
        if found is None:
            raise KeyError(form)
        reader = self[form] = self.book.reader(found[2] or "n", found[1])
        return reader


def _row_pattern(width: int, has_inline: bool) -> re.Pattern[str]:
    """A row of cells in the first `width` columns, any of which may be missing."""
    inline = rf'|><is><t(?: xml:space="preserve")?>({TEXT})</t></is></c>' if has_inline else ""
    cells = (
        rf'(?:<c r="{name}\1"([^<>&/]*+)(?:/>'
        rf"|>(?:{_FORMULA}(?=<v>[^<]))?<v>({TEXT})</v></c>{inline}))?+"
        for name in COLUMN_NAMES[:width]
    )
    return re.compile(rf'<row r="([0-9]{{1,7}})"([^<>&/]*)(?:/>|>{"".join(cells)}</row>)')
