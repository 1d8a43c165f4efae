"""A draw as people read it: how many of what, which cases, and what fell short."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.draws.counting import too_few
from auditkit.draws.numbers import checking_hint
from auditkit.draws.record import Draw, DrawnCase, Replacement, Shortfall
from auditkit.languages import ENGLISH, Words, noted, words_in

Row = tuple[str, ...]

_SHOWN_DIGITS = 12
_COUNTS = (
    noted("Service"),
    noted("Stratum"),
    noted("Listed"),
    noted("Excluded"),
    noted("Eligible"),
    noted("Wanted"),
    noted("Taken"),
)
_CASES = (
    noted("Case"),
    noted("Service"),
    noted("Stratum"),
    noted("Draw number"),
    noted("Note"),
)


def counts_table(draw: Draw, language: str = ENGLISH) -> list[Row]:
    """Service, stratum, and how many were listed, excluded, eligible, wanted and taken."""
    table: list[Row] = [tuple(map(words_in(language).translate, _COUNTS))]
    for service in draw.services:
        for one in service.strata:
            numbers = (one.listed, one.listed - one.eligible, one.eligible, one.wanted, one.taken)
            table.append((service.title, one.title, *map(str, numbers)))
    return table


def cases_table(draw: Draw, language: str = ENGLISH) -> list[Row]:
    """The cases to be audited as things stand, in the order of the draw."""
    words = words_in(language)
    titles = {one.service: one.title for one in draw.services}
    strata = {one.stratum: one.title for service in draw.services for one in service.strata}
    by = {one.by: one.case_ref for one in draw.replacements if one.by is not None}
    further = {one.case_ref: one.because for one in draw.further}
    table: list[Row] = [tuple(map(words.translate, _CASES))]
    for case in draw.cases():
        note = _note(case, by.get(case.case_ref), words) or further.get(case.case_ref, "")
        number = case.draw_number[:_SHOWN_DIGITS] + "…"
        row = (case.case_ref, titles[case.service], strata[case.stratum], number, note)
        table.append(row)
    return table


def _note(case: DrawnCase, instead_of: str | None, words: Words) -> str:
    if instead_of is not None:
        return words.translate("instead of {case}", case=instead_of)
    return words.translate("fills a place left over") if case.filled else ""


def described(draw: Draw, language: str = ENGLISH) -> Iterator[str]:
    """What is to be said beside the tables: seed, lists, exclusions, shortfalls, replacements,
    and how to check a number.
    """
    words = words_in(language)
    about = {"period": draw.period, "purpose": draw.purpose, "seed": draw.seed}
    if draw.is_seed_of_programme:
        message = noted("Period {period}, purpose {purpose}, seed {seed} (the programme's)")
    else:
        message = noted("Period {period}, purpose {purpose}, seed {seed} (not the programme's)")
    yield words.translate(message, **about)
    lists = draw.lists
    yield words.plural(
        "List of {count} case, hash {hash}",
        "List of {count} cases, hash {hash}",
        lists.cases,
        hash=lists.cases_hash,
    )
    if lists.past_hash is None:
        yield words.translate("Earlier audits: not given")
    else:
        yield words.translate(
            "Earlier audits: {number}, hash {hash}", number=lists.past, hash=lists.past_hash
        )
    yield from _excluded(draw, words)
    for short in draw.shortfalls:
        yield shortfall_words(draw, short, language)
    for one in draw.replacements:
        yield _replaced(one, words)
    if draw.taken:
        hint = checking_hint(draw.seed, draw.period, draw.purpose, draw.taken[0].case_ref)
        yield words.translate("Check a draw number: {command}", command=hint)


def _excluded(draw: Draw, words: Words) -> Iterator[str]:
    for one in draw.policy.exclusions:
        number = sum(
            stratum.excluded.get(one.exclude, 0)
            for service in draw.services
            for stratum in service.strata
        )
        yield words.plural(
            "Excluded: {count} case: {reason}",
            "Excluded: {count} cases: {reason}",
            number,
            reason=one.because,
        )


def _replaced(one: Replacement, words: Words) -> str:
    reason = one.because
    if one.ineligible:
        reason = words.translate("{reason}, not eligible", reason=reason)
    instead = (
        words.translate("{case} instead", case=one.by)
        if one.by
        else words.translate("no case is left to take its place")
    )
    return words.translate(
        "Replaced: {case} ({reason}); {instead}",
        case=one.case_ref,
        reason=reason,
        instead=instead,
    )


def shortfall_words(draw: Draw, short: Shortfall, language: str = ENGLISH) -> str:
    """A shortfall in a sentence."""
    service = next(one for one in draw.services if one.service == short.service)
    words = words_in(language)
    counts = service if short.stratum is None else draw.counts(short.service, short.stratum)
    facts = {
        "which": service.title,
        "wanted": short.wanted,
        "eligible": short.eligible,
        "taken": short.taken,
        "reason": too_few(counts.listed, counts.eligible),
    }
    if short.stratum is None:
        return words.translate(
            "Shortfall: {which}: {wanted} wanted, {eligible} eligible, {taken} taken ({reason})",
            **facts,
        )
    facts["which"] = f"{service.title}, {counts.title}"
    return words.translate(
        "Shortfall: {which}: {wanted} wanted, {eligible} eligible ({reason})", **facts
    )
