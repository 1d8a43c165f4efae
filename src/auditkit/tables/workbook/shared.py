"""The texts that the cells of a workbook share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.parsers import expat

from auditkit.problems import Place
from auditkit.tables.grid import MOST_CHARACTERS
from auditkit.tables.workbook.bounds import DEEPEST, MOST_CELLS, Counts
from auditkit.tables.workbook.markup import (
    Attributes,
    Parser,
    expect_root,
    local_name,
    too_deep,
)
from auditkit.tables.workbook.parts import Package
from auditkit.tables.workbook.patterns import (
    TEXT,
    read_usual,
    without_references,
)
from auditkit.tables.workbook.refusals import too_large
from auditkit.tables.workbook.texts import MOST_WRITTEN, TooLong, typed_text

_ITEM = f'<si><t(?: xml:space="preserve")?>{TEXT}</t></si>'
_ITEMS = re.compile(f"(?:{_ITEM})++")
_TEXTS = re.compile(_ITEM.replace(TEXT, f"({TEXT})"))


class SharedTexts:
    """The texts that cells refer to by position: `texts` has them by that number as written.

    How many there are is counted, never taken from what the part says of itself.
    """

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.texts = _Texts()
        self.count = 0

    def add(self, texts: Sequence[str]) -> None:
        """Add texts, none of them longer than a cell can hold."""
        first = self.count
        self._count(len(texts))
        self.counts.add_texts(texts)
        self.texts.update(zip(map(str, range(first, self.count)), texts, strict=True))

    def add_too_long(self, length: int) -> None:
        """Add a text that only matters if a cell has it."""
        self.texts.lengths[str(self.count)] = length
        self._count(1)

    def _count(self, more: int) -> None:
        self.count += more
        if self.count > MOST_CELLS:
            most = f"{MOST_CELLS:,}"
            raise too_large(f"more than {most} texts", most, self.counts.place)


class _Texts(dict[str, str]):
    """Positions → texts; where one is too long for a cell, `lengths` has its length."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: dict[str, int] = {}

    def __missing__(self, position: str) -> str:
        raise TooLong(self.lengths[position])


def read_shared_texts(package: Package, part: str) -> SharedTexts:
    """The shared texts of a workbook: the runs of rich text joined, phonetic guides left out."""
    items = _Items(SharedTexts(package.counts), part, package.place)
    parser = Parser(part, package.place, items.attach)
    read_usual(package.text(part), parser, UsualItems(items))
    return items.shared


class UsualItems:
    """Takes texts without runs or guides."""

    beginning = "<si>"
    end = "</si>"

    def __init__(self, items: _Items) -> None:
        self.items = items
        self.taken = 0

    @property
    def is_expected(self) -> bool:
        return self.items.depth == 1 and not self.items.has_cdata

    def take(self, pending: str, at: int) -> int:
        found = _ITEMS.match(pending, at)
        if found is None:
            return at
        texts: list[str] = _TEXTS.findall(pending, at, found.end())
        try:
            if pending.find("&", at, found.end()) >= 0:
                texts = [without_references(text) for text in texts]
        except ValueError:
            return at
        texts = [typed_text(text) for text in texts]
        if max(map(len, texts)) > MOST_CHARACTERS:
            return at
        self.items.shared.add(texts)
        self.taken += len(texts)
        return found.end()


class _Items:
    """Reads items through expat."""

    def __init__(self, shared: SharedTexts, part: str, place: Place) -> None:
        self.shared = shared
        self.part = part
        self.place = place
        self.depth = 0
        self.wanted = 0
        self.written = 0
        self.is_item = False
        self.is_run = False
        self.has_cdata = False
        self.runs: list[str] = []

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartCdataSectionHandler = self.note_cdata

    def start(self, name: str, _: Attributes) -> None:
        self.depth = depth = self.depth + 1
        local = local_name(name)
        if depth == 3:
            self.is_run = local == "r"
            self.wanted = 3 if local == "t" else 0
        elif depth == 2:
            self.is_item = local == "si"
            self.written = 0
            self.runs.clear()
        elif depth == 1:
            expect_root(local, "sst", self.part, self.place)
        else:
            self.wanted = 4 if depth == 4 and self.is_run and local == "t" else 0
            if depth > DEEPEST:
                raise too_deep(self.part, self.place)

    def characters(self, data: str) -> None:
        if self.depth == self.wanted:
            self.written += len(data)
            if self.written <= MOST_WRITTEN:
                self.runs.append(data)

    def end(self, _: str) -> None:
        self.depth -= 1
        if self.depth == 1 and self.is_item:
            text = typed_text("".join(self.runs))
            if self.written > MOST_WRITTEN:
                self.shared.add_too_long(self.written)
            elif len(text) > MOST_CHARACTERS:
                self.shared.add_too_long(len(text))
            else:
                self.shared.add([text])

    def note_cdata(self) -> None:
        """In a CDATA section an item is only a text: from here on all goes through expat."""
        self.has_cdata = True
