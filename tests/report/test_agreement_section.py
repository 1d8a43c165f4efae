"""First audits beside later ones: which way they differ, how far they agree, what is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from council import ANALYST, AT, AUDITORS, PROGRAMME, Council, council
from found import has_section, is_publishable, rows_of, section_of, tables_of, texts_of

from auditkit.frozen import changed
from auditkit.report.evidence import Evidence
from auditkit.report.model import ReportModel, Subheading
from auditkit.report.stage_pairs import is_beyond_chance
from auditkit.testing import made_set

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path) as found:
        yield found


def report(anytown: Council, language: str = "en") -> ReportModel:
    return anytown.kit.report(evidence=anytown.evidence("2026-04"), language=language)


def pairs(anytown: Council, *answers: tuple[str, str], stage: str = "reaudit") -> None:
    """A case for each pair of answers about its contingency plan; without one, the best rating
    there is (outstanding) falls by two steps (requires improvement).
    """
    for at, (first, later) in enumerate(answers):
        anytown.audit(f"CASE-{at:02}", "2026-04", contingency_plan=first)
        anytown.audit(f"CASE-{at:02}", "2026-04", stage, contingency_plan=later)


def test_ten_pairs_have_statistics_and_a_low_reliability(anytown: Council):
    pairs(anytown, *[("yes", "yes")] * 5, ("yes", "no"), *[("no", "no")] * 4)
    made = report(anytown)
    found = rows_of(made, "agreement-reaudit")
    # The same in 9 of 10; by chance 0.6 x 0.5 + 0.4 x 0.5 = 0.5: (0.9 - 0.5) / (1 - 0.5) = 0.8.
    # Yes and no lie two steps apart.
    assert found["Contingency plan"] == (10, 1, 9, 0, 9)
    assert found["Technology"] == (10, 0, 10, 0, 10)
    assert is_publishable(made, ["later-audits", "agreement-reaudit"])
    statistics = rows_of(made, "statistics-reaudit")
    pairs_, kappa, _, trust = statistics["Contingency plan"]
    assert (pairs_, trust) == (10, "low")
    assert str(kappa).startswith("0.80 (")
    assert str(kappa).endswith(" to 1.00)")
    # One grade alone: kappa is not defined.
    assert statistics["Technology"][1] is None
    assert (
        "Ratings: 10 pairs, 1 graded lower, 0 higher; low reliability. No direction beyond chance."
        in texts_of(section_of(made, "agreement"))
    )


def test_the_ratings_stand_in_a_square(anytown: Council):
    pairs(anytown, ("yes", "no"), ("yes", "yes"), ("no", "yes"))
    assert rows_of(report(anytown), "ratings-reaudit") == {
        "Inadequate": (0, 0, 0, 0),
        "Requires improvement": (0, 0, 0, 1),
        "Good": (0, 0, 0, 0),
        "Outstanding": (0, 1, 0, 1),
    }


def test_fewer_than_ten_pairs_are_only_counted(anytown: Council):
    pairs(anytown, *[("yes", "no")] * 2, *[("yes", "yes")] * 5)
    made = report(anytown)
    assert "Ratings: 7 pairs, 2 graded lower, 0 higher; too few for statistics." in texts_of(
        section_of(made, "agreement")
    )
    found = rows_of(made, "agreement-reaudit")["Contingency plan"]
    assert found == (7, 2, 5, 0, 5)
    assert "statistics-reaudit" not in tables_of(made)
    assert "Continuing Healthcare" not in rows_of(made, "agreement-reaudit")


@pytest.mark.parametrize(
    ("first", "later", "said"),
    [("yes", "no", "more generous"), ("no", "yes", "stricter")],
)
def test_a_direction_is_told_where_it_is_more_than_chance(anytown, first, later, said):
    # 6 pairs, all the same way: a coin does so, either way, in 2 of 64 cases.
    pairs(anytown, *[(first, later)] * 6, *[("yes", "yes")] * 4)
    told = texts_of(section_of(report(anytown), "agreement"))
    assert f"First audits are the {said} ones, by more than chance." in told


@pytest.mark.parametrize(
    ("lower", "higher", "expected"),
    # 2 x 1 of 32; 2 x 1 of 64; 2 x 9 of 256 (0.07), 2 x 10 of 512 (0.04).
    [(5, 0, False), (6, 0, True), (7, 1, False), (1, 8, True), (4, 4, False), (0, 0, False)],
)
def test_beyond_chance(lower, higher, expected):
    assert is_beyond_chance(lower, higher) == expected


def test_agreement_is_that_of_the_answers_first_given(anytown: Council):
    pairs(anytown, ("yes", "no"))
    anytown.store.correct(
        "CASE-00", question="contingency_plan", answer="no", because="Agreed with the other",
        period="2026-04", actor=AUDITORS["first"], at=AT,
    )  # fmt: skip
    made = report(anytown)
    assert rows_of(made, "agreement-reaudit")["Rating"][:4] == (1, 1, 0, 0)
    # As things stand they agree, and the re-audit is to be looked at again.
    assert rows_of(made, "later-audits")["Re-audit"][:4] == (1, 0, 0, 1)


def test_whether_the_later_auditors_could_see_the_first_audit(anytown: Council):
    pairs(anytown, ("yes", "yes"))
    anytown.audit("CASE-90", "2026-04")
    anytown.audit("CASE-90", "2026-04", "moderation")
    made = section_of(report(anytown), "agreement")
    told = texts_of(made)
    assert "No pair was blind: each later auditor could see the first audit." in told
    assert "1 of 1 pair was blind: its later auditor could not see the first audit." in told
    headings = [one.text for one in made.blocks if isinstance(one, Subheading)]
    assert headings == ["Re-audit beside first audit", "Moderation beside first audit"]


def test_what_waits_for_a_decision_and_what_was_decided(anytown: Council):
    pairs(anytown, ("yes", "no"), ("yes", "no"), ("yes", "yes"), stage="moderation")
    anytown.store.moderation.decide(
        "CASE-01", stands="moderation", by=["TL-1", "MO-1"], because="No plan on the file",
        period="2026-04", actor=ANALYST, at=AT,
    )  # fmt: skip
    assert rows_of(report(anytown), "later-audits") == {
        "Re-audit": (0, 0, 0, 0, "The later audit counts"),
        "Moderation": (3, 2, 1, 0, "Both auditors decide which counts"),
    }


def with_moderation_under(evidence: Evidence, **told: object) -> Evidence:
    """As if the moderation of the first case had been made under another set."""
    case = evidence.cases[0]
    card = changed(case.stages.cards["moderation"], question_set=made_set("plan"))
    cards = {**case.stages.cards, "moderation": card}
    other = changed(case, stages=changed(case.stages, cards=cards))
    return changed(evidence, cases=(other, *evidence.cases[1:]), **told)


@pytest.mark.parametrize("others", [0, 1])
def test_audits_under_sets_that_do_not_score_alike_are_counted_and_left_out(anytown, others):
    pairs(anytown, *[("yes", "no")] * (1 + others), stage="moderation")
    evidence = with_moderation_under(anytown.evidence("2026-04"))
    made = anytown.kit.report(evidence=evidence)
    told = texts_of(section_of(made, "agreement"))
    assert "1 case was audited under question sets that do not score alike" in told
    assert ("agreement-moderation" in tables_of(made)) == bool(others)


def test_two_question_sets_stay_apart(anytown: Council):
    pairs(anytown, ("yes", "no"), ("yes", "yes"))
    evidence = anytown.evidence("2026-04")
    case = evidence.cases[0]
    other = made_set("plan", question_set="other")
    cards = {
        stage: anytown.kit.score(changed(card.audit_return, answers={}), other)
        for stage, card in case.stages.cards.items()
    }
    cases = (changed(case, stages=changed(case.stages, cards=cards)), evidence.cases[1])
    tables = tables_of(anytown.kit.report(evidence=changed(evidence, cases=cases)))
    assert {"agreement-reaudit", "agreement-reaudit-2"} <= {*tables}


def test_without_a_later_audit_it_says_so(anytown: Council):
    anytown.audit("CASE-1", "2026-04")
    made = section_of(report(anytown), "agreement")
    assert texts_of(made) == "No case of the period was audited at a later stage yet."


def test_a_programme_of_first_audits_alone_has_no_such_section(tmp_path: Path):
    first = PROGRAMME.partition("  - {stage: reaudit")[0]
    with council(tmp_path, first) as anytown:
        anytown.audit("CASE-1", "2026-04")
        assert not has_section(report(anytown), "agreement")


def test_counts_of_stages_are_published_and_ratings_that_add_up_to_others_are_not(anytown: Council):
    pairs(anytown, ("yes", "no"))
    made = report(anytown)
    assert is_publishable(made, ["later-audits"])
    # Of so few pairs each number would be known.
    assert not is_publishable(made, ["agreement-reaudit"])
    assert not is_publishable(made, ["ratings-reaudit"])


def test_in_welsh(anytown: Council):
    pairs(anytown, ("yes", "no"))
    made = section_of(report(anytown, "cy"), "agreement")
    assert made.title == "Cytundeb rhwng archwilwyr"
