"""What the figures of a store cannot say, and how they were made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from council import ANALYST, AT, PROGRAMME, Council, council
from found import is_publishable, rows_of, section_of, texts_of

from auditkit.report.model import ReportModel
from auditkit.version import __version__

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")

MONTH = "2026-04"


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path) as found:
        yield found


def report(council: Council, language: str = "en") -> ReportModel:
    return council.kit.report(evidence=council.evidence(MONTH), language=language)


def limits(council: Council, language: str = "en") -> list[str]:
    return texts_of(section_of(report(council, language), "limits")).splitlines()


def draw_and_audit(anytown: Council, but: int = 0) -> None:
    draw = anytown.draw(MONTH, anytown.cases("older_people", 3, 3))
    for one in tuple(draw.cases())[but:]:
        anytown.audit(one.case_ref, MONTH)


def test_what_is_over_sampled_is_named(anytown: Council):
    draw_and_audit(anytown)
    found = limits(anytown)
    assert found[1].startswith("Some cases are chosen more often than others")
    assert "Increased cost." in found[1]
    assert found[3:] == ["The figures of all cases stand for 6 eligible cases."]


def test_one_stratum_is_over_sampled_by_service(tmp_path: Path):
    programme = PROGRAMME[: PROGRAMME.index("strata:")] + PROGRAMME[PROGRAMME.index("stages:") :]
    with council(tmp_path, programme) as found:
        draw_and_audit(found)
        assert limits(found)[1].startswith("Services of different size")


def test_what_is_left_open_is_counted(anytown: Council):
    draw_and_audit(anytown, but=1)
    anytown.audit("ELSEWHERE", MONTH)
    anytown.audit("UNDATED", None, audit_date=None)
    for ref in ("OPEN-1", "OPEN-2"):
        anytown.audit(ref, MONTH)
        anytown.audit(ref, MONTH, "moderation", eligibility_evidenced="no")
    anytown.audit("STALE", MONTH)
    anytown.audit("STALE", MONTH, "reaudit")
    anytown.store.correct(
        "STALE", question="technology", answer="partly", because="Typed wrongly",
        period=MONTH, actor=ANALYST, at=AT + timedelta(days=1),
    )  # fmt: skip
    told = "\n".join(limits(anytown))
    for line in (
        "The estimate covers 3 of 6 eligible cases.",
        "1 drawn case is still to be audited; it is taken to be like the others of its kind.",
        "4 cases were audited that were not drawn; no figure of all cases counts them.",
        "In 2 cases two auditors disagree and have not decided yet;",
        "In 1 case an audit was corrected after a later one was made",
        "1 case has neither a period nor a date, and stands in no report.",
    ):
        assert line in told


def test_without_a_draw_nothing_is_said_of_all_cases(anytown: Council):
    anytown.audit("CASE-1", MONTH)
    assert limits(anytown)[3:] == [
        "No draw is kept for this period, so that nothing is said of all cases."
    ]


def test_the_method_names_everything_that_a_figure_rests_on(anytown: Council):
    draw_and_audit(anytown)
    made = report(anytown)
    assert rows_of(made, "made-with") == {
        "Question set": ("managing-cost-of-care", "1.0", anytown.questions.content_hash),
        "Programme": ("anytown", None, anytown.loaded.programme.content_hash),
        "Head of the trail": (None, None, str(anytown.store.head())),
        "Software": ("auditkit", __version__, None),
    }
    assert "Of the places of each service: Increased cost 50%, Other cases 50%." in texts_of(
        section_of(made, "method")
    )
    assert is_publishable(made, ["made-with"])


def test_limits_and_method_in_welsh(anytown: Council):
    draw_and_audit(anytown, but=1)
    assert not set(limits(anytown)) & set(limits(anytown, "cy"))
    english, welsh = (section_of(report(anytown, one), "method") for one in ("en", "cy"))
    assert not set(texts_of(english).splitlines()) & set(texts_of(welsh).splitlines())


def test_the_sections_stand_in_the_order_of_the_board(anytown: Council):
    draw_and_audit(anytown)
    names = [one.name for one in report(anytown).sections]
    order = ["headlines", "audited", "questions", "ratings", "limits", "method"]
    assert [one for one in names if one in order] == order
