"""Lists of cases and of earlier audits under pseudonyms, as they come to be drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from auditkit.cases import Case
from auditkit.errors import Refused
from auditkit.frozen import changed, frozen
from auditkit.privacy.keys import Key
from auditkit.privacy.pseudonyms import as_pseudonym, pseudonym
from auditkit.problems import Place, Problem, problem
from auditkit.programme.history import PastAudit
from auditkit.wording import shortened

Listed = TypeVar("Listed", Case, PastAudit)


@frozen
class HiddenCases:
    """Cases under their pseudonyms, in their order, and the local numbers behind those: the
    numbers never enter a store.
    """

    cases: tuple[Case, ...]
    numbers: Mapping[str, str]


def hidden_cases(cases: Sequence[Case], key: Key) -> HiddenCases:
    """The cases of a list under their pseudonyms.

    Raises `Refused` for broken pseudonyms, and for two local numbers that are one (D004).
    """
    hidden = _hidden(cases, key)
    numbers: dict[str, str] = {}
    twice: list[Problem] = []
    for case, under in zip(cases, hidden, strict=True):
        number = shortened(case.case_ref)
        first = numbers.setdefault(under.case_ref, case.case_ref)
        if first is not case.case_ref:
            facts = {"case": number, "other": shortened(first)}
            twice.append(problem("D004", Place(about=number), **facts))
    if twice:
        raise Refused(twice)
    told = {one: number for one, number in numbers.items() if as_pseudonym(number) is None}
    return HiddenCases(hidden, told)


def hidden_past(audits: Iterable[PastAudit], key: Key) -> tuple[PastAudit, ...]:
    """Earlier audits under the pseudonyms of their cases. Raises `Refused` for broken ones."""
    return _hidden(audits, key)


def _hidden(listed: Iterable[Listed], key: Key) -> tuple[Listed, ...]:
    hidden: list[Listed] = []
    broken: list[Problem] = []
    for one in listed:
        try:
            hidden.append(changed(one, case_ref=pseudonym(one.case_ref, key)))
        except Refused as refused:
            place = Place(about=shortened(one.case_ref))
            broken += (problem(said.code, place, **said.facts) for said in refused.problems)
    if broken:
        raise Refused(broken)
    return tuple(hidden)
