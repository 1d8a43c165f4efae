"""A table's rows under the question sets that they name, as audit returns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from auditkit.errors import Refused
from auditkit.matching.dates import read_date
from auditkit.matching.headings import find_columns, fits, metadata_columns
from auditkit.matching.rows import RowReader
from auditkit.problems import Problem, errors, problem
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn, Row, Table

if TYPE_CHECKING:
    from auditkit.matching.mapping import ColumnsMap

Named = tuple[str, str | None, date | None]


class FindSet(Protocol):
    """Finds a question set by id and, where they are known, version and audit date."""

    def __call__(self, id: str, version: str | None, on: date | None) -> QuestionSet:
        """Raises `Refused` where there is none, or where several could be meant."""
        ...


class Intake:
    """Reads tables as returns. `asked_for` is a question set, or the id of one, for all rows;
    without it every row must name its own.
    """

    def __init__(
        self,
        find_set: FindSet,
        asked_for: QuestionSet | str | None = None,
        mapping: ColumnsMap | None = None,
    ) -> None:
        self.find_set = find_set
        self.asked_for = asked_for
        self.mapping = mapping

    def returns(self, table: Table) -> tuple[list[AuditReturn], list[Problem]]:
        """The returns of a table in the order of its rows, and what is to be said of the table.

        Raises `Refused` where a scored question has no column, or no set is named.
        """
        mapping = self.mapping if self.mapping and fits(self.mapping, table) else None
        metadata = metadata_columns(table, mapping)
        found: dict[int, AuditReturn] = {}
        problems: list[Problem] = []
        for question_set, rows in self._by_set(table, metadata, problems):
            columns, said = find_columns(table, question_set, mapping)
            if errors(said):
                raise Refused(said)
            problems += said
            reader = RowReader(table, question_set, columns)
            found.update(zip(map(id, rows), reader.read(rows), strict=True))
        return [found[id(row)] for row in table.rows if id(row) in found], problems

    def _by_set(
        self, table: Table, metadata: dict[str, int], problems: list[Problem]
    ) -> Iterator[tuple[QuestionSet, Sequence[Row]]]:
        if isinstance(self.asked_for, QuestionSet):
            yield self.asked_for, table.rows
            return
        groups: dict[Named, list[Row]] = {}
        naming = [metadata.get(key) for key in ("question_set", "set_version", "audit_date")]
        for row in table.rows:
            told = (row.cells[index] if index is not None else "" for index in naming)
            groups.setdefault(self._named(table, *told), []).append(row)
        for (name, version, when), rows in groups.items():
            if not name:
                raise Refused([problem("R027", table.row_place(rows[0]))])
            try:
                question_set = self.find_set(name, version, when)
            except Refused as refused:
                problems += [
                    problem(one.code, table.row_place(row), **one.facts)
                    for row in rows
                    for one in refused.problems
                ]
                continue
            yield question_set, rows

    def _named(self, table: Table, name: str, version: str, audited: str) -> Named:
        """The set that a row names: id, version, or else its audit date."""
        told = self.asked_for if isinstance(self.asked_for, str) else name.strip()
        told = told or table.pinned.get("question_set", "")
        version = version.strip() or table.pinned.get("set_version", "")
        return told, version or None, None if version else read_date(audited)
