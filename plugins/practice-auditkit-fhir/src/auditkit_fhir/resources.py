"""The resources in a file: one, a Bundle, a list, or one a line; and the forms beside it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from auditkit import Place, Problem, Refused, Source, problem
from auditkit.tables.files import beside, read_bytes, suffix_of
from auditkit_fhir.exact_json import parse
from auditkit_fhir.findings import found
from auditkit_fhir.forms import NO_FORM, Form, beside_names, read_form
from auditkit_fhir.shapes import Part, part, parts, text

RESPONSE = "QuestionnaireResponse"
QUESTIONNAIRE = "Questionnaire"
BUNDLE = "Bundle"
KINDS = (RESPONSE, QUESTIONNAIRE, BUNDLE)
LINES = (".ndjson", ".jsonl")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]:]')
_LARGEST_FORM = 5 * 1024 * 1024


class Located(NamedTuple):
    """A resource, and where in its file it stands, in words."""

    resource: Part
    where: str


def kind_of_head(head: bytes) -> str:
    """What the beginning of a file says of its ``resourceType``; empty where it does not.

    The key counts at the top, or in the objects of a list; where only resources within are
    seen, the file holds one of them and they tell.

    >>> kind_of_head(b'[{"resourceType": "Bundle", ')
    'Bundle'
    >>> kind_of_head(b'{"answers": {"plan": "Yes"}}')
    ''
    """
    tokens = _TOKEN.findall(head)
    top = 2 if tokens[:1] == [b"["] else 1
    depth, within = 0, ""
    for index, token in enumerate(tokens):
        if token in (b"{", b"["):
            depth += 1
        elif token in (b"}", b"]"):
            depth -= 1
        elif token == b'"resourceType"' and tokens[index + 1 : index + 2] == [b":"]:
            kind = b"".join(tokens[index + 2 : index + 3]).decode("ascii", "replace").strip('"')
            if depth == top:
                return kind
            within = within or kind
    return within


def read_resources(source: Source) -> list[Located]:
    """The resources of a file, those of Bundles one by one. Raises `Refused` for a file that is
    empty, not UTF-8 or not JSON.
    """
    try:
        told = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        facts = {"byte": source.data[error.start], "at": f"byte {error.start + 1}"}
        raise Refused([problem("F004", source.place, **facts)]) from None
    if not told.strip():
        raise Refused([problem("F002", source.place)])
    if suffix_of(source.name) in LINES:
        return list(_of_lines(told, source.name))
    value = parse(told, source.name)
    if isinstance(value, list):
        return [
            one
            for index, resource in enumerate(value, 1)
            for one in _of_bundle(resource, f"resource {index}")
        ]
    return list(_of_bundle(value, ""))


def _of_lines(told: str, file: str) -> Iterator[Located]:
    for number, line in enumerate(told.split("\n"), 1):
        if line.strip():
            yield from _of_bundle(parse(line, file, number), f"line {number}")


def _of_bundle(resource: object, where: str) -> Iterator[Located]:
    """A resource, or those in the entries of a Bundle."""
    if not isinstance(resource, dict):
        return
    if resource.get("resourceType") != BUNDLE:
        yield Located(resource, where)
        return
    for index, entry in enumerate(parts(resource, "entry"), 1):
        words = ", ".join(filter(None, (where, f"entry {index}")))
        yield Located(part(entry, "resource"), words)


class Forms:
    """The forms that the responses of one file may be answers to, each read once."""

    def __init__(self, source: Source, resources: list[Located]) -> None:
        self.source = source
        self.resources = [one.resource for one in resources]
        self.questionnaires = [
            one for one in self.resources if one.get("resourceType") == QUESTIONNAIRE
        ]
        self.read: dict[str, Form] = {}
        self.missing: list[str] = []

    def of(self, response: Part) -> Form:
        """The form of a response; `NO_FORM` where it is not to be had."""
        named = text(response, "questionnaire")
        contained = parts(response, "contained")
        for other in contained:
            if other.get("resourceType") == QUESTIONNAIRE and _is_meant(other, named):
                return read_form(other, contained)
        if named not in self.read:
            self.read[named] = self._find(named)
        return self.read[named]

    def _find(self, named: str) -> Form:
        if not named:
            only = self.questionnaires
            return read_form(only[0], self.resources) if len(only) == 1 else NO_FORM
        for one in self.questionnaires:
            if _is_meant(one, named):
                return read_form(one, self.resources)
        form = self._beside(named)
        if form is None:
            self.missing.append(named)
        return form or NO_FORM

    def _beside(self, named: str) -> Form | None:
        """The form in a file beside this one."""
        if self.source.path is None or named.startswith("#"):
            return None
        for name in beside_names(named):
            path = beside(self.source.path, name)
            if not os.path.isfile(path):
                continue
            other = parse(read_bytes(path, _LARGEST_FORM).decode("utf-8-sig", "replace"), name)
            is_form = isinstance(other, dict) and other.get("resourceType") == QUESTIONNAIRE
            if is_form and _is_meant(other, named):
                return read_form(other)
        return None

    def problems(self) -> list[Problem]:
        """A warning for each form that was not to be had."""
        tell = partial(found, "fhir-form-missing", Place(file=self.source.name))
        return [tell(url=url, names=" or ".join(beside_names(url))) for url in self.missing]


def _is_meant(questionnaire: Part, named: str) -> bool:
    """Whether a response that names its form so means this one."""
    url, _, version = named.partition("|")
    own = text(questionnaire, "id")
    if url in (f"#{own}", f"{QUESTIONNAIRE}/{own}"):
        return bool(own)
    told = text(questionnaire, "version")
    return bool(url) and url == text(questionnaire, "url") and version in ("", told or version)
