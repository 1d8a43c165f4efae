"""A year of audits played from month to month, through auditkit's own interfaces: cases drawn,
audited, audited again, moderated, corrected, decided; actions raised, done, verified, let slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from auditing import Auditing, Sitting
from population import MONTHS, Person, people

from auditkit import AuditKit
from auditkit.actions.clocks import clocks_of
from auditkit.actions.model import DONE, IN_PROGRESS, Action
from auditkit.actions.raising import raised_by_hand
from auditkit.actors import Actor
from auditkit.draws.record import Draw
from auditkit.draws.replacing import replaced
from auditkit.kept_draws import keep_draw, outstanding_audits
from auditkit.moderating.drawing import draw_completed
from auditkit.moderating.official import results
from auditkit.programme.history import PastAudit
from auditkit.programme.reading import LoadedProgramme
from auditkit.store import Store
from auditkit.working_days import WorkingDays

FOLDER = Path(__file__).parent
SEED = "a year of audits"
ANALYST = Actor("AN-1", ("analyst",))
FIRST, REAUDIT, MODERATION = "first", "reaudit", "moderation"

# What goes wrong, by month from April: cases that cannot be audited, services whose team leaders
# leave audits undone, and audits that are corrected afterwards.
_REPLACED = {1: "older_people", 4: "physical_disability", 8: "learning_disability"}
_UNDONE = {4: ("mental_health", 2), 8: ("mental_health", 2), 9: ("autism", 1)}
_CORRECTED = (2, 5, 9)
# What the Practice Oversight Group decides, by month: kind, title, finding.
_DECIDED = {
    3: (
        "training",
        "Workshop: who does what when care fails",
        "A contingency plan is the check that most audits find wanting",
    ),
    6: (
        "technology_enabled_care",
        "Equipment to try out in every team's office",
        "Technology is thought of more often, and seldom tried",
    ),
    9: (
        "team_development",
        "Team leaders audit two cases of each other's teams",
        "Moderators grade lower more often than higher",
    ),
}


def entropy(seed: str) -> Callable[[int], bytes]:
    """Bytes in the place of chance, the same each time, so that two stores are the same."""
    count = 0

    def give(size: int) -> bytes:
        nonlocal count
        count += 1
        return sha256(f"{seed} {count}".encode()).digest()[:size]

    return give


def open_year(where: str | Path, seed: str = SEED) -> tuple[Store, Year]:
    """A new store at a path or URL, and the year to be played in it."""
    kit = AuditKit(discover=False)
    kit.load(FOLDER / "questions.yaml")
    loaded = kit.load_programme(FOLDER / "programme.yaml")
    staff = {one.id: one for one in kit.read_staff(FOLDER / "staff.csv", loaded).actors}
    store = kit.open_store(where, entropy=entropy(seed), create=True, staff=staff)
    return store, Year(kit, store, loaded, staff, seed)


class Year:
    """The invented council's year in one store."""

    def __init__(
        self,
        kit: AuditKit,
        store: Store,
        loaded: LoadedProgramme,
        staff: dict[str, Actor],
        seed: str,
    ) -> None:
        self.kit = kit
        self.store = store
        self.loaded = loaded
        self.programme = loaded.programme
        self.staff = staff
        self.seed = seed
        self.days = WorkingDays(self.programme.bank_holidays)
        self.auditing = Auditing(kit, self.programme, seed)
        self.past: list[PastAudit] = []

    def play(self, months: int = len(MONTHS), part: float = 1.0) -> Iterator[str]:
        """Play so many months with a part of all cases; gives the name of each that is over."""
        everybody = {one.case_ref: one for one in people(self.seed, part)}
        self.begin()
        for month, first in enumerate(MONTHS[:months]):
            name = f"{first:%Y-%m}"
            self.draw(month, name, everybody)
            self.audit(month, name, FIRST, 15, everybody)
            self.audit(month, name, REAUDIT, 22, everybody)
            self._moderate(month, name, everybody)
            if month in _CORRECTED:
                self._correct(month, name)
            self._decide(month, name)
            self._act(month)
            yield name

    def begin(self) -> None:
        """Adopt the programme."""
        self.store.adopt(self.programme, actor=ANALYST, at=_at(MONTHS[0], 1))

    # Cases

    def draw(self, month: int, name: str, everybody: dict[str, Person]) -> None:
        """Draw the cases of a month, and replace the one that cannot be audited."""
        cases = [one.case(month) for one in everybody.values()]
        draw = self.kit.draw(self.loaded, name, cases, past=self.past).draw
        keep_draw(self.store, draw, actor=ANALYST, at=_at(MONTHS[month], 1))
        service = _REPLACED.get(month)
        gone = next((one for one in draw.taken if one.service == service), None)
        if gone is not None:
            why = "Moved to another council before the month began"
            after: Draw = replaced(draw, gone.case_ref, because=why, ineligible=True)
            keep_draw(self.store, after, actor=ANALYST, at=_at(MONTHS[month], 2))

    # Audits

    def audit(
        self, month: int, name: str, stage: str, day: int, everybody: dict[str, Person]
    ) -> None:
        """Every audit that is expected at a stage for the month, but for those left undone."""
        at = _at(MONTHS[month], day)
        expected = outstanding_audits(
            self.store, self.programme, at.date(), self.days, tuple(self.staff.values())
        )
        undone, most = _UNDONE.get(month, ("", 0)) if stage == FIRST else ("", 0)
        desks: dict[str, list[str]] = defaultdict(list)
        for one in expected:
            if (one.stage, one.period) != (stage, name):
                continue
            if one.service == undone and most:
                most -= 1
            elif one.auditor is not None:
                desks[one.auditor].append(one.case_ref)
        for auditor, cases in sorted(desks.items()):
            sittings = [
                Sitting(
                    person=everybody[case],
                    month=month,
                    period=name,
                    stage=stage,
                    auditor=auditor,
                    day=at.date() - timedelta(days=number % 4),
                )
                for number, case in enumerate(sorted(cases))
            ]
            returns = [self.auditing.written(one) for one in sittings]
            self.store.record_all(
                returns, actor=self.staff[auditor], at=at, programme=self.programme.id
            )
            if stage == FIRST:
                self.past += [
                    PastAudit(case_ref=one.person.case_ref, audit_date=one.day) for one in sittings
                ]

    def _moderate(self, month: int, name: str, everybody: dict[str, Person]) -> None:
        """The month's moderations, and what the auditors of those that disagree decide; of one in
        five they have not talked yet.
        """
        at = _at(MONTHS[month], 24)
        drawing = draw_completed(self.kit, self.store, self.programme, MODERATION, name)
        keep_draw(self.store, drawing.draw, actor=ANALYST, at=at)
        self.audit(month, name, MODERATION, 27, everybody)
        for case in results(self.store, self.programme, name).cases:
            is_open = case.standing.official.stage is None
            if is_open and self._roll(f"{name} {case.case_ref}") < 0.8:
                auditors = self._auditors(case.case_ref, name)
                self.store.moderation.decide(
                    case.case_ref,
                    stands=MODERATION if self._roll(case.case_ref) < 0.8 else REAUDIT,
                    by=(auditors[REAUDIT], auditors[MODERATION]),
                    because="Both went through the file together",
                    actor=self.staff[auditors[MODERATION]],
                    at=_at(MONTHS[month], 28),
                    period=name,
                    programme=self.programme.id,
                )

    def _auditors(self, case_ref: str, name: str) -> dict[str, str]:
        audits = self.store.audits(case_ref=case_ref, period=name)
        return {one.audit_return.stage: one.audit_return.auditor or "" for one in audits}

    def _correct(self, month: int, name: str) -> None:
        """A team leader corrects an answer, and the head of service looks at the case again."""
        firsts = self.store.audits(period=name, stage=FIRST)
        first = next(
            one for one in firsts if one.audit_return.answers["oversight"].value == "partly"
        )
        told = first.audit_return
        self.store.correct(
            told.case_ref,
            question="oversight",
            answer="yes",
            because="The manager's decision was in another folder",
            actor=self.staff[told.auditor or ""],
            at=_at(MONTHS[month], 28, hour=11),
            period=name,
            programme=self.programme.id,
        )
        head = self._auditors(told.case_ref, name)[REAUDIT]
        self.store.moderation.confirm(
            told.case_ref,
            because="Seen, and it changes nothing of the re-audit",
            actor=self.staff[head],
            at=_at(MONTHS[month], 28, hour=12),
            stage=REAUDIT,
            period=name,
            programme=self.programme.id,
        )

    # Actions

    def _decide(self, month: int, name: str) -> None:
        """What the Practice Oversight Group asks for in some months."""
        if month not in _DECIDED:
            return
        kind, title, finding = _DECIDED[month]
        at = _at(MONTHS[month], 28, hour=14)
        raised = raised_by_hand(
            title=title,
            kind=kind,
            finding=finding,
            open_actions=self.store.actions(),
            staff=self.staff.values(),
            clocks=clocks_of(self.programme),
            on=at.date(),
            by=ANALYST.id,
            entropy=self.store.entropy,
            programme=self.programme.id,
            period=name,
            owner_role="principal_social_worker",
        )
        self.store.add_action(raised.action, actor=ANALYST, at=at)

    def _act(self, month: int) -> None:
        """What becomes of actions by the end of a month: most are done in time and verified, some
        late, some not at all.
        """
        at = _at(MONTHS[month], 28, hour=16)
        for action in sorted(self.store.actions(), key=lambda one: one.id):
            age = (at.date() - action.raised_on).days
            fate = self._roll(action.id)
            doer = action.owner or ANALYST.id
            if action.status == DONE and age > 20:
                self._change(action, at, self._verifier(action), status="verified")
            elif action.is_waiting and fate < 0.04:
                why = "The person has moved, and the case is closed"
                self._change(action, at, doer, status="cancelled", because=why)
            elif action.is_waiting and (fate < 0.84 or (fate < 0.95 and age > 80)):
                self._change(action, at, doer, status=DONE, evidence="Note on the case file")
            elif action.status == "open" and fate < 0.98:
                self._change(action, at, doer, status=IN_PROGRESS)

    def _change(self, action: Action, at: datetime, who: str, **changes: str) -> None:
        actor = self.staff.get(who, ANALYST)
        self.store.update_action(action.id, version=action.version, actor=actor, at=at, **changes)

    def _verifier(self, action: Action) -> str:
        """The head of the service, or the principal social worker of what the head did."""
        heads = [one for one in self.staff.values() if "head_of_service" in one.roles]
        own = [one.id for one in heads if action.service in one.services]
        asked = [
            one for one in (*own, "PSW-1", "AN-1") if one not in (action.owner, action.done_by)
        ]
        return asked[0]

    def _roll(self, about: str) -> float:
        return Random(f"{self.seed} {about}").random()


def _at(first: date, day: int, hour: int = 9) -> datetime:
    return datetime.combine(first.replace(day=day), time(hour, 30), UTC)
