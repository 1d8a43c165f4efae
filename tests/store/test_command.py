"""``auditkit store``: the same promises on the command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from audits import AT, LEADER, a_return
from filled import fill

from auditkit.cli import main

HEAD = re.compile(r"Trail: (\d+:[0-9a-f]{64})")


@pytest.fixture
def call(capsys, monkeypatch):
    """Call the command line: its exit code, and what it said."""
    monkeypatch.delenv("AUDITKIT_STORE", raising=False)

    def call(*arguments):
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def head_in(err: str) -> str:
    found = HEAD.fullmatch(err.splitlines()[-1])
    assert found, err
    return found[1]


def test_a_store_is_made_and_says_its_head(call, where):
    code, out, err = call("store", "init", "--store", where)
    assert (code, out) == (0, "")
    assert head_in(err) == f"0:{'0' * 64}"


def test_a_store_that_is_there_is_left_as_it_is(call, store, where):
    store.record(a_return(), actor=LEADER, at=AT)
    code, _, err = call("store", "init", "--store", where)
    assert code == 1
    assert "[T006]" in err
    assert store.head().seq == 2


def test_a_file_of_something_else_is_not_made_a_store(call, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("A shopping list, and more of the same", "utf-8")
    code, _, err = call("store", "init", "--store", path)
    assert (code, "[T002]" in err) == (1, True)


def test_the_environment_says_where_the_store_is(call, store, where, monkeypatch):
    monkeypatch.setenv("AUDITKIT_STORE", where)
    assert call("store", "verify")[0] == 0


def test_without_a_store_a_command_makes_no_sense(call):
    assert call("store", "verify")[0] == 2


def test_verifying_tells_how_many_entries_hold(call, store, where):
    fill(store)
    code, out, err = call("store", "verify", "--store", where)
    assert (code, out) == (0, f"The trail holds: {store.head().seq} entries.\n")
    assert head_in(err) == str(store.head())
    code, out, _ = call("store", "verify", "--store", where, "--json", "--expect", store.head())
    assert json.loads(out) == {"entries": store.head().seq, "head": str(store.head())}


def test_another_head_than_the_one_kept_is_exit_code_1(call, store, where):
    fill(store)
    code, out, err = call("store", "verify", "--store", where, "--expect", f"3:{'0' * 64}")
    assert (code, out) == (1, "")
    assert "[T032]" in err


def test_an_export_goes_into_another_store(call, store, where, tmp_path):
    fill(store)
    file, other = tmp_path / "audits.jsonl", tmp_path / "other.sqlite"
    code, _, err = call("store", "export", "--store", where, file)
    assert (code, head_in(err)) == (0, str(store.head()))
    assert call("store", "export", "--store", where, file)[0] == 1
    assert call("store", "export", "--store", where, file, "--force")[0] == 0
    code, out, err = call("store", "import", "--store", other, file)
    assert (code, out) == (0, f"Imported {store.head().seq} entries; the trail holds.\n")
    assert head_in(err) == str(store.head())


@pytest.mark.parametrize(
    "cut", [slice(2, None), slice(1), slice(3), slice(-4)], ids=["begin", "rest", "middle", "end"]
)
def test_a_refused_import_leaves_nothing_behind(call, where, opened, tmp_path, cut):
    filled = opened(tmp_path / "filled.sqlite")
    fill(filled)
    file = tmp_path / "audits.jsonl"
    with file.open("wb") as stream:
        filled.export(stream)
    whole = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(whole[cut]))
    before = sorted(tmp_path.iterdir())
    assert call("store", "import", "--store", where, file)[0] == 1
    assert sorted(tmp_path.iterdir()) == before
    code, _, err = call("store", "stats", "--store", where)
    assert (code, "[T001]" in err) == (1, True)
    file.write_bytes(b"".join(whole))
    assert call("store", "import", "--store", where, file)[0] == 0


def test_a_refused_import_leaves_a_store_that_was_there_as_it_was(call, store, where, tmp_path):
    fill(store)
    file = tmp_path / "audits.jsonl"
    assert call("store", "export", "--store", where, file)[0] == 0
    code, _, err = call("store", "import", "--store", where, file)
    assert (code, "[T043]" in err) == (1, True)
    assert store.verify() == store.head()


def test_an_export_goes_into_no_file_of_something_else(call, tmp_path):
    file = tmp_path / "audits.jsonl"
    file.write_bytes(b"{}\n")
    other = tmp_path / "notes.txt"
    other.write_text("A shopping list, and more of the same", "utf-8")
    code, _, err = call("store", "import", "--store", other, file)
    assert (code, "[T002]" in err) == (1, True)
    assert other.read_text("utf-8").startswith("A shopping list")


def test_a_damaged_export_and_a_missing_one_are_exit_code_1(call, store, where, tmp_path):
    file = tmp_path / "audits.jsonl"
    file.write_bytes(b"{}\n")
    code, _, err = call("store", "import", "--store", where, file)
    assert (code, "audits.jsonl\n  Line 1: it does not begin as one." in err) == (1, True)
    code, _, err = call("store", "import", "--store", where, tmp_path)
    assert (code, "Cannot be opened: it is a folder. [F001]" in err) == (1, True)
    code, _, err = call("store", "import", "--store", where, tmp_path / "none.jsonl")
    assert (code, "[F001]" in err) == (1, True)


def test_an_upgrade_of_what_is_up_to_date_says_so(call, store, where):
    code, out, err = call("store", "upgrade", "--store", where)
    assert (code, out) == (0, "The store is up to date.\n")
    assert head_in(err) == str(store.head())


def test_numbers_for_people_and_for_programs(call, store, where):
    fill(store)
    code, out, err = call("store", "stats", "--store", where)
    assert (code, head_in(err)) == (0, str(store.head()))
    assert "entries audit: 7\n" in out
    assert "cases: 3\n" in out
    assert json.loads(call("store", "stats", "--store", where, "--json")[1])["cases"] == 3


def test_a_password_is_never_printed(call):
    url = "postgresql://me:Geheim-1@localhost:1/audits"
    for arguments in (["init"], ["verify"], ["upgrade"], ["stats"]):
        code, out, err = call("store", *arguments, "--store", url)
        assert (code, "Geheim" in out + err, "me:***@" in err) == (1, False, True)


def test_a_missing_extra_is_one_line(tmp_path):
    program = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "from auditkit.cli import main\n"
        "sys.exit(main(['store', 'stats', '--store', 'a.sqlite']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert (
        done.stderr == "A store needs the extra 'store': pip install 'practice-auditkit[store]'\n"
    )


def test_many_entries_are_counted_on_a_terminal(tmp_path, opened):
    """Under a pseudo-terminal, for the bar is for people alone."""
    path = tmp_path / "audits.sqlite"
    opened(path).record_all([a_return(f"C-{n}") for n in range(6_000)], actor=LEADER, at=AT)
    program = (
        "import os, pty, sys\n"
        "code = pty.spawn([sys.executable, '-m', 'auditkit', *sys.argv[1:]])\n"
        "sys.exit(os.waitstatus_to_exitcode(code))\n"
    )
    file, other = tmp_path / "audits.jsonl", tmp_path / "other.sqlite"
    for label, arguments in (
        ("Verifying", ["verify", "--store", path]),
        ("Exporting", ["export", "--store", path, file]),
        ("Reading", ["import", "--store", other, file]),
    ):
        done = subprocess.run(
            [sys.executable, "-c", program, "store", *map(str, arguments)],
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
            env={**os.environ, "TERM": "xterm"},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        assert label in done.stdout
