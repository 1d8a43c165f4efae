"""``auditkit cld cases`` as people run it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from cld_rows import Write, row

from auditkit.cli import main

Capture = pytest.CaptureFixture[str]


def test_cases_go_to_standard_output(write: Write, capsys: Capture) -> None:
    assert main(["cld", "cases", str(write(row())), "--at", "31/03/2026"]) == 0
    printed = capsys.readouterr()
    headings, values = csv.reader(printed.out.splitlines())
    assert headings[:4] == ["case_ref", "service", "case.weekly_cost", "case.cost_complete"]
    assert values[:4] == ["P1", "Mental Health Support", "200.00", "yes"]
    assert printed.err == "1 case on 31 March 2026\n"


def test_the_list_is_written_with_what_changed(
    write: Write, tmp_path: Path, capsys: Capture
) -> None:
    later = write(row(units="15"), row(ref="P2"))
    earlier, output = write(row(), name="earlier.csv"), tmp_path / "cases.csv"
    arguments = ["cld", "cases", str(later), "--earlier", str(earlier), "--at", "2026-03-31"]
    assert main([*arguments, "-o", str(output)]) == 0
    with output.open(encoding="utf-8-sig", newline="") as stream:
        found = {line["case_ref"]: line for line in csv.DictReader(stream)}
    assert found["P1"]["case.volume_change"] == "100.00"
    assert found["P1"]["case.increased_cost"] == "yes"
    assert (found["P2"]["case.new_person"], found["P2"]["case.volume_change"]) == ("yes", "")
    said = f"Wrote {output}: 2 cases on 31 March 2026, 1 with increased cost, 1 new, 0 undecided\n"
    assert capsys.readouterr().err == said
    assert main([*arguments, "-o", str(output)]) == 1
    assert "[F018]" in capsys.readouterr().err
    assert main([*arguments, "-o", str(output), "--force", "--pounds", "100"]) == 0
    assert ",no," in output.read_text("utf-8-sig").splitlines()[1]


def test_a_reference_that_a_spreadsheet_would_reckon_is_disarmed(
    write: Write, capsys: Capture
) -> None:
    assert main(["cld", "cases", str(write(row(ref="=P1"))), "--at", "2026-03-31"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("'=P1,")


def test_rows_that_are_wrong_give_1_and_the_list(write: Write, capsys: Capture) -> None:
    assert main(["cld", "cases", str(write(row(), row(cost="?"))), "--at", "2026-03-31"]) == 1
    printed = capsys.readouterr()
    assert "P1," in printed.out
    assert 'cell P3 (P1)\n  Found "?"' in printed.err


def test_a_list_of_nobody_has_its_headings(write: Write, capsys: Capture) -> None:
    assert main(["cld", "cases", str(write(row(end="01/01/2021"))), "--at", "2026-03-31"]) == 0
    assert capsys.readouterr().out.startswith("case_ref,service,case.weekly_cost")


@pytest.mark.parametrize("arguments", [["--at", "soon"], [], ["--at", "2026-02-30"]])
def test_without_a_day_it_is_a_matter_of_usage(write: Write, arguments: list[str]) -> None:
    assert main(["cld", "cases", str(write(row())), *arguments]) == 2


def test_a_wrong_file_is_refused(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "other.csv"
    path.write_text("name,age\nsomebody,40\n")
    assert main(["cld", "cases", str(path), "--at", "2026-03-31"]) == 1
    assert "[cld-not-an-extract]" in capsys.readouterr().err


def test_the_day_of_the_earlier_extract_and_the_service_may_be_said(
    write: Write, capsys: Capture
) -> None:
    later, earlier = write(row()), write(row(), name="earlier.csv", period={})
    arguments = ["cld", "cases", str(later), "--earlier", str(earlier), "--at", "2026-03-31"]
    assert main(arguments) == 1
    told = [*arguments, "--earlier-at", "2025-03-31", "--service", "Service Type"]
    assert main(told) == 0
    assert "P1,Long Term Support: Community," in capsys.readouterr().out
