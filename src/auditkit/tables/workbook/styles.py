"""What a cell's style makes of its number: the number itself, or a date."""

from __future__ import annotations

from auditkit.tables.workbook.dates import BUILT_IN, Kind, kind_of_format, moment_text
from auditkit.tables.workbook.markup import Attributes, visit_starts
from auditkit.tables.workbook.numbers import (
    is_shortest_decimal,
    number_from,
    shortest,
)
from auditkit.tables.workbook.parts import Package
from auditkit.tables.workbook.refusals import too_large

# Excel allows 65,490 cell styles.
_MOST_STYLES = 65_536
_LONGEST_CODE = 255
_LONG = 4
# With fewer characters than this, a number has at most the 15 digits that Excel keeps.
_SURE = 16


class NumberTexts(dict[str, str]):
    """Numbers as written → what they say where the format shows a number.

    Only short ones are remembered: long ones seldom come twice.
    """

    kind = Kind.NUMBER

    def __missing__(self, written: str) -> str:
        is_whole = written.isdigit() and written.isascii() and written[0] != "0"
        if len(written) < _SURE and (is_whole or is_shortest_decimal(written)):
            text = written
        else:
            text = shortest(number_from(written))
        if len(written) < _LONG:
            self[written] = text
        return text


class PaddedTexts(NumberTexts):
    """Numbers as written → what they say where the format pads them, as in ``00000``: a local
    number such as 00123 is shown so, and so it stands in a CSV of the same sheet.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    def __missing__(self, written: str) -> str:
        text = shortest(number_from(written))
        return text.zfill(self.width) if text.isdecimal() else text


class MomentTexts(NumberTexts):
    """Numbers as written → what they say where the format shows a date or time."""

    def __init__(self, kind: Kind, is_1904: bool) -> None:
        super().__init__()
        self.kind = kind
        self.is_1904 = is_1904

    def __missing__(self, written: str) -> str:
        text = self[written] = moment_text(written, self.kind, self.is_1904)
        return text


def _pads(code: str) -> bool:
    """Whether a format is nothing but zeros, and more than one."""
    return len(code) > 1 and not code.strip("0")


Styles = dict[str | None, NumberTexts]


def plain_styles() -> Styles:
    """The styles of a workbook that declares none: every number is a number."""
    numbers = NumberTexts()
    return {None: numbers, "0": numbers}


def read_styles(package: Package, part: str, is_1904: bool) -> Styles:
    """What each style makes of numbers, by its position as cells write it; None is no style."""
    codes: dict[str, str] = {}
    used: list[str] = []

    def visit(parent: str, name: str, attributes: Attributes) -> None:
        if parent == "cellXfs" and name == "xf":
            used.append(attributes.get("numFmtId", "0"))
        elif parent == "numFmts" and name == "numFmt":
            code = attributes.get("formatCode", "")
            codes[attributes.get("numFmtId", "")] = code[:_LONGEST_CODE]
        if max(len(used), len(codes)) > _MOST_STYLES:
            most = f"{_MOST_STYLES:,}"
            raise too_large(f"more than {most} styles", most, package.place)

    visit_starts(package.text(part), "styleSheet", visit, part, package.place)
    styles = plain_styles()
    texts: dict[Kind, NumberTexts] = {kind: MomentTexts(kind, is_1904) for kind in Kind}
    texts[Kind.NUMBER] = styles[None]
    kinds = {str(number): kind for number, kind in BUILT_IN.items()}
    kinds |= {number: kind_of_format(codes[number]) for number in codes.keys() & set(used)}
    padded = {number: PaddedTexts(len(code)) for number, code in codes.items() if _pads(code)}
    for position, number in enumerate(used):
        shown = texts[kinds.get(number, Kind.NUMBER)]
        styles[str(position)] = padded.get(number, shown)
    return styles
