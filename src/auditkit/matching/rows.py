"""From the rows of a table to audit returns under one question set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Any

from auditkit.languages import said_joined
from auditkit.matching.dates import DateColumn
from auditkit.matching.facts import ReadFact, UnderstoodOnce, fact_readers
from auditkit.matching.folding import is_blank, tidy, without_guard
from auditkit.matching.headings import Columns
from auditkit.matching.options import (
    Matcher,
    Unread,
    answer_reader,
    date_of,
    number_of,
    quoted_text,
    text_of,
    unknown_option,
    wordings,
)
from auditkit.problems import Problem, problem
from auditkit.questions.model import INVALID, CaseField, QuestionSet
from auditkit.returns import Answer, AuditReturn, Row, Table
from auditkit.wording import shortened

# What could not be read in one cell: of what kind and name it is, its column, and why.
Unreadable = tuple[str, str, int | None, Unread]
_METADATA, _ANSWER, _CASE, _COMMENT = "metadata", "answer", "case", "comment"
# Facts that are the set's own once they have been compared with it.
_PINS = ("question_set", "set_version")
_LONGEST_ABOUT = 60


class RowReader:
    """Reads the rows of one table, a column at a time: each distinct text is understood once,
    and the rest is done by the interpreter's own loops.
    """

    def __init__(self, table: Table, question_set: QuestionSet, columns: Columns) -> None:
        self.table = table
        self.set = question_set
        self.columns = columns
        self.fact_readers = fact_readers(table, question_set, columns.metadata)
        self.unread: dict[int, list[Unreadable]] = {}

    def read(self, rows: Sequence[Row]) -> Iterator[AuditReturn]:
        """The returns in these rows, each with the problems found in it."""
        texts = list(zip(*(row.cells for row in rows), strict=True))
        columns = self.columns
        self.unread = {}
        facts = self._records(texts, _METADATA, columns.metadata, self.fact_readers.__getitem__)
        answers = self._records(texts, _ANSWER, columns.answers, self._answer_reader)
        case = self._records(texts, _CASE, columns.case, self._case_reader)
        comments = self._records(texts, _COMMENT, columns.comments, lambda name: _comment)
        sent = self._sent(texts)
        pinned, misfits = self._pinned()
        for index, row in enumerate(rows):
            unread = [*misfits, *self.unread.get(index, ())]
            told = next(facts)
            for key, value in (*pinned, *next(sent)):
                if told.get(key) is None:
                    told[key] = value
            yield self._return(row, told, next(answers), next(case), next(comments), unread)

    def _records(
        self,
        texts: Sequence[Sequence[str]],
        kind: str,
        wanted: Mapping[str, int],
        reader: Callable[[str], ReadFact],
    ) -> Iterator[dict[str, Any]]:
        """For each row, what the wanted columns say; None where a text could not be read."""
        if not wanted:
            return ({} for _ in repeat(None))
        columns = [
            self._understood(texts, kind, name, wanted[name], reader(name)) for name in wanted
        ]
        return (dict(zip(wanted, values, strict=True)) for values in zip(*columns, strict=True))

    def _understood(
        self, texts: Sequence[Sequence[str]], kind: str, name: str, index: int, read: ReadFact
    ) -> list[Any]:
        meanings = UnderstoodOnce(read)
        values = list(map(meanings.__getitem__, texts[index])) if texts else []
        if not meanings.all_read:
            for row, value in enumerate(values):
                if isinstance(value, Unread):
                    self.unread.setdefault(row, []).append((kind, name, index, value))
                    values[row] = None
        return values

    def _sent(self, texts: Sequence[Sequence[str]]) -> Iterator[tuple[tuple[str, Any], ...]]:
        """For each row, when the form was sent in; its day for a return whose audit date is
        blank.
        """
        completed, modified = self.columns.completed, self.columns.modified
        if completed is None or not texts:
            return repeat(())
        dates = self._dates(completed) if modified is None else self._dates(completed, modified)
        moments = UnderstoodOnce(dates.read_moment)
        changes = repeat("") if modified is None else texts[modified]
        return (
            (
                ("audit_date", _day(moments[first]) if is_blank(text) else None),
                ("submitted", moments[sent_in(first, last)]),
            )
            for text, first, last in zip(
                texts[self.columns.metadata["audit_date"]], texts[completed], changes, strict=False
            )
        )

    def _pinned(self) -> tuple[list[tuple[str, Any]], list[Unreadable]]:
        """What the table says of all its rows at once, and what of that does not fit the set."""
        pinned: list[tuple[str, Any]] = []
        misfits: list[Unreadable] = []
        for key, text in self.table.pinned.items():
            try:
                pinned.append((key, self.fact_readers[key](text)))
            except Unread as unread:
                misfits.append((_METADATA, key, None, unread))
        if "case_ref" not in self.columns.metadata:
            misfits.append((_METADATA, "case_ref", None, Unread("R010")))
        return pinned, misfits

    def _return(
        self,
        row: Row,
        facts: dict[str, Any],
        answers: dict[str, Answer],
        case: dict[str, Any],
        comments: dict[str, str],
        unread: Iterable[Unreadable],
    ) -> AuditReturn:
        for kind, name, index, _ in unread:
            if kind == _ANSWER and index is not None:
                answers[name] = Answer(INVALID, None, row.cells[index])
        for key in _PINS:
            facts.pop(key, None)
        facts["case_ref"] = facts.get("case_ref") or ""
        facts["stage"] = facts.get("stage") or "first"
        return AuditReturn(
            **facts,
            question_set=self.set.id,
            set_version=self.set.version,
            case={name: value for name, value in case.items() if value is not None},
            answers=answers,
            comments={name: text for name, text in comments.items() if text},
            problems=tuple(self._problem(row, *one) for one in unread),
            place=self.table.row_place(row, facts["case_ref"]),
        )

    def _answer_reader(self, name: str) -> ReadFact:
        question = self.set.questions[name]
        is_date = question.type == "date"
        dates = self._dates(self.columns.answers[name]) if is_date else None
        return answer_reader(question, self.set, dates)

    def _case_reader(self, name: str) -> ReadFact:
        told = self.set.case_fields[name]
        dates = self._dates(self.columns.case[name]) if told.type == "date" else None
        return case_reader(told, dates)

    def _dates(self, *indexes: int) -> DateColumn:
        return DateColumn(row.cells[index] for index in indexes for row in self.table.rows)

    def _problem(
        self, row: Row, kind: str, name: str, index: int | None, unread: Unread
    ) -> Problem:
        reference = self.columns.metadata.get("case_ref")
        about = [] if reference is None else [shortened(tidy(row.cells[reference]), _LONGEST_ABOUT)]
        if kind == _ANSWER:
            about.append(quoted_text(self.set.questions[name]))
        elif kind == _CASE:
            about.append(f"case.{name}")
        words = said_joined(filter(None, about))
        if index is None:
            return problem(unread.code, self.table.row_place(row, words), **unread.facts)
        return problem(unread.code, self.table.place(row, index, words), **unread.facts)


def sent_in(completed: str, modified: str) -> str:
    """The text that says when a form was sent in for the last time."""
    return completed if is_blank(modified) else modified


def _day(moment: datetime | None) -> date | None:
    return moment and moment.date()


def _comment(text: str) -> str | None:
    return None if is_blank(text) else without_guard(text)


def case_reader(told: CaseField, dates: DateColumn | None = None) -> ReadFact:
    """The function that reads the texts of one column as facts of this kind about a case; a
    blank is None.
    """
    texts = [(option, tuple(wordings(told.labels.get(option)))) for option in told.options]
    matcher = Matcher(texts)
    column = dates or DateColumn(())

    def read(text: str) -> Any:
        if is_blank(text):
            return None
        if told.type == "number":
            return number_of(text, told.places)
        if told.type == "date":
            return date_of(text, column)
        if told.type == "text":
            return text_of(text)
        found = matcher.find(text)
        if found is None:
            named = [(option, (*labels, option)) for option, labels in texts]
            raise unknown_option(text, named, told.worded_options)
        return found

    return read
