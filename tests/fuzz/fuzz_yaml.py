"""Damage question sets and mapping files, and see that each is read or refused.

    python tests/fuzz/fuzz_yaml.py 100000 --seed 1

Each input is a bundled set, a set of the tests or a mapping file with one to four faults in its
lines, its words, its conditions, its bytes or its encoding; or text that merely looks like
YAML; or bytes. It is made by a random generator of its own, so that one that fails can be made
again alone: `1 --seed 1 --first 4711`. It fails on any exception but `Refused`, on a problem that
cannot be printed or that stands outside the file, on over three seconds, and where a set that
was read cannot be hashed, checked, shown or used to score a return.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from fuzzing import Fuzzer, Input, main

from auditkit.documents.nodes import ListNode, MappingNode, Node
from auditkit.documents.yaml_events import DEEPEST, MOST_VALUES, read_yaml
from auditkit.errors import Refused
from auditkit.kit import AuditKit
from auditkit.matching.mapping import read_columns_map
from auditkit.problems import ENOUGH, Problem
from auditkit.questions.model import QuestionSet
from auditkit.questions.showing import described, plain_set
from auditkit.scoring.plain import scorecard_dict

TESTS = Path(__file__).parents[1]
SET, MAPPING = "set.yaml", "columns.yaml"

VALUES = (
    "yes", "no", "0", "1", "-1", "0.5", "1.10", "010", "1e5", "99999999999999999", "0." + "3" * 12,
    "80%", "100%", "100.1%", "true", "null", "~", "2026-02-30", "2026-10-01", "choice", "choices",
    "number", "text", "date", "not_applicable", "not_assessed", "half_even", "12", "lowest",
    "points", "weighted_mean", "of_range", "worst", "refuse", "judged", "exact", "[]", "{}", "[a]",
    "[[a]]", "{a: b}", "{en: Yes, cy: Oes}", '""', "''", '"No"', '"a\\u200b"', '"\\ud800"', '"\\x01"',
    '"\\U99999999"', "|", ">-", "a #b", "a: b", "class", "score", "case", "a" * 300, "é", "ŵ", "😀",
    "x" * 11_000, "\u200b", "\u2028", "\x85", "\x07", "İ", "=1+1", "[yes, no, na]", "10 working days",
)  # fmt: skip
SCRAPS = (
    "&a ", "*a", "*a : b", "!!python/object/apply:os.system [ls]", "!a ", "<<: *a", "<<: {a: b}",
    "---", "\n---\n", "\n...\n", "%YAML 1.1\n", "\n%TAG ! x\n", "[", "]", "{", "}", "? ", ": ", "- ",
    ", ", '"', "'", "|\n", ">+9\n", "#", " #", "\t", "\n\t", "\r", "\r\n", "\n", "\n\n  ", "  ", "`",
    "@", "\0", "\ufeff", "\u200b", "\u2028", "\x85", "\xa0", "[" * 40, "{a: " * 20, "- " * 20,
    "[" * 5_000, "{a: " * 3_000, "? " * 3_000, "- " * 5_000, "a: b\n" * 300, "k" * 2_000 + ": v",
    "\\", '"\\', "&", "*", "!", "|-", "<<", "=", "[a, b]: c", "{a: b}: c",
)  # fmt: skip
SCRAPS_OF_BYTES = (
    b"\x80", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\0",
    b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\x96", b"\x1b[31m", b"PK\x03\x04", b"%PDF-1.7", b"\r",
)  # fmt: skip
CONDITIONS = (
    "and", "or", "not", "in", "not in", "==", "!=", "<", ">=", "=", "is", "(", ")", "[", "]", ",", ".",
    '"no"', "'yes'", "“no”", '"', "1", "0.5", "1_0", "0x1", "1e9", "9" * 20, "case.review_type", "case",
    "case.x", "points()", "points(eligibility)", "score()", "score(x)", "answered(a)", "days_between",
    'count("no", of=[a, b])', 'count("no", tagged="t")', "count(", "of=", "lambda", "a if b else c",
    "((" * 12, "not " * 30, "a == 1 and " * 30, "+", "**", "@", "__import__", "True", "None", ":=", "\\",
    "\n", "#", "é", "f'{a}'", "b'a'", "...", "*a", "(((a", "[1, 2]", '["no", "yes"]', "[[1]]", "-1",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-8-sig", "utf-7", "cp037")
WORDS = re.compile(r"(?<=[:\-,\[] )[^\s:,\[\]{}\"'#]+")
KEYS = re.compile(r"[a-z_]+(?=:)")
CONDITION = re.compile(r"(?<=when: ).+")
TOKENS = re.compile(r"\w+|\S")


KINDS = ("refused", "accepted")


@cache
def originals() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts of question sets, and those of mapping files."""
    bundled = sorted((TESTS.parent / "question_sets").glob("*/*.yaml"))
    refused, accepted = (sorted((TESTS / "questions" / kind).iterdir()) for kind in KINDS)
    sets = [*bundled * 12, *refused, *accepted * 3]
    mappings = sorted((TESTS / "matching/returns").glob("*/columns.yaml"))
    texts = [tuple(file.read_text("utf-8") for file in files) for files in (sets, mappings)]
    return texts[0], texts[1]


# Faults of a text


def drop_lines(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    del lines[at : at + random.choice((1, 1, 1, 3, 20))]
    return "\n".join(lines)


def repeat_lines(random: Random, text: str) -> str:
    lines = text.split("\n")
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    lines[to:to] = lines[at : at + random.choice((1, 1, 3, 20))] * random.choice((1, 1, 1, 2, 60))
    return "\n".join(lines)


def move_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    line = lines.pop(random.randrange(len(lines)))
    lines.insert(random.randrange(len(lines) + 1), line)
    return "\n".join(lines)


def indent_lines(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    for index in range(at, min(len(lines), at + random.choice((1, 1, 5)))):
        lines[index] = random.choice(("  ", " ", "\t", "- ")) + lines[index]
    return "\n".join(lines)


def outdent_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    lines[at] = lines[at].removeprefix("  ")
    return "\n".join(lines)


def borrow_lines(random: Random, text: str) -> str:
    other = random.choice(originals()[0]).split("\n")
    start = random.randrange(len(other))
    lines = text.split("\n")
    at = random.randrange(len(lines))
    lines[at:at] = other[start : start + random.choice((1, 2, 5, 20))]
    return "\n".join(lines)


def change_value(random: Random, text: str) -> str:
    return over(random, text, WORDS, random.choice(VALUES))


def change_key(random: Random, text: str) -> str:
    other = KEYS.findall(random.choice(originals()[0]))
    return over(random, text, KEYS, random.choice([*other, *VALUES]))


def take_word(random: Random, text: str) -> str:
    """Put one of its own words in another's place: ids, options, bands go astray."""
    words = WORDS.findall(text)
    return over(random, text, WORDS, random.choice(words)) if words else text


def change_condition(random: Random, text: str) -> str:
    found = list(CONDITION.finditer(text))
    if not found:
        return text
    one = random.choice(found)
    tokens = TOKENS.findall(one[0])
    for _ in range(random.choice((1, 1, 2, 4))):
        at = random.randrange(len(tokens) + 1)
        word = random.choice(CONDITIONS + tuple(tokens))
        tokens[at : at + random.randrange(2)] = [word]
    return text[: one.start()] + " ".join(tokens) + text[one.end() :]


def insert_scrap(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(SCRAPS) + text[at:]


def cut(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + text[at + random.choice((1, 2, 10, 100_000)) :]


def over(random: Random, text: str, pattern: re.Pattern[str], new: str) -> str:
    """The text with another in place of one that fits the pattern."""
    found = list(pattern.finditer(text))
    if not found:
        return text + new
    one = random.choice(found)
    return text[: one.start()] + new + text[one.end() :]


OF_TEXT: tuple[Callable[[Random, str], str], ...] = (
    drop_lines, repeat_lines, move_line, indent_lines, outdent_line, borrow_lines, insert_scrap, cut,
    change_key, *[change_value] * 4, *[take_word] * 6, *[change_condition] * 4,
)  # fmt: skip


# Faults of bytes


def damaged(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data) + 1)
    match random.randrange(4):
        case 0:
            return data[:at] + random.randbytes(1) + data[at + 1 :]
        case 1:
            return data[:at] + random.choice(SCRAPS_OF_BYTES) + data[at:]
        case 2:
            return data[:at]
        case _:
            return data[:at] + data[at : at + 30] * random.choice((2, 500)) + data[at + 30 :]


# Inputs


def some_file(random: Random) -> Input:
    """A set or a mapping file with one to four faults, or what never was one."""
    name = MAPPING if random.random() < 0.1 else SET
    kind = random.random()
    if kind < 0.04:
        return Input(name, random.randbytes(random.choice((0, 1, 3, 40, 2_000))))
    text = like_yaml(random) if kind < 0.15 else random.choice(originals()[name == MAPPING])
    for _ in range(random.choice((1, 1, 1, 2, 3, 4))):
        text = random.choice(OF_TEXT)(random, text)
    is_odd = random.random() < 0.03
    data = text.encode(random.choice(ENCODINGS) if is_odd else "utf-8", "replace")
    for _ in range(random.choice((0, 0, 0, 0, 0, 0, 0, 0, 1, 2))):
        data = damaged(random, data)
    return Input(name, data)


def like_yaml(random: Random) -> str:
    """Lines and brackets of words and signs, as deep as they come."""
    parts = (*KEYS.findall(random.choice(originals()[0])), *VALUES)
    text, depth = "", 0
    for _ in range(random.choice((1, 5, 30, 200))):
        depth = max(0, depth + random.choice((-2, -1, 0, 0, 1)))
        sign = random.choice((": ", ":\n", "\n", ", ", " ", random.choice(SCRAPS)))
        begin = "\n" + "  " * depth if random.random() < 0.6 else ""
        text += begin + random.choice(("- ", "", "")) + random.choice(parts) + sign
    return text


# What becomes of an input


def read(random: Random, made: Input) -> Iterator[str]:
    """What a file came to: the codes of its problems, or what could be done with it."""
    try:
        check_tree(read_yaml(made.data, made.name))
        if made.name == MAPPING:
            read_columns_map(made.data, made.name)
            yield "mapping read"
        else:
            yield from load_and_use(random, made)
    except Refused as refused:
        check_order(refused.problems)
        str(refused).encode()
        for problem in refused.problems:
            yield check_problem(problem, made)


def load_and_use(random: Random, made: Input) -> Iterator[str]:
    """What can be done with a set: it is checked, shown, hashed, and a return is scored."""
    kit = AuditKit(discover=False)
    with TemporaryDirectory() as folder:
        file = Path(folder, made.name)
        file.write_bytes(made.data)
        questions = kit.load(file)
    yield "set read"
    for problem in kit.check(questions.name):
        yield check_problem(problem, made)
    json.dumps(plain_set(questions), allow_nan=False, ensure_ascii=False).encode()
    "\n".join(described(questions, random.choice(("en", "cy")))).encode()
    for _ in range(2):
        answers = {name: some_answer(random, questions, name) for name in questions.questions}
        found = kit.read_answers(questions, answers, about={"case_ref": "CASE-1"})
        for problem in found.problems:
            str(problem).encode()
        card = kit.score(found.audit_return)
        yield "held" if found.audit_return.is_held else "scored"
        json.dumps(scorecard_dict(card), allow_nan=False, ensure_ascii=False).encode()
        kit.explain(card).encode()


def some_answer(random: Random, questions: QuestionSet, name: str) -> str:
    """Mostly one of the question's options, or what its type asks for."""
    options = [one.id for one in questions.options(questions.questions[name])]
    fitting = {"number": ["1", "12"], "date": ["2026-04-13"], "text": ["text"]}
    known = options or fitting.get(questions.questions[name].type, [])
    return random.choice([*known * 20, "", "0.5"])


def check_tree(root: Node) -> None:
    """What every tree promises: depth and number are bounded, and every place can be told."""
    waiting, values = [(root, 1)], 0
    while waiting:
        node, depth = waiting.pop()
        values += 1
        assert depth <= DEEPEST + 1, "too deep"
        if isinstance(node, MappingNode):
            values += len(node.keys)
            assert list(node.keys) == list(node.entries), "keys and values differ"
            waiting += [(one, depth + 1) for one in node.entries.values()]
        elif isinstance(node, ListNode):
            waiting += [(one, depth + 1) for one in node.items]
    assert values <= MOST_VALUES, "too many values"


def check_order(problems: Sequence[Problem]) -> None:
    places = [(one.place.line or 0, one.place.column or 0) for one in problems]
    # What each value may be and what holds between them are two readings, and each ends so.
    assert 0 < len(places) <= 2 * ENOUGH, "no problems, or too many"
    assert places == sorted(places), "problems out of order"


def check_problem(problem: Problem, made: Input) -> str:
    """The code of a problem that keeps its promises: it can be printed, and its place is there."""
    place = problem.place
    if b"extends" in made.data and place.file.endswith(".yaml") and place.file != made.name:
        return problem.code  # it stands in the base of an overlay
    assert place.file == made.name, problem
    # The parser sees an empty line behind a last line without an end.
    lines = [*re.split(rb"\r\n|\r|\n", made.data), b""]
    if place.line is not None:
        assert 1 <= place.line <= len(lines), problem
        assert 1 <= (place.column or 0) <= len(lines[place.line - 1]) + 1, problem
    assert len(str(problem)) <= 4_000, problem.code
    str(problem).encode()
    json.dumps(problem.as_dict())
    return problem.code


FUZZER = Fuzzer(some_file, read)

if __name__ == "__main__":
    raise SystemExit(main(FUZZER, __file__, __doc__ or ""))
