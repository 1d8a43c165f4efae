"""What must hold within a programme, and what is unwise in it, beyond the shape of each value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from auditkit.documents.document import Document, Path
from auditkit.expressions.checking import check
from auditkit.expressions.syntax import Call, Expression, Tree, within
from auditkit.languages import said
from auditkit.matching.folding import fold
from auditkit.problems import Problem, did_you_mean, problem, short_facts
from auditkit.programme.criteria import ArgumentsWrong, Criterion, read_arguments
from auditkit.programme.model import Programme, Service, Stage
from auditkit.programme.report_keys import check_report_keys
from auditkit.programme.roles import roles_of
from auditkit.programme.scope import FIXED, CaseScope
from auditkit.programme.shapes import CriterionUse, When
from auditkit.questions.model import QuestionSet
from auditkit.questions.rating import ACTION_KINDS
from auditkit.returns import STAGES
from auditkit.wording import several

LEAST_SEED = 10


def check_programme(
    programme: Programme,
    document: Document,
    question_set: QuestionSet | None,
    criteria: Mapping[str, Criterion],
) -> list[Problem]:
    """Every contradiction in a programme and everything unwise, each with its place.

    `question_set` is the programme's own where it is known, and `criteria` are those there are.
    """
    return list(_Check(programme, document, question_set, criteria).problems())


class _Check:
    def __init__(
        self,
        programme: Programme,
        document: Document,
        question_set: QuestionSet | None,
        criteria: Mapping[str, Criterion],
    ) -> None:
        self.programme = programme
        self.document = document
        self.criteria = criteria
        self.question_set = question_set
        self.scope = CaseScope(programme, question_set)

    def problem(self, code: str, path: Path, **facts: Any) -> Problem:
        return problem(code, self.document.place(*path), **short_facts(facts))

    def problems(self) -> Iterator[Problem]:
        yield from self.seed()
        yield from self.services()
        yield from self.strata()
        yield from self.exclusions()
        yield from self.case_fields()
        yield from self.stages()
        yield from self.actions()
        yield from self.costs()
        yield from self.report()

    def seed(self) -> Iterator[Problem]:
        length = len(self.programme.seed)
        if length < LEAST_SEED:
            yield self.problem("P013", ("seed",), length=length, least=LEAST_SEED)

    def repeated(self, code: str, key: str, kind: str, ids: Iterable[str]) -> Iterator[Problem]:
        seen: dict[str, int] = {}
        for index, id in enumerate(ids):
            if id in seen:
                line = self.document.place(key, seen[id]).line
                yield self.problem(code, (key, index), kind=kind, id=id, stage=id, line=line)
            seen.setdefault(id, index)

    def services(self) -> Iterator[Problem]:
        services = self.programme.services
        yield from self.repeated("P001", "services", said("service"), [one.id for one in services])
        if self.programme.per_service < 1 and any(one.per_service is None for one in services):
            yield self.problem("P009", ("per_service",), service=said("A service"))
        owners: dict[str, Service] = {}
        for index, service in enumerate(services):
            for name in dict.fromkeys(names_of(service)):
                other = owners.setdefault(fold(name), service)
                if other.id != service.id:
                    facts = {"service": service.id, "found": name, "other": other.id}
                    yield self.problem("P002", ("services", index), **facts)
        for index, name in enumerate(self.programme.other_services):
            if fold(name) in owners:
                facts = {"service": name, "found": name, "other": owners[fold(name)].id}
                yield self.problem("P002", ("other_services", index), **facts)
        for index, service in enumerate(services):
            if service.per_service is not None and service.per_service < 1:
                yield self.problem(
                    "P009", ("services", index, "per_service"), service=f'"{service.id}"'
                )

    def strata(self) -> Iterator[Problem]:
        strata = self.programme.strata
        yield from self.repeated("P001", "strata", said("stratum"), [one.id for one in strata])
        whole = sum((one.share for one in strata), Decimal(0))
        if whole != 1:
            code = "P003" if whole > 1 else "P004"
            yield self.problem(code, ("strata",), found=percent_words(whole))
        open_ended = next((at for at, one in enumerate(strata) if one.when is None), None)
        if open_ended is None:
            yield self.problem("P005", ("strata", len(strata) - 1), stratum=strata[-1].id)
        else:
            for index in range(open_ended + 1, len(strata)):
                facts = {"above": strata[open_ended].id, "stratum": strata[index].id}
                yield self.problem("P006", ("strata", index), **facts)
        for index, stratum in enumerate(strata):
            if stratum.when is not None:
                yield from self.condition(stratum.when, ("strata", index, "when"))

    def exclusions(self) -> Iterator[Problem]:
        exclusions = self.programme.exclusions
        yield from self.repeated(
            "P001", "exclusions", said("exclusion"), [one.id for one in exclusions]
        )
        for index, exclusion in enumerate(exclusions):
            yield from self.condition(exclusion.when, ("exclusions", index, "when"))

    def condition(self, when: When, path: Path) -> Iterator[Problem]:
        if isinstance(when, Expression):
            calls = sorted(_calls_of_answers(when.tree))
            if calls:
                yield self.problem("P018", path, found=f"{calls[0]}(…)", hint="")
                return
            for error in check(when.tree, self.scope):
                facts = dict(error.facts)
                if error.code in ("E006", "E007"):
                    hint = did_you_mean(facts["found"], self.scope.kinds)
                    yield self.problem("P018", path, found=facts["found"], hint=hint)
                else:
                    yield self.problem(error.code, path, **facts)
        else:
            yield from self.criterion(when, path)

    def criterion(self, use: CriterionUse, path: Path) -> Iterator[Problem]:
        criterion = self.criteria.get(use.name)
        if criterion is None:
            known = several(sorted(self.criteria)) or said("none")
            hint = did_you_mean(use.name, self.criteria)
            facts = {"found": use.name, "hint": hint, "known": known}
            yield self.problem("P007", (*path, "criterion"), **facts)
            return
        try:
            read_arguments(criterion, use)
        except ArgumentsWrong as wrong:
            place = (*path, wrong.argument) if wrong.argument else path
            yield self.problem("P008", place, criterion=use.name, what=wrong.what)

    def case_fields(self) -> Iterator[Problem]:
        for name, told in self.programme.case_fields.items():
            path = ("case_fields", name)
            if name in FIXED:
                yield self.problem("P017", path, field=name)
            if told.type == "choice" and not told.options:
                yield self.problem("P020", path, field=name, what=said("needs its options"))
            if told.type != "choice" and told.options:
                yield self.problem("P020", path, field=name, what=said("has no options"))
            if told.type != "number" and told.places:
                yield self.problem("P020", path, field=name, what=said("has no places"))

    def stages(self) -> Iterator[Problem]:
        stages = self.programme.stages
        names = [one.stage for one in stages]
        yield from self.repeated("P010", "stages", said("stage"), names)
        if STAGES[0] not in names:
            yield self.problem("P021", ("stages",))
        for index, (one, below) in enumerate(pairwise(names), 1):
            if STAGES.index(below) < STAGES.index(one):
                yield self.problem("P015", ("stages", index - 1), stage=one, before=below)
        for index, stage in enumerate(stages):
            yield from self.stage(stage, ("stages", index))

    def stage(self, stage: Stage, path: Path) -> Iterator[Problem]:
        if self.programme.roles and stage.role not in self.programme.roles:
            yield self.unknown_role(stage.role, self.programme.roles, (*path, "role"))
        if stage.share == 0:
            yield self.problem("P012", (*path, "share"), stage=stage.stage)
        if stage.stage == STAGES[0]:
            for key in ("blind", "independent_of", "on_disagreement"):
                if getattr(stage, key):
                    yield self.problem("P016", (*path, key), key=key)
        if stage.stage == STAGES[-1] and stage.on_disagreement is None:
            yield self.problem("P024", path)

    def actions(self) -> Iterator[Problem]:
        clocks = self.programme.actions
        for kind in clocks.due:
            if kind not in ACTION_KINDS:
                hint = did_you_mean(kind, ACTION_KINDS)
                facts = {"found": kind, "hint": hint, "known": ", ".join(ACTION_KINDS)}
                yield self.problem("P019", ("actions", "due", kind), **facts)
        known = roles_of(self.programme)
        for index, step in enumerate(clocks.escalate):
            if step.to not in known:
                yield self.unknown_role(step.to, known, ("actions", "escalate", index, "to"))
        for index, (one, below) in enumerate(pairwise(clocks.escalate), 1):
            if below.after <= one.after:
                path = ("actions", "escalate", index, "after")
                yield self.problem("P022", path, found=below.after, above=one.after)

    def costs(self) -> Iterator[Problem]:
        above = self.programme.cost.increase_above
        for key, found in (("pounds", above.pounds), ("percent", above.percent)):
            if found < 0:
                yield self.problem("P023", ("cost", "increase_above", key), found=found)

    def report(self) -> Iterator[Problem]:
        strata = [one.id for one in self.programme.strata]
        yield from check_report_keys(
            self.programme.report, self.document, self.question_set, self.scope.kinds, strata
        )

    def unknown_role(self, found: str, known: tuple[str, ...], path: Path) -> Problem:
        facts = {"hint": did_you_mean(found, known), "known": several(known)}
        return self.problem("P011", path, found=found, **facts)


def _calls_of_answers(tree: Tree) -> Iterator[str]:
    """The functions in a condition that look at answers or scores."""
    called = (one.function for one in within(tree) if isinstance(one, Call))
    return (function for function in called if function != "days_between")


def names_of(service: Service) -> Iterator[str]:
    """Every name that means a service: its id, the id with spaces, its title, its synonyms."""
    yield service.id
    yield service.id.replace("_", " ")
    if service.title is not None:
        yield from (service.title,) if isinstance(service.title, str) else service.title.values()
    yield from service.synonyms


def percent_words(share: Decimal) -> str:
    """A share as a percentage, without zeros that say nothing.

    >>> percent_words(Decimal("1.050"))
    '105%'
    >>> percent_words(Decimal(1))
    '100%'
    """
    return f"{(100 * share).normalize():f}%"
