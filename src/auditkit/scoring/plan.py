"""A question set compiled for scoring: integer tables, groups, conditions in order.

For every scored question and every answer it can have, the plan holds one integer with what
that answer adds to the score and to its coverage. Scoring a return is then a look-up and an
addition for each question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

from auditkit.languages import said_in_each
from auditkit.questions.model import QuestionSet, Section, question_label
from auditkit.questions.scope import SetScope
from auditkit.scoring.checked import CheckedScorer
from auditkit.scoring.conditions import Condition, asking_order
from auditkit.scoring.outcomes import PlannedQuestion, Remembered
from auditkit.scoring.packing import Packing
from auditkit.scoring.planned_rule import PlannedRule
from auditkit.scoring.ratings import RatingPlan
from auditkit.scoring.scorecard import SectionResult


class Group:
    """A section, or the whole set (index 0), among the groups of a plan.

    `own` are its own questions among all of the set's, `packed` their tables. A group is a *unit*
    where it enters the group above as one mark of its own and not by its
    questions: under ``over: sections``, and wherever it is rescored.
    """

    def __init__(self, index: int, section: Section | None, above: int, is_unit: bool) -> None:
        self.index = index
        self.section = section
        self.above = above
        self.is_unit = is_unit
        self.weight = Fraction(section.weight) if section else Fraction(1)
        self.own = slice(0, 0)
        self.packed: list[Mapping[Any, int]] = []


class Plan:
    """A question set with its scorer, ready to score any number of returns."""

    def __init__(self, question_set: QuestionSet, scorer: CheckedScorer) -> None:
        self.question_set = question_set
        self.scorer = scorer
        self.scope = SetScope(question_set)
        self.groups = list(_groups(question_set))
        self.has_units = any(group.is_unit for group in self.groups)
        self.questions = {one.id: one for one in self._planned()}
        self.names = list(self.questions)
        tallied = [one for one in self.questions.values() if one.counts]
        grids = [one.grid() for one in tallied if one.question.type == "choices"]
        self.packing = Packing([one.possible_shares() for one in tallied], *grids)
        for one in tallied:
            one.pack(self.packing)
        for group in self.groups:
            own = [self.questions[name] for name in self.names[group.own]]
            group.packed = [one.packed for one in own] if any(one.counts for one in own) else []
        self.results = [one.results for one in self.questions.values()]
        self.asked_if = asking_order(question_set, self.scope)
        self.ratings = RatingPlan(question_set, self.scope)
        rating = question_set.rating
        # The number of the question whose answer is a rating, among the set's.
        self.judgement = self.names.index(rating.judgement) if rating and rating.judgement else None
        self.escalations = [
            (Condition(one.when, self.scope), one) for one in question_set.escalations
        ]
        self.conditions = [
            *(condition for conditions, _ in self.asked_if for condition in conditions.all),
            *self.ratings.conditions(),
            *(condition for condition, _ in self.escalations),
        ]
        named = frozenset().union(*(condition.questions for condition in self.conditions))
        self.named = [
            (index, name, self.questions[name].facts)
            for index, name in enumerate(self.names)
            if name in named
        ]
        self.case_fields = sorted(
            frozenset().union(*(condition.case_fields for condition in self.conditions))
        )
        self.upwards = [(group.index, group.above) for group in reversed(self.groups[1:])]
        self.seen_totals: dict[int, SectionResult] = {}
        self.comment_required = [
            (index, name, Remembered(self.questions[name].needs_comment))
            for index, name in enumerate(self.names)
            if self.questions[name].question.comment_required
        ]
        self.labels = {name: said_in_each(partial(self.label, name)) for name in self.questions}
        self.section_names = [group.section.id for group in self.groups if group.section]
        self.group_of = {group.section.id: group.index for group in self.groups if group.section}

    @cached_property
    def action_rules(self) -> tuple[PlannedRule, ...]:
        """The rules that raise actions; compiled when first asked for, since no score needs them."""
        return tuple(PlannedRule(rule, self.scope) for rule in self.question_set.actions)

    def worded(self, name: str) -> str:
        """A question by its short label, for messages, to be said in each language."""
        return self.labels[name]

    def label(self, name: str, language: str) -> str:
        """The short label of a question in a language."""
        return question_label(self.questions[name].question, language)

    def _planned(self) -> Iterator[PlannedQuestion]:
        planned = partial(
            PlannedQuestion,
            question_set=self.question_set,
            scorer=self.scorer,
            scale=self.scope.points_scale,
        )
        start = 0
        for group in self.groups:
            questions = group.section.questions if group.section else ()
            group.own = slice(start, start + len(questions))
            start = group.own.stop
            for question in questions:
                yield planned(question, group.index)


def _groups(question_set: QuestionSet) -> Iterator[Group]:
    """The whole, then every section, outer before inner."""
    yield Group(0, None, -1, False)
    over_sections = question_set.scoring.over == "sections"
    index = 0
    waiting = [(section, 0) for section in reversed(question_set.sections)]
    while waiting:
        section, above = waiting.pop()
        index += 1
        yield Group(index, section, above, over_sections or bool(section.rescore))
        waiting += [(inner, index) for inner in reversed(section.sections)]
