"""What the generated parts of the pages say, written by cog and compared in the tests.

Each function prints Markdown. Run `tox -e docs-update` after a change.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import click
import cog

from auditkit import hookspecs
from auditkit.actions.changing import RULES as ACTION_RULES
from auditkit.cli import command as auditkit
from auditkit.documents.record import Record
from auditkit.documents.shapes import ListOf, MapOf, OneOf, Shape
from auditkit.matching.mapping import COLUMNS_MAP
from auditkit.moderation.policies import OPEN, POLICIES
from auditkit.overlays.model import OVERLAY, Piece
from auditkit.problem_codes import CODES, code_of
from auditkit.programme.model import PROGRAMME
from auditkit.questions.model import QUESTION_SET, CaseField
from auditkit.returns import STAGES
from auditkit.stages.order import ORDER_RULES
from auditkit.stages.separation import RULES

TREE = Path(__file__).parents[1]
FAMILIES = {
    "Y": "The YAML itself",
    "S": "The shape of what stands in a document",
    "E": "Conditions",
    "Q": "What must hold together in a question set",
    "O": "Overlays",
    "L": "What the checks of question sets find",
    "F": "Files, and the tables in them",
    "R": "Audit returns",
    "C": "Beside the figures of a scorecard",
    "G": "Ratings whose agreement is measured",
    "X": "Actions",
    "N": "What may say who somebody is",
    "W": "The report",
    "A": "Audits and their stages",
    "D": "Case lists and draws",
    "P": "Programmes and periods",
    "T": "The store and its trail",
}


def command(*arguments: str, lines: int | None = None) -> None:
    """The output of a call of auditkit, in the folder of the project."""
    printed = _call(*arguments).stdout.splitlines()
    shown = printed[:lines] if lines else printed
    _fenced("\n".join([*shown, *(["…"] if len(shown) < len(printed) else [])]))


def problems_of(*arguments: str, having: str) -> None:
    """The problems that a call of auditkit reports, those that hold a text."""
    lines = _call(*arguments).stderr.splitlines()
    found = [f"{lines[n]}\n{lines[n + 1]}" for n in range(len(lines) - 1) if having in lines[n]]
    _fenced("\n".join(found))


def _call(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "auditkit", *arguments],
        cwd=TREE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _fenced(text: str, kind: str = "text") -> None:
    cog.outl(f"\n```{kind}\n{text}\n```\n")


def keys_of_question_sets() -> None:
    """Every key of the question-set language, model by model."""
    _keys(QUESTION_SET)


def keys_of_overlays() -> None:
    """Every key of an overlay; those of what it changes and adds are a question set's."""
    _keys(OVERLAY)


def keys_of_mapping_files() -> None:
    """Every key of a mapping file."""
    _keys(COLUMNS_MAP)


def keys_of_programmes() -> None:
    """Every key of a programme, model by model; case fields are a question set's."""
    _keys(PROGRAMME, leaving_out=(CaseField,))


def _keys(root: Record, leaving_out: tuple[type, ...] = ()) -> None:
    waiting, seen = [root], set(leaving_out)
    while waiting:
        record = waiting.pop(0)
        fields = record.by_key()
        if record.model in seen:
            continue
        seen.add(record.model)
        cog.outl(f"\n## {_title(record)}\n\n{_doc(record.model)}\n")
        cog.outl("| key | value | default | |\n| --- | --- | --- | --- |")
        for key, field in fields.items():
            default = "needed" if field.required else _default(field.default)
            value = _words(field.shape, root).replace("|", "\\|")
            cog.outl(f"| `{key}` | {value} | {default} | {field.about} |")
            waiting += list(_records(field.shape))
    cog.outl("")


def _title(record: Record) -> str:
    return record.model.__name__


def _doc(model: type) -> str:
    return " ".join(inspect.getdoc(model).split())


def _default(value: object) -> str:
    if value in (None, (), {}):
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return (
        f"`{value}`" if isinstance(value, str | int) or hasattr(value, "as_tuple") else "see below"
    )


def _words(shape: Shape, root: Record) -> str:
    if isinstance(shape, OneOf):
        return " | ".join(f"`{word}`" for word in shape.allowed)
    if isinstance(shape, ListOf):
        return f"list of {_words(shape.item, root)}"
    if isinstance(shape, MapOf):
        return f"map from id to {_words(shape.item, root)}"
    if isinstance(shape, Piece):
        keys = ", ".join(f"`{key}`" for key in shape.belonging)
        return _words(shape.record, root) + (f" with {keys}" if keys else "")
    if isinstance(shape, Record):
        shape.by_key()
        page = "question-sets.md" if shape.model is CaseField and root is PROGRAMME else ""
        return f"[{shape.model.__name__}]({page}#{shape.model.__name__.lower()})"
    return shape.words


def _records(shape: Shape) -> list[Record]:
    if isinstance(shape, Record):
        return [shape]
    return _records(shape.item) if isinstance(shape, ListOf | MapOf) else []


def rules() -> None:
    """Every rule of separation and of order: its id, where it holds, its words."""
    cog.outl("\n| rule | stages | |\n| --- | --- | --- |")
    for rule in RULES.values():
        where = f", where it is independent of the {rule.independent_of}"
        unless = f", where it is not independent of the {rule.not_independent_of}"
        stages = ", ".join(rule.stages)
        stages += where if rule.independent_of else unless if rule.not_independent_of else ""
        cog.outl(f"| `{rule.id}` | {stages} | {rule.words} |")
    for id, words in ORDER_RULES.items():
        cog.outl(f"| `{id}` | {', '.join(STAGES)} | {words} |")
    for id, (words, _) in ACTION_RULES.items():
        cog.outl(f"| `{id}` | actions | {words} |")
    cog.outl("")


def policies() -> None:
    """Every disagreement policy, and what may be open about an official result."""
    cog.outl("\n| policy | |\n| --- | --- |")
    for id, words in POLICIES.items():
        cog.outl(f"| `{id}` | {words} |")
    cog.outl("\n| open | |\n| --- | --- |")
    for id, words in OPEN.items():
        cog.outl(f"| `{id}` | {words} |")
    cog.outl("")


def problem_codes() -> None:
    """Every problem code, by family."""
    for letter, title in FAMILIES.items():
        cog.outl(f"\n## {letter}: {title}\n")
        for name in sorted(one for one in CODES if one.startswith(letter)):
            code = code_of(name)
            message = code.message.replace("{{", "{").replace("}}", "}")
            outcome = f" *{code.outcome}*" if code.outcome else ""
            cog.outl(f"({name})=\n### {name} {code.title}\n")
            cog.outl(f"{code.severity.capitalize()}. {message}{outcome}\n")


def hooks() -> None:
    """Every hook with its exact arguments, and when it is called."""
    for name, hook in vars(hookspecs).items():
        if name.startswith("auditkit_"):
            signature = str(inspect.signature(hook)).replace("'", "")
            cog.outl(f"\n## {name}\n\n`{name}{signature}`\n\n{inspect.getdoc(hook)}\n")


def commands() -> None:
    """Every command with its help."""
    context = click.Context(auditkit, info_name="auditkit")
    _help(auditkit, context, "auditkit")


def _help(found: click.Command, context: click.Context, path: str) -> None:
    cog.outl(f"\n## {path}\n")
    _fenced(found.get_help(context))
    if isinstance(found, click.Group):
        from auditkit.cli import COMMANDS

        names = found.list_commands(context)
        for name in [one for one in names if path != "auditkit" or one in COMMANDS]:
            inner = found.get_command(context, name)
            _help(inner, click.Context(inner, info_name=name, parent=context), f"{path} {name}")
