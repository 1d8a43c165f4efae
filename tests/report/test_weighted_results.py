"""Results from a store: weighted to all cases by the draws, and never otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path

import pytest
from council import PROGRAMME, Council, council
from found import charts_of, has_section, is_publishable, rows_of, section_of, tables_of, texts_of

from auditkit.frozen import changed
from auditkit.moderation.standing import StagesOfCase, standing
from auditkit.questions.model import QuestionSet
from auditkit.report.as_json import report_json
from auditkit.report.as_markdown import report_markdown
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.report.model import ReportModel
from auditkit.testing import made_return, made_set

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")

MONTH = "2026-04"
ONE_SERVICE = PROGRAMME.replace(", {service: mental_health}", "")
TWENTY_PLACES = ONE_SERVICE.replace("per_service: 2", "per_service: 20")
STRATA = PROGRAMME[PROGRAMME.index("strata:") : PROGRAMME.index("stages:")]
# A count with a sign of per cent is a figure; a heading says "%" alone.
PERCENTAGE = re.compile(r"[0-9]%")


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path, TWENTY_PLACES) as found:
        yield found


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path) as found:
        yield found


def audit_drawn(
    council: Council,
    increased: Sequence[str],
    other: Sequence[str],
    *,
    of: tuple[int, int] = (20, 60),
    question: str = "contingency_plan",
) -> None:
    """Draw from so many cases of each stratum, and audit the drawn ones with these answers."""
    draw = council.draw(MONTH, council.cases("older_people", *of))
    answers = {"increased": iter(increased), "other": iter(other)}
    for one in draw.cases():
        answer = next(answers[one.stratum], None)
        if answer is not None:
            council.audit(one.case_ref, MONTH, **{question: answer})


def report(council: Council, language: str = "en") -> ReportModel:
    return council.kit.report(evidence=council.evidence(MONTH), language=language)


def figures(made: ReportModel, name: str) -> str:
    """All that a section says, but for the name of its intervals."""
    return str(section_of(made, name).blocks).replace("(95%)", "")


# 10 of 20 with increased cost and 10 of 60 others are audited: 7 of the 20 have a plan, 35%.
INCREASED = ("yes",) + 9 * ("no",)
OTHER = 6 * ("yes",) + 2 * ("partly",) + 2 * ("no",)


def test_the_share_of_all_cases_weighs_the_strata(anytown: Council):
    audit_drawn(anytown, INCREASED, OTHER)
    made = report(anytown)
    # Yes: (20 x 1/10 + 60 x 6/10) / 80 = 47.5%; partly: 60 x 2/10 / 80 = 15%;
    # no: (20 x 9/10 + 60 x 2/10) / 80 = 37.5%. Halves go up.
    plan = rows_of(made, "questions-managing-cost-of-care")["Contingency plan"]
    assert plan == (48, 15, 38, 0, 0, 20)


def test_each_stratum_stands_beside_all_cases_with_its_interval_and_number(anytown: Council):
    audit_drawn(anytown, INCREASED, OTHER)
    found = rows_of(report(anytown), "questions-managing-cost-of-care-strata")["Contingency plan"]
    ends = r" \([0-9]+% to [0-9]+%; "
    for cell, figure in zip(
        found, ("10%{}10 cases", "60%{}10 cases", "48%{}20 cases"), strict=True
    ):
        assert re.fullmatch(figure.format(ends) + r"\)", str(cell))


def test_questions_are_ranked_by_the_share_of_the_best_answer(anytown: Council):
    audit_drawn(anytown, INCREASED, OTHER)
    made = report(anytown)
    names = tables_of(made)["questions-managing-cost-of-care"].column("question")
    # Those that all cases did best on stand in the order asked.
    assert (names[0], names[-1]) == ("Eligibility evidenced", "Contingency plan")
    assert "Strongest: Eligibility evidenced. Weakest: Contingency plan." in texts_of(
        section_of(made, "questions")
    )
    chart = charts_of(made)["questions-managing-cost-of-care-chart"]
    assert chart.series == ("best", "between", "poorest")
    assert "Weakest" not in chart.title
    assert "Contingency plan" in chart.description


def test_of_the_same_share_of_best_answers_the_one_with_fewer_poor_ones_is_stronger(
    anytown: Council,
):
    draw = anytown.draw(MONTH, anytown.cases("older_people", 20, 60))
    for one in draw.cases():
        anytown.audit(one.case_ref, MONTH, technology="no", other_support="partly")
    names = tables_of(report(anytown))["questions-managing-cost-of-care"].column("question")
    assert names[-2:] == ("Other support", "Technology")


def test_the_answers_are_counted_by_stratum(anytown: Council):
    audit_drawn(anytown, INCREASED, OTHER)
    made = report(anytown)
    table = "questions-managing-cost-of-care"
    assert rows_of(made, f"{table}-increased")["Contingency plan"] == (1, 0, 9, 0, 0)
    assert rows_of(made, f"{table}-other")["Contingency plan"] == (6, 2, 2, 0, 0)


def test_a_question_that_does_not_apply_leaves_both_sides_of_the_share(anytown: Council):
    # Of the 60 others 6 of 10 have an answer, 3 of them the best: 36 are concerned, 18 have it.
    # Of the 20: 20. (20 + 18) / (20 + 36) = 67.9%; not applicable 60 x 4/10 / 80 = 30%.
    others = 3 * ("yes",) + 3 * ("no",) + 4 * ("na",)
    audit_drawn(anytown, 10 * ("yes",), others, question="other_funding")
    made = report(anytown)
    found = rows_of(made, "questions-managing-cost-of-care")["Other funding"]
    assert (found[0], *found[3:]) == (68, 30, 0, 16)
    beside = rows_of(made, "questions-managing-cost-of-care-strata")["Other funding"]
    assert beside[1] == "3 of 6"


def test_a_question_left_blank_is_not_assessed(anytown: Council):
    audit_drawn(anytown, 10 * ("yes",), 8 * ("yes",) + 2 * ("",), question="technology")
    found = rows_of(report(anytown), "questions-managing-cost-of-care")["Technology"]
    # 60 x 2/10 / 80 = 15%
    assert (found[0], *found[3:]) == (100, 0, 15, 18)


def test_under_ten_cases_there_is_no_percentage(small: Council):
    audit_drawn(small, ("no",), ("yes",), of=(2, 8))
    made = report(small)
    for name in ("questions", "ratings"):
        assert not PERCENTAGE.search(figures(made, name))
    found = rows_of(made, "questions-managing-cost-of-care")["Contingency plan"]
    assert found == (None, None, None, None, None, 2)
    beside = rows_of(made, "questions-managing-cost-of-care-strata")["Contingency plan"]
    assert beside == ("0 of 1", "1 of 1", None)
    assert not charts_of(made).keys() & {
        "questions-managing-cost-of-care-chart",
        "ratings-managing-cost-of-care-all-chart",
    }


def test_without_a_draw_there_are_numbers_alone(anytown: Council):
    for at in range(12):
        anytown.audit(f"CASE-{at:02}", MONTH, contingency_plan="no" if at else "yes")
    made = report(anytown)
    found = rows_of(made, "questions-managing-cost-of-care")["Contingency plan"]
    assert found == (1, 0, 11, 0, 0)
    assert not PERCENTAGE.search(figures(made, "questions"))
    assert tables_of(made)["questions-managing-cost-of-care"].caption.startswith(
        "Managing the cost of care: 12 audited cases"
    )


def everything(council: Council) -> str:
    """The report in both languages, as people and as machines read it."""
    made = [report(council, language) for language in ("en", "cy")]
    return "\n".join(form(one).decode() for one in made for form in (report_markdown, report_json))


def test_no_unweighted_share_of_all_cases_is_told_anywhere(anytown: Council):
    # 7 of 20 audited cases have a plan; the intervals end elsewhere.
    audit_drawn(anytown, INCREASED, OTHER)
    told = everything(anytown)
    assert "48%" in told
    assert not re.search(r"\b35 ?%|\b0?[.,]35\b|7 of 20|7 o 20", told)


def test_one_stratum_alone_is_weighted_by_its_services(tmp_path: Path):
    # All 6 cases of one service have no plan, all 90 of another have one: 6 of 12 audited.
    programme = PROGRAMME.replace(STRATA, "").replace("per_service: 2", "per_service: 6")
    with council(tmp_path, programme) as found:
        cases = found.cases("older_people", 0, 6) + found.cases("mental_health", 0, 90)
        for one in found.draw(MONTH, cases).cases():
            answer = "no" if one.service == "older_people" else "yes"
            found.audit(one.case_ref, MONTH, service=one.service, contingency_plan=answer)
        made = report(found)
        # (6 x 0 + 90 x 1) / 96 = 93.75%
        assert rows_of(made, "questions-managing-cost-of-care")["Contingency plan"][0] == 94
        beside = tables_of(made)["questions-managing-cost-of-care-strata"]
        assert [one.name for one in beside.columns] == ["question", "all"]
        ratings = tables_of(made)["ratings-managing-cost-of-care-strata"]
        assert [one.name for one in ratings.columns] == ["rating", "all"]
        assert not re.search(r"\b50 ?%|6 of 12|6 o 12", everything(found))


def test_what_the_figures_of_all_cases_stand_for(anytown: Council):
    audit_drawn(anytown, INCREASED, OTHER)
    told = texts_of(section_of(report(anytown), "questions"))
    assert "The figures of all cases stand for 80 eligible cases." in told


def test_a_stratum_of_which_nothing_was_audited_is_named(anytown: Council):
    audit_drawn(anytown, INCREASED, ())
    told = texts_of(section_of(report(anytown), "questions"))
    assert "The estimate covers 20 of 80 eligible cases." in told
    assert "Nothing was audited of: Older People, Other cases, April 2026." in told


def test_too_few_cases_of_one_kind_leave_no_interval(anytown: Council):
    audit_drawn(anytown, INCREASED, ("yes",))
    found = rows_of(report(anytown), "questions-managing-cost-of-care-strata")["Contingency plan"]
    # (20 x 1/10 + 60 x 1) / 80 = 77.5%
    assert found[1:] == ("1 of 1", "78% (11 cases)")


def test_strata_that_were_put_together_are_named(small: Council):
    for month in (MONTH, "2026-05"):
        cases = small.cases("older_people", 2, 8) + small.cases("mental_health", 2, 8)
        for one in small.draw(month, cases).cases():
            small.audit(one.case_ref, month, service=one.service)
    told = texts_of(section_of(report(small), "questions"))
    assert (
        "So were: Older People, Increased cost, April 2026;"
        " Mental Health, Increased cost, April 2026; Older People, Other cases, April 2026;"
        " Mental Health, Other cases, April 2026." in told
    )
    both = small.kit.report(evidence=small.evidence("2026-27-Q1"))
    assert told.count("; ") == 3
    assert "April 2026 and 4 more." not in told
    assert " and 4 more." in texts_of(section_of(both, "questions"))


def test_a_stratum_that_the_programme_has_no_more_keeps_its_title(anytown: Council):
    audit_drawn(anytown, INCREASED, OTHER)
    folder = Path(anytown.loaded.path).parent
    later = TWENTY_PLACES.replace("stratum: other, title: Other cases", "stratum: rest")
    (folder / "later.yaml").write_text(later, "utf-8")
    anytown.loaded = anytown.kit.load_programme(folder / "later.yaml")
    table = tables_of(report(anytown))["questions-managing-cost-of-care-strata"]
    headings = [one.heading for one in table.columns]
    assert headings == ["Question", "Increased cost", "Other cases", "All cases"]


# Other sets


def under(council: Council, told: Iterable[tuple[QuestionSet, Mapping[str, str]]]) -> Evidence:
    """Twenty drawn cases, each audited under a set with these answers, again and again."""
    draw = council.draw(MONTH, council.cases("older_people", 20, 60))
    found = council.evidence(MONTH)
    cases = []
    for one, (questions, answers) in zip(draw.cases(), cycle(told)):
        made = made_return(questions, answers, case_ref=one.case_ref)
        stages = StagesOfCase(cards={"first": council.kit.score(made, questions)})
        cases.append(
            AuditedCase(
                case_ref=one.case_ref, period=found.period, service=one.service, team=None,
                stratum=one.stratum, stages=stages,
                standing=standing(found.programme, stages),
            )
        )  # fmt: skip
    return changed(found, cases=tuple(cases))


def results(council: Council, *told: tuple[QuestionSet, Mapping[str, str]]) -> ReportModel:
    return council.kit.report(evidence=under(council, told))


def test_each_set_tells_of_its_own_cases(anytown: Council):
    one, other = made_set("plan", "voice"), made_set("plan", "voice", question_set="other")
    yes, no = {"plan": "yes", "voice": "yes"}, {"plan": "no", "voice": "yes"}
    made = results(anytown, (one, yes), (other, no))
    assert rows_of(made, "questions-made")["Plan"] == (100, 0, 0, 0, 0, 10)
    assert rows_of(made, "questions-other")["Plan"] == (0, 0, 100, 0, 0, 10)


def test_a_question_that_nobody_answered_stands_last(anytown: Council):
    made = results(anytown, (made_set("plan", "voice"), {"voice": "no"}))
    assert tables_of(made)["questions-made"].rows == (
        ("Voice", 0, 0, 100, 0, 0, 20),
        ("Plan", None, None, None, 0, 100, 0),
    )
    assert rows_of(made, "questions-made-strata")["Plan"] == (None, None, None)
    assert "Strongest" not in texts_of(section_of(made, "questions"))


def test_a_case_that_is_not_asked_is_not_among_those_concerned(anytown: Council):
    asked = [
        {"question": "plan", "text": "Plan?", "scale": "evidenced"},
        {
            "question": "voice", "text": "Voice?", "scale": "evidenced",
            "applies_when": 'plan == "yes"',
        },
    ]  # fmt: skip
    questions = made_set(sections=[{"section": "all", "title": "All", "questions": asked}])
    made = results(
        anytown, (questions, {"plan": "yes", "voice": "yes"}), (questions, {"plan": "no"})
    )
    assert rows_of(made, "questions-made")["Voice"] == (100, 0, 0, 0, 0, 10)


# Ratings


def test_more_ratings_than_can_be_told_apart_are_a_table_alone(anytown: Council):
    bands = [{"band": f"band_{at}", "label": f"Band {at}", "from": 90 - 10 * at} for at in range(6)]
    made = results(anytown, (made_set("plan", rating={"bands": bands}), {"plan": "yes"}))
    assert rows_of(made, "ratings-made-all")["All cases"] == (100, 0, 0, 0, 0, 0, 0, 20)
    assert not charts_of(made).keys() & {"ratings-made-all-chart", "ratings-made-chart"}


def test_ratings_are_weighted_too(anytown: Council):
    # Without a plan and with nothing recorded of the review an audit requires improvement.
    audit_drawn(anytown, INCREASED, OTHER)
    made = report(anytown)
    # A plan in part scores 92.9%: outstanding. (20 x 1/10 + 60 x 8/10) / 80 = 62.5%; halves go up.
    assert rows_of(made, "ratings-managing-cost-of-care-all") == {
        "Increased cost": (10, 0, 90, 0, 0, 10),
        "Other cases": (80, 0, 20, 0, 0, 10),
        "All cases": (63, 0, 38, 0, 0, 20),
    }
    chart = charts_of(made)["ratings-managing-cost-of-care-all-chart"]
    assert chart.series[-1] == "no_rating"
    beside = rows_of(made, "ratings-managing-cost-of-care-strata")["Requires improvement"]
    assert [str(one).partition("%")[0] for one in beside] == ["90", "20", "38"]
    counts = rows_of(made, "ratings-managing-cost-of-care")
    assert counts == {"Older People": (9, 0, 11, 0, 0)}


def test_a_set_without_ratings_has_none(anytown: Council):
    questions = changed(made_set("plan", "voice"), rating=None)
    assert not has_section(results(anytown, (questions, {"plan": "yes"})), "ratings")


def test_services_stand_in_the_order_of_the_programme_and_unknown_ones_last(small: Council):
    for at, service in enumerate(("mental_health", "Housing", "older_people")):
        small.audit(f"CASE-{at}", MONTH, service=service)
    services = tables_of(report(small))["ratings-managing-cost-of-care"].column("service")
    assert services == ("Older People", "Mental Health", "Housing")


def test_the_tables_say_how_they_hang_together(anytown: Council):
    audit_drawn(anytown, INCREASED, OTHER)
    name = "managing-cost-of-care"
    counted = [f"questions-{name}", f"questions-{name}-increased", f"questions-{name}-other"]
    assert is_publishable(report(anytown), [*counted, f"ratings-{name}", f"ratings-{name}-all"])


def test_results_in_welsh(anytown: Council):
    audit_drawn(anytown, INCREASED, OTHER)
    english, welsh = (section_of(report(anytown, one), "questions") for one in ("en", "cy"))
    assert not set(texts_of(english).splitlines()) & set(texts_of(welsh).splitlines())
    assert rows_of(report(anytown, "cy"), "ratings-managing-cost-of-care-all")["Pob achos"]
