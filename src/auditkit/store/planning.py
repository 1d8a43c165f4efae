"""Programmes adopted and draws made: what was planned, version by version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from auditkit.documents.canonical import canonical_json
from auditkit.documents.document import Document
from auditkit.documents.shapes import Reading
from auditkit.documents.yaml_events import read_yaml
from auditkit.draws.record import stage_of
from auditkit.errors import Conflict, Refused
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.matching.folding import fold
from auditkit.problems import problem
from auditkit.programme.model import PROGRAMME, Programme
from auditkit.store.current import Current, Row
from auditkit.store.recording import Recorded, audit_of, retried
from auditkit.store.writing import Writing

_NAMING = ("programme", "period", "purpose")
# What stands for the programme of an audit that was recorded while none was kept.
_NONE_KEPT = ""


def adopt(writing: Writing, programme: Programme, key: str | None) -> Recorded:
    """Keep a programme; of one that is kept already, the version that holds from now on."""
    told = {"programme": programme.id, "content": canonical_json(programme)}
    before = retried(writing, key, "programme", told)
    if before is not None:
        return before
    there = writing.current.get("programmes", programme=programme.id)
    if there is not None and there["content"] == told["content"]:
        return Recorded(seq=there["seq"], is_new=False)
    return Recorded(seq=writing.append("programme", told, key).seq)


def programme_of(row: Row) -> Programme:
    """A programme as a row holds it."""
    file = f"{row['programme']}.json"
    document = Document(file, read_yaml(row["content"].encode(), file))
    reading = Reading()
    found = PROGRAMME.read(document.root, reading)
    if reading.problems:
        raise Refused(reading.problems)
    assert isinstance(found, Programme)
    return found


def programme_named(current: Current, named: str | None) -> str:
    """The programme that is meant: the one named, or the only one that is kept."""
    if named is not None:
        return named
    kept = [row["programme"] for row in current.find("programmes")]
    if len(kept) > 1:
        facts: Mapping[str, Any] = {"count": len(kept), "known": ", ".join(sorted(kept))}
        raise Refused([problem("T013", **facts)])
    return kept[0] if kept else _NONE_KEPT


def audit_key(
    current: Current, case_ref: str, stage: str, period: str | None, programme: str | None
) -> dict[str, str]:
    """What tells one audit from another. Without a period that of the only one is meant; raises
    `Refused` where there are several.
    """
    named = programme_named(current, programme)
    told = {"case_ref": case_ref, "programme": named, "stage": stage}
    if period is None:
        periods = sorted(row["period"] for row in current.find("audits", **told))
        if len(periods) > 1:
            facts = {"case": case_ref, "stage": said(stage), "known": ", ".join(periods)}
            raise Refused([problem("T028", **facts)])
        period = periods[0] if periods else ""
    return {**told, "period": period}


@frozen(kw_only=True)
class Draw:
    """The record of a draw as it was given, and how often it was changed, from 1."""

    record: Mapping[str, Any]
    version: int
    seq: int


def draw_of(row: Row) -> Draw:
    """A draw as a row holds it."""
    record = json.loads(row["content"])
    return Draw(record=record, version=row["version"], seq=row["seq"])


def record_draw(
    writing: Writing, record: Mapping[str, Any], version: int | None, key: str | None
) -> Recorded:
    """Keep the record of a draw; over an earlier one only where its version is told.

    Raises `Conflict` where another draw stands there, or another version.
    """
    missing = [name for name in _NAMING if not isinstance(record.get(name), str)]
    if missing:
        raise Refused(
            [problem("T023", what=said("{key} in the record of the draw", key=missing[0]))]
        )
    naming = {name: record[name] for name in _NAMING}
    told = {**naming, "content": json.loads(json.dumps(record, default=str))}
    before = retried(writing, key, "draw", told)
    if before is not None:
        return before
    there = writing.current.get("draws", **naming)
    kept = {} if there is None else json.loads(there["content"])
    if there is not None:
        if kept == told["content"]:
            return Recorded(seq=there["seq"], is_new=False)
        if version != there["version"]:
            what = said("draw for {period}", period=record["period"])
            raise Conflict([problem("T026", what=what)], kept, record)
    gone = _replaced(record) - _replaced(kept)
    if gone:
        _refuse_audited(writing.current, record, gone)
    return Recorded(seq=writing.append("draw", told, key).seq)


def _replaced(record: Mapping[str, Any]) -> set[str]:
    return {fold(one["case_ref"]) for one in record.get("replacements", ())}


def _refuse_audited(current: Current, record: Mapping[str, Any], gone: set[str]) -> None:
    """A case that comes to be replaced in a draw is not audited for it."""
    stage = stage_of(record["purpose"])
    for row in current.find("audits", period=record["period"], stage=stage):
        is_of_programme = row["programme"] in (record["programme"], _NONE_KEPT)
        if is_of_programme and fold(row["case_ref"]) in gone:
            facts = {"case": row["case_ref"], "period": row["period"], "stage": said(stage)}
            raise Conflict([problem("D043", **facts)], audit_of(row), record)
