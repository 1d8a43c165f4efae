"""Overlays by id: what changes, what is added where, what goes, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from core_set import BASE

from auditkit import AuditKit, Refused
from auditkit.questions.model import worded


def ids(section) -> list[str]:
    return [one.id for one in section.questions]


def test_what_is_not_named_stays_and_dates_are_not_inherited(overlay, kit):
    found = overlay("").question_set
    base = kit.question_set("core@1.0")
    assert (found.name, found.title, found.effective_from) == ("local@2", base.title, None)
    assert (found.sections, found.rating, found.scales) == (base.sections, base.rating, base.scales)


def test_the_base_itself_is_left_as_it_was(overlay, kit):
    before = overlay("").base.question_set
    overlay(
        "change: {questions: {plan: {weight: 9}}}\nremove: {sections: {person: Elsewhere}, escalations: {unheard: Elsewhere}}"
    )
    assert kit.question_set("core@1.0") == before


@pytest.mark.parametrize(
    ("lines", "look", "now"),
    [
        ("change: {questions: {plan: {weight: 3}}}", lambda s: s.questions["plan"].weight, 3),
        ("change: {questions: {plan: {text: {cy: Cynllun?}}}}", lambda s: s.questions["plan"].text, {"cy": "Cynllun?"}),
        ("change: {sections: {planning: {title: Ahead}}}", lambda s: s.sections[0].sections[0].title, "Ahead"),
        ("change: {options: {found: {partly: {score: 0.4}}}}", lambda s: s.scales["found"][1].score, Decimal("0.4")),
        ("change: {case_fields: {review_type: {title: Review}}}", lambda s: s.case_fields["review_type"].title, "Review"),
        ("change: {bands: {good: {from: 75}}}", lambda s: s.rating.bands[0].from_, 75),
        ("change: {rules: {all_no: {because: None of three}}}", lambda s: s.rating.rules[0].because, "None of three"),
        ("change: {limits: {no_plan: {because: Plan}}}", lambda s: s.rating.limits[0].because, "Plan"),
        ("change: {actions: {use_technology: {owner: head}}}", lambda s: s.actions[0].owner, "head"),
        ("change: {escalations: {unheard: {to: lead}}}", lambda s: s.escalations[0].to, "lead"),
        ("change: {scoring: {missing: worst, rounding: {places: 0}}}", lambda s: (s.scoring.missing, s.scoring.minimum_counted, s.scoring.rounding.places, s.scoring.rounding.mode), ("worst", 1, 0, "half_up")),
        ("change: {rating: {band_on: exact}}", lambda s: s.rating.band_on, "exact"),
        ("title: Here", lambda s: s.title, "Here"),
        ("effective_from: 2026-10-01", lambda s: s.effective_from.isoformat(), "2026-10-01"),
    ],
)  # fmt: skip
def test_a_key_of_anything_with_an_id_can_change(overlay, lines, look, now):
    assert look(overlay(lines).question_set) == now


def test_texts_in_languages_are_laid_over_each_other(overlay):
    found = overlay("change: {questions: {plan: {labels: {yes: {cy: Oes}}}}}\n").question_set
    assert found.questions["plan"].labels == {"yes": {"cy": "Oes"}}


@pytest.mark.parametrize(
    ("where", "order"),
    [
        ("", ["eligible", "technology", "pets"]),
        ("after: eligible", ["eligible", "pets", "technology"]),
        ("before: eligible", ["pets", "eligible", "technology"]),
    ],
)
def test_a_question_is_added_where_it_is_said_to_belong(overlay, where, order):
    piece = f"section: needs, text: Pets planned for, scale: found, {where}".rstrip(", ")
    found = overlay(f"add:\n  questions:\n    - {{question: pets, {piece}}}\n").question_set
    assert ids(found.sections[0]) == order


def test_every_kind_can_be_added(overlay):
    found = overlay(
        """\
add:
  case_fields: {ward: {type: text}}
  scales: {met: [{option: met, label: Met, score: 1}, {option: unmet, label: Unmet, score: 0}]}
  options: [{option: unclear, scale: found, before: na, label: Unclear, state: not_assessed}]
  sections:
    - {section: money, title: Money, before: person}
    - {section: deep, title: Deep, within: planning}
  questions:
    - {question: top_up, section: money, text: A top-up, scale: met}
    - {question: risk, section: deep, text: Risk, scale: met}
  bands: [{band: best, label: Best, from: 90, before: good}]
  rules: [{rule: never, band: good, when: 'top_up == "met" and plan == "yes"', before: all_no}]
  limits: [{limit: risky, when: 'risk == "unmet"', at_most: good, because: Risk}]
  actions: [{when: 'risk == "unmet"', title: Look again, kind: other, owner: lead, due: 2 working days}]
  escalations: [{when: 'risk == "unmet"', to: head, because: Risk}]
"""
    ).question_set
    assert [one.id for one in found.sections] == ["needs", "money", "person"]
    assert ids(found.sections[0].sections[0].sections[0]) == ["risk"]
    assert [one.id for one in found.scales["found"]] == ["yes", "partly", "no", "unclear", "na"]
    assert [one.id for one in found.rating.bands] == ["best", "good", "poor"]
    assert [one.id for one in found.rating.rules] == ["never", "all_no"]
    assert [one.id for one in found.rating.limits] == ["no_plan", "risky"]
    assert (len(found.actions), len(found.escalations)) == (2, 2)
    assert found.case_fields["ward"].type == "text"


def test_what_is_removed_stays_visible_with_its_reason(overlay):
    loaded = overlay("remove: {questions: {technology: Audited elsewhere}}")
    assert "technology" not in loaded.question_set.questions
    told = [(one.kind, one.id, worded(one.title), one.reason) for one in loaded.removed]
    assert told == [
        ("question", "technology", "Technology?", "Audited elsewhere"),
        ("action", "use_technology", "Look at technology", "Audited elsewhere"),
    ]
    assert {one.removed_from for one in loaded.removed} == {"core@1.0"}


def test_a_section_goes_with_all_that_is_in_it(overlay):
    loaded = overlay(
        "remove: {sections: {needs: Elsewhere}, rules: {all_no: As well}, limits: {no_plan: As well}}\n"
        "add: {questions: [{question: heard, section: person, text: Heard, scale: found}]}"
    )
    assert list(loaded.question_set.questions) == ["voice", "heard"]
    assert loaded.removed[0].within == ("eligible", "technology", "planning", "plan")


def test_an_option_can_be_removed_and_a_question_moved(overlay):
    found = overlay(
        "remove: {options: {found: {partly: All or nothing}}}\n"
        "change: {questions: {technology: {section: person, before: voice}}}\n"
    ).question_set
    assert [one.id for one in found.scales["found"]] == ["yes", "no", "na"]
    assert ids(found.sections[1]) == ["technology", "voice"]


def test_an_overlay_may_lie_over_an_overlay(overlay, kit, tmp_path):
    overlay("remove: {questions: {technology: Elsewhere}}")
    (tmp_path / "third.yaml").write_text(
        'question_set: third\nversion: "1"\nextends: local.yaml\nremove: {escalations: {unheard: No}}'
    )
    third = kit.loaded(kit.load(tmp_path / "third.yaml"))
    assert [one.id for one in third.removed] == ["technology", "use_technology", "unheard"]
    assert third.base.base.question_set.name == "core@1.0"


@pytest.mark.parametrize(
    ("lines", "code", "places"),
    [
        ("change: {questions: {plam: {weight: 2}}}", "O002", ["local.yaml:4:28", 'Did you mean "plan"?', "core.yaml:1:1"]),
        ("remove: {limits: {gone: Why}}", "O002", ["local.yaml:4:25", "core.yaml:1:1"]),
        ("change: {options: {lost: {yes: {score: 1}}}}", "O002", ["local.yaml:4"]),
        ("add: {questions: [{question: plan, section: needs, text: Again, scale: found}]}", "O003", ["local.yaml:4:19", "core.yaml:23:13"]),
        ("add: {scales: {found: [{option: a, label: A, score: 1}]}}", "O003", ["core.yaml"]),
        ("add: {questions: [{question: pets, section: home, text: Pets, scale: found}]}", "O002", ["local.yaml", "section"]),
        ("add: {questions: [{question: pets, section: needs, after: plan, text: Pets, scale: found}]}", "O004", ["local.yaml", "core.yaml:17:7"]),
        ("add: {questions: [{question: pets, section: needs, after: eligible, before: eligible, text: Pets, scale: found}]}", "O005", ["local.yaml"]),
        ("change: {questions: {plan: {weight: 2}}}\nremove: {questions: {plan: Why}}", "O006", ["local.yaml:5:28", "local.yaml:4:28"]),
        ("change: {questions: {plan: {question: scheme}}}", "O007", ["local.yaml:4:39"]),
        ("remove: {questions: {plan: Why}}", "O008", ["core.yaml:38:30", "local.yaml:4:28"]),
        ("remove: {questions: {plan: ''}}", "S002", ["local.yaml:4"]),
        ("change: {questions: {plan: {wieght: 2}}}", "S001", ['Did you mean "weight"?']),
        ("change: {questions: {plan: {weight: heavy}}}", "S002", ["change.questions.plan.weight"]),
        ("add: {questions: [{question: pets, text: Pets, scale: found}]}", "S005", ['"section"']),
        ("chance: {}", "S001", ['Did you mean "change"?']),
        ("change: {questions: {plan: yes}}", "S002", ["local.yaml:4:28"]),
    ],
)  # fmt: skip
def test_a_conflict_is_a_problem_with_both_places(refused, lines, code, places):
    problems = refused(lines)
    told = next(one for one in problems if f"[{code}]" in one)
    assert [one for one in places if one not in told] == []


def test_every_conflict_is_said_at_once(refused):
    problems = refused(
        "change: {questions: {a: {weight: 2}}}\nremove: {bands: {b: Why}, rules: {c: Why}}"
    )
    assert [one.split("[")[-1] for one in problems] == ["O002]"] * 3


@pytest.mark.parametrize(
    ("extends", "code"),
    [("nowhere.yaml", "F001"), ("core", "O010"), ("core@9", "R025"), ("local.yaml", "O009")],
)
def test_a_base_that_cannot_be_had_is_said(overlay, kit, tmp_path, refused, extends, code):
    overlay("")
    text = (tmp_path / "local.yaml").read_text().replace("core.yaml", extends)

    (tmp_path / "local.yaml").write_text(text)
    with pytest.raises(Refused) as caught:
        kit.load(tmp_path / "local.yaml")
    assert caught.value.problems[0].code == "O001"
    assert code in [one.code for one in caught.value.problems]


def test_case_fields_scales_and_bands_can_be_removed(overlay):
    extra = (
        "add: {case_fields: {ward: {type: text}}, scales: {met: [{option: a, label: A, score: 1}]}}"
    )
    assert "met" in overlay(extra).question_set.scales
    loaded = overlay(
        "remove: {case_fields: {review_type: Not known here}, bands: {good: One band}}\n"
        "change: {limits: {no_plan: {when: 'voice == \"no\"'}}}"
    )
    assert (dict(loaded.question_set.case_fields), len(loaded.question_set.rating.bands)) == ({}, 1)
    assert [(one.kind, one.title) for one in loaded.removed] == [
        ("case field", "review_type"),
        ("band", "Good"),
    ]


def test_a_base_without_a_rating_or_actions_can_be_given_them(overlay, tmp_path):
    overlay("")
    bare = BASE[: BASE.index("actions:")].replace("question_set: core", "question_set: bare")
    (tmp_path / "core.yaml").write_text(bare)
    (tmp_path / "local.yaml").write_text(
        'question_set: local\nversion: "3"\nextends: core.yaml\nadd:\n'
        "  bands: [{band: all, label: All, from: 0}]\n"
        "  actions: [{when: 'plan == \"no\"', title: Plan, kind: other, owner: lead, due: 1 working day}]\n"
    )
    found = AuditKit(discover=False).load(tmp_path / "local.yaml")
    assert ([one.id for one in found.rating.bands], len(found.actions)) == (["all"], 1)


def test_a_question_may_be_removed_with_its_section(overlay):
    loaded = overlay(
        "remove: {sections: {person: Gone}, questions: {voice: Gone}, escalations: {unheard: Gone}}"
    )
    assert [one.id for one in loaded.removed] == ["person", "unheard"]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("add: {options: [{option: x, label: X, scale: lost}]}", "add.options[x].scale"),
        ("add: {sections: [{section: s, title: S, within: lost}]}", "add.sections[s].within"),
        ("change: {questions: {plan: {section: lost}}}", "change.questions.plan.section"),
        ("remove: {options: {found: {maybe: Why}}}", "remove.options.found.maybe"),
        ("remove: {options: {lost: {maybe: Why}}}", "remove.options.lost.maybe"),
        ("remove: {scales: {lost: Why}}", "remove.scales.lost"),
        ("change: {options: {found: {yes: {after: never}}}}", "change.options.found.yes.after"),
    ],
)
def test_what_is_not_there_is_said_where_it_is_named(refused, lines, place):
    (told,) = refused(lines)
    assert place in told


def test_an_option_both_changed_and_removed_is_a_conflict(refused):
    (told,) = refused(
        "change: {options: {found: {partly: {label: Half}}}}\nremove: {options: {found: {partly: Why}}}"
    )
    assert "[O006]" in told
