"""The names that the conditions of one question set may use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from auditkit.expressions.checking import Kind
from auditkit.questions.earnings import points_scale
from auditkit.questions.model import QuestionSet, Section


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
        kinds = {}
        for question in self.question_set.questions.values():
            options = self.question_set.scales.get(question.scale or "", ())
            ids = tuple(option.id for option in options)
            kinds[question.id] = Kind(question.type, ids, question.places)
        return kinds

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.id: section for section in self.question_set.all_sections()}

    @cached_property
    def _tags(self) -> dict[str, list[str]]:
        tags: dict[str, list[str]] = {}
        for question in self.question_set.questions.values():
            for tag in question.tags:
                tags.setdefault(tag, []).append(question.id)
        return tags

    def question(self, name: str) -> Kind | None:
        return self._kinds.get(name)

    def case_field(self, name: str) -> Kind | None:
        told = self.question_set.case_fields.get(name)
        return Kind(told.type, told.options, told.places) if told else None

    def has_section(self, name: str) -> bool:
        return name in self._sections

    def has_tag(self, name: str) -> bool:
        return name in self._tags

    def names(self) -> Sequence[str]:
        return list(self._kinds)

    def tagged(self, tag: str) -> Sequence[str]:
        return self._tags.get(tag, ())

    def questions_of(self, section: str | None) -> Sequence[str]:
        if section is None:
            return list(self._kinds)
        return [question.id for question in self._sections[section].all_questions()]
