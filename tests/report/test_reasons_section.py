"""Why costs increased, as the report tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from council import PROGRAMME, Council, council
from found import charts_of, has_section, is_publishable, rows_of, section_of, tables_of, texts_of

from auditkit.frozen import changed
from auditkit.programme.report_keys import ReportKeys
from auditkit.report.evidence import Evidence
from auditkit.report.increases import increased_strata, unavoidable
from auditkit.report.model import ReportModel

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")

MONTH = "2026-04"
SET = "managing-cost-of-care"


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path, PROGRAMME.replace("per_service: 2", "per_service: 8")) as found:
        yield found


def report(council: Council, language: str = "en") -> ReportModel:
    return council.kit.report(evidence=council.evidence(MONTH), language=language)


# Of four cases with increased cost: why, whether that could be avoided, and the kind of review.
FOUR = (
    ("health_change; mobility", "no", "planned"),
    ("mobility", "no", "unplanned"),
    ("mobility", "partly", "unplanned"),
    ("", "unclear", None),
)


def audit(council: Council, told: tuple[tuple[str, str, str | None], ...] = FOUR) -> None:
    """Draw four cases of either stratum and audit them; the others have their reasons, too."""
    draw = council.draw(MONTH, council.cases("older_people", 4, 4))
    waiting = iter(told)
    for one in draw.cases():
        is_increased = one.stratum == "increased"
        reasons, avoidable, review = next(waiting) if is_increased else ("dementia", "yes", None)
        case = {"weekly_cost_change": "200"} | ({} if review is None else {"review_type": review})
        council.audit(
            one.case_ref, MONTH, case=case, increase_reasons=reasons, increase_avoidable=avoidable
        )


def test_reasons_stand_beside_whether_the_increase_could_be_avoided(anytown: Council):
    audit(anytown)
    made = report(anytown)
    table = tables_of(made)[f"increase-reasons-{SET}"]
    assert [one.heading for one in table.columns] == [
        "Reason", "Cases", "Yes", "Partly", "No", "Not told from the file",
    ]  # fmt: skip
    assert table.rows == (
        ("Reduced mobility or double-handed care", 3, 0, 1, 2, 0),
        ("Substantial change in health", 1, 0, 0, 1, 0),
        ("No reason given", 1, 0, 0, 0, 1),
    )
    chart = charts_of(made)[f"increase-reasons-{SET}-chart"]
    assert chart.series == ("yes", "partly", "no", "not_told")


def test_reasons_stand_beside_the_kind_of_review(anytown: Council):
    audit(anytown)
    assert rows_of(report(anytown), f"increase-reviews-{SET}") == {
        "Reduced mobility or double-handed care": (3, 1, 2, 0),
        "Substantial change in health": (1, 1, 0, 0),
        "No reason given": (1, 0, 0, 1),
    }


def test_the_kind_of_review_stands_beside_whether_it_could_be_avoided(anytown: Council):
    audit(anytown)
    assert rows_of(report(anytown), f"increase-avoidable-{SET}") == {
        "Planned": (1, 0, 0, 1, 0),
        "Unplanned": (2, 0, 1, 1, 0),
        "Not recorded": (1, 0, 0, 0, 1),
        "All reviews": (4, 0, 1, 2, 1),
    }


def test_what_nobody_could_tell_is_not_called_unavoidable(anytown: Council):
    audit(anytown)
    told = texts_of(section_of(report(anytown), "reasons"))
    assert told == "Increased-cost cases: 2 of 4 unavoidable."
    assert unavoidable(anytown.evidence(MONTH)) == (2, 4)


def test_where_nobody_could_tell_of_any_nothing_is_said_of_it(anytown: Council):
    for one in anytown.draw(MONTH, anytown.cases("older_people", 2, 0)).cases():
        anytown.audit(one.case_ref, MONTH, case={"weekly_cost_change": "20"})
    made = report(anytown)
    assert rows_of(made, f"increase-avoidable-{SET}")["All reviews"] == (2, 0, 0, 0, 2)
    assert "unavoidable" not in texts_of(section_of(made, "reasons"))
    assert unavoidable(anytown.evidence(MONTH)) == (0, 0)


def test_more_answers_than_can_be_told_apart_are_a_table_alone(anytown: Council):
    draw = anytown.draw(MONTH, anytown.cases("older_people", 2, 0))
    for one in draw.cases():
        anytown.audit(one.case_ref, MONTH)
    made = anytown.kit.report(
        evidence=keyed(anytown, avoidable="increase_reasons", reasons="technology")
    )
    assert f"increase-reasons-{SET}" in tables_of(made)
    assert f"increase-reasons-{SET}-chart" not in charts_of(made)


def test_where_everything_is_told_there_is_no_column_of_the_rest(anytown: Council):
    audit(anytown, 4 * (("mobility", "no", "planned"),))
    made = report(anytown)
    assert [one.name for one in tables_of(made)[f"increase-avoidable-{SET}"].columns] == [
        "review_type", "cases", "yes", "partly", "no",
    ]  # fmt: skip
    assert "Not recorded" not in rows_of(made, f"increase-avoidable-{SET}")


def test_without_a_stratum_of_increases_all_cases_that_were_asked_count(tmp_path: Path):
    programme = PROGRAMME[: PROGRAMME.index("strata:")] + PROGRAMME[PROGRAMME.index("stages:") :]
    with council(tmp_path, programme) as found:
        asked = {"weekly_cost_change": "20"}
        found.audit("CASE-1", MONTH, case=asked, increase_avoidable="no")
        found.audit("CASE-2", MONTH, case={"weekly_cost_change": "0"})
        assert unavoidable(found.evidence(MONTH)) == (1, 1)


def test_a_programme_may_name_the_strata_of_increases(tmp_path: Path):
    programme = PROGRAMME.replace("per_service: 2", "per_service: 8")
    with council(tmp_path, programme + "report: {increased: [other]}\n") as found:
        audit(found)
        assert increased_strata(found.loaded.programme) == ("other",)
        assert unavoidable(found.evidence(MONTH)) == (0, 4)


def test_a_programme_may_say_which_options_mean_unavoidable(tmp_path: Path):
    programme = PROGRAMME.replace("per_service: 2", "per_service: 8")
    with council(tmp_path, programme + "report: {unavoidable: [no, partly]}\n") as found:
        audit(found)
        assert unavoidable(found.evidence(MONTH)) == (3, 4)


def test_one_reason_alone_may_be_asked_for(tmp_path: Path):
    programme = PROGRAMME + "report: {reasons: technology, avoidable: contingency_plan}\n"
    with council(tmp_path, programme) as found:
        draw = found.draw(MONTH, found.cases("older_people", 1, 1))
        for one in draw.cases():
            found.audit(one.case_ref, MONTH, technology="partly", contingency_plan="no")
        assert rows_of(report(found), f"increase-reasons-{SET}") == {"Partly": (1, 0, 0, 1)}


def keyed(council: Council, **keys: str) -> Evidence:
    """The evidence of a programme whose reports look at other questions."""
    found = council.evidence(MONTH)
    return changed(found, programme=changed(found.programme, report=ReportKeys(**keys)))


@pytest.mark.parametrize(
    ("keys", "there"),
    [
        ({"avoidable": "absent"}, {"reviews"}),
        ({"reasons": "absent"}, {"avoidable"}),
        ({"review_type": "absent"}, {"reasons"}),
        ({"reasons": "absent", "avoidable": "absent"}, set()),
    ],
)
def test_what_a_set_does_not_ask_is_left_out(anytown: Council, keys, there):
    audit(anytown)
    made = anytown.kit.report(evidence=keyed(anytown, **keys))
    assert has_section(made, "reasons") == bool(there)
    tables = {name for name in tables_of(made) if name.startswith("increase-")}
    assert tables == {f"increase-{part}-{SET}" for part in there}


def test_a_question_that_does_not_apply_to_a_case_says_nothing_of_it(anytown: Council):
    draw = anytown.draw(MONTH, anytown.cases("older_people", 2, 0))
    answers = iter(("na", "no"))
    for one in draw.cases():
        anytown.audit(one.case_ref, MONTH, other_funding=next(answers))
    found = keyed(anytown, avoidable="other_funding", reasons="absent")
    assert unavoidable(found) == (1, 1)


def test_no_section_where_nothing_increased(anytown: Council):
    anytown.audit("CASE-1", MONTH)
    assert not has_section(report(anytown), "reasons")


def test_the_reasons_can_be_published(anytown: Council):
    audit(anytown)
    names = [f"increase-{part}-{SET}" for part in ("reasons", "reviews", "avoidable")]
    assert is_publishable(report(anytown), names)


def test_reasons_in_welsh(anytown: Council):
    audit(anytown)
    made = report(anytown, "cy")
    assert section_of(made, "reasons").title == "Pam y cododd costau"
    assert "Llai o symudedd neu ofal gan ddau ofalwr" in rows_of(made, f"increase-reasons-{SET}")
