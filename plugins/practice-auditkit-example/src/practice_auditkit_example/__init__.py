"""The smallest complete plugin: each hook of auditkit once, each with something real."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit import hookimpl
from auditkit.actions.proposals import ActionRules
from practice_auditkit_example.case_per_line import CasePerLine
from practice_auditkit_example.command import references
from practice_auditkit_example.field_per_line import FieldPerLine
from practice_auditkit_example.log import log
from practice_auditkit_example.markdown import Markdown
from practice_auditkit_example.plain_words import check_plain_words
from practice_auditkit_example.remarks import Remarks
from practice_auditkit_example.review_overdue import review_overdue
from practice_auditkit_example.trimmed_mean import TrimmedMean
from practice_auditkit_example.unexplained import unexplained

if TYPE_CHECKING:
    from auditkit.store.trail import Entry

_SETS = Path(__file__).parent / "question_sets"


@hookimpl
def auditkit_question_sets() -> dict[str, Path]:
    return {"supervision-record@1.0": _SETS / "supervision-record-1.0.yaml"}


@hookimpl
def auditkit_scorers() -> dict[str, type[TrimmedMean]]:
    return {"trimmed_mean": TrimmedMean}


@hookimpl
def auditkit_readers() -> dict[str, FieldPerLine]:
    return {"field-per-line": FieldPerLine()}


@hookimpl
def auditkit_writers() -> dict[str, Markdown]:
    return {"markdown": Markdown()}


@hookimpl
def auditkit_case_sources() -> dict[str, CasePerLine]:
    return {"case-per-line": CasePerLine()}


@hookimpl
def auditkit_criteria() -> dict[str, object]:
    return {"review_overdue": review_overdue}


@hookimpl
def auditkit_action_rules() -> dict[str, ActionRules]:
    return {"unexplained": unexplained}


@hookimpl
def auditkit_checks() -> dict[str, object]:
    return {"plain-words": check_plain_words}


@hookimpl
def auditkit_report_sections() -> dict[str, Remarks]:
    return {"remarks": Remarks()}


@hookimpl
def auditkit_commands() -> dict[str, click.Command]:
    return {"references": references}


@hookimpl
def auditkit_recorded(event: Entry) -> None:
    log(event)
