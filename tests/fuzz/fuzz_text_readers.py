"""Damage files of CSV, JSON and JSON Lines, and see that each is read or refused.

    python tests/fuzz/fuzz_text_readers.py --count 100000 --seed 1

Each input is a file of returns with one to four faults in its cells, its structure, its
encoding or its bytes, read by `AuditKit.read` as somebody would, with and without a question
set and a mapping file. It is made by a random generator of its own, so that one that fails can
be made again alone: `--seed 1 --first 4711 --count 1`. It fails on any exception but `Refused`,
on a problem that cannot be printed, on a place that is not in the file, on a return that cannot
be scored, and on over three seconds.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from auditkit.kit import AuditKit, Reading
from auditkit.matching.mapping import ColumnsMap
from auditkit.problems import Problem
from auditkit.questions.model import QuestionSet

SLOWEST = 3.0
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
LONG = ("x" * 32_767, "x" * 32_768, "1" * 5_000, "so " * 10_000, ";" * 32_000, "a;" * 16_000)
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


class Failure(Exception):
    """An input that was neither read nor refused; `data` is the file."""

    def __init__(self, number: int, name: str, data: bytes, said: str) -> None:
        super().__init__(f"input {number} ({name}): {said}")
        self.data = data
        self.name = name


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


def some_file(random: Random) -> tuple[str, bytes]:
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
    return name, bytes(data)


MAPPINGS = (
    None,
    None,
    ColumnsMap(comments="following_column"),
    ColumnsMap(columns={"case_ref": "Service", "plan": "story"}, comments={"plan": "period"}),
    ColumnsMap(columns={"team": "Service", "nothing": "plan"}, comments={"hours": "Why?"}),
)


def run(count: int, seed: int, first: int = 0) -> Counter[str]:
    """Read so many inputs; how often each came to what. Raises `Failure`."""
    kit = AuditKit(discover=False)
    whole = [kit.load(path) for path in sorted(SETS.glob("*.yaml"))]
    asked: Sequence[QuestionSet | str | None] = (*whole, "dated", "nothing", None)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + count):
            random = Random(f"{seed} {number}")
            name, data = some_file(random)
            file = Path(folder, name)
            file.write_bytes(data)
            options = {
                "columns": random.choice(MAPPINGS),
                "duplicates": random.choice(("refuse", "latest")),
                "strict": random.random() < 0.1,
            }
            began = time.perf_counter()
            try:
                reading = kit.read([file], random.choice(asked), **options)
                fault = what_is_wrong(kit, reading, name)
            except Exception as error:
                raise Failure(number, name, data, f"{type(error).__name__}: {error}") from error
            took = time.perf_counter() - began
            if fault or took > SLOWEST:
                raise Failure(number, name, data, fault or f"took {took:.1f} seconds")
            outcomes.update(outcomes_of(reading))
    return outcomes


def what_is_wrong(kit: AuditKit, reading: Reading, name: str) -> str:
    """Whether what was read keeps its promises: nothing, or what is broken."""
    for one in reading.returns:
        kit.score(one)
    in_returns = [problem for one in reading.returns for problem in one.problems]
    for problem in (*reading.problems, *in_returns):
        str(problem).encode()
        json.dumps(problem.as_dict())
        if not is_placed(problem, name):
            return f"a place that is not in the file: {problem}"
        if len(str(problem)) > 4_000:
            return f"a problem of {len(str(problem))} characters: {problem.code}"
    return ""


def is_placed(problem: Problem, name: str) -> bool:
    place = problem.place
    in_mapping = problem.code in ("R005", "R006") and not place.file
    return in_mapping or (place.file.endswith(name) and bool(PLACE.match(place.cell or "")))


def outcomes_of(reading: Reading) -> set[str]:
    """What an input came to: what was read, and the codes of what was said."""
    found = {"read"} if reading.returns else set()
    found |= {"scored"} if any(not one.is_held for one in reading.returns) else set()
    found |= {problem.code for problem in reading.problems}
    return found | {problem.code for one in reading.returns for problem in one.problems}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    options = parser.parse_args()
    began = time.perf_counter()
    try:
        outcomes = run(options.count, options.seed, options.first)
    except Failure as failure:
        file = Path(tempfile.gettempdir(), f"fuzz_text_readers_failure_{failure.name}")
        file.write_bytes(failure.data)
        print(f"FAILED, {failure}\nThe input is {file}", file=sys.stderr)
        return 1
    took = time.perf_counter() - began
    print(f"{options.count:,} inputs, {options.count / took:,.0f} a second")
    for outcome, times in outcomes.most_common():
        print(f"  {outcome:10} {times:8,}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
