"""Themes in numbers of cases, the cases behind them, and the further action that figures ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from council import ANALYST, AT, PROGRAMME, Council, council
from found import has_section, is_publishable, rows_of, section_of, tables_of, texts_of

from auditkit.actions.model import Action
from auditkit.frozen import changed
from auditkit.languages import words_in
from auditkit.report.model import ReportModel
from auditkit.report.themes import themes
from auditkit.scoring.scorecard import HELD
from auditkit.testing import made_return, made_set

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path, PROGRAMME.replace("per_service: 2", "per_service: 20")) as found:
        yield found


def report(anytown: Council, language: str = "en") -> ReportModel:
    return anytown.kit.report(evidence=anytown.evidence("2026-04"), language=language)


def cases_of(anytown: Council, language: str = "en") -> dict[tuple[str, str], tuple[str, ...]]:
    found = themes(anytown.evidence("2026-04"), words_in(language))
    return {(one.kind, one.label): one.cases for one in found}


def test_themes_are_told_with_their_cases_to_whoever_asks(anytown: Council):
    poor = {"contingency_plan": "no", "safeguarding": "no"}
    anytown.audit("CASE-1", "2026-04", case={"review_type": "unplanned"}, **poor)
    anytown.audit("CASE-2", "2026-04", contingency_plan="no")
    anytown.audit("CASE-3", "2026-04")
    # Raised by hand: its title is what somebody wrote, so that only its kind is told.
    # One about a case that was not audited in the period is no theme of it.
    for id, case_ref in (("A-1", "CASE-3"), ("A-2", "CASE-9")):
        anytown.store.add_action(
            Action(
                id=id, programme="anytown", case_ref=case_ref, title="Ask Jo Bloggs",
                kind="training", due=date(2026, 7, 1), raised_on=date(2026, 4, 1),
                raised_by="AN-01",
            ),
            actor=ANALYST,
            at=AT,
        )  # fmt: skip
    assert cases_of(anytown) == {
        ("action", "Write a contingency plan with the person"): ("CASE-1", "CASE-2"),
        ("action", "Make sure at once that the person is safe"): ("CASE-1",),
        ("action", "Training"): ("CASE-3",),
        ("poorest", "Contingency plan"): ("CASE-1", "CASE-2"),
        ("poorest", "Risk and safeguarding"): ("CASE-1",),
        ("limit", "No contingency plan, and the review was unplanned"): ("CASE-1",),
        ("limit", "No contingency plan, and nobody recorded whether the review was planned"): (
            "CASE-2",
        ),
        ("told", "Safeguarding concern on the file"): ("CASE-1",),
        ("strength", "Outstanding"): ("CASE-3",),
    }


def test_the_cases_behind_themes_are_listed_on_the_terminal(anytown: Council, tmp_path: Path, call):
    asked = ("report", "--store", tmp_path / "audits.sqlite", "--period", "2026-04", "--themes")
    assert call(*asked).out == "No theme was found.\n"
    anytown.audit("CASE-1", "2026-04", technology="partly")
    anytown.audit("CASE-2", "2026-04", technology="no")
    assert "Questions with the poorest answer:\n  Technology (1): CASE-2\n" in call(*asked).out
    as_json = json.loads(call(*asked, "--json").out)
    assert {"kind": "poorest", "theme": "Technology", "cases": ["CASE-2"]} in as_json


@pytest.mark.parametrize("other", [("a.csv",), ("-o", "a.md"), ("--publish", "open")])
def test_cases_behind_themes_are_written_nowhere(other, call):
    assert call("report", "--period", "2026-04", "--themes", *other).code == 2


def test_the_report_has_numbers_and_no_case(anytown: Council):
    anytown.audit("CASE-1", "2026-04", contingency_plan="no", technology="no")
    anytown.audit("CASE-2", "2026-04", contingency_plan="no")
    made = report(anytown)
    assert rows_of(made, "themes-poorest") == {"Contingency plan": (2,), "Technology": (1,)}
    assert "themes-strength" not in tables_of(made)
    assert is_publishable(made, ["themes-limit"])
    assert not is_publishable(made, ["themes-poorest"])
    assert not is_publishable(made, ["themes-action"])
    assert "no sample of all cases" in texts_of(section_of(made, "themes"))


def test_ten_of_a_kind_are_listed_and_the_others_counted(anytown: Council):
    poor = dict.fromkeys(
        ("eligibility_evidenced", "support_appropriate", "other_support", "technology",
         "contingency_plan", "other_funding", "voice", "outcomes_recorded", "mental_capacity",
         "proportionate_timely", "oversight"),
        "no",
    )  # fmt: skip
    anytown.audit("CASE-1", "2026-04", **poor)
    table = tables_of(report(anytown))["themes-poorest"]
    assert (len(table.rows), table.note) == (10, "And 1 more.")


def test_where_nothing_was_found_there_are_no_themes(anytown: Council):
    assert not has_section(report(anytown), "themes")
    anytown.audit("CASE-1", "2026-04")
    assert not has_section(report(anytown), "themes")


def tagged() -> Any:
    """A set with tags, and without bands or actions."""
    question = {"question": "plan", "text": "Plan?", "scale": "evidenced", "tags": ["care"]}
    sections = [{"section": "all", "title": "All", "questions": [question]}]
    return made_set(sections=sections)


def test_tags_are_themes_too_and_what_is_undecided_is_none(anytown: Council):
    anytown.audit("CASE-1", "2026-04", contingency_plan="no")
    evidence = anytown.evidence("2026-04")
    (case,) = evidence.cases
    card = anytown.kit.score(made_return(tagged(), {"plan": "no"}, case_ref="CASE-1"), tagged())
    other = changed(case, stages=changed(case.stages, cards={"first": card}))
    found = themes(changed(evidence, cases=(other,)), words_in("en"))
    told = {(one.kind, one.label) for one in found}
    # The set of the action is not known any more: its kind is told.
    assert told == {
        ("action", "Practice or learning support"), ("poorest", "Plan"), ("tag", "care"),
    }  # fmt: skip


def test_a_held_audit_tells_no_theme(anytown: Council):
    anytown.audit("CASE-1", "2026-04", voice="partly", contingency_plan="yes", technology="no")
    evidence = anytown.evidence("2026-04")
    (case,) = evidence.cases
    held = changed(case.card, status=HELD)
    other = changed(case, stages=changed(case.stages, cards={"first": held}))
    found = themes(changed(evidence, cases=(other,), actions=()), words_in("en"))
    assert found == ()


def audited(anytown: Council, **answers: str) -> None:
    """Ten cases of each stratum, all alike."""
    for one in anytown.draw("2026-04", anytown.cases("older_people", 10, 10)).cases():
        given = dict(answers) if one.stratum == "increased" else {
            name: value for name, value in answers.items() if not name.startswith("increase_")
        }  # fmt: skip
        change = "80.00" if one.stratum == "increased" else "-5.00"
        anytown.audit(one.case_ref, "2026-04", case={"weekly_cost_change": change}, **given)


def test_the_lowest_questions_ask_for_action(anytown: Council):
    audited(anytown, contingency_plan="no", technology="partly")
    made = report(anytown)
    rows = tables_of(made)["further-action"].rows
    assert [row[:2] for row in rows] == [
        ("Training", "Contingency plan"),
        ("Technology-enabled care", "Technology"),
    ]
    assert str(rows[0][2]).startswith("Best answer: about 0% of all cases")
    assert rows[0][3] == ("One of the 3 lowest questions, with the best answer in fewer than 75%")


def test_frequent_reasons_ask_for_action(anytown: Council):
    audited(anytown, increase_reasons="mobility; overnight; other", increase_avoidable="no")
    rows = tables_of(report(anytown))["further-action"].rows
    rule = "A reason in 20% or more of the cases with increased cost"
    assert rows == (
        ("Technology-enabled care and equipment for double-handed care",
         "Reduced mobility or double-handed care", "10 of 10 (100%)", rule),
        ("Technology-enabled care at night", "Overnight needs", "10 of 10 (100%)", rule),
    )  # fmt: skip


def test_a_programme_says_what_is_suggested(tmp_path: Path):
    told = (
        PROGRAMME.replace("per_service: 2", "per_service: 20")
        + """\
report:
  further_below: 100%
  further:
    - {about: contingency_plan, kind: team_development}
    - {about: increase_reasons, option: other, kind: other, title: {en: Look closer, cy: Craffu}}
"""
    )
    with council(tmp_path, told) as anytown:
        audited(anytown, contingency_plan="no", increase_reasons="other", increase_avoidable="no")
        rows = tables_of(report(anytown))["further-action"].rows
        assert [row[:2] for row in rows] == [
            ("Team development", "Contingency plan"), ("Look closer", "Another reason"),
        ]  # fmt: skip


def test_where_nothing_asks_for_action_it_says_so(anytown: Council):
    audited(anytown, increase_reasons="other", increase_avoidable="no")
    made = section_of(report(anytown), "further")
    assert texts_of(made) == "No figure of this report asks for further action by itself."


def test_few_cases_ask_for_nothing(anytown: Council):
    for one in anytown.draw("2026-04", anytown.cases("older_people", 2, 2)).cases():
        anytown.audit(one.case_ref, "2026-04", contingency_plan="no")
    assert "further-action" not in tables_of(report(anytown))


def test_without_a_case_nothing_is_suggested(anytown: Council):
    assert not has_section(report(anytown), "further")


def test_in_welsh(anytown: Council):
    audited(anytown, contingency_plan="no")
    made = report(anytown, "cy")
    assert section_of(made, "themes").title == "Themâu"
    assert section_of(made, "further").title == "Camau pellach"
