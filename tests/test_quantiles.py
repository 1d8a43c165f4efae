"""Quantiles against published tables, and against the distribution itself."""

from __future__ import annotations

from math import gamma, pi, sqrt, tan

import pytest

from auditkit.quantiles import normal_quantile, t_quantile

# Two-sided 95%: the tables of Student's t (NIST/SEMATECH e-Handbook, 1.3.6.7.2).
TABLE = {
    1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262,
    10: 2.228, 11: 2.201, 15: 2.131, 20: 2.086, 29: 2.045, 30: 2.042, 60: 2.000, 100: 1.984,
}  # fmt: skip
# The same to fifteen digits, from the incomplete beta function at 30 digits (mpmath).
EXACT = {
    4: 2.7764451051977944,
    5: 2.5705818356363155,
    11: 2.2009851600916399,
    30: 2.0422724563012383,
    999: 1.96234146113345,
    1000: 1.9623390808264085,
    100_000: 1.9599877075346096,
}


@pytest.mark.parametrize("df", TABLE)
def test_the_published_table(df):
    assert t_quantile(0.95, df) == pytest.approx(TABLE[df], abs=0.0005)


@pytest.mark.parametrize("df", EXACT)
def test_twelve_digits(df):
    assert t_quantile(0.95, df) == pytest.approx(EXACT[df], rel=1e-12)


@pytest.mark.parametrize("confidence", [0.01, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
def test_one_degree_of_freedom_is_a_tangent(confidence):
    # Student's t with 1 degree of freedom is Cauchy's: P(|T| < t) = 2 atan(t) / pi.
    assert t_quantile(confidence, 1) == pytest.approx(tan(pi * confidence / 2), rel=1e-11)


@pytest.mark.parametrize("confidence", [0.01, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
def test_two_degrees_of_freedom_are_a_root(confidence):
    # With 2: P(|T| < t) = t / sqrt(2 + t^2).
    expected = confidence * sqrt(2 / (1 - confidence**2))
    assert t_quantile(confidence, 2) == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("df", [3, 4, 7, 8, 30, 63])
def test_what_lies_within_has_the_probability_asked_for(df):
    # Simpson's rule over the density between -t and t.
    t, steps = t_quantile(0.9, df), 2_000
    constant = gamma((df + 1) / 2) / (gamma(df / 2) * sqrt(df * pi))
    heights = [
        (1 + (t * (2 * i / steps - 1)) ** 2 / df) ** (-(df + 1) / 2) for i in range(steps + 1)
    ]
    area = sum(
        height * (1, 4, 2)[(i % 2) + (i % 2 == 0 and 0 < i < steps) * 2]
        for i, height in enumerate(heights)
    )
    assert constant * area * 2 * t / steps / 3 == pytest.approx(0.9, abs=1e-9)


def test_with_many_degrees_of_freedom_it_is_the_normal_one():
    assert normal_quantile(0.95) == pytest.approx(1.959963984540054, abs=1e-15)
    assert t_quantile(0.95, 10**12) == pytest.approx(normal_quantile(0.95), abs=1e-11)


@pytest.mark.parametrize(("confidence", "df"), [(0.95, 0), (0.0, 5), (1.0, 5), (0.95, -1)])
def test_what_has_no_quantile_is_refused(confidence, df):
    with pytest.raises(ValueError, match="a confidence between 0 and 1 and df above 0"):
        t_quantile(confidence, df)
