"""Agreement of two raters over several questions, each on its own scale."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction

from auditkit.agreement.coefficients import Chance, gwet_chance, observed_and_chance
from auditkit.agreement.cohen import shares_of
from auditkit.agreement.estimate import CHANCE_IS_ALL, NOT_COMPARED, Estimate
from auditkit.agreement.jackknife import jackknife_error, with_error
from auditkit.agreement.ratings import Ratings, pooled
from auditkit.agreement.weights import Weights, linear, unweighted

# The ratings of one question, apart for each case.
ByCase = Mapping[Hashable, Ratings]
# The agreement observed and that by chance, of ratings with something to compare.
Parts = Callable[[Ratings, Weights], tuple[Fraction, Fraction]]


def _cohen(ratings: Ratings, weights: Weights) -> tuple[Fraction, Fraction]:
    shares = shares_of(ratings)
    return shares.observed(weights), shares.by_chance(weights)


def _with(chance: Chance | None) -> Parts:
    def parts(ratings: Ratings, weights: Weights) -> tuple[Fraction, Fraction]:
        observed, by_chance, _ = observed_and_chance(ratings, weights, chance)
        return observed, by_chance

    return parts


_STATISTICS: tuple[tuple[str, Parts], ...] = (
    ("percent_agreement", _with(None)),
    ("cohen_kappa", _cohen),
    ("gwet_ac", _with(gwet_chance)),
)


def overall(questions: Sequence[ByCase]) -> tuple[Estimate, ...]:
    """Percent agreement, Cohen's kappa and Gwet's AC, unweighted and linear, over questions.

    The agreement observed and that by chance are averaged over the questions, each with as much
    weight as it has pairs (after De Vries and others 2008). The errors leave out each case in
    turn, with all its questions, for answers about one case are not independent.
    """
    return tuple(_overall(questions))


def _overall(questions: Sequence[ByCase]) -> Iterator[Estimate]:
    whole = [pooled([*one.values()]) for one in questions if one]
    cases = _compared_cases(questions)
    left = [_without(case, questions, whole) for case in cases]
    for statistic, parts in _STATISTICS:
        for weigh in (unweighted, linear):
            value = _value(parts, weigh, whole)
            found = Estimate(
                statistic=statistic,
                weights=weigh.__name__,
                n=sum(one.compared for one in whole),
                value=value,
                reason="" if value is not None else CHANCE_IS_ALL if cases else NOT_COMPARED,
            )
            values = [(1, _value(parts, weigh, one)) for one in left]
            yield with_error(found, jackknife_error(values), len(cases))


def _compared_cases(questions: Sequence[ByCase]) -> list[Hashable]:
    """The cases with a pair to compare, in the order in which they come first."""
    found = (case for one in questions for case, ratings in one.items() if ratings.compared)
    return list(dict.fromkeys(found))


def _without(
    case: Hashable, questions: Sequence[ByCase], whole: Sequence[Ratings]
) -> list[Ratings]:
    by_case = [one for one in questions if one]
    return [
        ratings.without(one[case]) if case in one else ratings
        for one, ratings in zip(by_case, whole, strict=True)
    ]


def _value(
    parts: Parts, weigh: Callable[..., Weights], questions: Sequence[Ratings]
) -> float | None:
    n = sum(one.compared for one in questions)
    observed = by_chance = Fraction(0)
    for one in questions:
        if one.compared:
            seen, chance = parts(one, weigh(one.scale))
            observed += seen * one.compared
            by_chance += chance * one.compared
    if by_chance == n:
        return None
    return float((observed - by_chance) / (n - by_chance))
