"""Agreement: the first audit of a case held against the later ones, and which way they differ."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.agreement.estimate import TOO_FEW
from auditkit.builtin.sections.agreement_tables import (
    Compared,
    questions_table,
    square_table,
    statistics_table,
)
from auditkit.languages import Words, noted
from auditkit.moderation.agreeing import Agreement, agreement_by
from auditkit.moderation.policies import (
    EXPAND_SAMPLE,
    FEEDBACK_ONLY,
    JOINT_DECISION,
    MODERATOR_STANDS,
    policy_of,
)
from auditkit.report.evidence import Evidence
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Block, Column, DataTable, Paragraph, Section, Subheading
from auditkit.report.stage_pairs import (
    StagePairs,
    Standings,
    is_beyond_chance,
    later_stages,
    stage_pairs,
    standings,
)
from auditkit.report.wording import pairs_words
from auditkit.templates.layout import STAGE_LABELS

_POLICIES = {
    MODERATOR_STANDS: noted("The later audit counts"),
    FEEDBACK_ONLY: noted("The earlier audit counts, and its auditor is told"),
    JOINT_DECISION: noted("Both auditors decide which counts"),
    EXPAND_SAMPLE: noted("The later audit counts, and more cases are drawn"),
}
_STANDINGS = "later-audits"


class AgreementOfStages:
    """First audits against each later stage: which way they differ, and how far they agree."""

    position = 500

    def make(self, material: ReportMaterial) -> Section | None:
        evidence, words = material.evidence, material.words
        if evidence is None or not later_stages(evidence):
            return None
        found = [standings(evidence, stage) for stage in later_stages(evidence)]
        blocks: list[Block] = []
        if any(one.audited for one in found):
            blocks.append(_standings_table(found, words))
            for one in found:
                blocks += _stage(evidence, one, material)
        else:
            told = words.translate("No case of the period was audited at a later stage yet.")
            blocks.append(Paragraph(told, of=()))
        title = words.translate("Agreement between auditors")
        return Section(title=title, blocks=tuple(blocks))


def _stage(evidence: Evidence, found: Standings, material: ReportMaterial) -> Iterator[Block]:
    words = material.words
    told = stage_pairs(evidence, found.stage)
    if not told.pairs and not told.not_comparable:
        return
    stage = words.translate(STAGE_LABELS[found.stage.stage])
    yield Subheading(words.translate("{stage} beside first audit", stage=stage), of=())
    for one in _compared(told):
        square, questions = square_table(one, material), questions_table(one, material)
        yield Paragraph(_direction(one.agreement, words), of=(questions.name,))
        yield Paragraph(_blind(one.agreement, words), of=(questions.name,))
        tables = (square, questions, statistics_table(one, material))
        yield from (table for table in tables if table)
    if told.not_comparable:
        left_out = words.plural(
            "{count} case was audited under question sets that do not score alike, and is left"
            " out.",
            "{count} cases were audited under question sets that do not score alike, and are left"
            " out.",
            told.not_comparable,
        )
        yield Paragraph(left_out, of=(_STANDINGS,))


def _compared(told: StagePairs) -> Iterator[Compared]:
    """Agreement under each question set."""
    sets = {one.first.question_set.name: one.first.question_set for one in told.pairs}
    for at, one in enumerate(agreement_by(told.pairs, pooled=False)):
        yield Compared(
            name=f"{told.stage.stage}-{at + 1}" if at else told.stage.stage,
            stage=told.stage,
            question_set=sets[one.question_set],
            agreement=one,
        )


def _direction(found: Agreement, words: Words) -> str:
    """Which way the ratings differ."""
    rating = found.rating
    if rating is None:
        return words.plural("{count} pair of audits.", "{count} pairs of audits.", found.pairs)
    told = pairs_words(rating.pairs, rating.lower, rating.higher, words)
    if rating.pairs < TOO_FEW:
        return words.translate("Ratings: {told}.", told=told)
    if not is_beyond_chance(rating.lower, rating.higher):
        way = words.translate("No direction beyond chance.")
    elif rating.lower > rating.higher:
        way = words.translate("First audits are the more generous ones, by more than chance.")
    else:
        way = words.translate("First audits are the stricter ones, by more than chance.")
    return words.translate("Ratings: {told}. {way}", told=told, way=way)


def _blind(found: Agreement, words: Words) -> str:
    if not found.blind:
        return words.translate("No pair was blind: each later auditor could see the first audit.")
    return words.plural(
        "{blind} of {count} pair was blind: its later auditor could not see the first audit.",
        "{blind} of {count} pairs were blind: their later auditors could not see the first audit.",
        found.pairs,
        blind=found.blind,
    )


def _standings_table(found: list[Standings], words: Words) -> DataTable:
    stages = {words.translate(STAGE_LABELS[one.stage.stage]): one.stage.stage for one in found}

    def counting(name: str, heading: str, *, is_open: bool = False) -> Column:
        return Column(name=name, heading=heading, is_number=True, is_open=is_open)

    return DataTable(
        name=_STANDINGS,
        caption=words.translate("Later audits against the audit that counted before"),
        columns=(
            Column(name="stage", heading=words.translate("Stage"), is_open=True),
            counting("audited", words.translate("Cases"), is_open=True),
            counting("disagreeing", words.translate("Disagree")),
            counting("undecided", words.translate("Waiting for a decision")),
            counting("stale", words.translate("To be looked at again")),
            Column(name="policy", heading=words.translate("Where they disagree"), is_open=True),
        ),
        rows=tuple(
            (
                stage,
                one.audited,
                one.disagreeing,
                one.undecided,
                one.stale,
                words.translate(_POLICIES[policy_of(one.stage)]),
            )
            for stage, one in zip(stages, found, strict=True)
        ),
        note=words.translate(
            "To be looked at again: an earlier audit of the case was corrected afterwards."
        ),
    )
