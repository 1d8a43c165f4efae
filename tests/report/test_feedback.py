"""Feedback for a service or a team, never for one person, and a page on one case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from council import AUDITORS, PROGRAMME, Council, council
from found import has_section, rows_of, section_of, tables_of, texts_of

from auditkit.draws.replacing import replaced
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.report.as_docx import report_docx
from auditkit.report.as_html import report_html
from auditkit.report.as_json import report_json
from auditkit.report.as_markdown import report_markdown
from auditkit.report.as_xlsx import report_xlsx
from auditkit.report.conversation import conversation
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.report.model import Points
from auditkit.report.narrowing import narrowed
from auditkit.testing import made_return, made_set

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path, PROGRAMME.replace("per_service: 2", "per_service: 6")) as found:
        yield found


def audited(anytown: Council) -> Evidence:
    """Six cases of each of two services."""
    cases = [*anytown.cases("older_people", 4, 4), *anytown.cases("mental_health", 4, 4)]
    for one in anytown.draw("2026-04", cases).cases():
        plan = "no" if one.service == "older_people" else "yes"
        anytown.audit(one.case_ref, "2026-04", service=one.service, contingency_plan=plan)
    return anytown.evidence("2026-04")


def telling(evidence: Evidence, **facts: list[str]) -> Evidence:
    """As if the returns told these facts, one after the other, over and over."""

    def told(at: int, case: AuditedCase) -> AuditedCase:
        own = {name: values[at % len(values)] for name, values in facts.items()}
        cards = {
            stage: changed(card, audit_return=changed(card.audit_return, **own))
            for stage, card in case.stages.cards.items()
        }
        team = own.get("team", case.team)
        return changed(case, team=team, stages=changed(case.stages, cards=cards))

    return changed(evidence, cases=tuple(told(*one) for one in enumerate(evidence.cases)))


def test_a_service_sees_its_own_cases_draws_and_actions(anytown: Council):
    found = narrowed(audited(anytown), service="Older people", language="cy")
    assert {one.service for one in found.now} == {"older_people"}
    (draw,) = found.draws
    assert {one.service for one in draw.services} == {"older_people"}
    assert {one.service for one in draw.taken} == {"older_people"}
    assert {one.service for one in found.actions} == {"older_people"}
    made = anytown.kit.report(evidence=found)
    assert made.title == "Feedback: Older People"
    assert next(one.name for one in made.sections) == "feedback"
    assert texts_of(section_of(made, "feedback")).startswith(
        "6 cases of Older People. For learning together, not for judging anybody"
    )
    assert [*rows_of(made, "actions-by-service")] == ["Older People"]
    assert "overridden" not in texts_of(section_of(made, "audited"))


def test_replacements_of_another_service_are_not_seen(anytown: Council):
    evidence = audited(anytown)
    (draw,) = evidence.draws
    gone = next(one for one in draw.taken if one.service == "mental_health")
    after = replaced(draw, gone.case_ref, because="Moved away")
    found = narrowed(changed(evidence, draws=(after,)), service="older_people")
    assert found.draws[0].replacements == ()


def test_the_whole_council_gets_no_feedback(anytown: Council):
    assert not has_section(anytown.kit.report(evidence=audited(anytown)), "feedback")


def test_with_fewer_than_three_auditors_the_later_stages_are_left_out(anytown: Council):
    evidence = audited(anytown)
    ref = evidence.now[0].case_ref
    anytown.audit(ref, "2026-04", "reaudit", service=str(evidence.now[0].service))
    evidence = anytown.evidence("2026-04")
    alone = anytown.kit.report(evidence=narrowed(evidence, service=evidence.now[0].service))
    assert not has_section(alone, "agreement")
    assert "fewer than three people" in texts_of(section_of(alone, "feedback"))
    several = telling(evidence, auditor=["TL-1", "TL-2", "TL-3"])
    among = anytown.kit.report(evidence=narrowed(several, service=evidence.now[0].service))
    assert has_section(among, "agreement")
    assert "fewer than three people" not in texts_of(section_of(among, "feedback"))


def test_a_team_sees_its_cases_and_no_figure_of_all(anytown: Council):
    evidence = telling(audited(anytown), team=["East", "West"], practitioner=["P1", "P2", "P3"])
    found = narrowed(evidence, team="east")
    assert (len(found.now), found.draws, found.narrowed_to) == (6, (), "East")
    made = anytown.kit.report(evidence=found)
    assert not has_section(made, "audited")
    told = texts_of(section_of(made, "feedback"))
    assert "Draws are made by service, so that nothing is said of all cases of a team." in told


def test_a_team_of_one_service(anytown: Council):
    evidence = telling(audited(anytown), team=["East"], practitioner=["P1", "P2", "P3"])
    found = narrowed(evidence, service="older_people", team="East")
    assert (len(found.now), found.narrowed_to) == (6, "Older People, East")


def test_actions_of_a_team_are_those_that_name_it(anytown: Council):
    evidence = telling(audited(anytown), team=["East"], practitioner=["P1", "P2", "P3"])
    assert narrowed(evidence, team="East").actions == ()
    ours = tuple(changed(one, team="EAST") for one in evidence.actions[:2])
    found = narrowed(changed(evidence, actions=(*ours, *evidence.actions[2:])), team="East")
    assert found.actions == ours


@pytest.mark.parametrize(
    ("told", "asked", "code"),
    [
        ({}, {"service": "older_poeple"}, "W030"),
        ({}, {"team": "East"}, "W031"),
        # Three of twelve cases.
        ({"team": ["East", "West", "West", "West"], "practitioner": ["P1", "P2", "P3"]},
         {"team": "East"}, "W032"),
        ({"team": ["East"]}, {"team": "East"}, "W033"),
        ({"team": ["East"], "practitioner": ["P1", "P2", "p2"]}, {"team": "East"}, "W033"),
        ({"practitioner": ["P1"]}, {"service": "older_people"}, "W033"),
    ],
)  # fmt: skip
def test_what_would_be_about_a_person_is_refused(anytown: Council, told, asked, code):
    with pytest.raises(Refused, match=code):
        narrowed(telling(audited(anytown), **told), **asked)


def test_a_case_that_was_never_audited_first_has_no_first_auditor(anytown: Council):
    evidence = audited(anytown)
    case = evidence.now[0]
    card = case.stages.cards["first"]
    later = changed(case, stages=changed(case.stages, cards={"reaudit": card}))
    standing = changed(case.standing, official=changed(case.standing.official, stage="reaudit"))
    cases = (changed(later, standing=standing), *evidence.cases[1:])
    assert narrowed(changed(evidence, cases=cases), service=case.service).narrowed_to


def page(evidence: Evidence, case: str, language: str = "en") -> Any:
    return conversation(evidence, case, language=language)


def conversing(anytown: Council) -> Evidence:
    anytown.audit("CASE-1", "2026-04", contingency_plan="partly", missed_prevention="yes",
                  health_needs="no", increase_reasons="mobility; other",
                  worked_well="Calls instead of visits")  # fmt: skip
    anytown.audit("CASE-1", "2026-04", "reaudit", contingency_plan="no", missed_prevention="yes",
                  other_funding="na", health_needs="no")  # fmt: skip
    return anytown.evidence("2026-04")


def test_a_case_on_a_page(anytown: Council):
    made = page(conversing(anytown), "case-1")
    assert (made.title, made.period) == ("Quality Conversation: CASE-1", "April 2026")
    assert made.letterhead.marking == "Personal: for this supervision only"
    # Eligibility has weight 2: 6.5 of 8; in the re-audit 5 of 7, for funding does not apply.
    assert rows_of(made, "audits") == {
        "First audit": ("20 April 2026", "81.3%", "Good", None),
        "Re-audit": (
            "20 April 2026", "71.4%", "Requires improvement",
            "No contingency plan, and nobody recorded whether the review was planned",
        ),
    }  # fmt: skip
    found = rows_of(made, "answers")
    assert found["Contingency plan"] == (
        "Partly", "No", "As on the file",
    )  # fmt: skip
    assert found["Other funding"][:2] == ("Yes", "Not applicable")
    assert found["Reasons for increase"][:2] == (
        "Reduced mobility or double-handed care; Another reason", "Not assessed",
    )  # fmt: skip
    assert found["Worked well"] == (
        None, None, "First audit: Calls instead of visits · As on the file",
    )  # fmt: skip
    assert "Person's feedback" not in found
    told = texts_of(section_of(made, "answers"))
    assert told.startswith("Best answers throughout: Eligibility evidenced, Support appropriate")
    assert tables_of(made)["audits"].note == "The audit that counts: Re-audit."


def test_questions_to_begin_with(anytown: Council):
    made = page(conversing(anytown), "CASE-1")
    (points,) = section_of(made, "prompts").blocks
    assert isinstance(points, Points)
    assert points.items == (
        "What are you proud of in this work?",
        "Contingency plan: the audits differ. Which evidence led to each answer?",
        "Other funding: the audits differ. Which evidence led to each answer?",
        "Reasons for increase: the audits differ. Which evidence led to each answer?",
        "Missed prevention: what stood in the way, and what would have helped?",
        "What would you do differently with the next case like this one?",
        "Which support do you need for it: time, training, advice, equipment?",
    )


def test_the_actions_of_the_case_stand_beside_and_nobody_is_named(anytown: Council):
    made = page(conversing(anytown), "CASE-1")
    titles = [row[0] for row in tables_of(made)["actions"].rows]
    assert titles == [
        "Learn as a team from the missed opportunity",
        "Complete the contingency plan",
    ]
    written = report_json(made).decode()
    assert not [one.id for one in AUDITORS.values() if one.id in written]


def test_a_case_in_which_all_is_well_has_no_actions(anytown: Council):
    anytown.audit("CASE-1", "2026-04", audit_date=None)
    made = page(anytown.evidence("2026-04"), "CASE-1")
    assert not has_section(made, "actions")
    assert rows_of(made, "audits")["First audit"][0] is None
    assert tables_of(made)["audits"].note == ""


def test_while_two_auditors_have_not_decided_it_says_so(anytown: Council):
    anytown.audit("CASE-1", "2026-04")
    anytown.audit("CASE-1", "2026-04", "moderation", contingency_plan="no")
    made = page(anytown.evidence("2026-04"), "CASE-1")
    assert tables_of(made)["audits"].note == "Which audit counts is still to be decided."


def test_a_case_audited_twice_is_told_as_it_was_last(anytown: Council):
    anytown.audit("CASE-1", "2026-04", contingency_plan="no")
    anytown.audit("CASE-1", "2026-05")
    made = page(anytown.evidence("2026-27-Q1"), "CASE-1")
    assert made.period == "May 2026"
    assert not has_section(made, "actions")


def test_audits_of_a_case_under_another_set_are_told_as_far_as_they_go(anytown: Council):
    """A stage under a set that has only one of the questions, and no rating."""
    evidence = conversing(anytown)
    (case,) = evidence.cases
    other = made_set("contingency_plan", "size", sections=[
        {"section": "all", "title": "All", "questions": [
            {"question": "contingency_plan", "text": "Plan?", "scale": "evidenced"},
            {"question": "size", "text": "How large?", "type": "number"},
        ]},
    ])  # fmt: skip
    told = {"contingency_plan": "yes", "size": "3"}
    card = anytown.kit.score(made_return(other, told, case_ref="CASE-1"), other)
    swapped = changed(case, stages=changed(case.stages, cards={
        "first": case.stages.cards["reaudit"], "reaudit": card,
    }))  # fmt: skip
    made = page(changed(evidence, cases=(swapped,)), "CASE-1")
    assert rows_of(made, "answers")["Size"] == (None, "3", None)
    back = changed(case, stages=changed(case.stages, cards={
        "first": card, "reaudit": case.stages.cards["reaudit"],
    }))  # fmt: skip
    found = rows_of(page(changed(evidence, cases=(back,)), "CASE-1"), "answers")
    assert found["Technology"] == (None, "Yes", "Re-audit: As on the file")


def test_a_case_that_was_not_audited_has_no_page(anytown: Council):
    with pytest.raises(Refused, match="W034"):
        page(audited(anytown), "CASE-1")


HOSTILE = "<script>alert(1)</script>\u202e" + "=x" * 50_000


@pytest.mark.parametrize(
    "written", [report_html, report_xlsx, report_docx, report_markdown, report_json]
)
def test_whatever_an_auditor_wrote_does_nothing_in_any_form(anytown: Council, written):
    pytest.importorskip("xlsxwriter", reason="the extra report is not installed")
    pytest.importorskip("docx", reason="the extra report is not installed")
    evidence = conversing(anytown)
    (case,) = evidence.cases
    cards = {
        stage: changed(
            card,
            audit_return=changed(card.audit_return, comments={"contingency_plan": HOSTILE}),
        )
        for stage, card in case.stages.cards.items()
    }
    hostile = changed(case, stages=changed(case.stages, cards=cards))
    made = page(changed(evidence, cases=(hostile,)), "CASE-1")
    data = written(made)
    assert written is report_json or b"<script>" not in data
    assert data == written(made)


def test_actions_of_rules_are_named_in_the_language_of_the_page(anytown: Council):
    made = page(conversing(anytown), "CASE-1", "cy")
    titles = [row[0] for row in tables_of(made)["actions"].rows]
    assert titles == ["Dysgu fel tîm o'r cyfle a gollwyd", "Cwblhau'r cynllun wrth gefn"]


def test_on_the_command_line(anytown: Council, tmp_path: Path, call):
    case = audited(anytown).now[0]
    asked = ("report", "--store", tmp_path / "audits.sqlite", "--period", "2026-04")
    assert call(*asked, "--service", "mental_health").out.startswith("# Feedback: Mental Health\n")
    assert call(*asked, "--team", "East").code == 1
    assert f"# Quality Conversation: {case.case_ref}\n" in call(*asked, "--case", case.case_ref).out


@pytest.mark.parametrize("asked", [("--publish", "open"), ("returns.csv",)])
@pytest.mark.parametrize("to", ["--service", "--team", "--case"])
def test_what_is_narrowed_comes_from_a_store_and_is_not_published(to, asked, call):
    assert call("report", "--period", "2026-04", to, "East", *asked).code == 2


def test_in_welsh(anytown: Council):
    evidence = conversing(anytown)
    assert page(evidence, "CASE-1", "cy").title == "Sgwrs Ansawdd: CASE-1"
