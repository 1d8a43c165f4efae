"""Corrections: what was submitted stays in the trail, what holds now is another answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from auditkit.errors import Conflict, InvalidReturn, Refused
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.matching.forms import read_answers
from auditkit.problems import Place, problem
from auditkit.questions.model import QuestionSet
from auditkit.store.changes import AUDIT, corrected_text
from auditkit.store.current import Current, Row
from auditkit.store.kits import Kit
from auditkit.store.recording import Recorded, audit_of, no_audit, scored
from auditkit.store.returns_as_json import plain_answer
from auditkit.store.writing import Writing
from auditkit.versions.locks import locked


class _Kept:
    def __repr__(self) -> str:
        return "KEPT"


# That an answer or a comment stays as it is.
KEPT: Any = _Kept()


@frozen(kw_only=True)
class Correction:
    """What is to be corrected, as a form gives it: another answer, another comment, or both."""

    key: Mapping[str, str]
    question: str
    answer: Any
    comment: Any
    because: str
    version: int | None


def correct(writing: Writing, kit: Kit, asked: Correction, key: str | None) -> Recorded:
    """Correct one answer of a recorded return.

    Raises `Conflict` where it was corrected meanwhile or holds this already, `InvalidReturn`
    where the answer cannot be read or the return would lack a comment that its set asks for.
    """
    if not asked.because.strip():
        raise Refused([problem("T014", what=said("A correction"))])
    current = writing.current
    row = current.get("audits", **asked.key)
    if row is None:
        raise no_audit(asked.key)
    questions = set_of(current, row["set_hash"])
    new = _read(questions, asked, json.loads(row["content"]))
    before = writing.earlier(key, "correction")
    told = {**asked.key, "question": asked.question, "because": asked.because.strip()}
    if before is not None:
        request = {**told, "new": new}
        if any(before.body.get(name) != value for name, value in request.items()):
            raise before.conflict(request)
        return Recorded(seq=before.seq, is_new=False)
    audit = audit_of(row)
    if asked.version is not None and asked.version != row["version"]:
        raise Conflict([_moved(current, row, asked)], audit, asked)
    old = _answer(json.loads(row["content"]), asked.question)
    if old == new:
        raise Conflict([problem("T024", question=asked.question)], audit, asked)
    after = audit_of({**row, "content": corrected_text(row["content"], asked.question, new)})
    card = scored(kit, after.audit_return, questions)
    entry = writing.append("correction", {**told, "old": old, "new": new}, key)
    return Recorded(seq=entry.seq, card=card)


def set_of(current: Current, named: str) -> QuestionSet:
    """The question set of this content hash, else the last of this name, from the text that is
    kept. Raises `Refused`.
    """
    found = [
        *current.find("question_sets", content_hash=named),
        *reversed(current.find("question_sets", name=named)),
    ]
    if not found:
        short = named if "@" in named else f"{named[:12]}…"
        raise Refused([problem("T023", what=said("question set {name}", name=short))])
    row = found[0]
    return locked(row["content"].encode(), f"{row['name']}.json")


def submitted(current: Current, row: Row) -> Row:
    """An audit with the return as it was submitted."""
    if row["version"] == 1:
        return row
    return {**row, "content": json.dumps(before_corrections(current, row))}


def before_corrections(current: Current, row: Row) -> dict[str, Any]:
    """A return in the terms of JSON as it was submitted."""
    found = current.find("corrections", **{name: row[name] for name in AUDIT})
    content = row["content"]
    for correction in reversed(found):
        told = json.loads(correction["content"])
        content = corrected_text(content, told["question"], told["old"])
    plain: dict[str, Any] = json.loads(content)
    return plain


def _read(questions: QuestionSet, asked: Correction, there: Mapping[str, Any]) -> dict[str, Any]:
    """The answer and comment as they are to be, read as a form's are."""
    now = _answer(there, asked.question)
    given = {} if asked.answer is KEPT else {asked.question: asked.answer}
    comments = {} if asked.comment is KEPT else {asked.question: asked.comment}
    about = {"case_ref": asked.key["case_ref"]}
    read = read_answers(questions, given, comments, {}, about)
    if asked.question not in questions.questions and not read.problems:
        place = Place(question=asked.question)
        raise InvalidReturn([problem("R035", place, found=asked.question, hint="")])
    if read.problems:
        raise InvalidReturn(read.problems)
    if asked.answer is not KEPT:
        now["answer"] = plain_answer(read.answers[asked.question])
    if asked.comment is not KEPT:
        now["comment"] = read.comments.get(asked.question)
    return now


def _answer(told: Mapping[str, Any], question: str) -> dict[str, Any]:
    return {
        "answer": told["answers"].get(question),
        "comment": told["comments"].get(question),
    }


def _moved(current: Current, row: Row, asked: Correction) -> Any:
    """That others corrected the return since it was looked at."""
    found = current.find("corrections", **{name: row[name] for name in AUDIT})
    last = found[-1] if found else None
    differing = (
        said("Last corrected: {question}", question=last["question"])
        if last
        else said("It is as it was recorded")
    )
    facts = {"what": said("The audit of {case}", case=row["case_ref"]), "found": row["version"]}
    who = last["corrected_by"] if last else said("nobody")
    return problem("T022", **facts, who=who, expected=asked.version, differing=differing)
