"""CSV and TSV as spreadsheets really write them, and as nobody should have."""

from __future__ import annotations

import codecs
import csv
from contextlib import suppress
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.errors import Refused
from auditkit.tables.delimited import read_delimited
from auditkit.tables.grid import Grid

HEADINGS = ("case_ref", "plan", "note")


def is_known(text: str) -> bool:
    return text in HEADINGS


def grid_of(content: bytes | str) -> Grid:
    data = content.encode() if isinstance(content, str) else content
    return read_delimited(data, "returns.csv", is_known)


def cells_of(content: bytes | str) -> list[list[str]]:
    return [list(row.cells) for row in grid_of(content).rows]


def numbers_of(content: bytes | str) -> list[int]:
    return [row.number for row in grid_of(content).rows]


def refused(content: bytes | str) -> str:
    with pytest.raises(Refused) as raised:
        grid_of(content)
    (problem,) = raised.value.problems
    return f"{problem.code} {problem.message}"


TEXT = "case_ref,note\r\nCASE-1,£85 – it’s “fine”…\r\n"
ROWS = [["case_ref", "note"], ["CASE-1", "£85 – it’s “fine”…"]]
UTF_16_LE = codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (UTF_16_LE, "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_an_encoding_is_found_and_said(data: bytes, note: str | None) -> None:
    grid = grid_of(data)
    assert [list(row.cells) for row in grid.rows] == ROWS
    assert [one.facts["encoding"] for one in grid.notes] == ([note] if note else [])


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"case_ref\n\x81", "byte 0x81 at line 2"),
        (b"case_ref\n\n\xe9\x9d", "byte 0x9d at line 3"),
        (codecs.BOM_UTF8 + b"case_ref\n\xa3", "byte 0xa3 at line 2"),
        (UTF_16_LE[:-1], "byte 0x0a at line 2"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00", "byte 0x00 at line 1"),
    ],
)
def test_an_unknown_encoding_is_refused_with_its_place(data: bytes, where: str) -> None:
    assert where in refused(data)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_yields_known_headings(delimiter: str) -> None:
    text = delimiter.join(["case_ref", "plan", '"a,b;c\td"']) + "\n" + delimiter.join("xyz")
    assert cells_of(text) == [["case_ref", "plan", "a,b;c\td"], ["x", "y", "z"]]


def test_known_headings_count_for_more_than_many_cells() -> None:
    assert cells_of("case_ref;plan\nA,B,C,D,E;x\n") == [["case_ref", "plan"], ["A,B,C,D,E", "x"]]


def test_title_rows_do_not_hide_the_delimiter() -> None:
    text = "Returns, of April, by team\n\ncase_ref;plan\nx;y\n"
    assert cells_of(text)[-1] == ["x", "y"]


def test_a_delimiter_under_which_the_quotes_are_broken_is_not_taken() -> None:
    assert cells_of('"case_ref";"plan"\n"x";"y"\n') == [["case_ref", "plan"], ["x", "y"]]


def test_headings_that_nobody_knows_are_split_where_they_split_most() -> None:
    assert cells_of("a;b;c\n1;2;3\n") == [["a", "b", "c"], ["1", "2", "3"]]


def test_a_single_column_is_a_table() -> None:
    assert cells_of("case_ref\nCASE-1\n") == [["case_ref"], ["CASE-1"]]


@pytest.mark.parametrize(
    "first",
    ["sep=;\r\n", "SEP=;\r\n", "sep=;\n", "sep=;\r", "\ufeffsep=;\r\n"],
)
def test_the_line_that_names_the_delimiter_is_followed_and_not_counted(first: str) -> None:
    text = f"{first}case_ref;plan,x\r\nCASE-1;a,b"
    assert cells_of(text) == [["case_ref", "plan,x"], ["CASE-1", "a,b"]]
    assert numbers_of(text) == [1, 2]


@pytest.mark.parametrize("sign", ["\t", "|", ","])
def test_any_sign_may_be_named_as_the_delimiter(sign: str) -> None:
    assert cells_of(f"sep={sign}\nx{sign}y{sign}z\n") == [["x", "y", "z"]]


@pytest.mark.parametrize("first", ['sep="', "sep='", "sep=", "sep= ", "sep==", "sep=ab", "sep=x"])
def test_a_sign_that_cannot_part_cells_is_text(first: str) -> None:
    assert cells_of(f"{first}\ncase_ref,plan\nx,y\n") == [[first], ["case_ref", "plan"], ["x", "y"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
def test_every_line_end_ends_a_row(end: str, last: str) -> None:
    text = end.join(["case_ref,plan", "x,y"]) + (end if last else "")
    assert cells_of(text) == [["case_ref", "plan"], ["x", "y"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_within_quotes_are_text(end: str) -> None:
    text = f'case_ref,note{end}x,"one{end}two, three"{end}y,z{end}'
    assert cells_of(text)[1:] == [["x", f"one{end}two, three"], ["y", "z"]]
    assert numbers_of(text) == [1, 2, 3]


def test_doubled_quotes_are_one() -> None:
    assert cells_of('case_ref,note\nx,"say ""so"""\n')[1] == ["x", 'say "so"']


def test_a_quote_within_a_text_is_text() -> None:
    assert cells_of('case_ref,note\nx,5" wide\n')[1] == ["x", '5" wide']


def test_blank_rows_are_left_out_and_counted() -> None:
    text = "case_ref,plan\n\n,\n \t,\u00a0\nx,y\n,\n\u200b,\n\n"
    assert cells_of(text) == [["case_ref", "plan"], ["x", "y"]]
    assert numbers_of(text) == [1, 5]


def test_blank_columns_behind_the_table_are_cut() -> None:
    assert cells_of("case_ref,plan,,\nx,y, ,\u00a0\n") == [["case_ref", "plan"], ["x", "y"]]


def test_a_column_with_anything_in_it_stays() -> None:
    assert cells_of("case_ref,plan,,\nx,y,,z\n")[0] == ["case_ref", "plan", "", ""]


@pytest.mark.parametrize("text", ["", " ", "\n\n", ",,\n,,\n", "\ufeff", "sep=;\n", "\u200b\n"])
def test_a_file_with_nothing_to_see_is_empty(text: str) -> None:
    assert refused(text).startswith("F002")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('case_ref,plan\nx,"y\nz,w\n', 2),
        ('case_ref,plan\nx,"y" z\nw,v\n', 2),
        ('case_ref,plan\nx,y\n\n"z,w', 4),
        ('"case_ref,plan\nx,y\n', 1),
    ],
)
def test_a_broken_quote_is_refused_with_the_row_where_it_opens(text: str, row: int) -> None:
    assert f"opens in row {row} " in refused(text)


SWALLOWED = {
    "in the last column": 'case_ref,plan,note\nA,Yes,"he said\nB,No,so"\nC,No,x\n',
    "in the middle": 'case_ref,plan,note\nA,"Yes,x\nB,No",y\n',
    "in the first column": 'case_ref,plan,note\n"A,Yes,x\nB",No,y\n',
    "three rows": 'case_ref,plan,note\nA,Yes,"x\nB,No,y\nC,No,z\nD,No,so"\n',
    "with carriage returns": 'case_ref,plan,note\rA,Yes,"x\rB,No,so"\r',
}


@pytest.mark.parametrize("text", SWALLOWED.values(), ids=SWALLOWED)
def test_rows_between_two_stray_quotes_are_not_one_cell(text: str) -> None:
    assert "opens in row 2 is not closed as it should be (a cell holds whole rows)" in refused(text)


@pytest.mark.parametrize(
    "cell",
    ["one\ntwo", "one\n\ntwo", "with\nwife, son, GP", "a,b\nc,d", "a\nb,c,d\ne", "\n", "a,b,c"],
)
def test_a_cell_of_several_lines_is_one(cell: str) -> None:
    assert cells_of(f'case_ref,plan,note\nA,Yes,"{cell}"\n')[1] == ["A", "Yes", cell]


def test_a_nul_is_refused_in_every_encoding() -> None:
    text = "case_ref\nA\0\n"
    assert {refused(text.encode(encoding))[:4] for encoding in ("utf-8", "utf-16")} == {"F006"}


def test_the_longest_cell_is_a_spreadsheets_longest() -> None:
    assert cells_of(f"case_ref,note\nA,{'x' * 32_767}\n")[1][1] == "x" * 32_767
    assert refused(f"case_ref,note\nA,{'x' * 32_768}\n") == (
        "F007 Found 32768 characters, expected at most 32,767, as in a spreadsheet cell."
    )


def test_a_cell_beyond_what_python_reads_is_refused_alike() -> None:
    assert refused(f"case_ref,note\nA,{'x' * 140_000}\n").startswith("F007 Found over 131,072")


def of_excel(rows: list[list[str]]) -> str:
    """Rows as Excel writes them: sixteen at a time, without the columns blank in all of them."""
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    for start in range(0, len(rows), 16):
        block = rows[start : start + 16]
        width = max(
            (index for row in block for index, cell in enumerate(row, 1) if cell), default=1
        )
        writer.writerows([row[:width] for row in block])
    return stream.getvalue()


@given(st.lists(st.sampled_from([["A", "Yes", ""], ["B", "", ""], ["C", "No", "x"]]), min_size=17))
def test_the_cells_that_excel_leaves_out_are_blank(rows: list[list[str]]) -> None:
    rows = [["case_ref", "plan", "note"], *rows]
    # A block of one row might as well have lost a cell.
    rows = rows if len(rows) % 16 != 1 else rows[:-1]
    assert cells_of(of_excel(rows)) == rows


def numbered(*lengths: int) -> str:
    """A heading of three cells, and rows of these lengths."""
    return "case_ref,plan,note\n" + "".join(f"A{',x' * (length - 1)}\n" for length in lengths)


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        # The sixteen rows of a block are alike, and those of the first are whole.
        ([3] * 15 + [2] * 16, {3}),
        ([3] * 15 + [2] * 2, {3}),
        ([3] * 31 + [1] * 5, {3}),
        # A row that is shorter than those around it may have lost any of its cells.
        ([3] * 15 + [2] + [3] * 15, {2, 3}),
        ([3] * 15 + [2] * 15 + [1], {1, 2, 3}),
        ([3] * 14 + [2], {2, 3}),
        ([3] * 15 + [2], {2, 3}),
        # Where all rows are short, a column may be missing anywhere.
        ([2] * 40, {2, 3}),
        ([2], {2, 3}),
    ],
)
def test_rows_of_other_lengths_stay_so_where_excel_would_not_write_them(
    lengths: list[int], expected: set[int]
) -> None:
    assert {len(row) for row in cells_of(numbered(*lengths))} == expected


def test_a_heading_alone_in_its_block_says_nothing_of_the_rows() -> None:
    text = "case_ref,plan\n" + "\n" * 15 + "A\nB\n"
    assert {len(row) for row in cells_of(text)} == {1, 2}


TABLES = st.lists(
    st.lists(
        st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")),
        min_size=2,
        max_size=5,
    ),
    max_size=5,
)


@given(TABLES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))
def test_what_is_written_is_read(rows: list[list[str]], encoding: str) -> None:
    stream = StringIO(newline="")
    table = [["case_ref", "plan"], *([*row, ".", "."] for row in rows)]
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(table)
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    assert cells_of(mark + stream.getvalue().encode(encoding)) == table


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(Refused):
        assert grid_of(data).rows
