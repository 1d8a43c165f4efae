"""Synthetic extracts: the same for the same seed, of nobody, and with every trap in them."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from auditkit_cld import generating
from auditkit_cld.command import cld
from auditkit_cld.source import ClientLevelData
from auditkit_cld.traps import TRAPS
from auditkit_cld.wordings import HEADINGS
from click.testing import CliRunner

from auditkit.cases import Case

AT = date(2026, 3, 31)
IDENTIFYING = ("NHS Number", "First Name", "Last Name", "Date of Birth", "Postcode")


def generate(folder: Path, people: int, seed: str = "1", release: str = "1") -> tuple[Path, Path]:
    arguments = ["generate", "-o", str(folder), "--people", str(people), "--seed", seed]
    result = CliRunner().invoke(cld, [*arguments, "--release", release])
    assert result.exit_code == 0, result.output
    days = ("2025-03-31", "2026-03-31")
    earlier, later = (folder / f"cld-release-{release}-{day}.csv" for day in days)
    return earlier, later


@pytest.fixture(scope="module", params=["1", "2", "mixed"])
def by_trap(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Case | None]]:
    """Every case by its trap; None for who is no case. With both releases, the earlier extract is
    of the first and the later of the second.
    """
    folder = tmp_path_factory.mktemp("cld")
    number = 4 * len(TRAPS)
    earlier, later = generate(
        folder, number, release="1" if request.param == "mixed" else request.param
    )
    if request.param == "mixed":
        later = generate(folder / "2", number, release="2")[1]
    found = ClientLevelData().read(later, at=AT, earlier=earlier)
    assert {one.code for one in found.problems} == {"cld-no-units", "cld-undecided"}
    cases = {case.case_ref: case for case in found.cases}
    traps: dict[str, list[Case | None]] = defaultdict(list)
    with (folder / "traps.csv").open(encoding="utf-8") as stream:
        for line in csv.DictReader(stream):
            traps[line["trap"]].append(cases.get(line["case_ref"]))
    return traps


def facts(by_trap: dict[str, list[Case | None]], trap: str, name: str) -> set[str]:
    return {str(case.facts.get(name)) for case in by_trap[trap] if case is not None}


@pytest.mark.parametrize(
    "trap",
    [
        *("unchanged", "several_rows", "negative_cost", "frequency_missing", "one_off"),
        *("monthly_then_weekly", "paid_four_weekly", "mixed_routes", "capitals"),
        *("small_letters", "without_a_cost", "units_beside_a_week", "ends_on_the_day"),
    ],
)
def test_nothing_changed(by_trap: dict[str, list[Case | None]], trap: str) -> None:
    assert facts(by_trap, trap, "weekly_cost_change") == {"0.00"}
    assert facts(by_trap, trap, "price_change") == {"0.00"}


@pytest.mark.parametrize("trap", ["price_uplift_only", "start_reset"])
def test_price_alone(by_trap: dict[str, list[Case | None]], trap: str) -> None:
    assert facts(by_trap, trap, "volume_change") == {"0.00"}
    assert "0.00" not in facts(by_trap, trap, "price_change")
    assert facts(by_trap, trap, "increased_cost") == {"no"}


@pytest.mark.parametrize("trap", ["more_hours", "price_and_volume", "double_up"])
def test_increased(by_trap: dict[str, list[Case | None]], trap: str) -> None:
    assert facts(by_trap, trap, "increased_cost") == {"yes"}


@pytest.mark.parametrize("trap", ["a_little_more", "little_in_percent", "ended_row"])
def test_not_increased(by_trap: dict[str, list[Case | None]], trap: str) -> None:
    assert facts(by_trap, trap, "increased_cost") == {"no"}
    assert "0.00" not in facts(by_trap, trap, "volume_change")


@pytest.mark.parametrize("trap", ["new_person", "returned_person"])
def test_new(by_trap: dict[str, list[Case | None]], trap: str) -> None:
    assert facts(by_trap, trap, "new_person") == {"yes"}
    assert facts(by_trap, trap, "increased_cost") == {"no"}


def test_another_provider_is_volume(by_trap: dict[str, list[Case | None]]) -> None:
    assert facts(by_trap, "changed_provider", "price_change") == {"0.00"}


def test_without_units_nothing_is_told(by_trap: dict[str, list[Case | None]]) -> None:
    assert facts(by_trap, "units_blank", "increased_cost") == {"None"}


def test_who_left_is_no_case(by_trap: dict[str, list[Case | None]]) -> None:
    assert set(by_trap["left"]) == {None}


def test_routes(by_trap: dict[str, list[Case | None]]) -> None:
    assert facts(by_trap, "paid_four_weekly", "budget_route") == {"direct_payment"}
    assert facts(by_trap, "mixed_routes", "budget_route") == {"mixed"}


def test_every_trap_is_there(by_trap: dict[str, list[Case | None]]) -> None:
    assert set(by_trap) == {trap.__name__ for trap in TRAPS}


@pytest.mark.parametrize("release", [1, 2])
def test_the_same_seed_gives_the_same_bytes(release: int) -> None:
    def written(seed: str) -> bytes:
        stream = BytesIO()
        found = list(generating.people(60, seed, release))
        generating.write_extract(found, stream, is_later=True, release=release)
        return stream.getvalue()

    assert written("a") == written("a")
    assert written("a") != written("b")


def test_a_person_does_not_depend_on_how_many_there_are() -> None:
    assert list(generating.people(90, "a"))[:30] == list(generating.people(30, "a"))


def test_nobody_is_in_it(tmp_path: Path) -> None:
    _, later = generate(tmp_path, 60)
    with later.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == HEADINGS
    assert {row[one] for row in rows for one in IDENTIFYING} == {""}
    assert all(row["LA Person Unique Identifier"].startswith("SYN-") for row in rows)


def test_files_that_are_there_are_kept(tmp_path: Path) -> None:
    generate(tmp_path, 3)
    arguments = ["generate", "-o", str(tmp_path), "--people", "3"]
    assert CliRunner().invoke(cld, arguments).exit_code == 1
    assert CliRunner().invoke(cld, [*arguments, "--force"]).exit_code == 0
