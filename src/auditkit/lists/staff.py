"""A staff list, read from a table: codes, roles, services, teams, and e-mail addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from auditkit.actors import Actor
from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.lists.columns import ListReader, find_columns, needed
from auditkit.matching.folding import fold, tidy, without_guard
from auditkit.matching.options import Unread
from auditkit.problems import did_you_mean
from auditkit.programme.model import Programme
from auditkit.programme.roles import roles_of
from auditkit.programme.services import ServiceNames
from auditkit.programme.staff import Staff
from auditkit.returns import Table
from auditkit.wording import several, shortened

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "staff": ("Staff code", "Staff ID", "Code", "Cod staff"),
    "roles": ("Role", "Rôl", "Rolau"),
    "services": ("Service", "Gwasanaeth", "Gwasanaethau"),
    "teams": ("Team", "Tîm", "Timau"),
    "email": ("E-mail", "Email address", "E-mail address", "E-bost"),
}


def staff_headings() -> dict[str, str]:
    """Folded headings of a staff list, with what they mean."""
    return {fold(text): name for name, texts in HEADINGS.items() for text in (name, *texts)}


def read_staff_table(table: Table, programme: Programme) -> Staff:
    """The staff in a table, in the order of its rows. Several roles, services and teams of one
    cell have ``;`` between them. Names and other columns are not looked at.

    Raises `Refused` with every cell that cannot be read, and never says an address.
    """
    columns = find_columns(table, staff_headings())
    needed(table, columns, "staff")
    needed(table, columns, "roles")
    reader = ListReader(table, columns, "staff")
    services = ServiceNames(programme)
    known = roles_of(programme)
    roles = {fold(role.replace("_", " ")): role for role in known}

    def role(text: str) -> str:
        found = roles.get(fold(text.replace("_", " ")))
        if found is None:
            facts = {"found": shortened(text), "hint": did_you_mean(text, known)}
            raise Unread("D053", **facts, known=several(known))
        return found

    def service(text: str) -> str:
        found = services.find(text)
        if found is None:
            facts = {"found": shortened(text), "hint": did_you_mean(text, services.titles)}
            raise Unread("D007", **facts, where=said("this row"), known=several(services.titles))
        return found

    codes = reader.read("staff", _code)
    held = reader.read("roles", _each(role))
    worked_in = reader.read("services", _each(service))
    teams = reader.read("teams", _each(str))
    addresses = reader.read("email", _address)
    _note_twice(reader, "staff", "D050", codes)
    _note_twice(reader, "email", "D051", addresses)
    if reader.problems:
        raise Refused(reader.problems)
    people = zip(codes, held, worked_in, teams, strict=True)
    return Staff(
        tuple(Actor(*one) for one in people),
        {
            address: code
            for address, code in zip(addresses, codes, strict=True)
            if address is not None
        },
    )


def _code(text: str) -> str:
    found = tidy(without_guard(text))
    if not found:
        raise Unread("D052")
    if "@" in found:
        raise Unread("D056")
    return found


def _each(read: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    def read_all(text: str) -> tuple[str, ...]:
        parts = (tidy(without_guard(part)) for part in text.split(";"))
        return tuple(dict.fromkeys(read(part) for part in parts if part))

    return read_all


def _address(text: str) -> str | None:
    found = fold(text).removeprefix("mailto:")
    if found and ("@" not in found or " " in found):
        raise Unread("D054")
    return found or None


def _note_twice(reader: ListReader, name: str, code: str, values: list[Any]) -> None:
    seen: dict[str, int] = {}
    for at, value in enumerate(values):
        if value is None:
            continue
        first = seen.setdefault(fold(value), at)
        if first != at:
            other = reader.words(first, name)
            facts = {"staff": value, "other": other} if code == "D050" else {"other": other}
            reader.note(code, at, name, **facts)
