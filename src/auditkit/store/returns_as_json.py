"""An audit return in the terms of JSON, and back, without loss.

Left out are the problems of its reading and the place it was read from: the name of a file may
hold anybody's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from operator import attrgetter
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
_texts = attrgetter(*_TEXTS)
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


def facts_of(one: AuditReturn) -> dict[str, str | None]:
    """The facts of a return that are texts, and its date as one."""
    found: dict[str, str | None] = dict(zip(_TEXTS, _texts(one), strict=True))
    found["audit_date"] = one.audit_date.isoformat() if one.audit_date else None
    return found


def return_text(one: AuditReturn, facts: Mapping[str, str | None]) -> str:
    """The canonical JSON of a return with its facts as they are told: keys sorted, an answer as
    its state, its value and what was typed.

    Put together by hand, for files of many returns: ``json`` takes twice as long.
    """
    told = {name: "null" if value is None else _quoted(value) for name, value in facts.items()}
    answers = ",".join(_answer_texts(one.answers))
    case = _object({name: _value_text(fact) for name, fact in one.case.items()})
    comments = _object({name: _quoted(text) for name, text in one.comments.items()})
    submitted = f'"submitted":{_quoted(one.submitted.isoformat())},' if one.submitted else ""
    return (
        f'{{"answers":{{{answers}}},"audit_date":{told["audit_date"]},'
        f'"auditor":{told["auditor"]},"case":{case},"case_ref":{told["case_ref"]},'
        f'"comments":{comments},"content_hash":{told["content_hash"]},'
        f'"period":{told["period"]},"practitioner":{told["practitioner"]},'
        f'"programme":{told["programme"]},"question_set":{told["question_set"]},'
        f'"service":{told["service"]},"set_hash":{told["set_hash"]},'
        f'"set_version":{told["set_version"]},"stage":{told["stage"]},'
        f'{submitted}"team":{told["team"]}}}'
    )


def _answer_texts(answers: Mapping[str, Answer]) -> list[str]:
    found = []
    for name in _in_order(*answers):
        answer = answers[name]
        value, text = answer.value, answer.text
        if type(value) is str:
            found.append(_option_text(name, answer.state, value, text))
        else:
            found.append(_answer_text(name, answer))
    return found


def _object(parts: Mapping[str, str]) -> str:
    return "{" + ",".join([f"{_quoted(name)}:{parts[name]}" for name in _in_order(*parts)]) + "}"


@lru_cache(512)
def _in_order(*names: str) -> tuple[str, ...]:
    """Names sorted; returns of one set have the same, and no more than a few orders of them."""
    return tuple(sorted(names))


def _answer_text(name: str, answer: Answer) -> str:
    value = _value_text(answer.value)
    return f"{_quoted(name)}:[{_quoted(answer.state)},{value},{_quoted(answer.text)}]"


@lru_cache(4096)
def _option_text(name: str, state: str, value: str, text: str) -> str:
    """One answer to one question; returns of one set have few that differ."""
    return f"{_quoted(name)}:[{_quoted(state)},{_quoted(value)},{_quoted(text)}]"


def _value_text(value: Any) -> str:
    if value is None:
        return "null"
    if type(value) is str:
        return _quoted(value)
    if type(value) is tuple:
        return "[" + ",".join(map(_quoted, value)) + "]"
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def return_from(plain: Mapping[str, Any]) -> AuditReturn:
    """The return that `return_text` told of."""
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
