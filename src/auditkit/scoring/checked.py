"""A plugin's scorer, asked with care: what it gives is checked, what it raises has a sender."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from typing import Any, TypeGuard, TypeVar

from auditkit.errors import PluginFailed, one_line
from auditkit.languages import said
from auditkit.scoring.marks import AdditiveScorer, FoldingScorer, Mark, ScorerFactory
from auditkit.scoring.scorecard import ScorerUsed

T = TypeVar("T")
Ratio = tuple[int, int]


class CheckedScorer:
    """The scorer that a factory makes with the arguments of a set.

    `adds` says whether it works by two sums, `folds` whether a few marks at a time. Raises
    `PluginFailed` for whatever the plugin raises, `SystemExit` included, and for anything but
    exact numbers; `sender` is the plugin as it is to be named then.
    """

    def __init__(self, factory: ScorerFactory, used: ScorerUsed, sender: str) -> None:
        self.factory = factory
        self.used = used
        self.sender = sender
        self.scorer: Any = self.guard(lambda: factory(**used.arguments))
        self.adds = isinstance(self.scorer, AdditiveScorer)
        self.folds = isinstance(self.scorer, FoldingScorer)

    def __reduce__(self) -> tuple[Any, ...]:
        return CheckedScorer, (self.factory, self.used, self.sender)

    def guard(self, method: Callable[..., T], *arguments: object) -> T:
        """What a method gives; whatever it raises is laid at the plugin's door."""
        try:
            return method(*arguments)
        except (Exception, SystemExit) as error:
            what = said("scorer {name}: {found}", name=self.used.name, found=one_line(error))
            raise PluginFailed(self.sender, what) from error

    def parts(self, mark: Mark) -> tuple[Fraction, Fraction]:
        """What one mark adds to either sum, for a scorer that adds."""
        return self.guard(lambda: _parts(self.scorer.parts(mark)))

    def close(self, earned: int, attainable: int) -> Ratio | None:
        """The share that two sums make; of less than nothing there is none."""
        if attainable < 0:
            return None
        return self.guard(lambda: _ratio(self.scorer.close(earned, attainable)))

    def score(self, marks: Sequence[Mark]) -> Ratio | None:
        """The share that marks earn, for a scorer that does not add."""
        return self.guard(lambda: _share(self.scorer.score(marks)))

    def begun(self, mark: Mark) -> Hashable:
        """What a run of this one mark comes to, for a scorer that folds."""
        return self.guard(lambda: _hashed("begun", self.scorer.begun(mark)))

    def joined(self, first: Any, second: Any) -> Hashable:
        """What two runs of marks come to, one behind the other."""
        return self.guard(lambda: _hashed("joined", self.scorer.joined(first, second)))

    def closed(self, whole: Any) -> Ratio | None:
        """The share that a run of marks earns."""
        return self.guard(lambda: _share(self.scorer.closed(whole)))


def _is_exact(number: object) -> TypeGuard[int | Fraction]:
    return isinstance(number, int | Fraction) and not isinstance(number, bool)


def _parts(given: object) -> tuple[Fraction, Fraction]:
    match given:
        case (earned, attainable) if _is_exact(earned) and _is_exact(attainable):
            return Fraction(earned), Fraction(attainable)
    raise TypeError(f"parts() gave {given!r}, expected two Fractions")


def _ratio(given: object) -> Ratio | None:
    match given:
        case None:
            return None
        case (int() as earned, int() as attainable) if (
            _is_exact(earned) and _is_exact(attainable) and attainable > 0
        ):
            return earned, attainable
    raise TypeError(
        f"close() gave {given!r}, expected two whole numbers, the second above 0, or None"
    )


def _hashed(method: str, given: object) -> Hashable:
    if isinstance(given, Hashable):
        hash(given)  # a tuple is hashable only where what it holds is
        return given
    raise TypeError(f"{method}() gave {given!r}, expected something that can be hashed")


def _share(given: object) -> Ratio | None:
    match given:
        case None:
            return None
        case int() | Fraction() if _is_exact(given):
            return given.numerator, given.denominator
    raise TypeError(f"score() gave {given!r}, expected a Fraction or None")
