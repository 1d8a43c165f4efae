"""What must hold of every action, however it came about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import partial
from operator import attrgetter

from auditkit.actions.model import (
    CANCELLED,
    DONE,
    KINDS,
    OPEN,
    PRIORITIES,
    STATUSES,
    VERIFIED,
    Action,
)
from auditkit.languages import noted, said, said_in_each
from auditkit.problems import NOWHERE, Place, Problem, did_you_mean, problem
from auditkit.wording import date_words, listed, shortened

LONGEST_TEXT = 10_000
LONGEST_NAME = 200
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "priority": PRIORITIES,
    "status": STATUSES,
}
# What the fields of an action are called, for translators.
_FIELDS = (
    noted("title"),
    noted("kind"),
    noted("priority"),
    noted("status"),
    noted("finding"),
    noted("evidence"),
    noted("because"),
    noted("override"),
    noted("programme"),
    noted("service"),
    noted("team"),
    noted("case ref"),
    noted("question"),
    noted("question set"),
    noted("stage"),
    noted("period"),
    noted("owner role"),
    noted("owner"),
    noted("raised by"),
    noted("source"),
    noted("done by"),
    noted("closed by"),
    noted("due"),
    noted("raised on"),
)
_TEXTS = ("title", "finding", "evidence", "because", "override")
_NAMES = (
    *("programme", "service", "team", "case_ref", "question", "question_set", "stage", "period"),
    *("owner_role", "owner", "raised_by", "source", "done_by", "closed_by"),
)
_texts, _names = attrgetter(*_TEXTS), attrgetter(*_NAMES)


def wrong_in(action: Action, place: Place = NOWHERE) -> list[Problem]:
    """Everything that is wrong with an action; nothing where it can be kept."""
    return [
        *_wrong_words(action, place),
        *_wrong_texts(action, place),
        *_wrong_dates(action, place),
        *_wrong_ends(action, place),
    ]


def _wrong_words(action: Action, place: Place) -> Iterator[Problem]:
    if not _ID.fullmatch(action.id):
        expected = said("letters, digits, - and _, at most 64")
        found = f'"{shortened(action.id)}"'
        yield problem("X012", place, key="id", found=found, expected=expected)
    for field, known in _WORDS.items():
        found = getattr(action, field)
        if found not in known:
            facts = {"found": shortened(found), "hint": did_you_mean(found, known)}
            yield problem("X009", place, field=field_words(field), allowed=listed(known), **facts)


def _wrong_texts(action: Action, place: Place) -> Iterator[Problem]:
    if _are_plain(action):
        return
    for field in ("title", "raised_by", "source"):
        if not getattr(action, field).strip():
            yield problem("X010", place, field=field_words(field))
    if not any((action.case_ref, action.team, action.service, action.programme)):
        yield problem("X010", place, field=said("case, team, service or programme"))
    for field in (*_TEXTS, *_NAMES):
        text = getattr(action, field)
        is_name = field in _NAMES
        found = wrong_text(text, is_name=is_name) if text is not None else ""
        if found:
            most = LONGEST_NAME if is_name else LONGEST_TEXT
            yield problem("X011", place, field=field_words(field), found=found, most=f"{most:,}")


def _are_plain(action: Action) -> bool:
    """Whether a look at all texts together tells that there is nothing wrong with any."""
    names = [one for one in _names(action) if one is not None]
    texts = "".join(_texts(action))
    return bool(
        action.case_ref
        and action.title.strip()
        and all(map(str.strip, names))
        and max(map(len, names)) <= LONGEST_NAME
        and len(texts) <= LONGEST_TEXT
        and (texts + "".join(names)).isprintable()
    )


def wrong_text(text: str, *, is_name: bool) -> str:
    """What keeps a text from being kept, or nothing. A name is short, says something, and stands
    on one line.
    """
    if len(text) > (LONGEST_NAME if is_name else LONGEST_TEXT):
        return said("{count} characters", count=f"{len(text):,}")
    if is_name and not text.strip():
        return said("nothing")
    if text.isprintable():
        return ""
    kinds, allowed = (("Cc", "Cs", "Cf"), "") if is_name else (("Cc", "Cs"), "\t\r\n")
    unseen = (one for one in text if one not in allowed and unicodedata.category(one) in kinds)
    found = next(unseen, None)
    return said("the invisible character {code}", code=f"U+{ord(found):04X}") if found else ""


def field_words(field: str) -> str:
    """A field of an action as people read it."""
    return said(field.replace("_", " "))


def _wrong_dates(action: Action, place: Place) -> Iterator[Problem]:
    if action.due < action.raised_on:
        dates = {
            "due": said_in_each(partial(date_words, action.due)),
            "raised": said_in_each(partial(date_words, action.raised_on)),
        }
        yield problem("X008", place, action=action.id, **dates)


def _wrong_ends(action: Action, place: Place) -> Iterator[Problem]:
    """An action that is done has evidence and says who did it when; a closed one who closed it."""
    if action.status in (DONE, VERIFIED) and not action.evidence.strip():
        yield problem("X002", place, action=action.id)
    if action.status == CANCELLED and not action.because.strip():
        facts = {"found": STATUSES[OPEN], "wanted": STATUSES[CANCELLED]}
        yield problem("X005", place, action=action.id, **facts)
    if action.status in (DONE, VERIFIED) and not (action.done_on and action.done_by):
        yield problem("X010", place, field=said("day it was done, and who did it"))
    if action.is_closed != bool(action.closed_on and action.closed_by):
        what = said("day it was closed, and who closed it, if it is closed")
        yield problem("X010", place, field=what)
