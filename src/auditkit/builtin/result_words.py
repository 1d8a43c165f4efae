"""The words of a result workbook: what its sheets and columns are called in a language.

In English a column keeps the name that it has in CSV and JSON, on which pivots are built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from auditkit.languages import Words, noted

HEADINGS = (
    noted("case_ref"),
    noted("service"),
    noted("team"),
    noted("practitioner"),
    noted("stage"),
    noted("period"),
    noted("auditor"),
    noted("audit_date"),
    noted("question_set"),
    noted("set_version"),
    noted("content_hash"),
    noted("status"),
    noted("score"),
    noted("numerator"),
    noted("denominator"),
    noted("rating"),
    noted("rating_label"),
    noted("computed_rating"),
    noted("judged_rating"),
    noted("limits"),
    noted("undecided"),
    noted("escalations"),
    noted("counted"),
    noted("applicable"),
    noted("asked"),
    noted("warnings"),
    noted("scorer"),
    noted("base_question_set"),
    noted("base_set_version"),
    noted("base_relation"),
    noted("base_score"),
    noted("base_rating"),
    noted("section"),
    noted("question"),
    noted("text"),
    noted("state"),
    noted("option"),
    noted("value"),
    noted("weight"),
    noted("contribution"),
    noted("comment"),
    noted("label"),
    noted("answer"),
    noted("set"),
    noted("scored returns"),
    noted("answered"),
    noted("not applicable"),
    noted("not assessed"),
    noted("not asked"),
    noted("answers"),
    noted("severity"),
    noted("code"),
    noted("place"),
    noted("problem"),
    noted("outcome"),
    noted("what"),
)
_SECTION = "score_"
# Columns whose cells hold one of a few words that auditkit chose.
_CODED = ("stage", "status", "state", "severity", "base_relation")
CODED_WORDS = (
    noted("first"),
    noted("reaudit"),
    noted("moderation"),
    noted("scored"),
    noted("held"),
    noted("error"),
    noted("warning"),
    noted("extends"),
    noted("complies"),
    noted("adapted"),
)


def rows_in(words: Words, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Rows with their headings in these words, and the cells that hold words of auditkit's own."""
    for row in rows:
        yield {_heading(words, name): _cell(words, name, value) for name, value in row.items()}


def _heading(words: Words, name: str) -> str:
    if name.startswith(_SECTION):
        return words.translate("score_{section}", section=name.removeprefix(_SECTION))
    return words.translate(name) if name in HEADINGS else name


def _cell(words: Words, name: str, value: Any) -> Any:
    if name in _CODED and isinstance(value, str):
        text = value.replace("_", " ")
        return words.translate(text) if text in (*CODED_WORDS, *HEADINGS) else value
    return value
