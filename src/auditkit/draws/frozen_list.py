"""A list of cases, and of earlier audits, as a draw is made from them: checked, in order, hashed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from json import dumps
from typing import Any

from attrs import field

from auditkit.cases import Case
from auditkit.draws.numbers import composed
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.matching.folding import fold, tidy
from auditkit.problems import Place, Problem, problem
from auditkit.programme.history import PastAudit
from auditkit.wording import shortened


@frozen
class FrozenList:
    """The cases that may be drawn, in the order of their references, and the hash of all that
    is known of them. `references` are those of the cases by what they fold to.
    """

    cases: tuple[Case, ...]
    list_hash: str
    references: Mapping[str, str] = field(repr=False)


def frozen_list(cases: Iterable[Case]) -> FrozenList:
    """Freeze a list: neither the order in which it came nor the kind of file changes its hash.

    Raises `Refused` for a case without a reference or a service, and for a case twice.
    """
    ordered = sorted(cases, key=_reference)
    references: dict[str, str] = {}
    problems = list(_unfit(ordered, references))
    if problems:
        raise Refused(problems)
    digest = sha256()
    for case in ordered:
        digest.update(_line(_plain_case(case)))
    return FrozenList(tuple(ordered), digest.hexdigest(), references)


def _reference(case: Case) -> str:
    return case.case_ref


def _unfit(cases: Iterable[Case], references: dict[str, str]) -> Iterator[Problem]:
    """What keeps a list from being drawn from; `references` is filled on the way."""
    for case in cases:
        reference = case.case_ref
        if not reference or tidy(reference) != reference:
            yield problem("D001", Place(about=shortened(reference)))
        elif case.service is None:
            yield problem("D006", Place(about=shortened(reference)))
        elif (first := references.setdefault(fold(reference), reference)) is not reference:
            facts = {"case": shortened(reference), "other": shortened(first)}
            yield problem("D004", Place(about=shortened(reference)), **facts)


def _plain_case(case: Case) -> dict[str, Any]:
    told: dict[str, Any] = {
        "case_ref": case.case_ref,
        "service": case.service,
        "team": case.team,
        "practitioner": case.practitioner,
        **{f"case.{name}": plain_fact(fact) for name, fact in case.facts.items()},
    }
    return {key: value for key, value in told.items() if value is not None}


def plain_fact(fact: Any) -> str | None:
    """A fact about a case as text: a number in its shortest form, a date in ISO form."""
    if isinstance(fact, Decimal):
        digits = f"{fact:f}"
        return (digits.rstrip("0").removesuffix(".") if "." in digits else digits) or "0"
    if isinstance(fact, date):
        return fact.isoformat()
    return None if fact is None else composed(str(fact))


def past_hash(audits: Iterable[PastAudit]) -> str:
    """The hash of earlier audits, in whatever order they come."""
    digest = sha256()
    for one in sorted(audits, key=lambda one: (one.case_ref, one.audit_date, one.stage)):
        plain = {"case_ref": one.case_ref, "audit_date": one.audit_date.isoformat()}
        digest.update(_line({**plain, "stage": one.stage}))
    return digest.hexdigest()


def _line(plain: Mapping[str, Any]) -> bytes:
    text = dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return composed(text).encode() + b"\n"


def audits_by_case(
    audits: Iterable[PastAudit], cases: FrozenList
) -> dict[str, tuple[PastAudit, ...]]:
    """Earlier audits, oldest first, by the reference that the list has for their case; neither
    case nor spaces tell two references apart.
    """
    found: dict[str, list[PastAudit]] = {}
    for one in sorted(audits, key=lambda one: (one.audit_date, one.stage)):
        reference = cases.references.get(fold(one.case_ref))
        if reference is not None:
            found.setdefault(reference, []).append(one)
    return {reference: tuple(them) for reference, them in found.items()}
