"""What is to be done where a saving cost an outcome."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit import Scorecard
from auditkit.actions.proposals import Proposal
from auditkit_value.cases import OUTCOME, STILL_MET, case_value


def outcome_lost(card: Scorecard) -> Iterator[Proposal]:
    """A review of the case, where less is paid than before and the outcome was lost.

    No condition of a set can say so: outcome and cost each come from several answers.
    """
    if case_value(card).cost_an_outcome:
        asked = (one for one in (OUTCOME, STILL_MET) if one in card.question_set.questions)
        yield Proposal(
            kind="targeted_review",
            title="Review whether the outcome can be met again",
            owner_role="team_leader",
            due=20,
            priority="high",
            question=next(asked, None),
            finding="The cost fell and the outcome was lost",
        )
