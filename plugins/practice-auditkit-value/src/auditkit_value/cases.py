"""What each scored case says of its outcome and its cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from auditkit import Place, Problem, QuestionSet, Refused, Scorecard, finding
from auditkit.frozen import frozen
from auditkit.scoring.scorecard import SCORED
from auditkit_value.quarters import (
    DOWN,
    HELD,
    LABELS,
    LOST,
    QUARTERS,
    UNCHANGED,
    UNKNOWN,
    UP,
    is_saving_that_cost_an_outcome,
    quarter,
)

OUTCOME, STILL_MET, COST = "outcomes_achieved", "outcome_still_met", "cost_change"
MONEY = "weekly_cost_change"
_ACHIEVED = {"fully": HELD, "partly": HELD, "not_achieved": LOST}
_MET = {"yes": HELD, "partly": HELD, "no": LOST}
_CHANGES = {"higher": UP, "same": UNCHANGED, "lower": DOWN}
_IN_PART = "partly"


@frozen(kw_only=True)
class CaseValue:
    """One case: its outcome and how its cost changed (None where not known), whether the
    outcome was held in part only, and the change in weekly cost where the return tells it.

    Who did the work is left out on purpose.
    """

    case_ref: str
    service: str | None = None
    stage: str = "first"
    outcome: str | None = None
    in_part: bool = False
    cost: str | None = None
    weekly_change: Decimal | None = None

    @property
    def quarter(self) -> str:
        return quarter(self.outcome, self.cost)

    @property
    def cost_an_outcome(self) -> bool:
        return is_saving_that_cost_an_outcome(self.outcome, self.cost)


def case_value(card: Scorecard) -> CaseValue:
    """Outcome and cost of a scored case.

    A cheaper option that did not meet the outcome has lost it, whatever the review says of all
    outcomes together; else the review decides, else whether the outcome was met after all. The
    answer about the cost decides, and the amount only where that is blank: the answer leaves
    out the yearly rise in prices.
    """
    given = card.audit_return
    achieved, met = _chosen(card, OUTCOME), _chosen(card, STILL_MET)
    outcome = _ACHIEVED.get(achieved) or _MET.get(met)
    telling = achieved if achieved in _ACHIEVED else met
    if _MET.get(met) == LOST:
        outcome = LOST
    amount = given.case.get(MONEY)
    change = amount if isinstance(amount, Decimal) else None
    return CaseValue(
        case_ref=given.case_ref,
        service=given.service,
        stage=given.stage,
        outcome=outcome,
        in_part=outcome == HELD and telling == _IN_PART,
        cost=_CHANGES.get(_chosen(card, COST)) or _direction(change),
        weekly_change=change,
    )


def _chosen(card: Scorecard, question: str) -> str:
    """The option chosen for a question that was asked; empty where there is none."""
    result = card.questions.get(question)
    is_answered = result is not None and result.state == "answered"
    return result.option if result and is_answered and isinstance(result.option, str) else ""


def _direction(change: Decimal | None) -> str | None:
    if change is None:
        return None
    return UP if change > 0 else DOWN if change < 0 else UNCHANGED


def case_values(cards: Iterable[Scorecard]) -> tuple[CaseValue, ...]:
    """The scored cases in their order; what is held has no figures to go by."""
    return tuple(case_value(one) for one in cards if one.status == SCORED)


def check_questions(questions: QuestionSet) -> None:
    """Raises `Refused` where a set asks neither for the outcome nor for the cost."""
    missing = [one for one in (OUTCOME, COST) if one not in questions.questions]
    if missing:
        message = (
            f"{questions.name} has no question {' and no '.join(missing)}. Give returns of"
            " personalised-commissioning, or of a set that extends it (--set)."
        )
        raise Refused([finding("value-no-question", Place(), message, "error")])


def disagreements(cards: Iterable[Scorecard]) -> tuple[Problem, ...]:
    """A warning for each case whose amount goes the other way than its answer."""
    found = []
    for card in cards:
        answer = _CHANGES.get(_chosen(card, COST))
        one = case_value(card) if card.status == SCORED else None
        direction = _direction(one.weekly_change) if one else None
        if answer and direction and answer != direction:
            message = (
                f"The answer says that the cost went {_WENT[answer]}, and the change in weekly"
                f" cost says {_WENT[direction]}. Correct one, unless prices alone explain it;"
                " the answer decides here."
            )
            found.append(finding("value-cost-disagrees", card.audit_return.place, message))
    return tuple(found)


_WENT = {UP: "up", DOWN: "down", UNCHANGED: "neither up nor down"}


@frozen(kw_only=True)
class QuarterTotal:
    """How many cases a quarter holds, how many of them held the outcome in part, and their
    change in weekly cost, with how many cases tell it.
    """

    quarter: str
    cases: int
    in_part: int
    weekly_change: Decimal | None
    with_amount: int


def quarter_totals(values: Sequence[CaseValue]) -> tuple[QuarterTotal, ...]:
    """The four quarters, best first, and those not known apart at the end."""
    return tuple(_total(name, values) for name in (*QUARTERS, UNKNOWN))


def _total(name: str, values: Sequence[CaseValue]) -> QuarterTotal:
    among = [one for one in values if one.quarter == name]
    amounts = [one.weekly_change for one in among if one.weekly_change is not None]
    return QuarterTotal(
        quarter=name,
        cases=len(among),
        in_part=sum(one.in_part for one in among),
        weekly_change=sum(amounts, Decimal(0)) if amounts else None,
        with_amount=len(amounts),
    )


def case_rows(values: Iterable[CaseValue]) -> list[dict[str, Any]]:
    """A row a case, for a table or a section of a report."""
    return [
        {
            "case_ref": one.case_ref,
            "service": one.service,
            "stage": one.stage,
            "quarter": one.quarter,
            "quarter_label": LABELS[one.quarter],
            "outcome": one.outcome,
            "outcome_in_part": one.in_part,
            "cost": one.cost,
            "weekly_cost_change": one.weekly_change,
            "saving_cost_an_outcome": one.cost_an_outcome,
        }
        for one in values
    ]


def quarter_rows(values: Sequence[CaseValue]) -> list[dict[str, Any]]:
    """A row a quarter, for a table or a section of a report."""
    return [
        {
            "quarter": one.quarter,
            "quarter_label": LABELS[one.quarter],
            "cases": one.cases,
            "outcome_in_part": one.in_part,
            "weekly_cost_change": one.weekly_change,
            "cases_with_amount": one.with_amount,
        }
        for one in quarter_totals(values)
    ]
