"""XML within bounds: expat, without what makes XML dangerous.

Namespaces are not looked at, only local names: the same workbook in Strict Open XML differs
from the usual one in nothing but its namespaces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from auditkit.errors import Refused
from auditkit.problems import Place
from auditkit.tables.workbook.bounds import DEEPEST
from auditkit.tables.workbook.refusals import damaged

Attributes = dict[str, str]
Attach = Callable[[expat.XMLParserType], None]
Visit = Callable[[str, str, Attributes], None]

# Expat keeps every name it has met, and reads an unfinished tag anew with each piece of it.
_MOST_NAMES = 5_000
_LONGEST_TAG = 256 * 1024
_TEXT_BUFFER = 64 * 1024


class Parser:
    """Feeds a part to expat and stops what would cost too much.

    `attach` sets what expat calls. Raises `Refused` for a DOCTYPE, over
    5,000 names, a tag over 256 KB, and whatever is not well-formed XML.
    """

    def __init__(self, part: str, place: Place, attach: Attach) -> None:
        self.part = part
        self.place = place
        self.names: dict[str, str] = {}
        self.fed = 0
        self.reached = 0
        # Set from outside, the encoding is not looked for in what the part declares.
        self.expat = expat.ParserCreate("utf-8", None, self.names)
        self.expat.buffer_size = _TEXT_BUFFER
        self.expat.buffer_text = True
        self.expat.StartDoctypeDeclHandler = self._refuse_doctype
        attach(self.expat)

    def feed(self, text: str) -> None:
        piece = text.encode()
        try:
            self.expat.Parse(piece, False)
        except expat.ExpatError:
            raise self.damaged("is broken") from None
        self.fed += len(piece)
        self.reached = max(self.reached, self.expat.CurrentByteIndex)
        if self.fed - self.reached > _LONGEST_TAG:
            raise self.damaged("holds an endless tag")
        if len(self.names) > _MOST_NAMES:
            raise self.damaged("holds more names than any workbook")

    @property
    def is_settled(self) -> bool:
        """Whether all that was fed has been read: no tag or comment stands open at its end."""
        return self.reached == self.fed

    def close(self) -> None:
        try:
            self.expat.Parse(b"", True)
        except expat.ExpatError:
            raise self.damaged("is cut short") from None

    def _refuse_doctype(self, *_: object) -> None:
        raise self.damaged("declares a document type")

    def damaged(self, said: str) -> Refused:
        return damaged(f"the part {self.part} {said}", self.place)


def parse(text: Iterable[str], attach: Attach, part: str, place: Place) -> None:
    """Read a whole part through the calls that `attach` sets."""
    parser = Parser(part, place, attach)
    for piece in text:
        parser.feed(piece)
    parser.close()


def visit_starts(text: Iterable[str], root: str, visit: Visit, part: str, place: Place) -> None:
    """Call `visit` with the parent's name, the name and the attributes of every element.

    `root` is the name that the part's outermost element must have.
    """
    above = [""]

    def start(name: str, attributes: Attributes) -> None:
        local = local_name(name)
        if len(above) == 1:
            expect_root(local, root, part, place)
        elif len(above) > DEEPEST:
            raise too_deep(part, place)
        visit(above[-1], local, attributes)
        above.append(local)

    def end(_: str) -> None:
        above.pop()

    def attach(parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = start
        parser.EndElementHandler = end

    parse(text, attach, part, place)


def local_name(name: str) -> str:
    """A name without its namespace prefix."""
    return name.rpartition(":")[2] if ":" in name else name


def expect_root(local: str, root: str, part: str, place: Place) -> None:
    """Raise `Refused` where a part is of another kind than its place in the workbook says."""
    if local != root:
        raise damaged(f"the part {part} does not hold what it should", place)


def too_deep(part: str, place: Place) -> Refused:
    return damaged(f"the part {part} is nested more than {DEEPEST} deep", place)
