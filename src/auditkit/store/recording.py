"""Recording audit returns: each once, whole, under the set that it is scored under for ever."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from auditkit.actions.model import Action
from auditkit.actions.proposals import Proposed
from auditkit.actions.raising import Raised
from auditkit.actors import Actor
from auditkit.documents.canonical import canonical_json
from auditkit.errors import Conflict, InvalidReturn, NotAllowed, Refused
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.problems import Problem, errors, problem
from auditkit.programme.model import Programme
from auditkit.questions.model import QuestionSet
from auditkit.returns import STAGES, AuditReturn
from auditkit.scoring.scorecard import Scorecard
from auditkit.stages.order import visible_stages
from auditkit.store.changes import AUDIT, Recording, audit_values
from auditkit.store.current import Row
from auditkit.store.kits import Audit, Kit
from auditkit.store.returns_as_json import differing, facts_of, return_from, return_text
from auditkit.store.trail import body_text, storable
from auditkit.store.writing import Writing
from auditkit.wording import several, shortened

if TYPE_CHECKING:
    from auditkit.store.raising import RaisingActions

_COMMENT_MISSING = "C003"
# What the stages of one case have in common.
_SAME = ("programme", "period")
# A stage's history, the return that comes in, who records it: the rules that this breaks.
Rules = Callable[[Sequence[Audit], AuditReturn, Actor], Iterable[Problem]]


@frozen(kw_only=True)
class Recorded:
    """What recording came to: the entry that holds it, and whether that is a new one. A return
    that was recorded before is not written again. `card` is the scorecard of a return, `raised`
    the actions that it gave rise to, `action` an action as it is now.
    """

    seq: int
    is_new: bool = True
    card: Scorecard | None = None
    action: Action | None = None
    raised: Raised = Raised()


def retried(
    writing: Writing, key: str | None, kind: str, told: Mapping[str, Any]
) -> Recorded | None:
    """What a retry key has recorded already, if it has. Raises `Conflict` where that was
    something else.
    """
    before = writing.earlier(key, kind)
    if before is None:
        return None
    if before.body != told:
        raise before.conflict(told)
    return Recorded(seq=before.seq, is_new=False)


def no_audit(key: Mapping[str, str]) -> Refused:
    """That a store has no audit of this case at this stage."""
    about = {"case": key["case_ref"], "stage": said(key["stage"])}
    return Refused([problem("T023", what=said("audit of {case} at the stage {stage}", **about))])


class Offer(NamedTuple):
    """A return to be recorded: scored, in the terms of JSON, and as the text of that."""

    card: Scorecard
    case_ref: str
    proposed: Proposed
    facts: Mapping[str, str | None]
    text: str

    @property
    def key(self) -> tuple[str | None, ...]:
        return tuple([self.facts[name] for name in AUDIT])

    @property
    def body(self) -> dict[str, Any]:
        """Everything that is told of it, in the terms of JSON."""
        found: dict[str, Any] = json.loads(self.text)
        return found


def scored(kit: Kit, one: AuditReturn, questions: QuestionSet | None = None) -> Scorecard:
    """The scorecard of a return that can be recorded.

    Raises `InvalidReturn` where it is held, or a comment that its set asks for is missing.
    """
    try:
        card = kit.score(one, questions)
    except Refused as refused:
        raise InvalidReturn(refused.problems) from None
    missing = [one for one in card.warnings if one.code == _COMMENT_MISSING]
    wrong = errors(card.warnings)
    if missing or wrong:
        raise InvalidReturn([*missing, *wrong])
    return card


def offers(kit: Kit, returns: Iterable[AuditReturn], programme: str) -> list[Offer]:
    """The returns as they can be recorded.

    Raises `InvalidReturn` with everything that keeps any of them from it.
    """
    found: list[Offer] = []
    problems: list[Problem] = []
    for one in returns:
        try:
            card = scored(kit, one)
        except InvalidReturn as invalid:
            problems += invalid.problems
            continue
        if not one.case_ref:
            problems.append(problem("T023", one.place, what=said("case reference")))
        facts = facts_of(one)
        facts["programme"] = programme
        facts["period"] = one.period or ""
        facts["set_hash"] = card.question_set.content_hash
        text = storable(return_text(one, facts))
        proposed = kit.proposals(card)
        found.append(Offer(card, one.case_ref, proposed, facts, text))
    if problems:
        raise InvalidReturn(problems)
    return found


class RecordingReturns:
    """Returns recorded in one transaction; what is there already is read once for all."""

    def __init__(
        self,
        writing: Writing,
        rules: Rules | None,
        programme: Programme | None,
        actor: Actor,
        raising: RaisingActions,
    ) -> None:
        self.writing = writing
        self.raising = raising
        self.rules = rules
        self.programme = programme
        self.actor = actor
        self.there: dict[str, list[Row]] = {}
        # Of cases that come more than once: what is recorded of them here.
        self.again: frozenset[str] = frozenset()
        self.added: defaultdict[str, list[tuple[Recording, Raised]]] = defaultdict(list)
        self.sets: set[str] = set()

    def look_up(self, offers: Sequence[Offer]) -> None:
        """Read what there is of these cases, and which sets are kept."""
        current = self.writing.current
        counted = Counter(one.case_ref for one in offers)
        self.again = frozenset(case for case, count in counted.items() if count > 1)
        for row in current.among("audits", "case_ref", sorted(counted)):
            self.there.setdefault(row["case_ref"], []).append(row)
        self.raising.look_up(sorted({one.case_ref for one in offers if one.proposed[0]}))
        sets = sorted({one.card.question_set.content_hash for one in offers})
        self.sets.update(
            row["content_hash"] for row in current.among("question_sets", "content_hash", sets)
        )

    def record(self, offer: Offer, key: str | None, override: str) -> Recorded:
        """Record one return, or recognise it.

        Raises `Conflict` where another stands there, `NotAllowed` where a rule is broken and no
        reason is given for it.
        """
        before = self.writing.earlier(key, "audit")
        if before is not None:
            is_other = tuple(before.body[name] for name in AUDIT) != offer.key
            if is_other or differing(before.body, offer.body):
                raise before.conflict(offer.body)
            return Recorded(seq=before.seq, is_new=False, card=offer.card)
        stages: list[Row] = []
        for row in self._history(offer.case_ref):
            if tuple(row[name] for name in AUDIT) == offer.key:
                return self._recognised(row, offer)
            if all(row[name] == offer.facts[name] for name in _SAME):
                stages.append(row)
        broken = self._broken(stages, offer)
        if broken and not override.strip():
            raise NotAllowed(broken)
        self._keep_set(offer.card.question_set)
        evidence = self._evidence(stages, str(offer.facts["stage"]))
        text = body_text({**offer.body, **evidence}) if evidence else offer.text
        entry = self.writing.append("audit", offer.facts, key, text)
        if broken:
            self._override(offer.facts, broken, override)
        others = [one for _, one in self.added.get(offer.case_ref, ())]
        raised = self.raising.raise_from(offer.proposed, offer.card, others)
        if offer.case_ref in self.again:
            self.added[offer.case_ref].append((entry, raised))
        return Recorded(seq=entry.seq, card=offer.card, raised=raised)

    def record_all(self, found: Sequence[Offer], override: str) -> tuple[Recorded, ...]:
        """Record returns. Raises what `record` does, with the problems of all of them."""
        self.look_up(found)
        recorded: list[Recorded] = []
        conflicts: list[Conflict] = []
        broken: list[Problem] = []
        for one in found:
            try:
                recorded.append(self.record(one, None, override))
            except Conflict as conflict:
                conflicts.append(conflict)
            except NotAllowed as refused:
                broken += refused.problems
        if broken:
            raise NotAllowed(broken)
        if conflicts:
            problems = [one for conflict in conflicts for one in conflict.problems]
            raise Conflict(problems, conflicts[0].recorded, conflicts[0].offered)
        return tuple(recorded)

    def _history(self, case_ref: str) -> list[Row]:
        """The audits of a case: those that were there, and those recorded since."""
        row = self.writing.current.row
        added = [row("audits", audit_values(one)) for one, _ in self.added.get(case_ref, ())]
        return self.there.get(case_ref, []) + added

    def _recognised(self, row: Row, offer: Offer) -> Recorded:
        recorded = json.loads(row["content"])
        offered = offer.body
        apart = differing(recorded, offered)
        if not apart or (row["version"] > 1 and not differing(self._first(row), offered)):
            return Recorded(seq=row["seq"], is_new=False, card=offer.card)
        facts = {
            "who": row["recorded_by"],
            "when": row["recorded_at"][:10],
            "differing": told_apart(recorded, offered, apart),
        }
        place = offer.card.audit_return.place
        raise Conflict(
            [problem("T020", place, **facts)], return_from(recorded), offer.card.audit_return
        )

    def _first(self, row: Row) -> Mapping[str, Any]:
        """The return as it was before it was corrected."""
        from auditkit.store.correcting import before_corrections

        return before_corrections(self.writing.current, row)

    def _evidence(self, stages: Sequence[Row], name: str) -> dict[str, Any]:
        """Of a later stage, the earlier ones whose answers its auditor could see."""
        stage = self.programme.stage(name) if self.programme else None
        if stage is None or name == STAGES[0]:
            return {}
        return {"visible": list(visible_stages(stage, [row["stage"] for row in stages]))}

    def _broken(self, stages: Sequence[Row], offer: Offer) -> list[Problem]:
        if self.rules is None:
            return []
        audits = [audit_of(row) for row in sorted(stages, key=lambda row: row["seq"])]
        return list(self.rules(audits, offer.card.audit_return, self.actor))

    def _override(self, body: Mapping[str, Any], broken: Sequence[Problem], because: str) -> None:
        told = {name: body[name] for name in AUDIT}
        told |= {"rules": sorted({rule_of(one) for one in broken}), "because": because.strip()}
        self.writing.append("override", told)

    def _keep_set(self, questions: QuestionSet) -> None:
        found = questions.content_hash
        if found not in self.sets:
            told = {"content_hash": found, "name": questions.name}
            self.writing.append("question_set", told | {"content": canonical_json(questions)})
            self.sets.add(found)


@frozen(kw_only=True)
class Override:
    """A rule that somebody broke for a reason, in recording an audit."""

    rule: str
    case_ref: str
    programme: str
    period: str
    stage: str
    overridden_by: str
    because: str
    seq: int


def override_of(row: Row) -> Override:
    """An override as a row holds it."""
    return Override(**row)


def rule_of(broken: Problem) -> str:
    """The id of the rule that is broken."""
    return str(broken.facts.get("rule", broken.code))


def audit_of(row: Row) -> Audit:
    """An audit as a row holds it."""
    told = json.loads(row["content"])
    told["period"] = told["period"] or None
    visible = told.get("visible")
    kept = ("programme", "set_hash", "recorded_by", "version", "stale_since", "seq")
    return Audit(
        audit_return=return_from(told),
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        visible=None if visible is None else tuple(visible),
        corrected_by=tuple(json.loads(row["corrected_by"])),
        **{name: row[name] for name in kept},
    )


def told_apart(recorded: Mapping[str, Any], offered: Mapping[str, Any], apart: list[str]) -> str:
    """What two returns do not have in common, both sides of it; comments are only named."""
    parts = []
    for name in apart:
        if name.endswith(".comment"):
            parts.append(said("{name}: another text", name=name))
            continue
        here, there = _shown(recorded, name), _shown(offered, name)
        facts = {"name": name, "here": here, "there": there}
        parts.append(said("{name}: recorded {here}, offered {there}", **facts))
    return several(parts, most=5)


def _shown(body: Mapping[str, Any], name: str) -> str:
    if name.startswith("case."):
        value = body["case"].get(name.removeprefix("case."))
    else:
        value = body["answers"].get(name) if name not in body else body[name]
    if isinstance(value, list):
        value = value[1] if value[1] is not None else value[0]
    if isinstance(value, dict):
        value = next(iter(value.values()))
    if isinstance(value, list):
        value = "; ".join(value)
    return said("nothing") if value is None else f'"{shortened(value)}"'
