"""The strata and exclusions of a programme, ready to be asked of cases one after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from auditkit.cases import Case, Fact
from auditkit.errors import PluginFailed
from auditkit.expressions.checking import Kind
from auditkit.expressions.evaluation import compile_condition
from auditkit.expressions.facts import Facts
from auditkit.expressions.syntax import Expression, case_fields_in
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.programme.criteria import read_arguments
from auditkit.programme.history import History
from auditkit.programme.model import Programme
from auditkit.programme.scope import NAMING, CaseScope
from auditkit.programme.shapes import CriterionUse, When
from auditkit.questions.model import QuestionSet

if TYPE_CHECKING:
    from auditkit.plugins import Registered

Holds = Callable[[Case, History], bool]


@frozen(kw_only=True)
class CaseRule:
    """What a case must be for a stratum or an exclusion: `id` says which."""

    id: str
    holds: Holds
    words: str
    looks_at: tuple[str, ...] = ()
    name: str = ""
    offered: Registered | None = None

    def failed(self, what: str, case: Case) -> PluginFailed:
        """What to raise for a criterion that raised or said neither True nor False."""
        sender = str(self.offered.origin) if self.offered else "auditkit"
        named = self.name or self.words
        told = said("criterion {name}: {what} ({case})", name=named, what=what, case=case.case_ref)
        return PluginFailed(sender, told)


def case_rules(
    programme: Programme,
    question_set: QuestionSet | None,
    criteria: Mapping[str, Registered],
) -> tuple[tuple[CaseRule, ...], tuple[CaseRule, ...]]:
    """The rules of the strata but for the one that holds all others, and of the exclusions.

    The programme must have passed its checks with the same criteria.
    """
    scope = CaseScope(programme, question_set)

    def rule(id: str, when: When) -> CaseRule:
        return _rule(id, when, scope, criteria)

    strata = (rule(one.id, one.when) for one in programme.strata if one.when is not None)
    exclusions = (rule(one.id, one.when) for one in programme.exclusions)
    return tuple(strata), tuple(exclusions)


def _rule(id: str, when: When, scope: CaseScope, criteria: Mapping[str, Registered]) -> CaseRule:
    if isinstance(when, Expression):
        looks_at = tuple(sorted(set(case_fields_in(when.tree))))
        return CaseRule(
            id=id, holds=_condition(when, scope, looks_at), words=str(when), looks_at=looks_at
        )
    return _criterion_rule(id, when, criteria[when.name])


def _criterion_rule(id: str, use: CriterionUse, offered: Registered) -> CaseRule:
    arguments = read_arguments(offered.object, use)
    return CaseRule(
        id=id,
        holds=partial(offered.object, **arguments) if arguments else offered.object,
        words=str(use),
        looks_at=tuple(getattr(offered.object, "looks_at", ())),
        name=use.name,
        offered=offered,
    )


def _condition(when: Expression, scope: CaseScope, looks_at: tuple[str, ...]) -> Holds:
    truth = compile_condition(when.tree, scope)
    kinds = {name: scope.kinds[name] for name in looks_at}

    def holds(case: Case, history: History) -> bool:
        facts: dict[str, Any] = {}
        for name, kind in kinds.items():
            fact = getattr(case, name) if name in NAMING else case.facts.get(name)
            if fact is not None:
                facts[name] = _scaled(fact, kind)
        return truth(Facts({}, facts, frozenset(), _no_figure, _no_figure, _no_figure))

    return holds


def _scaled(fact: Fact, kind: Kind) -> str | int | Fraction | date:
    """A number by the places of its kind; one with more stays a fraction, and is compared as it
    is.
    """
    if not isinstance(fact, Decimal):
        return fact
    exact = Fraction(fact) * int(10**kind.places)
    return exact.numerator if exact.denominator == 1 else exact


def _no_figure(section: str | None) -> Any:
    """Conditions on cases know of no scores, so that nobody asks for one."""
    raise NotImplementedError
