"""The scoring methods that come with auditkit."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction

from auditkit.hookspecs import hookimpl
from auditkit.scoring.marks import Mark, ScorerFactory

_ONE = Fraction(1)


class WeightedMean:
    """The mean of the values, each with its weight."""

    def parts(self, mark: Mark) -> tuple[Fraction, Fraction]:
        return mark.weight * mark.value, mark.weight

    def close(self, earned: int, attainable: int) -> tuple[int, int] | None:
        return (earned, attainable) if attainable else None


class Points:
    """Points earned of points attainable: a question counts by what it can earn."""

    def parts(self, mark: Mark) -> tuple[Fraction, Fraction]:
        return mark.weight * mark.score, mark.weight * mark.highest

    def close(self, earned: int, attainable: int) -> tuple[int, int] | None:
        return (earned, attainable) if attainable else None


class AllOrNone:
    """All where every answer is the best one, else nothing."""

    def parts(self, mark: Mark) -> tuple[Fraction, Fraction]:
        return (_ONE if mark.score == mark.highest else Fraction(0)), _ONE

    def close(self, earned: int, attainable: int) -> tuple[int, int] | None:
        return (int(earned == attainable), 1) if attainable else None


class Lowest:
    """The value of the poorest answer."""

    def score(self, marks: Sequence[Mark]) -> Fraction | None:
        return min((mark.value for mark in marks), default=None)

    def begun(self, mark: Mark) -> Hashable:
        return mark.value

    def joined(self, first: Fraction, second: Fraction) -> Hashable:
        return min(first, second)

    def closed(self, whole: Fraction) -> Fraction | None:
        return whole


class RulesOnly:
    """No score at all: the rating comes from the rules."""

    def score(self, marks: Sequence[Mark]) -> Fraction | None:
        return None

    def begun(self, mark: Mark) -> Hashable:
        return None

    def joined(self, first: None, second: None) -> Hashable:
        return None

    def closed(self, whole: None) -> Fraction | None:
        return None


@hookimpl
def auditkit_scorers() -> dict[str, ScorerFactory]:
    return {
        "weighted_mean": WeightedMean,
        "points": Points,
        "all_or_none": AllOrNone,
        "lowest": Lowest,
        "rules_only": RulesOnly,
    }
