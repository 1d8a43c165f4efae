"""Damage workbooks in every way we can think of, and see that each is read or refused.

    python tests/fuzz/fuzz_workbook.py 100000 --seed 1

Each input is a real workbook with one to four faults in its XML, its zip directory or its
bytes, made by a random generator of its own, so that one that fails can be made again alone:
`1 --seed 1 --first 4711`. It fails on any exception but `Refused`, on a refusal that
cannot be put into words, on a grid that breaks its promises, on over three seconds, and where
rows read by pattern differ from the same rows read through expat.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any, NamedTuple

from fuzzing import Fuzzer, Input, main

from auditkit.errors import Refused
from auditkit.tables.grid import MOST_CHARACTERS, Grid
from auditkit.tables.sheets import Workbook
from auditkit.tables.workbook import read_workbook
from auditkit.tables.workbook.shared import UsualItems
from auditkit.tables.workbook.usual import UsualRows

Parts = dict[str, bytes]
SHEET = "xl/worksheets/sheet1.xml"

NUMBERS = (
    "0", "1", "-1", "2", "5", "17", "255", "65536", "2147483648", "99999999999999999999", "1.5",
    "1e400", "1E5", "-0", "007", "0.30000000000000004", "60", "59.999999", "2958466", "46125.4375",
    "nan", "inf", "1_0", "٣", " 7 ", "", "true", "x", "1.0", "0.10", "12345678901234567",
)  # fmt: skip
ADDRESSES = (
    "A1", "B2", "C1", "C3", "Z99", "SR1", "SS1", "XFD1", "XFE1", "XFD1048576", "A0", "A1048577",
    "A99999999999", "a1", "$A$1", "1A", "AAAA1", "", "A", "1", "A01", "A1:B2", "A-1", "A１",
)  # fmt: skip
TEXTS = (
    "Yes", " ", "", "_x000D_", "_x0041__xD83D__xDE00_", "_x0000_", "_xD800_", "a&amp;b", "&lt;&#65;",
    "&bogus;", "é", "😀", "\n", "\r\n", "]]>", "a" * 300, "_x005F_x000D_", "#N/A", "2026-04-13",
    "2026-02-30", "10:30", "2026-04-13T10:30:00Z", "\u00a0", ">", "\ufffe", "\x01",
)  # fmt: skip
FORMATS = (
    "General", "0.00", "dd/mm/yyyy", "[h]:mm", "[Red]h:mm:ss;@", '"d"0', "\\d0", "mmm", "mm:ss.0",
    "yyyy-mm-dd hh:mm", "[", '"', "@", "[$-F800]dddd", "0.00E+00", "_d0", "AM/PM",
)  # fmt: skip
TARGETS = (
    "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml",
    "../../../etc/passwd", "http://example.org/sheet.xml", "file:///etc/passwd", "", ".", "..",
    "worksheets\\sheet1.xml", "WORKSHEETS/SHEET1.XML", "worksheets/sheet%31.xml", "styles.xml",
    "workbook.xml", "%", "%ff%fe", "#Sheet1!A1",
)  # fmt: skip
KINDS = ("s", "n", "b", "e", "d", "str", "inlineStr", "", "S", "x")
NAMES = (
    "c", "row", "v", "is", "t", "f", "r", "si", "sst", "sheetData", "worksheet", "sheet", "x:c",
    "x:row", "extLst", "mergeCell", "rPh", "xf", "numFmt", "workbookPr",
)  # fmt: skip
INSERTS = (
    "<!-- a -->", '<!-- <row r="9"><c r="A9"><v>9</v></c></row> -->', "<![CDATA[text]]>",
    '<![CDATA[<row r="9"><c r="A9"><v>9</v></c></row>]]>', "<?pi data?>", "<x/>", "<a><b/></a>",
    "<!DOCTYPE a>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "text", "&amp;", "&#10;", "&bogus;", "\n  ",
    "<", ">", "</row>", "</c>", "<row>", "<row/>", "<c/>", "<v>1</v>", "<f>A1</f>", "<f/>",
    '<c t="s"><v>0</v></c>', '<row r="3" hidden="1"><c><v>1</v></c></row>',
    "<is><t>a</t></is>", "<si><t>a</t></si>", "<si><r><t>a</t></r><rPh><t>b</t></rPh></si>",
    '<row r="99"><c r="A99" t="inlineStr"><is><t>a</t></is></c></row>',
    "<sheetData></sheetData>", '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    '<extLst><ext><c r="A1"><v>1</v></c></ext></extLst>', "\ufeff",
)  # fmt: skip
VALUES = NUMBERS + ADDRESSES + TEXTS + FORMATS + TARGETS + KINDS


# What is damaged ---------------------------------------------------------------------------


def written_by_xlsxwriter() -> Parts:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "d mmm yyyy hh:mm"})
    bold, plain = book.add_format({"bold": True}), book.add_format()
    sheet = book.add_worksheet("Returns")
    sheet.write_row(0, 0, ["Case reference", "Date", "When", "Score", "Answer", "Comment"])
    for row in range(1, 9):
        sheet.write_string(row, 0, f"CASE-{row:04}")
        sheet.write_datetime(row, 1, date(2026, 4, row), day)
        sheet.write_datetime(row, 2, datetime.fromisoformat(f"2026-04-0{row}T10:30"), moment)
        sheet.write_number(row, 3, row / 8)
        sheet.write_string(row, 4, ("Yes", "No", "Partly")[row % 3])
        sheet.write_boolean(row, 6, bool(row % 2))
        sheet.write_formula(row, 7, f"=D{row + 1}*2", None, row / 4)
    sheet.write_rich_string(1, 5, "one ", bold, "two", plain, " three")
    sheet.write_string(2, 5, "two\nlines & more <b>")
    sheet.write_formula(3, 5, "=NA()", None, "#N/A")
    sheet.merge_range("A12:C12", "Merged")
    sheet.set_row(4, None, None, {"hidden": True})
    hidden = book.add_worksheet("Notes")
    hidden.write_string("B2", "hidden")
    hidden.hide()
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Returns!$D$2:$D$9"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.close()
    return parts_of(stream.getvalue())


def written_by_openpyxl() -> Parts:
    from openpyxl import Workbook as Book

    book = Book()
    sheet = book.active
    sheet.append(["Case reference", "Service", "Date", "Time", "Answer", "Figure"])
    for row in range(8):
        day, at = date(2026, 4, 1 + row), timedelta(hours=9, minutes=row)
        sheet.append([f"CASE-{row}", "Older People & more", day, at, "Yes", row * 1.1])
    sheet["G2"] = "=SUM(F2:F9)"
    sheet["H5"] = "far"
    very_hidden = book.create_sheet("auditkit")
    very_hidden.append(["question_set", "managing-cost-of-care"])
    very_hidden.sheet_state = "veryHidden"
    stream = io.BytesIO()
    book.save(stream)
    return parts_of(stream.getvalue())


def written_by_hand() -> Parts:
    """Strict Open XML with prefixes, ISO dates, cells without addresses, absolute targets."""
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    links = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{row % 3}</v></c><c t="d"><v>2026-04-0{row}</v></c>'
        f'<c r="D{row}" s="1"><v>{46000 + row}.5</v></c><c r="E{row}" t="b"><v>1</v></c>'
        f'<c t="e"><v>#REF!</v></c><c t="str"><f>A1</f><v>a_x000D_</v></c><c><f>B1</f></c></row>'
        for row in range(1, 7)
    )
    shared = (
        '<f t="shared" ref="B7:B9" si="0">A7</f>',
        '<f t="shared" si="0"/>',
        '<f aca="false">1</f>',
    )
    rows += "".join(
        f'<row r="{row}" spans="1:2" hidden="false"><c r="A{row}" s="1"><v>4600{row}</v></c>'
        f'<c r="B{row}" s="0" t="n">{formula}<v>{row}.5</v></c></row>'
        for row, formula in enumerate(shared, start=7)
    )
    parts = {
        "_rels/.rels": (
            f'<Relationships><Relationship Id="a" Type="{links}/officeDocument"'
            ' Target="/xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<x:workbook xmlns:x="{main}" xmlns:r="{links}"><x:workbookPr date1904="1"/>'
            '<x:sheets><x:sheet name="One" sheetId="1" r:id="r1"/></x:sheets></x:workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships><Relationship Id="r1" Type="{links}/worksheet" Target="/{SHEET}"/>'
            f'<Relationship Id="r2" Type="{links}/sharedStrings" Target="./texts.xml"/>'
            f'<Relationship Id="r3" Type="{links}/styles" Target="../xl/styles.xml"/>'
            f'<Relationship Id="r4" Type="{links}/hyperlink" Target="http://example.org"'
            ' TargetMode="External"/></Relationships>'
        ),
        "xl/texts.xml": (
            f'<sst xmlns="{main}"><si><t>Yes</t></si><si><r><t>N</t></r><r><t>o</t></r>'
            '<rPh><t>guide</t></rPh></si><si><t xml:space="preserve"> _x0041_ </t></si></sst>'
        ),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{main}"><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/>'
            '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/></cellXfs>'
            "</styleSheet>"
        ),
        SHEET: (
            f'<worksheet xmlns="{main}"><dimension ref="A1:B2"/><sheetData>{rows}</sheetData>'
            '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells></worksheet>'
        ),
    }
    return {name: text.encode() for name, text in parts.items()}


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def seeds() -> list[Parts]:
    """The workbooks that are damaged, without the parts that nobody reads."""
    unread = ("docProps", "theme", "drawing", "chart", "[Content")
    made = (written_by_xlsxwriter(), written_by_openpyxl(), written_by_hand())
    return [
        {name: part for name, part in parts.items() if not any(one in name for one in unread)}
        for parts in made
    ]


# Faults in a part --------------------------------------------------------------------------

TAG = re.compile(r"(<[^>]*>)")
ATTRIBUTE = re.compile(r' ([\w:]+)="([^"]*)"')


def change_tokens(text: str, random: Random) -> str:
    """Leave out, repeat, exchange, insert or overwrite tags and the texts between them."""
    tokens = TAG.split(text)
    at = random.randrange(len(tokens))
    other = random.randrange(len(tokens))
    match random.randrange(6):
        case 0:
            del tokens[at : at + random.choice((1, 1, 2, 5))]
        case 1:
            tokens[at:at] = tokens[at : at + random.choice((1, 2, 10, 40))]
        case 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            tokens.insert(at, random.choice(INSERTS))
        case 4:
            tokens[at & ~1] = random.choice(TEXTS + NUMBERS)
        case _:
            tokens[at] = tokens[at].replace("/>", ">") if random.random() < 0.5 else "<a>" * 30
    return "".join(tokens)


def change_attribute(text: str, random: Random) -> str:
    """Overwrite, leave out, repeat or rename an attribute."""
    found = list(ATTRIBUTE.finditer(text))
    if not found:
        return text
    one = random.choice(found)
    match random.randrange(5):
        case 0:
            new = ""
        case 1:
            new = one[0] * 2
        case 2:
            new = f' {random.choice("rstx")}="{one[2]}"'
        case 3:
            new = f' {one[1]}="{random.choice(VALUES)}"'
        case _:
            new = f' {one[1]}="{random.choice(likely_values(one[1]))}"'
    return text[: one.start()] + new + text[one.end() :]


def likely_values(name: str) -> tuple[str, ...]:
    if name == "r":
        return ADDRESSES + NUMBERS
    return {
        "t": KINDS,
        "Target": TARGETS,
        "formatCode": FORMATS,
        "ref": ADDRESSES,
        "state": ("visible", "hidden", "veryHidden", "x"),
        "TargetMode": ("External", "Internal"),
        "Type": ("a/worksheet", "a/styles", "a/sharedStrings", "a/chartsheet", ""),
    }.get(name, NUMBERS)


def change_value(text: str, random: Random) -> str:
    """Overwrite what stands in one cell or text."""
    found = list(re.finditer(r"(?<=<v>)[^<]*(?=</v>)|(?<=<t>)[^<]*(?=</t>)", text))
    if not found:
        return text
    one = random.choice(found)
    return text[: one.start()] + random.choice(TEXTS + NUMBERS) + text[one.end() :]


def change_names(text: str, random: Random) -> str:
    """Give all elements a prefix, or one of them another name."""
    if random.random() < 0.3:
        return re.sub(r"<(/?)(\w)", r"<\1x:\2", text)
    found = list(re.finditer(r"<(/?)([\w:]+)", text))
    if not found:
        return text
    one = random.choice(found)
    return text[: one.start(2)] + random.choice(NAMES) + text[one.end(2) :]


def change_layout(text: str, random: Random) -> str:
    """What is the same to XML, or nearly: white space, quotes, declarations."""
    match random.randrange(5):
        case 0:
            return text.replace("><", ">\n  <")
        case 1:
            return text.replace('"', "'")
        case 2:
            return "\ufeff" + text
        case 3:
            encoding = random.choice(("UTF-16", "rot13", "latin-1", "utf-8", "\u00e9"))
            text = re.sub(r"<\?xml.*?\?>", "", text)
            return f'<?xml version="1.0" encoding="{encoding}"?>' + text
        case _:
            return text.replace("</row>", "</row> ").replace("<v>", "<v >", 1)


def change_bytes(part: bytes, random: Random) -> bytes:
    """Faults that know nothing of XML, and other encodings of it."""
    if not part:
        return part
    at = random.randrange(len(part))
    match random.randrange(6):
        case 0:
            return part[:at]
        case 1:
            return part[:at] + bytes([random.randrange(256)]) + part[at + 1 :]
        case 2:
            return part[:at] + part[at + random.randrange(1, 20) :]
        case 3:
            return part.decode("utf-8", "replace").encode("utf-16")
        case 4:
            return part[:at] + random.randbytes(random.randrange(1, 8)) + part[at:]
        case _:
            return b""


TEXT_FAULTS: tuple[Callable[[str, Random], str], ...] = (
    change_tokens,
    change_tokens,
    change_attribute,
    change_attribute,
    change_attribute,
    change_value,
    change_value,
    change_names,
    change_layout,
)


def damage_part(parts: Parts, random: Random) -> None:
    sheets = [name for name in parts if "sheets/" in name and "_rels" not in name]
    name = random.choice(sheets if sheets and random.random() < 0.6 else list(parts))
    if random.random() < 0.12:
        parts[name] = change_bytes(parts[name], random)
        return
    text = parts[name].decode("utf-8", "replace")
    parts[name] = random.choice(TEXT_FAULTS)(text, random).encode("utf-8", "replace")


def damage_names(parts: Parts, random: Random) -> None:
    """Parts that are missing, or under another name."""
    name = random.choice(list(parts))
    part = parts.pop(name)
    match random.randrange(4):
        case 0:
            parts[name.replace("/", "\\")] = part
        case 1:
            parts[name.upper()] = part
        case 2:
            parts[random.choice(("xl/workbook.bin", "content.xml", "word/document.xml"))] = part
        case _:
            pass


# Faults in the archive ---------------------------------------------------------------------


class Lies(NamedTuple):
    """What an archive says of one of its members against the truth."""

    flags: int = 0
    method: int | None = None
    checksum: int = 0
    size: int = 0
    whole: int = 0
    offset: int = 0


TRUTH = Lies()


def archive_of(parts: Parts, random: Random, lies: Lies = TRUTH, twice: str = "") -> bytes:
    """A zip archive; `lies` are told of one member, and the one named `twice` is."""
    out, directory = bytearray(), bytearray()
    names = [*parts, twice] if twice else list(parts)
    liar = random.randrange(len(names)) if names else 0
    for number, name in enumerate(names):
        told = lies if number == liar else TRUTH
        part = parts[name]
        packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
        method = random.choice((0, 8)) if told.method is None else told.method
        packed = part if method == 0 else packer.compress(part) + packer.flush()
        told_as = name.encode()
        sums = (zlib.crc32(part) ^ told.checksum, (len(packed) + told.size) % 2**32)
        both = (*sums, (len(part) + told.whole) % 2**32, len(told_as))
        offset = (len(out) + told.offset) % 2**32
        out += struct.pack("<4s5H3L2H", b"PK\3\4", 20, told.flags, method, 0, 0, *both, 0)
        out += told_as + packed
        directory += struct.pack("<4s6H3L", b"PK\1\2", 20, 20, told.flags, method, 0, 0, *both[:3])
        directory += struct.pack("<5H2L", len(told_as), 0, 0, 0, 0, 0, offset) + told_as
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *[len(names)] * 2, len(directory), len(out), 0)
    return bytes(out + directory + end)


def lying_archive(parts: Parts, random: Random) -> bytes:
    near = random.choice((-1, 1, 7, -100, 2**31, 0xFFFFFFFF))
    match random.randrange(8):
        case 0:
            return archive_of(parts, random, Lies(flags=random.choice((1, 8, 0x800, 0x40))))
        case 1:
            return archive_of(parts, random, Lies(method=random.choice((0, 8, 9, 12, 14, 99))))
        case 2:
            return archive_of(parts, random, Lies(checksum=1))
        case 3:
            return archive_of(parts, random, Lies(size=near))
        case 4:
            return archive_of(parts, random, Lies(whole=near))
        case 5:
            return archive_of(parts, random, Lies(offset=near))
        case 6:
            return archive_of(parts, random, twice=random.choice(list(parts)))
        case _:
            return damage_archive(archive_of(parts, random), random)


def damage_archive(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    end = data.rfind(b"PK\5\6")
    match random.randrange(6):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
        case 2:
            at = random.randrange(max(0, end - 400), len(data))
            return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
        case 3:
            return data[at:] if random.random() < 0.5 else b"x" + data
        case 4:
            return data + random.randbytes(random.randrange(1, 40))
        case _:
            record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 5, 5, 300, end - 300)
            locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
            return data[:end] + record + locator + data[end:-14] + b"\xff" * 12 + b"\0\0"


def some_workbook(random: Random) -> Input:
    return Input("returns.xlsx", some_bytes(random))


def some_bytes(random: Random) -> bytes:
    parts = dict(random.choice(seeds()))
    for _ in range(random.choice((1, 1, 1, 2, 3, 4))):
        damage = damage_names if random.random() < 0.05 else damage_part
        if parts:
            damage(parts, random)
    if parts and random.random() < 0.15:
        return lying_archive(parts, random)
    return archive_of(parts, random)


# What is found -----------------------------------------------------------------------------


def comparable(book: Workbook) -> Any:
    def sheet(grid: Grid) -> Any:
        rows = [(row.number, row.cells) for row in grid.rows]
        return grid.sheet, rows, [str(note) for note in grid.notes]

    hidden = [sheet(grid) for grid in (*book.hidden.values(), *book.very_hidden.values())]
    return [sheet(grid) for grid in book.visible], hidden


def read(data: bytes) -> tuple[str, Any]:
    """A word for what became of the workbook, and what was read or said."""
    try:
        book = read_workbook(data, "returns.xlsx")
    except Refused as refusal:
        return refusal.problems[0].code, str(refusal)
    for grid in (*book.visible, *book.hidden.values(), *book.very_hidden.values()):
        check_grid(grid)
    return "read", comparable(book)


def check_grid(grid: Grid) -> None:
    """What every grid promises."""
    numbers = [row.number for row in grid.rows]
    assert numbers, "no rows"
    assert numbers == sorted(set(numbers)), "rows out of order"
    widths = {len(row.cells) for row in grid.rows}
    assert len(widths) == 1, "rows of several widths"
    assert max(widths) <= 512, "rows too wide"
    assert any(row.cells[-1] for row in grid.rows), "a blank last column"
    for row in grid.rows:
        assert any(row.cells), "a blank row"
        assert all(type(cell) is str and len(cell) <= MOST_CHARACTERS for cell in row.cells)
        "".join(row.cells).encode()


@contextmanager
def without_patterns() -> Iterator[None]:
    kept = {kind: kind.is_expected for kind in (UsualRows, UsualItems)}
    for kind in kept:
        kind.is_expected = property(lambda self: False)  # type: ignore[assignment]
    try:
        yield
    finally:
        for kind, is_expected in kept.items():
            kind.is_expected = is_expected  # type: ignore[assignment]


def read_twice(random: Random, made: Input) -> Iterator[str]:
    """What became of a workbook, the same by pattern and through expat."""
    outcome, found = read(made.data)
    with without_patterns():
        other = read(made.data)
    # Of several faults the two may come upon different ones first.
    is_the_same = "read" not in (outcome, other[0]) or other == (outcome, found)
    assert is_the_same, f"by pattern {found}, through expat {other[1]}"
    if "it is damaged (" in found:
        yield "caught by the last line of defence"
    yield outcome


FUZZER = Fuzzer(some_workbook, read_twice)

if __name__ == "__main__":
    raise SystemExit(main(FUZZER, __file__, __doc__ or ""))
