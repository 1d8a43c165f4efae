"""An action that no condition can raise: conditions see answers, and not what was written."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit import Scorecard
from auditkit.actions.proposals import Proposal
from auditkit.questions.model import question_label


def unexplained(card: Scorecard) -> Iterator[Proposal]:
    """One conversation in supervision about the poorest answers that nobody explained."""
    comments = card.audit_return.comments
    missing = [
        name
        for name, result in card.questions.items()
        if result.value == 0 and not comments.get(name)
    ]
    if missing:
        labels = [question_label(card.question_set.questions[name]) for name in missing]
        yield Proposal(
            kind="supervision",
            title="Talk about the answers that were not explained",
            owner_role="team_leader",
            due=5,
            finding=f"No comment: {', '.join(labels)}",
        )
