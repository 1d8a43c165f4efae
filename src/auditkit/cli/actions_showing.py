"""Actions as ``auditkit actions`` shows them, and the words for what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from auditkit.actions.clocks import is_overdue
from auditkit.actions.model import STATUSES, Action
from auditkit.actions.plain import action_dict
from auditkit.cli.language import words_spoken
from auditkit.cli.output import print_json, say_line
from auditkit.cli.rows import say_table
from auditkit.languages import noted
from auditkit.wording import date_words

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


def show_actions(actions: tuple[Action, ...], on: date, as_json: bool) -> None:
    """A table of actions, or JSON, on standard output."""
    if as_json:
        print_json([action_dict(one) | {"overdue": is_overdue(one, on)} for one in actions])
        return
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
