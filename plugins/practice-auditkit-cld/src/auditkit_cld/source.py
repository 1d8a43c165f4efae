"""Client Level Data as a source of cases: everybody with an open service, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from os import PathLike
from typing import NoReturn

from auditkit import Place
from auditkit.cases import Case, Cases, Fact
from auditkit.frozen import frozen
from auditkit.matching.dates import read_date
from auditkit.matching.numbers import read_number
from auditkit.tables.files import name_of
from auditkit.wording import date_words
from auditkit_cld import fields
from auditkit_cld.changes import is_increased, split
from auditkit_cld.costs import pence, weekly_cost
from auditkit_cld.extract import Extract, open_extract
from auditkit_cld.findings import Notes, refuse
from auditkit_cld.people import Gathering, People, Person, reporting_period

AnyPath = str | PathLike[str]

# The facts of a case in the order in which they are listed.
FACTS = (
    "weekly_cost",
    "cost_complete",
    "weekly_cost_before",
    "weekly_cost_change",
    "price_change",
    "volume_change",
    "increased_cost",
    "new_person",
    "review_type",
    "last_review",
    "budget_route",
)
OPTIONS = ("pounds", "percent", "earlier_at", "service_field")
_LOST = {
    fields.SERVICE_TYPE: "Services are told apart without it.",
    fields.COMPONENT: "Services are told apart without it.",
    fields.MECHANISM: "Services are told apart without it, and budget routes are not known.",
    fields.PLANNED_UNITS: "What is paid by the hour, day or session has no weekly cost.",
    fields.REVIEW_REASON: "Whether a review was planned is not known.",
}
_PROVIDER = (fields.PROVIDER_ID, fields.PROVIDER_NAME)


@frozen(kw_only=True)
class Options:
    """What *increased cost* means, on which day the earlier extract is looked at, and which
    field gives the service.
    """

    pounds: Fraction = Fraction(50)
    percent: Fraction = Fraction(10)
    earlier_at: date | None = None
    service_field: str = fields.SUPPORT_REASON


class ClientLevelData:
    """Reads extracts of release 1 and 2.

    Options: `pounds` and `percent`, above both of which the volume of a weekly cost must have
    grown for the cost to be *increased* (50 and 10); `earlier_at`, the day on which the earlier
    extract is looked at (the last day that it reports on); `service_field`, the heading of the
    field that gives the service (Primary Support Reason).
    """

    def read(
        self,
        path: AnyPath,
        *,
        at: date,
        earlier: AnyPath | None = None,
        options: Mapping[str, str] | None = None,
    ) -> Cases:
        """Everybody with a service open on the day `at`, in the order of their references."""
        chosen = _read_options(options or {})
        notes = Notes(name_of(path))
        extract = open_extract(path, notes, chosen.service_field)
        _say_period(extract, at, notes)
        if earlier is None:
            _say_missing([extract], [notes], chosen)
            people = Gathering(extract, at, notes, chosen.service_field).people()
            cases = tuple(_case(people, key, {}, None) for key in people.served())
            _say_none(cases, extract, at, notes)
            return Cases(cases, notes.problems())
        notes_before = Notes(name_of(earlier))
        extract_before = open_extract(earlier, notes_before, chosen.service_field)
        at_before = _earlier_at(extract_before, at, chosen)
        without = _say_missing([extract, extract_before], [notes, notes_before], chosen)
        people = Gathering(extract, at, notes, chosen.service_field, without).people()
        before = Gathering(
            extract_before, at_before, notes_before, chosen.service_field, without
        ).people()
        cases = tuple(
            _compared(people, key, before.by_key.get(key), chosen, notes) for key in people.served()
        )
        _say_none(cases, extract, at, notes)
        return Cases(cases, (*notes.problems(), *notes_before.problems()))


def _compared(
    people: People, key: str, before: Person | None, options: Options, notes: Notes
) -> Case:
    after = people.by_key[key]
    facts: dict[str, Fact]
    if before is None or not before.is_served:
        facts = {"new_person": "yes", "increased_cost": "no"}
    else:
        facts = {"new_person": "no"}
        if not before.faults:
            facts["weekly_cost_before"] = pence(weekly_cost(before.rows))
        reason = _undecided(before, after)
        if reason is None:
            facts.update(_change_facts(before, after, options))
        else:
            place = Place(file=notes.file, about=people.references[key])
            notes.say("cld-undecided", place, reason=reason)
    return _case(people, key, facts, before)


def _change_facts(before: Person, after: Person, options: Options) -> Iterator[tuple[str, Fact]]:
    change = split(before.rows, after.rows)
    yield "weekly_cost_change", pence(change.total)
    yield "price_change", pence(change.price)
    yield "volume_change", pence(change.volume)
    increased = is_increased(change, options.pounds, options.percent)
    yield "increased_cost", "yes" if increased else "no"


def _undecided(before: Person, after: Person) -> str | None:
    """Why a change cannot be told, in words; None where it can."""
    if after.faults:
        return "the weekly cost is not whole"
    if before.faults:
        return "the weekly cost in the earlier extract is not whole"
    if _has_got_its_cost(before, after):
        return "a service that had no unit cost has one now"
    if _has_got_its_cost(after, before):
        return "a service that had a unit cost has none now"
    return None


def _has_got_its_cost(one: Person, other: Person) -> bool:
    """Whether a service without a cost in one extract may be one with a cost in the other."""
    return any(
        count > other.uncosted[key] and _count(other, key) > _count(one, key)
        for key, count in one.uncosted.items()
    )


def _count(person: Person, key: object) -> int:
    return sum(row.key == key for row in person.rows)


def _case(people: People, key: str, changes: Mapping[str, Fact], before: Person | None) -> Case:
    person = people.by_key[key]
    facts: dict[str, Fact] = {
        "weekly_cost": pence(weekly_cost(person.rows)),
        "cost_complete": "no" if person.faults else "yes",
        **changes,
    }
    # The last review may have been before the later extract begins.
    review = person.review or (before.review if before else None)
    if review is not None:
        facts["last_review"] = review.on
        if review.kind:
            facts["review_type"] = review.kind
    if person.routes:
        is_mixed = len(person.routes) > 1
        facts["budget_route"] = fields.MIXED if is_mixed else next(iter(person.routes))
    ordered = {name: facts[name] for name in FACTS if name in facts}
    return Case(case_ref=people.references[key], service=people.service_of(person), facts=ordered)


def _read_options(options: Mapping[str, str]) -> Options:
    """The options in their types. Raises `Refused` for one that is none."""
    for name in options:
        if name not in OPTIONS:
            _refuse_option("An option", name, f"one of {', '.join(OPTIONS)}")
    found: dict[str, object] = {}
    for name in ("pounds", "percent"):
        if name in options:
            number = read_number(options[name])
            if number is None or number < 0:
                _refuse_option(name, options[name], "a number of 0 or more")
            found[name] = Fraction(number)
    if "earlier_at" in options:
        found["earlier_at"] = read_date(options["earlier_at"])
        if found["earlier_at"] is None:
            _refuse_option("earlier_at", options["earlier_at"], "a date such as 2025-03-31")
    if "service_field" in options:
        found["service_field"] = options["service_field"]
    return Options(**found)  # type: ignore[arg-type]


def _refuse_option(option: str, found: str, expected: str) -> NoReturn:
    refuse("cld-option", Place(), option=option, found=f'"{found}"', expected=expected)


def _earlier_at(extract: Extract, at: date, options: Options) -> date:
    """The day on which the earlier extract is looked at."""
    found = options.earlier_at
    place = Place(file=extract.file, sheet=extract.sheet)
    if found is None:
        period = reporting_period(extract)
        if period is None:
            what = "The extract does not say what period it reports on."
            refuse("cld-earlier-date", place, what=what, at=date_words(at))
        found = period[1]
    if found >= at:
        what = (
            f"It would be looked at on {date_words(found)}: are the extracts the wrong way round?"
        )
        refuse("cld-earlier-date", place, what=what, at=date_words(at))
    return found


def _say_period(extract: Extract, at: date, notes: Notes) -> None:
    period = reporting_period(extract)
    if period is not None and not period[0] <= at <= period[1]:
        start, end = map(date_words, period)
        place = Place(file=extract.file, sheet=extract.sheet)
        notes.say("cld-outside-period", place, start=start, end=end, at=date_words(at))


def _say_missing(extracts: list[Extract], notes: list[Notes], options: Options) -> frozenset[str]:
    """Say which fields are not there; those that two extracts must be compared without."""
    lost = {**_LOST, options.service_field: "Services of cases are not known."}
    without: set[str] = set()
    for extract, said in zip(extracts, notes, strict=True):
        place = Place(file=extract.file, sheet=extract.sheet)
        missing = [field for field in lost if field not in extract.columns]
        for field in missing:
            said.say("cld-field-missing", place, field=field, outcome=lost[field])
        without.update(missing, (one for one in _PROVIDER if one not in extract.columns))
    if without.issuperset(_PROVIDER):
        field, outcome = " or ".join(_PROVIDER), "A change of provider is not seen."
        notes[-1].say("cld-field-missing", place, field=field, outcome=outcome)
    return frozenset(without)


def _say_none(cases: tuple[Case, ...], extract: Extract, at: date, notes: Notes) -> None:
    if not cases:
        place = Place(file=extract.file, sheet=extract.sheet)
        notes.say("cld-no-cases", place, at=date_words(at))
