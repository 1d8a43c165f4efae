"""What is hidden cannot be worked out, whatever somebody knows: every table that would look the
same is made, and the method tried on each.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, permutations

import pytest

from auditkit.estimates.suppression import Sum, exposed_by_rounding, rounded, suppressed

Counts = dict[str, int]


def grid(rows: int, columns: int, cells: Sequence[int]) -> tuple[Counts, list[Sum]]:
    """A table with its totals: of each row, of each column, of all."""
    counts = {
        f"{row}{column}": cells[row * columns + column]
        for row in range(rows)
        for column in range(columns)
    }
    across, down = [str(one) for one in range(columns)], [str(one) for one in range(rows)]
    sums = [Sum(f"{row}t", tuple(row + one for one in across)) for row in down]
    if rows > 1:
        sums += [Sum(f"t{column}", tuple(one + column for one in down)) for column in across]
        sums += [
            Sum("tt", tuple(f"{one}t" for one in down)),
            Sum("tt", tuple(f"t{one}" for one in across)),
        ]
    for one in sums:
        counts[one.total] = sum(counts[part] for part in one.parts)
    return counts, sums


def split(first: Sequence[int], second: Sequence[int]) -> tuple[Counts, list[Sum]]:
    """One number split up in two ways, as cases by rating and by answer."""
    counts = {f"a{at}": one for at, one in enumerate(first)}
    counts |= {f"b{at}": one for at, one in enumerate(second)}
    parts = [tuple(name for name in counts if name[0] == letter) for letter in "ab"]
    return {**counts, "n": sum(first)}, [Sum("n", one) for one in parts]


def solutions(
    known: Mapping[str, int],
    names: Sequence[str],
    sums: Sequence[Sum],
    near: Counts,
    most: int,
    reach: int = 99,
) -> Iterator[Counts]:
    """All numbers up to `most` that add up and are those known: the first name changes last."""
    found = dict(known)
    for one in [*sums, *sums]:
        missing = [part for part in one.parts if part not in found]
        told = sum(found[part] for part in one.parts if part in found)
        if not missing:
            if found.setdefault(one.total, told) != told:
                return
        elif len(missing) == 1 and one.total in found:
            found[missing[0]] = found[one.total] - told
    if min(found.values(), default=0) < 0:
        return
    name = next((one for one in names if one not in found), None)
    if name is None:
        if all(found[one.total] == sum(found[part] for part in one.parts) for one in sums):
            yield {one: found[one] for one in near}
        return
    for number in sorted(range(most + 1), key=lambda one: abs(one - near[name])):
        if abs(number - near[name]) <= reach:
            yield from solutions({**found, name: number}, names, sums, near, most, reach)


def another_is_possible(
    name: str, counts: Counts, sums: Sequence[Sum], printed: set[str], hidden: frozenset[str]
) -> bool:
    """Whether other numbers, of which this one is another, are published in the same way."""
    known = {one: counts[one] for one in printed - hidden}
    names = [name, *(one for one in counts if one != name)]
    most = max(counts.values()) + 5
    others = chain(rearranged(counts, sums), solutions(known, names, sums, counts, most))
    return any(
        found[name] != counts[name]
        and all(found[one] == number for one, number in known.items())
        and suppressed(found, sums, printed, 5) == hidden
        for found in islice(others, 3_000)
    )


def rearranged(counts: Counts, sums: Sequence[Sum]) -> Iterator[Counts]:
    """The same numbers, those of each sum in another order."""
    for one in sums:
        for numbers in permutations([counts[part] for part in one.parts]):
            found = {**counts, **dict(zip(one.parts, numbers, strict=True))}
            if all(found[one.total] == sum(found[part] for part in one.parts) for one in sums):
                yield found


def some(rng: random.Random, size: int) -> list[int]:
    return [rng.choice([0, 1, 1, 2, 3, 4, 5, 6, 9]) for _ in range(size)]


def made(seed: int) -> tuple[Counts, list[Sum], set[str]]:
    """Counts in one of the shapes that reports have, and which of them are printed."""
    rng = random.Random(seed)
    shape = seed % 5
    if shape < 3:
        rows, columns = ((1, 3), (2, 2), (1, 4))[shape]
        counts, sums = grid(rows, columns, some(rng, rows * columns))
        return counts, sums, set(counts)
    first = some(rng, 3)
    cut = rng.randint(0, sum(first))
    counts, sums = split(first, [cut, sum(first) - cut])
    return counts, sums, set(counts) - ({"n"} if shape == 4 else set())


@pytest.mark.parametrize("seed", range(40))
def test_no_hidden_number_can_be_worked_out_by_somebody_who_knows_the_method(seed):
    counts, sums, printed = made(seed)
    hidden = suppressed(counts, sums, printed, 5)
    small = {name for name, one in counts.items() if 0 < one < 5}
    assert small & printed <= hidden
    for name in sorted(hidden | small):
        assert another_is_possible(name, counts, sums, printed, hidden), name


@pytest.mark.parametrize("seed", range(40))
def test_no_rounded_number_can_be_worked_out(seed):
    counts, sums, printed = made(seed)
    left_out = exposed_by_rounding(counts, sums, printed, 5)
    for name in sorted(printed - left_out):
        assert another_when_rounded(name, counts, sums, printed - left_out), name


def another_when_rounded(name: str, counts: Counts, sums: Sequence[Sum], seen: set[str]) -> bool:
    names = [name, *(one for one in counts if one != name)]
    others = solutions({}, names, sums, counts, max(counts.values()) + 5, reach=4)
    return any(
        found[name] != counts[name]
        and all(rounded(found[one], 5) == rounded(counts[one], 5) for one in seen)
        for found in islice(others, 30_000)
    )


def hidden_of(counts: Counts, sums: Sequence[Sum], below: int = 5) -> list[str]:
    return sorted(suppressed(counts, sums, set(counts), below))


def test_nothing_small_is_nothing_hidden():
    counts, sums = grid(2, 2, [5, 0, 7, 12])
    assert hidden_of(counts, sums) == []


def test_a_small_number_takes_another_of_its_row_with_it():
    # 2 would be 29 - 27.
    counts, sums = grid(1, 3, [2, 12, 15])
    assert hidden_of(counts, sums) == ["00", "01"]


def test_in_a_table_with_totals_both_ways_a_square_is_hidden():
    counts, sums = grid(2, 2, [2, 12, 15, 20])
    assert hidden_of(counts, sums) == ["00", "01", "10", "11"]


@pytest.mark.parametrize("pair", [(1, 1), (4, 4)])
def test_two_small_numbers_whose_sum_would_tell_them_take_a_third(pair):
    # Between 1 and 4: 2 is 1 + 1 alone, 8 is 4 + 4 alone.
    counts, sums = grid(1, 3, [*pair, 20])
    assert hidden_of(counts, sums) == ["00", "01", "02"]


def test_a_small_remainder_that_is_printed_nowhere_is_protected():
    # 31 of 34: the 3 others are nobody's column.
    sums = [Sum("of", ("yes", "rest"))]
    counts = {"yes": 31, "of": 34, "rest": 3}
    assert suppressed(counts, sums, {"yes", "of"}, 5) == {"yes"}


def test_zeros_are_shown():
    counts, sums = grid(1, 3, [0, 2, 20])
    assert hidden_of(counts, sums) == ["01", "02"]


def test_numbers_that_nothing_adds_up_to_are_hidden_alone():
    assert hidden_of({"a": 3, "b": 7}, []) == ["a"]
    assert hidden_of({}, []) == []


def test_four_sevens_cannot_be_rounded_beside_their_sum():
    # 7 is 3 to 7 printed as 5; 28 printed as 30 is 28 at least: all four must be 7.
    counts, sums = grid(1, 4, [7, 7, 7, 7])
    assert exposed_by_rounding(counts, sums, set(counts), 5) == set(counts)
    counts, sums = grid(1, 4, [7, 7, 7, 6])
    assert exposed_by_rounding(counts, sums, set(counts), 5) == set()


def test_the_same_numbers_are_hidden_in_the_same_way():
    counts, sums, printed = made(1)
    assert suppressed(counts, sums, printed, 5) == suppressed(counts, sums, printed, 5)


def test_of_very_many_sums_all_that_hangs_together_with_a_small_number_is_hidden():
    counts, sums = {"a": 2, "x": 9}, []
    for at in range(301):
        counts |= {f"b{at}": 10, f"t{at}": 12}
        sums.append(Sum(f"t{at}", ("a", f"b{at}")))
    assert suppressed(counts, sums, set(counts), 5) == set(counts) - {"x"}
