"""How far two stages agree over the cases of a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

import click

from auditkit.cli.moderation_options import two_stages
from auditkit.cli.output import print_json, say_line, say_problems
from auditkit.cli.store_option import opened_store
from auditkit.wording import counted

if TYPE_CHECKING:
    from auditkit.agreement.comparison import ChoicesComparison, Comparison
    from auditkit.agreement.estimate import Estimate
    from auditkit.moderation.agreeing import Agreement

_NOTHING = "–"
_TOO_FEW = "too few"
_HEADING = (
    "",
    "Pairs",
    "Same",
    "Within one",
    "Lower",
    "Higher",
    "Kappa",
    "Gwet's AC",
    "Reliability",
)
# The weights that are shown; every other is in the JSON.
_WEIGHTS = "linear"


def stored_agreement(
    ctx: click.Context,
    where: str,
    *,
    is_json: bool,
    by: str | None,
    stages: str | None,
    period: str | None,
    programme: str | None,
) -> int:
    """Measure and print it. The exit code is 1 where some audits cannot be compared."""
    from auditkit.moderating.pairs import stage_pairs
    from auditkit.moderation.agreeing import agreement_by
    from auditkit.moderation.plain import agreement_dict

    first, second = two_stages(str(stages))
    with opened_store(ctx, where) as store:
        told = {"programme": programme, "period": period}
        pairs = stage_pairs(store, first, second, as_submitted=True, **told)
        found = agreement_by(pairs.pairs, str(by))
        if is_json:
            print_json([agreement_dict(one) for one in found])
        else:
            for line in _described(found, first, second):
                say_line(line)
        say_problems(pairs.problems)
    return 1 if pairs.problems else 0


def _described(found: Sequence[Agreement], first: str, second: str) -> Iterator[str]:
    from auditkit.builtin.summary import aligned

    if not found:
        yield f"No case was audited at both stages, {first} and {second}."
        return
    for one in found:
        who = "" if one.by == "question" else f"{one.of or 'no ' + one.by}: "
        blind = f"{one.blind} of them blind" if one.blind else "none of them blind"
        yield f"{who}{one.question_set}, {first} and {second}: {_pairs(one.pairs)}, {blind}"
        yield from aligned([_HEADING, *_rows(one)])
        yield from _square(one, first, second)
        yield ""
    yield f"Lower, higher: where the {second} stands against the {first}."
    yield f"Kappa (Cohen) and Gwet's AC with {_WEIGHTS} weights and 95% intervals; of all"
    yield "questions with errors by case. --json has every statistic, table and reason."


def _pairs(number: int) -> str:
    return counted(number, "pair")


def _rows(one: Agreement) -> Iterator[Sequence[str]]:
    from auditkit.agreement.comparison import Comparison

    if one.rating is not None:
        yield _row("Rating", one.rating)
    for each in one.questions:
        if isinstance(each.comparison, Comparison):
            yield _row(each.question, each.comparison)
        else:
            yield from _choices(each.question, each.comparison)
    estimates = one.overall
    kappa, ac = (_named(estimates, name) for name in ("cohen_kappa", "gwet_ac"))
    exact = next(one for one in estimates if one.statistic == "percent_agreement")
    same = _NOTHING if exact.value is None else _percent(Fraction(exact.value))
    shown = (str(kappa.n), same, "", "", "", _value(kappa), _value(ac), kappa.reliability)
    yield ("All questions", *shown)


def _row(name: str, found: Comparison) -> Sequence[str]:
    estimates = found.estimates()
    kappa, ac = (_named(estimates, name) for name in ("cohen_kappa", "gwet_ac"))
    return (
        name,
        str(found.pairs),
        _share(found.exact, found.share_exact),
        _share(found.within_one, found.share_within_one),
        str(found.lower),
        str(found.higher),
        _value(kappa),
        _value(ac),
        kappa.reliability,
    )


def _choices(name: str, found: ChoicesComparison) -> Iterator[Sequence[str]]:
    """A question with several answers: how often the very same, then each option by itself."""
    same = _share(found.identical, found.share_identical)
    yield (name, str(found.pairs), same, *[""] * 6)
    for option, one in found.options.items():
        yield _row(f"  {option}", one)


def _named(estimates: Iterable[Estimate], statistic: str) -> Estimate:
    return next(one for one in estimates if (one.statistic, one.weights) == (statistic, _WEIGHTS))


def _share(count: int, share: Fraction | None) -> str:
    return _NOTHING if share is None else f"{count} ({_percent(share)})"


def _percent(share: Fraction) -> str:
    """A share in whole per cent, a half rounded up."""
    return f"{floor(share * 100 + Fraction(1, 2))}%"


def _value(one: Estimate) -> str:
    """A statistic with its interval; of too few pairs there are counts only."""
    if one.value is None or one.reliability == _TOO_FEW:
        return _NOTHING
    if one.ci95 is None:
        return f"{one.value:.2f}"
    return f"{one.value:.2f} ({one.ci95[0]:.2f} to {one.ci95[1]:.2f})"


def _square(one: Agreement, first: str, second: str) -> Iterator[str]:
    """The counts of each two ratings: those of the first stage down, of the second along."""
    from auditkit.builtin.summary import aligned

    if one.rating is None or not one.rating.pairs:
        return
    options = one.rating.ratings.scale.options
    table = zip(options, one.rating.table, strict=True)
    yield ""
    yield from aligned(
        [
            (f"{first} \\ {second}", *options),
            *((option, *map(str, row)) for option, row in table),
        ]
    )
