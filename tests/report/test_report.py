"""The report from scorecards alone: its sections, their order, and both forms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from auditkit import AuditKit, hookimpl
from auditkit.report.as_json import report_json
from auditkit.report.as_markdown import report_markdown
from auditkit.report.model import (
    Chart,
    Column,
    DataTable,
    NamedSection,
    Paragraph,
    ReportModel,
    Section,
)
from auditkit.report.shown import shown_cell
from auditkit.testing import made_return, made_set

SET = made_set("plan", "talk", "voice", title={"en": "Made for a test", "cy": "Ar gyfer prawf"})


def kit_with(**sections: object) -> AuditKit:
    """A kit with these sections of a plugin besides the built-in ones."""

    def auditkit_report_sections() -> Mapping[str, object]:
        return sections

    module = ModuleType("mine")
    module.auditkit_report_sections = hookimpl(auditkit_report_sections)
    return AuditKit([module], discover=False)


def report_of(*returns: Mapping[str, Any], kit: AuditKit | None = None, **options: Any):
    """The report of returns under the set; what is no question is told about the return."""
    kit = kit or AuditKit(discover=False)
    cards = []
    for at, told in enumerate(returns, 1):
        answers = {name: value for name, value in told.items() if name in SET.questions}
        about = {name: value for name, value in told.items() if name not in answers}
        one = made_return(SET, answers, **{"case_ref": f"CASE-{at:04}", **about})
        cards.append(kit.score(one, SET))
    return kit.report(cards, **options)


def section(report: ReportModel, name: str) -> Section:
    return next(one.section for one in report.sections if one.name == name)


def table(report: ReportModel, name: str) -> DataTable:
    tables = [
        block
        for one in report.sections
        for block in one.section.blocks
        if isinstance(block, DataTable)
    ]
    return next(one for one in tables if one.name == name)


YES = {"plan": "yes", "talk": "yes", "voice": "yes"}


def test_the_sections_stand_in_the_order_of_the_board():
    names = [one.name for one in report_of(YES).sections]
    assert names == ["audited", "questions", "ratings", "limits"]


def test_nothing_audited_is_a_report_that_says_so():
    report = report_of()
    assert [one.name for one in report.sections] == ["audited", "limits"]
    assert section(report, "audited").blocks == (
        Paragraph("0 audit returns: 0 scored, 0 held.", of=("audited",)),
    )


def test_returns_are_counted_by_service_and_stage_scored_and_held():
    report = report_of(
        {**YES, "service": "West"},
        {**YES, "service": "East"},
        {**YES, "service": "East", "plan": "Perhaps"},
        {**YES, "service": "East", "stage": "reaudit"},
        YES,
    )
    assert table(report, "audited").rows == (
        ("No service given", "First audit", 1, 0),
        ("East", "First audit", 1, 1),
        ("East", "Re-audit", 1, 0),
        ("West", "First audit", 1, 0),
    )


def test_questions_are_ranked_by_the_mean_of_what_was_answered():
    report = report_of(
        {"plan": "no", "talk": "partly", "voice": "na"},
        {"plan": "partly", "talk": "yes", "voice": "yes"},
        {"plan": "no", "talk": "partly"},
    )
    # voice 1 of 1; talk (½ + 1 + ½) / 3 = ⅔; plan (0 + ½ + 0) / 3 = ⅙
    assert table(report, "questions-made").rows == (
        ("Voice", 1, 0, 0, 1, 1),
        ("Talk", 1, 2, 0, 0, 0),
        ("Plan", 0, 1, 2, 0, 0),
    )
    ends = Paragraph("Strongest: Voice. Weakest: Plan.", of=("questions-made",))
    assert ends in section(report, "questions").blocks


def test_a_question_that_nobody_could_answer_comes_last():
    report = report_of({"plan": "na", "talk": "no", "voice": "yes"})
    assert [row[0] for row in table(report, "questions-made").rows] == ["Voice", "Talk", "Plan"]
    ends = Paragraph("Strongest: Voice. Weakest: Talk.", of=("questions-made",))
    assert ends in section(report, "questions").blocks


def test_a_reversed_question_is_worded_by_its_good_answer():
    kit = AuditKit(discover=False)
    questions = made_set(
        sections=[
            {
                "section": "all",
                "title": "All",
                "questions": [
                    {
                        "question": "missed",
                        "text": "Was anything missed?",
                        "scale": "evidenced",
                        "reverse": True,
                        "favourable": "Nothing missed",
                    }
                ],
            }
        ]
    )
    cards = [kit.score(made_return(questions, {"missed": "no"}), questions)]
    assert table(kit.report(cards), "questions-made").rows == (("Nothing missed", 1, 0, 0, 0, 0),)


def test_only_first_audits_count_among_the_results():
    report = report_of(YES, {**YES, "plan": "no", "stage": "moderation"})
    assert table(report, "questions-made").rows[0][1:] == (1, 0, 0, 0, 0)
    assert table(report, "ratings-made").rows == (("No service given", 1, 0, 0),)


def test_later_audits_alone_have_no_results():
    assert [one.name for one in report_of({**YES, "stage": "reaudit"}).sections] == [
        "audited", "limits",
    ]  # fmt: skip


def test_ratings_by_service_with_those_that_have_none():
    report = report_of(
        {**YES, "service": "West"},
        {"plan": "no", "talk": "no", "voice": "no", "service": "East"},
        {"plan": "na", "talk": "na", "voice": "na", "service": "East"},
    )
    # Columns good, poor, no rating.
    assert table(report, "ratings-made").rows == (("East", 0, 1, 1), ("West", 1, 0, 0))


def test_ratings_and_questions_are_drawn_from_their_tables():
    report = report_of(YES, {**YES, "plan": "no"})
    drawn = {
        block.table: block.series
        for one in report.sections
        for block in one.section.blocks
        if isinstance(block, Chart)
    }
    assert drawn == {
        "questions-made": ("best", "between", "poorest"),
        "ratings-made": ("good", "poor", "no_rating"),
    }


def test_more_ratings_than_can_be_told_apart_are_a_table_alone():
    bands = [{"band": f"band_{at}", "label": f"Band {at}", "from": 90 - 10 * at} for at in range(6)]
    questions = made_set("plan", "talk", rating={"bands": bands})
    kit = AuditKit(discover=False)
    cards = [kit.score(made_return(questions, {"plan": "yes", "talk": "yes"}), questions)]
    (block,) = section(kit.report(cards), "ratings").blocks
    assert len(block.columns) == 8


def test_one_question_alone_is_neither_strongest_nor_drawn():
    report = report_of({"plan": "yes", "talk": "na", "voice": "na"})
    (block,) = section(report, "questions").blocks
    assert block.name == "questions-made"


def test_no_figure_is_a_percentage_of_all_cases():
    text = report_markdown(report_of(*[YES] * 12)).decode()
    assert "%" not in text
    assert "no share of all cases follows" in text


def test_what_the_figures_were_made_with_is_told():
    report = report_of(YES)
    assert ("made", "1", SET.content_hash) in table(report, "made-with").rows
    assert report.question_sets == {"made@1": SET.content_hash}


def test_a_report_in_welsh():
    report = report_of(YES, language="cy")
    assert section(report, "audited").title == "Beth a archwiliwyd"
    assert "Ar gyfer prawf" in table(report, "questions-made").caption
    english = {one.section.title for one in report_of(YES).sections}
    assert english.isdisjoint(one.section.title for one in report.sections)


# Sections of plugins


def told(position: int, text: str = "Said.") -> SimpleNamespace:
    made = Section(title="Mine", blocks=(Paragraph(text),))
    return SimpleNamespace(position=position, make=lambda material: made)


def test_a_section_of_a_plugin_stands_where_it_says():
    report = report_of(YES, kit=kit_with(mine=told(150)))
    assert [one.name for one in report.sections][:3] == ["audited", "mine", "questions"]


def test_a_section_without_a_position_stands_last():
    report = report_of(YES, kit=kit_with(mine=told("first")))
    assert report.sections[-1].name == "mine"


def test_a_section_may_have_nothing_to_say():
    quiet = SimpleNamespace(position=150, make=lambda material: None)
    assert "mine" not in [one.name for one in report_of(YES, kit=kit_with(mine=quiet)).sections]


def fails(material: object) -> Section:
    raise KeyError("x")


@pytest.mark.parametrize(
    ("make", "said"),
    [(fails, "KeyError: 'x'"), (lambda material: "text", "make() gave str, expected a Section")],
)
def test_a_section_that_fails_is_named_in_its_place_and_spoils_no_other(make, said):
    kit = kit_with(mine=SimpleNamespace(position=150, make=make))
    report = report_of(YES, kit=kit)
    (problem,) = report.problems
    assert (problem.code, problem.severity) == ("W001", "warning")
    (block,) = section(report, "mine").blocks
    assert "plugin mine (given by the program -)" in block.text
    assert said in block.text
    assert table(report, "questions-made").rows


def test_a_hook_that_fails_is_noted_and_the_report_made():
    def auditkit_report_sections():
        raise RuntimeError("broken")

    module = ModuleType("mine")
    module.auditkit_report_sections = hookimpl(auditkit_report_sections)
    kit = AuditKit([module], discover=False)
    assert len(report_of(YES, kit=kit).sections) == 4
    assert "broken" in kit.plugins.failures["mine"][1]


def test_a_column_says_in_one_way_what_its_cells_are():
    with pytest.raises(ValueError, match="column a: it is tells and counts"):
        Column(name="a", heading="A", tells="service", counts={})
    assert Column(name="a", heading="A", counts={}).is_said
    assert not Column(name="a", heading="A").is_said


def test_every_column_of_the_built_in_tables_says_what_its_cells_are():
    report = report_of({**YES, "service": "West"}, YES)
    blocks = [block for one in report.sections for block in one.section.blocks]
    tables = [block for block in blocks if isinstance(block, DataTable)]
    assert len(tables) == 4
    assert all(column.is_said for one in tables for column in one.columns)


def test_a_table_needs_a_cell_for_each_column():
    with pytest.raises(ValueError, match="table x: each row needs 1 cells"):
        DataTable(name="x", caption="X", columns=(Column(name="a", heading="A"),), rows=((1, 2),))


# Forms


def small(*blocks: Any) -> ReportModel:
    made = NamedSection(name="one", section=Section(title="One", blocks=blocks))
    return ReportModel(title="T", period=None, language="en", sections=(made,))


ODD = DataTable(
    name="odd",
    caption="Odd | things",
    columns=(Column(name="a", heading="A"), Column(name="b", heading="B", is_number=True)),
    rows=(("x|y\nz", Decimal("1.50")), ("<b>*bold*</b>", None), ("`[a](b)` & \\", 3)),
    note="A note",
)


def test_a_table_in_markdown_breaks_nowhere():
    lines = report_markdown(small(ODD)).decode().splitlines()
    assert lines[4:] == [
        r"**Odd \| things**",
        "",
        "| A | B |",
        "| --- | ---: |",
        r"| x\|y z | 1.50 |",
        r"| \<b\>\*bold\*\</b\> | – |",
        r"| \`\[a\](b)\` &amp; \\ | 3 |",
        "",
        "A note",
    ]


def test_marks_that_turn_text_around_are_left_out_of_markdown():
    text = report_markdown(small(Paragraph("a\u202eb\u2066c\u200fd"))).decode()
    assert text.endswith("\nabcd\n")


def test_json_holds_the_same_figures():
    found = json.loads(report_json(small(Paragraph("Said."), ODD)))
    assert found["title"] == "T"
    said, odd = found["sections"][0]["blocks"]
    assert said == {"paragraph": "Said."}
    assert odd["columns"][1] == {"name": "b", "heading": "B"}
    assert odd["rows"] == [["x|y\nz", 1.5], ["<b>*bold*</b>", None], ["`[a](b)` & \\", 3]]


@pytest.mark.parametrize("form", [report_json, report_markdown])
def test_the_same_material_gives_the_same_bytes(form):
    returns = [YES, {**YES, "plan": "no"}]
    assert form(report_of(*returns)) == form(report_of(*returns))


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        (None, "–"),
        ("", "–"),
        (" \u202e\0", "–"),
        (0, "0"),
        (Decimal("1.50"), "1.50"),
        (Decimal("1E+3"), "1000"),
        ("one \ud800 two", "one \N{REPLACEMENT CHARACTER} two"),
    ],
)
def test_a_cell_as_people_see_it(cell, seen):
    assert shown_cell(cell) == seen
