"""What a condition looks at: answers, facts about the case, figures already worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Figure = Callable[[str | None], int | None]
Points = Callable[[str | None], int]
Range = Callable[[str | None], tuple[int, int]]


class Facts:
    """One return as conditions see it.

    `answers` and `case` map a name to an option id, a tuple of them, a text, a date, or a
    number scaled to an integer by the places it was declared with; a name with no value is
    absent. `unknown` holds the questions that are not assessed or invalid. `figure` gives the
    printed score of a section (None: of the whole) as a scaled integer, `points` the sum of its
    raw scores, `points_range` the least and the most that sum may come to.
    """

    __slots__ = ("answers", "case", "figure", "points", "points_range", "unknown")

    def __init__(
        self,
        answers: dict[str, Any],
        case: Mapping[str, Any],
        unknown: frozenset[str],
        figure: Figure,
        points: Points,
        points_range: Range,
    ) -> None:
        self.answers = answers
        self.case = case
        self.unknown = unknown
        self.figure = figure
        self.points = points
        self.points_range = points_range
