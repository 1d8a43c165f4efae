"""What was audited of what was drawn: plan, shortfalls, replacements, overrides, and the draws."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditkit.builtin.sections.weighted import strata_of
from auditkit.draws.counting import too_few
from auditkit.languages import Words, noted, noted_plural
from auditkit.periods import MONTH, period
from auditkit.programme.model import service_title
from auditkit.report.activity import (
    Activity,
    Missing,
    activity,
    not_drawn,
    services_drawn,
    shortfalls,
)
from auditkit.report.evidence import Evidence
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Block, Cell, Column, DataTable, Paragraph, Section
from auditkit.stages.separation import RULES
from auditkit.templates.layout import STAGE_LABELS

PLAN = "drawn-services"
_OVER_MONTHS = noted_plural("over {count} month", "over {count} months")
_OVER_PERIODS = noted_plural("over {count} period", "over {count} periods")


def drawn_section(material: ReportMaterial, evidence: Evidence) -> Section:
    """Activity against plan, from the records of the draws."""
    words = material.words
    titles = Titles(evidence, words)
    blocks: list[Block] = []
    if evidence.drawn:
        blocks.append(Paragraph(audited_words(evidence, words), of=(PLAN,)))
        blocks.append(_by_service(evidence, titles))
        if len(evidence.drawn) > 1:
            blocks.append(_by_period(evidence, titles))
        blocks += _shortfalls(evidence, titles)
        blocks += _replacements(evidence, titles)
    else:
        said = words.translate("No draw is kept for this period, so that nothing was planned.")
        blocks.append(Paragraph(said, of=()))
    blocks += _others(evidence, words)
    blocks += _overrides(evidence, words)
    if evidence.drawn:
        blocks.append(_draws(evidence, titles))
    return Section(title=words.translate("What was audited"), blocks=tuple(blocks))


class Titles:
    """Services, strata and periods as people call them."""

    def __init__(self, evidence: Evidence, words: Words) -> None:
        self.words = words
        programme = evidence.programme
        language = words.language
        self.year_starts = programme.year_starts
        self.services = {one.id: service_title(one, language) for one in programme.services}
        for service, title in services_drawn(evidence).items():
            self.services.setdefault(service, title)
        self.strata = strata_of(evidence.programme, evidence.drawn, language)

    def period(self, name: str) -> str:
        return period(name, self.year_starts).label(self.words.language)


def audited_words(evidence: Evidence, words: Words) -> str:
    """Audited of planned, what fell short, and what is still to be done."""
    found = activity(evidence)
    titles = Titles(evidence, words)
    said = [
        words.translate(
            "Audited {audited} of {planned} planned.", audited=found.audited, planned=found.planned
        )
    ]
    missing = [_missing_words(one, evidence, titles) for one in shortfalls(evidence)]
    if missing:
        said.append(words.translate("Shortfall: {missing}.", missing="; ".join(missing)))
    if found.outstanding:
        said.append(words.translate("Still to be audited: {number}.", number=found.outstanding))
    return " ".join(said)


def _missing_words(one: Missing, evidence: Evidence, titles: Titles) -> str:
    said = f"{titles.services[one.service]} {one.cases}"
    if one.periods == 1:
        return said
    are_months = all(found.kind == MONTH for found in evidence.periods.values())
    over = _OVER_MONTHS if are_months else _OVER_PERIODS
    return f"{said}, {titles.words.plural(*over, one.periods)}"


def _by_service(evidence: Evidence, titles: Titles) -> DataTable:
    words = titles.words
    services = services_drawn(evidence)
    rows = [
        (titles.services[one], activity(evidence, service=one))
        for one in titles.services
        if one in services
    ]
    if len(rows) > 1:
        rows.append((words.translate("All services"), activity(evidence)))
    column = Column(
        name="service",
        heading=words.translate("Service"),
        tells="service",
        values={words.translate("All services"): ""},
    )
    caption = words.translate("Activity against plan, by service")
    note = words.translate(
        "Planned: the places of the programme. Drawn: the cases to be audited as things stand."
    )
    if rows[0][1].later:
        among = words.translate("Re-audits and moderations are counted among the audited cases.")
        note = f"{note} {among}"
    return _plan(PLAN, caption, column, rows, words, note)


def _by_period(evidence: Evidence, titles: Titles) -> DataTable:
    words = titles.words
    periods = [one.period for one in evidence.drawn]
    rows = [(titles.period(one), activity(evidence, period=one)) for one in periods]
    column = Column(name="period", heading=words.translate("Period"), tells="period")
    caption = words.translate("Activity against plan, by period")
    return _plan("drawn-periods", caption, column, rows, words)


def _plan(
    name: str,
    caption: str,
    first: Column,
    rows: list[tuple[str, Activity]],
    words: Words,
    note: str = "",
) -> DataTable:
    def column(name: str, heading: str, **said: Any) -> Column:
        return Column(name=name, heading=heading, is_number=True, **said)

    later = rows[0][1].later
    return DataTable(
        name=name,
        caption=caption,
        columns=(
            first,
            column("planned", words.translate("Planned"), is_open=True),
            column("drawn", words.translate("Drawn"), is_open=True),
            column("audited", words.translate("Audited"), is_open=True),
            column("outstanding", words.translate("Still to be audited"), is_open=True),
            *(column(stage, words.translate(STAGE_LABELS[stage]), is_open=True) for stage in later),
        ),
        rows=tuple(
            (
                label,
                one.planned,
                one.drawn,
                one.audited,
                one.outstanding,
                *(one.later[stage] for stage in later),
            )
            for label, one in rows
        ),
        note=note,
    )


def _shortfalls(evidence: Evidence, titles: Titles) -> Iterator[Block]:
    words = titles.words
    rows: list[tuple[Cell, ...]] = []
    for draw in evidence.drawn:
        for one in draw.shortfalls:
            (service,) = (found for found in draw.services if found.service == one.service)
            stratum = None if one.stratum is None else titles.strata[one.stratum]
            counts = service if one.stratum is None else draw.counts(one.service, one.stratum)
            rows.append(
                (
                    titles.period(draw.period),
                    titles.services[one.service],
                    stratum or words.translate("All"),
                    one.wanted,
                    one.eligible,
                    one.taken,
                    words.again(too_few(counts.listed, counts.eligible)),
                )
            )
    if rows:
        yield DataTable(
            name="shortfalls",
            caption=words.translate("Where there were fewer cases than wanted"),
            columns=(
                Column(name="period", heading=words.translate("Period")),
                Column(name="service", heading=words.translate("Service")),
                Column(name="stratum", heading=words.translate("Stratum")),
                Column(name="wanted", heading=words.translate("Wanted"), is_number=True),
                Column(name="eligible", heading=words.translate("Eligible"), is_number=True),
                Column(name="taken", heading=words.translate("Taken"), is_number=True),
                Column(name="reason", heading=words.translate("Reason")),
            ),
            rows=tuple(rows),
            note=words.translate(
                "A place that one stratum leaves over goes to another of the same service, and to"
                " no other service."
            ),
        )


def _replacements(evidence: Evidence, titles: Titles) -> Iterator[Block]:
    words = titles.words
    rows: list[tuple[Cell, ...]] = []
    for draw in evidence.drawn:
        services = {one.case_ref: one.service for one in (*draw.taken, *draw.next)}
        for one in draw.replacements:
            instead = noted("the next case") if one.by else noted("none: no case was left")
            is_eligible = noted("no") if one.ineligible else noted("yes")
            rows.append(
                (
                    titles.period(draw.period),
                    titles.services[services[one.case_ref]],
                    one.because,
                    words.translate(is_eligible),
                    words.translate(instead),
                )
            )
    if rows:
        yield DataTable(
            name="replacements",
            caption=words.translate("Cases that could not be audited"),
            columns=(
                Column(name="period", heading=words.translate("Period")),
                Column(name="service", heading=words.translate("Service")),
                Column(name="reason", heading=words.translate("Reason")),
                Column(name="eligible", heading=words.translate("Rightly on the list")),
                Column(name="instead", heading=words.translate("Audited instead")),
            ),
            rows=tuple(rows),
        )


def _others(evidence: Evidence, words: Words) -> Iterator[Block]:
    """Cases that were audited though no draw has them."""
    found = not_drawn(evidence)
    if found:
        yield Paragraph(
            words.plural(
                "{count} case was audited that no draw has; no figure of all cases counts it.",
                "{count} cases were audited that no draw has; no figure of all cases counts them.",
                len(found),
            )
        )


def _overrides(evidence: Evidence, words: Words) -> Iterator[Block]:
    if evidence.narrowed_to:
        return
    if not evidence.overrides:
        yield Paragraph(words.translate("No rule of separation was overridden."), of=())
        return
    yield DataTable(
        name="overrides",
        caption=words.translate("Rules of separation that were overridden, each with a reason"),
        columns=(
            Column(name="rule", heading=words.translate("Rule"), is_open=True),
            Column(name="times", heading=words.translate("Times"), is_number=True, is_open=True),
        ),
        rows=tuple(
            (words.again(RULES[rule].words) if rule in RULES else rule, times)
            for rule, times in evidence.overrides.items()
        ),
    )


def _draws(evidence: Evidence, titles: Titles) -> DataTable:
    """By what anybody can draw again."""
    words = titles.words

    def open_column(name: str, heading: str, is_number: bool = False) -> Column:
        return Column(name=name, heading=heading, is_number=is_number, is_open=True)

    return DataTable(
        name="draws",
        caption=words.translate("The draws, which anybody can repeat from the same list"),
        columns=(
            open_column("period", words.translate("Period")),
            open_column("listed", words.translate("Cases listed"), is_number=True),
            open_column("hash", words.translate("Hash of the list")),
            open_column("seed", words.translate("Seed")),
            open_column("own_seed", words.translate("Seed as planned")),
        ),
        rows=tuple(
            (
                titles.period(draw.period),
                draw.lists.cases,
                draw.lists.cases_hash,
                draw.seed,
                words.translate(noted("yes") if draw.is_seed_of_programme else noted("no")),
            )
            for draw in evidence.drawn
        ),
    )
