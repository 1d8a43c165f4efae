"""Further action that figures ask for: which kind for which question or reason, and by what rule."""

from __future__ import annotations

from collections.abc import Iterable

from auditkit.frozen import frozen
from auditkit.languages import noted
from auditkit.programme.report_keys import Further, ReportKeys
from auditkit.questions.model import Question

TRAINING = "training"
# What is suggested for the questions of the bundled sets where a programme says nothing else;
# for every other question it is training.
OF_QUESTIONS = {
    "support_appropriate": "targeted_review",
    "other_support": "team_development",
    "technology": "technology_enabled_care",
    "missed_prevention": "team_development",
    "safeguarding": "targeted_review",
    "oversight": "team_development",
    "rate_buys_plan": "targeted_review",
    "outcome_still_met": "targeted_review",
}
# And for reasons why the cost went up, with what is meant.
OF_REASONS = {
    "mobility": (
        "technology_enabled_care",
        noted("Technology-enabled care and equipment for double-handed care"),
    ),
    "overnight": ("technology_enabled_care", noted("Technology-enabled care at night")),
    "main_carer": (
        "accommodation_based_solution",
        noted("Accommodation-based solutions where the main carer is lost"),
    ),
    "other_support_reduced": (
        "targeted_review",
        noted("Targeted review of cases where other support fell away"),
    ),
}


@frozen
class Suggested:
    """A kind of action; `title` says more, as the programme words it, or else as `message`, which
    is to be translated.
    """

    kind: str
    told: Further | None = None
    message: str = ""


def for_question(keys: ReportKeys, question: Question) -> Suggested:
    """What is suggested where a question is among the lowest."""
    told = _told(keys.further, (question.id, *question.tags), None)
    if told is not None:
        return Suggested(told.kind, told)
    return Suggested(OF_QUESTIONS.get(question.id, TRAINING))


def for_reason(keys: ReportKeys, question: Question, option: str) -> Suggested | None:
    """What is suggested where a reason is given often; None where nothing follows from it."""
    told = _told(keys.further, (question.id, *question.tags), option)
    if told is not None:
        return Suggested(told.kind, told)
    known = OF_REASONS.get(option)
    return None if known is None else Suggested(known[0], message=known[1])


def _told(further: Iterable[Further], names: tuple[str, ...], option: str | None) -> Further | None:
    return next((one for one in further if one.about in names and one.option == option), None)
