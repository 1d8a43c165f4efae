"""The kernel: from record batches of returns to record batches of scorecards."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow

from auditkit.frames.arrays import numbers_array
from auditkit.frames.columns import scorecard_schema
from auditkit.frames.growing import Kept
from auditkit.frames.interpreter import Interpreter
from auditkit.frames.reading import Coded, Fact, Read, Reader, coded
from auditkit.frames.recipe import Recipe, date_columns, frame_table, recipe, used_columns
from auditkit.frames.remarks import Remarks
from auditkit.frames.scorecards import Scorecards
from auditkit.frames.sizes import ratio_type
from auditkit.frozen import changed
from auditkit.overlays.relation import ADAPTED
from auditkit.problems import Problem
from auditkit.scoring.base_score import rates_alike

if TYPE_CHECKING:
    from auditkit.frames.given import Vocabulary
    from auditkit.frames.interpreter import Outcome
    from auditkit.kit import AuditKit
    from auditkit.matching.mapping import ColumnsMap
    from auditkit.questions.model import QuestionSet
    from auditkit.scoring.plan import Plan

# With so many things remembered the kernel begins anew, for its memory must not grow with rows.
_MOST_KNOWN = 300_000
# What a kernel that has met nothing takes, as if it were things.
_AT_LEAST = 10_000


class Gone:
    """What kernels knew that are of no more use. Their parts know one another, and Python seldom
    looks for such cycles while files are scored, so that it is told to.
    """

    def __init__(self) -> None:
        self.things = 0

    def add(self, things: int) -> None:
        """So many things more."""
        self.things += things + _AT_LEAST
        if self.things > _MOST_KNOWN:
            gc.collect()
            self.things = 0


class Kernel:
    """Scores record batches under one set. Columns are found as in files of returns: by id,
    label, text or synonym, or by a mapping; what is missing or unknown is among `problems`.

    It can be pickled, for the workers of a cluster. Raises `Refused` where a scored question has
    no column. One that follows a brief recipe makes no whole scorecards: it has only `scored`.
    """

    def __init__(
        self,
        kit: AuditKit,
        question_set: QuestionSet,
        columns: Sequence[str],
        mapping: ColumnsMap | None = None,
    ) -> None:
        self._begin(recipe(kit, question_set, frame_table(columns), mapping))

    def _begin(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.problems = recipe.problems
        scorer = _Scorer(recipe)
        # Several threads may ask at once: each takes a scorer and puts it back.
        self.idle = [scorer]
        self.gone = Gone()
        self.schema = schema_of(recipe, scorer.interpreter.plan)

    def __reduce__(self) -> tuple[Any, ...]:
        return kernel_of, (self.recipe,)

    @property
    def used(self) -> frozenset[int]:
        """The columns that are read, by their places; what others hold does not matter."""
        return used_columns(self.recipe)

    @property
    def date_columns(self) -> tuple[int, ...]:
        """The columns that hold dates, by their places."""
        return date_columns(self.recipe)

    def knowing(self, month_first: Collection[int]) -> Kernel:
        """This kernel with the knowledge that in these columns of dates, in whatever row, one has
        the month first, so that those that could be read either way are refused.
        """
        known = self.recipe.month_first.union(month_first)
        if known == self.recipe.month_first:
            return self
        return kernel_of(changed(self.recipe, month_first=known))

    def score(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        """The scorecards of a batch with the columns that the kernel was made for, row by row;
        the columns are those of `schema`.
        """
        if not batch.num_rows:
            return pyarrow.RecordBatch.from_pylist([], self.schema)
        return self.cards(self.scored(batch))

    def cards(self, scored: Scored) -> pyarrow.RecordBatch:
        """The scorecards of a batch that was scored."""
        columns = [_array(scored, field) for field in self.schema]
        return pyarrow.RecordBatch.from_arrays(columns, schema=self.schema)

    def scored(
        self,
        batch: pyarrow.RecordBatch,
        admit: Callable[[Read], None] | None = None,
        clear: frozenset[int] = frozenset(),
    ) -> Scored:
        """The same as numbers of what is known, with all that was found; of one row or more.
        `admit` may add to what was read why rows are held. The texts of the columns `clear` are
        facts as they stand.
        """
        try:
            scorer = self.idle.pop()
        except IndexError:
            scorer = _Scorer(self.recipe)
        found = scorer.scored(batch, admit, clear)
        known = scorer.knows()
        if known <= _MOST_KNOWN:
            self.idle.append(scorer)
        else:
            del scorer
            self.gone.add(known)
        return found

    def knows(self) -> int:
        """How many things are known."""
        return sum(scorer.knows() for scorer in self.idle)


def kernel_of(recipe: Recipe) -> Kernel:
    """The kernel that follows a recipe."""
    kernel = Kernel.__new__(Kernel)
    kernel._begin(recipe)  # noqa: SLF001  # the kernel's own other way to begin
    return kernel


def schema_of(recipe: Recipe, plan: Plan) -> pyarrow.Schema:
    """The columns of scorecards that follow a recipe, whose set this plan is of."""
    is_overlay = recipe.base is not None
    return scorecard_schema(plan.question_set, ratio_type(plan), is_overlay=is_overlay)


class Scored(NamedTuple):
    """A batch that was scored: what was read, what the numbers of warnings are made of, what
    became of the rows, the columns by name, and what was made of the lists behind them.
    """

    read: Read
    remarks: Mapping[int, tuple[Problem, ...]]
    outcome: Outcome
    columns: dict[str, Fact]
    kept: Kept


def _array(scored: Scored, field: pyarrow.Field) -> pyarrow.Array:
    column = scored.columns[field.name]
    if not isinstance(column, Coded):
        return column.cast(field.type)
    return scored.kept.array(column, field.type).take(numbers_array(column.numbers))


class _Scorer:
    """Reads, interprets and puts together; it knows what it has met so far."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        plan = recipe.scoring.plan()
        base = recipe.base.plan() if recipe.base and not recipe.is_brief else None
        looked_at = {name for one in (plan, base) if one for _, name, _ in one.named}
        looked_at |= (
            {name for name, one in base.questions.items() if one.options} if base else set()
        )
        case_looked_at = frozenset().union(*(one.case_fields for one in (plan, base) if one))
        self.reader = Reader(recipe, plan, frozenset(looked_at), case_looked_at)
        vocabulary = self.reader.vocabulary
        self.interpreter = Interpreter(plan, vocabulary, is_brief=recipe.is_brief)
        self.scorecards = Scorecards(plan, self.interpreter)
        self.remarks = Remarks(plan, self.interpreter, recipe.since)
        self.base = _Base(recipe, plan, base, vocabulary) if base else None
        self.kept = Kept()

    def knows(self) -> int:
        """How many things are known."""
        vocabulary = self.reader.vocabulary
        known = [*vocabulary.answers.values(), *vocabulary.case.values(), self.remarks.texts]
        known += self.reader.facts.values()
        interpreters = [self.interpreter, *([self.base.interpreter] if self.base else [])]
        figures = sum(one.figures.knows() for one in interpreters)
        return figures + sum(len(one.things) for one in known)

    def scored(
        self,
        batch: pyarrow.RecordBatch,
        admit: Callable[[Read], None] | None,
        clear: frozenset[int],
    ) -> Scored:
        read = self.reader.read(batch, clear)
        if admit is not None:
            admit(read)
        given = dict(read.rows.answers)
        base = dict(self.base.columns(read)) if self.base else {}
        outcome = self.interpreter.run(read.rows)
        told = coded(self.remarks.of(read, given, outcome), self.remarks.texts.things)
        columns = dict(self.scorecards.brief(read, outcome, told))
        if not self.recipe.is_brief:
            columns |= {**dict(self.scorecards.others(read, outcome)), **base}
        return Scored(read, self.remarks.parts, outcome, columns, self.kept)


class _Base:
    """The set that an overlay lies over, and what the same answers come to there."""

    def __init__(self, recipe: Recipe, plan: Plan, base: Plan, vocabulary: Vocabulary) -> None:
        self.relation = recipe.relation
        self.vocabulary = vocabulary.under(base.questions, base.question_set.case_fields)
        self.interpreter = Interpreter(base, self.vocabulary)
        self.rates_alike = rates_alike(plan.question_set, base.question_set)
        self.scorecards = Scorecards(base, self.interpreter)

    def columns(self, read: Read) -> Iterator[tuple[str, Fact]]:
        """The columns about the base; an adapted set's answers have no figure there."""
        rows = read.rows.under(self.vocabulary)
        outcome = None if self.relation == ADAPTED else self.interpreter.run(rows)
        yield from self.scorecards.base_columns(
            self.relation, rows, outcome, is_rated=self.rates_alike
        )


def fact_at(column: Fact, row: int) -> Any:
    """A fact about one row."""
    if isinstance(column, Coded):
        return column.things[column.numbers[row]]
    return column[row].as_py()
