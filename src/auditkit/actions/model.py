"""An action: one thing to be done because of an audit, with an owner and a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.questions.rating import ACTION_KINDS

OPEN = "open"
IN_PROGRESS = "in_progress"
DONE = "done"
VERIFIED = "verified"
CANCELLED = "cancelled"
# In the order that an action goes through them; what each is called can be said in Welsh too.
STATUSES: Mapping[str, str] = {
    OPEN: said("Open"),
    IN_PROGRESS: said("In progress"),
    DONE: said("Done"),
    VERIFIED: said("Verified"),
    CANCELLED: said("Cancelled"),
}
PRIORITIES: Mapping[str, str] = {
    "low": said("Low"),
    "normal": said("Normal"),
    "high": said("High"),
}
# A Quality Conversation is one about an audit in supervision, so it has no kind of its own.
KINDS: Mapping[str, str] = dict(
    zip(
        ACTION_KINDS,
        (
            said("Training"),
            said("Team development"),
            said("Supervision (Quality Conversation)"),
            said("Practice or learning support"),
            said("Targeted review"),
            said("Technology-enabled care"),
            said("Accommodation-based solution"),
            said("Other"),
        ),
        strict=True,
    )
)
# What an action can concern, the narrowest first.
SUBJECTS = ("case", "team", "service", "programme")
# Whose hand an action comes from, where no rule raised it.
BY_HAND = "hand"


@frozen(kw_only=True)
class Action:
    """Something to be done because of an audit.

    It concerns the narrowest of `case_ref`, `team`, `service` and `programme` that is there; the
    others say where that belongs. `question`, `question_set`, `stage` and `period` name the
    answer that gave rise to it. `owner_role` says who should do it, `owner` is the staff code of
    who does, None while nobody was found. `source` is ``hand``, ``rule:…`` with the id of a
    set's rule, or ``plugin:…`` with the name of a plugin's. `because` is the reason of a
    cancellation, or why the action was taken up again; `override` the rule that its
    verification broke, and why. `version` counts the changes, from 1.
    """

    id: str
    programme: str | None = None
    service: str | None = None
    team: str | None = None
    case_ref: str | None = None
    question: str | None = None
    question_set: str | None = None
    stage: str | None = None
    period: str | None = None
    finding: str = ""
    kind: str = "other"
    title: str
    owner_role: str | None = None
    owner: str | None = None
    due: date
    priority: str = "normal"
    status: str = OPEN
    evidence: str = ""
    because: str = ""
    override: str = ""
    raised_on: date
    raised_by: str
    source: str = BY_HAND
    done_on: date | None = None
    done_by: str | None = None
    closed_on: date | None = None
    closed_by: str | None = None
    version: int = 1

    @property
    def subject(self) -> tuple[str, str]:
        """What it concerns: one of `SUBJECTS`, and its name."""
        return subject_of(self.case_ref, self.team, self.service, self.programme)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be done: it is verified or cancelled."""
        return self.status in (VERIFIED, CANCELLED)

    @property
    def is_waiting(self) -> bool:
        """Whether its owner still has something to do."""
        return self.status in (OPEN, IN_PROGRESS)


def subject_of(*names: str | None) -> tuple[str, str]:
    """The first that is there of a case, a team, a service and a programme, with its kind."""
    for kind, name in zip(SUBJECTS, names, strict=True):
        if name:
            return kind, name
    return SUBJECTS[-1], ""
