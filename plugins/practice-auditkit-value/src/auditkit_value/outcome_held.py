"""A scoring method: how far the outcome was held, whatever else was done well."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from auditkit import Mark


class OutcomeHeld:
    """The value of the poorest of the questions named: an outcome that was lost is not made up
    for by one that was held, nor by good practice.

    A set gives the ids as ``arguments: {questions: "outcomes_achieved, outcome_still_met"}``.
    """

    def __init__(self, questions: str = "outcomes_achieved, outcome_still_met") -> None:
        self.questions = frozenset(name.strip() for name in questions.split(",") if name.strip())
        if not self.questions:
            raise ValueError("questions names none, expected ids with commas between them")

    def score(self, marks: Sequence[Mark]) -> Fraction | None:
        """The share that was held; None where none of these questions counted."""
        return min((one.value for one in marks if one.question in self.questions), default=None)
