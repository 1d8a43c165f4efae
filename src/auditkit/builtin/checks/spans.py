"""Between which scores a set can come out, as far as that follows from its scales."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import ceil

from auditkit.questions.earnings import Earnings
from auditkit.questions.model import Question, QuestionSet, Rescore, Section
from auditkit.scoring.rounding import round_ratio

Span = tuple[Fraction, Fraction]
# Methods by which no score is poorer than the poorest answer; of a plugin's nothing is known.
_NO_POORER_THAN_THE_POOREST = ("weighted_mean", "points", "lowest")


class Spans:
    """The lowest and the highest share (0 to 1) of the whole set and of its sections."""

    def __init__(self, question_set: QuestionSet) -> None:
        self.set = question_set
        self.scale: int = 10**question_set.scoring.rounding.places

    def of_question(self, question: Question) -> Span | None:
        """The least and the most that its answer is worth; None where it never counts."""
        earnings = Earnings(question, self.set.options(question), 10**12)
        low, high = earnings.lowest, earnings.highest
        if low is None or not high or question.weight <= 0:
            return None
        method = self.set.scoring.method
        if self.set.scoring.value == "of_range" or method not in _NO_POORER_THAN_THE_POOREST:
            return min(Fraction(low, high), Fraction(0)), Fraction(1)
        return Fraction(low, high), Fraction(1)

    def of(self, section: Section | None) -> Span | None:
        """Of a section before it is rescored, or of the whole; None where nothing counts."""
        inner = section.sections if section else self.set.sections
        parts = [self.of_question(one) for one in (section.questions if section else ())]
        parts += [self._part(one) for one in inner if one.weight > 0 or not self.is_unit(one)]
        return _around(part for part in parts if part is not None)

    def is_unit(self, section: Section) -> bool:
        """Whether a section enters the one above as one figure."""
        return self.set.scoring.over == "sections" or bool(section.rescore)

    def rounded(self, share: Fraction) -> int:
        """The figure printed for a share, as a count of its smallest place."""
        mode = self.set.scoring.rounding.mode
        return round_ratio(100 * self.scale * share.numerator, share.denominator, mode)

    def figures(self, section: Section | None) -> tuple[int, int] | None:
        """The lowest and the highest figure printed for a section, or for the whole."""
        span = self.of(section)
        return None if span is None else (self.rounded(span[0]), self.rounded(span[1]))

    def first(self, start: Decimal) -> int:
        """The first figure that is printed from this percentage on."""
        return ceil(start * self.scale)

    def steps(self, section: Section) -> list[Rescore]:
        """The steps of a rescored section that its percentage can reach."""
        figures = self.figures(section)
        if figures is None:
            return []
        firsts = [self.first(step.from_) for step in section.rescore]
        ends = [*(one - 1 for one in firsts[1:]), max(figures[1], firsts[-1])]
        return [
            step
            for step, first, last in zip(section.rescore, firsts, ends, strict=True)
            if max(first, figures[0]) <= min(last, figures[1])
        ]

    def _part(self, section: Section) -> Span | None:
        if not section.rescore:
            return self.of(section)
        highest = Fraction(max(step.score for step in section.rescore))
        scores = [Fraction(step.score) / highest for step in self.steps(section)]
        return (min(scores), max(scores)) if scores else None


def _around(spans: Iterable[Span]) -> Span | None:
    """The span that holds all of these: a mean lies between the least and the most."""
    found = list(spans)
    if not found:
        return None
    return min(low for low, _ in found), max(high for _, high in found)
