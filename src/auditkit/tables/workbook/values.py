"""What the value of a cell says, by the cell's kind and style."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from auditkit.tables.grid import MOST_CHARACTERS
from auditkit.tables.workbook.bounds import Counts
from auditkit.tables.workbook.dates import Kind, iso_text
from auditkit.tables.workbook.shared import SharedTexts
from auditkit.tables.workbook.styles import Styles
from auditkit.tables.workbook.texts import TooLong, typed_text

_BOOLEANS = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}


class TextsByValue(Protocol):
    """Values as a cell writes them → what they say.

    Raises ValueError or KeyError for a value that does not fit, `TooLong` among them.
    """

    def __getitem__(self, written: str, /) -> str: ...


class Book:
    """What all sheets of a workbook share: texts, styles, and the count of what was read."""

    def __init__(self, shared: SharedTexts, styles: Styles, counts: Counts) -> None:
        self.styles = styles
        self.counts = counts
        own = _OwnTexts(counts)
        self.readers: Mapping[str, TextsByValue] = {
            "s": shared.texts,
            "str": own,
            "inlineStr": own,
            "e": own,
            "b": _BOOLEANS,
        }

    def reader(self, kind: str, style: str | None) -> TextsByValue:
        """What the values of cells of one kind (their ``t``) and style say.

        Raises KeyError where there is no such kind or style.
        """
        if kind == "n":
            return self.styles[style]
        if kind == "d":
            return _IsoTexts(self.styles[style].kind)
        return self.readers[kind]


class _OwnTexts(dict[str, str]):
    """Texts as cells write them → texts as they were typed, each kept once."""

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts

    def __missing__(self, written: str) -> str:
        text = typed_text(written)
        if len(text) > MOST_CHARACTERS:
            raise TooLong(len(text))
        self.counts.add_texts((text,))
        self[written] = text
        return text


class _IsoTexts:
    """Dates in ISO form → dates as all others are put."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def __getitem__(self, written: str) -> str:
        return iso_text(written, self.kind)
