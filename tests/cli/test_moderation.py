"""``auditkit moderation``: drawn, compared, decided, measured, over a store."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import UTC, datetime

import pytest

from auditkit import AuditKit
from auditkit.actors import Actor
from auditkit.cases import Case
from auditkit.draws.numbers import in_draw_order
from auditkit.kept_draws import keep_draw

SEED = "20237331128159211123"
PROGRAMME = """\
programme: anytown
title: Practice audits
question_set: small@1.0
seed: "20237331128159211123"
per_service: 6
services:
  - {service: older_people, title: Older People}
  - {service: mental_health, title: Mental Health}
strata:
  - {stratum: unplanned, when: 'case.review_type == "unplanned"', share: 50%}
  - {stratum: other, share: 50%}
stages:
  - {stage: first, role: team_leader}
  - {stage: moderation, role: moderator, share: 50%, blind: BLIND, on_disagreement: POLICY}
"""
HEADINGS = (
    "Case,Service,Practitioner,Auditor,Period,case.review_type,"
    "eligibility,contingency_plan,safeguarding\n"
)
CASES = [f"CASE-000{number}" for number in range(1, 7)]
GOOD, POOR = "Yes,Yes,Yes", "No,No,Yes"
AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


def rows(answers: dict[str, str], auditor: str) -> str:
    return HEADINGS + "".join(
        f"{case},Older People,SW-11,{auditor},2026-04,planned,{told}\n"
        for case, told in answers.items()
    )


class Moderated:
    """A folder with a store of first audits, all good, and calls of the command line on it."""

    def __init__(self, call, folder):
        self.call = call
        self.folder = folder
        self.store = ("--store", "audits.sqlite")
        self.kit = AuditKit(discover=False)
        self.kit.load("small.yaml")

    def __call__(self, *arguments):
        return self.call("moderation", *arguments, *self.store)

    def json(self, *arguments):
        return json.loads(self(*arguments, "--json").out)

    def adopt(self, policy: str, *, blind: bool = True):
        text = PROGRAMME.replace("POLICY", policy).replace("BLIND", "yes" if blind else "no")
        (self.folder / "programme.yaml").write_text(text, encoding="utf-8")
        loaded = self.kit.load_programme("programme.yaml")
        with self.opened(create=True) as store:
            store.adopt(loaded.programme, actor=Actor("AN-01"), at=AT)
        return loaded

    def opened(self, **options):
        return self.kit.open_store("audits.sqlite", entropy=os.urandom, **options)

    def record(self, answers, stage, auditor, *more):
        (self.folder / "returns.csv").write_text(rows(answers, auditor), encoding="utf-8")
        return self.call(
            "audits", "record", "returns.csv", *self.store, "--set", "small.yaml",
            "--stage", stage, "--as", "AN-01", *more,
        )  # fmt: skip

    def draw(self, *more):
        return self("draw", "--period", "2026-04", *more)


@pytest.fixture
def made(call, folder):
    """Makes a store with six first audits, under a policy."""

    def made(policy: str = "moderator_stands", **told) -> Moderated:
        found = Moderated(call, folder)
        found.adopt(policy, **told)
        assert found.record(dict.fromkeys(CASES, GOOD), "first", "TL-04").code == 0
        return found

    return made


@pytest.fixture
def disputed(made):
    """Three moderations under joint decisions: one agrees, one disagrees, one differs in an
    answer alone.
    """
    found = made("joint_decision")
    answers = {"CASE-0001": GOOD, "CASE-0002": POOR, "CASE-0003": "Yes,Partly,Not applicable"}
    assert found.record(answers, "moderation", "MO-01").code == 0
    return found


def squeezed(text: str) -> list[str]:
    """The lines of a table, with single spaces between its cells."""
    return [" ".join(line.split()) for line in text.splitlines()]


# Draws


def lowest(number: int) -> list[str]:
    order = in_draw_order(CASES, seed=SEED, period="2026-04", purpose="moderation")
    return [case for case, _ in order[:number]]


def test_the_share_of_completed_audits_with_the_lowest_numbers_is_drawn(made):
    moderated = made()
    found = moderated.draw("-o", "draw.json", "--json")
    assert found.code == 0
    told = json.loads(found.out)
    # Half of six.
    assert [one["case_ref"] for one in told["taken"]] == lowest(3)
    assert (told["purpose"], told["seed"], told["services"][0]["eligible"]) == (
        "moderation", SEED, 6
    )  # fmt: skip
    assert json.loads((moderated.folder / "draw.json").read_text("utf-8")) == told
    assert "The draw was not kept: say --as CODE" in found.err
    assert "Wrote draw.json: 3 cases\n" in found.err


def test_a_draw_that_is_kept_holds_returns_of_other_cases(made):
    moderated = made()
    assert "Kept the draw for 2026-04: 3 cases" in moderated.draw("--as", "AN-01").err
    other = next(case for case in CASES if case not in lowest(3))
    refused = moderated.record({other: GOOD}, "moderation", "MO-01")
    assert refused.code == 1
    assert "D035" in refused.err
    assert moderated.record({lowest(1)[0]: GOOD}, "moderation", "MO-01").code == 0


def test_a_draw_that_is_kept_is_shown_again_whatever_was_audited_since(made):
    moderated = made()
    first = moderated.draw("--as", "AN-01").out
    moderated.record({"CASE-0007": GOOD}, "first", "TL-04")
    again = moderated.draw("--as", "AN-01")
    assert again.out == first
    assert "Drawn already, and kept on " in again.err


def test_cases_stay_in_the_stratum_that_they_were_first_drawn_in(call, folder):
    """Though what told the strata apart, such as a cost, is not among the facts of a return."""
    moderated = Moderated(call, folder)
    loaded = moderated.adopt("moderator_stands")
    unplanned = lowest(6)[3:]
    cases = [
        Case(
            case_ref=case,
            service="older_people",
            facts={"review_type": "unplanned" if case in unplanned else "planned"},
        )
        for case in CASES
    ]
    draw = moderated.kit.draw(loaded, "2026-04", cases).draw
    with moderated.opened() as store:
        keep_draw(store, draw, actor=Actor("AN-01"), at=AT)
    assert moderated.record(dict.fromkeys(CASES, GOOD), "first", "TL-04").code == 0
    told = json.loads(moderated.draw("--json").out)
    # Three places, 50% each: 1.5 and 1.5, the one left to the stratum named first.
    assert [(one["case_ref"], one["stratum"]) for one in told["taken"]] == [
        (unplanned[0], "unplanned"), (unplanned[1], "unplanned"), (lowest(1)[0], "other")
    ]  # fmt: skip


def test_a_stage_that_the_programme_does_not_have_cannot_be_drawn_for(made):
    found = made().draw("--stage", "reaudit")
    assert found.code == 1
    assert "D026" in found.err


def test_a_store_without_a_programme_has_nothing_to_draw_by(call, folder):
    call("store", "init", "--store", "audits.sqlite")
    found = call("moderation", "draw", "--store", "audits.sqlite", "--period", "2026-04")
    assert (found.code, "A022" in found.err) == (1, True)


def test_nothing_completed_is_an_empty_draw(made):
    found = made()("draw", "--period", "2026-05", "--json")
    assert (found.code, json.loads(found.out)["taken"]) == (0, [])
    assert "D024" in found.err


def test_nothing_completed_is_not_kept(made):
    moderated = made()
    found = moderated("draw", "--period", "2026-05", "--as", "AN-01")
    assert "not kept: no audit has been through the stages before\n" in found.err
    with moderated.opened() as store:
        assert store.draws() == ()


def test_where_there_is_nothing_to_compare_it_is_said(made):
    moderated = made()
    assert moderated("compare").out == "No case was audited at both stages, first and moderation.\n"
    assert moderated("results", "--period", "2027-01").out == "No audits.\n"


def test_a_case_is_drawn_once_it_has_been_through_the_stages_before(made):
    moderated = made()
    text = (moderated.folder / "programme.yaml").read_text("utf-8")
    stages = "  - {stage: first, role: team_leader}\n"
    text = text.replace(stages, stages + "  - {stage: reaudit, role: head_of_service}\n")
    (moderated.folder / "programme.yaml").write_text(text, encoding="utf-8")
    with moderated.opened() as store:
        programme = moderated.kit.load_programme("programme.yaml").programme
        store.adopt(programme, actor=Actor("AN-01"), at=AT)
    moderated.record(dict.fromkeys(lowest(6)[4:], GOOD), "reaudit", "HOS-01")
    # Half of two.
    told = json.loads(moderated.draw("--json").out)
    assert [one["case_ref"] for one in told["taken"]] == lowest(6)[4:5]


def test_without_any_audit_the_question_set_is_that_of_the_kit(call, folder):
    text = PROGRAMME.replace("small@1.0", "managing-cost-of-care@1.0").replace("BLIND", "yes")
    (folder / "programme.yaml").write_text(text.replace("POLICY", "feedback_only"), "utf-8")
    told = ("--store", "audits.sqlite", "--as", "AN-01")
    call("store", "init", "--store", "audits.sqlite")
    assert call("programme", "adopt", "programme.yaml", *told).code == 0
    found = call("moderation", "draw", "--period", "2026-04", *told)
    assert (found.code, "D024" in found.err) == (0, True)


def test_a_record_that_is_there_is_not_replaced(made):
    moderated = made()
    (moderated.folder / "draw.json").write_text("mine", encoding="utf-8")
    assert moderated.draw("-o", "draw.json").code == 1
    assert moderated.draw("-o", "draw.json", "--force").code == 0


# Further cases


@pytest.fixture
def expanding(made):
    """A draw of three, whose first case disagrees."""
    found = made("expand_sample")
    found.draw("--as", "AN-01")
    answers = {lowest(1)[0]: POOR, lowest(2)[1]: GOOD}
    assert found.record(answers, "moderation", "MO-01").code == 0
    return found


def test_a_disagreement_asks_for_as_many_cases_again(expanding):
    (further,) = expanding.json("results")["further"]
    assert (further["stage"], further["after"]) == ("moderation", lowest(1))
    assert [one["case_ref"] for one in further["cases"]] == lowest(6)[3:]
    found = expanding("results")
    assert "Further cases to draw for moderation of 2026-04" in found.out
    assert ", ".join(lowest(6)[3:]) in found.out


def test_further_cases_come_to_the_draw_that_is_kept(expanding):
    shown = expanding.draw()
    assert "Disagreements ask for 3 further cases: say --as CODE" in shown.err
    found = expanding.draw("--as", "AN-01", "-o", "draw.json")
    assert f"Drew 3 further cases: {', '.join(lowest(6)[3:])}" in found.err
    assert f"after {lowest(1)[0]}" in found.out
    assert expanding.json("results")["further"] == []
    assert expanding.record({lowest(6)[5]: GOOD}, "moderation", "MO-01").code == 0
    assert expanding.draw("--as", "AN-01").out == expanding.call("draws", "show", "draw.json").out


# Comparison


def test_two_audits_are_compared_question_by_question(disputed):
    found = disputed("compare")
    lines = squeezed(found.out)
    assert found.code == 0
    assert lines[0] == "Case Service Period First Moderation Rating Blind Differing"
    assert lines[1] == "CASE-0001 Older People 2026-04 Good Good same yes nothing"
    assert lines[2] == (
        "CASE-0002 Older People 2026-04 Good Poor lower yes Eligibility (lower);"
        " Contingency plan (lower)"
    )
    assert lines[3] == (
        "CASE-0003 Older People 2026-04 Good Good same yes Contingency plan (lower);"
        " Safeguarding (not compared)"
    )


def test_a_comparison_as_json_says_both_sides(disputed):
    (_, _, third) = disputed.json("compare", "--stages", "moderation,first")
    assert (third["case_ref"], third["blind"], third["compared"]) == ("CASE-0003", True, 2)
    assert third["rating"] == {
        "first": "good", "first_state": "answered",
        "second": "good", "second_state": "answered", "outcome": "same",
    }  # fmt: skip
    assert third["questions"][1] == {
        "question": "safeguarding",
        "first": "yes", "first_state": "answered",
        "second": None, "second_state": "not_applicable", "outcome": "not_compared",
    }  # fmt: skip


def test_a_comparison_as_csv_has_a_row_for_the_rating_and_for_each_question(disputed):
    text = disputed("compare", "--format", "csv").out
    told = [
        (row["case_ref"], row["question"], row["outcome"])
        for row in csv.DictReader(io.StringIO(text))
    ]
    assert told == [
        ("CASE-0001", "", "same"),
        ("CASE-0002", "", "lower"),
        ("CASE-0002", "eligibility", "lower"),
        ("CASE-0002", "contingency_plan", "lower"),
        ("CASE-0003", "", "same"),
        ("CASE-0003", "contingency_plan", "lower"),
        ("CASE-0003", "safeguarding", "not_compared"),
    ]


def test_an_auditor_who_could_see_the_first_audit_was_not_blind(made):
    moderated = made(blind=False)
    moderated.record({"CASE-0001": GOOD}, "moderation", "MO-01")
    assert [one["blind"] for one in moderated.json("compare")] == [False]
    assert "1 pair, none of them blind" in moderated("agreement").out


def test_audits_under_sets_that_score_otherwise_are_not_compared(made):
    moderated = made()
    path = moderated.folder / "small.yaml"
    changed = path.read_text("utf-8").replace("weight: 2", "weight: 3").replace('"1.0"', '"1.1"')
    path.write_text(changed, encoding="utf-8")
    moderated.record({"CASE-0001": GOOD}, "moderation", "MO-01")
    for arguments in (["compare"], ["agreement"], ["results"]):
        found = moderated(*arguments)
        assert (found.code, "A014" in found.err) == (1, True)
    assert moderated.json("results")["cases"][0]["disagreeing"] == ["moderation"]


@pytest.mark.parametrize("stages", ["first", "first,first", "first,second", "first,reaudit,x"])
def test_stages_that_are_not_two_are_a_mistake_in_the_call(made, stages):
    found = made()("compare", "--stages", stages)
    assert found.code == 2
    assert "expected two of first, reaudit, moderation" in found.err


def test_nothing_moderated_compares_nothing(made):
    moderated = made()
    assert moderated("compare").code == 0
    assert "No case was audited at both stages" in moderated("agreement").out
    assert moderated.json("agreement") == []


# Agreement


def test_agreement_is_measured_over_a_store(disputed):
    (found,) = disputed.json("agreement")
    assert (found["question_set"], found["by"], found["pairs"], found["blind"]) == (
        "small@1.0", "question", 3, 3
    )  # fmt: skip
    rating = found["rating"]
    # Poor before good: of three good first audits one was moderated as poor.
    assert (rating["scale"], rating["table"]) == (["poor", "good"], [[0, 0], [1, 2]])
    assert (rating["lower"], rating["same"], rating["higher"]) == (1, 2, 0)
    plan, safe = found["questions"][1:]
    assert (plan["question"], plan["exact"], plan["within_one"]) == ("contingency_plan", 1, 2)
    assert safe["states"] == [{"first": "answered", "second": "not_applicable", "count": 1}]
    assert {one["statistic"] for one in plan["statistics"]} >= {"cohen_kappa", "gwet_ac"}
    assert {one["reliability"] for one in plan["statistics"]} == {"too few"}
    # Of eight pairs five are the same: 3 of 3, less one of eligibility, two of the plan.
    exact = found["overall"][0]
    assert (exact["n"], exact["value"], exact["cases"]) == (8, 5 / 8, 3)


def test_agreement_as_a_table_says_how_many_were_blind_and_shows_counts_of_few(disputed):
    found = disputed("agreement")
    lines = squeezed(found.out)
    assert lines[0] == "small@1.0, first and moderation: 3 pairs, 3 of them blind"
    assert lines[2] == "Rating 3 2 (67%) 3 (100%) 1 0 – – too few"
    # Five of eight are 62.5%.
    assert any(line.startswith("All questions 8 63%") for line in lines)
    assert "Lower, higher: where the moderation stands against the first." in found.out


@pytest.mark.parametrize(("by", "of"), [("service", "Older People"), ("auditor", "TL-04")])
def test_agreement_apart_for_each_service_or_auditor(disputed, by, of):
    assert [one["of"] for one in disputed.json("agreement", "--by", by)] == [of]
    assert disputed("agreement", "--by", by).out.startswith(f"{of}: small@1.0, ")
    assert disputed.json("agreement", "--period", "2026-05") == []


def test_statistics_are_shown_of_ten_pairs_and_more(made):
    moderated = made()
    cases = [f"CASE-01{number:02}" for number in range(12)]
    moderated.record(dict.fromkeys(cases, GOOD), "first", "TL-05")
    answers = {case: POOR if number % 2 else GOOD for number, case in enumerate(cases)}
    moderated.record(answers, "moderation", "MO-01")
    rating = squeezed(moderated("agreement", "--by", "auditor").out)[2]
    # Six of twelve agree; all first audits are good, so that half would agree by chance, too.
    assert rating.startswith("Rating 12 6 (50%) 12 (100%) 6 0 0.00 ")
    assert rating.endswith(" low")


def test_agreement_is_measured_on_what_was_first_said(disputed):
    told = ("--stage", "moderation", "--period", "2026-04", "--as", "MO-01")
    disputed(
        "decide", "CASE-0002", "--answer", "eligibility=Yes", "--answer", "contingency_plan=Yes",
        "--by", "TL-04", "--by", "MO-01", "--because", "Found on the file", *told,
    )  # fmt: skip
    assert disputed.json("compare")[1]["rating"]["outcome"] == "same"
    assert disputed.json("agreement")[0]["rating"]["lower"] == 1


def test_agreement_needs_a_file_or_a_store(call, folder, monkeypatch):
    monkeypatch.delenv("AUDITKIT_STORE", raising=False)
    found = call("moderation", "agreement")
    assert (found.code, "name a file of ratings, or the store" in found.err) == (2, True)


def test_scales_are_not_declared_for_a_store(made):
    found = made()("agreement", "--scale", "A,B")
    assert (found.code, "every\nquestion has the scale" in found.err) == (2, True)


# Results and decisions


def official(moderated):
    return {
        one["case_ref"]: (one["official"], one["rating"], one["open"])
        for one in moderated.json("results", "--period", "2026-04")["cases"]
    }


def decide(moderated, case, *more):
    return moderated(
        "decide", case, "--period", "2026-04", "--by", "TL-04", "--by", "MO-01",
        "--because", "It is on the file", "--as", "AN-01", *more,
    )  # fmt: skip


def test_what_is_official_and_what_is_open(disputed):
    found = official(disputed)
    assert found["CASE-0001"] == ("first", "good", [])
    assert found["CASE-0002"] == (None, None, ["undecided"])
    assert found["CASE-0004"] == ("first", "good", [])
    shown = disputed("results").out
    assert "undecided: 1 case. Both auditors are to decide whose audit stands." in shown
    only = disputed.json("results", "--open")["cases"]
    assert [one["case_ref"] for one in only] == ["CASE-0002"]


def test_where_the_moderator_stands_their_audit_is_official(made):
    moderated = made()
    moderated.record({"CASE-0002": POOR}, "moderation", "MO-01")
    assert official(moderated)["CASE-0002"] == ("moderation", "poor", [])


def test_a_joint_decision_makes_an_audit_official(disputed):
    found = decide(disputed, "CASE-0002", "--stands", "moderation")
    assert found.code == 0
    assert "Decided: of CASE-0002 the audit at the stage moderation stands" in found.err
    assert official(disputed)["CASE-0002"] == ("moderation", "poor", [])
    again = decide(disputed, "CASE-0002", "--stands", "moderation")
    assert "Decided already" in again.err
    refused = decide(disputed, "CASE-0002", "--stands", "first")
    assert (refused.code, "T026" in refused.err) == (1, True)
    assert decide(disputed, "CASE-0002", "--stands", "first", "--version", "1").code == 0
    told = disputed.json("results")["cases"][1]["decision"]
    assert told == {
        "stage": "moderation", "stands": "first", "by": ["TL-04", "MO-01"],
        "because": "It is on the file", "version": 2,
    }  # fmt: skip


def test_answers_that_both_agree_on_stand(disputed):
    found = decide(
        disputed, "CASE-0002", "--answer", "eligibility=Partly", "--comment",
        "contingency_plan=Only the old one",
    )  # fmt: skip
    assert found.code == 0
    # 2 × 0.5 + 0 + 1 of 4 is 50%.
    (case,) = (one for one in disputed.json("results")["cases"] if one["case_ref"] == "CASE-0002")
    assert (case["official"], case["score"], case["rating"]) == ("moderation", "50.0", "poor")


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ([], 2, "say whose audit stands"),
        (["--answer", "eligibility"], 2, "expected QUESTION=…"),
        (["--stands", "reaudit"], 1, "A010"),
        (["--stands", "first", "--answer", "eligibility=Yes"], 1, "A010"),
    ],
)
def test_a_decision_that_cannot_be_made_says_why(disputed, more, code, said):
    found = decide(disputed, "CASE-0002", *more)
    assert (found.code, said in found.err) == (code, True)


def test_a_stale_moderation_is_open_until_it_is_confirmed(disputed):
    with disputed.opened() as store:
        store.correct(
            "CASE-0001", question="safeguarding", answer="Partly", because="Misread",
            period="2026-04", actor=Actor("TL-04"), at=AT,
        )  # fmt: skip
    assert official(disputed)["CASE-0001"] == ("first", "good", ["stale"])
    assert "stale: 1 case. An audit was corrected" in disputed("results").out
    told = ("--period", "2026-04", "--because", "Nothing follows", "--as", "MO-01")
    assert "Confirmed: CASE-0001" in disputed("confirm", "CASE-0001", *told).err
    assert official(disputed)["CASE-0001"] == ("first", "good", [])
    assert disputed("confirm", "CASE-0001", *told).code == 1


def test_results_as_csv(disputed):
    decide(disputed, "CASE-0002", "--stands", "first")
    text = disputed("results", "--format", "csv").out
    found = {row["case_ref"]: row for row in csv.DictReader(io.StringIO(text))}
    assert found["CASE-0002"]["stages"] == "first; moderation"
    assert found["CASE-0002"]["disagreeing"] == "moderation"
    assert found["CASE-0002"]["decision_stands"] == "first"
    assert found["CASE-0001"]["decision_stands"] == ""


@pytest.mark.parametrize("asked", [("compare",), ("results",), ("results", "--open")])
def test_csv_without_cases_has_the_headings_of_csv_with_them(disputed, asked):
    found = [
        disputed(*asked, "--format", "csv", *more).out.splitlines()
        for more in ((), ("--period", "2031-01"))
    ]
    assert (found[1], len(found[0]) > 1) == (found[0][:1], True)


# Welsh


def test_comparisons_and_results_are_shown_in_welsh(disputed):
    lines = squeezed(disputed("compare", "--language", "cy").out)
    assert lines[0] == "Achos Gwasanaeth Cyfnod Cyntaf Cymedroli Gradd Dall Yn wahanol"
    assert lines[1].endswith("Good Good yr un fath ie dim")
    assert lines[3].endswith("Contingency plan (yn is); Safeguarding (heb ei gymharu)")
    lines = squeezed(disputed("results", "--language", "cy").out)
    assert lines[0] == "Achos Gwasanaeth Cyfnod Swyddogol Sgôr Gradd Polisi Agored"
    assert lines[1].endswith("cyntaf 100.0 Good penderfyniad ar y cyd")
    (undecided,) = [line for line in lines if "heb eu penderfynu (" in line]
    assert undecided.endswith("penderfyniad ar y cyd heb eu penderfynu (cymedroli)")
    assert lines[-1].startswith("heb eu penderfynu: 1 achos. Y ddau archwilydd sydd i benderfynu")


def test_agreement_is_shown_in_welsh_and_its_json_stays_english(disputed):
    lines = squeezed(disputed("agreement", "--by", "auditor", "--language", "cy").out)
    assert (
        lines[0] == "TL-04: small@1.0, y cam cyntaf a'r cam cymedroli: 3 phâr, 3 ohonynt yn ddall"
    )
    assert lines[1] == "Parau Yr un fath O fewn un Is Uwch Kappa AC Gwet Dibynadwyedd"
    assert lines[2] == "Gradd 3 2 (67%) 3 (100%) 1 0 – – rhy ychydig"
    assert lines[-3] == "Is, uwch: ble saif y cam cymedroli o'i gymharu â'r cam cyntaf."
    none = disputed("agreement", "--period", "2026-05", "--language", "cy").out
    assert "Nid archwiliwyd yr un achos ar y ddau gam (cyntaf, cymedroli)." in none
    assert disputed.json("agreement", "--language", "cy") == disputed.json("agreement")


def test_what_is_drawn_decided_and_confirmed_is_said_in_welsh(expanding):
    further = ", ".join(lowest(6)[3:])
    found = expanding("results", "--language", "cy").out
    assert f"Achosion pellach i'w dewis ar gyfer cymedroli, 2026-04, ar ôl {lowest(1)[0]}" in found
    shown = expanding.draw("--language", "cy").err
    assert "Mae anghytundebau'n galw am 3 achos pellach: nodwch --as COD i'w dewis" in shown
    made = expanding.draw("--as", "AN-01", "--language", "cy").err
    assert f"Dewiswyd 3 achos pellach: {further}\n" in made
    wrong = expanding("compare", "--stages", "first", "--language", "cy").err
    assert "--stages 'first': disgwyliwyd dau o first, reaudit, moderation" in wrong


def test_a_decision_is_told_in_welsh(disputed):
    told = decide(disputed, "CASE-0002", "--stands", "moderation", "--language", "cy").err
    expected = "o CASE-0002, yr archwiliad ar y cam cymedroli sy'n sefyll\n"
    assert told.startswith(f"Penderfynwyd: {expected}")
    again = decide(disputed, "CASE-0002", "--stands", "moderation", "--language", "cy").err
    assert again.startswith(f"Penderfynwyd eisoes: {expected}")
    assert "disgwyliwyd CWESTIWN=…" in decide(
        disputed, "CASE-0002", "--answer", "eligibility", "--language", "cy"
    ).err  # fmt: skip
