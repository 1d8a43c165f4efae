"""Findings in SARIF 2.1.0, in which code hosts show them beside the lines they are about."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import quote
from urllib.request import pathname2url

from auditkit.documents.document import Document
from auditkit.documents.nodes import Scalar
from auditkit.documents.yaml_events import read_yaml
from auditkit.errors import Refused
from auditkit.kit import AuditKit
from auditkit.problems import Place, Problem
from auditkit.questions.reading import LoadedSet, is_overlay
from auditkit.tables.files import beside, name_of, read_bytes, suffix_of
from auditkit.version import __version__

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_TOP = "SRCROOT"
# That a base cannot be had, and that the base is named in a way that leads to none.
NO_BASE = "O001"
BASE_MISNAMED = ("O009", "O010")


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
    kit: AuditKit, name: str, problems: Sequence[Problem]
) -> Iterator[tuple[Problem, str]]:
    """Each finding with the path of the file in which it stands, as far as that is known."""
    below = 0
    without_base = sum(one.code == NO_BASE for one in problems)
    most = without_base + 1 if without_base else None
    files = _loaded_files(kit, name) or list(islice(_files(kit, name), most))
    top = files[0].path if files else ""
    for one in problems:
        if one.code == NO_BASE or below:
            # What follows says why a base cannot be had, from one file to the next below it.
            at = below - (one.code in BASE_MISNAMED)
            below += one.code == NO_BASE
            path = files[at].path if at < len(files) else ""
        else:
            stands = (each.path for each in reversed(files) if _stands_in(each, one.place))
            path = next(stands, top)
        yield one, path if one.place.file else ""


class _File(NamedTuple):
    """A file of a set, or of one that it lies over; without a document where it is no YAML."""

    path: str
    document: Document | None


def _loaded_files(kit: AuditKit, name: str) -> list[_File]:
    """The file of a sound set and, of an overlay, those that it lies over, downwards."""
    try:
        loaded: LoadedSet | None = kit.loaded(
            kit.load(name) if _is_file(name) else kit.question_set(name)
        )
    except Refused:
        return []
    files = []
    while loaded is not None:
        files.append(_File(loaded.path, loaded.document))
        loaded = loaded.base
    return files


def _files(kit: AuditKit, name: str, above: str = "") -> Iterator[_File]:
    """The same of a set that is refused, as far as there are files; in a circle without end."""
    path = beside(above, name) if _is_file(name) else ""
    if not path:
        registered = kit.plugins.registry("auditkit_question_sets").get(name)
        path = str(registered.object) if registered else ""
    if not path:
        return
    try:
        document = Document(name_of(path), read_yaml(read_bytes(path), name_of(path)))
    except Refused:
        yield _File(path, None)
        return
    yield _File(path, document)
    extends = document.root.entries.get("extends") if is_overlay(document) else None  # type: ignore[attr-defined]
    if isinstance(extends, Scalar):
        yield from _files(kit, extends.value, path)


def _is_file(name: str) -> bool:
    return suffix_of(name) in (".yaml", ".yml")


def _stands_in(file: _File, place: Place) -> bool:
    """Whether just this stands at this place of a set's document: what an overlay has changed
    or added does not stand in its base, even where both files have the same name.
    """
    if file.document is None or name_of(file.path) != place.file:
        return False
    return any(
        (found.line, found.column) == (place.line, place.column)
        for found in _places_at(file.document, place.path)
    )


def _places_at(document: Document, path: str) -> Iterator[Place]:
    """Where a path leads, with what is in its brackets taken as ids, and as numbers."""
    steps = [key or item for item, key in re.findall(r"\[([^\]]*)\]|([^.\[\]]+)", path)]
    yield document.place(*steps)
    yield document.place(*(int(one) if one.isdecimal() else one for one in steps))
