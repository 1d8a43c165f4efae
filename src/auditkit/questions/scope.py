"""The names that the conditions of one question set may use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from auditkit.expressions.checking import Kind
from auditkit.questions.earnings import points_scale
from auditkit.questions.model import QuestionSet


class SetScope:
    """Names, kinds and scales of a question set; see `auditkit.expressions.checking.Scope`."""

    def __init__(self, question_set: QuestionSet) -> None:
        self.question_set = question_set
        self.figure_scale = 10**question_set.scoring.rounding.places

    @cached_property
    def points_scale(self) -> int:
        return points_scale(self.question_set)

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        ids = {
            name: tuple(option.id for option in options)
            for name, options in self.question_set.scales.items()
        }
        return {
            question.id: Kind(question.type, ids.get(question.scale or "", ()), question.places)
            for question in self.question_set.questions.values()
        }

    @cached_property
    def _within(self) -> dict[str | None, frozenset[str]]:
        """The scored questions of the whole and of each section."""
        asked = self.question_set
        scored = frozenset(name for name, one in asked.questions.items() if asked.counts(one))
        within: dict[str | None, frozenset[str]] = {None: scored}
        for section in asked.all_sections():
            within[section.id] = scored.intersection(one.id for one in section.all_questions())
        return within

    @cached_property
    def _tags(self) -> dict[str, frozenset[str]]:
        tags: dict[str, set[str]] = {}
        for question in self.question_set.questions.values():
            for tag in question.tags:
                tags.setdefault(tag, set()).add(question.id)
        return {tag: self._choices & tagged for tag, tagged in tags.items()}

    @cached_property
    def _choices(self) -> frozenset[str]:
        return frozenset(
            name for name, kind in self._kinds.items() if kind.type in ("choice", "choices")
        )

    @cached_property
    def _options(self) -> dict[frozenset[str], frozenset[str]]:
        return {}

    def question(self, name: str) -> Kind | None:
        return self._kinds.get(name)

    def case_field(self, name: str) -> Kind | None:
        told = self.question_set.case_fields.get(name)
        return Kind(told.type, told.options, told.places) if told else None

    def has_section(self, name: str) -> bool:
        return name in self._within

    def has_tag(self, name: str) -> bool:
        return name in self._tags

    def names(self) -> Sequence[str]:
        return list(self._kinds)

    def tagged(self, tag: str) -> frozenset[str]:
        return self._tags.get(tag, frozenset())

    def choices(self) -> frozenset[str]:
        return self._choices

    def options_of(self, questions: frozenset[str]) -> frozenset[str]:
        if questions not in self._options:
            every = {self._kinds[name].options for name in questions}
            self._options[questions] = frozenset().union(*every)
        return self._options[questions]

    def scored_in(self, section: str | None) -> frozenset[str]:
        return self._within[section]
