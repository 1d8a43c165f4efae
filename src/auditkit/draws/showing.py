"""A draw as people read it: how many of what, which cases, and what fell short."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.draws.numbers import checking_hint
from auditkit.draws.record import Draw, DrawnCase, Shortfall
from auditkit.wording import counted

Row = tuple[str, ...]

_SHOWN_DIGITS = 12


def counts_table(draw: Draw) -> list[Row]:
    """Service, stratum, and how many were listed, excluded, eligible, wanted and taken."""
    table: list[Row] = [("Service", "Stratum", "Listed", "Excluded", "Eligible", "Wanted", "Taken")]
    for service in draw.services:
        for one in service.strata:
            numbers = (one.listed, one.listed - one.eligible, one.eligible, one.wanted, one.taken)
            table.append((service.title, one.title, *map(str, numbers)))
    return table


def cases_table(draw: Draw) -> list[Row]:
    """The cases to be audited as things stand, in the order of the draw."""
    titles = {one.service: one.title for one in draw.services}
    strata = {one.stratum: one.title for service in draw.services for one in service.strata}
    by = {one.by: one.case_ref for one in draw.replacements if one.by is not None}
    table: list[Row] = [("Case", "Service", "Stratum", "Draw number", "Note")]
    for case in draw.cases():
        note = f"instead of {by[case.case_ref]}" if case.case_ref in by else _note(case)
        number = case.draw_number[:_SHOWN_DIGITS] + "…"
        row = (case.case_ref, titles[case.service], strata[case.stratum], number, note)
        table.append(row)
    return table


def _note(case: DrawnCase) -> str:
    return "fills a place left over" if case.filled else ""


def described(draw: Draw) -> Iterator[str]:
    """What is to be said beside the tables: seed, lists, exclusions, shortfalls, replacements,
    and how to check a number.
    """
    seed = "the programme's" if draw.is_seed_of_programme else "not the programme's"
    yield f"Period {draw.period}, purpose {draw.purpose}, seed {draw.seed} ({seed})"
    lists = draw.lists
    yield f"List of {counted(lists.cases, 'case')}, hash {lists.cases_hash}"
    if lists.past_hash is None:
        yield "Earlier audits: not given"
    else:
        yield f"Earlier audits: {lists.past}, hash {lists.past_hash}"
    yield from _excluded(draw)
    for short in draw.shortfalls:
        yield shortfall_words(draw, short)
    for one in draw.replacements:
        instead = f"{one.by} instead" if one.by else "no case is left to take its place"
        ineligible = ", not eligible" if one.ineligible else ""
        yield f"Replaced: {one.case_ref} ({one.because}{ineligible}); {instead}"
    if draw.taken:
        hint = checking_hint(draw.seed, draw.period, draw.purpose, draw.taken[0].case_ref)
        yield f"Check a draw number: {hint}"


def _excluded(draw: Draw) -> Iterator[str]:
    for one in draw.policy.exclusions:
        number = sum(
            stratum.excluded.get(one.exclude, 0)
            for service in draw.services
            for stratum in service.strata
        )
        yield f"Excluded: {counted(number, 'case')}: {one.because}"


def shortfall_words(draw: Draw, short: Shortfall) -> str:
    """A shortfall in a sentence."""
    service = next(one for one in draw.services if one.service == short.service)
    which = service.title
    if short.stratum is not None:
        which += ", " + draw.counts(short.service, short.stratum).title
    taken = "" if short.stratum is not None else f", {short.taken} taken"
    return (
        f"Shortfall: {which}: {short.wanted} wanted, {short.eligible} eligible{taken}"
        f" ({short.reason})"
    )
