"""A small council whose audits are kept in a store: what reports from a store are tested on.

Two services, each month two places in each; half of them for cases whose cost increased.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from auditkit import AuditKit
from auditkit.actors import Actor
from auditkit.cases import Case
from auditkit.draws.record import Draw
from auditkit.kept_draws import keep_draw
from auditkit.programme.reading import LoadedProgramme
from auditkit.questions.model import QuestionSet
from auditkit.report.evidence import Evidence
from auditkit.reporting import evidence_of
from auditkit.store import Store

ANALYST = Actor("AN-01")
AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
AUDITORS = {
    "first": Actor("TL-1", ("team_leader",)),
    "reaudit": Actor("HOS-1", ("head_of_service",)),
    "moderation": Actor("MO-1", ("moderator",)),
}
PROGRAMME = """\
programme: anytown
title: Practice audits
question_set: managing-cost-of-care@1.0
seed: "20237331128159211123"
per_service: 2
services: [{service: older_people, title: Older People}, {service: mental_health}]
strata:
  - {stratum: increased, title: Increased cost, when: {criterion: increased_cost}, share: 50%}
  - {stratum: other, title: Other cases, share: 50%}
stages:
  - {stage: first, role: team_leader, due: 20 working days}
  - {stage: reaudit, role: head_of_service, share: 50%, due: 10 working days}
  - {stage: moderation, role: moderator, share: 10%, blind: yes, on_disagreement: joint_decision}
"""
# Every question that must be answered for a rating, as its best answer reads.
BEST = {
    "eligibility_evidenced": "yes",
    "support_appropriate": "yes",
    "other_support": "yes",
    "technology": "yes",
    "missed_prevention": "no",
    "contingency_plan": "yes",
    "other_funding": "yes",
    "overall_judgement": "good",
}


class Council:
    """The store of a council, and what people do with it."""

    def __init__(self, store: Store, kit: AuditKit, loaded: LoadedProgramme) -> None:
        self.store = store
        self.kit = kit
        self.loaded = loaded
        self.questions: QuestionSet = kit.question_set("managing-cost-of-care@1.0")

    def cases(self, service: str, increased: int, other: int, **facts: Any) -> list[Case]:
        """So many cases of a service whose weekly cost increased, and so many others."""
        made = []
        for number in range(increased + other):
            cost = Decimal(500 if number < increased else 300)
            known = {"weekly_cost": cost, "weekly_cost_before": Decimal(300), **facts}
            ref = f"{service[:2].upper()}-{number:03}"
            made.append(Case(case_ref=ref, service=service, facts=known))
        return made

    def draw(self, period: str, cases: list[Case]) -> Draw:
        """Draw for a period, and keep it."""
        draw = self.kit.draw(self.loaded, period, cases).draw
        keep_draw(self.store, draw, actor=ANALYST, at=AT)
        return draw

    def audit(
        self,
        case_ref: str,
        period: str | None,
        stage: str = "first",
        *,
        service: str = "older_people",
        case: Mapping[str, Any] | None = None,
        auditor: str | None = None,
        audit_date: str | None = "2026-04-20",
        override: str = "",
        **answers: str,
    ) -> None:
        """Record an audit with the best answers, but for these."""
        told = {**BEST, **answers}
        code = auditor or AUDITORS[stage].id
        about = {"stage": stage, "period": period, "service": service, "case_ref": case_ref}
        comments = dict.fromkeys(self.questions.questions, "As on the file")
        made = self.kit.read_answers(
            self.questions,
            told,
            comments=comments,
            case=case or {},
            about={**about, "auditor": code, "audit_date": audit_date},
        ).audit_return
        self.store.record(made, actor=AUDITORS[stage], at=AT, override=override)

    def evidence(self, period: str, on: date = date(2026, 7, 21)) -> Evidence:
        """What the store says of a period."""
        return evidence_of(self.store, self.loaded.programme, period, on)


@contextmanager
def council(folder: Path, programme: str = PROGRAMME) -> Iterator[Council]:
    """A council with a store of its own in a folder, and a programme adopted."""
    kit = AuditKit(discover=False)
    (folder / "programme.yaml").write_text(programme, "utf-8")
    loaded = kit.load_programme(folder / "programme.yaml")
    numbers = count()
    with kit.open_store(
        folder / "audits.sqlite",
        entropy=lambda size: next(numbers).to_bytes(size, "big"),
        create=True,
    ) as store:
        store.adopt(loaded.programme, actor=ANALYST, at=AT)
        yield Council(store, kit, loaded)
