"""Whether everything with a name is used, and every role is one that people know."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.builtin.checks.asking import conditions_of
from auditkit.builtin.checks.readings import CASE, Readings
from auditkit.expressions.syntax import Call, Literal, Name, Tree, within
from auditkit.languages import said
from auditkit.problems import Problem, did_you_mean, problem
from auditkit.programme.roles import ROLES
from auditkit.questions.reading import LoadedSet
from auditkit.questions.scope import SetScope
from auditkit.wording import several


def check_names(loaded: LoadedSet) -> Iterator[Problem]:
    """Scales, case fields and tags that nothing uses; roles that nobody has heard of."""
    question_set, document = loaded.question_set, loaded.document
    used = {one.scale for one in question_set.questions.values()}
    for name in question_set.scales:
        if name not in used:
            yield problem("L050", document.place("scales", name), scale=name)
    readings = Readings(SetScope(question_set))
    counted: set[str] = set()
    for tree in _conditions(loaded):
        readings.take_in(tree)
        counted.update(_tags(tree))
    named = readings.of(CASE)
    for name, field in question_set.case_fields.items():
        # One with a title is meant for people: a report or a plugin may show it.
        if name not in named and field.title is None:
            yield problem("L051", document.place("case_fields", name), field=name)
    yield from _idle_tags(loaded, counted)
    known = loaded.roles or ROLES
    for key, path, roles in (
        ("to", "escalations", [one.to for one in question_set.escalations]),
        ("owner", "actions", [one.owner for one in question_set.actions]),
    ):
        for index, role in enumerate(roles):
            if role not in known:
                facts = {"role": role, "hint": did_you_mean(role, known)}
                yield problem("L056", document.place(path, index, key), **facts)


def _idle_tags(loaded: LoadedSet, counted: set[str]) -> Iterator[Problem]:
    """Each tag that no condition counts, once, where it first stands."""
    seen: set[str] = set()
    for question in loaded.question_set.questions.values():
        for tag in question.tags:
            if tag not in counted and tag not in seen:
                seen.add(tag)
                place = loaded.document.place_of_question(question.id, "tags")
                yield problem(
                    "L052", place, tag=tag, known=several(sorted(counted)) or said("none")
                )


def _conditions(loaded: LoadedSet) -> Iterator[Tree]:
    """Every condition of the set."""
    question_set = loaded.question_set
    asked = [one.applies_when for one in question_set.all_sections()]
    asked += [one.applies_when for one in question_set.questions.values()]
    yield from (one.tree for one in asked if one is not None)
    for condition, _ in conditions_of(question_set, loaded.document):
        yield condition.tree


def _tags(tree: Tree) -> Iterator[str]:
    """The tags that a condition counts by."""
    for one in within(tree):
        tagged = dict(one.named).get("tagged") if isinstance(one, Call) else None
        if isinstance(tagged, Name):
            yield tagged.id
        elif isinstance(tagged, Literal):
            yield str(tagged.value)
