"""The counts of a table with its margins, as numbers that flow from its rows to its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditkit.estimates.suppression import CELL, KNOWN, REST, UNKNOWN, Number
from auditkit.frozen import frozen
from auditkit.report.model import Cell, Column, DataTable

# A whole is rather printed than its parts.
_WHOLE = 10
# How many cases were audited, and audited again, by these is no secret.
_PUBLIC = frozenset({"service", "stratum", "period"})
_AUDITED = ("cases", "audits", "pairs")


@frozen(kw_only=True)
class Counts:
    """The numbers of a table, and their names by row and column; `behind` it as well."""

    numbers: tuple[Number, ...]
    names: Mapping[tuple[int, str], str]


def counts_of(table: DataTable, below: int) -> Counts | None:
    """None of a table that contradicts itself: whose parts are more than their whole, whose total
    is not their sum, or that says the same thing twice.

    A row whose counts are fewer than `below` together, which somebody may know, is a cover.
    """
    try:
        found = _Margins(table, below)
        return Counts(numbers=tuple(found.numbers()), names=found.names)
    except _AtOddsError:
        return None


class _AtOddsError(Exception):
    pass


def _check(is_right: bool) -> None:
    if not is_right:
        raise _AtOddsError


class _Margins:
    def __init__(self, table: DataTable, below: int) -> None:
        self.table, self.below = table, below
        columns = [one for one in table.columns if one.counts is not None]
        _check(bool(table.counted) or not columns)
        self.facts = {one.name: dict(one.counts or {}) for one in columns}
        self.cells = {one.name: _whole_numbers(table.column(one.name)) for one in columns}
        self.names = {
            (row, one.name): _name(table, table.rows[row], one)
            for one in columns
            for row in range(len(table.rows))
        }
        for one in table.behind:
            self.facts[one.name] = dict(one.counts)
            self.cells[one.name] = _whole_numbers(one.cells)
            for row in range(len(table.rows)):
                self.names[row, one.name] = f"{table.name} {row} {one.name}"
        _check(len(set(self.names.values())) == len(self.names))
        self.parents = {name: self.parent(name) for name in self.facts}
        self.wholes = {one for one in self.parents.values() if one}
        self.groups: dict[tuple[str, str], list[str]] = {}
        for name, parent in self.parents.items():
            self.groups.setdefault((parent, self.about(name, parent)), []).append(name)
        inner = [parent for parent, _ in self.groups if parent]
        _check(len(inner) == len(set(inner)))
        totals = [row for row in range(len(table.rows)) if _is_total(table, row)]
        is_alone = len(totals) == len(table.rows)
        _check(is_alone or len(totals) < 2)
        self.total = None if is_alone or not totals else totals[0]
        self.rows = [row for row in range(len(table.rows)) if row != self.total]
        tells = {one.tells for one in table.columns if one.tells}
        self.is_public = tells <= _PUBLIC and table.counted in _AUDITED
        # A row by itself is its own total.
        self.has_totals = len(self.rows) > 1 or self.total is not None

    def parent(self, name: str) -> str:
        """The column of which this one is a part; "" stands for none."""
        items = self.facts[name].items()
        wholes = [one for one, facts in self.facts.items() if facts.items() < items]
        return max(wholes, key=lambda one: len(self.facts[one]), default="")

    def about(self, name: str, parent: str) -> str:
        """The fact by which a whole is parted."""
        known = self.facts.get(parent, {})
        return next((fact for fact in self.facts[name] if fact not in known), "")

    def numbers(self) -> Iterator[Number]:
        for (parent, fact), names in self.groups.items():
            whole = parent or f"by {fact}"
            if not parent:
                yield from self.around(whole, names)
            for name in names:
                yield from self.of_column(name, whole)
            if parent:
                yield from self.rest(parent, names)

    def around(self, whole: str, names: Sequence[str]) -> Iterator[Number]:
        """What the parts of rows come to, where they are parts."""
        kind = KNOWN if self.is_public else CELL
        for row in self.rows:
            yield Number(
                name=f"{self.table.name} {row} {whole}",
                tail="",
                head=f"{row} {whole}",
                number=(total := sum(self.cells[one][row] for one in names)),
                kind=kind if len(names) > 1 else UNKNOWN,
                loss=max(total, 1) * _WHOLE,
            )
        yield Number(
            name=f"{self.table.name} total {whole}",
            tail=f"total {whole}",
            head="",
            number=sum(self.cells[one][row] for one in names for row in self.rows),
            kind=UNKNOWN,
        )

    def of_column(self, name: str, whole: str) -> Iterator[Number]:
        cells, is_whole = self.cells[name], name in self.wholes
        total = sum(cells[row] for row in self.rows)
        for row in self.rows:
            yield Number(
                name=self.names[row, name],
                tail=f"{row} {whole}",
                head=f"{row} {name}" if is_whole else f"of {name}",
                number=cells[row],
                is_cover=bool(total) and self.is_cover(row, name),
                loss=max(cells[row], 1) * (_WHOLE if is_whole else 1),
            )
        if self.total is not None:
            _check(cells[self.total] == total)
        yield Number(
            name=self.names[self.total, name]
            if self.total is not None
            else f"{self.table.name} total {name}",
            tail=f"total {name}" if is_whole else f"of {name}",
            head=f"total {whole}",
            number=total,
            kind=CELL if self.has_totals else UNKNOWN,
            loss=max(total, 1) * _WHOLE,
        )

    def is_cover(self, row: int, name: str) -> bool:
        """Whether everybody knows that the parts of the row are few together."""
        while self.parents[name]:
            name = self.parents[name]
        group = next(names for names in self.groups.values() if name in names)
        is_parted = self.is_public and len(group) > 1
        return is_parted and 0 < sum(self.cells[one][row] for one in group) < self.below

    def rest(self, parent: str, names: Sequence[str]) -> Iterator[Number]:
        """What of a whole is none of its parts."""
        rests = [
            self.cells[parent][row] - sum(self.cells[one][row] for one in names)
            for row in self.rows
        ]
        _check(min(rests, default=0) >= 0)
        for row, rest in zip(self.rows, rests, strict=True):
            yield Number(
                name=f"{self.table.name} {row} rest of {parent}",
                tail=f"{row} {parent}",
                head=f"of rest of {parent}",
                number=rest,
                kind=REST,
            )
        yield Number(
            name=f"{self.table.name} total rest of {parent}",
            tail=f"of rest of {parent}",
            head=f"total {parent}",
            number=sum(rests),
            kind=CELL if self.has_totals else UNKNOWN,
            loss=max(sum(rests), 1) * _WHOLE,
        )


def _whole_numbers(cells: Sequence[Cell]) -> list[int]:
    _check(all(one is None or (isinstance(one, int) and one >= 0) for one in cells))
    return [one if isinstance(one, int) else 0 for one in cells]


def _is_total(table: DataTable, row: int) -> bool:
    return any(
        column.tells and column.values.get(str(cell)) == ""
        for column, cell in zip(table.columns, table.rows[row], strict=True)
    )


def _name(table: DataTable, row: tuple[Cell, ...], column: Column) -> str:
    """What a cell is the number of: the same in every table."""
    facts = dict(table.facts)
    subjects: dict[str, str] = {}
    for one, cell in zip(table.columns, row, strict=True):
        text = "" if cell is None else str(cell)
        if one.tells:
            facts[one.tells] = one.values.get(text, text)
        subjects |= dict.fromkeys(one.asks, text)
    for fact, value in (column.counts or {}).items():
        facts[f"{fact}: {subjects[fact]}" if fact in subjects else fact] = value
    told = {fact: value for fact, value in facts.items() if value}
    return repr((table.counted, sorted(told.items())))
