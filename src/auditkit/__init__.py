"""Practice audits of adult social care: question sets, scoring, and the cycle around them.

>>> from auditkit import AuditKit
>>> kit = AuditKit(discover=False)
>>> questions = kit.question_set("chc-checklist")
>>> len(questions.sections) > 0
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from auditkit.version import __version__

if TYPE_CHECKING:
    from auditkit.errors import AuditkitError, ExtraMissing, PluginFailed, Refused
    from auditkit.hookspecs import hookimpl
    from auditkit.kit import AuditKit, Reading
    from auditkit.problems import Place, Problem, finding, problem
    from auditkit.questions.model import Question, QuestionSet, Section
    from auditkit.questions.reading import LoadedSet
    from auditkit.returns import Answer, AuditReturn, Row, Table
    from auditkit.scoring.marks import Mark
    from auditkit.scoring.scorecard import Results, Scorecard
    from auditkit.tables.reading import Source, Tables

# Where each name lives. They are imported when they are asked for, so that a program, and the
# command line above all, pays at its start for no more than it uses.
_HOMES = {
    "Answer": "returns",
    "AuditKit": "kit",
    "AuditReturn": "returns",
    "AuditkitError": "errors",
    "ExtraMissing": "errors",
    "LoadedSet": "questions.reading",
    "Mark": "scoring.marks",
    "Place": "problems",
    "PluginFailed": "errors",
    "Problem": "problems",
    "Question": "questions.model",
    "QuestionSet": "questions.model",
    "Reading": "kit",
    "Refused": "errors",
    "Results": "scoring.scorecard",
    "Row": "returns",
    "Scorecard": "scoring.scorecard",
    "Section": "questions.model",
    "Source": "tables.reading",
    "Table": "returns",
    "Tables": "tables.reading",
    "finding": "problems",
    "hookimpl": "hookspecs",
    "problem": "problems",
}

__all__ = [
    "Answer",
    "AuditKit",
    "AuditReturn",
    "AuditkitError",
    "ExtraMissing",
    "LoadedSet",
    "Mark",
    "Place",
    "PluginFailed",
    "Problem",
    "Question",
    "QuestionSet",
    "Reading",
    "Refused",
    "Results",
    "Row",
    "Scorecard",
    "Section",
    "Source",
    "Table",
    "Tables",
    "__version__",
    "finding",
    "hookimpl",
    "problem",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'auditkit' has no attribute {name!r}")
    return getattr(import_module(f"auditkit.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
