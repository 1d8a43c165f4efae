"""Files of audit returns recorded in a store: all of what is named, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import field

from auditkit.actors import Actor
from auditkit.errors import InvalidReturn
from auditkit.frozen import changed, frozen
from auditkit.kept_draws import against_draws, kept_draws
from auditkit.kit import AuditKit
from auditkit.languages import said
from auditkit.matching.duplicates import REFUSE
from auditkit.privacy.keys import Key
from auditkit.privacy.protecting import protected
from auditkit.problems import Problem, errors, problem
from auditkit.programme.model import Programme
from auditkit.questions.model import QuestionSet
from auditkit.return_files import Progress
from auditkit.returns import STAGES, AuditReturn
from auditkit.stages.recording import undecided
from auditkit.tables.files import AnyPath

if TYPE_CHECKING:
    from auditkit.matching.mapping import ColumnsMap
    from auditkit.store import Store
    from auditkit.store.recording import Recorded


@frozen(kw_only=True)
class AsTold:
    """What is told of files of returns beside what stands in them.

    `stage` and `period` are those of the returns, which need not say theirs. `codes` are those of
    staff by their e-mail addresses, `key` makes pseudonyms of local case numbers. `override` is
    the reason for which a rule of separation or order is broken.
    """

    questions: QuestionSet | str | None = None
    columns: ColumnsMap | AnyPath | None = None
    sheet: str | None = None
    duplicates: str = REFUSE
    stage: str | None = None
    period: str | None = None
    programme: str | None = None
    key: Key | None = None
    codes: Mapping[str, str] = field(factory=dict)
    override: str = ""


@frozen(kw_only=True)
class RecordedFiles:
    """What recording files came to: each return, in order, and the warnings."""

    recorded: tuple[Recorded, ...]
    warnings: tuple[Problem, ...]


def record_files(
    kit: AuditKit,
    store: Store,
    paths: Iterable[AnyPath],
    told: AsTold,
    *,
    actor: Actor,
    at: datetime,
    progress: Progress | None = None,
) -> RecordedFiles:
    """Record the returns in files and folders, in one transaction.

    Columns and facts that say who somebody is are left out and named; comments are looked
    through. Where the store keeps a draw, returns of other cases are held. Stages are recorded
    in their order, whichever stands first.

    Raises `InvalidReturn` where a file or a return cannot be used, with every problem found;
    `NotAllowed` where a rule is broken; `Conflict` where another return stands there.
    """
    reading = kit.read(
        paths,
        told.questions,
        columns=told.columns,
        duplicates=told.duplicates,
        sheet=told.sheet,
        drop_identifying=True,
        progress=progress,
    )
    found = [as_told(one, told) for one in reading.returns]
    found.sort(key=lambda one: STAGES.index(one.stage))
    ready = protected(found, key=told.key, codes=told.codes)
    returns = against_draws(ready.returns, kept_draws(store, told.programme))
    held = [said for one in returns for said in errors(one.problems)]
    wrong = [*errors(reading.problems), *held]
    if wrong:
        raise InvalidReturn(wrong)
    recorded = store.record_all(
        returns, actor=actor, at=at, programme=told.programme, override=told.override
    )
    unchecked = _unchecked(store.programmes(), told.programme, returns)
    warnings = (*reading.problems, *ready.problems, *unchecked, *_of_actions(recorded))
    return RecordedFiles(recorded=recorded, warnings=warnings)


def as_told(audit_return: AuditReturn, told: AsTold) -> AuditReturn:
    """A return at the stage and of the period that it was told to be of.

    One that says another period, or a later stage, is held (A020, A021).
    """
    stage, period = audit_return.stage, audit_return.period
    problems = []
    if told.stage not in (None, stage) and stage != STAGES[0]:
        facts = {"found": said(stage), "expected": said(str(told.stage))}
        problems.append(problem("A020", audit_return.place, **facts))
    if told.period is not None and period not in (None, told.period):
        problems.append(problem("A021", audit_return.place, found=period, expected=told.period))
    return changed(
        audit_return,
        stage=stage if stage != STAGES[0] else told.stage or stage,
        period=period or told.period,
        problems=(*audit_return.problems, *problems),
    )


def _of_actions(recorded: Iterable[Recorded]) -> Iterable[Problem]:
    """What is to be said of the actions that were raised, each once: the same is said of many."""
    return {str(told): told for one in recorded for told in one.raised.problems}.values()


def _unchecked(
    programmes: Sequence[Programme], named: str | None, returns: Iterable[AuditReturn]
) -> Iterator[Problem]:
    """Warnings of the rules that nobody could check under the programme that holds."""
    asked = [one for one in programmes if named in (None, one.id)]
    for one in returns:
        for programme in asked[:1]:
            yield from undecided(programme, one)
