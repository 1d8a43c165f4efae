"""A rule that raises actions, ready to be asked of scorecards."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from auditkit.expressions.syntax import names_in
from auditkit.questions.rating import ActionRule
from auditkit.questions.scope import SetScope
from auditkit.scoring.conditions import Condition
from auditkit.scoring.scorecard import Scorecard


class PlannedRule:
    """A rule with its condition, the questions that it names, and what it came to so far.

    Most rules rest on one or two answers and nothing else. What such a rule came to is
    remembered by these answers, for thousands of returns have few that differ.
    """

    def __init__(self, rule: ActionRule, scope: SetScope) -> None:
        self.rule = rule
        self.condition = Condition(rule.when, scope)
        known = frozenset(scope.names())
        self.questions = tuple(
            dict.fromkeys(one for one in names_in(rule.when.tree) if one in known)
        )
        # By language, then by what it rests on.
        self.remembered: defaultdict[str, dict[Any, Any]] = defaultdict(dict)
        self._case_fields = sorted(self.condition.case_fields)
        # One that names no question tells the score as its finding.
        self._is_of_answers = bool(self.questions) and self.condition.questions.issubset(
            self.questions
        )
        # The question on whose answer alone it rests, or none.
        self.only = self.questions[0] if self._is_of_one_answer() else ""

    def _is_of_one_answer(self) -> bool:
        return self._is_of_answers and len(self.questions) == 1 and not self._case_fields

    def rests_on(self, card: Scorecard) -> Any:
        """What it rests on of a scorecard; None where that is more than the answers it names."""
        if not self._is_of_answers:
            return None
        questions = card.questions
        case = card.audit_return.case
        answers = [questions[name][:3] for name in self.questions]
        return (*answers, *map(case.get, self._case_fields))
