"""The people of a synthetic extract: each a trap that a careless reckoning falls into."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from auditkit_cld.chance import Chance

Fields = Mapping[str, str]
EARLIER_START, EARLIER_END = "01/04/2024", "31/03/2025"
LATER_START, LATER_END = "01/04/2025", "31/03/2026"
_COMMUNITY = "Long Term Support: Community"
_MANAGED = "CASSR Managed Personal Budget"
_COMMISSIONED = "CASSR Commissioned Support"


class Story(NamedTuple):
    """The service rows of one person in two extracts. `expected` says what is right."""

    before: Sequence[Fields]
    after: Sequence[Fields]
    expected: str


def _service(
    chance: Chance,
    *,
    cost: str,
    frequency: str,
    units: str = "",
    component: str = "Home Support",
    service_type: str = _COMMUNITY,
    mechanism: str = _MANAGED,
) -> dict[str, str]:
    start = f"{chance.number(1, 28):02}/{chance.number(1, 12):02}/{chance.number(2019, 2023)}"
    provider = chance.number(1, 40)
    return {
        "Event Start Date": start,
        "Service Type": service_type,
        "Service Component": component,
        "Delivery Mechanism": mechanism,
        "Provider CQC Location Name": f"Invented Care {provider}",
        "Provider CQC Location ID": f"1-{900_000_000 + provider}",
        "Unit Cost": cost,
        "Cost Frequency (Unit Type)": frequency,
        "Planned units per week": units,
    }


def _hourly(chance: Chance) -> dict[str, str]:
    rate, hours = chance.number(1_900, 2_600), chance.number(7, 28)
    return _service(chance, cost=_pounds(rate), frequency="Hourly", units=f"{hours}.00")


def _care_home(chance: Chance) -> dict[str, str]:
    return _service(
        chance,
        cost=_pounds(chance.number(70_000, 120_000)),
        frequency="Weekly",
        component="Long Term Residential Care",
        service_type="Long Term Support: Residential Care",
        mechanism=_COMMISSIONED,
    )


def _pounds(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02}"


def _with(row: Fields, **changes: str) -> dict[str, str]:
    headings = {
        "cost": "Unit Cost",
        "frequency": "Cost Frequency (Unit Type)",
        "units": "Planned units per week",
        "start": "Event Start Date",
        "end": "Event End Date",
    }
    return {**row, **{headings[name]: value for name, value in changes.items()}}


def _uplifted(row: Fields, percent: int) -> dict[str, str]:
    in_pence = int(row["Unit Cost"].replace(".", ""))
    return _with(row, cost=_pounds(in_pence * (100 + percent) // 100))


def _more_hours(row: Fields, hours: int) -> dict[str, str]:
    planned = int(row["Planned units per week"].partition(".")[0])
    return _with(row, units=f"{planned + hours}.00")


def unchanged(chance: Chance) -> Story:
    row = chance.one_of((_hourly, _care_home))(chance)
    return Story([row], [row], "no change")


def price_uplift_only(chance: Chance) -> Story:
    row = chance.one_of((_hourly, _care_home))(chance)
    return Story([row], [_uplifted(row, 8)], "price alone: not increased, however large")


def more_hours(chance: Chance) -> Story:
    row = _hourly(chance)
    return Story([row], [_more_hours(row, 10)], "volume: increased")


def a_little_more(chance: Chance) -> Story:
    row = _hourly(chance)
    return Story([row], [_more_hours(row, 1)], "volume under the limit in pounds: not increased")


def little_in_percent(chance: Chance) -> Story:
    home = _care_home(chance)
    day = _service(
        chance, cost="60.00", frequency="Per session", units="1.00", component="Day Support"
    )
    return Story([home], [home, day], "volume under the limit in percent: not increased")


def price_and_volume(chance: Chance) -> Story:
    row = _hourly(chance)
    return Story([row], [_more_hours(_uplifted(row, 5), 10)], "price and volume: increased")


def changed_provider(chance: Chance) -> Story:
    row = {**_hourly(chance), "Provider CQC Location ID": "1-800000001"}
    other = {**_uplifted(row, 10), "Provider CQC Location ID": "1-800000002"}
    return Story([row], [other], "another provider: the whole change is volume")


def new_person(chance: Chance) -> Story:
    return Story([], [_hourly(chance)], "new: never increased")


def returned_person(chance: Chance) -> Story:
    row = _with(_hourly(chance), end="30/06/2024")
    started = _with(_hourly(chance), start="01/09/2025")
    return Story([row], [started], "no service open on the earlier day: new")


def left(chance: Chance) -> Story:
    return Story([_hourly(chance)], [], "no case any more")


def ended_row(chance: Chance) -> Story:
    row, gone = _hourly(chance), _care_home(chance)
    return Story([row, gone], [row, _with(gone, end="30/03/2026")], "ended the day before")


def ends_on_the_day(chance: Chance) -> Story:
    row = _hourly(chance)
    return Story([row], [_with(row, end=LATER_END)], "open on its last day")


def several_rows(chance: Chance) -> Story:
    rows = [
        _hourly(chance),
        _service(chance, cost="55.00", frequency="Daily", units="3", component="Day Support"),
    ]
    return Story(rows, rows, "rows are summed")


def double_up(chance: Chance) -> Story:
    row = _hourly(chance)
    return Story([row], [row, row], "two carers: the second row is no duplicate, and is volume")


def negative_cost(chance: Chance) -> Story:
    row = _hourly(chance)
    return Story([row], [_with(row, cost=f"-{row['Unit Cost']}")], "the sign is of no account")


def frequency_missing(chance: Chance) -> Story:
    row = _with(_hourly(chance), frequency="")
    return Story([row], [row], "planned units are taken")


def units_blank(chance: Chance) -> Story:
    row = _hourly(chance)
    return Story([row], [_with(row, units="")], "hourly without units: cost not whole, undecided")


def units_beside_a_week(chance: Chance) -> Story:
    row = _with(_care_home(chance), units="7.00")
    return Story([row], [row], "weekly: the seven units are not counted")


def one_off(chance: Chance) -> Story:
    row = _hourly(chance)
    payment = _service(chance, cost="2500.00", frequency="One-off", component="Equipment")
    return Story([row], [row, payment], "one-off payments are left out")


def monthly_then_weekly(chance: Chance) -> Story:
    row = _care_home(chance)
    monthly = _with(row, cost="3900.00", frequency="Monthly")
    return Story([monthly], [_with(row, cost="900.00")], "3900 x 12/52 is 900: no change")


def paid_four_weekly(chance: Chance) -> Story:
    row = _service(
        chance,
        cost=_pounds(4 * chance.number(9_000, 40_000)),
        frequency="4-weekly",
        component="Direct Payment",
        mechanism="Direct Payment",
    )
    return Story([row], [row], "a quarter of it a week, by direct payment")


def mixed_routes(chance: Chance) -> Story:
    rows = [*paid_four_weekly(chance).after, _hourly(chance)]
    return Story(rows, rows, "part direct payment: a mixed route")


def capitals(chance: Chance) -> Story:
    row = _hourly(chance)
    kept = {"Event Start Date", "Provider CQC Location ID"}
    shouted = {name: text if name in kept else text.upper() for name, text in row.items()}
    return Story([row], [shouted], "the same service in capitals: no change")


def small_letters(chance: Chance) -> Story:
    row = _hourly(chance)
    return Story([row], [{name: text.lower() for name, text in row.items()}], "no change")


def without_a_cost(chance: Chance) -> Story:
    free = _with(_hourly(chance), cost="", frequency="", units="")
    row = _hourly(chance)
    return Story([row, free], [row, free], "a service without a cost counts for nothing")


def start_reset(chance: Chance) -> Story:
    row = _with(_hourly(chance), start="01/04/2024")
    return Story([row], [_uplifted(_with(row, start="01/04/2025"), 6)], "price alone, start reset")


TRAPS: tuple[Callable[[Chance], Story], ...] = (
    unchanged,
    price_uplift_only,
    more_hours,
    a_little_more,
    little_in_percent,
    price_and_volume,
    changed_provider,
    new_person,
    returned_person,
    left,
    ended_row,
    ends_on_the_day,
    several_rows,
    double_up,
    negative_cost,
    frequency_missing,
    units_blank,
    units_beside_a_week,
    one_off,
    monthly_then_weekly,
    paid_four_weekly,
    mixed_routes,
    capitals,
    small_letters,
    without_a_cost,
    start_reset,
)
