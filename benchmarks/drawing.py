"""A draw of a million cases against working out their draw numbers alone: four services, a
stratum by cost, two exclusions; and against the bare hash function in a loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256

from measuring import least, ratio

from auditkit import AuditKit
from auditkit.cases import Case
from auditkit.draws.choosing import make_draw
from auditkit.draws.frozen_list import frozen_list
from auditkit.draws.numbers import draw_number
from auditkit.periods import period
from auditkit.programme.history import PastAudit
from auditkit.programme.reading import read_programme

CASES = 1_000_000
PROGRAMME = b"""
programme: benchmark
title: Benchmark
question_set: managing-cost-of-care@1.0
seed: "20237331128159211123"
cost: {fee_uplift: 4.5%, increase_above: {pounds: 20, percent: 5}}
per_service: 4
services:
  - {service: older_people}
  - {service: mental_health}
  - {service: learning_disability}
  - {service: physical_disability}
strata:
  - {stratum: increased, when: {criterion: increased_cost}, share: 50%}
  - {stratum: other, share: 50%}
exclusions:
  - {exclude: closed, when: {criterion: closed}, because: The case is closed}
  - exclude: audited_recently
    when: {criterion: audited_within, months: 12}
    because: Audited in the last 12 months
"""


def cases(services: Sequence[str]) -> list[Case]:
    """One case in four costs more than a year before, one in fifty is closed."""
    before, after = Decimal("412.00"), Decimal("540.50")
    facts = [
        {
            "weekly_cost": before if number % 4 else after,
            "weekly_cost_before": before,
            "closed": "no" if number % 50 else "yes",
        }
        for number in range(100)
    ]
    return [
        Case(
            case_ref=f"CASE-{number:07}",
            service=services[number % len(services)],
            facts=facts[number % 100],
        )
        for number in range(CASES)
    ]


def main() -> None:
    kit = AuditKit(discover=False)
    criteria = kit.plugins.registry("auditkit_criteria")
    programme = read_programme(
        PROGRAMME,
        "benchmark.yaml",
        criteria={name: one.object for name, one in criteria.items()},
    ).programme
    listed = cases([one.id for one in programme.services])
    found: list[object] = []
    freezing = least(lambda: found.append(frozen_list(listed)), times=1)
    frozen = found[0]
    past = [PastAudit(case_ref=one.case_ref, audit_date=date(2025, 9, 1)) for one in listed[::1000]]
    month = period("2026-04")
    start = f"{programme.seed}\n{month.name}\naudit\n"

    def numbered() -> list[str]:
        return [draw_number(programme.seed, month.name, "audit", one.case_ref) for one in listed]

    def hashed() -> list[str]:
        return [sha256(f"{start}{one.case_ref}".encode()).hexdigest() for one in listed]

    def drawn() -> object:
        return make_draw(programme, month, frozen, past=past, criteria=criteria)

    drawing = least(drawn, times=3)
    ratio(f"a draw of {CASES:,} cases to their numbers", drawing, least(numbered, times=3), 2.0)
    print(f"  to the bare hash function: {drawing / least(hashed, times=3):.2f} times")
    print(f"  freezing the list, which is apart: {freezing:.1f} s")


if __name__ == "__main__":
    main()
