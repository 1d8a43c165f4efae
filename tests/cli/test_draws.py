"""``auditkit draws``: made, verified, replaced, shown, handed out; and returns held against one."""

from __future__ import annotations

import csv
import json
import os
import stat
from pathlib import Path

import pytest

from auditkit import AuditKit
from auditkit.cli import main
from auditkit.cli.starter_cycle import cycle
from auditkit.privacy.keys import read_key
from auditkit.privacy.pseudonyms import pseudonym

MAKE = ("draws", "make", "cases.csv", "--programme", "programme.yaml", "--period", "2026-04")


@pytest.fixture(scope="module")
def files():
    kit = AuditKit(discover=False)
    return cycle(kit, kit.question_set("managing-cost-of-care")).files


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, files):
    monkeypatch.chdir(tmp_path)
    for name, data in files.items():
        Path(name).write_bytes(data)
    return tmp_path


@pytest.fixture
def made(capsys):
    assert main([*MAKE, "--past", "past-audits.csv", "-o", "draw.json"]) == 0
    return capsys.readouterr()


def record() -> dict:
    return json.loads(Path("draw.json").read_text("utf-8"))


def test_a_draw_is_made_and_shown(made, capsys):
    lines = made.out.splitlines()
    assert lines[1].split() == ["Older", "People", "Increased", "cost", "11", "0", "11", "2", "2"]
    assert "CASE-0008  Older People         Increased cost  08c4decd4fa8…" in made.out
    assert lines[-1] == (
        r"Check a draw number: printf '%s\n%s\n%s\n%s' 20237331128159211123 2026-04 audit"
        " CASE-0008 | sha256sum"
    )
    assert 'Cases without "weekly_cost_before": 5.' in made.err
    assert made.err.endswith("Wrote draw.json: 16 cases\n")
    assert main(["draws", "show", "draw.json"]) == 0
    assert capsys.readouterr().out == made.out


def test_the_same_bytes_each_time(made):
    again = [*MAKE, "--past", "past-audits.csv", "-o", "again.json"]
    assert main(again) == 0
    assert Path("again.json").read_bytes() == Path("draw.json").read_bytes()


def test_a_record_is_not_overwritten(made, capsys):
    assert main([*MAKE, "-o", "draw.json"]) == 1
    assert "[F018]" in capsys.readouterr().err
    assert main([*MAKE, "-o", "draw.json", "--force"]) == 0
    assert record()["lists"]["past_hash"] is None


def test_a_shortfall_is_no_error(capsys):
    text = Path("cases.csv").read_text("utf-8-sig").splitlines(keepends=True)
    Path("few.csv").write_text("".join(text[:4]), "utf-8")
    assert main([*MAKE[:2], "few.csv", *MAKE[3:], "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["service"] for one in found["shortfalls"]} == {
        "older_people",
        "mental_health",
        "learning_disability",
        "physical_disability",
    }


def test_a_list_that_cannot_be_read_is_refused_and_nothing_written(capsys):
    text = Path("cases.csv").read_text("utf-8-sig").replace("239.50", "about 240")
    Path("cases.csv").write_text(text, "utf-8")
    assert main([*MAKE, "-o", "draw.json"]) == 1
    assert 'cases.csv, cell E2 (CASE-0001)\n  Found "about 240"' in capsys.readouterr().err
    assert not Path("draw.json").exists()


def test_errors_that_a_source_tells_end_in_exit_code_1(folder, monkeypatch):
    (folder / "oneplugin.py").write_text(
        "from auditkit import Place, finding, hookimpl\n"
        "from auditkit.cases import Case, Cases\n"
        "class Source:\n"
        "    def read(self, path, *, at, earlier=None, options=None):\n"
        "        told = finding('one-cost', Place(file=path), f'{at} {options}', 'error')\n"
        "        return Cases((Case(case_ref='A-1', service='OP'),), (told,))\n"
        "@hookimpl\n"
        "def auditkit_case_sources():\n"
        "    return {'one': Source()}\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("AUDITKIT_PLUGINS", "oneplugin")
    source = ["--source", "one", "--option", "a=b", "--at", "31/03/2026", "-o", "draw.json"]
    assert main([*MAKE, *source]) == 1
    assert [one["case_ref"] for one in record()["taken"]] == ["A-1"]


def test_a_period_that_is_none(capsys):
    assert main([*MAKE[:-1], "April"]) == 1
    assert "[P030]" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [["--templates", "blank"], ["--option", "x"], ["--at", "yesterday"]],
)
def test_usage(wrong):
    assert main([*MAKE, *wrong]) == 2


def test_a_draw_is_verified(made, capsys):
    verify = ["draws", "verify", "draw.json", "cases.csv", "--past", "past-audits.csv"]
    assert main(verify) == 0
    assert capsys.readouterr().out == "draw.json: the same 16 cases are drawn again\n"
    assert main([*verify[:-2], "--programme", "programme.yaml", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert any(line.startswith("lists.past_hash") for line in found["differences"])


def test_a_changed_list_or_record_is_seen(made, capsys):
    text = Path("cases.csv").read_text("utf-8-sig").replace(",planned,no\n", ",planned,yes\n", 1)
    Path("other.csv").write_text(text, "utf-8", newline="")
    assert main(["draws", "verify", "draw.json", "other.csv", "--past", "past-audits.csv"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("lists.cases_hash: the record says")
    assert lines[-1] == f"draw.json: {len(lines) - 1} differences"
    told = record()
    told["auditkit"] = "0.0.1"
    Path("draw.json").write_text(json.dumps(told), "utf-8")
    assert main(["draws", "verify", "draw.json", "cases.csv", "--past", "past-audits.csv"]) == 0
    assert "Another maker: auditkit: the record says" in capsys.readouterr().err


def test_verify_needs_a_programme(made):
    Path("programme.yaml").rename("elsewhere.yaml")
    assert main(["draws", "verify", "draw.json", "cases.csv"]) == 2


def test_a_case_is_replaced_and_the_draw_still_verifies(made, capsys):
    first = record()["taken"][0]["case_ref"]
    assert main(["draws", "replace", "draw.json", first, "--because", "Moved away"]) == 0
    told = record()["replacements"]
    assert told == [
        {"case_ref": first, "because": "Moved away", "by": told[0]["by"], "ineligible": False}
    ]
    said = capsys.readouterr()
    assert said.out == f"{first} is replaced by {told[0]['by']}: Moved away\n"
    assert main(["draws", "verify", "draw.json", "cases.csv", "--past", "past-audits.csv"]) == 0
    assert main(["draws", "replace", "draw.json", first, "--because", "Again"]) == 1
    assert "[D032]" in capsys.readouterr().err


def test_a_replacement_may_go_into_another_file(made, capsys):
    first = record()["taken"][0]["case_ref"]
    replace = ["draws", "replace", "draw.json", first, "--because", "Not ours", "--ineligible"]
    assert main([*replace, "-o", "next.json", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["replacements"][0]["ineligible"] is True
    assert record()["replacements"] == []
    assert main([*replace, "-o", "next.json"]) == 1


def test_nobody_may_be_left(capsys):
    lines = Path("cases.csv").read_text("utf-8-sig").splitlines(keepends=True)
    Path("cases.csv").write_text("".join([lines[0], lines[2]]), "utf-8")
    assert main([*MAKE, "-o", "draw.json"]) == 0
    assert main(["draws", "replace", "draw.json", "CASE-0002", "--because", "Moved away"]) == 0
    assert "no case is left to take its place" in capsys.readouterr().out


def test_what_is_no_record(capsys):
    Path("draw.json").write_text("{}", "utf-8")
    assert main(["draws", "show", "draw.json"]) == 1
    assert "[D030]" in capsys.readouterr().err


def test_work_is_handed_out(capsys):
    assert main([*MAKE, "--staff", "staff.csv", "--templates", "blank", "-o", "draw.json"]) == 0
    said = capsys.readouterr().err
    assert "TL-OP-N 2, TL-OP-S 2" in said
    assert len(list(Path("blank").iterdir())) == 16
    with Path("blank/TL-OP-N-work-list.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {one["auditor"] for one in rows} == {"TL-OP-N"}
    assert len(rows) == 2
    assert "Local number" not in rows[0]
    assert (
        main(
            [
                "draws",
                "hand-out",
                "draw.json",
                "blank",
                "--programme",
                "programme.yaml",
                "--staff",
                "staff.csv",
            ]
        )
        == 1
    )
    assert "[F018]" in capsys.readouterr().err


HAND_OUT = ("draws", "hand-out", "draw.json", "lists", "--programme", "programme.yaml")


def work_list(name: str) -> list[dict]:
    path = Path(f"lists/{name}-work-list.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_work_list_says_by_when_each_case_is_due(made, capsys):
    # Twenty working days after Wednesday 1 April 2026: 2 April, then, without Good Friday and
    # Easter Monday, 7 to 10 (6 by then with the 2nd: 5), 13 to 17 (10), 20 to 24 (15), 27 April
    # to 1 May (20).
    assert main([*HAND_OUT, "--staff", "staff.csv", "--on", "2026-04-01"]) == 0
    assert {one["due"] for one in work_list("TL-OP-N")} == {"2026-05-01"}


def test_a_first_draw_is_handed_out_without_the_store_that_is_named(made, monkeypatch):
    monkeypatch.setenv("AUDITKIT_STORE", "not-there-yet.sqlite")
    assert main([*HAND_OUT, "--staff", "staff.csv"]) == 0


def test_a_stage_without_a_time_is_due_on_no_day(made, capsys):
    text = Path("programme.yaml").read_text("utf-8")
    Path("programme.yaml").write_text(text.replace("    due: 20 working days\n", ""), "utf-8")
    assert main([*HAND_OUT, "--staff", "staff.csv"]) == 0
    assert {one["due"] for one in work_list("TL-OP-N")} == {""}


@pytest.fixture
def moderated(made, capsys):
    """A draw for the moderation of audits that a store holds, of which MOD-1 recorded one."""
    store = ("--store", "audits.sqlite", "--as", "AN-01")
    main(["draws", "replace", "draw.json", "CASE-0008", "--because", "Moved"])
    main(["store", "init", *store[:2]])
    main(["programme", "adopt", "programme.yaml", *store])
    main(["draws", "keep", "draw.json", *store])
    lines = Path("example-audits.csv").read_text("utf-8-sig").splitlines(keepends=True)
    heading, *rows = lines
    for who, part in (("MOD-1", ["CASE-0004"]), ("AN-01", [])):
        chosen = [row for row in rows if (row[:9] in part) == (who == "MOD-1")]
        Path("some.csv").write_text(heading + "".join(chosen), "utf-8", newline="")
        assert main(["audits", "record", "some.csv", *store[:2], "--as", who]) == 0
    assert main(["audits", "record", "example-reaudits.csv", *store]) == 0
    drawn = ["moderation", "draw", "--period", "2026-04", "-o", "draw.json", "--force"]
    assert main([*drawn, *store]) == 0
    capsys.readouterr()
    return capsys


def test_nobody_is_given_a_case_that_they_took_part_in(moderated):
    handing = [*HAND_OUT, "--staff", "staff.csv"]
    assert main([*handing, "--store", "audits.sqlite"]) == 0
    assert "CASE-0004" not in {one["case_ref"] for one in work_list("MOD-1")}
    assert "CASE-0004" in {one["case_ref"] for one in work_list("MOD-2")}
    assert "[D039]" not in moderated.readouterr().err


def test_without_a_store_it_is_said_that_nobody_knows_who_took_part(moderated):
    assert main([*HAND_OUT, "--staff", "staff.csv"]) == 0
    said = moderated.readouterr().err
    assert "who took part in the earlier audits" in said
    assert "at the stage moderation again. Name the store that holds them: --store PATH" in said


def test_a_moderation_is_drawn_again_from_the_list_that_it_wrote(moderated):
    kept = ["moderation", "draw", "--period", "2026-04", "--store", "audits.sqlite"]
    assert main([*kept, "--list", "completed.csv"]) == 0
    assert main(["draws", "verify", "draw.json", "completed.csv"]) == 0
    assert "draw.json: the same 4 cases are drawn again" in moderated.readouterr().out
    text = Path("completed.csv").read_text("utf-8-sig")
    assert text.startswith(
        "case_ref,service,team,practitioner,review_type,case.weekly_cost_change,"
    )
    Path("completed.csv").write_text(text.replace(",increased", ",other"), "utf-8", newline="")
    assert main(["draws", "verify", "draw.json", "completed.csv"]) == 1
    assert "lists.cases_hash: the record says" in moderated.readouterr().out
    Path("completed.csv").write_text(text.replace(",increased", ",incresed"), "utf-8", newline="")
    assert main(["draws", "verify", "draw.json", "completed.csv"]) == 1
    said = moderated.readouterr().err
    assert 'The programme has no stratum "incresed". Did you mean "increased"?' in said


def test_a_list_that_was_added_to_since_is_not_written(made, capsys):
    store = ("--store", "audits.sqlite", "--as", "AN-01")
    main(["draws", "replace", "draw.json", "CASE-0008", "--because", "Moved"])
    main(["store", "init", *store[:2]])
    for command in (["programme", "adopt", "programme.yaml"], ["draws", "keep", "draw.json"]):
        main([*command, *store])
    main(["audits", "record", "example-audits.csv", *store])
    heading, *rows = Path("example-reaudits.csv").read_text("utf-8-sig").splitlines(keepends=True)
    drawing = ["moderation", "draw", "--period", "2026-04", "--list", "list.csv", *store]
    for part, code in ((rows[1:], 0), (rows[:1], 1)):
        Path("some.csv").write_text(heading + "".join(part), "utf-8", newline="")
        main(["audits", "record", "some.csv", *store])
        capsys.readouterr()
        assert main([*drawing, "--force"]) == code
        said = capsys.readouterr().err
        assert (f"are not drawn from: {rows[0][:9]}." in said) == (code == 0)
    assert "[D028]" in said
    assert len(Path("list.csv").read_text("utf-8").splitlines()) == 1 + 15


def key() -> None:
    main(["privacy", "key", "-o", "cases.key"])


LOCAL = ("--past", "past-audits.csv", "--key-file", "cases.key")


def test_cases_are_drawn_under_pseudonyms_and_joined_back_in_work_lists(capsys):
    key()
    asked = ["--staff", "staff.csv", "--templates", "lists", "-o", "draw.json"]
    assert main([*MAKE, *LOCAL, *asked]) == 0
    said = capsys.readouterr()
    kept = Path("draw.json").read_text("utf-8")
    assert "CASE-" not in kept + said.out
    taken = {one["case_ref"] for one in record()["taken"]}
    rows = [row for path in Path("lists").glob("*.csv") for row in work_list(path.name[:-14])]
    assert len(rows) == 16
    assert {row["case_ref"] for row in rows} == taken
    numbers = {row["Local number"]: row["case_ref"] for row in rows}
    hidden = read_key(Path("cases.key").read_bytes(), "cases.key")
    assert all(pseudonym(number, hidden) == one for number, one in numbers.items())
    assert next(iter(rows[0])) == "Local number"
    assert main(["draws", "verify", "draw.json", "cases.csv", *LOCAL]) == 0
    assert main(["draws", "verify", "draw.json", "cases.csv", *LOCAL[:2]]) == 1
    assert "The draw stands under pseudonyms, and the list does not." in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_nobody_else_reads_a_work_list_with_local_numbers(capsys):
    key()
    asked = ["--staff", "staff.csv", "--templates", "lists", "-o", "draw.json"]
    main([*MAKE, *LOCAL, *asked])
    modes = {stat.S_IMODE(path.stat().st_mode) for path in Path("lists").iterdir()}
    assert modes == {0o600}


def test_past_audits_count_under_pseudonyms_too(capsys):
    key()
    main([*MAKE, *LOCAL, "-o", "draw.json"])
    assert "Excluded: 8 cases: Audited in the last 12 months" in capsys.readouterr().out


def test_a_draw_under_pseudonyms_is_handed_out_later(capsys):
    key()
    main([*MAKE, *LOCAL, "-o", "draw.json"])
    handing = [*HAND_OUT, "--staff", "staff.csv", "--key-file", "cases.key"]
    assert main(handing) == 2
    assert "--key-file and --numbers go together" in capsys.readouterr().err
    assert main([*handing, "--numbers", "cases.csv"]) == 0
    assert all(row["Local number"].startswith("CASE-0") for row in work_list("TL-OP-N"))


def test_a_case_is_replaced_by_its_local_number(capsys):
    key()
    main([*MAKE, *LOCAL, "--staff", "staff.csv", "--templates", "lists", "-o", "draw.json"])
    number = work_list("TL-OP-N")[0]["Local number"]
    because = ["--because", "Moved", "--key-file", "cases.key"]
    assert main(["draws", "replace", "draw.json", number, *because]) == 0
    (entry,) = record()["replacements"]
    assert number not in entry["case_ref"] + str(entry["by"])


STORE = ("--store", "audits.sqlite", "--as", "AN-01")
BECAUSE = ("--because", "Moved away")


@pytest.fixture
def kept(made, capsys):
    """A store that keeps the draw."""
    for command in (
        ["init"],
        ["programme", "adopt", "programme.yaml"],
        ["draws", "keep", "draw.json"],
    ):
        where = STORE[:2] if command == ["init"] else STORE
        assert main([*(["store"] if command == ["init"] else []), *command, *where]) == 0
    capsys.readouterr()


def test_a_case_is_replaced_in_the_store_that_keeps_its_draw(kept, capsys):
    first, line = record()["taken"][0]["case_ref"], record()["next"][0]["case_ref"]
    assert main(["draws", "replace", first.lower(), *BECAUSE, *STORE]) == 0
    said = capsys.readouterr()
    assert said.out == f"{first} is replaced by {line}: Moved away\n"
    assert "Kept the draw for 2026-04: 16 cases\n" in said.err
    assert "Trail: 3:" in said.err  # the programme, the draw, and the draw again
    assert record()["replacements"] == []
    assert main(["draws", "keep", "draw.json", *STORE]) == 1
    assert "[T026]" in capsys.readouterr().err
    assert main(["draws", "replace", first, *BECAUSE, *STORE]) == 1
    assert f"replaced already (Moved away), by {line}." in capsys.readouterr().err


def test_the_record_of_a_draw_in_the_store_is_written_where_it_is_asked_for(kept, capsys):
    first = record()["taken"][0]["case_ref"]
    replace = ["draws", "replace", first, *BECAUSE, *STORE, "-o", "draw.json"]
    assert main(replace) == 1
    assert "[F018]" in capsys.readouterr().err
    assert main([*replace, "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == record()
    assert record()["replacements"][0]["case_ref"] == first
    assert main(["draws", "keep", "draw.json", *STORE]) == 0
    assert "Already kept" in capsys.readouterr().err
    assert main(["draws", "verify", "draw.json", "cases.csv", "--past", "past-audits.csv"]) == 0


def test_the_head_of_the_trail_is_the_last_line_that_is_said(kept, capsys):
    first = record()["taken"][0]["case_ref"]
    for command in (
        ["draws", "replace", first, *BECAUSE, *STORE, "-o", "next.json"],
        ["actions", "export", "actions.ics", *STORE[:2]],
        [*MAKE[:-1], "2026-05", *STORE[:2], "-o", "may.json"],
    ):
        assert main(command) == 0
        said = capsys.readouterr().err.splitlines()
        assert [one.startswith("Trail: ") for one in said] == [False] * (len(said) - 1) + [True]


def test_the_store_that_the_environment_names_is_left_alone_where_a_file_is_named(
    kept, capsys, monkeypatch
):
    monkeypatch.setenv("AUDITKIT_STORE", "audits.sqlite")
    first = record()["taken"][0]["case_ref"]
    assert main(["draws", "replace", "draw.json", first, *BECAUSE]) == 0
    assert capsys.readouterr().err == "Wrote draw.json\n"
    second = record()["taken"][1]["case_ref"]
    assert main(["draws", "replace", second, *BECAUSE]) == 2
    assert "--as CODE says who changes the draw in the store" in capsys.readouterr().err
    monkeypatch.setenv("AUDITKIT_ACTOR", "AN-01")
    assert main(["draws", "replace", second, *BECAUSE]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["CASE-0008"], "say where the case was drawn"),
        (["draw.json", "CASE-0008", "CASE-0009"], "expected one case"),
        (["draw.json", "CASE-0008", *STORE], "--store is for a draw in the store"),
        (["draw.json", "CASE-0008", "--period", "2026-04"], "--period is for a draw in the store"),
        ([], "Missing argument '[DRAW] CASE'"),
    ],
)
def test_a_case_is_replaced_in_a_file_or_in_a_store(made, capsys, arguments, said):
    assert main(["draws", "replace", *arguments, *BECAUSE]) == 2
    assert said in capsys.readouterr().err


def test_a_case_in_no_draw_of_the_store_is_named_with_the_nearest_that_is(kept, capsys):
    nearest = record()["taken"][0]["case_ref"]
    typed = nearest.replace("-0", "-O")
    assert main(["draws", "replace", typed, *BECAUSE, *STORE]) == 1
    assert (
        f'not among those drawn. The nearest drawn is "{nearest}". [D031]'
        in capsys.readouterr().err
    )
    assert main(["draws", "replace", nearest, *BECAUSE, *STORE, "--period", "2026-05"]) == 1
    said = capsys.readouterr().err
    assert "It keeps: practice-audits-2026-27 2026-04 (first)" in said


def test_a_local_number_is_replaced_in_the_store(capsys):
    key()
    main([*MAKE, *LOCAL, "--staff", "staff.csv", "--templates", "lists", "-o", "draw.json"])
    main(["store", "init", *STORE[:2]])
    main(["draws", "keep", "draw.json", *STORE])
    number = work_list("TL-OP-N")[0]["Local number"]
    assert main(["draws", "replace", number, *BECAUSE, *STORE, "--key-file", "cases.key"]) == 0
    assert number not in capsys.readouterr().out.splitlines()[-1]


def test_two_local_numbers_that_are_one_are_named_as_the_list_has_them(capsys):
    key()
    rows = Path("cases.csv").read_text("utf-8-sig") + "CASE - 0001,Older People\n"
    Path("cases.csv").write_text(
        "\n".join(",".join(row.split(",")[:2]) for row in rows.splitlines()), "utf-8"
    )
    assert main([*MAKE, "--key-file", "cases.key"]) == 1
    assert "CASE - 0001 is there twice; the other is CASE-0001" in capsys.readouterr().err


def test_returns_under_local_numbers_are_held_against_a_draw_under_pseudonyms(capsys):
    key()
    main([*MAKE, *LOCAL, "--staff", "staff.csv", "--templates", "lists", "-o", "draw.json"])
    drawn = [row for path in Path("lists").glob("*.csv") for row in work_list(path.name[:-14])]
    numbers = [row["Local number"] for row in drawn]
    heading, *rows = Path("example-returns.csv").read_text("utf-8-sig").splitlines(keepends=True)
    returns = [
        number + row[9:] for number, row in zip(["PSN-0030", *numbers[1:]], rows, strict=True)
    ]
    Path("slip.csv").write_text(heading + "".join(returns), "utf-8", newline="")
    capsys.readouterr()
    scoring = ("score", "slip.csv", "--draw", "draw.json", "--key-file", "cases.key")
    assert main([*scoring]) == 1
    said = capsys.readouterr()
    assert "15 scored, 1 held" in said.out
    assert "[N003]" in said.err
    assert "CASE-" not in said.out


def test_references_that_may_say_who_somebody_is_are_warned_about(capsys):
    Path("cases.csv").write_text("case_ref,service\n943 476 5919,Older People\n", "utf-8")
    assert main([*MAKE]) == 0
    said = capsys.readouterr().err
    assert "cases.csv\n  The case reference may be an NHS number." in said
    key()
    capsys.readouterr()
    assert main([*MAKE, "--key-file", "cases.key"]) == 0
    assert "NHS" not in capsys.readouterr().err


def test_a_broken_pseudonym_in_a_list_is_refused(capsys):
    key()
    Path("cases.csv").write_text("case_ref,service\nPSN-0HXJ,Older People\n", "utf-8")
    assert main([*MAKE, "--key-file", "cases.key"]) == 1
    assert "[N003]" in capsys.readouterr().err


def test_nothing_is_written_where_a_file_of_somebody_is_there_already(folder, capsys):
    Path("blank").mkdir()
    Path("blank/TL-OP-N.xlsx").write_text("mine", "utf-8")
    assert main([*MAKE, "--staff", "staff.csv", "--templates", "blank", "-o", "draw.json"]) == 1
    assert "[F018]" in capsys.readouterr().err
    assert not Path("draw.json").exists()
    assert [one.name for one in Path("blank").iterdir()] == ["TL-OP-N.xlsx"]


def test_a_record_that_is_not_kept_is_said(capsys):
    assert main([*MAKE]) == 0
    assert "The record was not kept" in capsys.readouterr().err


def test_a_blank_return_knows_its_case(capsys):
    main([*MAKE, "--staff", "staff.csv", "--templates", "blank", "-o", "draw.json"])
    reading = AuditKit(discover=False).read(["blank/TL-OP-N.xlsx"])
    told = {one["case_ref"]: one for one in record()["taken"]}
    assert len(reading.returns) == 2
    for one in reading.returns:
        assert (one.stage, one.period, one.auditor) == ("first", "2026-04", "TL-OP-N")
        assert one.practitioner == told[one.case_ref]["practitioner"]
        assert one.case["review_type"] == told[one.case_ref]["facts"]["review_type"]
        assert (one.service, one.audit_date) == ("Older People", None)


def test_nobody_audits_their_own_case_and_it_is_said_who_cannot(capsys):
    cases = Path("cases.csv").read_text("utf-8-sig")
    Path("cases.csv").write_text(cases.replace("OP-S2", "TL-OP-N"), "utf-8", newline="")
    main([*MAKE, "--staff", "staff.csv", "--templates", "blank", "-o", "draw.json"])
    staff = Path("staff.csv").read_text("utf-8-sig").splitlines(keepends=True)
    held = {one["case_ref"] for one in record()["taken"] if one["practitioner"] == "TL-OP-N"}
    assert held
    own = Path("blank/TL-OP-N-work-list.csv").read_text("utf-8-sig")
    assert not any(one in own for one in held)
    capsys.readouterr()
    Path("one.csv").write_text("".join(staff[:2]), "utf-8", newline="")
    main(
        [
            "draws",
            "hand-out",
            "draw.json",
            "few",
            "--programme",
            "programme.yaml",
            "--staff",
            "one.csv",
        ]
    )
    said = capsys.readouterr().err
    assert "TL-OP-N: Nobody audits a case that they hold" in said


def test_nobody_of_the_role(capsys):
    Path("staff.csv").write_text("staff,roles\nM-1,moderator\n", "utf-8")
    assert main([*MAKE, "--staff", "staff.csv", "--templates", "blank"]) == 0
    assert "Nobody on the staff list has the role team_leader" in capsys.readouterr().err


def test_codes_that_are_no_file_names(capsys):
    Path("staff.csv").write_text("staff,roles\nA/B,team_leader\nA B,team_leader\n", "utf-8")
    main([*MAKE, "--staff", "staff.csv", "--templates", "blank"])
    assert {one.name for one in Path("blank").glob("*.xlsx")} == {"A-B.xlsx", "A-B-2.xlsx"}


def test_returns_are_held_against_the_draw(made, capsys):
    text = Path("example-returns.csv").read_text("utf-8-sig")
    Path("typo.csv").write_text(text.replace("CASE-0008", "CASE-O008"), "utf-8", newline="")
    assert main(["score", "example-returns.csv", "--draw", "draw.json"]) == 0
    assert "16 scored, 0 held" in capsys.readouterr().out
    assert main(["score", "typo.csv", "--draw", "draw.json"]) == 1
    said = capsys.readouterr()
    assert "15 scored, 1 held" in said.out
    assert 'CASE-O008 was not drawn for 2026-04. The nearest drawn is "CASE-0008".' in said.err


def test_a_long_draw_shows_a_bar(monkeypatch):
    from auditkit.cli.draws import _with_bar

    assert list(_with_bar([1, 2, 3])) == [1, 2, 3]


def test_a_store_knows_earlier_audits_and_writes_them_down(moderated):
    later = list(MAKE[:-1])
    asked = [*later, "2026-05", "--store", "audits.sqlite", "-o", "may.json"]
    assert main([*asked, "--past-list", "past.csv"]) == 0
    assert "Excluded: 16 cases: Audited in the last 12 months" in moderated.readouterr().out
    assert main(["draws", "verify", "may.json", "cases.csv", "--past", "past.csv"]) == 0
    assert main([*asked, "--past", "past.csv"]) == 2
    assert main([*later, "2026-05", "--past-list", "other.csv"]) == 2
    said = moderated.readouterr().err
    assert "--past or from --store" in said
    assert "--past-list needs the --store" in said


def test_a_store_under_pseudonyms_knows_earlier_audits_by_the_key(capsys):
    key()
    store = ("--store", "audits.sqlite", "--as", "AN-01")
    main([*MAKE, "--key-file", "cases.key", "-o", "draw.json"])
    main(["store", "init", *store[:2]])
    main(["programme", "adopt", "programme.yaml", *store])
    main(["draws", "keep", "draw.json", *store])
    capsys.readouterr()
    later = [*MAKE[:-1], "2026-05", *store[:2], "--key-file", "cases.key"]
    assert main(later) == 0
    assert "Excluded: 16 cases: Audited in the last 12 months" in capsys.readouterr().out
