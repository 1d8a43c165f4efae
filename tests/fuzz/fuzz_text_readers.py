"""Damage files of CSV, JSON and JSON Lines, and see that each is read or refused.

    python tests/fuzz/fuzz_text_readers.py 100000 --seed 1

Each input is a file of returns with one to four faults in its cells, its structure, its
encoding or its bytes, read by `AuditKit.read` as somebody would, with and without a question
set and a mapping file. It is made by a random generator of its own, so that one that fails can
be made again alone: `1 --seed 1 --first 4711`. It fails on any exception but `Refused`,
on a problem that cannot be printed, on a place that is not in the file, on a return that cannot
be scored, and on over three seconds.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from fuzzing import Fuzzer, Input, main

from auditkit.kit import AuditKit
from auditkit.matching.mapping import ColumnsMap
from auditkit.problems import Problem
from auditkit.questions.model import QuestionSet
from auditkit.scoring.plain import scorecard_dict

SETS = Path(__file__).parents[1] / "matching" / "sets"

HEADINGS = (
    "case_ref", "Service", "stage", "period", "audit_date", "question_set", "set_version",
    "content_hash", "case.review", "case.cost", "case.seen", "case.provider", "plan", "level",
    "reasons", "hours", "met", "story", "plan.comment", "Comment: Why did the cost rise",
)  # fmt: skip
TEXTS = (
    "Yes", "no", "Partial", "N/A", "#N/A", "########", "1.23457E+11", "03-Dec", "1", "1.0", "10",
    "CASE-1", "case-1", "first", "Re-audit", "third", "2026-04", "13/04/2026", "04/13/2026",
    "05/04/26", "2026-02-30", "13 April 2026", "46125", "£1,250.50", "1,5", "１２", "²", "'=1+1",
    "=1+1", "-20", "Needs increased;Loss of carer; sudden;", "Health, worse", ";", ";;;", "a;b",
    "None of these;Needs increased", "plan", "case_ref", "Case reference", "Total", "End of list",
    "whole", "whole@1.0", "plan", "2.0", "", " ", "\u200b", "\u00a0", "\ufeff", "ß", "İ", "😀", "é",
    "line\nbreak", "line\r\nbreak", 'say "so"', "a,b", "a;b", "a\tb", "\x01", "\x1b[31m", "\u2028",
    "x" * 300, "sep=;", "Email", "Completion time", "Start time", "{", "[", "null", "true",
)  # fmt: skip
LONG = (
    "x" * 32_767,
    "x" * 32_768,
    "1" * 5_000,
    "so " * 10_000,
    ";" * 32_000,
    "a;" * 16_000,
    "#" * 9_000,
    "#N/A" * 900,
)
SCRAPS = (
    b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe",
    b"\xfe\xff", b"\x80", b"\x81", b"\xc3", b"\xed\xa0\x80", b"sep=;\n", b'sep="\n', b"sep=\t\n",
    b"[", b"]", b"{", b"}", b":", b"\\", b"\\u0000", b"\\ud83d", b"NaN", b"-Infinity", b"1e999",
    b"010", b"true", b"null", b"[" * 2_000, b'{"a":' * 2_000, b"9" * 5_000, b'"returns":',
    b'"answers":', b'"answers":{}', b",,,,,,,,", b"\n" * 500, b"PK\x03\x04", b"%PDF-1.7",
    b"x" * 140_000, "–".encode("cp1252"), "ŵ".encode(), "\u2028".encode(),
)  # fmt: skip
NAMES = ("returns.csv", "returns.tsv", "returns.txt", "returns.json", "returns.jsonl")
PLACE = re.compile(
    r"(?:cell [A-Z]{1,6}[0-9]+|row [0-9]+|line [0-9]+(?:, column [0-9]+)?(?:, key .*)?)?\Z",
    re.DOTALL,
)


Table = list[list[str]]


def some_table(random: Random) -> Table:
    """Headings, and rows of what people type under them."""
    headings = random.sample(HEADINGS, random.randint(3, len(HEADINGS)))
    if random.random() < 0.9 and "case_ref" not in headings:
        headings[random.randrange(len(headings))] = "case_ref"
    if random.random() < 0.9 and "plan" not in headings:
        headings.append("plan")
    rows = [
        [some_text(random, heading) for heading in headings] for _ in range(random.choice(SIZES))
    ]
    return [headings, *rows]


SIZES = (0, 1, 1, 2, 3, 5, 20)
FITTING = {
    "case_ref": tuple(f"CASE-{number}" for number in range(30)),
    "stage": ("first", "Re-audit", ""),
    "plan": ("Yes", "No", "Partly", "N/A", ""),
    "level": ("1", "2", "10", ""),
    "reasons": ("Needs increased;Loss of carer; sudden;", "Health, worse", ""),
    "hours": ("1", "37.5", ""),
    "met": ("13/04/2026", "2026-04-13", ""),
    "case.review": ("planned", "Planned review", ""),
    "case.cost": ("£1,250.50", "-20", ""),
    "case.seen": ("13 April 2026", ""),
    "question_set": ("", "plan", "whole", "dated"),
    "set_version": ("", "1.0"),
    "audit_date": ("13/04/2026", "2026-04-13", ""),
    "content_hash": ("",),
}


def some_text(random: Random, heading: str) -> str:
    if random.random() < 0.9 and heading in FITTING:
        return random.choice(FITTING[heading])
    return any_text(random)


def any_text(random: Random) -> str:
    return random.choice(TEXTS if random.random() < 0.995 else LONG)


# Faults of a table


def set_cell(random: Random, table: Table) -> None:
    row = random.choice(table)
    row[random.randrange(len(row))] = any_text(random)


def drop_cell(random: Random, table: Table) -> None:
    row = random.choice(table)
    if len(row) > 1:
        del row[random.randrange(len(row))]


def add_cells(random: Random, table: Table) -> None:
    row = random.choice(table)
    row[random.randrange(len(row)) :] = [any_text(random)] * random.choice((1, 2, 30))


def repeat_row(random: Random, table: Table) -> None:
    row = list(random.choice(table))
    random.shuffle(row) if random.random() < 0.3 else None
    table.insert(random.randrange(len(table) + 1), row)


def add_row(random: Random, table: Table) -> None:
    cells = [any_text(random) for _ in range(random.choice((1, 2, len(table[0]))))]
    table.insert(random.randrange(len(table) + 1), cells)


def shorten_rows(random: Random, table: Table) -> None:
    for row in table[random.randrange(len(table)) :]:
        del row[max(1, len(row) - 1) :]


def move_columns(random: Random, table: Table) -> None:
    random.shuffle(table[0])


def many_rows(random: Random, table: Table) -> None:
    table += [list(random.choice(table)) for _ in range(200)]


OF_TABLE: tuple[Callable[[Random, Table], None], ...] = (
    set_cell, set_cell, set_cell, drop_cell, add_cells, repeat_row, add_row, shorten_rows,
    move_columns, many_rows,
)  # fmt: skip


def as_delimited(random: Random, table: Table) -> bytes:
    stream = io.StringIO(newline="")
    dialect: dict[str, Any] = {
        "delimiter": random.choice(",,,,;;;;\t\t|"),
        "lineterminator": random.choice(("\r\n", "\r\n", "\n", "\r")),
        "quoting": random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    }
    csv.writer(stream, **dialect).writerows(table)
    return encoded(random, stream.getvalue())


def encoded(random: Random, text: str) -> bytes:
    encoding = random.choice(ENCODINGS)
    return text.encode(encoding, "replace")


ENCODINGS = (*["utf-8"] * 6, "utf-8-sig", "utf-8-sig", "utf-16", "cp1252", "utf-16-le")


def as_json(random: Random, table: Table) -> bytes:
    records: list[Any] = [dict(zip(table[0], row, strict=False)) for row in table[1:]]
    for record in records:
        for key in list(record) if random.random() < 0.1 else ():
            if random.random() < 0.1:
                record[key] = some_value(random)
        if random.random() < 0.3:
            nest(random, record)
    whole: Any = {"returns": records} if random.random() < 0.3 else records
    indent = random.choice((None, None, 2))
    return encoded(random, json.dumps(whole, ensure_ascii=random.random() < 0.5, indent=indent))


def as_json_lines(random: Random, table: Table) -> bytes:
    records = [dict(zip(table[0], row, strict=False)) for row in table[1:]]
    lines = [json.dumps(record, ensure_ascii=random.random() < 0.5) for record in records]
    return encoded(random, random.choice(("\n", "\r\n", "\n\n", " ")).join(lines))


def nest(random: Random, record: dict[str, Any]) -> None:
    """Move some of a record's keys into objects of their own."""
    for key in list(record):
        if random.random() < 0.5 and "." not in key:
            group = record.setdefault(random.choice(("answers", "comments", "case")), {})
            if isinstance(group, dict):
                group[key] = record.pop(key)


def some_value(random: Random, depth: int = 0) -> Any:
    values: tuple[Any, ...] = (
        None, True, 0, -1, 1.5, 1e300, float("nan"), float("inf"), 10**60, "Yes", "\ud83d", "\0",
        any_text(random),
    )  # fmt: skip
    if depth < 3 and random.random() < 0.4:
        inner = [some_value(random, depth + 1) for _ in range(random.randint(0, 3))]
        return inner if random.random() < 0.6 else {str(one)[:9]: one for one in inner}
    return random.choice(values)


# Faults of bytes


def flip(random: Random, data: bytearray) -> None:
    if data:
        data[random.randrange(len(data))] = random.randrange(256)


def cut(random: Random, data: bytearray) -> None:
    start = random.randrange(len(data) + 1)
    del data[start : start + random.choice((1, 2, 10, 1_000_000))]


def insert(random: Random, data: bytearray) -> None:
    at = random.randrange(len(data) + 1)
    data[at:at] = random.choice(SCRAPS)


def double(random: Random, data: bytearray) -> None:
    start = random.randrange(len(data) + 1)
    piece = data[start : start + random.choice((1, 5, 50))]
    data[start:start] = piece * random.choice((1, 2, 200))


def swap(random: Random, data: bytearray) -> None:
    if len(data) > 1:
        one, other = sorted(random.sample(range(len(data)), 2))
        data[one], data[other] = data[other], data[one]


OF_BYTES: tuple[Callable[[Random, bytearray], None], ...] = (
    flip,
    cut,
    insert,
    insert,
    double,
    swap,
)


def some_file(random: Random) -> Input:
    """A file's name and its bytes, with one to four faults."""
    name = random.choice(NAMES)
    faults = random.randint(1, 4)
    of_bytes = random.randint(0, faults) if random.random() < 0.6 else 0
    table = some_table(random)
    for _ in range(faults - of_bytes):
        random.choice(OF_TABLE)(random, table)
    write = {"returns.json": as_json, "returns.jsonl": as_json_lines}.get(name, as_delimited)
    data = bytearray(write(random, table))
    for _ in range(of_bytes):
        random.choice(OF_BYTES)(random, data)
    return Input(name, bytes(data))


MAPPINGS = (
    None,
    None,
    ColumnsMap(comments="following_column"),
    ColumnsMap(columns={"case_ref": "Service", "plan": "story"}, comments={"plan": "period"}),
    ColumnsMap(columns={"team": "Service", "nothing": "plan"}, comments={"hours": "Why?"}),
)


@cache
def kit_with_sets() -> tuple[AuditKit, tuple[QuestionSet, ...]]:
    kit = AuditKit(discover=False)
    return kit, tuple(kit.load(path) for path in sorted(SETS.glob("*.yaml")))


def read_and_score(random: Random, made: Input) -> Iterator[str]:
    """What an input came to: what was read, and the codes of what was said."""
    kit, sets = kit_with_sets()
    with TemporaryDirectory() as folder:
        file = Path(folder, made.name)
        file.write_bytes(made.data)
        reading = kit.read(
            [file],
            random.choice((*sets, "dated", "nothing", None)),
            columns=random.choice(MAPPINGS),
            duplicates=random.choice(("refuse", "latest")),
            strict=random.random() < 0.1,
        )
    for problem in reading.problems:
        yield check_problem(problem, made.name)
    for one in reading.returns:
        yield "read"
        if not one.is_held:
            yield "scored"
        card = kit.score(one)
        json.dumps(scorecard_dict(card), allow_nan=False, ensure_ascii=False).encode()
        kit.explain(card).encode()
        for problem in one.problems:
            yield check_problem(problem, made.name)


def check_problem(problem: Problem, name: str) -> str:
    """The code of a problem that keeps its promises: it can be printed, and its place is there."""
    place = problem.place
    in_mapping = problem.code in ("R005", "R006") and not place.file
    assert in_mapping or place.file == name, problem
    assert PLACE.match(place.cell or ""), problem
    assert len(str(problem)) <= 4_000, problem.code
    str(problem).encode()
    json.dumps(problem.as_dict())
    return problem.code


FUZZER = Fuzzer(some_file, read_and_score)

if __name__ == "__main__":
    raise SystemExit(main(FUZZER, __file__, __doc__ or ""))
