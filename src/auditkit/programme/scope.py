"""The names that the conditions of a programme may use: facts about cases, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditkit.expressions.checking import Kind
from auditkit.programme.model import Programme
from auditkit.questions.model import CaseField, QuestionSet

MONEY_PLACES = 2
# Facts that stand beside the others: by whom a case is known and held.
NAMING = ("case_ref", "service", "team", "practitioner")
# Facts that every list of cases may have.
FIXED: Mapping[str, Kind] = {
    **dict.fromkeys(NAMING, Kind("text")),
    "weekly_cost": Kind("number", places=MONEY_PLACES),
    "weekly_cost_before": Kind("number", places=MONEY_PLACES),
    "closed": Kind("choice", ("yes", "no")),
}
# One that question sets often declare themselves, as they need it.
_USUAL = {"review_type": CaseField(type="choice", options=("planned", "unplanned"))}


def case_fields(programme: Programme, question_set: QuestionSet | None) -> dict[str, CaseField]:
    """The facts that may be declared, as they are: by the programme, else by its question set."""
    declared = question_set.case_fields if question_set else {}
    return {**_USUAL, **declared, **programme.case_fields}


class CaseScope:
    """The scope of conditions on cases; see `auditkit.expressions.checking.Scope`."""

    figure_scale = 1
    points_scale = 1

    def __init__(self, programme: Programme, question_set: QuestionSet | None) -> None:
        declared = case_fields(programme, question_set)
        self.kinds = {
            **{name: Kind(one.type, one.options, one.places) for name, one in declared.items()},
            **FIXED,
        }

    def question(self, name: str) -> Kind | None:
        return None

    def case_field(self, name: str) -> Kind | None:
        return self.kinds.get(name)

    def names(self) -> Sequence[str]:
        return ()

    # What only functions on answers and scores ask, which a programme cannot call.

    def has_section(self, name: str) -> bool:
        raise NotImplementedError

    def has_tag(self, name: str) -> bool:
        raise NotImplementedError

    def tagged(self, tag: str) -> frozenset[str]:
        raise NotImplementedError

    def choices(self) -> frozenset[str]:
        raise NotImplementedError

    def options_of(self, questions: frozenset[str]) -> frozenset[str]:
        raise NotImplementedError

    def scored_in(self, section: str | None) -> frozenset[str]:
        raise NotImplementedError
