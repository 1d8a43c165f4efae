"""The section of the report that shows which savings cost an outcome."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.frozen import changed
from auditkit.questions.model import worded
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Column, DataTable, Paragraph, Section
from auditkit_value.cases import COST, OUTCOME, CaseValue, case_values, quarter_totals
from auditkit_value.quarters import DOWN, LABELS, UNKNOWN

_TITLE = {"en": "Outcome against cost", "cy": "Canlyniad yn erbyn cost"}
_CAPTION = {
    "en": "First audits by outcome and cost",
    "cy": "Archwiliadau cyntaf yn ôl canlyniad a chost",
}
_NOTE = {
    "en": "A cost that did not change stands with one that fell: nobody paid more.",
    "cy": "Saif cost na newidiodd gydag un a ostyngodd: ni thalodd neb fwy.",
}
_HEADINGS = {
    "quarter": {"en": "Quarter", "cy": "Chwarter"},
    "cases": {"en": "Cases", "cy": "Achosion"},
    "in_part": {"en": "Outcome held in part", "cy": "Canlyniad wedi'i gadw'n rhannol"},
    "weekly_change": {"en": "Change in weekly cost, £", "cy": "Newid yn y gost wythnosol, £"},
    "with_amount": {"en": "Cases that tell the amount", "cy": "Achosion sy'n nodi'r swm"},
}
_COLUMNS = (
    Column(name="quarter", heading="", tells="quarter"),
    Column(name="cases", heading="", is_number=True, counts={}),
    Column(name="in_part", heading="", is_number=True, counts={"outcome": "in_part"}),
    Column(name="weekly_change", heading="", is_number=True, made_of=("with_amount",)),
    Column(name="with_amount", heading="", is_number=True, counts={"amount": "told"}),
)
_WELSH = {
    "held_not_up": "Canlyniad wedi'i gadw, cost yn is neu heb newid",
    "held_up": "Canlyniad wedi'i gadw, cost yn uwch",
    "lost_up": "Canlyniad wedi'i golli, cost yn uwch",
    "lost_not_up": "Canlyniad wedi'i golli, cost yn is neu heb newid",
    UNKNOWN: "Canlyniad neu gost yn anhysbys",
}
_FINDING = {
    "en": "Cases with a lower cost: {savings}. Of these, the outcome was lost in: {lost}.",
    "cy": "Achosion â chost is: {savings}. O'r rhain, collwyd y canlyniad mewn: {lost}.",
}


class OutcomeAgainstCost:
    """First audits of personalised commissioning in four quarters; None where there are none.

    Cases are counted, not named.
    """

    position = 250

    def make(self, material: ReportMaterial) -> Section | None:
        language = material.language
        values = case_values(
            card
            for card in material.scored
            if card.audit_return.stage == "first"
            and {OUTCOME, COST} <= card.question_set.questions.keys()
        )
        if not values:
            return None
        table = DataTable(
            name="outcome-against-cost",
            caption=worded(_CAPTION, language),
            columns=tuple(
                changed(column, heading=worded(_HEADINGS[column.name], language))
                for column in _COLUMNS
            ),
            rows=tuple(
                (
                    worded({"en": LABELS[one.quarter], "cy": _WELSH[one.quarter]}, language),
                    one.cases,
                    one.in_part,
                    one.weekly_change,
                    one.with_amount,
                )
                for one in quarter_totals(values)
            ),
            note=worded(_NOTE, language),
            counted="audits",
            facts={"stage": "first", "status": "scored"},
        )
        finding = Paragraph(_finding(values, language), of=(table.name,))
        return Section(title=worded(_TITLE, language), blocks=(finding, table))


def _finding(values: Sequence[CaseValue], language: str) -> str:
    savings = [one for one in values if one.cost == DOWN]
    lost = sum(one.cost_an_outcome for one in savings)
    return worded(_FINDING, language).format(savings=len(savings), lost=lost)
