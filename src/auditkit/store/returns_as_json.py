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
from operator import attrgetter, itemgetter
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
_SHARED = (
    "content_hash",
    "period",
    "practitioner",
    "programme",
    "question_set",
    "service",
    "set_hash",
    "set_version",
    "stage",
)
_shared_of = itemgetter(*_SHARED)
_MOST_OPTIONS, _LONGEST_OPTION = 512, 200
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

    Put together by hand, for files of many returns: ``json`` takes three times as long.
    """
    answers = one.answers
    told = [
        texts[(answer := answers[name]).state, answer.value, answer.text]
        for name, texts in _in_order(*answers)
    ]
    case = _object({name: _value_text(fact) for name, fact in one.case.items()})
    comments = _object({name: _quoted(text) for name, text in one.comments.items()})
    submitted = f'"submitted":{_quoted(one.submitted.isoformat())},' if one.submitted else ""
    return (
        f'{{"answers":{{{",".join(told)}}},"audit_date":{_text(facts["audit_date"])},'
        f'"auditor":{_text(facts["auditor"])},"case":{case},'
        f'"case_ref":{_text(facts["case_ref"])},"comments":{comments},'
        f'{_shared_text(*_shared_of(facts))},{submitted}"team":{_text(facts["team"])}}}'
    )


def _object(parts: Mapping[str, str]) -> str:
    return "{" + ",".join([f"{_quoted(name)}:{parts[name]}" for name in sorted(parts)]) + "}"


class _AnswerTexts(dict[tuple[str, Any, str], str]):
    """The texts of answers to one question, by state, value and what was typed: returns of one
    set have few that differ. Numbers are not kept, for 1.0 equals 1.00.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = _quoted(name)

    def __missing__(self, told: tuple[str, Any, str]) -> str:
        state, value, typed = told
        found = f"{self.name}:[{_quoted(state)},{_value_text(value)},{_quoted(typed)}]"
        is_option = isinstance(value, str | tuple) and len(found) < _LONGEST_OPTION
        if is_option and len(self) < _MOST_OPTIONS:
            self[told] = found
        return found


@lru_cache(512)
def _in_order(*names: str) -> tuple[tuple[str, _AnswerTexts], ...]:
    """Questions sorted, with their texts; returns of one set have no more than a few orders."""
    return tuple((name, _texts_of(name)) for name in sorted(names))


_texts_of = lru_cache(4096)(_AnswerTexts)


@lru_cache(4096)
def _shared_text(*values: str | None) -> str:
    """The facts that a return has in common with many others."""
    return ",".join(f'"{name}":{_text(value)}' for name, value in zip(_SHARED, values, strict=True))


def _text(value: str | None) -> str:
    return "null" if value is None else _quoted(value)


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
