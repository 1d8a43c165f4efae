"""Headings of columns that say who somebody is: such columns are dropped, and named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from auditkit.frozen import changed, frozen
from auditkit.languages import said_plural
from auditkit.matching.folding import fold, without_guard
from auditkit.problems import Place, Problem, problem
from auditkit.returns import AuditReturn, Row, Table
from auditkit.wording import listed, shortened

# What a heading names, in English and in Welsh with its mutations.
_NAMES = {
    "name": (
        *("name", "names", "first name", "firstname", "forename", "forenames", "surname"),
        *("last name", "lastname", "family name", "given name", "given names", "middle name"),
        *("maiden name", "known as", "alias", "initials", "signature", "fullname"),
        *("enw", "enwau", "cyfenw", "enw cyntaf", "enw olaf", "enw teuluol", "enw canol"),
        *("llofnod", "llythrennau blaen"),
    ),
    "e-mail address": (
        *("email", "e mail", "emails", "email address", "e mail address", "ebost", "e bost"),
        *("cyfeiriad ebost", "cyfeiriad e bost"),
    ),
    "NHS number": ("nhs", "nhs number", "nhs no", "nhs id", "rhif gig", "rhif y gig", "rhif nhs"),
    "National Insurance number": (
        *("ni number", "ni no", "nino", "national insurance number", "national insurance no"),
        *("national insurance", "rhif yswiriant gwladol", "rhif yg"),
    ),
    "date of birth": (
        *("dob", "d o b", "date of birth", "birth date", "birthdate", "birthday"),
        *("dyddiad geni", "dyddiad genedigaeth"),
    ),
    "address": (
        *("address", "addresses", "address line", "street", "house number", "house name", "uprn"),
        *("cyfeiriad", "cyfeiriadau", "llinell cyfeiriad", "stryd", "rhif y ty", "enw r ty"),
    ),
    "phone number": (
        *("phone", "phone number", "phone no", "telephone", "telephone number", "telephone no"),
        *("tel", "tel no", "tel number", "mobile", "mobile number", "mobile no", "mobile phone"),
        *("mobile phone number", "landline", "landline number", "contact number", "contact no"),
        *("ffon", "rhif ffon", "teleffon", "symudol", "ffon symudol", "rhif ffon symudol"),
    ),
    "postcode": ("postcode", "post code", "postal code", "cod post"),
}
# Whose it is and which one: with such words beside it, a heading still names nothing else.
# A service, a team or a provider has a name too, and it may stay.
_BESIDE = (
    *("the", "of", "s", "a", "an", "for", "and", "or", "in", "full", "your", "their", "his", "her"),
    *("person", "persons", "people", "client", "clients", "customer", "customers", "adult"),
    *("service user", "service users", "user", "patient", "citizen", "resident", "individual"),
    *("carer", "carers", "unpaid carer", "next of kin", "nok", "relative", "parent", "child"),
    *("advocate", "representative", "case", "cared for", "emergency contact", "contact"),
    *("practitioner", "practitioners", "auditor", "auditors", "moderator", "moderators"),
    *("assessor", "reviewer", "worker", "social worker", "allocated worker", "key worker"),
    *("allocated", "staff", "team leader", "head of service", "home", "work", "main", "primary"),
    *("other", "secondary", "current", "previous", "permanent", "temporary", "legal", "preferred"),
    *("line", "please enter", "please give", "enter"),
    *("y", "yr", "r", "ei", "eu", "a r", "neu", "llawn", "person", "cleient", "defnyddiwr"),
    *("defnyddiwr gwasanaeth", "oedolyn", "claf", "unigolyn", "preswylydd", "gofalwr"),
    *("ymarferydd", "archwilydd", "cymedrolwr", "gweithiwr", "gweithiwr cymdeithasol", "cartref"),
    *("gwaith", "perthynas agosaf", "arweinydd tim", "pennaeth gwasanaeth"),
)
_BESIDE_ID = "beside"
_SHOWN = 20
# `DateOfBirth` is three words, and so is `NHSNumber` two.
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@cache
def _phrases() -> Mapping[tuple[str, ...], str]:
    beside = {tuple(text.split()): _BESIDE_ID for text in _BESIDE}
    names = {tuple(text.split()): kind for kind, texts in _NAMES.items() for text in texts}
    return {**beside, **names}


@cache
def _longest() -> int:
    return max(map(len, _phrases()))


def identifying(heading: str) -> str | None:
    """What a heading says of somebody: ``name``, ``postcode`` and so on; None where it does not.

    A heading counts only where every word of it belongs: a question that speaks of an address
    is no address.

    >>> identifying("Client's first name"), identifying("DateOfBirth"), identifying("Team name")
    ('name', 'date of birth', None)
    """
    kinds = list(_kinds(_words(heading)))
    told = [kind for kind in kinds if kind != _BESIDE_ID]
    return told[0] if told and "" not in kinds else None


def _words(heading: str) -> list[str]:
    plain = without_accents(fold(_HUMPS.sub(" ", without_guard(heading))))
    return re.findall(r"[^\W\d_]+", plain)


def without_accents(text: str) -> str:
    """A text as it is typed where the keyboard has no accents: ``ffôn`` and ``ffon`` are one."""
    if text.isascii():
        return text
    import unicodedata

    parts = unicodedata.normalize("NFD", text)
    return "".join(one for one in parts if not unicodedata.combining(one))


def _kinds(words: list[str]) -> Iterator[str]:
    """What each phrase of a heading is, the longest known first; "" for a word that is none."""
    at = 0
    while at < len(words):
        for length in range(_longest(), 0, -1):
            kind = _phrases().get(tuple(words[at : at + length]), "")
            if kind:
                break
        yield kind
        at += length


@frozen
class Identifying:
    """A column that says who somebody is: its index, counted from 0, and what it says."""

    column: int
    kind: str


def identifying_columns(
    headings: Iterable[str], kept: Collection[int] = ()
) -> tuple[Identifying, ...]:
    """The columns that say who somebody is, but for those `kept` because they become a pseudonym
    or a code.
    """
    told = ((column, identifying(heading)) for column, heading in enumerate(headings))
    return tuple(Identifying(column, kind) for column, kind in told if kind and column not in kept)


def without_identifying(
    table: Table, kept: Collection[int] = ()
) -> tuple[Table, tuple[Problem, ...]]:
    """A table without the columns that say who somebody is, and a warning that names them."""
    gone = {one.column for one in identifying_columns(table.headings, kept)}
    if not gone:
        return table, ()
    place = table.heading_place(min(gone))
    said = dropped([table.headings[column] for column in sorted(gone)], place)
    stays = [column for column in range(len(table.headings)) if column not in gone]

    def locate(row: Row, column: int) -> str:
        return table.place(row, stays[column]).cell or ""

    left = changed(
        table,
        headings=tuple(table.headings[column] for column in stays),
        rows=[_row(row, stays) for row in table.rows],
        locate=locate,
        locate_row=lambda row: table.row_place(row).cell or "",
    )
    return left, (said,)


def _row(row: Row, stays: list[int]) -> Row:
    return Row(row.number, [row.cells[column] for column in stays], row.addresses)


def without_identifying_facts(audit_return: AuditReturn) -> tuple[AuditReturn, tuple[Problem, ...]]:
    """A return without those facts about its case whose names say who somebody is, and a
    warning that names them.
    """
    facts: Mapping[str, Any] = audit_return.case
    gone = [name for name in facts if identifying(name)]
    if not gone:
        return audit_return, ()
    left = {name: fact for name, fact in facts.items() if name not in gone}
    named = dropped([f"case.{name}" for name in gone], audit_return.place)
    return changed(audit_return, case=left), (named,)


def dropped(headings: list[str], place: Place) -> Problem:
    """A warning that these columns were left out."""
    shown = listed(map(shortened, headings[:_SHOWN]))
    more = len(headings) - _SHOWN
    if more > 0:
        shown = said_plural("{row} and {count} more", "{row} and {count} more", more, row=shown)
    return problem("N004", place, headings=shown)
