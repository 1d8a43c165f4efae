"""A programme shown: as lines for people, as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditkit.documents.canonical import canonical_json
from auditkit.expressions.syntax import Expression
from auditkit.programme.checking import percent_words
from auditkit.programme.model import Programme, Stage, service_title, stratum_title
from auditkit.programme.shapes import When
from auditkit.questions.model import worded
from auditkit.wording import counted, role_words


def plain_programme(programme: Programme) -> dict[str, Any]:
    """The programme in the terms of JSON, with its hash."""
    import json

    found: dict[str, Any] = json.loads(canonical_json(programme))
    found["content_hash"] = programme.content_hash
    return found


def described(programme: Programme) -> Iterator[str]:
    """The programme in lines: what is drawn, who audits it, by when."""
    yield f"{worded(programme.title)} ({programme.id})"
    yield f"Question set: {programme.question_set}"
    yield f"The year starts on {programme.year_starts}; seed {programme.seed}"
    cost = programme.cost
    above = cost.increase_above
    yield (
        f"Increased cost: over {counted(cost.look_back, 'month')}, more than the fee uplift of"
        f" {percent_words(cost.fee_uplift)} by over £{above.pounds} and over {above.percent}%"
    )
    yield ""
    for service in programme.services:
        places = counted(programme.places(service), "place")
        yield f"  {service_title(service)} [{service.id}]: {places} a period"
    for stratum in programme.strata:
        which = "all other cases" if stratum.when is None else when_words(stratum.when)
        share = percent_words(stratum.share)
        yield f"  Stratum {stratum_title(stratum)} [{stratum.id}] {share}: {which}"
    for exclusion in programme.exclusions:
        reason = worded(exclusion.because)
        yield f"  Left out: {reason} [{exclusion.id}], where {when_words(exclusion.when)}"
    yield ""
    for stage in programme.stages:
        yield f"  {_stage(stage)}"
    yield f"Content hash: {programme.content_hash}"


def when_words(when: When) -> str:
    """What a case must be, as it is written in a programme."""
    return str(when) if isinstance(when, Expression) else f"criterion {when}"


def _stage(stage: Stage) -> str:
    facts = [role_words(stage.role), percent_words(stage.share)]
    facts += ["blind"] if stage.blind else []
    if stage.independent_of:
        facts.append("independent of " + ", ".join(stage.independent_of))
    if stage.on_disagreement is not None:
        facts.append("on disagreement " + stage.on_disagreement.replace("_", " "))
    if stage.due is not None:
        facts.append(f"within {counted(stage.due, 'working day')}")
    return f"Stage {stage.stage}: {', '.join(facts)}"
