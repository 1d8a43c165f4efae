"""The cases of a period that one question set scored: by stratum, and weighted to all cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cached_property, partial

from auditkit.draws.record import Draw
from auditkit.estimates.intervals import Interval
from auditkit.estimates.stratified import Estimate
from auditkit.frozen import changed
from auditkit.languages import Words
from auditkit.periods import period
from auditkit.programme.model import Programme, service_title, stratum_title
from auditkit.questions.model import QuestionSet
from auditkit.report.cells import Cell
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.report.material import ReportMaterial
from auditkit.report.weighting import share_among
from auditkit.report.wording import (
    FEWEST_FOR_PERCENT,
    coverage_words,
    share_words,
    whole_percent,
)
from auditkit.scoring.scorecard import SCORED, Scorecard

# So many places are named where strata were put together.
_NAMED = 4


class WeightedCases:
    """What one question set says of the drawn cases of a period."""

    def __init__(self, evidence: Evidence, question_set: QuestionSet, words: Words) -> None:
        self.evidence = evidence
        self.question_set = question_set
        self.words = words

    @cached_property
    def strata(self) -> dict[str, str]:
        """The strata of the draws with their titles."""
        evidence, language = self.evidence, self.words.language
        drawn = {cell.stratum for cell in evidence.cells}
        known = strata_of(evidence.programme, evidence.drawn, language)
        return {stratum: title for stratum, title in known.items() if stratum in drawn}

    @cached_property
    def kinds(self) -> dict[str | None, str]:
        """The strata, where there are several, and all cases."""
        kinds: dict[str | None, str] = {}
        if len(self.strata) > 1:
            kinds.update(self.strata)
        kinds[None] = self.words.translate("All cases")
        return kinds

    def of(self, stratum: str | None) -> list[Cell]:
        """The cells of a stratum, or all."""
        return [cell for cell in self.evidence.cells if stratum in (None, cell.stratum)]

    def card(self, case: AuditedCase) -> Scorecard | None:
        """The scorecard that counts for a case, where this set scored it."""
        card = case.card
        is_ours = card.question_set.name == self.question_set.name and card.status == SCORED
        return card if is_ours else None

    def cards(self, stratum: str | None = None) -> list[Scorecard]:
        """Those of the drawn cases, or of one stratum of them."""
        found = (self.card(case) for cell in self.of(stratum) for case in cell.cases)
        return [card for card in found if card is not None]

    def share(
        self, holds: Callable[[Scorecard], bool | None], stratum: str | None = None
    ) -> Estimate | None:
        """The share of all eligible cases, or of those of a stratum, that something holds for;
        None of a card is a case that it does not concern.
        """

        def value(case: AuditedCase) -> int | None:
            card = self.card(case)
            found = None if card is None else holds(card)
            return None if found is None else int(found)

        return share_among(self.of(stratum), value)

    def share_words(self, estimate: Estimate | None, count: int | None = None) -> str | None:
        """A share in a cell of a table: in per cent, with its interval and the number of audited
        cases. Where these are fewer than ten the `count` among them, where that is known.
        """
        if estimate is None:
            return None
        words, of = self.words, estimate.sampled
        percent = estimate_percent(estimate)
        if percent is None:
            return None if count is None else share_words(count, of, words)
        if estimate.interval is None:
            return words.translate("{percent}% ({of} cases)", percent=percent, of=of)
        low, high = range_of(estimate.interval)
        facts = {"percent": percent, "low": low, "high": high, "of": of}
        return words.translate("{percent}% ({low}% to {high}%; {of} cases)", **facts)


def strata_of(programme: Programme, draws: Iterable[Draw], language: str) -> dict[str, str]:
    """The titles of the programme's strata, in their order, then of those of earlier draws that it
    has no more.
    """
    found = {one.id: stratum_title(one, language) for one in programme.strata}
    for draw in draws:
        for service in draw.services:
            for counts in service.strata:
                found.setdefault(counts.stratum, counts.title)
    return found


def weighted_cases(material: ReportMaterial) -> Iterator[WeightedCases]:
    """Those of every question set that scored a drawn case; none without a draw."""
    evidence = material.evidence
    if evidence is None:
        return
    for question_set in material.question_sets.values():
        found = WeightedCases(evidence, question_set, material.words)
        if found.cards():
            yield found


def estimate_percent(estimate: Estimate | None) -> int | None:
    """A share of all cases in whole per cent; None where it rests on fewer than ten audits."""
    if estimate is None or estimate.sampled < FEWEST_FOR_PERCENT:
        return None
    return whole_percent(estimate.value)


def range_of(interval: Interval) -> tuple[int, int]:
    """The ends of an interval in whole per cent."""
    low, high = (whole_percent(Fraction(end)) for end in interval)
    return low, high


def coverage(evidence: Evidence, words: Words) -> Iterator[str]:
    """Which cases the figures of all cases stand for, and what was put together for that."""
    found = share_among(evidence.cells, lambda case: Fraction(1))
    if found is None:
        return
    places = partial(_place_words, evidence, words.language)
    missing = changed(found, left_out=tuple(map(places, found.left_out)))
    yield coverage_words(missing, words) or words.plural(
        "The figures of all cases stand for {count} eligible case.",
        "The figures of all cases stand for {count} eligible cases.",
        int(found.listed),
    )
    names = [places(name) for one in found.collapsed for name in one.names]
    if names:
        row, more = "; ".join(names[:_NAMED]), len(names) - _NAMED
        if more > 0:
            row = words.plural("{row} and {count} more", "{row} and {count} more", more, row=row)
        yield words.translate(
            "Where fewer than two cases of a stratum were audited in a service and period, it is"
            " put together with others of its kind. So were: {places}.",
            places=row,
        )


def _place_words(evidence: Evidence, language: str, name: str) -> str:
    """A cell as people call it: its service, its stratum, its period."""
    month, service, stratum = name.split(" ")
    titles = {one.id: service_title(one, language) for one in evidence.programme.services}
    strata = strata_of(evidence.programme, evidence.drawn, language)
    label = period(month, evidence.programme.year_starts).label(language)
    return f"{titles.get(service, service)}, {strata[stratum]}, {label}"
