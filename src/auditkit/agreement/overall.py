"""Agreement of two raters over several questions, each on its own scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

from auditkit.agreement.coefficients import Chance, gwet_chance, observed_and_chance
from auditkit.agreement.cohen import shares_of
from auditkit.agreement.estimate import CHANCE_IS_ALL, NOT_COMPARED, Estimate
from auditkit.agreement.jackknife import jackknife_error, with_error
from auditkit.agreement.ratings import Ratings, Row, pooled
from auditkit.agreement.weights import Weights, linear, unweighted

# The ratings of one question, apart for each case.
ByCase = Mapping[Hashable, Ratings]
# How one case was rated on a question; and that it was not.
_Rows = frozenset[tuple[Row, int]]
_NOBODY: _Rows = frozenset()
# Pairs, agreement observed and agreement by chance, without a case that was rated so.
_Sums = Mapping[_Rows, tuple[int, ...]]
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
    asked = [one for one in questions if one]
    cases = Counter(_answered(case, asked) for case in _compared_cases(asked))
    tables = [_tables(one) for one in asked]
    n = sum(one[_NOBODY].compared for one in tables)
    for statistic, parts in _STATISTICS:
        for weigh in (unweighted, linear):
            sums = _common([_sums(parts, weigh, one) for one in tables])
            value = _value(sums, [_NOBODY] * len(sums))
            found = Estimate(
                statistic=statistic,
                weights=weigh.__name__,
                n=n,
                value=value,
                reason="" if value is not None else CHANCE_IS_ALL if cases else NOT_COMPARED,
            )
            values = [(count, _value(sums, left_out)) for left_out, count in cases.items()]
            yield with_error(found, jackknife_error(values), cases.total())


def _compared_cases(questions: Sequence[ByCase]) -> list[Hashable]:
    """The cases with a pair to compare, in the order in which they come first."""
    found = (case for one in questions for case, ratings in one.items() if ratings.compared)
    return list(dict.fromkeys(found))


def _answered(case: Hashable, questions: Sequence[ByCase]) -> tuple[_Rows, ...]:
    """How a case was rated on each question: the same for many cases."""
    return tuple(_rows(one[case]) if case in one else _NOBODY for one in questions)


def _rows(ratings: Ratings) -> _Rows:
    return frozenset(ratings.rows.items())


def _tables(question: ByCase) -> dict[_Rows, Ratings]:
    """The ratings of a question without those of a case, by how that was rated."""
    whole = pooled([*question.values()])
    return {_NOBODY: whole} | {_rows(one): whole.without(one) for one in question.values()}


def _sums(
    parts: Parts, weigh: Callable[..., Weights], tables: Mapping[_Rows, Ratings]
) -> dict[_Rows, tuple[Fraction, ...]]:
    """The pairs of each table, the agreement observed in all of them, and that by chance."""
    found: dict[_Rows, tuple[Fraction, ...]] = {}
    weights = weigh(tables[_NOBODY].scale)
    for left_out, one in tables.items():
        n = Fraction(one.compared)
        both = parts(one, weights) if n else (Fraction(0), Fraction(0))
        found[left_out] = (n, *(n * part for part in both))
    return found


def _common(questions: Sequence[Mapping[_Rows, tuple[Fraction, ...]]]) -> Sequence[_Sums]:
    """The same over one denominator: whole numbers, which are summed for every case."""
    found = (part for one in questions for sums in one.values() for part in sums)
    whole = lcm(*(part.denominator for part in found))
    return [
        {left_out: tuple(int(part * whole) for part in sums) for left_out, sums in one.items()}
        for one in questions
    ]


def _value(questions: Sequence[_Sums], left_out: Sequence[_Rows]) -> float | None:
    """The statistic without a case that was rated so on each question."""
    n = observed = by_chance = 0
    for one, rows in zip(questions, left_out, strict=True):
        pairs, seen, chance = one[rows]
        n += pairs
        observed += seen
        by_chance += chance
    return None if by_chance == n else (observed - by_chance) / (n - by_chance)
