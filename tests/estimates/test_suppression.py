"""What is hidden cannot be worked out: other numbers are found that would look the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.estimates.suppression import Hiding, Number, Rounding, Rule, hide, rounded
from auditkit.report.margins import counts_of
from auditkit.report.model import Column, DataTable

Grid = list[list[int]]
FIVE = Hiding(5)


def table_of(
    grid: Grid, *, name: str = "t", tells: str = "service", totals: bool = False
) -> DataTable:
    """A row for each place, a column for each answer."""
    width = len(grid[0])
    rows = [(f"place {at}", *row) for at, row in enumerate(grid)]
    if totals:
        rows.append(("All", *(sum(row[at] for row in grid) for at in range(width))))
    return DataTable(
        name=name,
        caption="",
        columns=(
            Column(name="place", heading="", tells=tells, values={"All": ""}),
            *(Column(name=f"{at}", heading="", counts={"answer": f"{at}"}) for at in range(width)),
        ),
        rows=tuple(rows),
        counted="cases",
    )


def hidden_cells(table: DataTable, rule: Rule = FIVE) -> set[tuple[int, int]] | None:
    """By row and column; None where the table is left out."""
    counts = counts_of(table, rule.below if isinstance(rule, Hiding) else 0)
    assert counts is not None
    found = hide({"t": counts.numbers}, rule)
    if found.tables:
        return None
    return {(row, int(name)) for (row, name), one in counts.names.items() if one in found.numbers}


def known_columns(table: DataTable, rule: Rule = FIVE) -> list[bool]:
    """Which totals of columns somebody may know who knows all that are neither small nor needed
    to keep a small one.
    """
    counts = counts_of(table, rule.below if isinstance(rule, Hiding) else 0)
    assert counts is not None
    found = hide({"t": counts.numbers}, rule)
    return [f"t total {at}" not in found.numbers for at in range(len(table.columns) - 1)]


def alike(grid: Grid, spans: Sequence[Sequence[range]], columns: Sequence[bool]) -> Iterator[Grid]:
    """Every table with cells in these spans, the same rows and, where known, the same columns."""

    def rows(at: int) -> Iterator[list[int]]:
        def cells(column: int, left: int) -> Iterator[list[int]]:
            if column == len(grid[at]):
                if not left:
                    yield []
                return
            for number in spans[at][column]:
                for rest in cells(column + 1, left - number):
                    yield [number, *rest]

        yield from cells(0, sum(grid[at]))

    def tables(at: int, left: list[int]) -> Iterator[Grid]:
        if at == len(grid):
            if not any(one for one, known in zip(left, columns, strict=True) if known):
                yield []
            return
        for row in rows(at):
            after = [one - number for one, number in zip(left, row, strict=True)]
            for rest in tables(at + 1, after):
                yield [row, *rest]

    yield from tables(0, [sum(column) for column in zip(*grid, strict=True)])


def spans_of(grid: Grid, hidden: set[tuple[int, int]]) -> list[list[range]]:
    """Hidden numbers are one more, one less, or the same; a zero may be hidden in a small row."""
    return [
        [
            range(max(number - 1, 0 if sum(row) < 5 else 1), number + 2)
            if (at, column) in hidden
            else range(number, number + 1)
            for column, number in enumerate(row)
        ]
        for at, row in enumerate(grid)
    ]


numbers = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 9, 30])
grids = st.tuples(st.integers(2, 3), st.integers(2, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(numbers, min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(grids)
def test_every_hidden_number_of_a_small_table_could_be_another(grid):
    table = table_of(grid)
    hidden = hidden_cells(table)
    if hidden is None:
        return
    small = {
        (at, column) for at, row in enumerate(grid) for column, one in enumerate(row) if 0 < one < 5
    }
    assert small <= hidden
    waiting = {(at, column) for at, column in hidden if grid[at][column]}
    for found in alike(grid, spans_of(grid, hidden), known_columns(table)):
        waiting -= {(at, column) for at, column in waiting if found[at][column] != grid[at][column]}
        if not waiting:
            break
    assert not waiting


@given(grids)
def test_no_hidden_number_is_what_a_total_leaves(grid):
    table = table_of(grid, totals=True)
    hidden = hidden_cells(table)
    if hidden is None:
        return
    for at, row in enumerate(grid):
        left = [column for column, one in enumerate(row) if one and (at, column) in hidden]
        # A row of fewer than five is hidden with its zeros.
        assert len(left) != 1 or sum(row) < 5
    for column in range(len(grid[0])):
        left = [at for at, row in enumerate(grid) if row[column] and (at, column) in hidden]
        assert (
            len(left) != 1
            or (len(grid), column) in hidden
            or any((at, column) in hidden for at, row in enumerate(grid) if not row[column])
        )


@given(grids)
def test_every_rounded_number_of_a_small_table_could_be_another(grid):
    table = table_of(grid)
    left_out = hidden_cells(table, Rounding(5))
    if left_out is None:
        return
    spans = [
        [
            range(max(one - 1, 0), one + 2)
            if (at, column) in left_out
            else range(max(one - 1, rounded(one, 5) - 2, 0), min(one + 1, rounded(one, 5) + 2) + 1)
            for column, one in enumerate(row)
        ]
        for at, row in enumerate(grid)
    ]
    waiting = {(at, column) for at, row in enumerate(grid) for column, one in enumerate(row) if one}
    known = known_columns(table, Rounding(5))
    columns = list(compress(zip(*grid, strict=True), known))
    for found in alike(grid, spans, [False] * len(known)):
        others = compress(zip(*found, strict=True), known)
        if [rounded(sum(one), 5) for one in others] == [rounded(sum(one), 5) for one in columns]:
            waiting -= {(at, by) for at, by in waiting if found[at][by] != grid[at][by]}
        if not waiting:
            break
    assert not waiting


def test_nothing_small_is_nothing_hidden():
    assert hidden_cells(table_of([[5, 0], [7, 12]])) == set()


def test_a_small_number_takes_the_smallest_circle_with_it():
    # 2 would be 14 less 12, and 9 less 7; 2, 12, 7 and 20 are the cheapest circle.
    assert hidden_cells(table_of([[2, 12, 30], [7, 20, 40]])) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_zeros_are_shown():
    found = hidden_cells(table_of([[0, 2, 20], [9, 9, 9]]))
    assert found is not None
    assert (0, 0) not in found


def test_a_row_of_few_is_hidden_with_its_zeros():
    # That 3 cases of the place were audited is no secret.
    found = hidden_cells(table_of([[3, 0, 0], [9, 9, 0]]))
    assert found is not None
    assert {(0, 0), (0, 1)} <= found
    # Nobody had the third answer.
    assert (0, 2) not in found


def test_a_table_that_cannot_be_kept_is_left_out():
    # All of the few have the one answer that there is: 3 of 3.
    assert hidden_cells(table_of([[3, 0], [0, 0]])) is None


@pytest.mark.parametrize("rows", [[[3, 12]], [[12, 3], [20, 30]]])
def test_the_same_number_is_hidden_in_both_tables(rows):
    one = counts_of(table_of(rows, name="a"), 5)
    other = counts_of(table_of([*rows, [40, 50]], name="b"), 5)
    assert one
    assert other
    found = hide({"a": one.numbers, "b": other.numbers}, FIVE)
    assert not found.tables
    for row in range(len(rows)):
        for column in "01":
            assert one.names[row, column] == other.names[row, column]


def test_a_number_that_two_tables_tell_together_leaves_them_out():
    # In one table x is more where y is less, in the other where it is more.
    def flow(*numbers: tuple[str, str, str, int]) -> list[Number]:
        return [Number(name=name, tail=a, head=b, number=one) for name, a, b, one in numbers]

    first = flow(("x", "a", "b", 3), ("y", "a", "b", 3))
    second = flow(("x", "a", "b", 3), ("y", "b", "a", 3))
    assert hide({"a": first, "b": second}, FIVE).tables


def test_numbers_are_rounded_to_the_nearest():
    # 10 of 10: 0, 0, 0 and 12 printed as 10 say nothing of a 1.
    assert hidden_cells(table_of([[1, 1, 10], [1, 1, 12]]), Rounding(5)) == set()


def test_parts_that_their_total_would_tell_are_not_printed_rounded():
    # Four times 2 are 8, which is known: each is printed as 0, and is 2 at most.
    found = hidden_cells(table_of([[2, 2, 2, 2], [9, 9, 9, 9]]), Rounding(5))
    assert found
