"""Findings in SARIF 2.1.0, in which code hosts show them beside the lines they are about."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote
from urllib.request import pathname2url

from auditkit.documents.document import Document
from auditkit.errors import Refused
from auditkit.kit import AuditKit
from auditkit.problems import Place, Problem
from auditkit.questions.reading import LoadedSet
from auditkit.tables.files import name_of, suffix_of
from auditkit.version import __version__

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_TOP = "SRCROOT"


def sarif_log(kit: AuditKit, found: Mapping[str, Sequence[Problem]]) -> dict[str, Any]:
    """The findings of each set, by the name or path it was checked under."""
    problems = [one for row in found.values() for one in row]
    rules = {one.code: _rule(one) for one in problems}
    index = {code: number for number, code in enumerate(rules)}
    results = [
        _result(one, index[one.code], path)
        for name, row in found.items()
        for one, path in _with_paths(kit, name, row)
    ]
    driver = {"name": "auditkit", "version": __version__, "rules": list(rules.values())}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(problem: Problem) -> dict[str, Any]:
    return {
        "id": problem.code,
        "shortDescription": {"text": problem.kind.title},
        "help": {"text": problem.kind.message},
        "defaultConfiguration": {"level": problem.severity},
    }


def _result(problem: Problem, index: int, path: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": problem.severity,
        "message": {"text": problem.message},
    }
    if path:
        location: dict[str, Any] = {"artifactLocation": _artifact(path)}
        place = problem.place
        if place.line is not None:
            region = {"startLine": place.line, "startColumn": place.column or 1}
            location["region"] = region
        result["locations"] = [{"physicalLocation": location}]
    return result


def _artifact(path: str) -> dict[str, str]:
    """A file by its path from the folder at hand; one outside of it by its full path."""
    full = os.path.abspath(path)
    inside = os.path.join(os.getcwd(), "")
    if not full.startswith(inside):
        return {"uri": f"file://{pathname2url(full)}"}
    return {"uri": quote(full.removeprefix(inside).replace(os.sep, "/")), "uriBaseId": _TOP}


def _with_paths(
    kit: AuditKit, name: str, problems: Iterable[Problem]
) -> Iterator[tuple[Problem, str]]:
    """Each finding with the path of the file in which it stands, as far as that is known."""
    path = name if suffix_of(name) in (".yaml", ".yml") else ""
    sets = _sets(kit, name)
    for one in problems:
        where = next((each.path for each in sets if _stands_in(each, one.place)), path)
        yield one, where if one.place.file else ""


def _sets(kit: AuditKit, name: str) -> list[LoadedSet]:
    """The set of this name and, of an overlay, those that it lies over, the lowest first."""
    try:
        is_file = suffix_of(name) in (".yaml", ".yml")
        question_set = kit.load(name) if is_file else kit.question_set(name)
    except Refused:
        return []
    sets = [kit.loaded(question_set)]
    while (base := sets[0].base) is not None:
        sets.insert(0, base)
    return sets


def _stands_in(loaded: LoadedSet, place: Place) -> bool:
    """Whether just this stands at this place of a set's document: what an overlay has changed
    or added does not stand in its base, even where both files have the same name.
    """
    if name_of(loaded.path) != place.file:
        return False
    return any(
        (found.line, found.column) == (place.line, place.column)
        for found in _places_at(loaded.document, place.path)
    )


def _places_at(document: Document, path: str) -> Iterator[Place]:
    """Where a path leads, with what is in its brackets taken as ids, and as numbers."""
    steps = [key or item for item, key in re.findall(r"\[([^\]]*)\]|([^.\[\]]+)", path)]
    yield document.place(*steps)
    yield document.place(*(int(one) if one.isdecimal() else one for one in steps))
