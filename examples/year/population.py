"""The cases of an invented council, of which everything is known: what an audit would find in
each of them in each month, so that figures can be held against the truth.

Made from a seed alone, the same on every machine. No case is real.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from auditkit.cases import Case

MONTHS = tuple(
    date(2026 + number // 12, number % 12 + 1, 1)
    for number in range(3, 15)  # April 2026 to March 2027
)
TEAMS = ("North", "South")


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service: how many cases it has, the share of them whose cost goes up in a year, and by
    how much its good answers are more frequent than elsewhere.
    """

    letters: str
    cases: int
    increased: float
    better: float = 0.0


SERVICES = {
    "older_people": Service(letters="OP", cases=240, increased=0.22),
    "mental_health": Service(letters="MH", cases=120, increased=0.20, better=-0.06),
    "learning_disability": Service(letters="LD", cases=130, increased=0.18, better=0.03),
    "physical_disability": Service(letters="PD", cases=90, increased=0.26),
    "autism": Service(letters="AU", cases=84, increased=0.32, better=-0.04),
    "transition": Service(letters="TR", cases=66, increased=0.19, better=-0.08),
}


@dataclass(frozen=True, kw_only=True)
class Tendency:
    """How often a question has its good answer in April, and how much more often where the cost
    increased, and by March; how many of the others are partly good, and how many cases the
    question does not concern.
    """

    good: float
    increased: float = 0.0
    by_march: float = 0.0
    partly: float = 0.6
    not_applicable: float = 0.0
    options: tuple[str, str, str] = ("yes", "partly", "no")


# The questions with a good answer, in the order of the set.
TENDENCIES = {
    "eligibility_evidenced": Tendency(good=0.93, increased=0.02),
    "support_appropriate": Tendency(good=0.86, increased=-0.06),
    "other_support": Tendency(good=0.74, increased=-0.06),
    "technology": Tendency(good=0.24, increased=0.06, by_march=0.62),
    "missed_prevention": Tendency(good=0.74, increased=-0.14, options=("no", "partly", "yes")),
    "contingency_plan": Tendency(good=0.34, increased=-0.08, by_march=0.06, not_applicable=0.08),
    "other_funding": Tendency(good=0.68, increased=0.06, not_applicable=0.15),
    "continuing_healthcare": Tendency(good=0.66),
    "voice": Tendency(good=0.86),
    "outcomes_recorded": Tendency(good=0.70, by_march=0.06),
    "outcomes_achieved": Tendency(
        good=0.58, increased=-0.06, partly=0.75, options=("fully", "partly", "not_achieved")
    ),
    "mental_capacity": Tendency(good=0.82, not_applicable=0.5),
    "proportionate_timely": Tendency(good=0.80, increased=-0.04),
    "safeguarding": Tendency(good=0.96, partly=0.8),
    "oversight": Tendency(good=0.76, increased=0.08),
}
_REASONS = {
    "health_change": 0.24,
    "mobility": 0.20,
    "main_carer": 0.14,
    "overnight": 0.10,
    "dementia": 0.10,
    "needs_increased": 0.14,
    "other_support_reduced": 0.08,
}
_AVOIDABLE = {"no": 0.86, "partly": 0.07, "yes": 0.04, "unclear": 0.03}
_ROUTES = {"council_managed": 0.62, "direct_payment": 0.28, "third_party_managed": 0.10}
_HEALTH_NEEDS = 0.35
_UNPLANNED = {True: 0.45, False: 0.2}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with a case. `rolls` are the throws that decide what an audit finds; they stay,
    so that a case changes only where practice does. The cost goes up in `increased_in`, counted
    in months from April, and counts as increased for a year.
    """

    case_ref: str
    service: str
    team: str
    practitioner: str
    pounds_before: Decimal
    rise: Decimal
    increased_in: int | None
    closed_in: int | None
    rolls: Mapping[str, float] = field(repr=False)

    def is_increased(self, month: int) -> bool:
        """Whether the cost has increased in the twelve months before."""
        return self.increased_in is not None and self.increased_in <= month

    def is_closed(self, month: int) -> bool:
        return self.closed_in is not None and self.closed_in <= month

    def case(self, month: int) -> Case:
        """The case as the council's list has it at the beginning of a month."""
        facts = self.facts(month)
        return Case(
            case_ref=self.case_ref,
            service=self.service,
            team=self.team,
            practitioner=self.practitioner,
            facts={**facts, "closed": "yes" if self.is_closed(month) else "no"},
        )

    def facts(self, month: int) -> dict[str, str | Decimal]:
        """What is known about the case: costs a week, the review, the route of the budget."""
        increased = self.is_increased(month)
        change = self.rise if increased else -self._fall()
        unplanned = self.rolls["unplanned"] < _UNPLANNED[increased]
        return {
            "weekly_cost": self.pounds_before + change,
            "weekly_cost_before": self.pounds_before,
            "weekly_cost_change": change,
            "review_type": "unplanned" if unplanned else "planned",
            "budget_route": chosen(_ROUTES, self.rolls["route"]),
        }

    def _fall(self) -> Decimal:
        """By how much the cost went down where it did not go up: not at all in six cases of seven,
        up to a seventh in the others.
        """
        part = max(0.0, self.rolls["avoidable"] - 6 / 7)
        return Decimal(int(self.pounds_before * 100 * Decimal(part))) / 100

    def answers(self, month: int) -> dict[str, str | tuple[str, ...]]:
        """What a careful audit finds in a month, by question."""
        found: dict[str, str | tuple[str, ...]] = {
            "health_needs": "yes" if self.rolls["health_needs"] < _HEALTH_NEEDS else "no"
        }
        for question in TENDENCIES:
            if question != "continuing_healthcare" or found["health_needs"] == "yes":
                found[question] = self._answer(question, month)
        if self.is_increased(month):
            reasons = {chosen(_REASONS, self.rolls["reason"]), self._other_reason()}
            found["increase_reasons"] = tuple(one for one in _REASONS if one in reasons)
            found["increase_avoidable"] = chosen(_AVOIDABLE, self.rolls["avoidable"])
        return found

    def _answer(self, question: str, month: int) -> str:
        tendency = TENDENCIES[question]
        if self.rolls[f"{question} concerns"] < tendency.not_applicable:
            return "na"
        good = tendency.good + SERVICES[self.service].better + tendency.by_march * month / 11
        good = min(0.99, good + tendency.increased * self.is_increased(month))
        roll = self.rolls[question]
        best, between, poor = tendency.options
        if roll < good:
            return best
        return between if roll < good + (1 - good) * tendency.partly else poor

    def _other_reason(self) -> str | None:
        """A second reason, which two in five have."""
        roll = self.rolls["second reason"]
        return chosen(_REASONS, roll / 0.4) if roll < 0.4 else None


def chosen(shares: Mapping[str, float], roll: float) -> str:
    """The one of several, each with its share, that a throw from 0 to 1 falls on."""
    for name, share in shares.items():
        if roll < share:
            return name
        roll -= share
    return next(reversed(list(shares)))


def people(seed: str, part: float = 1.0) -> tuple[Person, ...]:
    """Everybody with a case; of each service a `part`."""
    found: list[Person] = []
    for id, service in SERVICES.items():
        for at in range(round(service.cases * part)):
            found.append(_person(seed, id, at, len(found) + 1))
    return tuple(found)


def _person(seed: str, id: str, at: int, number: int) -> Person:
    service = SERVICES[id]
    chance = Random(f"{seed} {id} {at}")
    names = [*TENDENCIES, *(f"{one} concerns" for one in TENDENCIES)]
    names += ["unplanned", "route", "health_needs", "reason", "second reason", "avoidable"]
    rolls = {name: chance.random() for name in names}
    pence = 140_00 + int(chance.random() ** 2 * 1_400_00)
    rise = int(pence * (0.12 + 0.3 * chance.random())) + 30_00
    # Two in three of the increases are there in April, the others come in the year.
    increased = chance.random() < service.increased
    since = max(0, int(chance.random() * 36) - 24)
    closed = int(chance.random() * 240)
    team = TEAMS[at % len(TEAMS)]
    return Person(
        case_ref=f"YEAR-{number:04}",
        service=id,
        team=f"{service.letters} {team}",
        practitioner=f"{service.letters}-{team[0]}{at // 2 % 4 + 1}",
        pounds_before=Decimal(pence) / 100,
        rise=Decimal(rise) / 100,
        increased_in=since if increased else None,
        closed_in=closed if closed < len(MONTHS) else None,
        rolls=rolls,
    )
