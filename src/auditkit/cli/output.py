"""What the command line prints: on any console, without crashing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from io import RawIOBase
from typing import TYPE_CHECKING, TextIO

from auditkit.cli.language import words_spoken
from auditkit.problems import SHOWN, Problem, errors, shown

if TYPE_CHECKING:
    from typing_extensions import Buffer

# What to print instead of a character that a console cannot show.
_INSTEAD = str.maketrans(
    {"→": "->", "←": "<-", "÷": "/", "–": "-", "…": "...", "·": "|", "’": "'"}
    | {"ŵ": "w", "ŷ": "y", "Ŵ": "W", "Ŷ": "Y"}
)


def printable(text: str, encoding: str | None) -> str:
    """A text that this encoding can hold."""
    encoding = encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_INSTEAD).encode(encoding, "replace").decode(encoding)
    return text


class Console(RawIOBase):
    """Standard output as a binary stream: UTF-8 in, whatever the console holds out."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        text = bytes(data).decode("utf-8", "replace").removeprefix("\ufeff")
        self.stream.write(printable(text.replace("\r\n", "\n"), self.stream.encoding))
        return len(bytes(data))


def errors_to(stream: TextIO) -> Callable[[str], None]:
    """A function that says a line on standard error."""

    def say(line: str) -> None:
        print(printable(line, stream.encoding), file=stream)

    return say


def say_problems(problems: Sequence[Problem], most: int = SHOWN) -> None:
    """Problems on standard error: each kind once with its first place and how often more."""
    say = errors_to(sys.stderr)
    words = words_spoken()
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for one in problems:
        alike = (one.code, *map(str, one.facts.values()))
        key = alike if one.severity == "warning" else (*alike, one.place)
        groups.setdefault(key, []).append(one)
    ordered = sorted(groups.values(), key=lambda group: group[0].severity != "error")
    for group in ordered[:most]:
        more = len(group) - 1
        others = words.plural(
            " (and {count} more like this)", " (and {count} more like this)", more
        )
        say(group[0].text_in(words.language) + (others if more else ""))
    if len(ordered) > most:
        say(words.plural("and {count} more", "and {count} more", len(ordered) - most))


def say_checked(name: str, problems: Sequence[Problem]) -> None:
    """What checking a file found, on standard output, with how many errors and warnings."""
    words = words_spoken()
    for line in shown(problems, language=words.language):
        say_line(line)
    wrong = len(errors(problems))
    counts = (
        words.plural("{count} error", "{count} errors", wrong),
        words.plural("{count} warning", "{count} warnings", len(problems) - wrong),
    )
    say_line(f"{name}: {', '.join(counts)}")


def say_line(line: str) -> None:
    """A line on standard output."""
    print(printable(line, sys.stdout.encoding))


def print_json(value: object) -> None:
    """A value as JSON on standard output."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    Console(sys.stdout).write((text + "\n").encode())
