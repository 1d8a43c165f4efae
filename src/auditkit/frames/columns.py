"""The columns of a scorecard as Arrow knows them: the names and the order of the CSV writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow

from auditkit.scoring.plain import FLAT_OF_BASE, IDENTITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditkit.questions.model import QuestionSet

_TEXT, _NUMBER, _COUNT = pyarrow.string(), pyarrow.float64(), pyarrow.int32()
# The facts of a return that a scorecard repeats.
FACTS = (*IDENTITY, "audit_date", "question_set", "set_version", "content_hash")


def scorecard_schema(
    question_set: QuestionSet, ratio: pyarrow.DataType, *, is_overlay: bool
) -> pyarrow.Schema:
    """The columns of every scorecard under a set; `ratio` is the type of numerators and
    denominators.
    """
    return pyarrow.schema(_columns(question_set, ratio, is_overlay=is_overlay))


def _columns(
    question_set: QuestionSet, ratio: pyarrow.DataType, *, is_overlay: bool
) -> Iterator[tuple[str, pyarrow.DataType]]:
    for name in (*IDENTITY, "audit_date"):
        yield name, _TEXT
    for name, told in question_set.case_fields.items():
        yield f"case.{name}", _NUMBER if told.type == "number" else _TEXT
    for name in ("question_set", "set_version", "content_hash", "status"):
        yield name, _TEXT
    yield "score", _NUMBER
    yield "numerator", ratio
    yield "denominator", ratio
    for name in ("rating", "rating_label", "computed_rating", "judged_rating"):
        yield name, _TEXT
    for name in ("limits", "undecided", "escalations"):
        yield name, _TEXT
    for name in ("counted", "applicable", "asked"):
        yield name, _COUNT
    for section in question_set.all_sections():
        yield f"score_{section.id}", _NUMBER
    yield "warnings", _TEXT
    yield "scorer", _TEXT
    if is_overlay:
        for name in FLAT_OF_BASE:
            yield f"base_{name}", _NUMBER if name == "score" else _TEXT
