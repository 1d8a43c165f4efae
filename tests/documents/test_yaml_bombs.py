"""Documents made to kill, stop or fill the machine: each is refused, soon and in little memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from auditkit.documents.yaml_events import MOST_VALUES, read_yaml
from auditkit.documents.yaml_text import MOST_BYTES
from auditkit.errors import Refused
from auditkit.problems import ENOUGH

SLOWEST = 3.0
MEBIBYTE = 1024 * 1024
ALIASES = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True)
)
MERGES = "a: &a {k: v}\n" + "".join(
    f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 9)}]}}\n"
    for before, name in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True)
)
BOMBS: dict[str, tuple[str, str]] = {
    "brackets": ("[" * 30_000, "Y011"),
    "brackets, a mebibyte": ("[" * MOST_BYTES, "Y011"),
    "brackets with keys": ("[a: " * 30_000, "Y011"),
    "braces": ("{" * 30_000, "Y015"),
    "braces with keys": ("{a: " * 30_000, "Y011"),
    "dashes on one line": ("- " * 30_000, "Y011"),
    "dashes on many lines": ("".join(" " * n + "-\n" for n in range(1_400)), "Y011"),
    "maps in maps": ("".join(" " * n + "a:\n" for n in range(1_400)), "Y011"),
    "complex keys": ("? " * 30_000, "Y015"),
    "colons": (": " * 30_000, "Y004"),
    "closed brackets": ("[" * 5_000 + "]" * 5_000, "Y011"),
    "aliases": (ALIASES, "Y007"),
    "merge keys": (MERGES, "Y007"),
    "anchors": ("- &a b\n" * 100_000, "Y007"),
    "tags": ("- !a b\n" * 100_000, "Y008"),
    "directives": ("".join(f"%TAG !a{n}! x\n" for n in range(60_000)) + "---\na: b\n", "Y010"),
    "late directives": (
        "a: b\n...\n" + "".join(f"%TAG !a{n}! x\n" for n in range(60_000)) + "---\n",
        "Y010",
    ),
    "documents": ("---\n" * 200_000, "Y010"),
    "duplicate keys": ("a: b\n" * 100_000, "Y006"),
    "duplicate keys in braces": ("{" + "a: b, " * 100_000 + "}", "Y006"),
    "duplicate keys with long names": (f"? {'k' * 5_000}\n: v\n" * 200, "Y006"),
    "values": ("[" + "x, " * 50_001 + "]", "Y012"),
    "values in lines": ("- x\n" * 250_000, "Y012"),
    "empty values": ("-\n" * 500_000, "Y012"),
    "keys": ("".join(f"k{n}: v\n" for n in range(60_000)), "Y012"),
    "one byte too many": ("#" * (MOST_BYTES + 1), "Y002"),
    "NUL": ("a" + "\0" * (MOST_BYTES - 1), "Y001"),
    "invisible characters": ("a\u200b" * (MOST_BYTES // 4), "Y003"),
    "invisible characters in lines": ("\u200b\n" * (MOST_BYTES // 4), "Y003"),
    "open quote": ('"' + "a" * (MOST_BYTES - 1), "Y004"),
    "open quote over lines": ("'" + "a\n" * (MOST_BYTES // 2 - 1), "Y004"),
    "comment": ("#" * MOST_BYTES, "Y013"),
    "spaces": (" " * MOST_BYTES, "Y013"),
    "line ends": ("\r\n" * (MOST_BYTES // 2), "Y013"),
    "long key": (f"{'k' * 500_000}: v\n" + "b: [", "Y004"),
    "escapes that cannot be seen": ('- "\\u200b"\n' * 40_000, "Y003"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_soon_and_in_little_memory(name: str) -> None:
    text, code = BOMBS[name]
    data = text.encode()
    tracemalloc.start()
    started = time.process_time()
    try:
        with pytest.raises(Refused) as refused:
            read_yaml(data, "bomb.yaml")
        taken = time.process_time() - started
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert code in [problem.code for problem in refused.value.problems]
    assert len(refused.value.problems) <= ENOUGH
    assert len(str(refused.value)) < 100_000
    assert taken < SLOWEST
    assert most < 60 * MEBIBYTE


def test_fifty_thousand_values_are_accepted_and_one_more_is_refused() -> None:
    assert MOST_VALUES == 50_000
    # The list itself is a value too.
    assert read_yaml(b"[" + b"x," * 49_999 + b"]", "a.yaml")
    with pytest.raises(Refused) as refused:
        read_yaml(b"[" + b"x," * 50_000 + b"]", "a.yaml")
    assert [problem.code for problem in refused.value.problems] == ["Y012"]


def test_keys_are_values_too() -> None:
    pairs = "".join(f"k{n}: v\n" for n in range(25_000))
    with pytest.raises(Refused) as refused:
        read_yaml(pairs.encode(), "a.yaml")
    # One for the map and two for each of 25,000 pairs: the last text is one too many.
    [problem] = refused.value.problems
    assert (problem.code, problem.place.line) == ("Y012", 25_000)


def seconds(work: Callable[[], object]) -> float:
    """The least of three runs, in time of this process alone."""

    def once() -> float:
        started = time.process_time()
        work()
        return time.process_time() - started

    return min(once() for _ in range(3))


def refuse(text: str) -> Callable[[], None]:
    data = text.encode()

    def work() -> None:
        try:
            read_yaml(data, "a.yaml")
        except Refused:
            return

    return work


GROWING: dict[str, Callable[[int], str]] = {
    "keys": lambda n: "".join(f"k{i}: v\n" for i in range(n)),
    "values that look cut off": lambda n: "- a  # b\n" * n,
    "spaces before a comment": lambda n: f"- a{' ' * 150}\n" * (n // 4) + "- b  # c\n",
    "one long text": lambda n: "a: " + "word " * (8 * n),
    "one long text over lines": lambda n: "a:\n" + "  word\n" * (8 * n),
    "invisible characters": lambda n: "ab\u200b" * (8 * n),
    "visible characters beyond ASCII": lambda n: "a: " + "\ue000" * (20 * n),
    "Windows line ends": lambda n: "- a\r\n" * n,
    "escapes": lambda n: '- "\\u00e9"\n' * n,
    "short lines in braces": lambda n: "{" + "".join(f"a{i}: b,\n" for i in range(n)) + "}",
    "a mistake at the end": lambda n: "- a\n" * n + "b: [\n",
    "a mistake in long braces": lambda n: "{" + "".join(f"a{i}: b,\n" for i in range(n)) + "]",
}


@pytest.mark.parametrize("name", GROWING)
def test_a_long_document_costs_no_more_than_a_bomb_may(name: str) -> None:
    # A step whose cost grows with the square of the length would take minutes.
    assert seconds(refuse(GROWING[name](40_000))) < SLOWEST
