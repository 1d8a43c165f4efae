"""Weekly cost before and now: of all cases by their weights, by service, route and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

from auditkit.builtin.sections.weighted import strata_of
from auditkit.estimates.stratified import Estimate
from auditkit.languages import Words
from auditkit.programme.model import service_title
from auditkit.programme.report_keys import ReportKeys
from auditkit.programme.scope import case_fields
from auditkit.questions.model import option_label, worded
from auditkit.report.cells import Value
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.report.increases import increased_strata
from auditkit.report.material import ReportMaterial
from auditkit.report.measures import among, amount, cost_change, route
from auditkit.report.model import Behind, Cell, Column, DataTable
from auditkit.report.weighting import weighted_mean
from auditkit.report.wording import FEWEST_FOR_PERCENT

_Holds = Callable[[AuditedCase], bool]
# Groups of cases in words, each with what a case of it is.
_Groups = Mapping[str, _Holds]


def cost_tables(evidence: Evidence, material: ReportMaterial) -> Iterator[DataTable]:
    """Nothing where no drawn case tells what it costs."""
    words = material.words
    if weighted_mean(evidence, cost_change(evidence.programme.report)) is None:
        return
    yield _by_stratum(evidence, words)
    services = {one.id: service_title(one, words.language) for one in evidence.programme.services}
    yield _grouped(
        evidence,
        words,
        words.translate("Change in weekly cost, by service"),
        Column(name="service", heading=words.translate("Service"), tells="service"),
        {title: _is_of(name) for name, title in services.items()},
    )
    if routes := _routes(evidence, material):
        yield _grouped(
            evidence,
            words,
            words.translate("Change in weekly cost, by route of the budget"),
            Column(name="route", heading=words.translate("Route"), tells="route"),
            routes,
        )
    if reasons := _reasons(evidence, material):
        yield _grouped(
            evidence,
            words,
            words.translate("Change in weekly cost of cases with increased cost, by reason"),
            Column(name="reason", heading=words.translate("Reason")),
            reasons,
        )


def _is_of(service: str) -> _Holds:
    return lambda case: case.service == service


def _by_stratum(evidence: Evidence, words: Words) -> DataTable:
    """Means of each stratum, and of all cases; what changed in prices and what in volume, where
    the source of the cases knows it.
    """
    known = {
        name: (heading, value)
        for name, (heading, value) in _measured(evidence.programme.report, words).items()
        if weighted_mean(evidence, value) is not None
    }
    strata = strata_of(evidence.programme, evidence.drawn, words.language)
    everybody = words.translate("All cases, weighted")
    rows: list[tuple[Cell, ...]] = []
    audited, known_ones = [], []
    for stratum, title in (*strata.items(), (None, everybody)):
        means = {
            name: weighted_mean(evidence, value, stratum=stratum)
            for name, (_, value) in known.items()
        }
        change = means["change"]
        audited.append(_sampled(weighted_mean(evidence, _any, stratum=stratum)))
        known_ones.append(_sampled(change))
        rows.append((title, _sampled(change), *map(_pounds, means.values()), *_interval(change)))
    return DataTable(
        name="measures-cost",
        caption=words.translate("Weekly cost, in pounds"),
        columns=(
            Column(
                name="stratum",
                heading=words.translate("Cases"),
                tells="stratum",
                values={**{title: name for name, title in strata.items()}, everybody: ""},
            ),
            _counted(words),
            *(_made(name, heading) for name, (heading, _) in known.items()),
            *_ends(words),
        ),
        rows=tuple(rows),
        note=_note(words),
        counted="cases",
        facts={"is_drawn": "yes"},
        behind=_not_known(audited, known_ones),
    )


def _measured(keys: ReportKeys, words: Words) -> dict[str, tuple[str, Value]]:
    return {
        "before": (words.translate("Mean before"), amount(keys.cost_before)),
        "now": (words.translate("Mean now"), amount(keys.cost)),
        "change": (words.translate("Mean change"), cost_change(keys)),
        "price": (words.translate("Of that, prices"), amount(keys.price_change)),
        "volume": (words.translate("Of that, volume"), amount(keys.volume_change)),
    }


def _grouped(
    evidence: Evidence, words: Words, caption: str, of: Column, groups: _Groups
) -> DataTable:
    """The mean change of each group of cases of which one was audited."""
    change = cost_change(evidence.programme.report)
    means = {title: weighted_mean(evidence, among(change, one)) for title, one in groups.items()}
    told = {title: one for title, one in means.items() if one is not None}
    return DataTable(
        name=f"measures-cost-{of.name}",
        caption=caption,
        columns=(
            of,
            _counted(words),
            _made("change", words.translate("Mean change, in pounds a week")),
            *_ends(words),
        ),
        rows=tuple(
            (title, one.sampled, _pounds(one), *_interval(one)) for title, one in told.items()
        ),
        counted="cases",
        facts={"is_drawn": "yes"},
        behind=_not_known(
            [_sampled(weighted_mean(evidence, among(_any, groups[one]))) for one in told],
            [_sampled(one) for one in told.values()],
        ),
    )


def _sampled(found: Estimate | None) -> int:
    return 0 if found is None else found.sampled


def _counted(words: Words) -> Column:
    return Column(
        name="cases",
        heading=words.translate("Audited"),
        is_number=True,
        counts={"is_cost_known": "yes"},
    )


def _made(name: str, heading: str) -> Column:
    """A column of weighted figures."""
    return Column(name=name, heading=heading, is_number=True, made_of=("cases",))


def _not_known(cases: Sequence[int], known: Sequence[int]) -> tuple[Behind, ...]:
    """How many audited cases of each row do not tell what they cost."""
    cells = tuple(one - told for one, told in zip(cases, known, strict=True))
    return (Behind(name="not_known", counts={"is_cost_known": "no"}, cells=cells),)


def _any(_: AuditedCase) -> Fraction:
    return Fraction(1)


def _note(words: Words) -> str:
    return words.translate(
        "Means are weighted by the draws. A dash stands where fewer than ten audited cases tell it."
    )


def _routes(evidence: Evidence, material: ReportMaterial) -> _Groups:
    """The routes that cases of the period have, in words."""
    keys, language = evidence.programme.report, material.language
    told = [*material.question_sets.values()][-1]
    field = case_fields(evidence.programme, told).get(keys.budget_route)
    question = told.questions.get(keys.route)
    labels: dict[str, str] = {}
    if question is not None:
        labels |= {one.id: option_label(question, one, language) for one in told.options(question)}
    if field is not None:
        labels |= {one: worded(field.labels.get(one, one), language) for one in field.options}
    found = {route(keys, one) for one in evidence.now} - {None}
    names = [one for one in labels if one in found] + sorted(
        one for one in found if one is not None and one not in labels
    )
    return {labels.get(one, one): _has_route(evidence, one) for one in names}


def _has_route(evidence: Evidence, name: str) -> _Holds:
    return lambda case: route(evidence.programme.report, case) == name


def _reasons(evidence: Evidence, material: ReportMaterial) -> _Groups:
    """The reasons of cases with increased cost, in the order in which they are offered."""
    keys = evidence.programme.report
    strata = increased_strata(evidence.programme)
    found: dict[str, _Holds] = {}
    for question_set in material.question_sets.values():
        question = question_set.questions.get(keys.reasons)
        if question is None:
            continue
        for one in question_set.options(question):
            label = option_label(question, one, material.language)
            found[label] = _has_reason(keys.reasons, one.id, strata)
    return found


def _has_reason(question: str, option: str, strata: tuple[str, ...]) -> _Holds:
    def holds(case: AuditedCase) -> bool:
        result = case.card.questions.get(question)
        if result is None or result.option is None or (strata and case.stratum not in strata):
            return False
        chosen = (result.option,) if isinstance(result.option, str) else result.option
        return option in chosen

    return holds


def _pounds(found: Estimate | None) -> Decimal | None:
    """A mean of ten cases or more, to the penny."""
    if found is None or found.sampled < FEWEST_FOR_PERCENT:
        return None
    return Decimal(floor(found.value * 100 + Fraction(1, 2))).scaleb(-2)


def _ends(words: Words) -> tuple[Column, Column]:
    return (
        _made("low", words.translate("Lower end of the interval of the change (95%)")),
        _made("high", words.translate("Upper end of the interval of the change (95%)")),
    )


def _interval(found: Estimate | None) -> tuple[Decimal | None, Decimal | None]:
    """Its ends, to the penny."""
    if found is None or found.interval is None or found.sampled < FEWEST_FOR_PERCENT:
        return None, None
    low, high = (Decimal(f"{end:.2f}") for end in found.interval)
    return low, high
