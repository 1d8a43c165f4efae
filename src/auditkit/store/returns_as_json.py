"""An audit return in the terms of JSON, and back, without loss.

Left out are the problems of its reading and the place it was read from: the name of a file may
hold anybody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from auditkit.returns import Answer, AuditReturn

# The facts that are texts or nothing.
_TEXTS = (
    "case_ref",
    "service",
    "team",
    "practitioner",
    "stage",
    "period",
    "auditor",
    "question_set",
    "set_version",
    "content_hash",
)
# What was typed and when it was sent make no other return of the same answers.
_MEANT = (
    "service",
    "team",
    "practitioner",
    "auditor",
    "audit_date",
    "question_set",
    "set_version",
    "case",
    "comments",
)


def plain_return(one: AuditReturn) -> dict[str, Any]:
    """A return as JSON has it: an answer is its state, its value and what was typed."""
    found: dict[str, Any] = {
        "case_ref": one.case_ref,
        "service": one.service,
        "team": one.team,
        "practitioner": one.practitioner,
        "stage": one.stage,
        "period": one.period,
        "auditor": one.auditor,
        "question_set": one.question_set,
        "set_version": one.set_version,
        "content_hash": one.content_hash,
        "audit_date": one.audit_date and one.audit_date.isoformat(),
        "answers": {
            name: [answer.state, _plain(answer.value), answer.text]
            for name, answer in one.answers.items()
        },
        "case": {name: _plain(fact) for name, fact in one.case.items()},
        "comments": dict(one.comments),
    }
    if one.submitted is not None:
        found["submitted"] = one.submitted.isoformat()
    return found


def return_from(plain: Mapping[str, Any]) -> AuditReturn:
    """The return that `plain_return` made this of."""
    audit_date, submitted = plain["audit_date"], plain.get("submitted")
    return AuditReturn(
        **{name: plain[name] for name in _TEXTS},
        audit_date=audit_date and date.fromisoformat(audit_date),
        submitted=submitted and datetime.fromisoformat(submitted),
        case={name: _value(fact) for name, fact in plain["case"].items()},
        answers={name: answer_from(told) for name, told in plain["answers"].items()},
        comments=dict(plain["comments"]),
    )


def plain_answer(answer: Answer) -> list[Any]:
    """An answer as JSON has it."""
    return [answer.state, _plain(answer.value), answer.text]


def answer_from(plain: list[Any]) -> Answer:
    """The answer that `plain_answer` made this of."""
    state, value, text = plain
    return Answer(state, _value(value), text)


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """What two returns for the same audit do not have in common: facts, and questions."""
    found = [name for name in _MEANT if name not in ("case", "comments")]
    found = [name for name in found if one[name] != other[name]]
    for part, sign in (("case", "case."), ("answers", ""), ("comments", "")):
        names = sorted({*one[part], *other[part]})
        for name in names:
            if _meant(one[part].get(name)) != _meant(other[part].get(name)):
                found.append(f"{sign}{name}{'.comment' if part == 'comments' else ''}")
    return found


def _meant(value: Any) -> Any:
    """An answer without what was typed; a blank is no other than none at all."""
    if isinstance(value, list):
        return None if value[:2] == ["not_assessed", None] else value[:2]
    return value


def _plain(value: Any) -> Any:
    if type(value) is str or value is None:
        return value
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal | int):
        return {"number": str(value)}
    raise TypeError(f"no fact of a case, nor an answer: {type(value).__name__}")


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(plain)
    if not isinstance(plain, dict):
        return plain
    if "date" in plain:
        return date.fromisoformat(plain["date"])
    return Decimal(plain["number"])
