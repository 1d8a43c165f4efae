"""Pseudonyms: local case numbers made into references that only the holder of the key can undo."""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterable, Mapping
from typing import Any

from auditkit.cases import Case
from auditkit.errors import Refused
from auditkit.frozen import changed, frozen
from auditkit.matching.folding import fold, without_guard
from auditkit.privacy.keys import Key
from auditkit.problems import Place, Problem, problem
from auditkit.returns import AuditReturn
from auditkit.wording import shortened

PREFIX = "PSN-"
# Base 32 without I, L, O and U (Crockford): nothing in it is taken for something else.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_OURS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET)
_MISREAD = str.maketrans("ILO", "110")
_BYTES = 10
_DIGITS = 16
_GROUP = 4
_SHAPE = re.compile(f"[{_ALPHABET}]{{{_DIGITS}}}")


def normal_number(text: str) -> str:
    """A local number as it is hashed: in small letters, without spaces or invisible characters,
    every kind of dash and quote alike. Zeros in front and dashes within count.

    >>> normal_number(" MC 0012‑34 ")
    'mc0012-34'
    """
    return without_guard(fold(fold(text).replace(" ", "")))


def pseudonym(number: str, key: Key) -> str:
    """The pseudonym of a local number: the first 80 bits of the HMAC-SHA-256 of its normal form
    in UTF-8. What is a pseudonym already stays the same.

    Raises `Refused` for what begins like a pseudonym and is none, which a slip of a hand makes.
    """
    normal = normal_number(number)
    if normal.startswith(PREFIX.lower()):
        known = as_pseudonym(number)
        if known is None:
            found = shortened(number)
            raise Refused([problem("N003", found=found, digits=_DIGITS, prefix=PREFIX)])
        return known
    if not normal:
        return ""
    return _written(b32encode(key.digest(normal.encode())[:_BYTES]).decode().translate(_OURS))


def as_pseudonym(text: str) -> str | None:
    """A pseudonym as it is written, from one that was typed by hand; None for anything else.

    >>> as_pseudonym("psn-ohxj4c1l9kqz7m2b")
    'PSN-0HXJ-4C11-9KQZ-7M2B'
    """
    told = normal_number(text).upper()
    if not told.startswith(PREFIX):
        return None
    digits = told.removeprefix(PREFIX).replace("-", "").translate(_MISREAD)
    return _written(digits) if _SHAPE.fullmatch(digits) else None


def _written(digits: str) -> str:
    groups = (digits[start : start + _GROUP] for start in range(0, _DIGITS, _GROUP))
    return PREFIX + "-".join(groups)


def pseudonymous_case(case: Case, key: Key) -> Case:
    """A case of a list, under its pseudonym."""
    return changed(case, case_ref=pseudonym(case.case_ref, key))


def pseudonymous_return(audit_return: AuditReturn, key: Key) -> AuditReturn:
    """A return under the pseudonym of its case, which its places and problems name too."""
    reference = pseudonym(audit_return.case_ref, key)
    return changed(
        audit_return,
        case_ref=reference,
        place=_about(audit_return.place, reference),
        problems=tuple(
            Problem(one.code, _about(one.place, reference), renamed_facts(one.facts, reference))
            for one in audit_return.problems
        ),
    )


def renamed_facts(facts: Mapping[str, Any], reference: str) -> Mapping[str, Any]:
    """The facts of a problem, with a case among them under its pseudonym."""
    return {**facts, "case": reference} if "case" in facts else facts


def _about(place: Place, reference: str) -> Place:
    return changed(place, about=reference)


@frozen
class JoinedBack:
    """Local numbers by their pseudonyms, and the references that none was found for."""

    numbers: Mapping[str, str]
    missing: tuple[str, ...]


def joined_back(references: Iterable[str], numbers: Iterable[str], key: Key) -> JoinedBack:
    """The local numbers of the cases in a work list, found among those that a council knows.
    The result never enters a store.

    A reference that is no pseudonym is among the missing. Raises `Refused` where not one number
    is found: the key is another one, or the list of numbers is.
    """
    known: dict[str, str] = {}
    for number in numbers:
        known.setdefault(pseudonym(number, key), number)
    wanted = dict.fromkeys(as_pseudonym(text) or text for text in references)
    found = {one: known[one] for one in wanted if one in known}
    if wanted and not found:
        raise Refused([problem("N009", count=len(wanted))])
    return JoinedBack(found, tuple(one for one in wanted if one not in found))
