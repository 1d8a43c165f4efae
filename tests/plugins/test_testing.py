"""What `auditkit.testing` gives plugin authors: worked cases, promises, a plugin to start from."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from itertools import count
from pathlib import Path
from types import ModuleType, SimpleNamespace

import click
import pytest

from auditkit import AuditKit, Refused, hookimpl
from auditkit.actions.proposals import Proposal
from auditkit.cli import main
from auditkit.report.model import Section
from auditkit.testing import broken_promises, failures, made_return, made_set, read_cases
from auditkit.testing.cases import kit_for

COUNT = count()
CASES = """\
set: managing-cost-of-care@1.0
cases:
  - case: all seven in full
    answers: {missed_prevention: No}
    otherwise: yes
    expect: {score: "100.0", rating: outstanding, states: {technology: answered}}
"""


def offering(hook: str, **offered: object) -> AuditKit:
    """A kit with a plugin that offers these through one hook."""

    def give() -> dict[str, object]:
        return dict(offered)

    give.__name__ = hook
    module = ModuleType("mine")
    setattr(module, hook, hookimpl(give))
    return AuditKit([module], discover=False)


# Worked cases


def written(folder: Path, text: str, name: str = "some.cases.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_case_that_holds_has_no_failures(tmp_path):
    path = written(tmp_path, CASES)
    found = read_cases(path)
    kit, questions = kit_for(found, path)
    assert failures(kit, questions, found.cases[0]) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"100.0"', '"99.0"', "score: expected 99.0, found 100.0"),
        ("outstanding", "good", "rating: expected good, found outstanding"),
        ("technology: answered", "technology: invalid", "{'technology': 'answered'}"),
        ("missed_prevention: No", "missed_preventoin: No", 'Did you mean "missed_prevention"?'),
        ("missed_prevention: No", "missed_prevention: Perhaps", 'Found "Perhaps".'),
    ],
)
def test_a_case_that_does_not_hold_says_what_was_found(tmp_path, before, after, said):
    path = written(tmp_path, CASES.replace(before, after))
    found = read_cases(path)
    kit, questions = kit_for(found, path)
    (line,) = failures(kit, questions, found.cases[0])
    assert said in line


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("rating: outstanding", "ratign: outstanding", 'Did you mean "rating"?'),
        ("otherwise", "otherwhise", 'Did you mean "otherwise"?'),
        ("managing-cost-of-care@1.0", "gone.yaml", "gone.yaml"),
        ("answers: {missed_prevention: No}", "answers: {missed_prevention: [No]}", "S002"),
        ('expect: {score: "100.0", rating: outstanding, states: {technology: answered}}',
         "expect: {}", "S002"),
    ],
)  # fmt: skip
def test_a_file_of_cases_is_read_strictly(tmp_path, before, after, said):
    assert before in CASES
    with pytest.raises(Refused, match=said.replace("?", r"\?")):
        read_cases(written(tmp_path, CASES.replace(before, after)))


def run_pytest(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_pytest_runs_files_of_cases_by_themselves(tmp_path):
    written(tmp_path, CASES)
    written(tmp_path, CASES.replace('"100.0"', '"99.0"'), "wrong.cases.yaml")
    written(tmp_path, "cases: []", "empty.cases.yaml")
    found = run_pytest(tmp_path)
    assert found.returncode != 0
    assert "1 error" in found.stdout
    (tmp_path / "empty.cases.yaml").unlink()
    found = run_pytest(tmp_path)
    assert "1 failed, 1 passed" in found.stdout
    assert "score: expected 99.0, found 100.0" in found.stdout


# Promises


class Share:
    def score(self, marks):
        return Fraction(1, 2) if marks else None


class TooMuch:
    def score(self, marks):
        return Fraction(3, 2) if marks else None


class SomethingOfNothing:
    def score(self, marks):
        return Fraction(1)


class Fickle:
    calls = 0

    def score(self, marks):
        Fickle.calls += 1
        return Fraction(1, Fickle.calls) if marks else None


class Raises:
    def score(self, marks):
        raise KeyError("weight")


def needs_arguments(share):
    return Share()


@pytest.mark.parametrize(
    ("factory", "said"),
    [
        (Share, None),
        (needs_arguments, None),
        (TooMuch, "expected a share from 0 to 1"),
        (SomethingOfNothing, "expected None"),
        (Fickle, "for the same"),
        (Raises, "KeyError: 'weight'"),
        (object, "has neither score(marks)"),
    ],
)
def test_a_scorer_gives_exact_shares_and_the_same_twice(factory, said):
    found = broken_promises(offering("auditkit_scorers", mine=factory), "mine")
    assert (found == []) if said is None else any(said in line for line in found)


def reader(**changes: object) -> SimpleNamespace:
    from auditkit.tables.reading import Tables

    whole = {
        "suffixes": (".x",),
        "claims": lambda name, head: False,
        "read": lambda source: Tables(()),
    }
    return SimpleNamespace(**{**whole, **changes})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"suffixes": ("x",)}, "expected texts such as .csv"),
        ({"claims": lambda name, head: 1}, "must say true or false"),
        ({"read": lambda source: []}, "expected Tables"),
        ({"read": lambda source: 1 / 0}, "ZeroDivisionError"),
    ],
)
def test_a_reader_raises_nothing_but_refused(changes, said):
    found = broken_promises(offering("auditkit_readers", mine=reader(**changes)), "mine")
    assert (found == []) if said is None else any(said in line for line in found)


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda results, stream: stream.write(b"x"), None),
        (lambda results, stream: None, "wrote nothing"),
        (lambda results, stream: stream.close(), "closed the stream"),
    ],
)
def test_a_writer_writes_and_leaves_the_stream_open(write, said):
    writer = SimpleNamespace(suffixes=(".x",), is_text=True, write=write)
    found = broken_promises(offering("auditkit_writers", mine=writer), "mine")
    assert (found == []) if said is None else any(said in line for line in found)


@pytest.mark.parametrize(("joined", "said"), [(min, None), (max, "does not fold to")])
def test_a_scorer_that_folds_folds_to_what_it_gives_at_once(joined, said):
    class Least:
        def score(self, marks):
            return min((mark.value for mark in marks), default=None)

        def begun(self, mark):
            return mark.value

        def joined(self, first, second):
            return joined(first, second)

        def closed(self, whole):
            return whole

    found = broken_promises(offering("auditkit_scorers", mine=Least), "mine")
    assert (found == []) if said is None else any(said in line for line in found)


def test_a_check_gives_problems():
    assert broken_promises(offering("auditkit_checks", mine=lambda loaded: []), "mine") == []
    (said,) = broken_promises(offering("auditkit_checks", mine=lambda loaded: ["x"]), "mine")
    assert "expected problems" in said


@pytest.mark.parametrize(
    ("make", "position", "said"),
    [
        (lambda material: None, 150, None),
        (lambda material: Section(title="Mine", blocks=()), 150, None),
        (lambda material: Section(title="Mine", blocks=()), "last", "expected a whole number"),
        (lambda material: "text", 150, "expected a Section or None"),
        (lambda material: Section(title=str(next(COUNT)), blocks=()), 150, "differ"),
    ],
)
def test_a_section_has_a_position_and_is_made_the_same_again(make, position, said):
    one = SimpleNamespace(position=position, make=make)
    found = broken_promises(offering("auditkit_report_sections", mine=one), "mine")
    assert (found == []) if said is None else any(said in line for line in found)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (lambda card: [], None),
        (lambda card: 1 / 0, "ZeroDivisionError"),
        (lambda card: ["talk"], "proposed str, expected a Proposal"),
        (
            lambda card: [Proposal(kind="other", title=f"{next(COUNT)}")],
            "one thing and then another",
        ),
    ],
)
def test_action_rules_propose_the_same_actions_twice(rules, said):
    found = broken_promises(offering("auditkit_action_rules", mine=rules), "mine")
    assert (found == []) if said is None else any(said in line for line in found)


def test_a_command_is_one_and_has_help():
    helped = click.Command("x", help="Do it.")
    assert broken_promises(offering("auditkit_commands", mine=helped), "mine") == []
    for thing, said in ((click.Command("x"), "no help"), (print, "without make_context")):
        (line,) = broken_promises(offering("auditkit_commands", mine=thing), "mine")
        assert said in line


def test_a_set_that_cannot_be_used_is_a_broken_promise(tmp_path):
    bad = written(tmp_path, "question_set: bad\n", "bad.yaml")
    found = broken_promises(offering("auditkit_question_sets", **{"bad@1": bad}), "mine")
    assert any("S005" in line for line in found)


def test_a_plugin_that_offers_nothing_or_fails_says_so():
    assert broken_promises(AuditKit([ModuleType("mine")], discover=False), "mine") == [
        "It offers nothing through any hook"
    ]
    wrong = AuditKit(only=["no_such_module"])
    (said,) = broken_promises(wrong, "no_such_module")
    assert "cannot be imported" in said


def test_everything_built_in_keeps_its_promises():
    kit = AuditKit(discover=False)
    assert {name: broken_promises(kit, name) for name in kit.plugins.origins} == {
        name: [] for name in kit.plugins.origins
    }


# Factories


def test_a_made_set_is_as_the_keys_say():
    questions = made_set("plan", scoring={"method": "lowest"})
    given = made_return(questions, {"plan": "Partly"}, case_ref="CASE-0007", service="Older")
    card = AuditKit(discover=False).score(given, questions)
    assert (card.score, given.case_ref, given.service) == (50, "CASE-0007", "Older")
    assert list(made_set().questions) == ["plan", "voice"]


# A plugin to start from


def test_a_new_plugin_passes_its_own_tests(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["init", "plugin", "anytown-audits"]) == 0
    found = run_pytest(tmp_path / "anytown-audits")
    assert (found.returncode, "4 passed" in found.stdout) == (0, True)


@pytest.mark.parametrize("arguments", [["plugin", "Any Town"], ["folder", "name"]])
def test_a_name_that_cannot_be_one_is_a_wrong_use(tmp_path, monkeypatch, arguments, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["init", *arguments]) == 2
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_checks_plugins_by_module_too(tmp_path, monkeypatch, capsys):
    (tmp_path / "our_rules.py").write_text(
        "from auditkit import hookimpl\n\n\n@hookimpl\ndef auditkit_scorers():\n    return {'ours': object}\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert main(["plugins", "check", "our_rules", "scorers"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("our_rules: scorer ours: has neither")
    assert out[1:] == ["our_rules: 1 broken promise", "scorers: keeps what it promises"]


# AUDITKIT_PLUGINS


def test_only_the_plugins_named_are_loaded(tmp_path, monkeypatch, capsys):
    (tmp_path / "our_sets.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("AUDITKIT_PLUGINS", "our_sets")
    assert main(["plugins"]) == 0
    assert "our_sets" in capsys.readouterr().out
    monkeypatch.setenv("AUDITKIT_PLUGINS", "")
    assert main(["plugins"]) == 0
    assert "our_sets" not in capsys.readouterr().out


def test_a_plugin_that_is_named_and_not_there_stops_scoring_and_no_help(monkeypatch, capsys):
    monkeypatch.setenv("AUDITKIT_PLUGINS", "no_such_module")
    assert main(["sets", "list"]) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("Plugin no_such_module (a module -): cannot be imported")
    assert main(["--without", "no_such_module", "sets", "list"]) == 0
    assert main(["--help"]) == 0
