"""A problem for a person: what was found where, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from attrs import field

from auditkit.frozen import frozen
from auditkit.problem_codes import CODES, Code, code_of

SHOWN = 40
# Where the reading of a document stops: a file of nothing but mistakes must not cost more than a
# good one.
ENOUGH = 200
MOST_COMPARED = 1_000
LONGEST_COMPARED = 100


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
        if self.line is not None:
            return ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        parts = [self.file] if self.file else []
        parts += [f"sheet {self.sheet}"] if self.sheet else []
        parts += [self.cell] if self.cell else []
        return (", ".join(parts) + (f" ({self.about})" if self.about else "")).lstrip()


NOWHERE = Place()


@frozen
class Problem:
    """One finding: a stable `code`, its place, and the facts that its message names."""

    code: str
    place: Place = NOWHERE
    facts: Mapping[str, Any] = field(factory=dict)

    @property
    def kind(self) -> Code:
        """How problems of this code are put; a plugin's own brings its words along."""
        if self.code in CODES:
            return code_of(self.code)
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
        return self.kind.message.format_map(self.facts)

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
        outcome = f" {self.kind.outcome}" if self.kind.outcome else ""
        said = f"{self.message} [{self.code}]{outcome}"
        place = str(self.place)
        if not place:
            return said
        if self.place.line is not None:
            path = f"{self.place.path}: " if self.place.path else ""
            return f"{place}: {path}{said}"
        return f"{place}\n  {said}"


def problem(code: str, place: Place = NOWHERE, /, **facts: Any) -> Problem:
    """A problem of this code; the facts fill the places in its message."""
    return Problem(code, place, facts)


def finding(code: str, place: Place, message: str, severity: str = "warning") -> Problem:
    """A problem of a plugin's own, with a code that begins with the plugin's name."""
    return Problem(code, place, {"message": message, "severity": severity})


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that are more than a warning."""
    return tuple(one for one in problems if one.severity == "error")


def shown(problems: Sequence[Problem], most: int = SHOWN) -> Iterator[str]:
    """The problems as text, capped, with a last line that counts the rest."""
    for one in problems[:most]:
        yield str(one)
    if len(problems) > most:
        yield f"and {len(problems) - most} more"


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
    return f' Did you mean "{names[near[0]]}"?' if near else ""
