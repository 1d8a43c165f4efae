"""The interpreter of a plan for a batch of rows: questions asked, results, ratings, and who must
be told; each worked out by what `rows` uses, once for each pattern of what it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy

from auditkit.frames.conditions import FALSE, OPEN, TRUE, Asked, outcome_number
from auditkit.frames.figures import Figures
from auditkit.frames.given import BLANK, NOT_ASKED, Rows, Vocabulary
from auditkit.frames.known import Known, Numbers, Table, by_pattern
from auditkit.questions.model import INVALID, worded
from auditkit.scoring.cards import too_few
from auditkit.scoring.outcomes import UNASKED
from auditkit.scoring.ratings import Computed, RatingPlan

if TYPE_CHECKING:
    from auditkit.expressions.facts import Facts
    from auditkit.scoring.conditions import Condition, Conditions
    from auditkit.scoring.plan import Plan
    from auditkit.scoring.scorecard import SectionResult

_SURELY_NOT, _PERHAPS_NOT, _HOLDS = 0, 1, 2


class Rated(NamedTuple):
    """The rating of a return as `auditkit.scoring.cards` makes it, reasons as flat texts."""

    rating: str | None = None
    computed: str | None = None
    judged: str | None = None
    because: str | None = None
    limits: str = ""
    undecided: str = ""


class Outcome(NamedTuple):
    """What became of the rows: which are held, and which of them only because a set refuses
    blanks; the number of each row's rating; how its escalations stand; the questions kept though
    they did not apply, and those of which it is open whether they do.
    """

    held: Numbers
    refused: Numbers
    ratings: Numbers
    escalations: list[Numbers]
    kept: dict[str, Numbers]
    uncertain: dict[str, Numbers]


class Interpreter:
    """A plan, and what it has met so far. `rated` are the ratings by their numbers; 0 is that of
    a held return. Where it `is_brief`, no sections have results but those that conditions
    look at.
    """

    def __init__(self, plan: Plan, vocabulary: Vocabulary, *, is_brief: bool = False) -> None:
        self.plan = plan
        self.vocabulary = vocabulary
        self.figures = Figures(plan, vocabulary)
        self.rated = Known(Rated())
        self.asked_if = [
            (Asked(plan, vocabulary, conditions.all, partial(_asked, conditions)), asked)
            for conditions, asked in plan.asked_if
        ]
        self.invalid = {
            name: Table(vocabulary.answers[name], _is_invalid(plan, name), "bool")
            for name in plan.names
            if plan.questions[name].options
        }
        whole = self.figures.known[0]
        self.short = Table(whole, _is_short, "bool")
        self.because = Known(None)
        self.too_few = Table(whole, lambda result: self.because.number(_too_few(plan, result)))
        self.bands = Known(None)
        self.band = Table(whole, lambda result: self.bands.number(_band(plan, result)))
        self.rules = [
            None if condition is None else _asking(plan, vocabulary, condition)
            for condition, _ in plan.ratings.rules
        ]
        self.limits = [_asking(plan, vocabulary, one) for one, _ in plan.ratings.limits]
        self.escalations = [_asking(plan, vocabulary, one) for one, _ in plan.escalations]
        if is_brief:
            asked = [one for one, _ in self.asked_if]
            asked += filter(None, (*self.rules, *self.limits, *self.escalations))
            self.figures.leave_out(frozenset().union(*(one.groups for one in asked)))
        self.told: Any = _ToldRatings(plan.ratings)
        self.ratings: dict[tuple[int, ...], int] = {}

    def run(self, rows: Rows) -> Outcome:
        """Score the rows; what was not asked is taken out of their answers."""
        kept, uncertain = self._ask(rows)
        held = rows.held.copy()
        for name, table in self.invalid.items():
            if table.array().any():
                held |= table[rows.answers[name]]
        self.figures.work_out(rows)
        refused = numpy.zeros(len(rows), "bool")
        if self.plan.question_set.scoring.missing == "refuse":
            refused = self.short[rows.results[0]] & ~held
        rows.held = held | refused
        return Outcome(
            held=rows.held,
            refused=refused,
            ratings=numpy.where(rows.held, 0, self._rate(rows)),
            escalations=[one.of(rows) for one in self.escalations],
            kept=kept,
            uncertain=uncertain,
        )

    def _ask(self, rows: Rows) -> tuple[dict[str, Numbers], dict[str, Numbers]]:
        """Take out the answers to questions that do not apply; those that are kept, and those
        of which it is open.
        """
        kept: dict[str, Numbers] = {}
        uncertain: dict[str, Numbers] = {}
        for conditions, asked in self.asked_if:
            outcome = conditions.of(rows)
            applies = outcome == _HOLDS
            for _, name in asked:
                uncertain[name] = outcome == _PERHAPS_NOT
                kept[name] = ~applies & (rows.answers[name] != BLANK)
                rows.answers[name] = numpy.where(applies, rows.answers[name], NOT_ASKED)
        return kept, uncertain

    def _rate(self, rows: Rows) -> Numbers:
        """The number of each row's rating, as if none were held."""
        rating = self.plan.question_set.rating
        whole = rows.results[0]
        parts = [self.band[whole], self.too_few[whole]]
        parts += [one.of(rows) for one in (*self.rules, *self.limits) if one is not None]
        judgement = rating.judgement if rating else None
        if judgement is not None:
            parts.append(rows.answers[judgement])

        def rated(row: int) -> int:
            pattern = tuple(int(part[row]) for part in parts)
            number = self.ratings.get(pattern)
            if number is None:
                judged = rows.answer(judgement, row) if judgement else None
                found = self._rated(pattern, None if judged is UNASKED else judged)
                number = self.ratings[pattern] = self.rated.number(found)
            return number

        return by_pattern(parts, rated)

    def _rated(self, pattern: tuple[int, ...], judged: Any) -> Rated:
        band, because, *outcomes = pattern
        computed = self.told.compute(self.bands.things[band], outcomes)
        why = self.because.things[because]
        if why is not None:
            computed = Computed(undecided=computed.undecided)
        judged = judged if judged in self.plan.ratings.rank else None
        rating = self.plan.question_set.rating
        official = judged if rating and rating.official == "judged" else computed.rating
        return Rated(
            rating=None if why else official,
            computed=computed.rating,
            judged=judged,
            because=why,
            limits="; ".join(worded(one.because) for one in computed.limits),
            undecided="; ".join(worded(one.because) for one in computed.undecided),
        )


def _asking(plan: Plan, vocabulary: Vocabulary, condition: Condition) -> Asked:
    return Asked(plan, vocabulary, [condition], partial(outcome_number, condition))


def _asked(conditions: Conditions, facts: Facts) -> int:
    if conditions.hold(facts):
        return _HOLDS
    return _PERHAPS_NOT if conditions.may_hold(facts) else _SURELY_NOT


def _is_invalid(plan: Plan, name: str) -> Any:
    return lambda value: plan.questions[name].state(value) == INVALID


def _is_short(result: SectionResult) -> bool:
    return result.coverage.counted < result.coverage.applicable


def _too_few(plan: Plan, result: SectionResult) -> str | None:
    because = too_few(plan, result.coverage)
    return None if because is None else str(because)


def _band(plan: Plan, result: SectionResult) -> str | None:
    return plan.ratings.band_of(result.figure)


class _Told:
    """A condition whose outcome is known: the one of this index."""

    def __init__(self, condition: Condition, index: int) -> None:
        self.expression = condition.expression
        self.questions = condition.questions
        self.scope = condition.scope
        self.index = index

    def outcome(self, outcomes: Sequence[int]) -> bool | None:
        return {FALSE: False, TRUE: True, OPEN: None}[outcomes[self.index]]

    def missing(self, outcomes: Sequence[int]) -> tuple[str, ...]:
        return ()


class _ToldRatings(RatingPlan):
    """The rating part of a set, asked with bands in place of figures and with outcomes in place
    of facts: those of the rules' conditions, then those of the limits'.
    """

    def __init__(self, ratings: RatingPlan) -> None:
        vars(self).update(vars(ratings))
        index = count()
        self.rules: Any = [
            (None if condition is None else _Told(condition, next(index)), rule)
            for condition, rule in ratings.rules
        ]
        self.limits: Any = [
            (_Told(condition, next(index)), limit) for condition, limit in ratings.limits
        ]

    def band_of(self, figure: Any) -> str | None:
        band: str | None = figure
        return band
