"""A programme of two services and two strata, and lists of invented cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from types import ModuleType

import pytest

from auditkit import AuditKit, hookimpl
from auditkit.cases import Case
from auditkit.choosing import Drawing
from auditkit.programme.reading import LoadedProgramme

SEED = "20237331128159211123"
PROGRAMME = """\
programme: anytown
title: Anytown
question_set: managing-cost-of-care@1.0
seed: "20237331128159211123"
cost: {fee_uplift: 4.5%}
per_service: 4
services:
  - {service: older_people}
  - {service: mental_health}
strata:
  - {stratum: increased, when: {criterion: increased_cost}, share: 50%}
  - {stratum: other, share: 50%}
exclusions:
  - {exclude: closed, when: {criterion: closed}, because: The case is closed}
  - {exclude: recent, when: {criterion: audited_within, months: 12}, because: Audited lately}
"""


@pytest.fixture
def kit() -> AuditKit:
    return AuditKit(discover=False)


def with_criterion(criterion: Callable[..., object]) -> AuditKit:
    """A kit with a plugin that offers one criterion, ``mine``."""
    plugin = ModuleType("mine")
    plugin.auditkit_criteria = hookimpl(lambda: {"mine": criterion}, specname="auditkit_criteria")
    return AuditKit([plugin], discover=False)


@pytest.fixture
def load(tmp_path):
    """Reads the programme, changed from one text to another."""

    def load(kit: AuditKit, *changes: tuple[str, str]) -> LoadedProgramme:
        text = PROGRAMME
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "programme.yaml"
        path.write_text(text, "utf-8")
        return kit.load_programme(path)

    return load


def case(number: int, service: str = "older_people", *, increased: bool = False, **facts) -> Case:
    """A case whose weekly cost rose by the half, or not at all."""
    costs = {
        "weekly_cost_before": Decimal(400),
        "weekly_cost": Decimal(600 if increased else 400),
        "closed": "no",
    }
    return Case(case_ref=f"CASE-{number:04}", service=service, facts={**costs, **facts})


def listed(increased: int, other: int, service: str = "older_people", start: int = 1) -> list[Case]:
    """So many cases with an increased cost, then so many others."""
    return [case(start + at, service, increased=at < increased) for at in range(increased + other)]


def taken(drawing: Drawing, service: str = "older_people") -> list[int]:
    """How many of each stratum of a service were taken."""
    counts = next(one for one in drawing.draw.services if one.service == service)
    return [one.taken for one in counts.strata]


def drawn(drawing: Drawing) -> list[str]:
    return [one.case_ref for one in drawing.draw.cases()]


def references(cases: Iterable[Case]) -> list[str]:
    return [one.case_ref for one in cases]
