"""The people in an extract as they stood on a day: their open services, and their last review."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from auditkit import Row
from auditkit.matching.damage import damage
from auditkit.matching.dates import DateColumn
from auditkit.matching.folding import fold, tidy, without_guard
from auditkit.matching.numbers import read_number
from auditkit.wording import shortened
from auditkit_cld import fields
from auditkit_cld.costs import (
    ONE_OFF,
    Frequency,
    Key,
    ServiceRow,
    is_open,
    read_frequency,
    service_row,
)
from auditkit_cld.extract import Extract
from auditkit_cld.fields import value_key
from auditkit_cld.findings import Notes, refuse

_KINDS = ("request", "assessment", "service", "review")
# What auditkit calls a date that is one only with the month first.
_MONTH_FIRST = "R018"
_NOT_COUNTED = " Whether the service was open is not known, nor the weekly cost of the person."
_REVIEW_LEFT_OUT = " The review is left out."


class Review(NamedTuple):
    """A review: of two on one day the unplanned one counts, for it was not due."""

    on: date
    is_unplanned: bool
    kind: str


class Person:
    """What an extract says of one person on a day.

    `rows` are the open services that have a cost, `uncosted` counts those that have none.
    `faults` counts the rows whose cost, or whose being open, cannot be told: with one of them
    the weekly cost is not whole. Payments that are one-off are none of these.
    """

    __slots__ = ("faults", "is_served", "review", "routes", "rows", "services", "uncosted")

    def __init__(self) -> None:
        self.rows: list[ServiceRow] = []
        self.uncosted: Counter[Key] = Counter()
        self.faults = 0
        self.is_served = False
        self.routes: set[str] = set()
        # The weekly cost by service; the service is folded.
        self.services: dict[str, Fraction] = {}
        self.review: Review | None = None


class People:
    """The people of one extract, by the folded reference.

    `references` and `spellings` hold how references and services are written.
    """

    def __init__(self) -> None:
        self.by_key: dict[str, Person] = defaultdict(Person)
        self.references: dict[str, str] = {}
        self.spellings: dict[str, Counter[str]] = defaultdict(Counter)

    def served(self) -> list[str]:
        """The keys of those with an open service, in the order of their references."""
        served = (key for key, person in self.by_key.items() if person.is_served)
        return sorted(served, key=self.references.__getitem__)

    def service_of(self, person: Person) -> str | None:
        """The service that costs most, in its most frequent spelling."""
        if not person.services:
            return None
        chosen = min(person.services, key=lambda one: (-person.services[one], one))
        return min(self.spellings[chosen].items(), key=lambda one: (-one[1], one[0]))[0]


class Gathering:
    """Reads an extract once, for one day. `without` are fields that the comparison of two
    extracts must do without, for one of them has no such column.
    """

    def __init__(
        self,
        extract: Extract,
        at: date,
        notes: Notes,
        service_field: str,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._extract = extract
        self._at = at
        self._notes = notes
        self._service_field = service_field
        self._without = without
        self._people = People()
        self._dates: dict[str, date | None] = {}
        # An extract says the same few things many thousand times.
        self._value = cache(value_key)
        self._number = cache(read_number)
        self._frequency = cache(_frequency)
        self._key = cache(Key)

    def people(self) -> People:
        """The people. Raises `Refused` where dates have the month first."""
        for row in self._extract.rows(self._notes):
            kind = self._value(self._cell(row, fields.EVENT_TYPE)).rstrip("s")
            if kind in {"request", "assessment"}:
                continue
            if fold(self._cell(row, fields.REFERENCE)) == fold(fields.REFERENCE):
                self._notes.say("cld-heading-again", self._extract.place(row))
            elif kind not in _KINDS:
                self._say(row, fields.EVENT_TYPE, "cld-event-type")
            elif (person := self._person(row)) is None:
                continue
            elif kind == "service":
                self._service(row, person)
            else:
                self._review(row, person)
        self._say_nhs_numbers()
        return self._people

    def _cell(self, row: Row, field: str) -> str:
        return self._extract.cell(row, field)

    def _say(self, row: Row, field: str, code: str, /, **facts: object) -> None:
        reference = tidy(self._cell(row, fields.REFERENCE))
        place = self._extract.place(row, field, "" if _is_ten_digits(reference) else reference)
        shown = shortened(self._cell(row, field), 40)
        self._notes.say(code, place, **{"found": shown, **facts})

    def _person(self, row: Row) -> Person | None:
        typed = self._cell(row, fields.REFERENCE)
        reference = tidy(without_guard(typed))
        key = fold(reference)
        found = self._people.by_key.get(key)
        if found is not None:
            return found
        what = damage(reference)
        if not value_key(reference) or what is not None:
            code = "cld-damaged-reference" if what else "cld-no-reference"
            place = self._extract.place(row, fields.REFERENCE)
            self._notes.say(code, place, what=what, field=fields.REFERENCE)
            return None
        self._people.references[key] = reference
        return self._people.by_key[key]

    def _service(self, row: Row, person: Person) -> None:
        frequency = self._frequency(self._cell(row, fields.FREQUENCY))
        if frequency.kind == ONE_OFF:
            return
        start = self._date(row, fields.START)
        end = self._date(row, fields.END)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self._say(row, fields.END, "cld-end-before-start")
            return
        is_past = isinstance(end, date) and end < self._at
        is_to_come = isinstance(start, date) and start > self._at
        if is_past or is_to_come:
            return
        person.is_served = True
        if not isinstance(start, date) or isinstance(end, str):
            field = fields.END if isinstance(start, date) else fields.START
            self._say(row, field, "cld-date", outcome=_NOT_COUNTED)
            person.faults += 1
            return
        assert is_open(start, end, self._at)
        self._open_service(row, person, frequency, start)

    def _open_service(self, row: Row, person: Person, frequency: Frequency, start: date) -> None:
        key = self._service_key(row)
        mechanism = self._value(self._cell(row, fields.MECHANISM))
        if not fields.is_known_mechanism(mechanism):
            self._say(row, fields.MECHANISM, "cld-mechanism")
        route = fields.route_of(mechanism, self._value(self._cell(row, fields.COMPONENT)))
        if route is not None:
            person.routes.add(route)
        service = tidy(self._cell(row, self._service_field))
        if service:
            self._people.spellings[fold(service)][service] += 1
            person.services.setdefault(fold(service), Fraction(0))
        cost = self._amount(row, fields.UNIT_COST)
        if isinstance(cost, str):
            person.faults += 1
            return
        if not cost:
            person.uncosted[key] += 1
            return
        priced = self._priced(row, key, cost, frequency, start)
        if priced is None:
            person.faults += 1
            return
        person.rows.append(priced)
        if service:
            person.services[fold(service)] += priced.weekly_cost

    def _priced(
        self, row: Row, key: Key, cost: Decimal, frequency: Frequency, start: date
    ) -> ServiceRow | None:
        """The row with its cost a week; None, and said, where that cannot be told."""
        planned = None
        if frequency.per_week is None:
            amount = self._amount(row, fields.PLANNED_UNITS)
            if isinstance(amount, str):
                return None
            planned = amount
            if planned is None:
                self._say(row, fields.FREQUENCY, "cld-no-units", needed=fields.PLANNED_UNITS)
            elif not frequency.is_known:
                self._say(row, fields.FREQUENCY, "cld-frequency", needed=fields.PLANNED_UNITS)
        return service_row(key, cost, frequency, planned, start)

    def _service_key(self, row: Row) -> Key:
        parts = [
            "" if field in self._without else self._value(self._cell(row, field))
            for field in (*fields.SAME_SERVICE, fields.PROVIDER_ID, fields.PROVIDER_NAME)
        ]
        return self._key(*parts[:3], parts[3] or parts[4])

    def _review(self, row: Row, person: Person) -> None:
        when = self._date(row, fields.END)
        field = fields.END if when else fields.START
        when = when or self._date(row, fields.START)
        if not isinstance(when, date):
            self._say(row, field, "cld-date", outcome=_REVIEW_LEFT_OUT)
            return
        if when > self._at:
            return
        reason = self._value(self._cell(row, fields.REVIEW_REASON))
        kind = fields.review_type(reason) or ""
        if not kind and reason not in fields.NEITHER_PLANNED_NOR_UNPLANNED:
            self._say(row, fields.REVIEW_REASON, "cld-review-reason")
        review = Review(when, kind == "unplanned", kind)
        if person.review is None or review > person.review:
            person.review = review

    def _amount(self, row: Row, field: str) -> Decimal | str | None:
        """A number; None where there is none; the text, and said, where it is no number."""
        text = self._cell(row, field)
        if not self._value(text):
            return None
        number = self._number(text)
        if number is not None:
            return number
        self._say(row, field, "cld-number")
        return text

    def _date(self, row: Row, field: str) -> date | str | None:
        """A date; None where there is none; the text where it is no date."""
        text = self._cell(row, field)
        if text in self._dates:
            return self._dates[text]
        if not value_key(text):
            return None
        found = DateColumn([text]).read(text)
        if isinstance(found, date):
            self._dates[text] = found
            return found
        if found == _MONTH_FIRST:
            place = self._extract.place(row, field)
            refuse("cld-month-first", place, found=shortened(text, 40))
        return text

    def _say_nhs_numbers(self) -> None:
        count = sum(map(_may_be_nhs_number, self._people.references.values()))
        if count:
            place = self._extract.heading_place(fields.REFERENCE)
            self._notes.say("cld-nhs-number", place, count=count)


def reporting_period(extract: Extract) -> tuple[date, date] | None:
    """The first and the last day that an extract says it reports on; None where it does not."""
    texts: dict[str, set[str]] = {fields.PERIOD_START: set(), fields.PERIOD_END: set()}
    for row in extract.rows(None):
        for field, seen in texts.items():
            seen.add(extract.cell(row, field))
    starts, ends = (list(_dates_among(seen)) for seen in texts.values())
    return (min(starts), max(ends)) if starts and ends else None


def _dates_among(texts: set[str]) -> Iterator[date]:
    column = DateColumn(texts)
    for text in texts:
        found = column.read(text)
        if isinstance(found, date):
            yield found


def _frequency(text: str) -> Frequency:
    return read_frequency(value_key(text))


def _is_ten_digits(reference: str) -> bool:
    digits = reference.replace(" ", "").replace("-", "")
    return len(digits) == 10 and digits.isascii() and digits.isdigit()


def _may_be_nhs_number(reference: str) -> bool:
    """Whether ten digits pass the check digit (modulus 11) of an NHS number."""
    if not _is_ten_digits(reference):
        return False
    digits = [int(one) for one in reference if one.isdigit()]
    check = 11 - sum(digit * (10 - index) for index, digit in enumerate(digits[:9])) % 11
    return check % 11 == digits[9]
