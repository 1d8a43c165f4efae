"""Synthetic extracts, a year apart: the same for the same seed, and of nobody."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import count
from typing import BinaryIO, NamedTuple

from auditkit_cld.chance import Chance
from auditkit_cld.traps import (
    EARLIER_END,
    EARLIER_START,
    LATER_END,
    LATER_START,
    TRAPS,
    Fields,
    Story,
)
from auditkit_cld.wordings import HEADINGS, heading, value

# Fields whose values a release words; the rest are references, names, dates and numbers.
_WORDED = frozenset(
    {
        "Client Type",
        "Primary Support Reason",
        "Event Type",
        "Service Type",
        "Service Component",
        "Delivery Mechanism",
        "Review Reason",
        "Cost Frequency (Unit Type)",
    }
)
_SUPPORT_REASONS = (
    "Physical Support: Personal Care Support",
    "Support with Memory and Cognition",
    "Learning Disability Support",
    "Mental Health Support",
)
_REVIEW_REASONS = (
    *("Planned",) * 8,
    "Unplanned - Hospital (Planned and unplanned episodes)",
    "Unplanned - Carer related",
    "Unplanned - Safeguarding concern",
    "Unplanned - Provider Failure",
    "Unplanned - Other Reason",
)


class Synthetic(NamedTuple):
    """One invented person: the rows in both extracts, and the trap."""

    reference: str
    trap: str
    expected: str
    before: list[Fields]
    after: list[Fields]


def people(number: int, seed: str, release: int = 1) -> Iterator[Synthetic]:
    """So many invented people, each trap in turn; each person follows from the seed alone."""
    for index in range(number):
        chance = Chance(f"{seed}/{index}")
        trap = TRAPS[index % len(TRAPS)]
        reference = f"SYN-{index + 1:06}"
        story = trap(chance)
        about = {
            "LA Person Unique Identifier": reference,
            "Client Type": "Service User",
            "Primary Support Reason": chance.one_of(_SUPPORT_REASONS),
        }
        before, after = _events(story, chance, release)
        yield Synthetic(
            reference,
            trap.__name__,
            story.expected,
            [{**about, **event} for event in before],
            [{**about, **event} for event in after],
        )


def _events(story: Story, chance: Chance, release: int) -> tuple[list[Fields], list[Fields]]:
    """The services with a request, an assessment and a review beside them."""
    before: list[Fields] = [{"Event Type": "Service", **row} for row in story.before]
    after: list[Fields] = [{"Event Type": "Service", **row} for row in story.after]
    if not story.before:
        asked = f"{chance.number(1, 28):02}/05/2025"
        after.insert(
            0, {"Event Type": "Request", "Event Start Date": asked, "Event End Date": asked}
        )
        after.insert(
            1, {"Event Type": "Assessment", "Event Start Date": asked, "Event End Date": asked}
        )
    reasons = (
        _REVIEW_REASONS if release == 1 else (*_REVIEW_REASONS, "Review of short term support")
    )
    for year, events in ((2024, before), (2025, after)):
        if events and chance.number(1, 4) > 1:
            on = f"{chance.number(1, 28):02}/{chance.number(5, 12):02}/{year}"
            review = {"Event Type": "Review", "Event Start Date": on, "Event End Date": on}
            events.append({**review, "Review Reason": chance.one_of(reasons)})
    return before, after


def write_extract(
    found: list[Synthetic], stream: BinaryIO, *, is_later: bool, release: int
) -> None:
    """One of the two extracts, as CSV."""
    start, end = (LATER_START, LATER_END) if is_later else (EARLIER_START, EARLIER_END)
    numbers = count(1)
    with _csv_to(stream) as text:
        writer = csv.writer(text)
        writer.writerow([heading(one, release) for one in HEADINGS])
        for person in found:
            for event in person.after if is_later else person.before:
                row = {
                    "LA Code": "999",
                    "Reporting Period Start Date": start,
                    "Reporting Period End Date": end,
                    "Event Reference": f"E{next(numbers)}",
                    **event,
                }
                writer.writerow([_worded(row.get(one, ""), one, release) for one in HEADINGS])


def write_traps(found: list[Synthetic], stream: BinaryIO) -> None:
    """Who is which trap, and what is right for them."""
    with _csv_to(stream) as text:
        writer = csv.writer(text)
        writer.writerow(["case_ref", "trap", "expected"])
        writer.writerows([one.reference, one.trap, one.expected] for one in found)


@contextmanager
def _csv_to(stream: BinaryIO) -> Iterator[TextIOWrapper]:
    """The stream as text, left open."""
    text = TextIOWrapper(stream, encoding="utf-8", newline="")
    yield text
    text.detach()


def _worded(text: str, field: str, release: int) -> str:
    if field not in _WORDED or text.isupper() or text.islower():
        return text
    return value(text, release)
