"""Batches of Arrow read as the rows of files are: each distinct text is understood once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy
import pyarrow
import pyarrow.compute

from auditkit.frames.arrays import array_of, numbers_array, truths_array
from auditkit.frames.given import Rows, Vocabulary
from auditkit.frames.known import Known, Numbers
from auditkit.frames.texts import clear_facts, free_texts, is_plain_text, seen_texts, texts_of
from auditkit.matching.dates import DateColumn
from auditkit.matching.facts import ReadFact, fact_readers
from auditkit.matching.folding import is_blank
from auditkit.matching.options import Unread, answer_reader, date_of
from auditkit.matching.rows import case_reader
from auditkit.scoring.plain import IDENTITY

if TYPE_CHECKING:
    from auditkit.frames.recipe import Recipe
    from auditkit.questions.model import Question
    from auditkit.scoring.plan import Plan

# The texts of a column that are remembered from batch to batch.
_REMEMBERED = 100_000
# Stands for any text, number or date that no condition looks at.
_SEEN = "seen"


class Coded(NamedTuple):
    """A column of a scorecard: for each row a number, and the thing that each stands for, which
    is among so many of the first things in a list. That may grow with other batches, but nothing
    in it changes.
    """

    numbers: Numbers
    things: list[Any]
    size: int


def coded(numbers: Numbers, things: list[Any]) -> Coded:
    """A column of these things, as many as there are now."""
    return Coded(numbers, things, len(things))


# A column of a scorecard: numbers of things, or an array of Arrow as it is.
Fact = Any


class Mistake(NamedTuple):
    """What could not be read in one cell of a row, and in which column; None for none."""

    column: int | None
    unread: Unread


class Read(NamedTuple):
    """A batch that was read: the rows for an interpreter, the facts that a scorecard repeats,
    texts about cases that no condition looks at among them, where there are comments, and what
    could not be read, by row, in the order of the columns. `month_first` are columns with a date
    that is possible only with the month first.
    """

    rows: Rows
    facts: dict[str, Fact]
    commented: dict[str, Numbers]
    mistakes: dict[int, list[Mistake]]
    month_first: frozenset[int]


class Reader:
    """Reads the batches of one recipe. `looked_at` are the questions whose values matter, not
    only whether they were answered, and `case_looked_at` the facts about cases that conditions
    look at; `commented` are the questions whose comments matter.
    """

    def __init__(
        self, recipe: Recipe, plan: Plan, looked_at: frozenset[str], case_looked_at: frozenset[str]
    ) -> None:
        self.recipe = recipe
        self.set = plan.question_set
        self.columns = recipe.columns
        self.looked_at = looked_at
        self.case_looked_at = case_looked_at
        self.vocabulary = Vocabulary(plan.questions, self.set.case_fields)
        self.facts = {name: Known(None) for name in self.columns.metadata}
        self.met: dict[int, dict[str, int]] = {}
        rating = self.set.rating
        wanted = {name for _, name, _ in plan.comment_required} | {rating and rating.judgement}
        self.commented = [name for name in self.columns.comments if name in wanted]
        self.fact_readers = fact_readers(recipe.table, self.set, self.columns.metadata)
        # By question: what understands an answer. For a date the whole column must be known.
        self.answer_readers = {
            name: _then(answer_reader(one, self.set), self.thing(one))
            for name, one in self.set.questions.items()
            if one.type != "date"
        }
        self.case_readers = {name: case_reader(one) for name, one in self.set.case_fields.items()}
        self.misfits = [Mistake(None, one) for one in self._misfits()]

    def thing(self, question: Question) -> Callable[[Any], Any]:
        """What is kept of the value of an answer: no more than matters."""
        return _as_is if question.id in self.looked_at or question.scale else _is_seen

    def _misfits(self) -> Iterator[Unread]:
        """What is wrong with all rows: what the table says of them that does not fit the set."""
        for name, text in self.recipe.table.pinned.items():
            try:
                self.fact_readers[name](text)
            except Unread as unread:
                yield unread.with_traceback(None)
        if "case_ref" not in self.columns.metadata:
            yield Unread("R010")

    def read(self, batch: pyarrow.RecordBatch, clear: frozenset[int] = frozenset()) -> Read:
        """What a batch says; of the columns `clear` it is known that their texts are facts as
        they stand.
        """
        return _Batch(self, batch, clear).read()


class _Batch:
    def __init__(self, reader: Reader, batch: pyarrow.RecordBatch, clear: frozenset[int]) -> None:
        self.reader = reader
        self.clear = clear
        self.recipe = reader.recipe
        self.batch = batch
        self.facts: dict[str, Fact] = {}
        self.mistakes: dict[int, list[Mistake]] = {}
        self.month_first: set[int] = set()

    def read(self) -> Read:
        reader, size = self.reader, self.batch.num_rows
        if reader.misfits:
            self.mistakes.update((row, list(reader.misfits)) for row in range(size))
        self.facts.update(self._facts())
        answers = dict(self._answers())
        case = dict(self._case())
        held = numpy.zeros(size, "bool")
        held[list(self.mistakes)] = True
        return Read(
            rows=Rows(reader.vocabulary, answers, case, held),
            facts=self.facts,
            commented={name: self._has_comment(name) for name in reader.commented},
            mistakes=self.mistakes,
            month_first=frozenset(self.month_first),
        )

    # Facts about the audit

    def _facts(self) -> Iterator[tuple[str, Fact]]:
        for name, index in self.reader.columns.metadata.items():
            known = self.reader.facts[name]
            if name == "audit_date":
                yield name, self._audit_date(index, known)
            elif name in IDENTITY and name != "stage" and is_plain_text(self.batch[index]):
                yield name, self._plain_fact(index, self.reader.fact_readers[name])
            else:
                numbers = self._understood(index, known, self.reader.fact_readers[name])
                yield name, coded(numbers, known.things)

    def _plain_fact(self, index: int, read: ReadFact) -> Fact:
        if index in self.clear:
            return self.batch[index]
        return self._plain_texts(index, read, clear_facts)

    def _plain_texts(
        self, index: int, read: ReadFact, as_they_stand: Callable[[pyarrow.Array], Numbers]
    ) -> Fact:
        """A column of texts, most of which are what they mean as they stand."""
        column = self.batch[index]
        doubtful = ~as_they_stand(column)
        if not doubtful.any():
            return column
        known = Known(None)
        rows = numpy.flatnonzero(doubtful)
        numbers = self._understood(index, known, read, rows, remembered=False)
        things = array_of(known.things, column.type).take(numbers_array(numbers))
        return pyarrow.compute.replace_with_mask(column, truths_array(doubtful), things)

    def _audit_date(self, index: int, known: Known) -> Coded:
        numbers = self._dates(index, known, _as_is)
        completed = self.reader.columns.completed
        if completed is not None:
            blank = texts_of(self.batch[index]).meant(is_blank, "bool")
            dates = self._date_column(completed)
            modified = self.reader.columns.modified
            if modified is not None:
                dates.is_month_first |= self._date_column(modified).is_month_first

            def day(text: str) -> int:
                moment = dates.read_moment(text)
                return known.number(moment.date() if moment else None)

            sent = texts_of(self.batch[completed]).meant(day)
            numbers = numpy.where(blank & (numbers == 0), sent, numbers)
        return coded(numbers, known.things)

    # Answers, and facts about the case

    def _answers(self) -> Iterator[tuple[str, Numbers]]:
        reader = self.reader
        blank = numpy.zeros(self.batch.num_rows, "int64")
        for name, question in reader.set.questions.items():
            index = reader.columns.answers.get(name)
            known = reader.vocabulary.answers[name]
            thing = reader.thing(question)
            if index is None:
                yield name, blank
            elif question.type == "date":
                yield name, self._dates(index, known, thing)
            else:
                rows = None
                if question.type == "text" and thing is _is_seen:
                    rows = self._unseen(index)
                yield name, self._answer(index, known, reader.answer_readers[name], rows)

    def _answer(self, index: int, known: Known, read: ReadFact, rows: Numbers | None) -> Numbers:
        if rows is None:
            return self._understood(index, known, read, is_small=True)
        numbers = numpy.full(self.batch.num_rows, known.number(_SEEN))
        numbers[rows] = self._understood(index, known, read, rows, remembered=False)
        return numbers

    def _unseen(self, index: int) -> Numbers | None:
        """The rows of a column of free text that must be looked at one by one."""
        column = self.batch[index]
        return numpy.flatnonzero(~seen_texts(column)) if is_plain_text(column) else None

    def _case(self) -> Iterator[tuple[str, Numbers]]:
        """Facts about cases by their numbers; texts that no condition looks at are added to the
        facts that a scorecard repeats.
        """
        reader = self.reader
        blank = numpy.zeros(self.batch.num_rows, "int64")
        for name, told in reader.set.case_fields.items():
            index, known = reader.columns.case.get(name), reader.vocabulary.case[name]
            if index is None:
                yield name, blank
            elif told.type == "date":
                yield name, self._dates(index, known, _as_is)
            elif self._is_free(name, index):
                read = reader.case_readers[name]
                self.facts[f"case.{name}"] = self._plain_texts(index, read, free_texts)
            else:
                yield name, self._understood(index, known, reader.case_readers[name])

    def _is_free(self, name: str, index: int) -> bool:
        """Whether a fact about cases is text that no condition looks at."""
        is_text = self.reader.set.case_fields[name].type == "text"
        is_looked_at = name in self.reader.case_looked_at
        return is_text and not is_looked_at and is_plain_text(self.batch[index])

    def _has_comment(self, name: str) -> Numbers:
        column = self.batch[self.reader.columns.comments[name]]
        if not is_plain_text(column):
            return ~texts_of(column).meant(is_blank, "bool")
        seen = seen_texts(column)
        rows = numpy.flatnonzero(~seen)
        if len(rows):
            seen = seen.copy()
            seen[rows] = ~texts_of(column.take(numbers_array(rows))).meant(is_blank, "bool")
        return seen

    # Columns

    def _dates(self, index: int, known: Known, thing: Callable[[Any], Any]) -> Numbers:
        column = self._date_column(index)

        def read(text: str) -> Any:
            return thing(None if is_blank(text) else date_of(text, column))

        return self._understood(index, known, read, remembered=False)

    def _date_column(self, index: int) -> DateColumn:
        """The dates of a column; one elsewhere in it may have made them doubtful."""
        column = DateColumn(texts_of(self.batch[index]).used())
        if column.is_month_first:
            self.month_first.add(index)
        column.is_month_first |= index in self.recipe.month_first
        return column

    def _understood(
        self,
        index: int,
        known: Known,
        read: ReadFact,
        rows: Numbers | None = None,
        *,
        remembered: bool = True,
        is_small: bool = False,
    ) -> Numbers:
        """The numbers of what the texts of a column, or of some of its rows, mean, small ones
        where they may be; 0, which is nothing, where that could not be read.
        """
        column = self.batch[index] if rows is None else self.batch[index].take(numbers_array(rows))
        texts = texts_of(column)
        met = self.reader.met.setdefault(index, {}) if remembered else {}
        if len(met) > _REMEMBERED:
            met.clear()
        unread: list[Unread] = []

        def number(text: str) -> int:
            found = met.get(text)
            if found is None:
                try:
                    found = met[text] = known.number(read(text))
                except Unread as mistake:
                    unread.append(mistake.with_traceback(None))
                    found = -len(unread)
            return found

        numbers = texts.meant(number, is_small=is_small)
        if unread:
            for row in numpy.flatnonzero(numbers < 0).tolist():
                at = row if rows is None else int(rows[row])
                mistake = Mistake(index, unread[-numbers[row] - 1])
                self.mistakes.setdefault(at, []).append(mistake)
            numbers = numpy.maximum(numbers, 0)
        return numbers


def _then(read: Callable[[str], Any], thing: Callable[[Any], Any]) -> ReadFact:
    return lambda text: thing(read(text).value)


def _as_is(value: Any) -> Any:
    return value


def _is_seen(value: Any) -> str | None:
    return None if value is None else _SEEN
