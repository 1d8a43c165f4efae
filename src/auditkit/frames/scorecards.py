"""The flat columns of the scorecards of a batch, from what reading and scoring found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy

from auditkit.frames.known import Known, Numbers, Table, by_pattern
from auditkit.frames.reading import Coded, Fact, Read
from auditkit.languages import ENGLISH, words_in
from auditkit.questions.model import worded
from auditkit.scoring.plain import FLAT_OF_BASE, IDENTITY, plain_number, plain_value
from auditkit.scoring.scorecard import HELD, SCORED

if TYPE_CHECKING:
    from auditkit.frames.given import Rows
    from auditkit.frames.interpreter import Interpreter, Outcome
    from auditkit.scoring.plan import Plan
    from auditkit.scoring.scorecard import SectionResult

# What a fact about the audit is where nothing is said of it.
_ELSE = {"case_ref": "", "stage": "first"}


class Scorecards:
    """Puts together the columns of scorecards; what numbers stand for is kept from batch to
    batch.
    """

    def __init__(self, plan: Plan, interpreter: Interpreter) -> None:
        self.plan = plan
        self.interpreter = interpreter
        self.figures = [_Figure(interpreter.figures.known[one.index]) for one in plan.groups]
        rated, labels = interpreter.rated, _labels(plan)
        self.ratings = {
            "rating": Table(rated, lambda one: one.rating, "object"),
            "rating_label": Table(rated, lambda one: labels.get(one.rating), "object"),
            "computed_rating": Table(rated, lambda one: one.computed, "object"),
            "judged_rating": Table(rated, lambda one: one.judged, "object"),
            "limits": Table(rated, lambda one: one.limits, "object"),
        }
        self.told = Known(("", ""))
        self.undecided = Table(self.told, lambda one: one[0], "object")
        self.escalations = Table(self.told, lambda one: one[1], "object")

    def columns(self, read: Read, outcome: Outcome, remarks: Coded) -> Iterator[tuple[str, Fact]]:
        """Every column but those about a base, by name."""
        size, held = len(read.rows), outcome.held
        asked = self.plan.question_set
        for name in (*IDENTITY, "audit_date"):
            yield name, _fact(name, read, size)
        for name in asked.case_fields:
            known = read.rows.vocabulary.case[name]
            yield f"case.{name}", Coded(read.rows.case[name], list(map(plain_value, known.things)))
        for name, value in (
            ("question_set", asked.id),
            ("set_version", asked.version),
            ("content_hash", asked.content_hash),
        ):
            yield name, _always(value, size)
        yield "status", Coded(held.astype("int64"), [SCORED, HELD])
        whole, *sections = [
            figure.columns(read.rows.results[index], held)
            for index, figure in enumerate(self.figures)
        ]
        for name in ("score", "numerator", "denominator"):
            yield name, whole[name]
        for name, table in self.ratings.items():
            yield name, Coded(outcome.ratings, table.array().tolist())
        told = self._told(outcome)
        yield "undecided", Coded(told, self.undecided.array().tolist())
        yield "escalations", Coded(told, self.escalations.array().tolist())
        for name in ("counted", "applicable", "asked"):
            yield name, whole[name]
        for section, columns in zip(self.plan.section_names, sections, strict=True):
            yield f"score_{section}", columns["score"]
        yield "warnings", remarks
        yield "scorer", _always(self.plan.scorer.used.name, size)

    def base_columns(
        self, relation: str, rows: Rows, outcome: Outcome | None, *, is_rated: bool
    ) -> Iterator[tuple[str, Fact]]:
        """The columns about the base that these scorecards are under; `outcome` is None where its
        answers have no figure there. With `is_rated` they have a rating.
        """
        size, asked = len(rows), self.plan.question_set
        score, rating = _always(None, size), _always(None, size)
        if outcome is not None:
            score = self.figures[0].columns(rows.results[0], outcome.held)["score"]
        if outcome is not None and is_rated:
            rating = Coded(outcome.ratings, self.ratings["rating"].array().tolist())
        told = (_always(asked.id, size), _always(asked.version, size), _always(relation, size))
        for name, column in zip(FLAT_OF_BASE, (*told, score, rating), strict=True):
            yield f"base_{name}", column

    def _told(self, outcome: Outcome) -> Numbers:
        """The numbers of what is undecided and who must be told."""
        doubt = words_in(ENGLISH).translate(" (undecided)")
        rated = self.interpreter.rated.things

        def told(row: int) -> int:
            undecided = [rated[outcome.ratings[row]].undecided]
            escalations = []
            found = zip(self.plan.escalations, outcome.escalations, strict=True)
            for (_, one), outcomes in found:
                if not outcomes[row]:
                    continue
                because, is_open = worded(one.because), outcomes[row] == 2
                escalations.append(f"{one.to}: {because}{doubt if is_open else ''}")
                undecided += [because] if is_open else []
            texts = "; ".join(filter(None, undecided)), "; ".join(escalations)
            return self.told.number(texts)

        return by_pattern([outcome.ratings, *outcome.escalations], told)


class _Figure:
    """The columns of one group's results; those of held returns are blank."""

    def __init__(self, known: Known) -> None:
        self.score = Table(known, _score, "object")
        self.numerator = Table(known, lambda one: one.figure and one.figure.numerator, "object")
        self.denominator = Table(known, lambda one: one.figure and one.figure.denominator, "object")
        self.coverage = {
            name: Table(known, _count(name)) for name in ("counted", "applicable", "asked")
        }

    def columns(self, numbers: Numbers, held: Numbers) -> Mapping[str, Fact]:
        size = len(self.coverage["counted"].array())
        is_any = bool(held.any())
        if is_any:
            numbers = numpy.where(held, size, numbers)

        def shown(table: Table, instead: Any) -> Coded:
            things = table.array().tolist()
            return Coded(numbers, [*things, instead] if is_any else things)

        return {
            "score": shown(self.score, None),
            "numerator": shown(self.numerator, None),
            "denominator": shown(self.denominator, None),
            **{name: shown(table, 0) for name, table in self.coverage.items()},
        }


def _score(result: SectionResult) -> Any:
    return None if result.figure is None else plain_number(result.figure.percentage)


def _count(name: str) -> Callable[[SectionResult], int]:
    return lambda result: getattr(result.coverage, name)


def _labels(plan: Plan) -> Mapping[str | None, str]:
    rating = plan.question_set.rating
    return {band.id: worded(band.label) for band in (rating.bands if rating else ())}


def _fact(name: str, read: Read, size: int) -> Fact:
    found = read.facts.get(name)
    instead = _ELSE.get(name)
    if found is None:
        return _always(instead, size)
    if isinstance(found, Coded):
        return Coded(found.numbers, [_shown(one, instead) for one in found.things])
    return found.fill_null(instead) if instead is not None and found.null_count else found


def _shown(value: date | Decimal | str | None, instead: str | None) -> Any:
    return instead if value is None else plain_value(value)


def _always(value: str | None, size: int) -> Coded:
    return Coded(numpy.zeros(size, "int64"), [value])
