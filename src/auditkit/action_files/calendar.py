"""Actions as an iCalendar file (RFC 5545): a day in the calendar when each is due."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from auditkit.actions.model import KINDS, Action
from auditkit.languages import ENGLISH, Words, noted, words_in

_SUBJECTS = {
    "case": noted("Case"),
    "team": noted("Team"),
    "service": noted("Service"),
    "programme": noted("Programme"),
}
_LONGEST_LINE = 75
_PRIORITIES = {"high": 1, "normal": 5, "low": 9}
_MEANT_OTHERWISE = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def actions_calendar(
    actions: Iterable[Action], *, stamp: datetime, language: str = ENGLISH
) -> bytes:
    """A calendar with the actions that wait for their owners, each on the day it is due.

    Each is an event of a whole day (VEVENT), for Outlook shows no task (VTODO) of a calendar file;
    it leaves the day free. `stamp` is the moment the file is made; one without a time zone is
    a `ValueError`. What was found is left out, for calendars are shared.
    """
    if stamp.tzinfo is None:
        raise ValueError("the moment of a calendar needs a time zone")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//practice-auditkit//actions//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for action in actions:
        if action.is_waiting:
            lines += _event(action, stamp.astimezone(UTC), words_in(language))
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(action: Action, stamp: datetime, words: Words) -> Iterator[str]:
    kind, name = action.subject
    told = {_SUBJECTS[kind]: name, "Kind": words.again(KINDS[action.kind]), "Owner": action.owner}
    about = [f"{words.translate(what)}: {found}" for what, found in told.items() if found]
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped('.'.join(filter(None, (action.id, action.programme))))}@auditkit"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    # A calendar that has it already takes the one with the higher number.
    yield f"SEQUENCE:{action.version - 1}"
    yield f"DTSTART;VALUE=DATE:{_day(action.due)}"
    yield f"DTEND;VALUE=DATE:{_day(action.due + timedelta(days=1))}"
    yield f"SUMMARY:{_escaped(f'{action.id}: {action.title}')}"
    description = "\n".join(about)
    yield f"DESCRIPTION:{_escaped(description)}"
    yield f"PRIORITY:{_PRIORITIES[action.priority]}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _escaped(text: str) -> str:
    """A text as a value; of the characters that cannot be seen, calendars take the tab alone."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(one for one in lines if one in "\t\n" or unicodedata.category(one) != "Cc")
    return seen.translate(_MEANT_OTHERWISE)


def _folded(line: str) -> bytes:
    """A line of at most 75 bytes, and its rest on lines that begin with a space; no character
    is cut in two.
    """
    folded, length = b"", 0
    for one in line:
        encoded = one.encode()
        if length + len(encoded) > _LONGEST_LINE:
            folded += b"\r\n "
            length = 1
        folded += encoded
        length += len(encoded)
    return folded + b"\r\n"
