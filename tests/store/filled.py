"""A store with entries of every kind, and rows in every table."""

from __future__ import annotations

from audits import AT, HEAD_OF_SERVICE, LEADER, PROGRAMME, a_return, an_action

from auditkit import problem
from auditkit.store import Store


def fill(store: Store) -> None:
    """Record, correct, override, erase; plan, draw, act, follow."""
    store.record(a_return("CASE-0117"), actor=LEADER, at=AT, key="form-1")
    store.record(a_return("CASE-0150", comments={"voice": "Heard"}), actor=LEADER, at=AT)
    store.record(a_return(), actor=LEADER, at=AT)
    store.record(a_return(stage="moderation"), actor=HEAD_OF_SERVICE, at=AT)
    store.correct(
        "CASE-0142", question="voice", answer="Yes", because="Misread", period="2026-04",
        actor=HEAD_OF_SERVICE, at=AT,
    )  # fmt: skip
    store.rules = lambda *_: [problem("T012", rule="made_up")]
    store.record(
        a_return("CASE-0150", stage="reaudit"), actor=LEADER, at=AT, override="Nobody else is in"
    )
    store.rules = None
    store.erase("CASE-0117", actor=HEAD_OF_SERVICE, at=AT, because="Kept long enough")
    store.adopt(PROGRAMME, actor=HEAD_OF_SERVICE, at=AT)
    draw = {"programme": "anytown", "period": "2026-04", "purpose": "audit", "seed": "7"}
    store.record_draw(draw, actor=HEAD_OF_SERVICE, at=AT)
    store.add_action(an_action(), actor=LEADER, at=AT)
    store.update_action("A-1", version=1, owner="TL2", actor=HEAD_OF_SERVICE, at=AT)
    store.advance("webhook", 3, expected=0)
