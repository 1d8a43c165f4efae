"""``auditkit sets check`` for machines: SARIF, exit codes, the hook of pre-commit."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import click
import jsonschema
import pytest
import yaml

from auditkit.cli import command as auditkit
from auditkit.problem_codes import CODES

TREE = Path(__file__).parents[2]
# What SARIF 2.1.0 asks of the parts that are written here; the schema itself is 3,000 lines.
MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "pattern": "sarif-schema-2.1.0.json$"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "version", "rules"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id", "shortDescription", "help"],
                                            "properties": {
                                                "shortDescription": MESSAGE,
                                                "help": MESSAGE,
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "ruleIndex", "level"],
                            "properties": {
                                "message": MESSAGE,
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.fixture
def unwise(folder: Path) -> Path:
    """A set with one warning, in a folder of its own."""
    text = (folder / "small.yaml").read_text("utf-8").replace("head_of_service", "head_of_servise")
    path = folder / "question_sets/unwise set/1.0.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return path.relative_to(folder)


@pytest.fixture
def sarif(call):
    """The log that a check comes to, with its shape checked."""

    def check(*names: str | Path):
        log = json.loads(call("sets", "check", "--format", "sarif", *names).out)
        jsonschema.Draft202012Validator(SARIF).validate(log)
        (run,) = log["runs"]
        for result in run["results"]:
            rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
            assert rule["id"] == result["ruleId"]
            assert rule["shortDescription"]["text"] == CODES[rule["id"]][0]
        return run["results"]

    return check


def location(result) -> dict:
    (one,) = result["locations"]
    return one["physicalLocation"]


def test_a_warning_stands_at_its_line_in_its_file(sarif, unwise):
    (found,) = sarif(unwise)
    assert (found["ruleId"], found["level"]) == ("L056", "warning")
    assert found["message"]["text"].startswith('The role "head_of_servise" is none that is known.')
    assert location(found) == {
        "artifactLocation": {
            "uri": "question_sets/unwise%20set/1.0.yaml",
            "uriBaseId": "SRCROOT",
        },
        "region": {"startLine": 30, "startColumn": 9},
    }


def test_what_makes_a_set_unusable_is_an_error(sarif, folder):
    (folder / "bad.yaml").write_text("question_set: x\n", "utf-8")
    found = sarif("bad.yaml")
    assert {one["level"] for one in found} == {"error"}
    assert {location(one)["artifactLocation"]["uri"] for one in found} == {"bad.yaml"}


def test_of_a_good_set_there_are_no_results(sarif, folder):
    assert sarif("small.yaml") == []


def test_what_has_no_place_has_no_location(sarif, folder):
    (found,) = sarif("nowhere@1.0")
    assert (found["ruleId"], "locations" in found) == ("R025", False)


def overlay(folder: Path, lines: str) -> str:
    """An overlay over the unwise set, in a file of the same name."""
    path = folder / "question_sets/local/1.0.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'question_set: local\nversion: "1.0"\ntitle: Local\n'
    path.write_text(f'{head}extends: "../unwise set/1.0.yaml"\n{lines}', "utf-8")
    return "question_sets/local/1.0.yaml"


def test_what_is_unwise_in_the_base_of_an_overlay_stands_in_the_base(sarif, folder, unwise):
    (found,) = sarif(overlay(folder, "change: {scoring: {minimum_coverage: 90%}}\n"))
    assert location(found)["artifactLocation"]["uri"] == "question_sets/unwise%20set/1.0.yaml"
    assert location(found)["region"]["startLine"] == 30


def where(found) -> tuple[str, str, int]:
    place = location(found)
    uri = place["artifactLocation"]["uri"].removeprefix("question_sets/")
    return found["ruleId"], uri, place.get("region", {}).get("startLine", 0)


def test_what_is_wrong_with_the_base_of_an_overlay_stands_in_the_base(sarif, folder, unwise):
    base = folder / "question_sets/unwise set/1.0.yaml"
    base.write_text(base.read_text("utf-8").replace("scale: ", "scael: "), "utf-8")
    first, *others = map(where, sarif(overlay(folder, "")))
    assert first == ("O001", "local/1.0.yaml", 4)
    assert {uri for _, uri, _ in others} == {"unwise%20set/1.0.yaml"}


def test_what_is_wrong_two_levels_below_stands_there(sarif, folder, unwise):
    base = folder / "question_sets/unwise set/1.0.yaml"
    base.write_text("question_set: unwise\nversion: 1\nextends: gone\n", "utf-8")
    overlay(folder, "")
    (folder / "question_sets/local/1.1.yaml").write_text(
        'question_set: local\nversion: "1.1"\nextends: 1.0.yaml\n', "utf-8"
    )
    assert list(map(where, sarif("question_sets/local/1.1.yaml"))) == [
        ("O001", "local/1.1.yaml", 3), ("O001", "local/1.0.yaml", 4),
        ("O001", "unwise%20set/1.0.yaml", 3), ("O010", "unwise%20set/1.0.yaml", 3),
    ]  # fmt: skip


def test_overlays_in_a_circle_are_each_in_their_own_file(sarif, folder):
    for name, other in (("a", "b"), ("b", "a")):
        text = f'question_set: {name}\nversion: "1"\nextends: {other}.yaml\n'
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    assert list(map(where, sarif("a.yaml"))) == [
        ("O001", "a.yaml", 3), ("O001", "b.yaml", 3), ("O001", "a.yaml", 3), ("O009", "a.yaml", 3),
    ]  # fmt: skip


def test_what_an_overlay_breaks_in_its_base_stands_in_the_base(sarif, folder, unwise):
    found = sarif(overlay(folder, "remove: {options: {evidenced: {no: Never chosen}}}\n"))
    assert {where(one)[:2] for one in found} == {("O008", "unwise%20set/1.0.yaml")}


def test_what_an_overlay_adds_stands_in_the_overlay(sarif, folder, unwise):
    lines = "add: {scales: {idle: [{option: yes, label: Yes}]}}\n"
    found = {one["ruleId"]: location(one) for one in sarif(overlay(folder, lines))}
    assert found["L050"]["artifactLocation"]["uri"] == "question_sets/local/1.0.yaml"
    assert found["L050"]["region"]["startLine"] == 5
    assert found["L056"]["artifactLocation"]["uri"] == "question_sets/unwise%20set/1.0.yaml"


def test_a_file_elsewhere_is_named_in_full(sarif, unwise, folder, monkeypatch):
    monkeypatch.chdir(folder / "question_sets")
    (folder / "apart").mkdir()
    monkeypatch.chdir(folder / "apart")
    (found,) = sarif(folder / unwise)
    uri = location(found)["artifactLocation"]["uri"]
    assert uri.startswith("file:///")
    assert uri.endswith("/question_sets/unwise%20set/1.0.yaml")


def test_a_place_in_a_list_without_ids_is_found(sarif, folder):
    text = (folder / "small.yaml").read_text("utf-8")
    (folder / "small.yaml").write_text(text.replace("at_most: poor", "at_most: good"), "utf-8")
    (found,) = sarif("small.yaml")
    assert (found["ruleId"], location(found)["region"]["startLine"]) == ("L046", 25)


# Exit codes


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 1)])
@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_a_warning_fails_where_one_is_strict(call, unwise, options, code, form):
    assert call("sets", "check", *options, "--format", form, unwise).code == code


def test_nothing_found_is_no_failure(call, folder):
    assert call("sets", "check", "--strict", "small.yaml").code == 0


def test_json_by_format_is_json_by_flag(call, unwise):
    by_format = call("sets", "check", "--format", "json", unwise).out
    assert by_format == call("sets", "check", "--json", unwise).out
    assert [one["code"] for one in json.loads(by_format)] == ["L056"]


# The hook of pre-commit


@pytest.fixture(scope="module")
def hook() -> dict:
    (one,) = yaml.safe_load((TREE / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return one


def test_the_hook_runs_a_command_that_there_is(hook):
    program, *words = hook["entry"].split()
    scripts = tomllib.loads((TREE / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert program in scripts
    found: click.Command | None = auditkit
    for word in words:
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), word)
    assert found is not None
    assert hook["language"] == "python"


def test_the_hook_looks_at_question_sets_and_at_nothing_else(hook):
    files = [path.relative_to(TREE).as_posix() for path in (TREE / "question_sets").rglob("*.*")]
    seen = [file for file in files if re.search(hook["files"], file)]
    assert seen
    assert {Path(file).suffix for file in seen} == {".yaml"}
    assert not re.search(hook["files"], "docs/index.md")


def test_the_page_on_ci_names_the_hook_and_the_options(hook):
    page = (TREE / "docs/how-to/check-sets-in-ci.md").read_text("utf-8")
    assert hook["id"] in page
    assert "--strict" in page
    assert "--format sarif" in page
