"""What a store asks of a kit, and a small kit with the bundled sets for hosts without one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from auditkit.actions.proposals import Proposed, proposed_by_rules
from auditkit.frozen import frozen
from auditkit.library import Library
from auditkit.plugins import Plugins
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn
from auditkit.scoring.cards import score_return
from auditkit.scoring.plan import Plan
from auditkit.scoring.scorecard import Scorecard
from auditkit.version import __version__


class Kit(Protocol):
    """Finds question sets and scores returns under them; an `AuditKit` does."""

    def question_set(
        self, id: str, version: str | None = None, on: date | None = None
    ) -> QuestionSet: ...

    def score(
        self, audit_return: AuditReturn, question_set: QuestionSet | None = None
    ) -> Scorecard: ...

    def proposals(self, card: Scorecard, language: str = "en") -> Proposed: ...


class BundledKit:
    """The sets and scoring methods that come with auditkit, without any plugin."""

    def __init__(self) -> None:
        built_in = {
            f"auditkit_{name}": f"auditkit.builtin.{name}" for name in ("question_sets", "scorers")
        }
        self._library = Library(Plugins(built_in, __version__))
        self._plans: dict[str, Plan] = {}

    def question_set(
        self, id: str, version: str | None = None, on: date | None = None
    ) -> QuestionSet:
        return self._library.find(id, version, on)

    def score(
        self, audit_return: AuditReturn, question_set: QuestionSet | None = None
    ) -> Scorecard:
        one, version = audit_return.question_set, audit_return.set_version
        questions = question_set or self._library.get(f"{one}@{version}").question_set
        return score_return(self._plan(questions), audit_return, {"auditkit": __version__})

    def proposals(self, card: Scorecard, language: str = "en") -> Proposed:
        return proposed_by_rules(self._plan(card.question_set), card, language)

    def _plan(self, questions: QuestionSet) -> Plan:
        plan = self._plans.get(questions.content_hash)
        if plan is None:
            plan = Plan(questions, self._library.scorer(questions))
            self._plans[questions.content_hash] = plan
        return plan


@frozen(kw_only=True)
class Audit:
    """An audit as it stands: the return with its corrections, and what became of it.

    `recorded_by` and `corrected_by` are the actors who recorded and corrected it, `recorded_at` is
    when, in UTC. `version` counts the corrections, from 1. `stale_since` is the entry that corrected
    an earlier stage since. `visible` are the earlier stages whose answers its auditor could see,
    as the programme had it then; None where no programme said so. `set_hash` is the content of the question set that it is
    scored under for ever, `seq` the entry that wrote it last.
    """

    audit_return: AuditReturn
    programme: str
    set_hash: str
    recorded_at: datetime
    recorded_by: str
    corrected_by: tuple[str, ...] = ()
    version: int
    stale_since: int | None
    visible: tuple[str, ...] | None = None
    seq: int
