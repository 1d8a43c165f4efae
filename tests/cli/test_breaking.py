"""Files made to break the command line: each gets one clear line, and never a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
import xlsxwriter

TEXT = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
ROW = "case_ref,eligibility,contingency_plan,safeguarding\nCASE-1,Yes,Yes,Siân\n"
NOBODY = 65_534

# Memory of its own and time of the processor that a run may take; it is ended when it takes more.
MEGABYTE = 1024 * 1024
MOST_BYTES = 256 * MEGABYTE
MOST_SECONDS = 3
RUN = "import runpy; runpy.run_module('auditkit', run_name='__main__', alter_sys=True)"
LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, ({MOST_BYTES}, {MOST_BYTES}))
resource.setrlimit(resource.RLIMIT_CPU, ({MOST_SECONDS}, {MOST_SECONDS}))
{RUN}
"""


def codes(printed: str) -> list[str]:
    """The codes of the problems printed."""
    return re.findall(r"\[([A-Z][0-9]{3})\]", printed)


def assert_clear(printed: str, code: str) -> None:
    """One problem of this code: a line, for a table under another that says where."""
    lines = printed.splitlines()
    assert codes(printed) == [code], printed
    assert len(lines) <= 2
    assert max(map(len, lines)) < 400
    assert "Traceback" not in printed


# Nothing in it, or something else


@pytest.mark.parametrize("suffix", [*TEXT, ".xlsx", ".xlsm"])
def test_an_empty_file_of_returns(call, folder, suffix):
    file = folder / f"returns{suffix}"
    file.touch()
    found = call("score", file, "--set", "small.yaml")
    assert found.code == 1
    assert_clear(found.err, "F002")


KINDS = {
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x02\0\0\0",
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n\0\0",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "an archive": b"PK\x05\x06" + bytes(18),
    "compressed text": b"\x1f\x8b\x08\0\0\0\0\0\0\x03KL\xd2Q\0\0",
    "a page of the web": b"<!DOCTYPE html>\n<html><body><p>Please sign in</p></body></html>\n",
    "a letter": b"Dear colleague,\n\nplease find the returns attached.\n",
    "a list in JSON": b"[1, 2, 3]\n",
    "YAML": b"question_set: small\nversion: '1.0'\n",
}


@pytest.mark.parametrize("suffix", [*TEXT, *WORKBOOKS])
@pytest.mark.parametrize("kind", KINDS)
def test_another_kind_of_file_under_a_suffix_of_returns(call, folder, kind, suffix):
    file = folder / f"returns{suffix}"
    file.write_bytes(KINDS[kind])
    found = call("score", file, "--set", "small.yaml")
    assert found.code == 1
    (code,) = codes(found.err)
    assert_clear(found.err, code)
    assert code in ("F002", "F004", "F006", "F011", "F020", "F021", "F040", "F041")


@pytest.mark.parametrize("kind", KINDS)
def test_another_kind_of_file_in_place_of_a_question_set(call, folder, returns, kind):
    (folder / "set.yaml").write_bytes(KINDS[kind])
    checked = call("sets", "check", "set.yaml")
    scored = call("score", returns, "--set", "set.yaml")
    assert (checked.code, scored.code) == (1, 1)
    assert 1 <= len(codes(scored.err)) <= 6  # keys that a set must have
    assert checked.out.startswith(scored.err)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "\ufeff"])
def test_a_question_set_with_nothing_in_it(call, folder, text):
    (folder / "set.yaml").write_text(text, "utf-8")
    found = call("sets", "check", "set.yaml")
    assert found.code == 1
    assert found.out.splitlines()[:-1] == [
        "set.yaml",
        "  The document is empty, expected keys and values. [Y013]",
    ]


@pytest.mark.parametrize("name", ["absent.csv", "absent.docx", "absent"])
def test_a_file_of_returns_that_is_not_there(call, folder, name):
    found = call("score", name, "--set", "small.yaml")
    assert found.code == 1
    assert_clear(found.err, "F001")


@pytest.mark.parametrize("arguments", [("sets", "check"), ("score", "a.csv", "--set")])
def test_a_folder_in_place_of_a_question_set(call, folder, arguments):
    (folder / "set.yaml").mkdir()
    found = call(*arguments, "set.yaml")
    assert found.code == 1
    assert "Cannot be opened: it is a folder. [F001]" in found.out + found.err


# Other encodings


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["F003"]),
        ("cp1252", ["F003"]),
        ("utf-16-le", ["F006"]),
        ("utf-32", ["F006"]),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt"])
def test_a_table_in_another_encoding(call, folder, encoding, said, suffix):
    text = ROW.replace("Siân", "Yes").replace("CASE-1", "Siân")
    (folder / f"r{suffix}").write_bytes(text.encode(encoding))
    found = call("score", f"r{suffix}", "--set", "small.yaml")
    assert [code for code in codes(found.err) if code[0] == "F"] == said
    assert ("Siân" in found.out) == (said != ["F006"])
    assert found.code == (1 if said == ["F006"] else 0)


@pytest.mark.parametrize(
    ("encoding", "code"),
    [("utf-8-sig", None), ("utf-16", None), ("cp1252", "F004"), ("utf-32", "F040")],
)
@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_json_in_another_encoding(call, folder, encoding, code, suffix):
    record = '{"case_ref": "Siân", "eligibility": "Yes", "contingency_plan": "Yes", "safeguarding": "Yes"}'
    text = f"[{record}]" if suffix == ".json" else record
    (folder / f"r{suffix}").write_bytes(text.encode(encoding))
    found = call("score", f"r{suffix}", "--set", "small.yaml")
    assert found.code == (0 if code is None else 1)
    if code is None:
        assert "Siân" in found.out
    else:
        assert_clear(found.err, code)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_a_question_set_in_another_encoding(call, folder, returns, encoding):
    text = (folder / "small.yaml").read_text("utf-8").replace("A small set", "Un bâch")
    (folder / "set.yaml").write_bytes(text.encode(encoding))
    assert codes(call("sets", "check", "set.yaml").out) == ["Y001"]
    found = call("score", returns, "--set", "set.yaml")
    assert found.code == 1
    assert_clear(found.err, "Y001")


# Folders and files without the rights


@pytest.fixture
def locked(call, returns, monkeypatch) -> Iterator[Path]:
    """A folder that may not be entered, with a set and returns in it and beside it; for root
    too, which tests may run as.
    """
    # What is imported late must be there before the rights are gone.
    call("score", returns, "--set", "small.yaml", "-o", "first.csv")
    call("sets", "check", "absent.yaml")
    outer = Path(mkdtemp())
    outer.chmod(0o755)
    (outer / "locked").mkdir()
    for name in (returns.name, "small.yaml"):
        for folder in (outer, outer / "locked"):
            (folder / name).write_bytes((returns.parent / name).read_bytes())
            (folder / name).chmod(0o644)
    (outer / "locked").chmod(0)
    monkeypatch.chdir(outer)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    yield Path("locked")
    if is_root:
        os.seteuid(0)
    (outer / "locked").chmod(0o755)
    rmtree(outer)


posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights as in POSIX")


@posix
@pytest.mark.parametrize("name", ["", "older-people.csv"])
def test_returns_that_may_not_be_read(call, locked, name):
    found = call("score", locked / name, "--set", "small.yaml")
    assert found.code == 1
    assert "Cannot be opened: Permission denied. [F001]" in found.err
    assert_clear(found.err, "F001")


@posix
def test_a_question_set_that_may_not_be_read(call, locked):
    found = call("sets", "check", locked / "small.yaml")
    assert found.code == 1
    assert "Cannot be opened: Permission denied. [F001]" in found.out


@posix
def test_a_folder_that_may_not_be_written_to(call, locked, returns):
    found = call("score", returns.name, "--set", "small.yaml", "-o", locked / "out.csv")
    assert found.code == 1
    assert found.err == "locked/out.csv\n  Cannot be written: Permission denied. [F019]\n"


# What is not installed


def test_a_workbook_without_the_library_that_writes_it(returns):
    program = f"import sys; sys.modules['xlsxwriter'] = None; {RUN}"
    found = run_program(program, "score", returns.name, "--set", "small.yaml", "-o", "out.xlsx")
    assert found.returncode == 1
    assert found.stderr.count("\n") == 1
    assert "needs the extra 'excel': pip install 'practice-auditkit[excel]'" in found.stderr
    assert not (returns.parent / "out.xlsx").exists()


def run_program(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


# Bombs


with_limits = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")


def limited(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A run that is ended when it takes over 3 seconds or 256 MB."""
    return run_program(LIMITED, *arguments)


def workbook_with(bombs: Sequence[str], size: int) -> bytes:
    """A workbook with so many megabytes at the end of some of its parts."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet().write_row(0, 0, ROW.split("\n", maxsplit=1)[0].split(","))
    bombed = BytesIO()
    with zipfile.ZipFile(stream) as parts, zipfile.ZipFile(bombed, "w", 8, compresslevel=1) as out:
        for name in parts.namelist():
            with out.open(name, "w") as part:
                part.write(parts.read(name).rpartition(b"</")[0])
                for _ in range(size if name in bombs else 0):
                    part.write(b"<row r='1'/>" * (MEGABYTE // 12))
                part.write(b"</" + parts.read(name).rpartition(b"</")[2])
    return bombed.getvalue()


@with_limits
def test_the_limits_of_these_tests_end_a_run_that_exceeds_them() -> None:
    assert "MemoryError" in run_program(LIMITED.replace(RUN, f"bytes({MOST_BYTES})")).stderr
    sooner = LIMITED.replace(f"({MOST_SECONDS}, {MOST_SECONDS})", "(1, 1)")
    assert run_program(sooner.replace(RUN, "while True: pass")).returncode < 0


@with_limits
@pytest.mark.parametrize(
    ("bombs", "size"),
    [
        (["xl/worksheets/sheet1.xml"], 70),
        (["xl/sharedStrings.xml"], 70),
        (["xl/styles.xml"], 70),
        (["xl/workbook.xml"], 70),
        (["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"], 45),
    ],
)
def test_a_workbook_that_is_a_zip_bomb(folder, bombs, size):
    (folder / "bomb.xlsx").write_bytes(workbook_with(bombs, size))
    found = limited("score", "bomb.xlsx", "--set", "small.yaml")
    assert found.returncode == 1
    assert_clear(found.stderr, "F022")


CELL = "x" * 100_000
DEEP = 100_000
TEXT_BOMBS = {
    "long-cell.csv": (f"{ROW}CASE-2,{CELL},Yes,Yes\n", "F007"),
    "long-quoted-cell.csv": (f'{ROW}CASE-2,"{CELL}",Yes,Yes\n', "F007"),
    "longer-cell.csv": (f"{ROW}CASE-2,{CELL * 300},Yes,Yes\n", "F007"),
    "long-heading.csv": (f"{CELL},{ROW}", "F007"),
    "long-cell.tsv": (ROW.replace(",", "\t") + f"CASE-2\t{CELL}\tYes\tYes\n", "F007"),
    "long-cell.json": (f'[{{"case_ref": "CASE-1", "eligibility": "{CELL}"}}]', "F007"),
    "long-key.json": (f'[{{"case_ref": "CASE-1", "{CELL}": "Yes"}}]', "F007"),
    "long-cell.jsonl": (f'{{"case_ref": "CASE-1", "eligibility": "{CELL}"}}', "F007"),
    "long-number.json": (f'[{{"case_ref": {"1" * 1_000_000}}}]', "F041"),
    "lists.json": ("[" * DEEP, "F041"),
    "lists-closed.json": ("[" * DEEP + "]" * DEEP, "F041"),
    "lists-in-a-record.json": ('[{"case_ref": ' + "[" * DEEP + "]" * DEEP + "}]", "F041"),
    "objects.json": ('{"a":' * DEEP, "F041"),
    "objects-closed.json": ('{"returns":' * DEEP + "1" + "}" * DEEP, "F041"),
    "objects.jsonl": ('{"a":' * DEEP + "1" + "}" * DEEP, "F041"),
    "other-keys.json": (
        "[" + ", ".join(f'{{"k{number}": 1}}' for number in range(16_000)) + "]",
        "F041",
    ),
    "open-quote.csv": (f'{ROW}"CASE-2,' + "Yes,Yes,Yes\n" * 500_000, "F007"),
    "delimiters.csv": (ROW + "," * 5_000_000 + "x", "F052"),
    "quotes.csv": (ROW + '"' * 5_000_001, "F007"),
}


@with_limits
@pytest.mark.parametrize("name", TEXT_BOMBS)
def test_a_text_file_that_is_a_bomb(folder, name):
    text, code = TEXT_BOMBS[name]
    (folder / name).write_text(text, "utf-8")
    found = limited("score", name, "--set", "small.yaml")
    assert found.returncode == 1
    assert code in codes(found.stderr), found.stderr[:400]
    assert "Traceback" not in found.stderr
    assert max(map(len, found.stderr.splitlines())) < 400


@with_limits
def test_a_workbook_with_a_cell_too_long_for_a_spreadsheet(folder):
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(ROW.splitlines()):
            sheet.write_row(number, 0, line.split(","))
    long = BytesIO()
    with zipfile.ZipFile(stream) as parts, zipfile.ZipFile(long, "w", 8) as out:
        for name in parts.namelist():
            out.writestr(name, parts.read(name).replace(b"CASE-1", CELL.encode()))
    (folder / "long.xlsx").write_bytes(long.getvalue())
    found = limited("score", "long.xlsx", "--set", "small.yaml")
    assert found.returncode == 1
    assert_clear(found.stderr, "F007")


ALIASES = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
MERGES = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 12)
)
YAML_BOMBS = {
    "aliases": (ALIASES, "Y007"),
    "merge keys": (MERGES, "Y009"),
    "brackets": ("[" * 30_000, "Y011"),
    "values": ("- x\n" * 250_000, "Y012"),
    "one long line": ("a: " + "x" * 1_000_000, "S005"),
    "a long condition": (
        "question_set: q\nescalations:\n  - when: '" + "not " * 200_000 + "a'\n    to: b\n",
        "E001",
    ),
}


@with_limits
@pytest.mark.parametrize("name", YAML_BOMBS)
@pytest.mark.parametrize("place", ["check", "set", "columns"])
def test_a_document_that_is_a_bomb(returns, name, place):
    text, code = YAML_BOMBS[name]
    (returns.parent / "bomb.yaml").write_text(text, "utf-8")
    found = {
        "check": lambda: limited("sets", "check", "bomb.yaml"),
        "set": lambda: limited("score", returns.name, "--set", "bomb.yaml"),
        "columns": lambda: limited(
            "score", returns.name, "--set", "small.yaml", "--columns", "bomb.yaml"
        ),
    }[place]()
    assert found.returncode == 1
    printed = found.stdout + found.stderr
    assert (code if place != "columns" or code[0] == "Y" else "S001") in codes(printed)
    assert "Traceback" not in printed
    assert max(map(len, printed.splitlines())) < 600
