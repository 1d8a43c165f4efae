"""Two ratings of the same things side by side: a first audit and its moderation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from auditkit.agreement.estimate import Estimate
from auditkit.agreement.measures import measured
from auditkit.agreement.ratings import Ratings, rated
from auditkit.agreement.scale import Scale
from auditkit.agreement.weights import Weights
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.problems import problem
from auditkit.wording import listed

ANSWERED = "answered"
CHOSEN = Scale(options=("not chosen", "chosen"))


@frozen
class Missing:
    """No rating, and why: ``not_applicable``, ``not_assessed``, ``invalid``, ``not_asked``."""

    state: str


Given = str | Missing
Chosen = Collection[str] | Missing


@frozen(kw_only=True)
class Comparison:
    """How two ratings of the same things compare, on the declared scale.

    `table` counts the pairs, a row for each option of the first rating and a column for each of
    the second. `lower`, `same` and `higher` say where the second stands against the first: of
    moderated audits, `lower` counts those that the first auditor rated too high. `states` counts
    the pairs left out, by the states of their two sides.
    """

    ratings: Ratings
    table: tuple[tuple[int, ...], ...]
    lower: int
    same: int
    higher: int
    within_one: int
    states: Mapping[tuple[str, str], int]

    @property
    def pairs(self) -> int:
        """How many pairs have a rating on both sides."""
        return self.lower + self.same + self.higher

    @property
    def exact(self) -> int:
        """How many pairs hold the same option twice."""
        return sum(row[option] for option, row in enumerate(self.table))

    @property
    def dropped(self) -> int:
        """How many pairs were left out for having no rating on one side or on both."""
        return sum(self.states.values())

    @property
    def share_exact(self) -> Fraction | None:
        """The share of pairs that hold the same option; None where there is no pair."""
        return Fraction(self.exact, self.pairs) if self.pairs else None

    @property
    def share_within_one(self) -> Fraction | None:
        """The share of pairs at most one step of the scale apart; None where there is none."""
        return Fraction(self.within_one, self.pairs) if self.pairs else None

    def estimates(self, own: Sequence[Weights] = ()) -> tuple[Estimate, ...]:
        """Every statistic of agreement over the pairs."""
        return measured(self.ratings, own)


def compared(scale: Scale, pairs: Iterable[tuple[Given, Given]]) -> Comparison:
    """Compare a first and a second rating of each thing, options of the scale or `Missing`.

    Options with the same score stand on the same step. Raises `Refused` for a rating that is
    not on the scale.
    """
    both: list[tuple[str, str]] = []
    states: Counter[tuple[str, str]] = Counter()
    for first, second in pairs:
        if isinstance(first, Missing) or isinstance(second, Missing):
            states[_state(first), _state(second)] += 1
        else:
            both.append((first, second))
    ratings = rated(scale, both, raters=2)
    counts = ratings.pairs
    options = range(len(scale))
    levels = scale.levels
    steps: Counter[int] = Counter()
    for (one, other), count in counts.items():
        steps[levels[other] - levels[one]] += count
    return Comparison(
        ratings=ratings,
        table=tuple(tuple(counts[i, j] for j in options) for i in options),
        lower=sum(count for step, count in steps.items() if step < 0),
        same=steps[0],
        higher=sum(count for step, count in steps.items() if step > 0),
        within_one=steps[-1] + steps[0] + steps[1],
        states=dict(sorted(states.items())),
    )


def _state(given: object) -> str:
    return given.state if isinstance(given, Missing) else ANSWERED


@frozen(kw_only=True)
class ChoicesComparison:
    """How two answers of several options each compare: every option as chosen or not, and how
    many pairs chose the very same.
    """

    options: Mapping[str, Comparison]
    pairs: int
    identical: int
    states: Mapping[tuple[str, str], int]

    @property
    def dropped(self) -> int:
        """How many pairs were left out for having no answer on one side or on both."""
        return sum(self.states.values())

    @property
    def share_identical(self) -> Fraction | None:
        """The share of pairs that chose the same options; None where there is no pair."""
        return Fraction(self.identical, self.pairs) if self.pairs else None


def compared_choices(
    options: Sequence[str], pairs: Iterable[tuple[Chosen, Chosen]]
) -> ChoicesComparison:
    """Compare a first and a second choice of several options.

    Raises `Refused` for an option that is not among those declared.
    """
    both: list[tuple[frozenset[str], frozenset[str]]] = []
    states: Counter[tuple[str, str]] = Counter()
    for first, second in pairs:
        if isinstance(first, Missing) or isinstance(second, Missing):
            states[_state(first), _state(second)] += 1
        else:
            both.append((frozenset(first), frozenset(second)))
    _refuse_unknown(options, {one for pair in both for chosen in pair for one in chosen})
    return ChoicesComparison(
        options={
            option: compared(
                CHOSEN,
                [(_whether(option, first), _whether(option, second)) for first, second in both],
            )
            for option in options
        },
        pairs=len(both),
        identical=sum(first == second for first, second in both),
        states=dict(sorted(states.items())),
    )


def _whether(option: str, chosen: Collection[str]) -> str:
    return CHOSEN.options[option in chosen]


def _refuse_unknown(options: Sequence[str], chosen: Collection[str]) -> None:
    known = listed(options)
    unknown = sorted(set(chosen) - set(options))
    if unknown:
        raise Refused([problem("G010", found=one, hint="", known=known) for one in unknown])
