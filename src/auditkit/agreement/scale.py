"""The scale that ratings are on: declared, never inferred from the ratings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.problems import Problem, problem

_NUMBER = r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?"


@frozen(kw_only=True)
class Scale:
    """The options that a rating may be, from the lowest to the highest.

    `scores` are their numbers, where they have any: the metrics of interval and ratio need them.
    """

    options: tuple[str, ...]
    scores: tuple[Fraction, ...] | None = None

    def __len__(self) -> int:
        return len(self.options)

    @property
    def levels(self) -> tuple[int, ...]:
        """Each option's place from below; options with the same score share one."""
        if self.scores is None:
            return tuple(range(len(self.options)))
        heights = sorted(set(self.scores))
        return tuple(heights.index(score) for score in self.scores)


def declared_scale(options: Sequence[str], scores: Sequence[Fraction | int] | None = None) -> Scale:
    """A scale of these options, the lowest first. Without `scores`, options that are all numbers
    are their own.

    >>> declared_scale(["0.5", "1", "2"]).scores
    (Fraction(1, 2), Fraction(1, 1), Fraction(2, 1))

    Raises `Refused` for fewer than two options, one that is blank or there twice, and another
    number of scores than of options.
    """
    problems = list(_problems(options))
    if scores is not None and len(scores) != len(options):
        problems.append(problem("G004", found=len(scores), expected=len(options)))
    if problems:
        raise Refused(problems)
    given = _own_scores(options) if scores is None else tuple(map(Fraction, scores))
    return Scale(options=tuple(options), scores=given)


def _problems(options: Sequence[str]) -> list[Problem]:
    found = []
    if len(options) < 2:
        found.append(problem("G001", count=len(options)))
    seen: dict[object, str] = {}
    for position, option in enumerate(options, 1):
        told_by = _told_by(option)
        if not option.strip():
            found.append(problem("G003", position=position))
        elif told_by in seen:
            found.append(problem("G002", found=option, first=seen[told_by]))
        seen.setdefault(told_by, option)
    return found


def _told_by(option: str) -> object:
    number = number_of(option)
    return " ".join(option.split()).casefold() if number is None else number


def _own_scores(options: Sequence[str]) -> tuple[Fraction, ...] | None:
    numbers = [number_of(option) for option in options]
    return tuple(one for one in numbers if one is not None) if None not in numbers else None


def number_of(text: str) -> Fraction | None:
    """The number that an option is, or None.

    >>> number_of("0.5"), number_of("Good"), number_of("1e9")
    (Fraction(1, 2), None, None)
    """
    return Fraction(text.strip()) if re.fullmatch(_NUMBER, text.strip()) else None
