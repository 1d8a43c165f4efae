"""``auditkit report`` on files of returns."""

from __future__ import annotations

import json
import sys

import pytest


def test_a_report_is_printed_as_markdown_and_problems_beside(call, returns):
    done = call("report", returns, "--set", "small.yaml", "--period", "April 2026")
    assert done.code == 1  # one return is held
    assert done.out.startswith("# Practice Oversight Group\n\nApril 2026\n\n## What was audited")
    assert "4 audit returns: 3 scored, 1 held." in done.out
    assert "[R012]" in done.err


def test_a_report_as_json(call, returns):
    done = call("report", returns, "--set", "small.yaml", "--json", "--title", "Board")
    assert json.loads(done.out)["title"] == "Board"


def test_a_report_is_written_and_never_over_a_file_that_is_there(call, returns, folder):
    arguments = ("report", returns, "--set", "small.yaml", "-o", "report.md")
    assert "Wrote report.md" in call(*arguments).err
    before = (folder / "report.md").read_bytes()
    assert before.startswith(b"# Practice Oversight Group")
    refused = call(*arguments)
    assert (refused.code, "[F018]" in refused.err) == (1, True)
    assert call(*arguments, "--force", "--title", "Other").code == 1
    assert (folder / "report.md").read_bytes() != before


def test_a_form_that_is_not_known(call, returns):
    done = call("report", returns, "--set", "small.yaml", "-o", "report.pdf")
    assert (done.code, "known: .docx, .html, .json, .md, .xlsx" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("suffix", "module", "start"),
    [
        (".html", "jinja2", b"<!doctype html>"),
        (".docx", "docx", b"PK"),
        (".xlsx", "xlsxwriter", b"PK"),
    ],
)
def test_a_report_in_each_form(call, returns, folder, monkeypatch, suffix, module, start):
    pytest.importorskip(module, reason="the extra report is not installed")
    arguments = ("report", returns, "--set", "small.yaml", "-o", f"report{suffix}")
    assert f"Wrote report{suffix}" in call(*arguments).err
    assert (folder / f"report{suffix}").read_bytes().startswith(start)
    monkeypatch.setitem(sys.modules, module, None)
    missing = call(*arguments, "--force")
    assert missing.code == 1
    assert missing.err.count("\n") == 1
    assert "pip install 'practice-auditkit[report]'" in missing.err


def test_a_report_in_welsh(call, returns):
    done = call("report", returns, "--set", "small.yaml", "--language", "cy")
    assert "# Grŵp Goruchwylio Ymarfer\n\n## Beth a archwiliwyd" in done.out


def test_a_file_that_is_not_there(call, folder):
    done = call("report", "none.csv", "--set", "small.yaml")
    assert done.code == 1
    assert "none.csv" in done.err


def test_a_report_with_a_theme(call, returns, folder):
    (folder / "theme.yaml").write_text("organisation: Anytown Council\n", "utf-8")
    done = call("report", returns, "--set", "small.yaml", "--theme", "theme.yaml")
    assert done.out.startswith("Anytown Council\n\n# Practice Oversight Group")


def test_a_theme_that_cannot_be_used(call, returns, folder):
    (folder / "theme.yaml").write_text("organisation: A\ncolour: red\n", "utf-8")
    done = call("report", returns, "--set", "small.yaml", "--theme", "theme.yaml")
    assert (done.code, done.out) == (1, "")
    assert "theme.yaml:2:1" in done.err


def test_a_report_with_notes(call, returns, folder):
    (folder / "notes.md").write_text("Marking: OFFICIAL\n# Decision\nAgree.\n", "utf-8")
    done = call("report", returns, "--set", "small.yaml", "--notes", "notes.md")
    assert done.out.startswith(
        "OFFICIAL\n\n# Practice Oversight Group\n\n## Decision asked\n\nAgree.\n"
    )


def test_a_report_from_a_store_says_which_period(call, folder, monkeypatch):
    pytest.importorskip("sqlalchemy", reason="the extra store is not installed")
    call("init", "starter")
    monkeypatch.chdir(folder / "starter")
    call("store", "init", "--store", "audits.sqlite")
    call("programme", "adopt", "programme.yaml", "--store", "audits.sqlite", "--as", "AN-01")
    done = call("report", "--store", "audits.sqlite", "--period", "2026-27-Q1")
    assert done.out.startswith("# Practice Oversight Group\n\nApril to June 2026\n")
    assert done.code == 0
    missing = call("report", "--store", "audits.sqlite")
    assert (missing.code, "--period is missing" in missing.err) == (2, True)
    unknown = call("report", "--store", "audits.sqlite", "--period", "June")
    assert (unknown.code, "[P030]" in unknown.err) == (1, True)


def test_a_report_on_nothing(call):
    done = call("report")
    assert (done.code, "expected returns, or --store with --period" in done.err) == (2, True)


def test_a_report_is_published_in_a_folder(call, returns, folder):
    pytest.importorskip("jinja2", reason="the extra report is not installed")
    arguments = ("report", returns, "--set", "small.yaml", "--publish", "open")
    done = call(*arguments, "--licence", "https://example.org/licence")
    assert (done.out, "Wrote open" in done.err) == ("", True)
    names = sorted(one.name for one in (folder / "open").iterdir())
    assert names[-1] == "report.html"
    assert {"audited.csv", "csv-metadata.json", "made-with.csv"} <= set(names)
    assert b"[c]" in (folder / "open" / "audited.csv").read_bytes()
    metadata = json.loads((folder / "open" / "csv-metadata.json").read_bytes())
    assert metadata["dc:license"] == {"@id": "https://example.org/licence"}
    refused = call(*arguments)
    assert (refused.code, "[F018]" in refused.err) == (1, True)
    assert "Wrote open" in call(*arguments, "--force", "--round-to", "5").err
    assert b"[c]" not in (folder / "open" / "made-with.csv").read_bytes()


def test_tables_of_an_earlier_publication_go(call, returns, folder):
    pytest.importorskip("jinja2", reason="the extra report is not installed")
    arguments = ("report", returns, "--set", "small.yaml", "--publish", "open", "--force")
    earlier = folder / "open"
    earlier.mkdir()
    for name in ("gone.csv", "kept.csv"):
        (earlier / name).write_text("Service,Cases", "utf-8")
    for told in ("no JSON", "[]", '{"tables": [{"url": "gone.csv"}, {"url": "../small.yaml"}]}'):
        (earlier / "csv-metadata.json").write_text(told, "utf-8")
        assert (earlier / "gone.csv").exists()
        assert "Wrote open" in call(*arguments).err
    assert not (earlier / "gone.csv").exists()
    assert (earlier / "kept.csv").exists()
    assert (folder / "small.yaml").exists()


def test_a_report_is_published_beside_the_whole_one(call, returns, folder):
    pytest.importorskip("jinja2", reason="the extra report is not installed")
    call("report", returns, "--set", "small.yaml", "--publish", "open", "-o", "report.md")
    assert b"3 scored, 1 held" in (folder / "report.md").read_bytes()
    assert b"3 scored" not in (folder / "open" / "report.html").read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--suppress-below", "5"], "this goes with --publish FOLDER"),
        (["--licence", "https://example.org"], "this goes with --publish FOLDER"),
        (
            ["--publish", "open", "--suppress-below", "5", "--round-to", "5"],
            "either --suppress-below or --round-to, not both",
        ),
        (["--publish", "open", "--round-to", "2"], "2 is not in the range x>=3"),
    ],
)
def test_options_of_publication_that_make_no_sense(call, returns, options, said):
    done = call("report", returns, "--set", "small.yaml", *options)
    assert (done.code, said in done.err) == (2, True)


def test_a_folder_that_cannot_be_made(call, returns, folder):
    pytest.importorskip("jinja2", reason="the extra report is not installed")
    (folder / "file").write_text("", "utf-8")
    done = call("report", returns, "--set", "small.yaml", "--publish", "file/open")
    assert (done.code, "[F019]" in done.err) == (1, True)
