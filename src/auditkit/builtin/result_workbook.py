"""Scorecards as a workbook: five sheets to read, filter and pivot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from auditkit.builtin.result_words import rows_in
from auditkit.builtin.writers import columns_of
from auditkit.errors import Refused
from auditkit.languages import ENGLISH, Words, words_in
from auditkit.matching.folding import FORMULA_STARTS
from auditkit.problems import NOWHERE, problem
from auditkit.questions.model import INVALID, STATES, option_label, question_label, worded
from auditkit.scoring.plain import answer_rows, flat_scorecard
from auditkit.scoring.scorecard import SCORED, Results
from auditkit.tables.new_workbook import cell_text, new_workbook

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

MOST_ROWS = 1_048_575
# With an invalid answer a return is held.
_SCORED_STATES = tuple(state for state in STATES if state != INVALID)

Rows = Sequence[Mapping[str, Any]]


def write_results(results: Results, stream: BinaryIO) -> None:
    """Write the workbook.

    Raises `ExtraMissing` where XlsxWriter is not installed, `Refused` where a sheet cannot hold
    the rows.
    """
    language, words = results.language, words_in(results.language)
    sheets: dict[str, Rows] = {
        words.translate("Scorecards"): [flat_scorecard(card, language) for card in results.cards],
        words.translate("Answers"): [
            row for card in results.cards for row in answer_rows(card, language)
        ],
        words.translate("By question"): list(_by_question(results, language)),
        words.translate("Held and problems"): list(_problems(results, words)),
        words.translate("About"): list(_about(results, words)),
    }
    if language != ENGLISH:
        sheets = {name: list(rows_in(words, rows)) for name, rows in sheets.items()}
    for name, rows in sheets.items():
        if len(rows) > MOST_ROWS:
            raise Refused([problem("F051", NOWHERE, sheet=name, count=len(rows))])
    with new_workbook(stream, words.translate("Scorecards")) as workbook:
        sheet_writer = _SheetWriter(workbook, words)
        for name, rows in sheets.items():
            sheet_writer.write(name, rows)


class _SheetWriter:
    def __init__(self, workbook: Workbook, words: Words) -> None:
        self.workbook = workbook
        self.cut = words.translate(" … (cut: longer than a cell)")
        self.heading = workbook.add_format(
            {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}
        )
        self.text = workbook.add_format({"num_format": "@", "valign": "top"})
        self.guarded = workbook.add_format({"num_format": "@", "valign": "top"})
        self.guarded.set_quote_prefix()
        self.number = workbook.add_format({"valign": "top"})

    def write(self, name: str, rows: Rows) -> None:
        sheet = self.workbook.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        columns = columns_of(rows)
        for column, heading in enumerate(columns):
            sheet.write_string(0, column, heading, self.heading)
            sheet.set_column(column, column, _width(heading, rows))
        for number, row in enumerate(rows, 1):
            for column, heading in enumerate(columns):
                value = row.get(heading)
                if isinstance(value, int | float):
                    sheet.write_number(number, column, value, self.number)
                elif value not in (None, ""):
                    text = cell_text(str(value), self.cut)
                    sheet.write_string(number, column, text, self._style(text))
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)

    def _style(self, text: str) -> Format:
        return self.guarded if text.startswith(FORMULA_STARTS) else self.text


def _width(heading: str, rows: Rows) -> int:
    longest = max((len(str(row.get(heading) or "")) for row in rows[:200]), default=0)
    return max(8, min(40, max(longest, len(heading)) + 2))


def _by_question(results: Results, language: str) -> Iterator[dict[str, Any]]:
    """Each question of each set with how often each state and each option came, over the
    returns that are scored.
    """
    sets = {card.question_set.name: card.question_set for card in results.cards}
    for name, question_set in sets.items():
        cards = [
            card
            for card in results.cards
            if card.question_set.name == name and card.status == SCORED
        ]
        for question in question_set.questions.values():
            found = [card.questions[question.id] for card in cards]
            states = Counter(result.state for result in found)
            chosen: Counter[str] = Counter()
            for result in found:
                options = (result.option,) if isinstance(result.option, str) else result.option
                chosen.update(options or ())
            yield {
                "set": name,
                "question": question.id,
                "label": question_label(question, language),
                "text": worded(question.text, language),
                "scored returns": len(found),
                **{state.replace("_", " "): states[state] for state in _SCORED_STATES},
                "answers": "; ".join(
                    f"{option_label(question, option, language)}: {chosen[option.id]}"
                    for option in question_set.options(question)
                ),
            }


def _problems(results: Results, words: Words) -> Iterator[dict[str, Any]]:
    cases = [("", one) for one in results.problems]
    cases += [(card.audit_return.case_ref, one) for card in results.cards for one in card.warnings]
    for case, one in cases:
        yield {
            "case_ref": case,
            "severity": one.severity,
            "code": one.code,
            "place": one.place.text_in(words.language),
            "problem": one.message_in(words.language),
            "outcome": words.translate(one.kind.outcome),
        }


def _about(results: Results, words: Words) -> Iterator[dict[str, Any]]:
    translate = words.translate
    yield {"what": translate("Returns"), "value": len(results.cards)}
    yield {
        "what": translate("Scored"),
        "value": sum(card.status == SCORED for card in results.cards),
    }
    for card in {card.question_set.name: card for card in results.cards}.values():
        rounding = card.question_set.scoring.rounding
        facts = {
            translate("Question set"): card.question_set.name,
            translate("Content hash"): card.question_set.content_hash,
            translate("Scorer"): f"{card.scorer.name} ({card.scorer.plugin} {card.scorer.version})",
            translate("Rounding"): words.plural(
                "{mode}, {count} place",
                "{mode}, {count} places",
                rounding.places,
                mode=rounding.mode,
            ),
            **{
                translate("Version of {name}", name=name): version
                for name, version in card.versions.items()
            },
        }
        for what, value in facts.items():
            yield {"what": what, "value": value}
    yield {
        "what": translate("Reading the figures"),
        "value": translate(
            "Scores are percentages, rounded once; numerator and denominator are exact."
            " Cases with increased cost are over-sampled: an average over all rows is no estimate"
            " for all cases."
        ),
    }
