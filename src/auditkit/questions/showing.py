"""A question set shown: as lines for people, as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from auditkit.documents.canonical import canonical_json
from auditkit.languages import Words, words_in
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
    words = words_in(language)
    yield from _scoring(question_set, words)
    if question_set.rating:
        yield from _rating(question_set.rating, words)
    for escalation in question_set.escalations:
        yield words.translate(
            "  Escalation to {role} when {condition}",
            role=escalation.to,
            condition=escalation.when,
        )
    yield words.translate("Content hash: {hash}", hash=question_set.content_hash)


def _sections(
    question_set: QuestionSet, sections: Sequence[Section], language: str, indent: str
) -> Iterator[str]:
    words = words_in(language)
    for section in sections:
        weight = ""
        if section.weight != 1:
            weight = " " + words.translate("(weight {weight})", weight=section.weight)
        yield f"{indent}{worded(section.title, language)} [{section.id}]{weight}"
        if section.applies_when:
            asked = words.translate("asked when {condition}", condition=section.applies_when)
            yield f"{indent}  {asked}"
        for question in section.questions:
            yield from _question(question_set, question, language, indent + "  ")
        yield from _sections(question_set, section.sections, language, indent + "  ")


def _question(
    question_set: QuestionSet, question: Question, language: str, indent: str
) -> Iterator[str]:
    words = words_in(language)
    yield f"{indent}{worded(question.text, language)} [{question.id}]"
    options = [
        option_label(question, option, language)
        + (f" = {option.score}" if option.score is not None else "")
        for option in question_set.options(question)
    ]
    facts = [question.type if not options else " | ".join(options)]
    if question.weight != 1:
        facts.append(words.translate("weight {weight}", weight=question.weight))
    if question.reverse:
        facts.append(words.translate("the highest score is the poor answer"))
    if question.applies_when:
        facts.append(words.translate("asked when {condition}", condition=question.applies_when))
    yield f"{indent}  {'; '.join(facts)}"


def _scoring(question_set: QuestionSet, words: Words) -> Iterator[str]:
    scoring = question_set.scoring
    yield words.translate(
        "Scored by {method} over {over}, rounded {mode} to {places} places, missing: {missing}",
        method=scoring.method,
        over=scoring.over,
        mode=scoring.rounding.mode,
        places=scoring.rounding.places,
        missing=scoring.missing,
    )
    if scoring.minimum_coverage or scoring.minimum_counted:
        yield words.plural(
            "No rating below {share} coverage or {count} questions counted",
            "No rating below {share} coverage or {count} questions counted",
            scoring.minimum_counted,
            share=f"{(100 * scoring.minimum_coverage).normalize():f}%",
        )


def _rating(rating: Rating, words: Words) -> Iterator[str]:
    for band in rating.bands:
        label = worded(band.label, words.language)
        if band.from_ is not None:
            yield words.translate("  {rating} from {start}%", rating=label, start=band.from_)
        else:
            yield words.translate("  {rating} by rules", rating=label)
    for rule in rating.rules:
        condition = rule.when or words.translate("nothing above holds")
        yield words.translate(
            "  Rule: {band} when {condition}", band=rule.band, condition=condition
        )
    for limit in rating.limits:
        yield words.translate(
            "  Limit: at most {band} when {condition}", band=limit.at_most, condition=limit.when
        )
