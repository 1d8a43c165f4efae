"""A store with entries of every kind, and rows in every table."""

from __future__ import annotations

from audits import (
    AT,
    HEAD_OF_SERVICE,
    LEADER,
    MODERATED,
    MODERATOR,
    PROGRAMME,
    a_return,
    an_action,
)

from auditkit import problem
from auditkit.store import Store


def fill(store: Store) -> None:
    """Record, correct, override, erase; plan, draw, act, follow; moderate, decide, confirm."""
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
    store.adopt(MODERATED, actor=HEAD_OF_SERVICE, at=AT)
    store.record(a_return("CASE-0160", voice="Yes"), actor=LEADER, at=AT)
    poor = {"plan": "No", "voice": "No", "comments": {"plan": "None on the file"}}
    moderation = a_return("CASE-0160", stage="moderation", auditor="MO1", **poor)
    store.record(moderation, actor=MODERATOR, at=AT)
    about = {"period": "2026-04", "at": AT}
    store.moderation.decide(
        "CASE-0160", stands="moderation", by=["TL1", "MO1"], because="The file says so",
        actor=MODERATOR, **about,
    )  # fmt: skip
    told = {"question": "voice", "answer": "Partly", "because": "Misread", **about}
    store.correct("CASE-0160", actor=LEADER, **told)
    store.moderation.confirm("CASE-0160", because="Nothing follows", actor=MODERATOR, **about)
