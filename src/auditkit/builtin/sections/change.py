"""Change over time: control charts for each stratum, and what they bear."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.builtin.sections.change_blocks import change_table, chart_blocks
from auditkit.builtin.sections.followed import Followed, followed
from auditkit.languages import Words
from auditkit.report.evidence import Evidence
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Block, Paragraph, Section
from auditkit.report.series import FEWEST_POINTS
from auditkit.report.wording import FEWEST_FOR_PERCENT


class ChangeOverTime:
    """The mean score and each question's share of best answers, of all periods up to this one.

    Strata stand apart: together, unweighted, they would speak of a mixture that exists nowhere.
    """

    position = 600

    def make(self, material: ReportMaterial) -> Section | None:
        evidence, words = material.evidence, material.words
        if evidence is None or not evidence.now:
            return None
        blocks: list[Block] = []
        for found in followed(evidence, material):
            blocks += _blocks(found, material)
        if not blocks:
            told = words.translate(
                "Nothing is said of change over time: that needs the records of the draws."
            )
            blocks.append(Paragraph(told, of=()))
        elif left_out := _not_drawn(evidence, words):
            blocks.append(Paragraph(left_out))
        return Section(title=words.translate("Change over time"), blocks=tuple(blocks))


def _blocks(found: Followed, material: ReportMaterial) -> Iterator[Block]:
    words = material.words
    yield Paragraph(_rule(words), of=())
    if found.has_charts:
        yield change_table(found, words)
    else:
        points = max(len(one.points) for line in found.lines for one in line.series.values())
        told = words.plural(
            "There is {count} point so far: nothing can be said of change yet.",
            "There are {count} points so far: nothing can be said of change yet.",
            points,
        )
        yield Paragraph(told)
    yield from chart_blocks(found, material)


def _rule(words: Words) -> str:
    return words.translate(
        "A point of a chart is a month, or as many months in a row as have {cases} cases; a chart"
        " needs {points} points. Improved, or worse, is said only where the last point is more"
        " than chance. Where many questions are looked at, one or two will seem to change by"
        " chance alone.",
        cases=FEWEST_FOR_PERCENT,
        points=FEWEST_POINTS,
    )


def _not_drawn(evidence: Evidence, words: Words) -> str:
    count = sum(one.stratum is None for one in evidence.cases)
    if not count:
        return ""
    return words.plural(
        "{count} audited case was not drawn and is in no chart.",
        "{count} audited cases were not drawn and are in no chart.",
        count,
    )
