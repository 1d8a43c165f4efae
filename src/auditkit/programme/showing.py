"""A programme shown: as lines for people, as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditkit.documents.canonical import canonical_json
from auditkit.expressions.syntax import Expression
from auditkit.languages import ENGLISH, Words, noted, said, words_in
from auditkit.programme.checking import percent_words
from auditkit.programme.model import CostRule, Programme, Stage, service_title, stratum_title
from auditkit.programme.shapes import When
from auditkit.questions.model import worded
from auditkit.wording import role_words

# What a stage says of whom it is independent, and of what happens on disagreement.
_WHOM = (noted("person"), noted("team"), noted("service"))
POLICY_WORDS = {
    "moderator_stands": noted("moderator stands"),
    "feedback_only": noted("feedback only"),
    "joint_decision": noted("joint decision"),
    "expand_sample": noted("expand sample"),
}


def plain_programme(programme: Programme) -> dict[str, Any]:
    """The programme in the terms of JSON, with its hash."""
    import json

    found: dict[str, Any] = json.loads(canonical_json(programme))
    found["content_hash"] = programme.content_hash
    return found


def described(programme: Programme, language: str = ENGLISH) -> Iterator[str]:
    """The programme in lines: what is drawn, who audits it, by when."""
    words = words_in(language)
    yield f"{worded(programme.title, language)} ({programme.id})"
    yield words.translate("Question set: {name}", name=programme.question_set)
    yield words.translate(
        "The year starts on {day}; seed {seed}",
        day=programme.year_starts.label(language),
        seed=programme.seed,
    )
    yield _cost(programme.cost, words)
    yield ""
    for service in programme.services:
        places = programme.places(service)
        told = words.plural("{count} place a period", "{count} places a period", places)
        yield f"  {service_title(service, language)} [{service.id}]: {told}"
    for stratum in programme.strata:
        yield "  " + words.translate(
            "Stratum {title} {share}: {which}",
            title=f"{stratum_title(stratum, language)} [{stratum.id}]",
            share=percent_words(stratum.share),
            which=words.translate("all other cases")
            if stratum.when is None
            else words.again(when_words(stratum.when)),
        )
    for exclusion in programme.exclusions:
        yield "  " + words.translate(
            "Left out: {reason}, where {condition}",
            reason=f"{worded(exclusion.because, language)} [{exclusion.id}]",
            condition=when_words(exclusion.when),
        )
    yield ""
    for stage in programme.stages:
        yield f"  {_stage(stage, words)}"
    yield words.translate("Content hash: {hash}", hash=programme.content_hash)


def _cost(cost: CostRule, words: Words) -> str:
    above = cost.increase_above
    return words.plural(
        "Increased cost: over {count} month, more than the fee uplift of {uplift} by over"
        " £{pounds} and over {percent}%",
        "Increased cost: over {count} months, more than the fee uplift of {uplift} by over"
        " £{pounds} and over {percent}%",
        cost.look_back,
        uplift=percent_words(cost.fee_uplift),
        pounds=above.pounds,
        percent=above.percent,
    )


def when_words(when: When) -> str:
    """What a case must be, as it is written in a programme."""
    return str(when) if isinstance(when, Expression) else said("criterion {name}", name=when)


def _stage(stage: Stage, words: Words) -> str:
    facts = [role_words(stage.role, words.language), percent_words(stage.share)]
    facts += [words.translate("blind")] if stage.blind else []
    if stage.independent_of:
        whom = ", ".join(map(words.translate, stage.independent_of))
        facts.append(words.translate("independent of {whom}", whom=whom))
    if stage.on_disagreement is not None:
        policy = words.translate(POLICY_WORDS[stage.on_disagreement])
        facts.append(words.translate("on disagreement {policy}", policy=policy))
    if stage.due is not None:
        facts.append(
            words.plural("within {count} working day", "within {count} working days", stage.due)
        )
    name = words.translate(stage.stage)
    return words.translate("Stage {stage}: {facts}", stage=name, facts=", ".join(facts))
