"""Frames of random returns under random question sets, and what one return at a time gives."""

from __future__ import annotations

import random
from typing import Any

import pyarrow

from auditkit.frames import Kernel
from auditkit.frames.cells import cell_text
from auditkit.frames.one_by_one import OneByOne
from auditkit.kit import AuditKit
from auditkit.questions.model import QuestionSet, worded
from auditkit.returns import Row

# Texts that mean nothing, or something else than they look like.
ODD = ["perhaps", "#N/A", "o1;o2", "  ", "\u00a0", "'=1+1", "O0", " o0 ", "4E2", "1.23457E+11"]
REFERENCES = ["CASE-{}", " CASE-{} ", "CÂS-{}", "'=CASE-{}", "-{}", "{} / 26", "'{}", "Mar-{}"]
DATES = ["2026-04-13", "13/04/2026", "13 April 2026", "", "04/05/2026", "2026-02-30", "today"]
NUMBERS = ["0", "3", "-2", "1,250", "10.0", "9.9", "0.25", "£85", "many"]
TYPED = {"number": NUMBERS, "date": DATES}
STAGES = ["first", "", "Re-audit", "Moderation", "last"]


def rows_of(
    question_set: QuestionSet, count: int, seed: int, *, odd: float
) -> list[dict[str, str]]:
    """So many returns as texts; of their cells about this share is odd."""
    chance = random.Random(seed)
    return [_row(question_set, number, chance, odd) for number in range(count)]


def _row(
    question_set: QuestionSet, number: int, chance: random.Random, odd: float
) -> dict[str, str]:
    usual = chance.random() > odd
    reference = REFERENCES[0] if usual else chance.choice(REFERENCES)
    row = {
        "case_ref": reference.format(number),
        "service": chance.choice(["Older People", "Autism", "", "Older\u00a0People "]),
        "auditor": f"A{chance.randrange(30)}" if usual else chance.choice(["", "#REF!", " A 1"]),
        "stage": "first" if usual else chance.choice(STAGES),
        "audit_date": DATES[0] if usual else chance.choice(DATES),
    }
    for name, told in question_set.case_fields.items():
        texts = TYPED.get(told.type) or [*told.options, "", *told.options]
        row[f"case.{name}"] = chance.choice(["", *texts[:6]] if usual else [*texts, "odd"])
    for name in question_set.questions:
        row[name] = _answer(question_set, name, chance, odd)
        row[f"{name}.comment"] = chance.choice(["", "", "why", "\u00a0", "Err:502", "é"])
    return row


def _answer(question_set: QuestionSet, name: str, chance: random.Random, odd: float) -> str:
    question = question_set.questions[name]
    options = question_set.options(question)
    if chance.random() < odd / (2 + len(question_set.questions)):
        return chance.choice(ODD)
    if chance.random() < 0.1:
        return ""
    if question.type == "number":
        return chance.choice(NUMBERS[:3])
    if question.type == "date":
        return chance.choice(DATES[:3])
    if not options:
        return chance.choice(["a text", "another", "Erring"])
    plain = [one for one in options if one.state is None] or list(options)
    if question.type == "choices" and chance.random() < 0.7:
        chosen = chance.sample(plain, chance.randrange(1, len(plain) + 1))
        return ";".join(one.id for one in chosen)
    one = chance.choice(options)
    return chance.choice([one.id, one.id, worded(one.label), f" {one.id.upper()}"])


def table_of(rows: list[dict[str, Any]]) -> pyarrow.Table:
    names = list(rows[0])
    return pyarrow.table({name: [row[name] for row in rows] for name in names})


def one_by_one(kernel: Kernel, table: pyarrow.Table) -> list[dict[str, Any]]:
    """The flat scorecards of a table, as files of returns get them."""
    texts = [list(map(cell_text, column.to_pylist())) for column in table.columns]
    rows = [Row(number, cells) for number, cells in enumerate(zip(*texts, strict=True), 2)]
    return OneByOne(kernel.recipe).flat(rows)


def by_kernel(kernel: Kernel, table: pyarrow.Table, size: int) -> list[dict[str, Any]]:
    """The same by the kernel, in batches of this size."""
    batches = table.to_batches(max_chunksize=size)
    return [row for batch in batches for row in kernel.score(batch).to_pylist()]


def kernel_for(kit: AuditKit, question_set: QuestionSet, table: pyarrow.Table) -> Kernel:
    return Kernel(kit, question_set, table.column_names)
