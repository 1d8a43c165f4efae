"""Whether every question can be asked, and every condition tells one return from another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditkit.builtin.checks.truth import can_hold_together, holds, said
from auditkit.builtin.checks.worlds import TooManyWorlds, Worlds
from auditkit.documents.document import Document, Path
from auditkit.expressions.syntax import Expression
from auditkit.problems import Place, Problem, problem
from auditkit.questions.model import QuestionSet, Section
from auditkit.questions.rating import ActionRule, Escalation, Limit, Rule
from auditkit.questions.reading import LoadedSet


def check_asking(loaded: LoadedSet) -> Iterator[Problem]:
    """Sections and questions that nobody is asked, and what rests on their answers; conditions
    that hold always or never.
    """
    asking = _Asking(loaded)
    for section in loaded.question_set.sections:
        yield from asking.section(section, ())
    yield from asking.comments()
    yield from asking.reason()
    yield from asking.conditions()


class _Asking:
    def __init__(self, loaded: LoadedSet) -> None:
        self.set = loaded.question_set
        self.document = loaded.document
        self.worlds = Worlds(self.set)
        self.never: set[str] = set()

    def section(self, section: Section, above: Sequence[Expression]) -> Iterator[Problem]:
        """The section and what is within, unless it is not asked as a whole."""
        outer = (*above, section.applies_when) if section.applies_when else tuple(above)
        if section.applies_when is not None:
            place = self.document.place_of_section(section.id, "applies_when")
            if not can_hold_together(self.worlds, outer):
                self.never.update(one.id for one in section.all_questions())
                yield problem("L041", place, section=section.id)
                return
            yield from self.always(section.applies_when, place)
        for question in section.questions:
            if question.applies_when is None:
                continue
            place = self.document.place_of_question(question.id, "applies_when")
            if not can_hold_together(self.worlds, (*outer, question.applies_when)):
                self.never.add(question.id)
                yield problem("L040", place, question=question.id)
            else:
                yield from self.always(question.applies_when, place)
        for inner in section.sections:
            yield from self.section(inner, outer)

    def always(self, condition: Expression, place: Place) -> Iterator[Problem]:
        if holds(self.worlds, condition) is True:
            yield problem("L043", place, condition=said(condition))

    def comments(self) -> Iterator[Problem]:
        """Comments required of questions that are never asked."""
        for name in self.set.questions:
            if name in self.never and self.set.questions[name].comment_required:
                place = self.document.place_of_question(name, "comment_required")
                yield problem("L053", place, question=name)

    def reason(self) -> Iterator[Problem]:
        """The question for the reason, where a judgement is given and it is not asked."""
        rating = self.set.rating
        if rating is None or rating.judgement is None or rating.reason is None:
            return
        asked_if = self.worlds.asked_if.get(rating.reason)
        if asked_if is None or rating.reason in self.never:
            return
        try:
            trees = [one.expression.tree for one in asked_if.all]
            for facts in self.worlds.having(trees, [rating.judgement]):
                is_given = rating.judgement in facts.answers.keys() - facts.unknown
                if is_given and not asked_if.hold(facts):
                    place = self.document.place_of_question(rating.reason, "applies_when")
                    names = {"question": rating.reason, "judgement": rating.judgement}
                    yield problem("L055", place, **names)
                    return
        except TooManyWorlds:
            return

    def conditions(self) -> Iterator[Problem]:
        """Those of rules, limits, escalations and actions."""
        for condition, place in conditions_of(self.set, self.document):
            found = holds(self.worlds, condition)
            if found is not None:
                code = "L043" if found else "L042"
                yield problem(code, place, condition=said(condition))


def conditions_of(
    question_set: QuestionSet, document: Document
) -> Iterator[tuple[Expression, Place]]:
    """The conditions of rules, limits, escalations and actions, each with its place."""
    rating = question_set.rating
    groups: list[tuple[Path, Sequence[Rule | Limit | Escalation | ActionRule]]] = [
        (("rating", "rules"), rating.rules if rating else ()),
        (("rating", "limits"), rating.limits if rating else ()),
        (("escalations",), question_set.escalations),
        (("actions",), question_set.actions),
    ]
    for path, rows in groups:
        for index, row in enumerate(rows):
            if row.when is not None:
                yield row.when, document.place(*path, index, "when")
