"""Actions as ``auditkit actions`` shows them, and the words for what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING

from auditkit.actions.clocks import is_overdue
from auditkit.actions.model import STATUSES, Action
from auditkit.actions.plain import action_dict
from auditkit.cli.language import language_spoken, words_spoken
from auditkit.cli.output import print_json, say_line
from auditkit.cli.rows import say_table
from auditkit.errors import Refused
from auditkit.languages import ENGLISH, noted
from auditkit.wording import date_words

if TYPE_CHECKING:
    from auditkit.questions.model import QuestionSet
    from auditkit.store import Store

_HEADINGS = (
    noted("Action"),
    noted("Concerns"),
    noted("Owner"),
    noted("Due"),
    noted("Status"),
    noted("To be done"),
)
_FOLLOWED = (noted("Action"), noted("Concerns"), noted("To be done"), noted("What came of it"))
# What came of an action.
OUTCOMES = (
    noted("not audited again"),
    noted("better"),
    noted("same"),
    noted("worse"),
    noted("not comparable"),
)


class Wordings:
    """The actions of a store in the words of the sets that raised them, each set read once."""

    def __init__(self, store: Store) -> None:
        self.question_set = cache(partial(_kept_set, store))

    def of(self, action: Action, language: str) -> Action:
        """An action as people of a language read it."""
        if language == ENGLISH or action.question_set is None:
            return action
        from auditkit.actions.wording import in_language

        return in_language(action, self.question_set(action.question_set), language)

    def spoken(self, actions: Iterable[Action]) -> tuple[Action, ...]:
        """The actions in the language of the call."""
        language = language_spoken()
        return tuple(self.of(one, language) for one in actions)


def _kept_set(store: Store, name: str) -> QuestionSet | None:
    try:
        return store.question_set(name)
    except Refused:
        return None


def show_followed(found: Iterable[tuple[Action, str, str]]) -> None:
    """A table of actions with what came of each, and why where that cannot be told."""
    words = words_spoken()
    rows = [tuple(map(words.translate, _FOLLOWED))]
    for one, outcome, because in found:
        came = words.translate(outcome.replace("_", " "))
        why = f"{came}: {words.again(because)}" if because else came
        rows.append((one.id, one.subject[1], one.title, why))
    if len(rows) > 1:
        say_table(rows)


def print_actions(actions: Iterable[Action], on: date) -> None:
    """Actions as JSON, on standard output."""
    print_json([action_dict(one) | {"overdue": is_overdue(one, on)} for one in actions])


def show_actions(actions: Sequence[Action], on: date) -> None:
    """A table of actions, on standard output."""
    words = words_spoken()
    rows = [tuple(map(words.translate, _HEADINGS))]
    rows += [
        (
            one.id,
            one.subject[1],
            one.owner or "–",
            date_words(one.due, words.language),
            words.translate("Overdue")
            if is_overdue(one, on)
            else words.again(STATUSES[one.status]),
            one.title,
        )
        for one in actions
    ]
    widths = [max(len(row[index]) for row in rows) for index in range(5)]
    for row in rows:
        padded = [text.ljust(width) for text, width in zip(row, widths, strict=False)]
        say_line("  ".join([*padded, row[5]]).rstrip())
    say_line(words.plural("{count} action", "{count} actions", len(actions)))
