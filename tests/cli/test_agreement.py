"""``auditkit moderation agreement``: files of ratings, tables of counts, weights of one's own."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from openpyxl import Workbook

RATINGS = "case,First,Moderator\n1,Good,Good\n2,Poor,Good\n3,Poor,\n4,Fair,Fair\n"
SCALE = "Poor,Fair,Good"
COUNTS = ",Poor,Fair,Good\nPoor,4,1,0\nFair,2,5,\nGood,0,1,7\n"
SAME_COUNTS = ";Good;Poor;Fair\nGood;7;0;1\nPoor;0;4;1\nFair;0;2;5\n"


@pytest.fixture
def agreement(call, folder):
    """Call the command on a file with this content."""

    def agreement(content, *options, name="ratings.csv"):
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)
        return call("moderation", "agreement", name, *options)

    return agreement


def figures(found):
    assert found.code == 0, found.err
    return {(one["statistic"], one["weights"]): one for one in json.loads(found.out)}


def workbook(*rows, **sheets):
    book = Workbook()
    book.remove(book.active)
    for name, cells in {**({"Ratings": rows} if rows else {}), **sheets}.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def test_every_statistic_as_json(agreement):
    found = json.loads(agreement(RATINGS, "--scale", SCALE, "--json").out)
    assert [one["statistic"] for one in found[::4]] == [
        "percent_agreement",
        "cohen_kappa",
        "gwet_ac",
        "fleiss_kappa",
        "krippendorff_alpha",
    ]
    keys = ["statistic", "weights", "value", "se", "ci95", "n", "reliability"]
    assert all([key for key in one if key != "reason"] == keys for one in found)
    assert all(("reason" in one) == (one["value"] is None) for one in found)


def test_numbers_in_full(agreement):
    kappa = figures(agreement(RATINGS, "--scale", SCALE, "--format", "json"))
    # Of three pairs two agree; by chance (1*0 + 1*1 + 1*2)/9 = 1/3.
    assert kappa["cohen_kappa", "unweighted"]["value"] == 0.5
    assert kappa["percent_agreement", "unweighted"]["value"] == 2 / 3
    assert kappa["percent_agreement", "unweighted"]["n"] == 3


def test_for_people(agreement):
    found = agreement(RATINGS, "--scale", SCALE)
    lines = found.out.splitlines()
    assert lines[:8] == [
        "ratings.csv: 2 raters, 4 units, 3 rated at least twice, 1 not",
        "Scale: Poor, Fair, Good",
        "",
        "First \\ second  Poor  Fair  Good",
        "Poor            0     0     1",
        "Fair            0     1     0",
        "Good            0     0     1",
        "",
    ]
    assert lines[8].split("  ")[0] == "Statistic"
    assert "Cohen's kappa         unweighted  0.500" in found.out
    assert "Gwet's AC1            unweighted" in found.out
    assert "Gwet's AC2            linear" in found.out
    assert (
        "Krippendorff's alpha (interval, ratio): the options of the scale are no numbers: say"
        " which they stand for (--scores)." in found.out
    )
    assert lines[-1] == (
        "Reliability: too few units for statistics (under 10). Look at the counts."
    )


def test_ten_units_are_of_low_reliability_and_thirty_need_no_remark(agreement):
    counts = ",A,B\nA,{},1\nB,2,3\n"
    few = agreement(counts.format(6), "--scale", "A,B", "--table").out.splitlines()
    assert few[-1].startswith("Reliability: low (10 to 29 units).")
    many = agreement(counts.format(24), "--scale", "A,B", "--table").out
    assert "Reliability" not in many


def test_full_agreement_is_no_certainty(agreement):
    found = agreement("u,A,B\n1,x,x\n2,y,y\n", "--scale", "x,y")
    assert "An interval without width is no certainty" in found.out


def test_one_unit_has_no_interval(agreement):
    lines = agreement("u,A,B\n1,x,y\n", "--scale", "x,y").out.splitlines()
    row = next(line for line in lines if line.startswith("Percent agreement"))
    assert row.split()[2:] == ["unweighted", "0.000", "–", "–", "not", "defined", "here"]


def test_the_reason_is_told_for_many_raters(agreement):
    found = agreement("u,A,B,C\n1,x,y,x\n", "--scale", "x,y")
    assert (
        "Cohen's kappa (unweighted, linear, quadratic, ordinal): Cohen's kappa compares two"
        " raters, and here are 3." in found.out
    )
    assert "First \\ second" not in found.out


def test_a_table_of_counts(agreement):
    found = figures(agreement(COUNTS, "--scale", SCALE, "--table", "--json"))
    assert found["percent_agreement", "unweighted"]["value"] == 0.8
    assert found["percent_agreement", "unweighted"]["n"] == 20


def test_a_table_in_another_order_with_another_delimiter_says_the_same(agreement):
    one = agreement(COUNTS, "--scale", SCALE, "--table", "--json")
    other = agreement(SAME_COUNTS, "--scale", SCALE, "--table", "--json")
    assert one.out == other.out


def test_an_option_that_a_table_leaves_out_was_not_used(agreement):
    counts = "x,plus,minus\nplus,118,5\nminus,2,0\n"
    found = figures(agreement(counts, "--scale", "plus,minus,unclear", "--table", "--json"))
    assert found["gwet_ac", "unweighted"]["value"] == pytest.approx(0.9424332637049951, abs=1e-15)


def test_ratings_are_found_whatever_their_case_and_numbers_however_written(agreement):
    content = "unit;One;Two\n1;very good;1.0\n2; VERY  GOOD ;Very good\n3;1;01\n"
    found = figures(agreement(content, "--scale", "1,Very good", "--json"))
    assert found["percent_agreement", "unweighted"]["value"] == 2 / 3


def test_options_with_commas_stand_in_quotes(agreement):
    content = 'unit,One,Two\n1,Yes,"No, or not evidenced"\n2,Yes,Yes\n'
    found = agreement(content, "--scale", 'Yes, "No, or not evidenced"')
    assert found.code == 0
    assert 'Scale: Yes, "No, or not evidenced"' in found.out


def test_an_excel_file_of_numbers(agreement):
    data = workbook(("Unit", "A", "B", "C"), (1, 0.5, 1, None), (2, 2, 2, 2), (3, None, 0.5, 0.5))
    found = figures(agreement(data, "--scale", "0.5,1,2", "--json", name="ratings.xlsx"))
    # Values 0.5: 3, 1: 1, 2: 3. Within units 0.5 and 1 meet twice, differing by 1/4 each.
    # Expected (1/6) * 2 * (3*1*1/4 + 3*3*9/4 + 1*3*1) = 8; 1 - 0.5/8.
    assert found["krippendorff_alpha", "interval"]["value"] == pytest.approx(0.9375, abs=1e-15)


def test_the_sheet_is_asked_for_by_name(agreement):
    rows = [("Unit", "A", "B"), ("1", "x", "x")]
    data = workbook(First=rows, Second=[*rows, ("2", "x", "y")])
    options = ["--scale", "x,y", "--json"]
    found = agreement(data, *options, name="ratings.xlsx")
    assert (found.code, "[F026]" in found.err) == (1, True)
    second = figures(agreement(data, *options, "--sheet", "second", name="ratings.xlsx"))
    assert second["percent_agreement", "unweighted"]["value"] == 0.5


def test_a_file_of_windows_is_read_and_said(agreement):
    content = "unit,A,B\n1,café,café\n2,bar,café\n".encode("cp1252")
    found = agreement(content, "--scale", "bar,café")
    assert found.code == 0
    assert "Read as Windows-1252." in found.err


def test_scores_stand_for_words(agreement):
    content = "unit,A,B\n1,low,mid\n2,high,high\n3,mid,low\n"
    options = ["--scale", "low,mid,high", "--json"]
    words = figures(agreement(content, *options, "--scores", "1, 2, 5"))
    numbers = content.replace("low", "1").replace("mid", "2").replace("high", "5")
    same = figures(agreement(numbers, "--scale", "1,2,5", "--json"))
    for metric in ("interval", "ratio"):
        assert words["krippendorff_alpha", metric] == same["krippendorff_alpha", metric]


LABELLED = "weights,Good,Poor,Fair\nPoor,3,0,1\nFair,6,1,0\nGood,0,3,6\n"
BARE = "0,1,3\n1,0,6\n3,6,0\n"


@pytest.mark.parametrize("weights", [LABELLED, BARE])
def test_weights_of_ones_own_come_last_under_the_name_of_their_file(agreement, folder, weights):
    (folder / "ours.csv").write_text(weights, "utf-8")
    counts = "x,Poor,Fair,Good\nPoor,88,14,18\nFair,10,40,10\nGood,2,6,12\n"
    options = ["--scale", SCALE, "--table", "--weights", folder / "ours.csv", "--json"]
    found = figures(agreement(counts, *options))
    assert found["cohen_kappa", "ours.csv"]["value"] == pytest.approx(0.348, abs=0.0005)
    assert list(found)[4] == ("percent_agreement", "ours.csv")
    assert ("krippendorff_alpha", "ours.csv") not in found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (RATINGS.replace("Fair,Fair", "Fair,Fairr"), 'ratings.csv, cell C5\n  Found "Fairr". Did you mean "Fair"? The scale declared is: Poor, Fair, Good. Leave the cell empty where there is no rating. [G010]'),
        (RATINGS.replace("Fair,Fair", "n/a,Fair"), 'ratings.csv, cell B5\n  Found "n/a". The scale'),
        (RATINGS.replace("\n4,", "\n2,"), 'ratings.csv, row 5\n  The unit "2" stands in row 3 already.'),
        (RATINGS.replace("\n4,", "\n ,"), "ratings.csv, row 5\n  The first column is blank."),
        (RATINGS + "5,Good\n", "ratings.csv, row 6\n  Found 2 cells under 3 headings"),
        ("unit,A\n1,Good\n", "ratings.csv\n  Found 2 columns, expected the unit"),
        ("unit,A,B\n", "ratings.csv\n  Nothing stands below the headings. [G015]"),
        (COUNTS, "ratings.csv\n  This is a table with the options of the scale"),
        ('unit,A,B\n1,"Good,Good\n', "[F005]"),
        ("", "[F002]"),
    ],
)  # fmt: skip
def test_ratings_that_cannot_be_used(agreement, content, said):
    found = agreement(content, "--scale", SCALE, "--json")
    assert (found.code, found.out) == (1, "")
    assert said in found.err


def test_every_cell_that_is_wrong_is_told(agreement):
    found = agreement("u,A,B\n1,x,y\n2,z,x\n", "--scale", "a,b")
    assert [f"cell {cell}" in found.err for cell in ("B2", "C2", "B3", "C3")] == [True] * 4


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("5,\n", "-5,\n", 'cell C3\n  Found "-5", expected how many units'),
        ("5,\n", "2.5,\n", 'cell C3\n  Found "2.5", expected'),
        ("5,\n", "many,\n", 'cell C3\n  Found "many", expected'),
        ("\nFair", "\nFaire", 'cell A3\n  Found "Faire". Did you mean "Fair"?'),
        ("\nFair", "\nPoor", 'cell A3\n  The option "Poor" stands in cell A2 already.'),
        (",Fair", ",good", 'cell D1\n  The option "Good" stands in cell C1 already.'),
        ("\nGood,0,1,7", "\nGood,0,1", "row 4\n  Found 3 cells under 4 headings"),
        ("\nGood", "\nTotal", 'cell A4\n  Found "Total". The scale declared is'),
        ("\nPoor,4,1,0\nFair,2,5,\nGood,0,1,7", "", "Nothing stands below the headings."),
    ],
)
def test_a_table_that_cannot_be_used(agreement, old, new, said):
    found = agreement(COUNTS.replace(old, new), "--scale", SCALE, "--table")
    assert (found.code, found.out) == (1, "")
    assert said in found.err


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("0,1\n1,0\n", "Found 2 by 2, expected a square table of 3 by 3"),
        ("x,Poor,Fair\nPoor,0,1\nFair,1,0\n", "Found 2 by 2, expected a square table of 3 by 3"),
        ("0,1,2\n1,0,x\n2,1,0\n", 'cell C2\n  Found "x", expected a number, 0 or more.'),
        (LABELLED.replace("6,1,0", "-6,1,0"), 'cell B3\n  Found "-6", expected a number'),
        (LABELLED.replace("Poor,3,0", "Poor,3,2"), "[G032]"),
        ("0,0,0\n0,0,0\n0,0,0\n", "[G033]"),
        (LABELLED.replace("\nGood", "\nBad"), "[G021]"),
    ],
)
def test_weights_that_cannot_be_used(agreement, folder, weights, said):
    (folder / "ours.csv").write_text(weights, "utf-8")
    found = agreement(RATINGS, "--scale", SCALE, "--weights", folder / "ours.csv")
    assert (found.code, found.out) == (1, "")
    assert said in found.err


def test_a_first_row_that_reads_like_ratings_is_warned_about(agreement):
    found = agreement("1,Good,Good\n2,Poor,Fair\n", "--scale", SCALE)
    assert found.code == 0
    assert (
        "row 1\n  The first row is taken for headings, but it reads like ratings: Good, Good"
        in (found.err)
    )


def test_a_scale_must_be_declared(agreement):
    found = agreement(RATINGS)
    assert found.code == 2
    assert "It is never inferred from the ratings" in found.err


@pytest.mark.parametrize(
    "of_a_store", [["--by", "auditor"], ["--store", "a"], ["--period", "2026-04"]]
)
def test_what_is_about_a_store_is_a_mistake_with_a_file(agreement, of_a_store):
    found = agreement(RATINGS, "--scale", SCALE, *of_a_store)
    assert found.code == 2
    assert "are about the audits of a store" in found.err


def test_a_store_that_the_environment_names_does_not_stand_in_the_way(agreement, monkeypatch):
    monkeypatch.setenv("AUDITKIT_STORE", "audits.sqlite")
    assert agreement(RATINGS, "--scale", SCALE).code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--scale", "A"], "Found a scale of 1"),
        (["--scale", ""], "Found a scale of 0"),
        (["--scale", "A,,B"], "Option 2 of the scale is blank"),
        (["--scale", "A,a"], "cannot be told apart"),
        (["--scale", '"A,B'], "the quotation marks do not match"),
        (["--scale", "A,B", "--scores", "1,2,3"], "Found 3 scores, expected 2"),
        (["--scale", "A,B", "--scores", "1,two"], "holds something else than numbers"),
    ],
)
def test_a_scale_that_cannot_be_is_a_mistake_of_the_call(agreement, options, said):
    found = agreement(RATINGS, *options)
    assert found.code == 2
    assert said in found.err


def test_a_file_that_is_not_there(call, folder):
    found = call("moderation", "agreement", "nowhere.csv", "--scale", "A,B")
    assert (found.code, "[F001]" in found.err) == (1, True)


def test_agreement_over_a_file_is_shown_in_welsh(agreement):
    found = agreement(RATINGS, "--scale", SCALE, "--language", "cy").out
    lines = [" ".join(line.split()) for line in found.splitlines()]
    assert lines[0] == "ratings.csv: 2 raddiwr, 4 uned, 3 wedi'u graddio o leiaf ddwywaith, 1 heb"
    assert lines[8].startswith("Ystadegyn Pwysoliadau Gwerth Cyfwng (95%) Gwall ")
    assert any(line.startswith("Kappa Cohen heb bwysoli 0.500 -0.") for line in lines)
    assert any(line.endswith(" jackknife fesul uned") for line in lines)
    assert lines[-3].startswith("Alffa Krippendorff (cyfwng, cymhareb): nid rhifau yw opsiynau")
    assert lines[-1].startswith("Dibynadwyedd: rhy ychydig o unedau")


def test_why_a_statistic_is_missing_is_said_in_welsh(agreement):
    found = agreement("u,A,B,C\n1,x,y,x\n", "--scale", "x,y", "--language", "cy").out
    assert (
        "Kappa Cohen (heb bwysoli, llinol, cwadratig, trefnol): mae kappa Cohen yn cymharu dau"
        " raddiwr, a 3 sydd yma." in found
    )
    same = agreement("u,A,B\n1,x,x\n", "--scale", "x,y", "--language", "cy").out
    assert "heb ei ddiffinio: un radd yn unig sydd i'w chael." in same


def test_weights_of_ones_own_keep_the_name_of_their_file(agreement, folder):
    (folder / "ours.csv").write_text("0,1,2\n1,0,1\n2,1,0\n", encoding="utf-8")
    told = ("--scale", SCALE, "--weights", "ours.csv", "--language", "cy")
    assert "AC2 Gwet            ours.csv" in agreement(RATINGS, *told).out


def test_a_call_that_makes_no_sense_is_said_in_welsh(agreement):
    def wrong(*options):
        return agreement(RATINGS, *options, "--language", "cy").err

    assert "datganwch y raddfa: mae --scale A,B,C yn enwi pob opsiwn" in wrong()
    assert "mae 'x' yn cynnwys rhywbeth heblaw rhifau" in wrong("--scale", "A,B", "--scores", "x")
    assert "Canfuwyd graddfa o 1, disgwyliwyd o leiaf ddau opsiwn" in wrong("--scale", "A")
