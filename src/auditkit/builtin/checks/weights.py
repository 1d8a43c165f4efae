"""Whether every weight and every score says something."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.builtin.checks.spans import Spans
from auditkit.problems import Problem, problem
from auditkit.questions.earnings import Earnings
from auditkit.questions.model import Question, QuestionSet, Section
from auditkit.questions.reading import LoadedSet


def check_weights(loaded: LoadedSet) -> Iterator[Problem]:
    """Weights of what cannot be scored, scores that tell nothing, steps that nothing reaches."""
    question_set = loaded.question_set
    for name, options in question_set.scales.items():
        if all(option.state is not None for option in options):
            yield problem("L026", loaded.document.place("scales", name), scale=name)
    for question in question_set.questions.values():
        yield from _question(question, loaded)
    spans = Spans(question_set)
    for section in question_set.all_sections():
        yield from _section_weight(section, spans, loaded)
        yield from _rescore(section, spans, loaded)
    is_counted = any(map(question_set.counts, question_set.questions.values()))
    if _should_score(question_set) and not is_counted:
        yield problem("L022", loaded.document.place("sections"))


def _question(question: Question, loaded: LoadedSet) -> Iterator[Problem]:
    earnings = _earnings(question, loaded.question_set)
    if question.weight not in {1, 0} and not earnings.by_option:
        place = loaded.document.place_of_question(question.id, "weight")
        yield problem("L020", place, question=question.id)
    if question.score is not None and not earnings.by_option:
        place = loaded.document.place_of_question(question.id, "score")
        yield problem("L027", place, question=question.id, score=question.score)
    if loaded.question_set.counts(question) and earnings.lowest == earnings.highest:
        place = loaded.document.place_of_question(question.id)
        yield problem("L028", place, question=question.id)


def _earnings(question: Question, question_set: QuestionSet) -> Earnings:
    return Earnings(question, question_set.options(question), 10**12)


def _should_score(question_set: QuestionSet) -> bool:
    """Whether a score is wanted: a band begins at one, or a question has something to score."""
    if question_set.scoring.method == "rules_only":
        return False
    bands = question_set.rating.bands if question_set.rating else ()
    return any(band.from_ is not None for band in bands) or any(
        _earnings(one, question_set).is_scored for one in question_set.questions.values()
    )


def _section_weight(section: Section, spans: Spans, loaded: LoadedSet) -> Iterator[Problem]:
    place = loaded.document.place_of_section(section.id, "weight")
    if not spans.is_unit(section):
        if section.weight != 1:
            yield problem("L021", place, section=section.id)
    elif section.weight == 0 and any(map(loaded.question_set.counts, section.all_questions())):
        yield problem("L023", place, section=section.id)


def _rescore(section: Section, spans: Spans, loaded: LoadedSet) -> Iterator[Problem]:
    """Steps that no percentage of the section reaches, and a best score among them."""
    figures = spans.figures(section)
    if not section.rescore or figures is None:
        return
    reached = spans.steps(section)
    for index, step in enumerate(section.rescore):
        if step not in reached:
            place = loaded.document.place_of_section(section.id, "rescore", index)
            yield problem("L024", place, section=section.id, start=step.from_)
    best = max(step.score for step in section.rescore)
    if all(step.score < best for step in reached):
        place = loaded.document.place_of_section(section.id, "rescore")
        yield problem("L025", place, section=section.id, score=best)
