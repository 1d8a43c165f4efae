"""A problem for a person: what was found where, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from attrs import field

from auditkit.frozen import frozen
from auditkit.languages import ENGLISH, Words, noted, said, words_in
from auditkit.problem_codes import Code, code_of
from auditkit.wording import shortened

SHOWN = 40
# Where the reading of a document stops: a file of nothing but mistakes must not cost more than a
# good one.
ENOUGH = 200
MOST_COMPARED = 1_000
LONGEST_COMPARED = 100
# A row of the names that are known, each shortened, is no longer.
LONGEST_FACT = 1_700


@frozen(kw_only=True)
class Place:
    """Where a problem stands: a line of a document, a cell of a table, a field of a form.

    `line` and `column` count from 1. `cell` is a spreadsheet address such as ``H7``;
    `about` says whose cell it is, as people know it.
    """

    file: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""
    sheet: str | None = None
    cell: str | None = None
    about: str = ""
    question: str = ""

    def __str__(self) -> str:
        return self.text_in(ENGLISH)

    def text_in(self, language: str) -> str:
        """Where it is, in a language."""
        if self.line is not None:
            return ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        words = words_in(language)
        parts = [self.file] if self.file else []
        parts += [words.translate("sheet {sheet}", sheet=self.sheet)] if self.sheet else []
        parts += [_cell_words(self.cell, words)] if self.cell else []
        about = f" ({words.again(self.about)})" if self.about else ""
        return (", ".join(parts) + about).lstrip()


NOWHERE = Place()
# What the parts of a cell's place may begin with. Places are worded for every row, so they are
# texts.
_PARTS = (noted("cell"), noted("row"), noted("line"), noted("column"), noted("key"))


def _cell_words(cell: str, words: Words) -> str:
    parts = (part.partition(" ") for part in cell.split(", "))
    return ", ".join(
        (words.translate(kind) if kind in _PARTS else kind) + space + address
        for kind, space, address in parts
    )


@frozen
class Problem:
    """One finding: a stable `code`, its place, and the facts that its message names."""

    code: str
    place: Place = NOWHERE
    facts: Mapping[str, Any] = field(factory=dict)

    @property
    def kind(self) -> Code:
        """How problems of this code are put; a plugin's own brings its words along."""
        try:
            return code_of(self.code)
        except KeyError:
            return Code(self.code, "{message}", self.facts["severity"])

    @property
    def question(self) -> str:
        """The question it belongs to, or the fact about the case or the audit."""
        return self.place.question

    @property
    def severity(self) -> str:
        """``error`` or ``warning``."""
        return self.kind.severity

    @property
    def message(self) -> str:
        """What was found, what was expected and what to do, in words."""
        return self.message_in(ENGLISH)

    def message_in(self, language: str) -> str:
        """The message in a language; in English where auditkit does not have it in that one."""
        return words_in(language).filled(self.kind.message, self.facts)

    def as_dict(self) -> dict[str, Any]:
        """The problem in the terms of JSON."""
        place = self.place
        return {
            "code": self.code,
            "severity": self.severity,
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "path": place.path,
            "sheet": place.sheet,
            "cell": place.cell,
            "message": self.message,
        }

    def __str__(self) -> str:
        return self.text_in(ENGLISH)

    def text_in(self, language: str) -> str:
        """Place, message, code and outcome, in a language."""
        kind = self.kind
        outcome = f" {words_in(language).translate(kind.outcome)}" if kind.outcome else ""
        message = f"{self.message_in(language)} [{self.code}]{outcome}"
        place = self.place.text_in(language)
        if not place:
            return message
        if self.place.line is not None:
            path = f"{self.place.path}: " if self.place.path else ""
            return f"{place}: {path}{message}"
        return f"{place}\n  {message}"


def problem(code: str, place: Place = NOWHERE, /, **facts: Any) -> Problem:
    """A problem of this code; the facts fill the places in its message."""
    return Problem(code, place, facts)


def short_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts for a message, texts cut to what a person reads: names may be long."""
    return {
        key: shortened(fact, LONGEST_FACT)
        if isinstance(fact, str) and len(fact) > LONGEST_FACT
        else fact
        for key, fact in facts.items()
    }


def finding(code: str, place: Place, message: str, severity: str = "warning") -> Problem:
    """A problem of a plugin's own, with a code that begins with the plugin's name."""
    return Problem(code, place, {"message": message, "severity": severity})


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that are more than a warning."""
    return tuple(one for one in problems if one.severity == "error")


def shown(problems: Sequence[Problem], most: int = SHOWN, language: str = ENGLISH) -> Iterator[str]:
    """The problems as text, capped, with a last line that counts the rest."""
    for one in problems[:most]:
        yield one.text_in(language)
    if len(problems) > most:
        more = len(problems) - most
        yield words_in(language).plural("and {count} more", "and {count} more", more)


def by_place(problems: Iterable[Problem]) -> list[Problem]:
    """The problems as they stand in their document, from top to bottom."""
    return sorted(problems, key=lambda one: (one.place.line or 0, one.place.column or 0))


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """A hint that names the nearest of the known names, or nothing.

    >>> did_you_mean("Wieght", ["weight", "scale"])
    ' Did you mean "weight"?'
    """
    from difflib import get_close_matches

    if len(found) > LONGEST_COMPARED:
        return ""
    names = {name.casefold(): name for name in islice(known, MOST_COMPARED)}
    near = get_close_matches(found.casefold(), names, n=1, cutoff=0.6)
    return said(' Did you mean "{near}"?', near=names[near[0]]) if near else ""
