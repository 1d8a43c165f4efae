"""What a report may say of its figures.

A share of fewer than ten cases is told as numbers; of all cases only what an estimate from draw
records gives is told; a change is told only where a control chart shows more than chance.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from auditkit.agreement.estimate import FEW, TOO_FEW
from auditkit.estimates.control_charts import (
    ONE_SIDE,
    OUTSIDE,
    TREND,
    TWO_OF_THREE,
    ControlChart,
)
from auditkit.estimates.intervals import Interval
from auditkit.estimates.stratified import Estimate
from auditkit.languages import Words, noted

# Below this a percentage would pretend to more than is known.
FEWEST_FOR_PERCENT = 10

_WHY = {
    OUTSIDE: noted("the last point lies outside the limits"),
    TREND: noted("seven points or more in a row go the same way"),
    TWO_OF_THREE: noted("two of the last three points lie near a limit"),
    ONE_SIDE: noted("seven points or more in a row lie on the same side of the mean"),
}


def percentage(count: int, of: int) -> int | None:
    """The share in whole per cent, halves up; None where it is of fewer than ten cases. Only
    none of the cases are 0%, and only all of them 100%.

    >>> percentage(31, 34), percentage(399, 400), percentage(7, 8)
    (91, 99, None)
    """
    if not 0 <= count <= of:
        raise ValueError(f"a count of 0 to {of}, not {count}")
    return None if of < FEWEST_FOR_PERCENT else whole_percent(Fraction(count, of))


def share_words(count: int, of: int, words: Words) -> str:
    """A count among so many cases, with its percentage where there are ten cases or more.

    >>> from auditkit.languages import words_in
    >>> share_words(7, 8, words_in("en")), share_words(31, 34, words_in("en"))
    ('7 of 8', '31 of 34 (91%)')
    """
    percent = percentage(count, of)
    if percent is None:
        return words.translate("{count} of {of}", count=count, of=of)
    return words.translate("{count} of {of} ({percent}%)", count=count, of=of, percent=percent)


def interval_words(interval: Interval, words: Words) -> str:
    """An interval of a share in whole per cent.

    >>> from auditkit.languages import words_in
    >>> interval_words(Interval(0.7698, 0.9696), words_in("en"))
    '95% interval 77% to 97%'
    """
    low, high = (whole_percent(Fraction(end)) for end in interval)
    return words.translate("95% interval {low}% to {high}%", low=low, high=high)


def all_cases_words(estimate: Estimate | None, words: Words) -> str:
    """The share of all cases as it was estimated from the records of the draws, with its
    interval and how many audits it rests on. Without an estimate there is no such share.
    """
    if estimate is None:
        return words.translate("No share of all cases: that needs the records of the draws.")
    if estimate.sampled < FEWEST_FOR_PERCENT:
        return words.plural(
            "No share of all cases: {count} audit is too few.",
            "No share of all cases: {count} audits are too few.",
            estimate.sampled,
        )
    percent = whole_percent(estimate.value)
    if estimate.interval is None:
        return words.plural(
            "about {percent}% of all cases ({count} audit; too few of some kind of case for an"
            " interval)",
            "about {percent}% of all cases ({count} audits; too few of some kind of case for an"
            " interval)",
            estimate.sampled,
            percent=percent,
        )
    return words.plural(
        "about {percent}% of all cases ({interval}; {count} audit)",
        "about {percent}% of all cases ({interval}; {count} audits)",
        estimate.sampled,
        percent=percent,
        interval=interval_words(estimate.interval, words),
    )


def coverage_words(estimate: Estimate, words: Words) -> str:
    """Which eligible cases an estimate covers; nothing where it covers them all."""
    if not estimate.left_out:
        return ""
    return words.translate(
        "The estimate covers {covered} of {listed} eligible cases. Nothing was audited of:"
        " {missing}.",
        covered=estimate.eligible,
        listed=estimate.listed,
        missing=", ".join(estimate.left_out),
    )


def change_words(
    chart: ControlChart | None, of: int, words: Words, *, rise_is_good: bool | None = None
) -> str:
    """What a control chart says of its last point, which is made from so many cases.

    "Improved" and "worse" need a signal, and to be told which way is good.
    """
    if chart is None or of < FEWEST_FOR_PERCENT:
        return words.translate("Too few cases to say whether it changed.")
    signal = chart.points[-1].signal
    if signal is None:
        return words.translate("No change beyond chance.")
    why = words.translate(_WHY[signal])
    if rise_is_good is None:
        return words.translate("Changed: {why}.", why=why)
    if _rose(chart) == rise_is_good:
        return words.translate("Improved: {why}.", why=why)
    return words.translate("Worse: {why}.", why=why)


def change_arrow(chart: ControlChart | None, of: int) -> str:
    """An arrow up or down beside what `change_words` says; nothing without a signal, nor for
    fewer than ten cases.
    """
    if chart is None or of < FEWEST_FOR_PERCENT or chart.points[-1].signal is None:
        return ""
    return "↑" if _rose(chart) else "↓"


def pairs_words(pairs: int, lower: int, higher: int, words: Words) -> str:
    """How far audits were graded otherwise by a later stage, and what the number of pairs bears.

    >>> from auditkit.languages import words_in
    >>> pairs_words(7, 2, 0, words_in("en"))
    '7 pairs, 2 graded lower, 0 higher; too few for statistics'
    """
    told = words.plural(
        "{count} pair, {lower} graded lower, {higher} higher",
        "{count} pairs, {lower} graded lower, {higher} higher",
        pairs,
        lower=lower,
        higher=higher,
    )
    if pairs < TOO_FEW:
        return words.translate("{told}; too few for statistics", told=told)
    return words.translate("{told}; low reliability", told=told) if pairs < FEW else told


def _rose(chart: ControlChart) -> bool:
    """Whether the signal of the last point is one of higher values."""
    last = chart.points[-1]
    if last.signal == TREND:
        return last.value > chart.points[-2].value
    return last.value > chart.mean


def whole_percent(share: Fraction) -> int:
    """A share in whole per cent, halves up; more than nothing is no 0%, less than everything no
    100%.
    """
    rounded = floor(share * 100 + Fraction(1, 2))
    return min(max(rounded, int(share > 0)), 100 - int(share < 1))
