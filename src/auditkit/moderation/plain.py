"""Comparisons of stages, and how far they agree, in the terms of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from auditkit.agreement.comparison import ANSWERED, ChoicesComparison, Comparison, Missing
from auditkit.moderation.agreeing import Agreement
from auditkit.moderation.sides import Compared, Side, StageComparison


def stages_dict(pair: StageComparison) -> dict[str, Any]:
    """Two audits of a case: their ratings, and the questions to which they do not say the same."""
    told = pair.first.audit_return
    return {
        "case_ref": told.case_ref,
        "service": told.service,
        "period": told.period,
        "blind": pair.is_blind,
        "rating": _sides(pair.rating),
        "compared": sum(one.outcome != "not_compared" for one in pair.questions),
        "questions": [
            {"question": one.question, **_sides(one)} for one in differing_questions(pair)
        ],
    }


STAGES_COLUMNS = (
    "case_ref",
    "service",
    "period",
    "question",
    "first",
    "first_state",
    "second",
    "second_state",
    "outcome",
    "blind",
)


def stages_rows(pair: StageComparison) -> Iterable[dict[str, Any]]:
    """The same as rows of `STAGES_COLUMNS`: that of the rating, which names no question, and one
    a question.
    """
    told = pair.first.audit_return
    about = {"case_ref": told.case_ref, "service": told.service, "period": told.period}
    for one in (pair.rating, *differing_questions(pair)):
        sides = {name: _in_a_cell(value) for name, value in _sides(one).items()}
        yield {**about, "question": one.question, **sides, "blind": pair.is_blind}


def _in_a_cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


def differing_questions(pair: StageComparison) -> list[Compared]:
    """The questions to which two audits do not say the same, or only one says anything."""
    is_missing = [one for one in pair.questions if _is_one_sided(one)]
    return [one for one in pair.questions if one.differs or one in is_missing]


def _is_one_sided(one: Compared) -> bool:
    missing = [isinstance(side, Missing) for side in (one.first, one.second)]
    return any(missing) and one.first != one.second


def _sides(one: Compared) -> dict[str, Any]:
    return {
        "first": _value(one.first),
        "first_state": _state(one.first),
        "second": _value(one.second),
        "second_state": _state(one.second),
        "outcome": one.outcome,
    }


def _state(side: Side) -> str:
    return side.state if isinstance(side, Missing) else ANSWERED


def _value(side: Side) -> Any:
    if isinstance(side, Missing):
        return None
    if isinstance(side, tuple):
        return list(side)
    return side.isoformat() if isinstance(side, date) else side and str(side)


def agreement_dict(found: Agreement) -> dict[str, Any]:
    """How far two stages agree: on the rating, on each question, and over all questions."""
    return {
        "question_set": found.question_set,
        "by": found.by,
        "of": found.of,
        "pairs": found.pairs,
        "blind": found.blind,
        "rating": None if found.rating is None else comparison_dict(found.rating),
        "questions": [
            {"question": one.question, **_either(one.comparison)} for one in found.questions
        ],
        "overall": [{**one.as_dict(), "cases": one.clusters} for one in found.overall],
    }


def _either(found: Comparison | ChoicesComparison) -> dict[str, Any]:
    if isinstance(found, Comparison):
        return comparison_dict(found)
    return {
        "pairs": found.pairs,
        "dropped": found.dropped,
        "identical": found.identical,
        "share_identical": _share(found.share_identical),
        "states": _states(found.states),
        "options": [
            {"option": name, **comparison_dict(one)} for name, one in found.options.items()
        ],
    }


def comparison_dict(found: Comparison) -> dict[str, Any]:
    """How two ratings of the same things compare: counts, shares, and every statistic."""
    return {
        "pairs": found.pairs,
        "dropped": found.dropped,
        "exact": found.exact,
        "share_exact": _share(found.share_exact),
        "within_one": found.within_one,
        "share_within_one": _share(found.share_within_one),
        "lower": found.lower,
        "same": found.same,
        "higher": found.higher,
        "scale": list(found.ratings.scale.options),
        "table": [list(row) for row in found.table],
        "states": _states(found.states),
        "statistics": [one.as_dict() for one in found.estimates()],
    }


def _share(share: Fraction | None) -> float | None:
    return None if share is None else float(share)


def _states(states: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    return [
        {"first": first, "second": second, "count": count}
        for (first, second), count in states.items()
    ]
