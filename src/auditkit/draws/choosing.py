"""The draw itself: cases sorted into strata, numbered, and taken in the order of their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from auditkit.cases import Case
from auditkit.draws.counting import Cell, ServiceDraw, most_kept, service_draw, shortfalls
from auditkit.draws.frozen_list import FrozenList, audits_by_case, past_hash, plain_fact
from auditkit.draws.numbers import AUDIT, composed, number_prefix
from auditkit.draws.policy import CaseRule, case_rules
from auditkit.draws.record import (
    CriterionUsed,
    Draw,
    ExclusionPolicy,
    Lists,
    Policy,
    StratumPolicy,
)
from auditkit.errors import AuditkitError, Refused
from auditkit.frozen import changed, frozen
from auditkit.periods import Period
from auditkit.problems import Place, problem
from auditkit.programme.checking import percent_words
from auditkit.programme.history import History, PastAudit
from auditkit.programme.model import CostRule, Programme
from auditkit.programme.showing import when_words
from auditkit.questions.model import QuestionSet, worded
from auditkit.version import __version__

if TYPE_CHECKING:
    from auditkit.plugins import Registered

# The fact by which a case of a later stage says the stratum that it was first drawn in.
DRAWN_STRATUM = "drawn_stratum"
Progress = Callable[[Sequence[Case]], Iterable[Case]]
Cells = Mapping[str, Mapping[str, Cell]]


@frozen(kw_only=True)
class Rules:
    """The rules that cases are sorted by; `last` is the stratum that holds all others."""

    strata: tuple[CaseRule, ...]
    exclusions: tuple[CaseRule, ...]
    last: str

    def all(self) -> tuple[CaseRule, ...]:
        return (*self.strata, *self.exclusions)


def make_draw(
    programme: Programme,
    period: Period,
    cases: FrozenList,
    *,
    past: Sequence[PastAudit] | None = None,
    criteria: Mapping[str, Registered],
    question_set: QuestionSet | None = None,
    seed: str | None = None,
    purpose: str = AUDIT,
    progress: Progress | None = None,
) -> Draw:
    """Draw the cases of a period: the same for the same list, past, seed and programme.

    `purpose` is ``audit``, or the stage that completed audits are drawn for: then the share of
    that stage is drawn, the exclusions, which keep cases from being audited, do not apply, and a
    case that tells the stratum it was drawn in stays there.
    `past` None says that earlier audits are not known. Raises `PluginFailed` where a criterion
    fails, `Refused` for a case of a service that the programme does not have.
    """
    seed = programme.seed if seed is None else seed
    strata, exclusions = case_rules(programme, question_set, criteria)
    rules = Rules(
        strata=strata if purpose == AUDIT else tuple(map(_as_drawn, strata)),
        exclusions=exclusions if purpose == AUDIT else (),
        last=programme.strata[-1].id,
    )
    history = History(programme=programme, period=period, audits=audits_by_case(past or (), cases))
    cells = {
        service.id: {
            stratum.id: Cell(most_kept(programme, service, purpose)) for stratum in programme.strata
        }
        for service in programme.services
    }
    prefix = number_prefix(seed, period.name, purpose)
    sort_cases(progress(cases.cases) if progress else cases.cases, cells, rules, history, prefix)
    asked_for = tuple(question_set.case_fields) if question_set else ()
    drawn = [
        service_draw(programme, service, cells[service.id], purpose, asked_for)
        for service in programme.services
    ]
    return _record(
        drawn,
        period=period.name,
        purpose=purpose,
        seed=seed,
        is_seed_of_programme=seed == programme.seed,
        lists=Lists(
            cases_hash=cases.list_hash,
            cases=len(cases.cases),
            past_hash=None if past is None else past_hash(past),
            past=len(past or ()),
        ),
        policy=_policy(programme, question_set, rules, purpose),
    )


def _as_drawn(rule: CaseRule) -> CaseRule:
    """The rule of a stratum, for cases of which some were drawn already."""

    def holds(case: Case, history: History) -> bool:
        stratum = case.facts.get(DRAWN_STRATUM)
        return rule.holds(case, history) if stratum is None else stratum == rule.id

    return changed(rule, holds=holds)


def _record(drawn: Sequence[ServiceDraw], **told: object) -> Draw:
    return Draw(
        auditkit=__version__,
        services=tuple(one.counts for one in drawn),
        shortfalls=tuple(short for one in drawn for short in shortfalls(one.counts)),
        taken=tuple(case for one in drawn for case in one.taken),
        next=tuple(case for one in drawn for case in one.next),
        **told,  # type: ignore[arg-type]
    )


def sort_cases(
    cases: Iterable[Case], cells: Cells, rules: Rules, history: History, prefix: bytes
) -> None:
    """Put every case into its stratum, excluded or with its draw number.

    A million cases go through here, so that the loop does everything itself.
    """
    strata = [(rule.holds, rule) for rule in rules.strata]
    exclusions = [(rule.holds, rule) for rule in rules.exclusions]
    last = rules.last
    # Copied for each case, which takes half as long as hashing the prefix anew.
    start = sha256(prefix)
    rule: CaseRule | None = None
    case: Case | None = None
    found: object = None
    try:
        for case in cases:
            stratum = last
            for holds, rule in strata:
                if (found := holds(case, history)) is not False:
                    stratum = _certain(found, rule)
                    break
            cell = cells[case.service][stratum]  # type: ignore[index]
            for holds, rule in exclusions:
                if (found := holds(case, history)) is not False:
                    cell.excluded[_certain(found, rule)] += 1
                    break
            else:
                reference = case.case_ref
                if not reference.isascii():
                    reference = composed(reference)
                hashed = start.copy()
                hashed.update(reference.encode())
                number = hashed.digest()
                cell.eligible += 1
                if number < cell.limit:
                    cell.keep(number, case)
    except (Exception, SystemExit) as error:
        raise _stopped(error, case, rule, cells) from error


def _certain(found: object, rule: CaseRule) -> str:
    """What a case is put into: a criterion that does not say False must say True."""
    if found is not True:
        raise TypeError(f"said {found!r}, expected True or False")
    return rule.id


def _stopped(
    error: BaseException, case: Case | None, rule: CaseRule | None, cells: Cells
) -> AuditkitError:
    """Why no draw can be made: a case of an unknown service, or a criterion that failed at it."""
    assert case is not None
    if case.service not in cells:
        facts = {"found": case.service, "where": "a case", "hint": "", "known": ", ".join(cells)}
        return Refused([problem("D007", Place(about=case.case_ref), **facts)])
    assert rule is not None
    return rule.failed(f"{type(error).__name__}: {error}", case)


def _policy(
    programme: Programme, question_set: QuestionSet | None, rules: Rules, purpose: str
) -> Policy:
    exclusions = programme.exclusions if purpose == AUDIT else ()
    return Policy(
        programme=programme.id,
        programme_hash=programme.content_hash,
        question_set=question_set.name if question_set else programme.question_set,
        cost=_cost(programme.cost),
        strata=tuple(
            StratumPolicy(
                stratum=one.id,
                share=percent_words(one.share),
                when=None if one.when is None else when_words(one.when),
            )
            for one in programme.strata
        ),
        exclusions=tuple(
            ExclusionPolicy(exclude=one.id, because=worded(one.because), when=when_words(one.when))
            for one in exclusions
        ),
        criteria=_used(rules.all()),
    )


def _cost(rule: CostRule) -> Mapping[str, str]:
    above = rule.increase_above
    return {
        "look_back": f"{rule.look_back} months",
        "fee_uplift": percent_words(rule.fee_uplift),
        "above_pounds": str(plain_fact(above.pounds)),
        "above_percent": str(plain_fact(above.percent)),
    }


def _used(rules: Iterable[CaseRule]) -> tuple[CriterionUsed, ...]:
    """The criteria that were asked, each once, in the order of their names."""
    named = {rule.name: rule.offered for rule in rules if rule.offered is not None}
    return tuple(
        CriterionUsed(
            criterion=name,
            plugin=offered.origin.name,
            distribution=offered.origin.distribution,
            version=offered.origin.version,
        )
        for name, offered in sorted(named.items())
    )
