"""What can be wrong with an extract: codes of this plugin's own, each with its words."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple, NoReturn

from auditkit import Place, Problem, Refused, finding

# As many of one code are told one by one; an extract may have a hundred thousand rows.
MOST_OF_A_KIND = 50


class Finding(NamedTuple):
    """How a code is put: for the list of codes, and for the case at hand."""

    title: str
    message: str
    severity: str = "error"


_WARNING = "warning"
FINDINGS = {
    "cld-kind": Finding(
        "Not a kind of file that extracts come in",
        "Found {found}, expected .csv, .tsv, .txt or .xlsx. Save the extract as CSV UTF-8.",
    ),
    "cld-not-an-extract": Finding(
        "Not an extract of Client Level Data",
        "No row of headings with {missing} was found in the first {rows} rows. Give the extract as"
        " it was submitted, with the field names of release 1 or 2.",
    ),
    "cld-heading-twice": Finding(
        "Heading twice",
        'The heading "{heading}" stands twice, first in {first}. Delete one column.',
    ),
    "cld-option": Finding("Option refused", "{option} is {found}, expected {expected}."),
    "cld-earlier-date": Finding(
        "Date of the earlier extract",
        "{what} Say on which day the earlier extract is to be looked at (--earlier-at), before"
        " {at}.",
    ),
    "cld-month-first": Finding(
        "Dates with the month first",
        'Found "{found}", which is a date only with the month first, so that the day and the month'
        " of other dates cannot be told apart. Write dates as DD/MM/YYYY throughout.",
    ),
    "cld-row-length": Finding(
        "Row of another length than the headings",
        "Found {found} cells under {expected} headings: cells may have moved. The row is left out.",
    ),
    "cld-no-reference": Finding(
        "Row without a person",
        "There is no {field}, so that the row belongs to nobody. It is left out. An NHS number is"
        " not taken in its place.",
    ),
    "cld-damaged-reference": Finding(
        "Damaged reference",
        "The reference is {what}: people may have become one. The row is left out. Export the"
        " column as text.",
    ),
    "cld-nhs-number": Finding(
        "References that may be NHS numbers",
        "References of ten digits that pass the check of an NHS number: {count}. If they are NHS"
        " numbers, put local references in their place before going on.",
        _WARNING,
    ),
    "cld-heading-again": Finding(
        "The headings again", "The headings stand here again. The row is left out.", _WARNING
    ),
    "cld-event-type": Finding(
        "Unknown event type",
        'Found "{found}", expected Request, Assessment, Service or Review. The row is left out.',
        _WARNING,
    ),
    "cld-date": Finding(
        "Not a date",
        'Found "{found}", expected a date such as 31/03/2026.{outcome}',
    ),
    "cld-end-before-start": Finding(
        "End before start",
        "The service ends before it starts, and so was never open. Correct one of the dates.",
        _WARNING,
    ),
    "cld-number": Finding(
        "Not a number",
        'Found "{found}", expected a number such as 21.50. The weekly cost of the person is not'
        " whole.",
    ),
    "cld-no-units": Finding(
        "Cost without units",
        'A unit cost with the cost frequency "{found}" needs {needed}, and there is none. The weekly'
        " cost of the person is not whole.",
    ),
    "cld-frequency": Finding(
        "Unknown cost frequency",
        'Found "{found}". It is taken as a price per unit, times {needed}.',
        _WARNING,
    ),
    "cld-mechanism": Finding(
        "Unknown delivery mechanism",
        'Found "{found}", which says nothing of the budget route.',
        _WARNING,
    ),
    "cld-review-reason": Finding(
        "Unknown review reason",
        'Found "{found}", expected words that begin with Planned or Unplanned.',
        _WARNING,
    ),
    "cld-field-missing": Finding(
        "Field not there", "There is no column {field}. {outcome}", _WARNING
    ),
    "cld-outside-period": Finding(
        "Date outside the reporting period",
        "The extract reports on {start} to {end}; what was open on {at} may not be in it.",
        _WARNING,
    ),
    "cld-undecided": Finding(
        "Change not told",
        "The change in weekly cost is not told, nor whether it increased: {reason}.",
        _WARNING,
    ),
    "cld-no-cases": Finding(
        "No service open", "No service was open on {at}. Is this the right extract?", _WARNING
    ),
    "cld-more": Finding("More of the same", "{count} more rows with [{code}].", _WARNING),
}


def found(code: str, place: Place, /, **facts: object) -> Problem:
    """A problem with this code, in its words."""
    kind = FINDINGS[code]
    return finding(code, place, kind.message.format_map(facts), kind.severity)


def refuse(code: str, place: Place, /, **facts: object) -> NoReturn:
    """Raise `Refused` with a single problem."""
    raise Refused([found(code, place, **facts)])


class Notes:
    """What is said about one extract: of each code the first few, and how many more."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._said: list[Problem] = []
        self._counts: Counter[str] = Counter()

    def add(self, problem: Problem) -> None:
        """Say something that a reader of tables found."""
        self._said.append(problem)

    def say(self, code: str, place: Place, /, **facts: object) -> None:
        """Say something, unless much of its kind has been said."""
        self._counts[code] += 1
        if self._counts[code] <= MOST_OF_A_KIND:
            self._said.append(found(code, place, **facts))

    def problems(self) -> tuple[Problem, ...]:
        """Everything said, and what was counted only."""
        more = (
            found("cld-more", Place(file=self.file), count=count - MOST_OF_A_KIND, code=code)
            for code, count in sorted(self._counts.items())
            if count > MOST_OF_A_KIND
        )
        return (*self._said, *more)
