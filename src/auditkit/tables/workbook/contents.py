"""Which sheets a workbook has, and in which parts of the package they are."""

from __future__ import annotations

from typing import NamedTuple

from auditkit.problems import Place
from auditkit.tables.workbook.bounds import MOST_SHEETS
from auditkit.tables.workbook.markup import Attributes, local_name, visit_starts
from auditkit.tables.workbook.parts import Package
from auditkit.tables.workbook.refusals import another_format, damaged, too_large
from auditkit.tables.workbook.signatures import format_of_archive

_MOST_RELATIONSHIPS = 5_000
_LONGEST_NAME = 255
_STATES = frozenset({"visible", "hidden", "veryHidden"})
_TRUE = frozenset({"1", "true"})


class SheetPart(NamedTuple):
    """A sheet with cells: its name, its `state` (visible, hidden, veryHidden) and its part."""

    name: str
    state: str
    part: str


class Contents(NamedTuple):
    """The sheets in the order of their tabs, and the parts that all of them share."""

    sheets: tuple[SheetPart, ...]
    is_1904: bool
    strings: str | None
    styles: str | None


class _Relationship(NamedTuple):
    """A link from one part to another; `kind` is the last word of its type."""

    kind: str
    target: str
    is_external: bool


class _Tab(NamedTuple):
    name: str
    state: str
    relationship: str


def read_contents(package: Package) -> Contents:
    """What the workbook part and its relationships say.

    Chart sheets, dialogs and macro sheets have no cells and are left out. Raises `Refused`
    where the package is no .xlsx workbook, or a sheet is not in it.
    """
    workbook = _workbook_part(package)
    links = _relationships(package, workbook)
    tabs, is_1904 = _read_tabs(package, workbook)
    sheets = []
    for tab in tabs:
        link = links.get(tab.relationship)
        if link is None or link.is_external:
            raise damaged(f'the sheet "{tab.name}" is not in the file', package.place)
        if link.kind == "worksheet":
            part = _target(package, workbook, link)
            sheets.append(SheetPart(tab.name, tab.state, part))
    shared = {link.kind: link for link in links.values() if not link.is_external}
    strings, styles = (
        _target(package, workbook, shared[kind]) if kind in shared else None
        for kind in ("sharedStrings", "styles")
    )
    return Contents(tuple(sheets), is_1904, strings, styles)


def _workbook_part(package: Package) -> str:
    """The part that the package names as its main document, else the usual one."""
    usual = package.find("xl/workbook.xml")
    found = None if usual else format_of_archive(package.members)
    part = usual if found else _main_document(package) or usual
    if part is None:
        raise another_format(found or "a zip archive without a workbook in it", package.place)
    return part


def _main_document(package: Package) -> str | None:
    if package.find("_rels/.rels") is None:
        return None
    for link in _relationships(package, "").values():
        if link.kind == "officeDocument" and not link.is_external:
            return package.find(_path("", link.target, package.place))
    return None


def _read_tabs(package: Package, workbook: str) -> tuple[list[_Tab], bool]:
    tabs: list[_Tab] = []
    names: set[str] = set()
    is_1904 = False

    def visit(parent: str, name: str, attributes: Attributes) -> None:
        nonlocal is_1904
        if parent == "sheets" and name == "sheet":
            if len(tabs) == MOST_SHEETS:
                raise too_large(f"more than {MOST_SHEETS} sheets", f"{MOST_SHEETS}", package.place)
            tab = _tab(attributes, package.place)
            if tab.name.casefold() in names:
                raise damaged("it has two sheets of the same name", package.place)
            names.add(tab.name.casefold())
            tabs.append(tab)
        elif parent == "workbook" and name == "workbookPr":
            is_1904 = attributes.get("date1904") in _TRUE

    visit_starts(package.text(workbook), "workbook", visit, workbook, package.place)
    return tabs, is_1904


def _tab(attributes: Attributes, place: Place) -> _Tab:
    name = attributes.get("name", "")
    state = attributes.get("state", "visible")
    if not 0 < len(name) <= _LONGEST_NAME or state not in _STATES:
        raise damaged("it has a sheet without a proper name or state", place)
    links = [value for key, value in attributes.items() if local_name(key) == "id"]
    return _Tab(name, state, links[0] if links else "")


def _relationships(package: Package, source: str) -> dict[str, _Relationship]:
    """The links of a part by their ids; `source` is "" for those of the package itself."""
    folder, _, name = source.rpartition("/")
    part = package.find(f"{folder}/_rels/{name}.rels".lstrip("/"))
    if part is None:
        raise damaged("the list of its sheets is missing", package.place)
    links: dict[str, _Relationship] = {}

    def visit(_: str, name: str, attributes: Attributes) -> None:
        if name != "Relationship":
            return
        if len(links) == _MOST_RELATIONSHIPS:
            most = f"{_MOST_RELATIONSHIPS:,}"
            raise too_large(f"more than {most} links between parts", most, package.place)
        kind = attributes.get("Type", "").rpartition("/")[2]
        is_external = attributes.get("TargetMode") == "External"
        identity = attributes.get("Id", "")
        if identity in links:
            raise damaged("it has two links of the same name", package.place)
        links[identity] = _Relationship(kind, attributes.get("Target", ""), is_external)

    visit_starts(package.text(part), "Relationships", visit, part, package.place)
    return links


def _target(package: Package, source: str, link: _Relationship) -> str:
    part = package.find(_path(source, link.target, package.place))
    if part is None:
        raise damaged(f"a part of the kind {link.kind} is not in the file", package.place)
    return part


def _path(source: str, target: str, place: Place) -> str:
    """The name of the part that a link's target means, seen from the part that has the link."""
    target = target.replace("\\", "/")
    folders = [] if target.startswith("/") else source.split("/")[:-1]
    for step in target.split("/"):
        if step == ".." and not folders:
            raise damaged("it refers to a part outside itself", place)
        if step == "..":
            folders.pop()
        elif step not in ("", "."):
            folders.append(step)
    return "/".join(folders)
