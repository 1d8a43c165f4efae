"""Files read without the columns that say who somebody is."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditkit import AuditKit
from auditkit.testing import made_set

ROWS = "Case reference,Client name,plan,NHS number,Auditor\nCASE-1,A. Person,Yes,9434765919,TL-04\n"


@pytest.fixture
def kit() -> AuditKit:
    return AuditKit(discover=False)


def test_columns_are_dropped_and_named_and_the_file_is_read_all_the_same(kit, tmp_path: Path):
    (tmp_path / "a.csv").write_text(ROWS)
    found = kit.read([tmp_path / "a.csv"], made_set("plan"), drop_identifying=True)
    assert [str(one) for one in found.problems] == [
        "a.csv, cell B1\n  These columns may say who somebody is, and are not stored: Client name,"
        " NHS number. [N004]"
    ]
    (one,) = found.returns
    assert (one.case_ref, one.auditor, one.answers["plan"].value) == ("CASE-1", "TL-04", "yes")
    assert str(one.place) == "a.csv, row 2 (CASE-1)"


def test_a_problem_keeps_the_cell_that_it_has_in_the_file(kit, tmp_path: Path):
    (tmp_path / "a.csv").write_text(ROWS.replace("Yes", "Perhaps"))
    (one,) = kit.read([tmp_path / "a.csv"], made_set("plan"), drop_identifying=True).returns
    assert one.problems[0].place.cell == "cell C2"


def test_without_being_told_so_columns_are_only_unknown(kit, tmp_path: Path):
    (tmp_path / "a.csv").write_text(ROWS)
    found = kit.read([tmp_path / "a.csv"], made_set("plan"))
    assert [one.code for one in found.problems] == ["R003"]


def test_a_column_that_is_mapped_as_the_case_or_the_auditor_is_kept(kit, tmp_path: Path):
    (tmp_path / "a.csv").write_text("NHS number,Email,plan\n9434765919,ann@council.example,Yes\n")
    (tmp_path / "map.yaml").write_text("columns: {case_ref: NHS number, auditor: Email}\n")
    found = kit.read(
        [tmp_path / "a.csv"], made_set("plan"), columns=tmp_path / "map.yaml", drop_identifying=True
    )
    assert found.problems == ()
    assert (found.returns[0].case_ref, found.returns[0].auditor) == (
        "9434765919",
        "ann@council.example",
    )
