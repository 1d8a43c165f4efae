"""Returns made ready to be stored: under pseudonyms, with staff as codes, looked through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from auditkit.errors import Refused
from auditkit.frozen import changed, frozen
from auditkit.languages import said
from auditkit.privacy.columns import without_identifying_facts
from auditkit.privacy.comments import looked_at_reference, looked_through, looks_like_name
from auditkit.privacy.keys import Key
from auditkit.privacy.pseudonyms import pseudonymous_return
from auditkit.privacy.staff import STAFF_FACTS, with_staff_codes
from auditkit.problems import Problem, problem
from auditkit.returns import AuditReturn


@frozen(kw_only=True)
class Protected:
    """Returns that may be stored, in their order, and what is to be said of them."""

    returns: tuple[AuditReturn, ...]
    problems: tuple[Problem, ...]


def protected(
    returns: Iterable[AuditReturn],
    *,
    key: Key | None = None,
    codes: Mapping[str, str] | None = None,
) -> Protected:
    """Returns as they may be stored. With a `key` cases stand under their pseudonyms; `codes` are
    those of staff by their e-mail addresses.

    A return with an address that nobody is known by is held, and so is one with a broken
    pseudonym. Problems name a case as the return did that came in, so that people find it.
    """
    kept, told = [], []
    for one in returns:
        found, facts = without_identifying_facts(with_staff_codes(one, codes or {}))
        told += [*facts, *looked_through(found), *_of_staff(found, codes or {})]
        if key is None:
            told += looked_at_reference(found.case_ref, changed(found.place, about=""))
        else:
            found = under_pseudonym(found, key)
        kept.append(found)
    return Protected(returns=tuple(kept), problems=tuple(told))


def under_pseudonym(one: AuditReturn, key: Key) -> AuditReturn:
    """A return under the pseudonym of its case; one with a broken pseudonym is held."""
    try:
        return pseudonymous_return(one, key)
    except Refused as refused:
        broken = (problem(each.code, one.place, **each.facts) for each in refused.problems)
        return changed(one, problems=(*one.problems, *broken))


def _of_staff(one: AuditReturn, codes: Mapping[str, str]) -> Iterator[Problem]:
    for fact in STAFF_FACTS:
        told = getattr(one, fact)
        if told is not None and told not in codes.values() and looks_like_name(told):
            yield problem("N010", changed(one.place, question=fact), fact=said(fact))
