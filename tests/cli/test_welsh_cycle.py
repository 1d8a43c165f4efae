"""The commands of the audit cycle in Welsh: programmes, draws, audits, actions, the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditkit.cli import main

ANYTOWN = Path(__file__).parents[1] / "programme/anytown.yaml"


@pytest.fixture
def said(capsys):
    """What a command prints in Welsh."""

    def call(*arguments: object) -> str:
        main(["--language", "cy", *map(str, arguments)])
        found = capsys.readouterr()
        return found.out + found.err

    return call


def test_a_programme_is_shown_in_welsh(said):
    lines = said("programme", "show", ANYTOWN).splitlines()
    assert lines[2].startswith("Mae'r flwyddyn yn dechrau ar 1 Ebrill; hedyn ")
    assert "  Haen Other [other] 50%: pob achos arall" in lines
    assert "  Hepgorir: The case is closed [closed], pan fo maen prawf closed" in lines
    assert lines[-2].endswith(
        "annibynnol ar: person, tîm, gwasanaeth, os anghytunir: saif barn y cymedrolwr"
    )


def test_a_store_speaks_welsh(said, tmp_path):
    store = ["--store", tmp_path / "a.sqlite"]
    assert said("store", "init", *store).startswith("Gwnaed ")
    adopted = said("programme", "adopt", ANYTOWN, *store, "--as", "TL-1")
    assert adopted.startswith("Mabwysiadwyd anytown-2026-27\nTrywydd: 1:")
    assert said("programme", "adopt", ANYTOWN, *store, "--as", "TL-1").startswith(
        "Mabwysiadwyd eisoes: anytown-2026-27\n"
    )
    assert said("store", "verify", *store).startswith("Mae'r trywydd yn dal: 1 cofnod.\n")
    assert "cyrff a ddilëwyd: 0\n" in said("store", "stats", *store)


def test_a_draw_is_shown_in_welsh(said, tmp_path):
    said("init", tmp_path / "cychwyn")
    folder = tmp_path / "cychwyn"
    lists = [folder / "cases.csv", "--past", folder / "past-audits.csv"]
    record = folder / "draw-2026-04.json"
    asked = ["--programme", folder / "programme.yaml", "--period", "2026-04", "-o", record]
    made = said("draws", "make", *lists, *asked).splitlines()
    assert made[0].split()[:3] == ["Gwasanaeth", "Haen", "Rhestrwyd"]
    assert made[-1] == f"Ysgrifennwyd {record}: 16 achos"
    replaced = said("draws", "replace", record, "CASE-0008", "--because", "Wedi symud")
    assert replaced.startswith("Disodlwyd CASE-0008 gan CASE-")
    assert "Disodlwyd: CASE-0008 (Wedi symud); CASE-" in said("draws", "show", record)
    assert said("draws", "verify", record, *lists) == (f"{record}: dewisir yr un 16 achos eto\n")


def test_actions_are_tracked_in_welsh(said, tmp_path):
    store = ["--store", tmp_path / "a.sqlite"]
    said("store", "init", *store)
    add = ["--as", "HOS-1", "--case", "CASE-1", "--title", "Hyfforddi", "--kind", "training"]
    id = said("actions", "add", *store, *add, "--on", "2026-04-27").split()[0]
    found = said("actions", "list", *store, "--on", "2026-05-01").splitlines()
    assert found[0].split() == [
        "Cam", "gweithredu", "Yn", "ymwneud", "â", "Perchennog", "Erbyn", "Statws", "I'w", "wneud",
    ]  # fmt: skip
    assert found[1].split()[-5:] == ["22", "Gorffennaf", "2026", "Agored", "Hyfforddi"]
    assert found[2] == "1 cam gweithredu"
    late = said("actions", "list", *store, "--on", "2026-12-01")
    assert "Hwyr" in late
    done = said("actions", "done", id, *store, "--as", "SW-1", "--evidence", "Nodyn")
    assert done.startswith(f"{id}  Cwblhawyd  fersiwn 2\n")


def test_what_is_wrong_with_a_programme_is_said_in_welsh(said, tmp_path):
    text = ANYTOWN.read_text("utf-8").replace("other, share: 50%", "other, share: 60%")
    (tmp_path / "drwg.yaml").write_text(text.replace("months: 12}", "weeks: 12}"), "utf-8")
    found = said("programme", "check", tmp_path / "drwg.yaml")
    assert "Cyfanswm cyfrannau'r haenau yw 110%, disgwyliwyd 100%. [P003]" in found
    assert 'nid oes iddo arg "weeks".' in found


def test_what_is_wrong_with_a_list_of_cases_is_said_in_welsh(said, tmp_path):
    listed = "Cyfeirnod yr achos,Gwasanaeth\nACHOS-1,Nowhere\nACHOS-2,Nowhere\n"
    (tmp_path / "achosion.csv").write_text(listed, "utf-8")
    asked = ["--programme", ANYTOWN, "--period", "2026-04"]
    found = said("draws", "make", tmp_path / "achosion.csv", *asked)
    assert 'Nid oes gwasanaeth "Nowhere" gan y rhaglen, sydd i\'w gael yn: 2 res.' in found
    assert "[D007] Gwrthodir y rhestr, oherwydd rhaid i ddetholiad wybod am bob achos." in found


def test_what_an_action_cannot_do_is_said_in_welsh(said, tmp_path):
    store = ["--store", tmp_path / "a.sqlite"]
    said("store", "init", *store)
    add = ["--as", "HOS-1", "--case", "CASE-1", "--title", "Hyfforddi", "--kind", "training"]
    id = said("actions", "add", *store, *add, "--on", "2026-04-27").split()[0]
    assert said("actions", "verify", id, *store, "--as", "HOS-2").startswith(
        f"Statws cam gweithredu {id} yw Agored ac ni all ddod yn Gwiriwyd."
        " O'r fan hon gall ddod yn: Ar waith, Cwblhawyd, Canslwyd. [X001]"
    )


def test_what_is_wrong_with_a_key_is_said_in_welsh(said, tmp_path):
    (tmp_path / "allwedd").write_text("12ab\n", "utf-8")
    (tmp_path / "a.csv").write_text("Achos\nACHOS-1\n", "utf-8")
    asked = ["--key-file", tmp_path / "allwedd", "-o", tmp_path / "b.csv"]
    found = said("privacy", "hide", tmp_path / "a.csv", *asked)
    assert "Canfuwyd 4 o ddigidau, disgwyliwyd un llinell o 64 i " in found


def test_what_is_wrong_with_a_store_is_said_in_welsh(said, tmp_path):
    (tmp_path / "a.sqlite").write_bytes(b"no database at all" * 100)
    found = said("store", "verify", "--store", tmp_path / "a.sqlite")
    assert "yn storfa auditkit: nid cronfa ddata ydyw o gwbl. Ni newidiwyd dim" in found
    erased = [tmp_path / "b.sqlite", "CASE-1", "--because", "Cais", "--as", "TL-1"]
    said("store", "init", "--store", tmp_path / "b.sqlite")
    assert said("store", "erase", "--store", *erased).startswith(
        "Nid yw hyn yma: achos â'r cyfeirnod hwnnw. [T023]"
    )
