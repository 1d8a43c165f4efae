"""What holds for every command: consoles, exit codes, start-up, plugins left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BROKEN_PLUGIN = {
    "broken.py": "raise RuntimeError('this plugin cannot be imported')\n",
    "broken-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: broken\nVersion: 1.2\n",
    "broken-1.2.dist-info/entry_points.txt": "[auditkit]\nbroken = broken\n",
}


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "auditkit", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


@pytest.fixture
def with_broken_plugin(tmp_path: Path) -> dict[str, str]:
    """An environment in which an installed plugin cannot be imported."""
    site = tmp_path / "site"
    for name, text in BROKEN_PLUGIN.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    kept = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": os.pathsep.join(filter(None, [str(site), kept]))}


def test_a_console_that_knows_few_characters_is_no_trouble(returns):
    found = run(
        "score", returns.name, "--set", "small.yaml", cwd=returns.parent, PYTHONIOENCODING="cp1252"
    )
    assert found.returncode == 1
    assert "Safeguarding concern on the file -> Head of Service" in found.stdout


def test_an_ascii_console_is_no_trouble_either(returns):
    found = run(
        "score", returns.name, "--set", "small.yaml", "--explain", cwd=returns.parent,
        PYTHONIOENCODING="ascii",
    )  # fmt: skip
    assert found.returncode == 1
    assert "Traceback" not in found.stderr


def test_an_unexpected_error_is_one_line_and_exit_code_3(call, returns, monkeypatch):
    from auditkit.kit import AuditKit

    def fail(self, audit_return, question_set=None):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(AuditKit, "score", fail)
    found = call("score", returns, "--set", "small.yaml")
    assert found.code == 3
    assert found.err.startswith("Unexpected error: ZeroDivisionError: division by zero\n")


def test_debug_shows_the_traceback_of_an_unexpected_error(call, returns, monkeypatch):
    from auditkit.kit import AuditKit

    def fail(self, audit_return, question_set=None):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(AuditKit, "score", fail)
    with pytest.raises(ZeroDivisionError):
        call("--debug", "score", returns, "--set", "small.yaml")


def test_an_unknown_command_is_exit_code_2(call):
    assert call("scoer").code == 2


def test_a_reader_of_the_output_that_goes_away_is_no_error(returns):
    program = (
        f"{sys.executable} -m auditkit score {returns.name} --set small.yaml --json | head -c 1"
    )
    found = subprocess.run(
        ["bash", "-o", "pipefail", "-c", program],
        cwd=returns.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stdout == "["
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["sets", "--help"]])
def test_a_broken_plugin_does_not_keep_the_help_from_being_read(
    with_broken_plugin, tmp_path, arguments
):
    found = run(*arguments, cwd=tmp_path, **with_broken_plugin)
    assert found.returncode == 0
    assert "Traceback" not in found.stderr


def test_completion_loads_no_plugin(with_broken_plugin, tmp_path):
    found = run(
        cwd=tmp_path, **with_broken_plugin,
        _AUDITKIT_COMPLETE="bash_complete", COMP_WORDS="auditkit s", COMP_CWORD="1",
    )  # fmt: skip
    assert found.stdout.split() == ["plain,score", "plain,sets", "plain,store"]


def test_a_broken_plugin_stops_scoring_and_is_named_with_its_version(with_broken_plugin, returns):
    found = run(
        "score", returns.name, "--set", "small.yaml", cwd=returns.parent, **with_broken_plugin
    )
    assert found.returncode == 1
    assert found.stderr == (
        "Plugin broken (broken 1.2): cannot be imported: RuntimeError: this plugin cannot be"
        " imported (go on without it: --without broken)\n"
    )


def test_a_broken_plugin_can_be_left_out(with_broken_plugin, returns):
    found = run(
        "--without", "broken", "score", returns.name, "--set", "small.yaml",
        cwd=returns.parent, **with_broken_plugin,
    )  # fmt: skip
    assert "4 returns: 3 scored, 1 held" in found.stdout


def test_the_list_of_plugins_says_which_is_broken(with_broken_plugin, tmp_path):
    found = run("plugins", cwd=tmp_path, **with_broken_plugin)
    assert found.returncode == 1
    assert "Plugin broken (broken 1.2): cannot be imported" in found.stderr
    assert "scorers" in found.stdout


def test_scoring_a_table_imports_nothing_heavy(returns):
    program = (
        "import sys; from auditkit.cli import main; main(sys.argv[1:]);"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, "score", returns.name, "--set", "small.yaml"],
        cwd=returns.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    loaded = set(eval(found.stderr.splitlines()[-1]))
    heavy = {"cattrs", "email", "json", "pathlib", "tempfile", "xlsxwriter", "zipfile", "hashlib"}
    assert "yaml" in loaded
    assert not loaded & heavy


def test_the_starter_folder_scores_a_return_put_into_it(call, folder):
    assert call("init", "start").code == 0
    names = sorted(path.name for path in (folder / "start").iterdir())
    assert names == [
        "README.md",
        "blank-return.xlsx",
        "cases.csv",
        "example-audits.csv",
        "example-moderations.csv",
        "example-reaudits.csv",
        "example-returns.csv",
        "microsoft-forms-columns.yaml",
        "microsoft-forms.txt",
        "past-audits.csv",
        "programme.yaml",
        "returns",
        "score-returns.bat",
        "score-returns.sh",
        "staff.csv",
    ]
    examples = Path(__file__).parents[2] / "examples/returns-2026-04"
    example = (examples / "mental-health.csv").read_bytes()
    (folder / "start/returns/mental-health.csv").write_bytes(example)
    done = subprocess.run(
        ["sh", "score-returns.sh"], cwd=folder / "start", capture_output=True, text=True,
        check=False, env={**os.environ, "PATH": _with_auditkit(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (folder / "start/results.xlsx").stat().st_size > 0


def _with_auditkit(folder: Path) -> str:
    """A search path on which `auditkit` is this very interpreter's."""
    script = folder / "bin/auditkit"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m auditkit "$@"\n', "utf-8")
    script.chmod(0o755)
    return f"{script.parent}{os.pathsep}{os.environ['PATH']}"


def test_the_file_to_drag_returns_on_has_the_line_ends_of_windows(call, folder):
    call("init", "start")
    data = (folder / "start/score-returns.bat").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    assert b"py -m auditkit score" in data


def test_a_starter_folder_is_never_written_over(call, folder):
    call("init", "start")
    (folder / "start/README.md").write_text("mine", "utf-8")
    found = call("init", "start")
    assert found.code == 1
    assert (folder / "start/README.md").read_text("utf-8") == "mine"
