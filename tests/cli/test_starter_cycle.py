"""The part of a starter folder that plays the cycle: its README can be followed to the letter."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from auditkit import AuditKit
from auditkit.builtin.sections.reasons import UNAVOIDABLE
from auditkit.cli import main
from auditkit.cli.starter_cycle import cycle
from auditkit.languages import words_in
from auditkit.problems import errors

TREE = Path(__file__).parents[2]
KIT = AuditKit(discover=False)


def commands(readme: str) -> list[list[str]]:
    """The commands of the part that chooses cases."""
    part = readme[readme.index("programme check") - 80 :]
    return [shlex.split(line)[1:] for line in re.findall(r"^ +(auditkit .*)$", part, re.MULTILINE)]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_readme_can_be_followed(language, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["init", "start", "--language", language]) == 0
    monkeypatch.chdir("start")
    found, held, is_open, moderated = [], "", "", ""
    for arguments in commands(Path("README.md").read_text("utf-8")):
        capsys.readouterr()
        found.append((arguments[0], arguments[1], main(arguments)))
        said = capsys.readouterr()
        held = said.err if "example-returns.csv" in arguments else held
        is_open = said.out if "--open" in arguments else is_open
        moderated = said.out if "example-moderations.csv" in arguments else moderated
    assert found == [
        ("programme", "check", 0),
        ("draws", "make", 0),
        ("draws", "verify", 0),
        ("draws", "replace", 0),
        ("draws", "show", 0),
        ("score", "example-returns.csv", 1),
        ("store", "init", 0),
        ("programme", "adopt", 0),
        ("draws", "keep", 0),
        ("audits", "record", 0),
        ("audits", "list", 0),
        ("audits", "record", 0),
        ("audits", "list", 0),
        ("moderation", "draw", 0),
        ("draws", "verify", 0),
        ("draws", "hand-out", 0),
        ("audits", "record", 0),
        ("moderation", "compare", 0),
        ("moderation", "results", 0),
        ("moderation", "agreement", 0),
        ("moderation", "agreement", 0),
        ("audits", "correct", 0),
        ("moderation", "results", 0),
        ("moderation", "confirm", 0),
        ("moderation", "confirm", 0),
        ("actions", "list", 0),
        ("actions", "export", 0),
        ("actions", "record", 0),
        ("actions", "overdue", 0),
        ("actions", "export", 0),
        ("store", "verify", 0),
        ("report", "--store", 0),
        ("draws", "make", 0),
        ("draws", "verify", 0),
    ]
    assert held.count("CASE-0008") == 2
    assert held.count("[D036]") == 1
    assert is_open.splitlines()[1].startswith("CASE-0052  Mental Health  2026-04")
    assert [line[:9] for line in moderated.splitlines() if line.startswith("CASE-")] == [
        "CASE-0052", "CASE-0072", "CASE-0004", "CASE-0120",
    ]  # fmt: skip
    assert main(["moderation", "results", "--open", "--store", "audits.sqlite"]) == 0
    assert capsys.readouterr().out == "No case is open.\n"
    assert len(list(Path("moderators").glob("MOD-*-work-list.csv"))) == 2
    report = Path("report.html").read_text("utf-8")
    assert report.startswith("<!doctype html>")
    told = words_in(language).translate(UNAVOIDABLE, count=4, of=8)
    assert told.replace("'", "&#39;") in report
    assert len(list(Path("blank-returns").glob("*.xlsx"))) == 8


@pytest.mark.parametrize("name", KIT.question_set_names())
def test_the_example_returns_are_good_under_every_set(name, tmp_path):
    for file, data in cycle(KIT, KIT.question_set(name)).files.items():
        (tmp_path / file).write_bytes(data)
    assert KIT.load_programme(tmp_path / "programme.yaml").warnings == ()
    assert len(KIT.read([tmp_path / "example-returns.csv"]).returns) == 16
    assert len(KIT.read([tmp_path / "example-moderations.csv"]).returns) == 4
    files = [tmp_path / "example-audits.csv", tmp_path / "example-reaudits.csv"]
    reading = KIT.read(files)
    assert [one.stage for one in reading.returns] == ["first"] * 16 + ["reaudit"] * 16
    assert errors(reading.problems) == ()
    assert not any(one.is_held for one in reading.returns)
    cards = [KIT.score(one) for one in reading.returns]
    assert any(one.score is not None or one.rating is not None for one in cards)


def test_the_files_are_the_same_each_time_and_those_among_the_examples():
    questions = KIT.question_set("managing-cost-of-care")
    files = cycle(KIT, questions).files
    assert files == cycle(KIT, questions).files
    for name in ("programme.yaml", "cases.csv", "past-audits.csv", "staff.csv"):
        assert (TREE / "examples/programme" / name).read_bytes() == files[name], name


def test_the_invented_list_is_told_to_be_whole():
    files = cycle(KIT, KIT.question_set("managing-cost-of-care")).files
    assert len(files["cases.csv"].splitlines()) == 121
