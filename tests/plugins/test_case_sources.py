"""Sources of cases: registered by name, frozen in what they give, and never half broken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import ModuleType, SimpleNamespace

import attrs
import pytest

from auditkit import AuditKit, PluginFailed, Refused, finding, hookimpl
from auditkit.cases import Case, Cases
from auditkit.problems import Place
from auditkit.testing.contracts import broken_promises


class OneCase:
    """A source that knows one case, wherever it looks."""

    def read(self, path, *, at, earlier=None, options=None):
        case = Case(case_ref="CASE-0001", service="Older People", facts={"seen": at})
        return Cases((case,), (finding("mine-old", Place(file=path), "An old list."),))


def offering(sources):
    plugin = ModuleType("mine")
    plugin.auditkit_case_sources = hookimpl(sources, specname="auditkit_case_sources")
    return AuditKit([plugin], discover=False)


def test_a_source_is_found_by_its_name_with_its_origin():
    kit = offering(lambda: {"one": OneCase()})
    registered = kit.plugins.registry("auditkit_case_sources")["one"]
    assert registered.origin.name == "mine"


def test_a_source_gives_cases_and_what_is_to_be_said():
    source = offering(lambda: {"one": OneCase()}).plugins.registry("auditkit_case_sources")["one"]
    found = source.object.read("list.csv", at=date(2026, 3, 31))
    assert found.cases[0].facts["seen"] == date(2026, 3, 31)
    assert [one.code for one in found.problems] == ["mine-old"]


def test_a_source_that_cannot_be_offered_stops():
    kit = offering(lambda: 1 / 0)
    with pytest.raises(PluginFailed, match="auditkit_case_sources failed: ZeroDivisionError"):
        kit.plugins.registry("auditkit_case_sources")


def test_a_case_cannot_be_changed():
    case = Case(case_ref="CASE-0001", facts={"weekly_cost": Decimal("85.00")})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        case.case_ref = "CASE-0002"


def test_cases_with_the_same_facts_are_equal():
    assert Case(case_ref="A", facts={"n": Decimal(1)}) == Case(
        case_ref="A", facts={"n": Decimal(1)}
    )


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda path, at: Cases(()), []),
        (lambda path, at: (), ["case source one: read() gave tuple, expected Cases"]),
        (lambda path, at: {}["x"], ["case source one: raised KeyError: 'x'"]),
        (lambda path, at: refuse(path), []),
    ],
)
def test_the_promises_of_a_source_are_tried(read, said):
    kit = offering(lambda: {"one": SimpleNamespace(read=read)})
    assert broken_promises(kit, "mine") == said


def refuse(path):
    raise Refused([finding("mine-refused", Place(file=path), "Not a list.", "error")])
