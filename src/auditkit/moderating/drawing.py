"""Audits to be moderated, drawn from those that a store holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from auditkit.cases import Case
from auditkit.choosing import Drawing
from auditkit.documents.canonical import canonical_json
from auditkit.documents.document import Document
from auditkit.documents.yaml_events import read_yaml
from auditkit.draws.choosing import DRAWN_STRATUM
from auditkit.draws.record import DrawnCase
from auditkit.kept_draws import kept_draws
from auditkit.kit import AuditKit
from auditkit.matching.folding import fold
from auditkit.periods import period as period_of
from auditkit.problems import problem
from auditkit.programme.model import Programme
from auditkit.programme.reading import LoadedProgramme
from auditkit.questions.model import QuestionSet
from auditkit.returns import STAGES
from auditkit.stages.order import needed_before
from auditkit.stages.recording import case_of
from auditkit.wording import several

if TYPE_CHECKING:
    from auditkit.store import Store
    from auditkit.store.kits import Audit


def draw_completed(
    kit: AuditKit,
    store: Store,
    programme: Programme,
    stage: str,
    period: str,
    seed: str | None = None,
) -> Drawing:
    """Draw the audits of a period that come to a later stage: its share of those that have been
    through the stages before, by draw numbers with the stage as purpose. Those that were drawn
    for a first audit and are not so far are warned about.

    Each stays in the stratum that it was drawn in for its first audit, if the store keeps that
    draw. Raises `Refused` for a stage that the programme does not have.
    """
    cases = completed_cases(store, programme, stage, period)
    loaded = _loaded(kit, store, programme)
    found = kit.draw(loaded, period, cases, seed=seed, purpose=stage)
    waiting = _drawn(store, programme, found.draw.period)
    for one in cases:
        waiting.pop(fold(one.case_ref), None)
    if not waiting or not cases:
        return found
    told = several([one.case_ref for one in waiting.values()])
    unready = problem("D040", period=found.draw.period, cases=told)
    return Drawing(found.draw, (*found.problems, unready))


def completed_cases(
    store: Store, programme: Programme, stage: str, period: str
) -> tuple[Case, ...]:
    """The cases of a period that come to a later stage: what is drawn from, as a list of cases."""
    when = period_of(period, programme.year_starts).name
    audits = store.audits(programme=programme.id, period=when)
    if programme.stage(stage) is None:
        return ()
    return tuple(_completed(programme, stage, audits, _drawn(store, programme, when)))


def _completed(
    programme: Programme,
    stage: str,
    audits: tuple[Audit, ...],
    drawn: Mapping[str, DrawnCase],
) -> Iterator[Case]:
    found: dict[str, dict[str, Audit]] = {}
    for one in audits:
        found.setdefault(one.audit_return.case_ref, {})[one.audit_return.stage] = one
    needed = set(needed_before(programme, stage))
    for case_ref, stages in found.items():
        if needed <= stages.keys():
            before = [stages[one].audit_return for one in STAGES if one in stages and one != stage]
            case = case_of(programme, before)
            there = drawn.get(fold(case_ref))
            facts = {name: one for name, one in before[0].case.items() if one is not None}
            yield Case(
                case_ref=case_ref,
                service=there.service if there else case.service,
                team=case.team,
                practitioner=case.practitioner,
                facts={**facts, DRAWN_STRATUM: there.stratum} if there else facts,
            )


def _drawn(store: Store, programme: Programme, period: str) -> dict[str, DrawnCase]:
    """The cases that were drawn for a first audit, by what their references fold to."""
    return {
        fold(case.case_ref): case
        for kept in kept_draws(store, programme.id)
        if kept.draw.stage == STAGES[0] and kept.draw.period == period
        for case in kept.draw.cases()
    }


def _loaded(kit: AuditKit, store: Store, programme: Programme) -> LoadedProgramme:
    """A programme that a store keeps, with its question set: the one that it was last audited
    under, else as the kit has it.
    """
    name = f"{programme.id}.json"
    document = Document(name, read_yaml(canonical_json(programme).encode(), name))
    audits = reversed(store.audits(programme=programme.id))
    found = (store.question_set(one.set_hash) for one in audits)
    questions = next((one for one in found if _is_named(one, programme)), None)
    if questions is None:
        questions = kit.question_set(programme.question_set)
    return LoadedProgramme(programme, document, question_set=questions)


def _is_named(questions: QuestionSet, programme: Programme) -> bool:
    return programme.question_set in (questions.name, questions.id)
