"""The documentation says everything there is: no hook, command, key or code is left out."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from auditkit import AuditKit, hookspecs
from auditkit.cli import COMMANDS
from auditkit.documents.record import Record
from auditkit.documents.shapes import ListOf, MapOf, Shape
from auditkit.matching.mapping import COLUMNS_MAP
from auditkit.overlays.model import OVERLAY
from auditkit.plugins import HOOKS
from auditkit.problem_codes import CODES
from auditkit.programme.criteria import parameters
from auditkit.programme.model import PROGRAMME
from auditkit.questions.model import QUESTION_SET
from auditkit.report.theme import THEME
from auditkit.scoring.plain import scorecard_dict

TREE = Path(__file__).parents[1]
REFERENCE = TREE / "docs/reference"
# Words that mean what the project has another word for.
NEVER = ("survey", "ticket", "entity", "manager", "handler", "util")


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_heading_with_its_exact_arguments(hook):
    exact = str(inspect.signature(getattr(hookspecs, hook))).replace("'", "")
    assert f"\n## {hook}\n\n`{hook}{exact}`\n" in page("hooks")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_heading(name):
    assert f"\n## auditkit {name}\n" in page("command-line")


@pytest.mark.parametrize("code", CODES)
def test_every_problem_code_has_a_heading(code):
    assert f"\n### {code} " in page("problems")


def models(*roots: Record) -> list[Record]:
    found, waiting = [], list(roots)
    while waiting:
        shape: Shape = waiting.pop()
        if isinstance(shape, ListOf | MapOf):
            waiting.append(shape.item)
        elif isinstance(shape, Record) and shape.model not in [one.model for one in found]:
            fields = shape.by_key()
            if shape.model in [one.model for one in found]:
                continue
            found.append(shape)
            waiting += [field.shape for field in fields.values()]
    return found


def name_of(record: Record) -> str:
    return record.model.__name__


def unexplained(record: Record, told: str) -> list[str]:
    fields = record.by_key().items()
    return [key for key, one in fields if f"| `{key}` |" not in told or not one.about]


@pytest.mark.parametrize("record", models(QUESTION_SET, OVERLAY, COLUMNS_MAP), ids=name_of)
def test_every_key_of_a_question_set_is_explained(record):
    assert unexplained(record, page("question-sets")) == []


@pytest.mark.parametrize("record", models(PROGRAMME), ids=name_of)
def test_every_key_of_a_programme_is_explained(record):
    assert unexplained(record, page("programmes") + page("question-sets")) == []


def test_every_key_of_a_theme_is_explained():
    assert unexplained(THEME, (TREE / "docs/how-to/report.md").read_text("utf-8")) == []


@pytest.mark.parametrize("name", AuditKit(discover=False).plugins.registry("auditkit_criteria"))
def test_every_criterion_is_explained_with_its_arguments(name):
    criterion = AuditKit(discover=False).plugins.registry("auditkit_criteria")[name].object
    arguments = ", ".join(f"`{one}`" for one in parameters(criterion))
    assert f"| `{name}` | {arguments} |".replace("|  |", "| |") in page("programmes")


def test_every_key_of_a_scorecard_is_explained(scored_card):
    told = page("results")
    assert [key for key in scorecard_dict(scored_card) if f"`{key}`" not in told] == []


@pytest.fixture
def scored_card():
    from auditkit import AuditKit

    kit = AuditKit(discover=False)
    return kit.score(kit.read([TREE / "examples/cqc-assessments.csv"]).returns[0])


def test_readme_is_short():
    assert len((TREE / "README.md").read_text("utf-8").splitlines()) < 100


def test_the_words_of_the_glossary_are_the_ones_used():
    sources = [*(TREE / "src").rglob("*.py"), *(TREE / "docs").rglob("*.md")]
    used = re.compile(rf"\b({'|'.join(NEVER)})s?\b", re.IGNORECASE)
    found = [
        f"{path.name}: {match[0]}"
        for path in sources
        for match in used.finditer(path.read_text("utf-8"))
    ]
    assert found == []


PAGES = [TREE / "README.md", *sorted((TREE / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TREE)))
def test_every_link_to_a_page_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+\.md)", path.read_text("utf-8")):
        assert (path.parent / target).is_file(), target
