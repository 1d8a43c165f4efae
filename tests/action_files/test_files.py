"""Actions as CSV and as a calendar."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO, StringIO

import attrs
import icalendar
import pytest
from action_examples import action, done
from hypothesis import example, given
from hypothesis import strategies as st

from auditkit.action_files.calendar import actions_calendar
from auditkit.action_files.delimited import write_actions_csv
from auditkit.actions.model import Action

ON = date(2026, 4, 28)
STAMP = datetime(2026, 4, 28, 9, 30, tzinfo=timezone(timedelta(hours=1)))


# CSV


def rows(*actions: Action) -> list[dict[str, str]]:
    stream = BytesIO()
    write_actions_csv(actions, stream, on=ON)
    return list(csv.DictReader(StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))


def test_a_row_holds_every_field_by_its_name():
    (row,) = rows(done(finding="a\nb"))
    assert list(row) == [*(one.name for one in attrs.fields(Action)), "overdue"]
    assert row["finding"] == "a\nb"
    assert (row["due"], row["done_on"], row["closed_on"]) == ("2026-04-27", "2026-04-20", "")
    assert (row["version"], row["overdue"]) == ("1", "no")


def test_an_overdue_action_says_so_and_a_formula_is_disarmed():
    (row,) = rows(action(title="=1+1"))
    assert (row["overdue"], row["title"]) == ("yes", "'=1+1")


def test_no_actions_are_a_row_of_headings():
    stream = BytesIO()
    write_actions_csv((), stream, on=ON)
    (heading,) = stream.getvalue().decode("utf-8-sig").splitlines()
    assert heading.startswith("id,programme,")


# Calendar


def events(*actions: Action) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(actions_calendar(actions, stamp=STAMP)).walk("VEVENT")


def test_an_action_is_a_day_in_the_calendar_that_stays_free():
    (event,) = events(action(version=3, priority="high"))
    assert event["UID"] == "ACT-7K2M.anytown-2026-27@auditkit"
    assert event.decoded("DTSTART") == date(2026, 4, 27)
    assert event.decoded("DTEND") == date(2026, 4, 28)
    assert event.decoded("DTSTAMP") == datetime(2026, 4, 28, 8, 30, tzinfo=UTC)
    assert event["SUMMARY"] == "ACT-7K2M: Write a contingency plan with the person"
    assert (
        event["DESCRIPTION"] == "Case: CASE-0142\nKind: Practice or learning support\nOwner: TL-03"
    )
    assert (event["SEQUENCE"], event["PRIORITY"], event["TRANSP"]) == (2, 1, "TRANSPARENT")


def test_a_calendar_speaks_welsh():
    data = actions_calendar([action()], stamp=STAMP, language="cy")
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event["DESCRIPTION"] == (
        "Achos: CASE-0142\nMath: Cymorth ymarfer neu ddysgu\nPerchennog: TL-03"
    )


def test_what_was_found_is_left_out():
    assert b"No contingency plan on the file" not in actions_calendar([action()], stamp=STAMP)


def test_an_action_of_nobody_and_of_no_programme_is_there_too():
    (event,) = events(action(owner=None, programme=None))
    assert event["UID"] == "ACT-7K2M@auditkit"
    assert "Owner" not in event["DESCRIPTION"]


def test_only_actions_that_wait_for_their_owners_are_there():
    actions = [
        action(id="ACT-A"),
        action(id="ACT-B", status="in_progress"),
        done(id="ACT-C"),
        done(id="ACT-D", status="verified"),
        action(id="ACT-E", status="cancelled"),
    ]
    assert [str(one["UID"])[:5] for one in events(*actions)] == ["ACT-A", "ACT-B"]


def test_the_moment_needs_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        actions_calendar([], stamp=datetime(2026, 4, 28))  # noqa: DTZ001


def test_a_line_is_folded_at_75_bytes():
    # "SUMMARY:ACT-7K2M: " is 18 bytes, so that 28 letters of two bytes stand in the first line,
    # which a 29th would make 76; 37 after the space of the next, and 35 in the last.
    data = actions_calendar([action(title="é" * 100)], stamp=STAMP)
    lines = data.decode().split("\r\n")
    begin = next(index for index, line in enumerate(lines) if line.startswith("SUMMARY"))
    assert [len(line.encode()) for line in lines[begin : begin + 3]] == [74, 75, 71]
    assert data.endswith(b"END:VCALENDAR\r\n")


TITLES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@given(TITLES)
@example("\\N, \\n; \\\n\\")
@example("\\, \\; %2C %5C")
@example("a, b; c\nN: n")
def test_any_text_comes_back_from_the_calendar(title):
    data = actions_calendar([action(title=title)], stamp=STAMP)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        line.decode()
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    lines = title.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(
        one for one in lines if one in "\t\n" or (one >= " " and not "\x7f" <= one <= "\x9f")
    )
    assert unescaped(data, "SUMMARY") == f"ACT-7K2M: {seen}"
    # icalendar undoes escapes one kind after the other, so that it takes what follows an escaped
    # backslash for part of an escape; its older versions also read %2C as a comma.
    if "\\" not in seen and "%" not in seen:
        assert event["SUMMARY"] == f"ACT-7K2M: {seen}"


def unescaped(data: bytes, name: str) -> str:
    """The text of the first property of this name, read as RFC 5545 3.3.11 says."""
    unfolded = data.decode().replace("\r\n ", "")
    (value,) = (
        line.removeprefix(f"{name}:") for line in unfolded.split("\r\n") if line.startswith(name)
    )
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
