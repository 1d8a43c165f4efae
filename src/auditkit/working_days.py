"""Working days: Monday to Friday, but for the bank holidays of one nation of the UK."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from auditkit.errors import ExtraMissing, Refused
from auditkit.languages import noted
from auditkit.problems import problem

ENGLAND_AND_WALES = "england_and_wales"
# Whose bank holidays may be kept, with the name that the library of holidays has for each.
# England and Wales have the same.
NATIONS = {ENGLAND_AND_WALES: "ENG", "scotland": "SCT", "northern_ireland": "NIR"}
_SATURDAY = 5


class WorkingDays:
    """The working days of a nation: one of `NATIONS`.

    Its methods raise `Refused` for a day of a year whose bank holidays are not known (X030),
    `ExtraMissing` where the library of bank holidays is not installed.

    >>> days = WorkingDays("england_and_wales")
    >>> days.after(date(2026, 4, 2), 1)  # from Maundy Thursday, over Easter
    datetime.date(2026, 4, 7)
    """

    def __init__(self, nation: str = ENGLAND_AND_WALES) -> None:
        self.nation = nation
        self._holidays: dict[int, Collection[date]] = {}
        self._found: dict[tuple[date, int, int], date] = {}

    def is_working(self, day: date) -> bool:
        """Whether people are at work on a day."""
        if day.weekday() >= _SATURDAY:
            return False
        if day.year not in self._holidays:
            self._holidays[day.year] = _bank_holidays(NATIONS[self.nation], day.year)
        return day not in self._holidays[day.year]

    def after(self, day: date, count: int) -> date:
        """The day that is so many working days after a day.

        That day itself does not count, be it a working day or not. No working days after it is
        the day itself, or the next working day.
        """
        return self._counted(day, count, 1)

    def before(self, day: date, count: int) -> date:
        """The day that is so many working days before a day, which itself does not count."""
        return self._counted(day, count, -1)

    def between(self, first: date, last: date) -> int:
        """How many working days come after the first day, the last one among them; none where
        it is not later.

        >>> WorkingDays().between(date(2026, 4, 2), date(2026, 4, 8))
        2
        """
        later = range(1, (last - first).days + 1)
        return sum(self.is_working(first + timedelta(days=number)) for number in later)

    def _counted(self, day: date, count: int, step: int) -> date:
        asked = (day, count, step)
        found = self._found.get(asked)
        if found is None:
            found = self._found[asked] = self._stepped(day, count, step)
        return found

    def _stepped(self, day: date, count: int, step: int) -> date:
        if not self.is_working(day) and count == 0:
            count = 1
        while count:
            day += timedelta(days=step)
            count -= self.is_working(day)
        return day


def _bank_holidays(subdivision: str, year: int) -> frozenset[date]:
    try:
        from holidays.countries.united_kingdom import UnitedKingdom
    except ImportError:
        raise ExtraMissing(noted("Counting working days"), "store") from None
    if not UnitedKingdom.start_year <= year <= UnitedKingdom.end_year:
        known = {"first": UnitedKingdom.start_year, "last": UnitedKingdom.end_year}
        raise Refused([problem("X030", year=year, **known)])
    found: Collection[date] = UnitedKingdom(  # type: ignore[no-untyped-call]
        subdiv=subdivision, years=year, expand=False
    )
    return frozenset(found)
