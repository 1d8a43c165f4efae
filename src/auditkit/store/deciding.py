"""Joint decisions on audits that disagree, and stale audits that were looked at again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auditkit.errors import Conflict, Refused
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.moderation.policies import JOINT_DECISION, JointDecision, decided, policy_of
from auditkit.moderation.standing import StagesOfCase, Standing, standing
from auditkit.problems import Place, problem
from auditkit.programme.model import Programme
from auditkit.programme.showing import POLICY_WORDS
from auditkit.store.changes import AUDIT
from auditkit.store.correcting import KEPT, Correction, correct, set_of
from auditkit.store.current import Row
from auditkit.store.kits import Audit, Kit
from auditkit.store.planning import programme_of
from auditkit.store.recording import Recorded, audit_of, no_audit, retried
from auditkit.store.writing import Writing

_DECIDED = ("stands", "by", "because")


@frozen(kw_only=True)
class Decision:
    """A joint decision as it is kept: on which case, at the later of the two stages, when and
    recorded by whom; `version` says how often it was made, from 1.
    """

    case_ref: str
    programme: str
    period: str
    stage: str
    decision: JointDecision
    decided_at: datetime
    decided_by: str
    version: int
    seq: int


@frozen(kw_only=True)
class Deciding:
    """What two auditors say: the stage whose audit stands, or answers that both agree on, with
    which the later audit is corrected, and stands.
    """

    key: Mapping[str, str]
    stands: str
    by: tuple[str, ...]
    because: str
    answers: Mapping[str, Any]
    comments: Mapping[str, str]
    version: int | None

    @property
    def questions(self) -> list[str]:
        """The questions that are corrected."""
        return sorted({*self.answers, *self.comments})

    def plain(self) -> dict[str, Any]:
        """The decision in the terms of JSON."""
        given = {"answers": self.answers, "comments": self.comments}
        return {
            **self.key,
            "stands": self.stands,
            "by": list(self.by),
            "because": self.because.strip(),
            **{name: json.loads(json.dumps(dict(one), default=str)) for name, one in given.items()},
        }


def decision_of(row: Row) -> Decision:
    """A joint decision as a row holds it."""
    told = json.loads(row["content"])
    stage, by, because = (told[name] for name in _DECIDED)
    return Decision(
        decision=JointDecision(stage=stage, by=tuple(by), because=because),
        decided_at=datetime.fromisoformat(row["decided_at"]),
        **{name: row[name] for name in (*AUDIT, "decided_by", "version", "seq")},
    )


def decide(writing: Writing, kit: Kit, asked: Deciding, key: str | None) -> Recorded:
    """Record a joint decision; the same one again is recognised.

    Raises `Refused` where there is nothing to decide or somebody is missing, `Conflict` where
    another decision stands there, and for answers whatever a correction raises.
    """
    told = asked.plain()
    before = retried(writing, key, "decision", told)
    if before is not None:
        return before
    decision = _checked(writing, kit, asked)
    there = writing.current.get("decisions", **asked.key)
    if there is not None:
        is_same = json.loads(there["content"]) == told
        if is_same and not _is_stale(writing, asked):
            return Recorded(seq=there["seq"], is_new=False)
        if not is_same and asked.version != there["version"]:
            what = said("joint decision on {case}", case=asked.key["case_ref"])
            raise Conflict([problem("T026", what=what)], decision_of(there), decision)
    card = None
    for question in asked.questions:
        answer, comment = (one.get(question, KEPT) for one in (asked.answers, asked.comments))
        correction = Correction(
            key=asked.key,
            question=question,
            answer=answer,
            comment=comment,
            because=decision.because,
            version=None,
        )
        card = correct(writing, kit, correction, None).card
    return Recorded(seq=writing.append("decision", told, key).seq, card=card)


def _is_stale(writing: Writing, asked: Deciding) -> bool:
    """Whether an earlier audit was corrected since, so that the decision is one to make again."""
    row = writing.current.find("audits", **asked.key)[0]
    return row["stale_since"] is not None


def _checked(writing: Writing, kit: Kit, asked: Deciding) -> JointDecision:
    """The decision, if it is one that the two auditors of the case can make."""
    stage, case = asked.key["stage"], asked.key["case_ref"]
    audits = _audits(writing, asked.key)
    if stage not in audits:
        raise no_audit(asked.key)
    found = _standing(writing, kit, asked.key, audits)
    if stage not in found.against:
        raise _nothing(asked.key, said("no audit comes before it"))
    before = found.against[stage]
    has_one = writing.current.get("decisions", **asked.key) is not None
    if stage not in found.disagreeing and not has_one:
        why = said("its audit agrees with the one at the stage {stage}", stage=said(before))
        at = found.official.undecided_at
        raise _nothing(
            asked.key, said("{why} (is it --stage {at}?)", why=why, at=at) if at else why
        )
    place = Place(about=case)
    if asked.questions and asked.stands != stage:
        raise Refused([problem("A010", place, found=asked.stands, allowed=stage)])
    auditors = {one: audits[one].audit_return.auditor for one in (before, stage)}
    return decided(auditors, asked.stands, asked.by, asked.because, place)


def _audits(writing: Writing, key: Mapping[str, str]) -> dict[str, Audit]:
    same = {name: key[name] for name in AUDIT if name != "stage"}
    rows = writing.current.find("audits", **same)
    return {row["stage"]: audit_of(row) for row in rows}


def _standing(
    writing: Writing, kit: Kit, key: Mapping[str, str], audits: Mapping[str, Audit]
) -> Standing:
    """Where the case stands, by the programme that is kept."""
    current = writing.current
    row = current.get("programmes", programme=key["programme"])
    programme: Programme | None = None if row is None else programme_of(row)
    stage = programme.stage(key["stage"]) if programme else None
    if programme is None or stage is None or policy_of(stage) != JOINT_DECISION:
        why = said(POLICY_WORDS[policy_of(stage)]) if stage else said("no programme says so")
        raise _nothing(key, said("what happens there is: {policy}", policy=why))
    same = {name: key[name] for name in AUDIT if name != "stage"}
    kept = [decision_of(one) for one in current.find("decisions", **same)]
    cards = {
        name: kit.score(one.audit_return, set_of(current, one.set_hash))
        for name, one in audits.items()
    }
    decisions = {one.stage: one.decision for one in kept}
    return standing(programme, StagesOfCase(cards=cards, decisions=decisions))


def _nothing(key: Mapping[str, str], why: str) -> Refused:
    place = Place(about=key["case_ref"])
    return Refused([problem("A015", place, stage=key["stage"], why=why)])


def confirm(writing: Writing, key: Mapping[str, str], because: str, retry: str | None) -> Recorded:
    """Say that somebody looked again at an audit that is stale, and left it as it is."""
    if not because.strip():
        raise Refused([problem("T014", what=said("Confirming an audit"))])
    told = {**key, "because": because.strip()}
    before = retried(writing, retry, "confirmation", told)
    if before is not None:
        return before
    row = writing.current.get("audits", **key)
    if row is None:
        raise no_audit(key)
    if row["stale_since"] is None:
        raise Refused([problem("A016", Place(about=key["case_ref"]), stage=key["stage"])])
    return Recorded(seq=writing.append("confirmation", told, retry).seq)
