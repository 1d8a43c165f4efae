"""Which row holds the headings, and which rows below it hold no returns."""

from __future__ import annotations

import pytest

from auditkit.errors import Refused
from auditkit.problems import Place, problem
from auditkit.returns import Row, Table
from auditkit.tables.grid import Grid
from auditkit.tables.headings import find_table

HEADINGS = ["Case", "Service", "Plan"]


def is_reference(text: str) -> bool:
    return text.strip().lower() in ("case", "mosaic id")


def found_in(*rows: list[str], sheet: str | None = None) -> tuple[Table, list[str]]:
    """The table in these rows, and the codes of what is said of it."""
    numbered = [Row(number, list(cells)) for number, cells in enumerate(rows, 1)]
    table, notes = find_table(Grid(file="f", sheet=sheet, rows=numbered), is_reference)
    return table, [f"{one.place.cell or ''} {one.code}".strip() for one in notes]


def kept(*rows: list[str]) -> list[list[str]]:
    table, _ = found_in(HEADINGS, *rows)
    return [list(row.cells) for row in table.rows]


def named(*rows: list[str]) -> list[str]:
    """What each row is said to be that is left out."""
    numbered = [Row(number, list(cells)) for number, cells in enumerate((HEADINGS, *rows), 1)]
    _, notes = find_table(Grid(file="f", rows=numbered), is_reference)
    return [str(one.facts.get("what", one.code)) for one in notes]


def test_headings_are_one_line_each_and_end_where_they_are_blank() -> None:
    table, _ = found_in([" Case", "The\nservice ", "", "Plan", "", "\u200b"], ["A", "", "", ""])
    assert table.headings == ("Case", "The service", "", "Plan")


def test_the_first_row_with_the_references_holds_the_headings() -> None:
    table, notes = found_in(["Returns of April"], ["Case", "Plan"], ["case", "plan"])
    assert (table.heading_row, notes) == (2, ["F013", "row 3 F014"])


def test_a_single_row_above_the_headings_is_said_as_one() -> None:
    rows = [Row(1, ["Returns of April"]), Row(2, HEADINGS), Row(3, ["A", "", "Yes"])]
    _, (note,) = find_table(Grid(file="f", rows=rows), is_reference)
    assert note.message == "Left out above the headings: 1 row."


def test_the_column_of_references_may_be_any() -> None:
    table, _ = found_in(["Plan", "Mosaic ID"], ["Yes", "A"])
    assert table.headings == ("Plan", "Mosaic ID")


def test_headings_below_the_fortieth_row_are_not_looked_for() -> None:
    titles = [["title"]] * 39
    assert found_in(*titles, HEADINGS, ["A", "", "Yes"])[0].heading_row == 40
    with pytest.raises(Refused, match="F011"):
        found_in(["title"], *titles, HEADINGS, ["A", "", "Yes"])


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        ([], ""),
        ([["", "Name", "a@b.example", "Colour"]], " The first row holds: Name, Colour."),
        ([list("abcdefgh")], " The first row holds: a, b, c, d, e, f."),
        ([["x" * 300, "y\nz"]], f" The first row holds: {'x' * 39}…, y z."),
    ],
)
def test_what_the_first_row_holds_is_said_briefly_and_without_addresses(
    rows: list[list[str]], hint: str
) -> None:
    with pytest.raises(Refused) as raised:
        found_in(*rows)
    assert raised.value.problems[0].facts["hint"] == hint


def test_headings_without_rows_are_not_called_an_empty_file() -> None:
    with pytest.raises(Refused, match="Found headings and no row below them"):
        found_in(HEADINGS)


def test_notes_of_the_file_are_kept() -> None:
    note = problem("F003", Place(file="f"), encoding="UTF-16")
    rows = [Row(1, HEADINGS), Row(2, ["A", "", "Yes"])]
    _, notes = find_table(Grid(file="f", rows=rows, notes=(note,)), is_reference)
    assert notes == [note]


def test_a_sheet_is_named_in_every_place() -> None:
    table, _ = found_in(HEADINGS, ["A", "", "Yes"], sheet="Return")
    assert str(table.row_place(table.rows[0])) == "f, sheet Return, row 2"


@pytest.mark.parametrize(
    "row",
    [
        ["A", "Older People", "Yes"],
        ["", "Older People", "Yes"],
        ["A", "", ""],
        ["CASE 12 B", "", ""],
        ["", "", "Yes"],
        ["Totally", "", "Yes"],
        ["A", "Total", "Yes"],
        ["Summer Lane 4", "Older People", "Yes"],
        ["A", "Service", "Yes"],
    ],
)
def test_a_row_of_data_is_kept(row: list[str]) -> None:
    assert kept(row) == [row]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (HEADINGS, "the headings again"),
        (["CASE", "", ""], "the headings again"),
        (["\u00a0case ", "service", "plan"], "the headings again"),
        (["Service", "Case", "Plan"], "the headings again, in another order"),
        (["Case", "Plan", "Service"], "the headings again, in another order"),
        (["Total", "12", "3"], "a total"),
        (["TOTALS:", "", ""], "a total"),
        (["Cyfanswm", "", "3"], "a total"),
        (["", "Grand total:", "3"], "a total"),
        (["", "Average of all", "3"], "a total"),
        (["Total returns: 24", "", ""], "a total"),
        (["Sum: 24", "", ""], "a total"),
        (["Seen by the team leader", "", ""], "a note"),
        (["End of list", "", ""], "a note"),
        (["", "* as agreed", ""], "a note"),
    ],
)
def test_what_is_no_row_of_data_is_named(row: list[str], what: str) -> None:
    assert named(row, ["A", "", "Yes"])[0] == what
    assert row not in kept(row, ["A", "", "Yes"])


@pytest.mark.parametrize("row", [[], [""], [" ", "\u200b", ""]])
def test_a_blank_row_is_nothing(row: list[str]) -> None:
    assert (kept(row, ["A", "", "Yes"]), named(row, ["A", "", "Yes"])) == ([["A", "", "Yes"]], [])


@pytest.mark.parametrize("row", [["A", "Yes"], ["A", "x", "Yes", "more"], ["A"]])
def test_a_row_of_another_length_is_not_scored(row: list[str]) -> None:
    assert (kept(row), named(row)) == ([], ["F010"])


@pytest.mark.parametrize("blanks", [[""], ["", " "], ["\u00a0", "\u200b", ""]])
def test_blank_cells_behind_a_row_are_cut(blanks: list[str]) -> None:
    assert kept(["A", "", "Yes", *blanks]) == [["A", "", "Yes"]]


def test_rows_under_moved_headings_are_not_scored_until_the_headings_are_in_order() -> None:
    moved = ["Service", "Case", "Plan"]
    rows = [["S", "A", "Yes"], ["S", "B", "Yes"]]
    assert kept(moved, *rows, HEADINGS, ["C", "", "No"]) == [["C", "", "No"]]
    assert named(moved, *rows)[1:] == ["F010", "F010"]


def test_headings_again_with_a_column_more_have_not_moved() -> None:
    assert kept([*HEADINGS, "Note"], ["A", "", "Yes"]) == [["A", "", "Yes"]]


def test_a_reference_that_reads_as_its_heading_moves_nothing() -> None:
    assert kept(["Case", "Older People", "Yes"], ["B", "", "No"]) == [["B", "", "No"]]


def test_a_long_note_is_cut() -> None:
    rows = [Row(1, HEADINGS), Row(2, ["word " * 100, "", ""])]
    _, (note,) = find_table(Grid(file="f", rows=rows), is_reference)
    assert len(note.message) < 200
