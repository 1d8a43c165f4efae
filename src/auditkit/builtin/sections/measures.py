"""Measures of a performance framework: cases and reviews, weekly cost, outcomes against cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditkit.builtin.sections.cost_tables import cost_tables
from auditkit.languages import noted
from auditkit.programme.scope import case_fields
from auditkit.questions.model import QuestionSet, option_label, worded
from auditkit.report.evidence import Evidence
from auditkit.report.material import ReportMaterial
from auditkit.report.measures import DOWN, SAME, UP, chosen, direction
from auditkit.report.model import Behind, Block, Column, DataTable, Section

_DIRECTIONS = {
    UP: noted("Cost went up"),
    SAME: noted("Cost stayed the same"),
    DOWN: noted("Cost went down"),
    None: noted("Cost not known"),
}


class Measures:
    """What was there to be reviewed, what it costs, and what came of it."""

    position = 450

    def make(self, material: ReportMaterial) -> Section | None:
        evidence, words = material.evidence, material.words
        if evidence is None or not evidence.now:
            return None
        blocks: list[Block] = [
            *_activity(evidence, material),
            *cost_tables(evidence, material),
            *_outcomes(evidence, material),
        ]
        if not blocks:
            return None
        return Section(title=words.translate("Activity, cost and outcomes"), blocks=tuple(blocks))


def _activity(evidence: Evidence, material: ReportMaterial) -> Iterator[DataTable]:
    """The cases that the draws of each period knew, and the reviews behind the audited ones."""
    words, language = material.words, material.language
    fact = evidence.programme.report.review_type
    told = case_fields(evidence.programme, [*material.question_sets.values()][-1]).get(fact)
    counts = Counter(
        (one.period.name, one.card.audit_return.case.get(fact)) for one in evidence.now
    )
    audited = Counter(one.period.name for one in evidence.now)
    kinds: dict[str, str] = {}
    if told is not None and any(kind is not None for _, kind in counts):
        kinds = {one: worded(told.labels.get(one, one), language) for one in told.options}
    periods = evidence.periods
    yield DataTable(
        name="measures-activity",
        caption=words.translate("Cases and reviews, by period"),
        columns=(
            Column(name="period", heading=words.translate("Period"), tells="period"),
            Column(
                name="listed", heading=words.translate("Cases listed"), is_open=True, is_number=True
            ),
            Column(
                name="eligible", heading=words.translate("Eligible"), is_open=True, is_number=True
            ),
            Column(
                name="audited", heading=words.translate("Audited"), is_number=True, is_open=True
            ),
            *(
                Column(
                    name=f"review-{kind}",
                    heading=words.translate("{kind} review", kind=label),
                    is_number=True,
                    counts={fact: kind},
                )
                for kind, label in kinds.items()
            ),
        ),
        rows=tuple(
            (
                one.label(language),
                _drawn(evidence, name, "listed"),
                _drawn(evidence, name, "eligible"),
                audited[name],
                *(counts[name, kind] for kind in kinds),
            )
            for name, one in periods.items()
        ),
        note=words.translate("The reviews are those behind the audited cases."),
        counted="cases",
        behind=(
            Behind(
                name="not_told",
                counts={"review": "not_told"},
                cells=tuple(
                    audited[name] - sum(counts[name, kind] for kind in kinds) for name in periods
                ),
            ),
        ),
    )


def _drawn(evidence: Evidence, period: str, name: str) -> int | None:
    """A count of the draws of a period; None where none is kept."""
    services = [one for draw in evidence.drawn if draw.period == period for one in draw.services]
    return sum(getattr(one, name) for one in services) if services else None


def _outcomes(evidence: Evidence, material: ReportMaterial) -> Iterator[DataTable]:
    """How far outcomes were achieved, against what happened to the cost."""
    keys, words = evidence.programme.report, material.words
    for question_set in material.question_sets.values():
        if keys.outcomes not in question_set.questions:
            continue
        found = Counter(
            (chosen(one, keys.outcomes), direction(keys, one))
            for one in evidence.now
            if one.card.question_set.name == question_set.name
        )
        achieved = _options(question_set, keys.outcomes, material.language)
        if not any(name in achieved for name, _ in found):
            continue
        yield DataTable(
            name=f"measures-outcomes-{question_set.id}",
            caption=words.translate("Outcomes against cost"),
            columns=(
                Column(
                    name="outcome",
                    heading=words.translate("Outcomes"),
                    tells="outcome",
                    values={label: name for name, label in achieved.items()},
                ),
                *(
                    Column(
                        name=f"cost-{way or 'unknown'}",
                        heading=words.translate(heading),
                        is_number=True,
                        counts={"cost": way or "unknown"},
                    )
                    for way, heading in _DIRECTIONS.items()
                ),
            ),
            rows=tuple(
                (label, *(found[name, way] for way in _DIRECTIONS))
                for name, label in achieved.items()
            ),
            note=words.translate("Numbers of audited cases, which are no sample of all cases."),
            counted="cases",
            facts={"set": question_set.name},
        )


def _options(question_set: QuestionSet, name: str, language: str) -> dict[str, str]:
    """The options of a question that are answers, in words."""
    question = question_set.questions[name]
    return {
        one.id: option_label(question, one, language)
        for one in question_set.options(question)
        if one.state is None
    }
