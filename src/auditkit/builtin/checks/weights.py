"""Whether every weight says something."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.problems import Problem, problem
from auditkit.questions.earnings import Earnings
from auditkit.questions.reading import LoadedSet


def check_weights(loaded: LoadedSet) -> Iterator[Problem]:
    """Weights of questions that cannot be scored, and of sections where questions are averaged."""
    question_set = loaded.question_set
    for question in question_set.questions.values():
        earnings = Earnings(question, question_set.options(question), 1)
        if question.weight not in {1, 0} and not earnings.by_option:
            place = loaded.document.place_of_question(question.id, "weight")
            yield problem("L020", place, question=question.id)
    if question_set.scoring.over == "questions":
        for section in question_set.all_sections():
            if section.weight != 1 and not section.rescore:
                place = loaded.document.place_of_section(section.id, "weight")
                yield problem("L021", place, section=section.id)
