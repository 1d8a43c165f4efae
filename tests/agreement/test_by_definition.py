"""Every statistic against its definition, worked in the plainest way over random ratings."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import comb, isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.agreement.coefficients import fleiss_kappa, gwet_ac, percent_agreement
from auditkit.agreement.cohen import cohen_kappa
from auditkit.agreement.krippendorff import METRICS, krippendorff_alpha
from auditkit.agreement.ratings import rated
from auditkit.agreement.scale import declared_scale
from auditkit.agreement.weights import STANDARD, own_weights
from auditkit.quantiles import t_quantile

SCALES = (["1", "2"], ["0", "0.5", "1"], ["0.5", "1", "2", "5"])
COSTS = {
    "unweighted": lambda apart, most: 1 - (apart > 0),
    "linear": lambda apart, most: 1 - apart / most,
    "quadratic": lambda apart, most: 1 - apart**2 / most**2,
    "ordinal": lambda apart, most: 1 - comb(apart + 1, 2) / comb(most + 1, 2),
}


@st.composite
def rows_on_a_scale(draw, fewest=2, most=4, missing=True):
    scale = draw(st.sampled_from(SCALES))
    raters = draw(st.integers(fewest, most))
    given = st.sampled_from(scale)
    rating = st.one_of(given, given, st.none()) if missing else given
    rows = draw(st.lists(st.tuples(*[rating] * raters), min_size=1, max_size=12))
    return declared_scale(scale), [row for row in rows if any(row)]


def given_in(row):
    return [one for one in row if one is not None]


def pairs_in(row):
    return list(permutations(given_in(row), 2))


def weight(scale, name, one, other):
    apart = abs(scale.options.index(one) - scale.options.index(other))
    return COSTS[name](apart, len(scale) - 1)


def observed(scale, name, rows):
    """The mean over units with a pair of the mean weight over pairs."""
    compared = [pairs_in(row) for row in rows if pairs_in(row)]
    means = [sum(weight(scale, name, *pair) for pair in pairs) / len(pairs) for pairs in compared]
    return sum(means) / len(means)


def shares(scale, rows):
    return [
        sum(given_in(row).count(option) / len(given_in(row)) for row in rows) / len(rows)
        for option in scale.options
    ]


def gwets_chance(scale, name, rows):
    q = len(scale)
    spread = sum(weight(scale, name, a, b) for a in scale.options for b in scale.options)
    return spread * sum(p * (1 - p) for p in shares(scale, rows)) / (q * (q - 1))


def fleisss_chance(scale, name, rows):
    given = list(zip(scale.options, shares(scale, rows), strict=True))
    return sum(p * r * weight(scale, name, a, b) for a, p in given for b, r in given)


CHANCES = {
    percent_agreement: lambda *_: 0.0,
    gwet_ac: gwets_chance,
    fleiss_kappa: fleisss_chance,
}


@given(rows_on_a_scale(), st.sampled_from(list(CHANCES)), st.sampled_from(STANDARD))
def test_what_is_beyond_chance_by_definition(rows, statistic, weigh):
    scale, units = rows
    found = statistic(rated(scale, units, raters=max(map(len, units), default=2)), weigh(scale))
    if not any(map(pairs_in, units)):
        return
    seen = observed(scale, weigh.__name__, units)
    chance = CHANCES[statistic](scale, weigh.__name__, units)
    if isclose(chance, 1):
        assert found.value is None
    else:
        assert found.value == pytest.approx((seen - chance) / (1 - chance), abs=1e-12)


@given(rows_on_a_scale(2, 2), st.sampled_from(STANDARD))
def test_cohens_kappa_by_definition(rows, weigh):
    scale, units = rows
    both = [row for row in units if None not in row]
    found = cohen_kappa(rated(scale, units, raters=2), weigh(scale))
    if not both:
        return

    def agreed(one, other):
        return weight(scale, weigh.__name__, one, other)

    seen = sum(agreed(*row) for row in both) / len(both)
    chance = sum(agreed(a, b) for a, _ in both for _, b in both) / len(both) ** 2
    if isclose(chance, 1):
        assert found.value is None
    else:
        assert found.value == pytest.approx((seen - chance) / (1 - chance), abs=1e-12)


def apart(scale, metric, values, one, other):
    """Krippendorff's squared differences (2011), as he writes them."""
    low, high = sorted((scale.options.index(one), scale.options.index(other)))
    c, k = (float(option) for option in (one, other))
    if metric == "nominal" or one == other:
        return float(one != other)
    if metric == "ordinal":
        between = [values.count(option) for option in scale.options[low : high + 1]]
        return (sum(between) - (between[0] + between[-1]) / 2) ** 2
    return (c - k) ** 2 if metric == "interval" else ((c - k) / (c + k)) ** 2


def alpha(scale, metric, units):
    """1 - the mean difference within units / that between any two values, or None."""
    paired = [given_in(row) for row in units if len(given_in(row)) > 1]
    values = [one for row in paired for one in row]
    within = sum(
        apart(scale, metric, values, *pair) / (len(row) - 1)
        for row in paired
        for pair in permutations(row, 2)
    )
    between = sum(apart(scale, metric, values, *pair) for pair in permutations(values, 2))
    if not between:
        return None
    return 1 - (within / len(values)) / (between / (len(values) * (len(values) - 1)))


@given(rows_on_a_scale(), st.sampled_from(METRICS))
def test_krippendorffs_alpha_by_the_differences_of_pairs(rows, metric):
    scale, units = rows
    found = krippendorff_alpha(rated(scale, units, raters=len(units[0]) if units else 2), metric)
    expected = alpha(scale, metric, units)
    if expected is None:
        assert found.value is None
    else:
        assert found.value == pytest.approx(expected, abs=1e-12)


@given(rows_on_a_scale(), st.sampled_from(METRICS))
def test_the_jackknife_of_alpha_leaves_out_each_unit(rows, metric):
    scale, units = rows
    if not units:
        return
    ratings = rated(scale, units, raters=len(units[0]))
    found = krippendorff_alpha(ratings, metric, jackknife=True)
    if found.value is None:
        return
    paired = [row for row in units if len(given_in(row)) > 1]
    left = [alpha(scale, metric, [*paired[:i], *paired[i + 1 :]]) for i in range(len(paired))]
    if len(paired) < 2 or None in left:
        assert (found.se, found.ci95) == (None, None)
        return
    n, mean = len(left), sum(left) / len(left)
    error = sqrt((n - 1) / n * sum((one - mean) ** 2 for one in left))
    assert found.se == pytest.approx(error, abs=1e-9)
    reach = t_quantile(0.95, n - 1) * error
    assert found.ci95[0] == pytest.approx(found.value - reach, abs=1e-9 * max(1, reach))
    assert found.ci95[1] == pytest.approx(min(1, found.value + reach), abs=1e-9 * max(1, reach))


def slope(of, units, position):
    """How a statistic moves when a unit is given slightly more weight than the others."""
    step = 1e-6

    def moved(by):
        return of([1 + by * (at == position) for at in range(len(units))])

    return (moved(step) - moved(-step)) / (2 * step)


@given(rows_on_a_scale(missing=False), st.sampled_from([gwet_ac, fleiss_kappa, percent_agreement]))
def test_the_linearised_error_is_that_of_the_slopes(rows, statistic):
    scale, units = rows
    if len(units) < 2:
        return
    ratings = rated(scale, units, raters=len(units[0]))
    found = statistic(ratings, STANDARD[1](scale))
    if found.value is None:
        return

    def value(weights):
        total = sum(weights)
        means = [
            (one, sum(weight(scale, "linear", *pair) for pair in pairs_in(row)), pairs_in(row))
            for one, row in zip(weights, units, strict=True)
        ]
        paired = [(one, met / len(pairs)) for one, met, pairs in means if pairs]
        seen = sum(one * mean for one, mean in paired) / sum(one for one, _ in paired)
        p = [
            sum(one * given_in(row).count(option) / len(given_in(row)) for one, row in each) / total
            for option in scale.options
            for each in [list(zip(weights, units, strict=True))]
        ]
        chance = 0.0
        if statistic is gwet_ac:
            q = len(scale)
            spread = sum(
                weight(scale, "linear", a, b) for a in scale.options for b in scale.options
            )
            chance = spread * sum(one * (1 - one) for one in p) / (q * (q - 1))
        elif statistic is fleiss_kappa:
            chance = sum(
                p[i] * p[j] * weight(scale, "linear", a, b)
                for i, a in enumerate(scale.options)
                for j, b in enumerate(scale.options)
            )
        return (seen - chance) / (1 - chance)

    n = len(units)
    slopes = [slope(value, units, at) for at in range(n)]
    assert found.se == pytest.approx(sqrt(n / (n - 1) * sum(one**2 for one in slopes)), abs=1e-5)


@given(rows_on_a_scale(2, 2), st.sampled_from(STANDARD))
def test_the_large_sample_error_of_kappa_is_that_of_the_slopes(rows, weigh):
    scale, units = rows
    both = [row for row in units if None not in row]
    if len(both) < 2:
        return
    weights = weigh(scale)
    found = cohen_kappa(rated(scale, units, raters=2), weights)
    if found.value is None:
        return

    def agreed(one, other):
        return weight(scale, weigh.__name__, one, other)

    def value(masses):
        each = list(zip(masses, both, strict=True))
        total = sum(masses)
        seen = sum(one * agreed(*row) for one, row in each) / total
        chance = sum(one * other * agreed(a, b) for one, (a, _) in each for other, (_, b) in each)
        return (seen - chance / total**2) / (1 - chance / total**2)

    slopes = [slope(value, both, at) for at in range(len(both))]
    assert found.se == pytest.approx(sqrt(sum(one**2 for one in slopes)), abs=1e-5)
    assert found.ci95[1] - found.value == pytest.approx(1.959963984540054 * found.se, abs=1e-12)
    assert found.value - found.ci95[0] == pytest.approx(1.959963984540054 * found.se, abs=1e-12)


def gwets_alpha_error(scale, metric, units):
    """The error of irrCAC 1.0, `krippen.alpha.raw`, with weights of agreement as it has them."""
    paired = [given_in(row) for row in units if len(given_in(row)) > 1]
    n = len(paired)
    tallies = [[row.count(option) for option in scale.options] for row in paired]
    options = range(len(scale))
    differences = [[apart(scale, metric, [], a, b) for b in scale.options] for a in scale.options]
    most = max(map(max, differences))
    w = [[1 - differences[i][j] / most for j in options] for i in options]
    r = [len(row) for row in paired]
    mean = sum(r) / n
    own = [
        sum(t[i] * (sum(w[i][j] * t[j] for j in options) - 1) for i in options) / (mean * (m - 1))
        for t, m in zip(tallies, r, strict=True)
    ]
    prime = sum(own) / n
    epsilon = 1 / sum(r)
    pa = (1 - epsilon) * prime + epsilon
    p = [sum(t[i] for t in tallies) / n / mean for i in options]
    pe = sum(w[i][j] * p[i] * p[j] for i in options for j in options)
    coefficient = (prime - pe) / (1 - pe)
    total = 0.0
    for t, m, a in zip(tallies, r, own, strict=True):
        surplus = (m - mean) / mean
        chance = sum(t[i] * w[i][j] * p[j] for i in options for j in options) / mean - pe * surplus
        linearised = (a - pa * surplus - pe) / (1 - pe)
        linearised -= 2 * (1 - coefficient) * (chance - pe) / (1 - pe)
        total += (linearised - coefficient) ** 2
    return sqrt(total / (n * (n - 1)))


@given(rows_on_a_scale(), st.sampled_from(["nominal", "interval", "ratio"]))
def test_the_linearised_error_of_alpha_is_gwets(rows, metric):
    scale, units = rows
    if not units:
        return
    found = krippendorff_alpha(rated(scale, units, raters=len(units[0])), metric)
    if found.se is None:
        return
    assert found.se == pytest.approx(gwets_alpha_error(scale, metric, units), abs=1e-7)


@given(st.permutations(range(8)), st.permutations(range(3)))
def test_neither_the_order_of_units_nor_that_of_raters_matters(units, raters):
    rows = ["AAB", "AB.", "CCC", "B.B", "CBA", "AAA", "..A", "CC."]
    scale = declared_scale(["A", "B", "C"], [1, 2, 4])

    def figures(order, columns):
        table = [[None if rows[i][j] == "." else rows[i][j] for j in columns] for i in order]
        ratings = rated(scale, table, raters=3)
        weights = STANDARD[1](scale)
        return [statistic(ratings, weights) for statistic in CHANCES] + [
            krippendorff_alpha(ratings, metric) for metric in METRICS
        ]

    for found, expected in zip(figures(units, raters), figures(range(8), range(3)), strict=True):
        assert found.value == expected.value
        assert found.se == pytest.approx(expected.se, rel=1e-12)


def test_own_weights_of_agreement_and_of_disagreement_say_the_same():
    scale = declared_scale(["A", "B", "C"])
    ratings = rated(scale, ["AB", "BB", "CA", "CC", "BC", "AA"], raters=2)
    half = Fraction(1, 2)
    apart_by = own_weights("apart", scale, [[0, 1, 2], [1, 0, 1], [2, 1, 0]])
    alike_by = own_weights("alike", scale, [[1, half, 0], [half, 1, half], [0, half, 1]])
    assert apart_by.matrix == alike_by.matrix == STANDARD[1](scale).matrix
    assert cohen_kappa(ratings, apart_by).value == cohen_kappa(ratings, STANDARD[1](scale)).value
