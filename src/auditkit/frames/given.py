"""What the rows of a batch say, as numbers of known things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy

from auditkit.frames.known import Known, Numbers
from auditkit.scoring.outcomes import UNASKED
from auditkit.scoring.scorecard import SectionResult

# The numbers of a blank and of a question that was not asked, among the answers to any question.
BLANK, NOT_ASKED = 0, 1


class Vocabulary:
    """The answers and the facts about cases met so far; kept from batch to batch."""

    def __init__(self, questions: Iterable[str], case_fields: Iterable[str]) -> None:
        self.answers = {name: Known(None, UNASKED) for name in questions}
        self.case = {name: Known(None) for name in case_fields}

    def under(self, questions: Iterable[str], case_fields: Iterable[str]) -> Vocabulary:
        """What of it another set knows; what only that set has was never met."""
        other = Vocabulary(questions, case_fields)
        for ours, theirs in ((self.answers, other.answers), (self.case, other.case)):
            theirs.update((name, ours[name]) for name in ours.keys() & theirs.keys())
        return other


class Rows:
    """The rows of one batch. `answers` and `case` hold a number for each row, by question and by
    field, but for fields of text that no condition looks at; `held` says which rows could not be read.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        answers: dict[str, Numbers],
        case: dict[str, Numbers],
        held: Numbers,
    ) -> None:
        self.vocabulary = vocabulary
        self.answers = answers
        self.case = case
        self.held = held
        # By the group's index, and what the numbers stand for.
        self.results: dict[int, Numbers] = {}
        self.known_results: Mapping[int, Known] = {}

    def __len__(self) -> int:
        return len(self.held)

    def under(self, vocabulary: Vocabulary) -> Rows:
        """These rows as another set sees them; a question that they do not have is blank."""
        blank = numpy.zeros(len(self), "int64")
        answers = {name: self.answers.get(name, blank) for name in vocabulary.answers}
        case = {name: self.case.get(name, blank) for name in vocabulary.case}
        return Rows(vocabulary, answers, case, self.held)

    def answer(self, name: str, row: int) -> Any:
        """The value of one answer; `UNASKED` where the question did not apply."""
        return self.vocabulary.answers[name].things[self.answers[name][row]]

    def case_fact(self, name: str, row: int) -> Any:
        return self.vocabulary.case[name].things[self.case[name][row]]

    def result(self, group: int, row: int) -> SectionResult:
        found: SectionResult = self.known_results[group].things[self.results[group][row]]
        return found
