"""What a scorer sees, and what it must give back."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from typing import Protocol, runtime_checkable

from auditkit.frozen import frozen


@frozen
class Mark:
    """One counted question: its raw score (`reverse` applied), the least and the most that it
    could have been, its weight (above 0), its value from 0 to 1, and its state.

    Under ``missing: worst`` a question that is not assessed is among the marks, with its state
    and its lowest value.
    """

    question: str
    score: Fraction
    lowest: Fraction
    highest: Fraction
    weight: Fraction
    value: Fraction
    state: str = "answered"


@runtime_checkable
class Scorer(Protocol):
    """A method of scoring: from the marks of a section, or of all questions, to a share."""

    def score(self, marks: Sequence[Mark]) -> Fraction | None:
        """The share from 0 to 1 that these marks earn, exactly; None where there is none."""
        ...


@runtime_checkable
class AdditiveScorer(Protocol):
    """A method whose result rests on two sums over the marks, so that it runs on integers.

    `parts` says what one mark adds to either sum, `close` makes the share of the two sums;
    both must be exact, and `close` must not mind a common factor in them. Of less than nothing
    attainable there is no share, and `close` is not asked.
    """

    def parts(self, mark: Mark) -> tuple[Fraction, Fraction]: ...

    def close(self, earned: int, attainable: int) -> tuple[int, int] | None: ...


@runtime_checkable
class FoldingScorer(Scorer, Protocol):
    """A scorer that also works a few marks at a time, so that returns by the million are scored
    by the few runs of marks that differ. `closed` of what all marks come to must be what `score`
    makes of them; a run of marks comes to anything that can be compared and hashed.
    """

    def begun(self, mark: Mark) -> Hashable:
        """What a run of this one mark comes to."""
        ...

    def joined(self, first: Hashable, second: Hashable) -> Hashable:
        """What two runs of marks come to, one behind the other."""
        ...

    def closed(self, whole: Hashable) -> Fraction | None:
        """The share that a run of marks earns."""
        ...


# Makes a scorer from the arguments that a question set gives by name, all of them texts. Raises
# `ValueError` with a sentence for arguments it cannot use.
ScorerFactory = Callable[..., Scorer | AdditiveScorer]
