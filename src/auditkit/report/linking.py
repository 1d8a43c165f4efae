"""How the counts of a report's tables hang together: which of them add up to which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from auditkit.estimates.suppression import Sum
from auditkit.frozen import frozen
from auditkit.report.model import Cell, Column, DataTable

# What is counted, and the facts of those that are: ("audits", {("stage", "first")}).
Key = tuple[str, frozenset[tuple[str, str]]]
# A whole with its parts, and what of it is none of them.
Sums = dict[tuple[Key, tuple[Key, ...]], int]


@frozen(kw_only=True)
class LinkedCounts:
    """Every count by name, those that nothing prints among them, and what adds up to what.

    `names` are those of the printed counts by their key. `wrong` are keys that cannot be right:
    two numbers of the same cases, or parts that are more than their whole.
    """

    counts: Mapping[str, int]
    sums: tuple[Sum, ...]
    names: Mapping[Key, str]
    wrong: frozenset[Key] = frozenset()


def is_told(table: DataTable) -> bool:
    """Whether a table says of all its columns what their cells are, and counts whole numbers."""
    counting = [column for column in table.columns if column.counts is not None]
    known = {column.name for column in table.columns}
    return (
        all(column.is_said for column in table.columns)
        and all(set(column.made_of) <= known for column in table.columns)
        and (bool(table.counted) or not counting)
        and all(
            cell is None or (isinstance(cell, int) and cell >= 0)
            for column in counting
            for cell in table.column(column.name)
        )
    )


def key_of(table: DataTable, row: tuple[Cell, ...], column: Column) -> Key:
    """What a cell of a column that counts is the number of."""
    facts = dict(table.facts)
    subjects: dict[str, str] = {}
    for one, cell in zip(table.columns, row, strict=True):
        text = "" if cell is None else str(cell)
        if one.tells:
            facts[one.tells] = one.values.get(text, text)
        subjects |= dict.fromkeys(one.asks, text)
    for fact, value in (column.counts or {}).items():
        facts[f"{fact}: {subjects[fact]}" if fact in subjects else fact] = value
    told = {(fact, value) for fact, value in facts.items() if value or fact not in _of_rows(table)}
    return table.counted, frozenset(told)


def _of_rows(table: DataTable) -> set[str]:
    """Facts of rows for which an empty value means all cases."""
    return {one.tells for one in table.columns if "" in one.values.values()}


def printed_counts(tables: Iterable[DataTable]) -> Iterator[tuple[Key, int]]:
    """Every count that the tables print, with its key."""
    for table in tables:
        for column in table.columns:
            if column.counts is not None:
                for row, cell in zip(table.rows, table.column(column.name), strict=True):
                    if isinstance(cell, int):
                        yield key_of(table, row, column), cell


def linked(printed: Iterable[tuple[Key, int]]) -> LinkedCounts:
    """The counts with all that follows from cases having one value of each fact."""
    values: dict[Key, int] = {}
    wrong: set[Key] = set()
    for key, count in printed:
        if values.setdefault(key, count) != count:
            wrong.add(key)
    shown = set(values)
    families = _families(shown)
    same: dict[Key, Key] = {}
    sums: Sums = {}
    for whole in sorted(families, key=lambda one: (-len(one[1]), _name(one))):
        found = [sum(values[part] for part in parts) for parts in families[whole]]
        values.setdefault(whole, max(found))
        if max(found) > values[whole]:
            wrong |= {whole, *(part for parts in families[whole] for part in parts)} & shown
        for parts, total in zip(families[whole], found, strict=True):
            if len(parts) == 1 and total == values[whole]:
                same.setdefault(whole, same.get(parts[0], parts[0]))
        for parts, total in zip(families[whole], found, strict=True):
            told = same.get(whole, whole), tuple(same.get(part, part) for part in parts)
            if told[1] != (told[0],):
                sums[told] = values[whole] - total
    printed_ones = {same.get(key, key) for key in shown}
    kept = _needed(sums, printed_ones)
    used = printed_ones.union(*({whole, *parts} for whole, parts in kept))
    counts = {_name(key): values[key] for key in values if key in used}
    made = []
    for number, ((whole, within), rest) in enumerate(kept.items()):
        left = (f"rest {number}",) if rest > 0 else ()
        counts |= dict.fromkeys(left, rest)
        made.append(Sum(_name(whole), (*map(_name, within), *left)))
    names = {key: _name(same.get(key, key)) for key in sorted(shown, key=_name)}
    return LinkedCounts(counts=counts, sums=tuple(made), names=names, wrong=frozenset(wrong))


def _families(shown: Iterable[Key]) -> dict[Key, list[list[Key]]]:
    """For each whole its parts: those that say one fact more, by that fact."""
    families: dict[Key, dict[str, set[Key]]] = defaultdict(lambda: defaultdict(set))
    waiting = sorted(shown, key=_name)
    seen = set(waiting)
    for part in waiting:
        counted, facts = part
        for fact in facts:
            whole = (counted, facts - {fact})
            families[whole][fact[0]].add(part)
            if whole not in seen:
                seen.add(whole)
                waiting.append(whole)
    return {
        whole: [sorted(parts, key=_name) for _, parts in sorted(by_fact.items())]
        for whole, by_fact in families.items()
    }


def _needed(sums: Sums, printed: set[Key]) -> Sums:
    """The sums without those that say nothing: of a whole that is printed nowhere and in no other
    sum.
    """
    while True:
        times = Counter(key for whole, parts in sums for key in (whole, *parts))
        left = {one: rest for one, rest in sums.items() if times[one[0]] > 1 or one[0] in printed}
        if len(left) == len(sums):
            return sums
        sums = left


def _name(key: Key) -> str:
    counted, facts = key
    return repr((counted, sorted(facts)))
