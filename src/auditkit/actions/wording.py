"""Actions as people of another language read them."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.actions.model import Action
from auditkit.actions.proposals import Proposal, rule_source
from auditkit.expressions.syntax import names_in
from auditkit.frozen import changed
from auditkit.matching.options import wordings
from auditkit.questions.model import (
    Question,
    QuestionSet,
    option_label,
    question_label,
    worded,
)
from auditkit.questions.rating import ActionRule

_BETWEEN = "; "


def in_language(action: Action, question_set: QuestionSet | None, language: str) -> Action:
    """An action with the title and the finding of the rule that raised it in a language.

    `question_set` is the one that the rule is of. What somebody wrote stays as it is, and so
    does what the set does not say in that language.
    """
    rule = _rule_of(action, question_set)
    if rule is None or question_set is None:
        return action
    title = title_in(action, question_set, language)
    finding = _finding(action.finding, rule, question_set, language)
    return changed(action, title=title, finding=finding)


def title_in(raised: Action | Proposal, question_set: QuestionSet | None, language: str) -> str:
    """The title in a language, where a rule of the set gave it; any other as it is."""
    rule = _rule_of(raised, question_set)
    if rule is None or raised.title not in wordings(rule.title):
        return raised.title
    return worded(rule.title, language)


def _rule_of(raised: Action | Proposal, question_set: QuestionSet | None) -> ActionRule | None:
    rules = question_set.actions if question_set else ()
    return next((one for one in rules if rule_source(one) == raised.source), None)


def _finding(found: str, rule: ActionRule, question_set: QuestionSet, language: str) -> str:
    """A finding made of the questions that a rule names, each with its answer; any other as it is."""
    told, rest = [], found + _BETWEEN
    names = dict.fromkeys(names_in(rule.when.tree))
    for question in (question_set.questions[one] for one in names if one in question_set.questions):
        answers = dict(_answers(question, question_set, language))
        begins = [one for one in answers if rest.startswith(one + _BETWEEN)]
        if not begins:
            return found
        longest = max(begins, key=len)
        told.append(answers[longest])
        rest = rest.removeprefix(longest + _BETWEEN)
    return found if rest else _BETWEEN.join(told)


def _answers(
    question: Question, question_set: QuestionSet, language: str
) -> Iterator[tuple[str, str]]:
    """What a finding says of a question, by each of its answers: as it is kept, and in a language."""
    kept, ours = question_label(question), question_label(question, language)
    yield kept, ours
    for one in question_set.options(question):
        yield (
            f"{kept}: {option_label(question, one)}",
            f"{ours}: {option_label(question, one, language)}",
        )
