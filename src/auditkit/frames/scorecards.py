"""The flat columns of the scorecards of a batch, from what reading and scoring found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow.compute

from auditkit.frames.arrays import array_of
from auditkit.frames.known import Known, Numbers, Shown, by_pattern
from auditkit.frames.reading import Coded, Fact, Read, coded
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
_STATUSES = [SCORED, HELD]
_NOTHING = [None]


class Scorecards:
    """Puts together the columns of scorecards; what numbers stand for is kept from batch to
    batch.
    """

    def __init__(self, plan: Plan, interpreter: Interpreter) -> None:
        self.plan = plan
        self.interpreter = interpreter
        self.figures = [_Figure(interpreter.figures.known[one.index]) for one in plan.groups]
        rated, labels = interpreter.rated.things, _labels(plan)
        self.ratings = {
            "rating": Shown(rated, lambda one: one.rating),
            "rating_label": Shown(rated, lambda one: labels.get(one.rating)),
            "computed_rating": Shown(rated, lambda one: one.computed),
            "judged_rating": Shown(rated, lambda one: one.judged),
            "limits": Shown(rated, lambda one: one.limits),
        }
        self.told = Known(("", ""))
        self.undecided = Shown(self.told.things, lambda one: one[0])
        self.escalations = Shown(self.told.things, lambda one: one[1])
        asked = plan.question_set
        case = interpreter.vocabulary.case
        self.case = {name: Shown(case[name].things, plain_value) for name in asked.case_fields}
        self.facts: dict[str, Shown] = {}
        self.always: dict[str, list[str | None]] = {}

    @cached_property
    def of_set(self) -> dict[str, list[str | None]]:
        """What every scorecard says of the set and its scorer; brief ones do not, and hashing the
        set takes a moment.
        """
        asked = self.plan.question_set
        return {
            "question_set": [asked.id],
            "set_version": [asked.version],
            "content_hash": [asked.content_hash],
            "scorer": [self.plan.scorer.used.name],
        }

    def brief(self, read: Read, outcome: Outcome, remarks: Coded) -> Iterator[tuple[str, Fact]]:
        """The columns that tell returns from one another, and say what became of them."""
        held = outcome.held
        none = numpy.zeros(len(held), "int64")
        for name in (*IDENTITY, "audit_date"):
            yield name, self._fact(name, read, none)
        yield "status", coded(held.astype("int64"), _STATUSES)
        yield "rating", coded(outcome.ratings, self.ratings["rating"].all())
        yield "warnings", remarks

    def others(self, read: Read, outcome: Outcome) -> Iterator[tuple[str, Fact]]:
        """Every other column but those about a base, by name."""
        held = outcome.held
        none = numpy.zeros(len(held), "int64")
        for name, shown in self.case.items():
            found = read.facts.get(f"case.{name}")
            if found is None:
                found = coded(read.rows.case[name], shown.all())
            yield f"case.{name}", found
        for name, always in self.of_set.items():
            yield name, coded(none, always)
        whole, *sections = [
            figure.columns(read.rows.results[index], held)
            for index, figure in enumerate(self.figures)
        ]
        for name in ("score", "numerator", "denominator"):
            yield name, whole[name]
        for name, shown in self.ratings.items():
            if name != "rating":
                yield name, coded(outcome.ratings, shown.all())
        told = self._told(outcome)
        yield "undecided", coded(told, self.undecided.all())
        yield "escalations", coded(told, self.escalations.all())
        for name in ("counted", "applicable", "asked"):
            yield name, whole[name]
        for section, columns in zip(self.plan.section_names, sections, strict=True):
            yield f"score_{section}", columns["score"]

    def base_columns(
        self, relation: str, rows: Rows, outcome: Outcome | None, *, is_rated: bool
    ) -> Iterator[tuple[str, Fact]]:
        """The columns about the base that these scorecards are under; `outcome` is None where its
        answers have no figure there. With `is_rated` they have a rating.
        """
        none = numpy.zeros(len(rows), "int64")
        score = rating = coded(none, _NOTHING)
        if outcome is not None:
            score = self.figures[0].columns(rows.results[0], outcome.held)["score"]
        if outcome is not None and is_rated:
            rating = coded(outcome.ratings, self.ratings["rating"].all())
        asked = [self.of_set["question_set"], self.of_set["set_version"]]
        told = [
            coded(none, one) for one in (*asked, self.always.setdefault("relation", [relation]))
        ]
        for name, column in zip(FLAT_OF_BASE, (*told, score, rating), strict=True):
            yield f"base_{name}", column

    def _fact(self, name: str, read: Read, none: Numbers) -> Fact:
        found = read.facts.get(name)
        instead = _ELSE.get(name)
        if found is None:
            return coded(none, self.always.setdefault(name, [instead]))
        if isinstance(found, Coded):
            if name not in self.facts:
                self.facts[name] = Shown(found.things, partial(_shown, instead=instead))
            return coded(found.numbers, self.facts[name].all())
        if instead is None or not found.null_count:
            return found
        # Not `fill_null`, which imports pandas.
        filled = array_of([instead] * found.null_count, found.type)
        return pyarrow.compute.replace_with_mask(found, found.is_null(), filled)

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
        results = known.things
        self.columns_of = {
            "score": Shown(results, _score),
            "numerator": Shown(results, lambda one: one.figure and one.figure.numerator),
            "denominator": Shown(results, lambda one: one.figure and one.figure.denominator),
            "counted": Shown(results, lambda one: one.coverage.counted),
            "applicable": Shown(results, lambda one: one.coverage.applicable),
            "asked": Shown(results, lambda one: one.coverage.asked),
        }

    def columns(self, numbers: Numbers, held: Numbers) -> Mapping[str, Fact]:
        if held.any():
            numbers = numpy.where(held, 0, numbers)
        return {name: coded(numbers, shown.all()) for name, shown in self.columns_of.items()}


def _score(result: SectionResult) -> Any:
    return None if result.figure is None else plain_number(result.figure.percentage)


def _labels(plan: Plan) -> Mapping[str | None, str]:
    rating = plan.question_set.rating
    return {band.id: worded(band.label) for band in (rating.bands if rating else ())}


def _shown(value: date | Decimal | str | None, instead: str | None) -> Any:
    return instead if value is None else plain_value(value)
