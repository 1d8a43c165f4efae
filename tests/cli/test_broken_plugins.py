"""Broken plugins, installed as distributions: each is one line that names plugin, distribution and
version, no score changes silently, and help and completion survive.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

HEAD = "from auditkit import hookimpl\n"
SCORER = """\
class Nothing:
    def score(self, marks):
        return {gives}
@hookimpl
def auditkit_scorers():
    return {{"{name}": Nothing}}
"""
WRITER = """\
class Loud:
    suffixes = (".loud",)
    is_text = True
    def write(self, results, stream):
        raise KeyError("loud")
@hookimpl
def auditkit_writers():
    return {"loud": Loud()}
"""
READER = """\
class Deaf:
    suffixes = (".csv",)
    def claims(self, name, head):
        return True
    def read(self, source):
        raise KeyError("deaf")
@hookimpl
def auditkit_readers():
    return {"deaf": Deaf()}
"""
SETS = """\
from pathlib import Path
@hookimpl
def auditkit_question_sets():
    return {"%s": Path("small.yaml").absolute()}
"""
COMMAND = """\
import click
@click.command()
def mine():
    "Mine."
@hookimpl
def auditkit_commands():
    return {"%s": mine}
"""
# Each with its code, and with what is said of it where returns are scored.
STOPPING = {
    "clash": (SCORER.format(name="points", gives=None),
              "auditkit_scorers: scorers (practice-auditkit {own}) offers 'points' as well"),
    "raising": ("@hookimpl\ndef auditkit_readers():\n    raise OSError('over\\ntwo lines')\n",
                "auditkit_readers failed: OSError: over two lines"),
    "wanting": ("@hookimpl\ndef auditkit_checks(config):\n    return {}\n",
                "Argument(s) {{'config'}} are declared in the hookimpl but can not be found in the"
                " hookspec"),
    "misspelt": ("@hookimpl\ndef auditkit_scorer():\n    return {}\n", "unknown hook"),
    "missing": ("import a_module_that_is_not_there\n", "cannot be imported: ModuleNotFoundError:"
                " No module named 'a_module_that_is_not_there'"),
    "leaving": ("raise SystemExit(0)\n", "cannot be imported: SystemExit: 0"),
    "listing": ("@hookimpl\ndef auditkit_scorers():\n    return ['points']\n",
                "auditkit_scorers failed: TypeError: auditkit_scorers gave list, expected names"
                " with objects"),
    "hollow": ("@hookimpl\ndef auditkit_readers():\n    return {'hollow': 5}\n",
               "auditkit_readers failed: TypeError: hollow is int, without suffixes, claims, read"),
    "deaf": (READER, "deaf failed: KeyError: 'deaf'"),
}  # fmt: skip


class Ran(NamedTuple):
    """What a run of the program came to."""

    code: int
    out: str
    err: list[str]


@pytest.fixture
def run(tmp_path: Path, returns: Path):
    """Run the program with plugins installed, each by its name with its code."""

    def run(plugins: dict[str, str], *arguments: str, **environment: str) -> Ran:
        site = tmp_path / "site"
        for number, (name, code) in enumerate(plugins.items()):
            metadata = site / f"council_{name}-1.{number}.dist-info"
            metadata.mkdir(parents=True, exist_ok=True)
            (site / f"{name}.py").write_text(HEAD + code, "utf-8")
            (metadata / "entry_points.txt").write_text(f"[auditkit]\n{name} = {name}\n", "utf-8")
            (metadata / "METADATA").write_text(
                f"Metadata-Version: 2.1\nName: council-{name}\nVersion: 1.{number}\n", "utf-8"
            )
        path = os.pathsep.join(filter(None, [str(site), os.environ.get("PYTHONPATH")]))
        done = subprocess.run(
            [sys.executable, "-m", "auditkit", *arguments],
            cwd=returns.parent, env={**os.environ, "PYTHONPATH": path, **environment},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr.splitlines())

    return run


SCORE = ("score", "older-people.csv", "--set", "small.yaml")
SCORED = "4 returns: 3 scored, 1 held"


@pytest.mark.parametrize("name", STOPPING)
def test_what_could_change_a_score_stops_it_with_one_line(run, name):
    from auditkit import __version__

    code, said = STOPPING[name]
    found = run({name: code}, *SCORE)
    assert (found.code, found.out, len(found.err)) == (1, "", 1)
    (line,) = found.err
    assert line.startswith(f"Plugin {name} (council-{name} 1.0): {said.format(own=__version__)}")
    assert line.endswith(f" (go on without it: --without {name})")


@pytest.mark.parametrize("name", STOPPING)
def test_without_it_returns_are_scored(run, name):
    assert SCORED in run({name: STOPPING[name][0]}, "--without", name, *SCORE).out


@pytest.mark.parametrize("name", STOPPING)
def test_help_survives_it(run, name):
    found = run({name: STOPPING[name][0]}, "--help")
    assert (found.code, "  score " in found.out) == (0, True)
    assert run({name: STOPPING[name][0]}, "score", "--help").code == 0


def test_completion_survives_everything_at_once(run):
    plugins = {name: code for name, (code, _) in STOPPING.items()} | {"bell": COMMAND % "score"}
    about = {"_AUDITKIT_COMPLETE": "bash_complete", "COMP_WORDS": "auditkit sco", "COMP_CWORD": "1"}
    assert run(plugins, **about).out == "plain,score\n"


def test_two_plugins_with_one_set_are_both_named(run):
    found = run({"north": SETS % "ours@1.0", "south": SETS % "ours@1.0"}, *SCORE[:3], "ours")
    assert (found.code, len(found.err)) == (1, 1)
    for sender in ("north (council-north 1.0)", "south (council-south 1.1)"):
        assert sender in found.err[0]
    assert "offers 'ours@1.0' as well (go on without it: --without " in found.err[0]


def test_a_set_that_is_bundled_cannot_be_offered_by_another(run):
    found = run({"north": SETS % "managing-cost-of-care@1.0"}, *SCORE[:3], "managing-cost-of-care")
    assert (found.code, len(found.err)) == (1, 1)
    assert found.err[0].startswith("Plugin north (council-north 1.0): ")


def test_a_scorer_of_a_plugin_that_gives_no_exact_number_is_named(run, returns):
    text = (returns.parent / "small.yaml").read_text("utf-8").replace("weighted_mean", "half")
    (returns.parent / "small.yaml").write_text(text, "utf-8")
    found = run({"half": SCORER.format(name="half", gives="0.5")}, *SCORE)
    assert found.err == [
        "Plugin half (council-half 1.0): scorer half: TypeError: score() gave 0.5, expected a"
        " Fraction or None"
    ]


def test_a_writer_that_fails_is_named(run):
    found = run({"loud": WRITER}, *SCORE, "--format", "loud")
    assert found.err[-1] == (
        "Plugin loud (council-loud 1.0): loud failed: KeyError: 'loud'"
        " (go on without it: --without loud)"
    )


def test_writers_that_cannot_be_had_are_left_out_with_a_line(run):
    code = "@hookimpl\ndef auditkit_writers():\n    raise KeyError('x')\n"
    found = run({"mute": code}, *SCORE)
    assert SCORED in found.out
    assert found.err[0] == "Plugin mute (council-mute 1.0): auditkit_writers failed: KeyError: 'x'"


@pytest.mark.parametrize(
    ("plugins", "said"),
    [
        ({"bell": COMMAND % "score"}, "auditkit has the command score"),
        ({"bell": "@hookimpl\ndef auditkit_commands():\n    return {'shout': 5}\n"},
         "auditkit_commands failed: TypeError: shout is int, without make_context,"
         " get_short_help_str"),
        ({"aria": COMMAND % "ring", "bell": COMMAND % "ring"},
         "auditkit_commands: aria (council-aria 1.0) offers 'ring' as well"),
    ],
)  # fmt: skip
def test_a_command_that_cannot_be_is_left_out_of_help_with_a_line(run, plugins, said):
    found = run(plugins, "--help")
    assert (found.code, len(found.err)) == (0, 1)
    assert found.err[0].startswith("Plugin bell (council-bell 1.")
    assert found.err[0].endswith(f"): {said}")
    assert re.search(r"score +Score audit returns\.", found.out)
    assert SCORED in run(plugins, *SCORE).out


def test_a_distribution_without_a_version_is_said_to_be_of_an_unknown_one(run, tmp_path):
    plugins = {"missing": STOPPING["missing"][0]}
    run(plugins, "--version")
    (tmp_path / "site/council_missing-1.0.dist-info/METADATA").write_text(
        "Metadata-Version: 2.1\nName: council-missing\n", "utf-8"
    )
    found = subprocess.run(
        [sys.executable, "-m", "auditkit", "plugins"], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(
            filter(None, [str(tmp_path / "site"), os.environ.get("PYTHONPATH")]))},
    )  # fmt: skip
    assert "Plugin missing (council-missing unknown): cannot be imported" in found.stderr


@pytest.mark.parametrize("name", ["small@2.0", "small@1", "small@1.00", "smal"])
def test_a_version_that_is_not_there_is_never_guessed_at(run, name):
    found = run({"north": SETS % "small@1.0"}, *SCORE[:3], name)
    assert (found.code, found.out) == (1, "")
    assert "[R025]" in found.err[0]
