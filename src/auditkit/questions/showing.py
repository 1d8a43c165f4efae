"""A question set shown: as lines for people, as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from auditkit.documents.canonical import canonical_json
from auditkit.questions.model import Question, QuestionSet, Section, option_label, worded
from auditkit.questions.rating import Rating


def plain_set(question_set: QuestionSet) -> dict[str, Any]:
    """The resolved set in the terms of JSON, with its hashes."""
    import json

    found: dict[str, Any] = json.loads(canonical_json(question_set))
    found["content_hash"] = question_set.content_hash
    found["scoring_hash"] = question_set.scoring_hash
    return found


def described(question_set: QuestionSet, language: str = "en") -> Iterator[str]:
    """The set in lines: sections, questions with their options, scoring, rating."""
    yield f"{worded(question_set.title, language)} ({question_set.name})"
    if question_set.description:
        yield worded(question_set.description, language)
    yield ""
    yield from _sections(question_set, question_set.sections, language, "")
    yield ""
    yield from _scoring(question_set)
    if question_set.rating:
        yield from _rating(question_set.rating, language)
    for escalation in question_set.escalations:
        yield f"  Escalation to {escalation.to} when {escalation.when}"
    yield f"Content hash: {question_set.content_hash}"


def _sections(
    question_set: QuestionSet, sections: Sequence[Section], language: str, indent: str
) -> Iterator[str]:
    for section in sections:
        weight = f" (weight {section.weight})" if section.weight != 1 else ""
        yield f"{indent}{worded(section.title, language)} [{section.id}]{weight}"
        if section.applies_when:
            yield f"{indent}  asked when {section.applies_when}"
        for question in section.questions:
            yield from _question(question_set, question, language, indent + "  ")
        yield from _sections(question_set, section.sections, language, indent + "  ")


def _question(
    question_set: QuestionSet, question: Question, language: str, indent: str
) -> Iterator[str]:
    yield f"{indent}{worded(question.text, language)} [{question.id}]"
    options = [
        option_label(question, option, language)
        + (f" = {option.score}" if option.score is not None else "")
        for option in question_set.options(question)
    ]
    facts = [question.type if not options else " | ".join(options)]
    facts += [f"weight {question.weight}"] if question.weight != 1 else []
    facts += ["the highest score is the poor answer"] if question.reverse else []
    facts += [f"asked when {question.applies_when}"] if question.applies_when else []
    yield f"{indent}  {'; '.join(facts)}"


def _scoring(question_set: QuestionSet) -> Iterator[str]:
    scoring = question_set.scoring
    rounding = f"rounded {scoring.rounding.mode} to {scoring.rounding.places} places"
    yield f"Scored by {scoring.method} over {scoring.over}, {rounding}, missing: {scoring.missing}"
    if scoring.minimum_coverage or scoring.minimum_counted:
        share = f"{(100 * scoring.minimum_coverage).normalize():f}%"
        yield f"No rating below {share} coverage or {scoring.minimum_counted} questions counted"


def _rating(rating: Rating, language: str) -> Iterator[str]:
    for band in rating.bands:
        start = f" from {band.from_}%" if band.from_ is not None else " by rules"
        yield f"  {worded(band.label, language)}{start}"
    for rule in rating.rules:
        yield f"  Rule: {rule.band} when {rule.when or 'nothing above holds'}"
    for limit in rating.limits:
        yield f"  Limit: at most {limit.at_most} when {limit.when}"
