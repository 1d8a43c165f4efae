"""A plugin to start from, with a question set, a scorer, worked cases and tests."""

from __future__ import annotations

import re
from collections.abc import Mapping

from auditkit.cli.language import usage_error, words_spoken
from auditkit.languages import noted
from auditkit.version import __version__


def starter_plugin(name: str) -> tuple[str, Mapping[str, bytes]]:
    """The folder of a new plugin and its files, by their paths in it."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name):
        raise usage_error(
            "{found} is no name: small letters, digits and - between", found=repr(name)
        )
    facts = {
        "name": name,
        "package": name.replace("-", "_"),
        "method": f"{name.replace('-', '_')}_share",
        "version": __version__,
    }
    words = words_spoken()
    files = {
        path.format(**facts): words.filled(text, facts).encode() for path, text in _FILES.items()
    }
    return name, files


_FILES = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "0.1.0"
description = "What our council adds to auditkit"
requires-python = ">=3.11"
dependencies = ["practice-auditkit>={version}"]

[project.entry-points.auditkit]
{name} = "{package}"

[tool.hatch.build.targets.wheel]
packages = ["src/{package}"]

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["src"]
""",
    "README.md": noted("""\
# {name}

Adds a question set and a scorer to auditkit.

    pip install -e .
    auditkit plugins check {name}
    pytest

- `src/{package}/__init__.py`: what the plugin offers, through hooks
- `src/{package}/{name}-1.0.yaml`: the question set
- `tests/example.cases.yaml`: worked cases; add one for every rule of your own
"""),
    "src/{package}/__init__.py": '''\
"""What our council adds to auditkit: a question set, and a scorer for it."""

from fractions import Fraction
from pathlib import Path

from auditkit import hookimpl

HERE = Path(__file__).parent


class ShareOfYes:
    """The share of counted questions that earn all they can."""

    def score(self, marks):
        if not marks:
            return None
        return Fraction(sum(mark.score == mark.highest for mark in marks), len(marks))


@hookimpl
def auditkit_question_sets():
    return {{"{name}@1.0": HERE / "{name}-1.0.yaml"}}


@hookimpl
def auditkit_scorers():
    return {{"{method}": ShareOfYes}}
''',
    "src/{package}/{name}-1.0.yaml": """\
question_set: {name}
version: "1.0"
title: Our own questions
scales:
  evidenced:
    - {{option: yes, label: Yes, score: 1}}
    - {{option: partly, label: Partly, score: 0.5}}
    - {{option: no, label: "No, or not evidenced on the file", score: 0}}
    - {{option: na, label: Not applicable, state: not_applicable}}
sections:
  - section: ours
    title: Our own
    questions:
      - {{question: seen_alone, text: "Was the person seen alone?", scale: evidenced}}
      - {{question: pets, text: "Are pets planned for?", scale: evidenced}}
scoring: {{method: {method}, minimum_coverage: 80%}}
rating:
  bands:
    - {{band: good, label: Good, from: 50}}
    - {{band: poor, label: Poor, from: 0}}
""",
    "tests/example.cases.yaml": """\
set: {name}@1.0
plugins: [{package}]
cases:
  - case: one of two in full
    answers: {{seen_alone: Yes, pets: Partly}}
    expect: {{score: "50.0", rating: good, coverage: 2 of 2 of 2}}
  - case: nothing in full
    answers: {{seen_alone: Partly, pets: No}}
    expect: {{score: "0.0", rating: poor}}
  - case: one left blank
    answers: {{seen_alone: Yes}}
    expect: {{rating: none at all, warnings: [C007]}}
""",
    "tests/test_plugin.py": """\
import {package}
from auditkit import AuditKit
from auditkit.testing import broken_promises


def test_the_plugin_keeps_what_its_hooks_promise():
    kit = AuditKit([{package}], discover=False)
    assert broken_promises(kit, "{package}") == []
""",
}
