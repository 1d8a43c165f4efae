"""Outcome against cost: from answers to quarters, tables and lists."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from auditkit_value.cases import (
    case_rows,
    case_value,
    case_values,
    check_questions,
    disagreements,
    quarter_rows,
    quarter_totals,
)
from auditkit_value.outcome_held import OutcomeHeld
from auditkit_value.quarters import LABELS, is_saving_that_cost_an_outcome, quarter

from auditkit import AuditKit, Mark, Refused
from auditkit.cli import main
from auditkit.testing import broken_promises, made_return, made_set

WITH_MONEY = "personalised-commissioning-value"


@pytest.fixture(scope="module")
def kit():
    return AuditKit()


@pytest.fixture(scope="module")
def card(kit):
    """Scores the answers of one case, with its change in weekly cost."""
    questions = kit.question_set(WITH_MONEY)

    def scored(change=None, case_ref="CASE-0001", **answers):
        case = {} if change is None else {"weekly_cost_change": change}
        about = {"case_ref": case_ref, "service": "East", "practitioner": "P-7", "auditor": "A-3"}
        reading = kit.read_answers(questions, answers, case=case, about=about)
        return kit.score(reading.audit_return)

    return scored


def test_the_plugin_keeps_the_promises_of_its_hooks(kit):
    assert broken_promises(kit, "value") == []


def test_a_saving_that_cost_an_outcome_is_to_be_reviewed(kit, card):
    lost = card(outcomes_achieved="not_achieved", cost_change="lower")
    (proposal,) = [
        one for one in kit.proposals(lost).proposals if one.source == "plugin:outcome_lost"
    ]
    assert (proposal.kind, proposal.question) == ("targeted_review", "outcomes_achieved")


@pytest.mark.parametrize(
    ("outcome", "cost"), [("fully", "lower"), ("not_achieved", "higher"), ("not_achieved", "same")]
)
def test_nothing_is_to_be_reviewed_where_no_saving_cost_an_outcome(kit, card, outcome, cost):
    proposals = kit.proposals(card(outcomes_achieved=outcome, cost_change=cost)).proposals
    assert "plugin:outcome_lost" not in [one.source for one in proposals]


# The quarters


@pytest.mark.parametrize(
    ("outcome", "cost", "name"),
    [
        ("held", "up", "held_up"),
        ("held", "unchanged", "held_not_up"),
        ("held", "down", "held_not_up"),
        ("held", None, "unknown"),
        ("lost", "up", "lost_up"),
        ("lost", "unchanged", "lost_not_up"),
        ("lost", "down", "lost_not_up"),
        ("lost", None, "unknown"),
        (None, "up", "unknown"),
        (None, "unchanged", "unknown"),
        (None, "down", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_every_outcome_and_cost_has_its_quarter(outcome, cost, name):
    assert quarter(outcome, cost) == name
    assert name in LABELS
    is_saving = (outcome, cost) == ("lost", "down")
    assert is_saving_that_cost_an_outcome(outcome, cost) is is_saving


@pytest.mark.parametrize(("outcome", "cost"), [("partly", "up"), ("held", "higher"), ("", "")])
def test_another_word_is_refused(outcome, cost):
    with pytest.raises(ValueError, match="expected"):
        quarter(outcome, cost)


# From answers


@pytest.mark.parametrize(
    ("answers", "outcome", "in_part"),
    [
        ({"outcomes_achieved": "fully"}, "held", False),
        ({"outcomes_achieved": "partly"}, "held", True),
        ({"outcomes_achieved": "not_achieved"}, "lost", False),
        ({"outcomes_achieved": "not_recorded"}, None, False),
        ({}, None, False),
        # a cheaper option that did not meet the outcome has lost it
        ({"outcomes_achieved": "fully", "outcome_still_met": "no"}, "lost", False),
        ({"outcomes_achieved": "not_achieved", "outcome_still_met": "yes"}, "lost", False),
        ({"outcomes_achieved": "fully", "outcome_still_met": "partly"}, "held", False),
        # where the review recorded nothing, the answer about the cheaper option decides
        ({"outcomes_achieved": "not_recorded", "outcome_still_met": "yes"}, "held", False),
        ({"outcome_still_met": "partly"}, "held", True),
        ({"outcome_still_met": "no"}, "lost", False),
        # what was not asked does not count
        ({"cheaper_option": "no", "outcome_still_met": "no"}, None, False),
    ],
)
def test_the_outcome_follows_from_the_answers(card, answers, outcome, in_part):
    one = case_value(card(**answers))
    assert (one.outcome, one.in_part) == (outcome, in_part)


@pytest.mark.parametrize(
    ("answer", "change", "cost"),
    [
        ("higher", None, "up"),
        ("same", None, "unchanged"),
        ("lower", None, "down"),
        (None, "12.50", "up"),
        (None, "0", "unchanged"),
        (None, "-0.01", "down"),
        (None, None, None),
        ("same", "3.20", "unchanged"),  # the rise in prices is in the amount alone
    ],
)
def test_the_cost_follows_from_the_answer_else_the_amount(card, answer, change, cost):
    answers = {"cost_change": answer} if answer else {}
    one = case_value(card(change, **answers))
    assert one.cost == cost
    assert one.weekly_change == (None if change is None else Decimal(change))


@pytest.mark.parametrize(
    ("answer", "change", "count"),
    [
        ("lower", "5", 1),
        ("same", "3.20", 1),
        ("lower", "-5", 0),
        ("lower", None, 0),
        (None, "5", 0),
    ],
)
def test_an_amount_that_goes_the_other_way_is_told(card, answer, change, count):
    found = disagreements([card(change, **({"cost_change": answer} if answer else {}))])
    assert [one.code for one in found] == ["value-cost-disagrees"] * count
    assert all(one.place.about == "CASE-0001" for one in found)


def test_a_set_without_the_questions_is_refused():
    with pytest.raises(Refused, match="no question outcomes_achieved and no cost_change"):
        check_questions(made_set("plan"))


# Totals and rows


@pytest.fixture
def values(card):
    answers = [
        ("-100.10", "fully", "lower"),
        ("-0.05", "partly", "lower"),
        (None, "fully", "same"),
        ("40", "fully", "higher"),
        ("-60", "not_achieved", "lower"),
        (None, "not_achieved", "same"),
        ("15.5", "not_achieved", "higher"),
        ("7", "not_recorded", "higher"),
    ]
    cards = [
        card(change, f"CASE-{number}", outcomes_achieved=outcome, cost_change=cost)
        for number, (change, outcome, cost) in enumerate(answers, 1)
    ]
    return case_values([*cards, card(outcomes_achieved="no such answer")])


def test_totals_count_cases_and_money(values):
    found = [
        (one.quarter, one.cases, one.in_part, one.weekly_change, one.with_amount)
        for one in quarter_totals(values)
    ]
    assert found == [
        ("held_not_up", 3, 1, Decimal("-100.15"), 2),  # −100.10 − 0.05
        ("held_up", 1, 0, Decimal(40), 1),
        ("lost_up", 1, 0, Decimal("15.5"), 1),
        ("lost_not_up", 2, 0, Decimal(-60), 1),
        ("unknown", 1, 0, Decimal(7), 1),
    ]


def test_a_held_return_is_in_no_quarter(values):
    assert len(values) == 8
    assert sum(one["cases"] for one in quarter_rows(values)) == 8


def test_rows_say_which_saving_cost_an_outcome(values):
    rows = case_rows(values)
    assert [row["case_ref"] for row in rows if row["saving_cost_an_outcome"]] == ["CASE-5"]


def test_no_row_names_a_person(values):
    for row in (*case_rows(values), *quarter_rows(values)):
        assert not {"practitioner", "auditor", "team"} & set(row)
        assert not {"P-7", "A-3"} & set(map(str, row.values()))


# The scorer


def mark(question: str, value: Fraction) -> Mark:
    return Mark(question, value, Fraction(0), Fraction(1), Fraction(1), value)


def test_the_scorer_takes_the_poorest_of_its_questions():
    marks = [mark("a", Fraction(2, 3)), mark("b", Fraction(1, 3)), mark("c", Fraction(0))]
    assert OutcomeHeld("a, b").score(marks) == Fraction(1, 3)
    assert OutcomeHeld("d").score(marks) is None


def test_a_scorer_of_no_question_is_refused():
    with pytest.raises(ValueError, match="names none"):
        OutcomeHeld(" , ")


# The command


RETURNS = """\
case_ref,service,practitioner,case.weekly_cost_change,outcomes_achieved,cost_change
CASE-1,East,P-7,-60.00,Not achieved,Lower
CASE-2,East,P-7,,Fully,Higher
CASE-3,West,P-8,-5.25,Partly,Lower
CASE-4,West,P-8,,Not recorded in the review,The same
"""


@pytest.fixture
def returns(tmp_path: Path, kit) -> Path:
    """A file with every column of the set, most of them blank."""
    questions = kit.question_set(WITH_MONEY)
    blank = [name for name in questions.questions if name not in RETURNS]
    rows = RETURNS.splitlines()
    text = [",".join((rows[0], *blank)), *(row + "," * len(blank) for row in rows[1:])]
    path = tmp_path / "returns.csv"
    path.write_text("\n".join(text) + "\n", "utf-8")
    return path


def test_the_command_shows_a_table_and_the_savings(returns, capsys):
    assert main(["value", "quarters", str(returns), "--set", WITH_MONEY]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Quarter                               Cases  In part  Change in weekly cost  Told by",
        "Outcome held, cost down or unchanged  1      1        −£5.25                 1 case",
        "Outcome held, cost up                 1      0        –                      –",
        "Outcome lost, cost up                 0      0        –                      –",
        "Outcome lost, cost down or unchanged  1      0        −£60.00                1 case",
        "Outcome or cost not known             1      0        –                      –",
        "4 returns: 3 in a quarter, 1 not known, 0 held",
        "",
        "Savings that cost an outcome: 1",
        "  CASE-1  East  −£60.00",
        "",
        "Savings that left the outcome achieved in part: 1",
        "  CASE-3  West  −£5.25",
    ]


def test_the_command_gives_json(returns, capsys):
    assert main(["value", "quarters", str(returns), "--set", WITH_MONEY, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["savings_that_cost_an_outcome"] == ["CASE-1"]
    assert [one["cases"] for one in found["quarters"]] == [1, 1, 0, 1, 1]
    assert found["cases"][0]["weekly_cost_change"] == -60


def test_the_command_writes_a_row_a_case(returns, tmp_path, capsys):
    path = tmp_path / "cases.csv"
    arguments = ["value", "quarters", str(returns), "--set", WITH_MONEY, "-o", str(path)]
    assert main(arguments) == 0
    assert capsys.readouterr().out == ""
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert [row["quarter"] for row in rows] == ["lost_not_up", "held_up", "held_not_up", "unknown"]
    assert main(arguments) == 1
    assert main([*arguments, "--force"]) == 0


def test_the_set_without_money_is_the_default(returns, capsys):
    assert main(["value", "quarters", str(returns)]) == 0
    assert "£" not in capsys.readouterr().out


def test_no_practitioner_is_printed(returns, capsys):
    for more in ([], ["--json"]):
        main(["value", "quarters", str(returns), "--set", WITH_MONEY, *more])
        assert "P-7" not in capsys.readouterr().out


def test_another_set_is_refused(returns, capsys):
    assert main(["value", "quarters", str(returns), "--set", "chc-checklist"]) == 1
    assert "[value-no-question]" in capsys.readouterr().err


def test_another_kind_of_file_is_refused(returns, capsys):
    assert main(["value", "quarters", str(returns), "-o", "cases.xlsx"]) == 2
    assert ".csv" in capsys.readouterr().err


def test_a_held_return_is_told_by_the_exit_code(returns, capsys):
    returns.write_text(returns.read_text("utf-8").replace("Higher", "Dearer"), "utf-8")
    assert main(["value", "quarters", str(returns), "--set", WITH_MONEY]) == 1
    assert "1 held" in capsys.readouterr().out


# The section of the report


def section_of(kit, *cards, language="en"):
    report = kit.report(cards, language=language)
    return next((x.section for x in report.sections if x.name == "outcome_against_cost"), None)


def test_the_report_shows_the_quarters_and_the_savings_that_cost_an_outcome(kit, card):
    lost = {"outcomes_achieved": "not_achieved", "cost_change": "lower"}
    held = {"outcomes_achieved": "partly", "cost_change": "lower"}
    section = section_of(kit, card("-20", **lost), card("-5.50", **held), card(**held))
    finding, table = section.blocks
    assert finding.text == ("Cases with a lower cost: 3. Of these, the outcome was lost in: 1.")
    assert table.rows == (
        (LABELS["held_not_up"], 2, 2, Decimal("-5.50"), 1),
        (LABELS["held_up"], 0, 0, None, 0),
        (LABELS["lost_up"], 0, 0, None, 0),
        (LABELS["lost_not_up"], 1, 0, Decimal("-20.00"), 1),
        (LABELS["unknown"], 0, 0, None, 0),
    )


def test_the_section_in_welsh(kit, card):
    section = section_of(kit, card(outcomes_achieved="fully", cost_change="same"), language="cy")
    assert section.title == "Canlyniad yn erbyn cost"
    assert {row[0] for row in section.blocks[1].rows}.isdisjoint(LABELS.values())


def test_a_report_of_other_sets_has_no_such_section(kit):
    questions = made_set("plan")
    assert section_of(kit, kit.score(made_return(questions, {"plan": "Yes"}), questions)) is None
