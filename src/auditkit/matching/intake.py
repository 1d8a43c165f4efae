"""A table's rows under the question sets that they name, as audit returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from auditkit.errors import Refused
from auditkit.matching.dates import read_date
from auditkit.matching.folding import is_blank, tidy
from auditkit.matching.headings import (
    completion_column,
    find_columns,
    fits,
    metadata_columns,
    unknown_columns,
)
from auditkit.matching.rows import RowReader
from auditkit.problems import NOWHERE, Problem, errors, problem
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn, Row, Table
from auditkit.wording import shortened

if TYPE_CHECKING:
    from auditkit.matching.mapping import ColumnsMap

# A table without some columns, and what is to be said of them; those told it keeps.
Narrow = Callable[[Table, tuple[int, ...]], tuple[Table, Sequence[Problem]]]
Named = tuple[str, str | None, date | None]
_LONGEST_NAME = 200
_UNKNOWN_TARGET = "R005"
# What an unknown version lacks if a spreadsheet took it for a number.
_LOST = ("0", ".0")


class FindSet(Protocol):
    """Finds a question set by id and, where they are known, version and audit date."""

    def __call__(self, id: str, version: str | None, on: date | None) -> QuestionSet:
        """Raises `Refused` where there is none, or where several could be meant."""
        ...


class Intake:
    """Reads tables as returns. `asked_for` is a question set, or the id of one, for all rows;
    without it every row must name its own. `narrow` leaves out columns that are not to be read.
    """

    def __init__(
        self,
        find_set: FindSet,
        asked_for: QuestionSet | str | None = None,
        mapping: ColumnsMap | None = None,
        narrow: Narrow | None = None,
    ) -> None:
        self.narrow = narrow
        self.find_set = find_set
        self.asked_for = asked_for
        self.mapping = mapping

    def returns(self, table: Table) -> tuple[list[AuditReturn], list[Problem]]:
        """The returns of a table in the order of its rows, and what is to be said of the table.

        Raises `Refused` where a scored question has no column, or no set is named.
        """
        mapping = self.mapping if self.mapping and fits(self.mapping, table) else None
        metadata = metadata_columns(table, mapping)
        left_out: Sequence[Problem] = ()
        if self.narrow is not None:
            table, left_out = self.narrow(table, tuple(metadata.values()))
            metadata = metadata_columns(table, mapping)
        groups, problems = self._by_set(table, metadata)
        problems += left_out
        found: dict[int, AuditReturn] = {}
        searches = [find_columns(table, question_set, mapping) for question_set, _ in groups]
        said = _said_once([said for _, said in searches])
        if errors(said):
            raise Refused(said)
        for (question_set, rows), (columns, _) in zip(groups, searches, strict=True):
            reader = RowReader(table, question_set, columns)
            found.update(zip(map(id, rows), reader.read(rows), strict=True))
        unknown = [set(columns.unknown) for columns, _ in searches]
        said += unknown_columns(table, sorted(set.intersection(*unknown)) if unknown else ())
        return [found[id(row)] for row in table.rows if id(row) in found], problems + said

    def _by_set(
        self, table: Table, metadata: dict[str, int]
    ) -> tuple[list[tuple[QuestionSet, Sequence[Row]]], list[Problem]]:
        """The rows under each set that they name, and the problems of those that name none."""
        if isinstance(self.asked_for, QuestionSet):
            return [(self.asked_for, table.rows)], []
        found: dict[Named, QuestionSet | Refused] = {}
        groups: dict[str, tuple[QuestionSet, list[Row]]] = {}
        problems: list[Problem] = []
        naming = [metadata.get(key) for key in ("question_set", "set_version", "audit_date")]
        naming.append(completion_column(table))
        for row in table.rows:
            named = self._named(
                table, *(row.cells[index] if index is not None else "" for index in naming)
            )
            if named not in found:
                found[named] = self._found(named)
                problems += _within_set(found[named])
            answer = found[named]
            if isinstance(answer, QuestionSet):
                groups.setdefault(answer.name, (answer, []))[1].append(row)
            else:
                problems += _of_row(answer, table, row)
        if not groups and problems and all(one.code == "R027" for one in problems):
            raise Refused(problems[:1])
        return list(groups.values()), problems

    def _found(self, named: Named) -> QuestionSet | Refused:
        name, version, when = named
        if not name:
            return Refused([problem("R027")])
        try:
            return self.find_set(name, version, when)
        except Refused as refused:
            return self._with_zero(name, version) or refused

    def _with_zero(self, name: str, version: str | None) -> QuestionSet | None:
        """The set whose version a spreadsheet may have taken for a number: 1.1 for 1.10. The
        return is then told so, and held.
        """
        for lost in _LOST if version else ():
            try:
                return self.find_set(name, f"{version}{lost}", None)
            except Refused:
                continue
        return None

    def _named(self, table: Table, name: str, version: str, audited: str, sent: str) -> Named:
        """The set that a row names: id, version, or else its audit date."""
        told = self.asked_for if isinstance(self.asked_for, str) else _brief(name)
        told = told or table.pinned.get("question_set", "")
        version = _brief(version) or table.pinned.get("set_version", "")
        day = read_date(sent if is_blank(audited) else audited)
        return told, version or None, None if version else day


def _brief(name: str) -> str:
    return shortened(tidy(name), _LONGEST_NAME)


def _of_row(refused: Refused, table: Table, row: Row) -> list[Problem]:
    """Why the set that a row names cannot be had."""
    return [
        problem(one.code, table.row_place(row), **one.facts)
        for one in refused.problems
        if one.place == NOWHERE
    ]


def _within_set(found: QuestionSet | Refused) -> list[Problem]:
    """What is wrong within the file of a set, at its own places."""
    problems = found.problems if isinstance(found, Refused) else ()
    return [one for one in problems if one.place != NOWHERE]


def _said_once(said: Sequence[Sequence[Problem]]) -> list[Problem]:
    """What is said of a table under one set, or under several: a line of the mapping file is
    wrong only where it is wrong under each.
    """
    everywhere = set.intersection(*({_key(one) for one in under_one} for under_one in said or [()]))
    kept: dict[tuple[object, ...], Problem] = {}
    for one in chain.from_iterable(said):
        if one.code != _UNKNOWN_TARGET or _key(one) in everywhere:
            kept.setdefault(_key(one), one)
    return list(kept.values())


def _key(one: Problem) -> tuple[object, ...]:
    """What makes two findings one: each set has hints of its own."""
    facts = () if one.code == _UNKNOWN_TARGET else map(str, one.facts.values())
    return (one.code, one.place, *facts)
