"""What differs between two versions of a set, and whose score moves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditkit import AuditKit
from auditkit.cli import main
from auditkit.questions.model import QuestionSet
from auditkit.versions.differences import Difference, differences, shown_differences
from auditkit.versions.locks import lock_of, lock_path, lock_text, locked

SET = """\
question_set: care
version: "1"
title: {en: Care, cy: Gofal}
case_fields:
  cost: {type: number, places: 2, unit: GBP per week}
scales:
  found:
    - {option: yes, label: Yes, score: 1, synonyms: [y]}
    - {option: no, label: No, score: 0}
    - {option: na, label: Not applicable, state: not_applicable}
sections:
  - section: all
    title: All
    questions:
      - {question: plan, text: "A plan?", scale: found}
      - {question: voice, text: "Voice?", scale: found, applies_when: 'case.cost > 100'}
      - {question: why, text: "Why?", type: text}
actions:
  - {when: 'plan == "no"', title: Write a plan, kind: other, owner: lead, due: 10 working days}
scoring: {minimum_coverage: 50%, rounding: {places: 0}}
rating:
  bands: [{band: good, label: Good, from: 50}, {band: poor, label: Poor, from: 0}]
  limits: [{limit: no_plan, when: 'plan == "no"', at_most: poor, because: No plan}]
"""


def load(text: str, folder: Path, name: str = "1.yaml") -> QuestionSet:
    path = folder / name
    path.write_text(text, "utf-8")
    return AuditKit(discover=False).load(path)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("A plan?", "Is there a plan?", ("wording", 'question plan: text "A plan?" → "Is there a plan?"')),
        ("cy: Gofal", "cy: Gofalu", ("wording", 'set: title.cy "Gofal" → "Gofalu"')),
        ("synonyms: [y]", "synonyms: [y, aye]", ("wording", 'option yes of found: synonyms "y" → "y, aye"')),
        ("because: No plan", "because: A plan is missing", ("wording", 'limit no_plan: because "No plan" → "A plan is missing"')),
        ("type: text", "type: number", ("meaning", 'question why: type "text" → "number"')),
        ("case.cost > 100", "case.cost > 200", ("meaning", 'question voice: applies_when "case.cost > 100" → "case.cost > 200"')),
        ("places: 2", "places: 1", ("meaning", 'case field cost: places "2" → "1"')),
        ("due: 10", "due: 20", ("meaning", 'action plan == "no": due "10" → "20"')),
        ("label: No, score: 0", "label: No, score: 0.2", ("scoring", 'option no of found: score "0" → "0.2"')),
        ('text: "A plan?", scale: found', 'text: "A plan?", scale: found, weight: 2', ("scoring", 'question plan: weight "1" → "2"')),
        ("from: 50", "from: 60", ("scoring", 'band good: from "50" → "60"')),
        ("at_most: poor", "at_most: good", ("scoring", 'limit no_plan: at_most "poor" → "good"')),
        ("minimum_coverage: 50%", "minimum_coverage: 60%", ("scoring", 'scoring: minimum_coverage "0.5" → "0.6"')),
        ("places: 0}", "places: 1}", ("scoring", 'scoring rounding: places "0" → "1"')),
        ('      - {question: why, text: "Why?", type: text}\n', "", ("meaning", "question why: removed")),
        ("      - {question: why", "      - {question: new, text: New, scale: found}\n      - {question: why", ("scoring", "question new: added")),
        ("    - {option: na, label: Not applicable, state: not_applicable}\n", "", ("meaning", "option na of found: removed")),
    ],
)  # fmt: skip
def test_each_change_is_named_by_what_it_bears_on(tmp_path, before, after, expected):
    assert before in SET
    old, new = load(SET, tmp_path), load(SET.replace(before, after, 1), tmp_path, "2.yaml")
    assert [(one.kind, str(one)) for one in differences(old, new)] == [expected]


def test_an_order_that_changes_is_said_once(tmp_path):
    lines = SET.splitlines(keepends=True)
    plan = next(n for n, line in enumerate(lines) if "question: plan" in line)
    lines[plan], lines[plan + 1] = lines[plan + 1], lines[plan]
    found = list(differences(load(SET, tmp_path), load("".join(lines), tmp_path, "2.yaml")))
    assert found == [
        Difference(
            kind="wording",
            part="questions",
            key="order",
            before="plan, voice, why",
            after="voice, plan, why",
        )
    ]


RESCORED = """\
question_set: levels
version: "1"
title: Levels
scales: {found: [{option: yes, label: Yes, score: 1}, {option: no, label: No, score: 0}]}
sections:
  - section: outer
    title: Outer
    sections:
      - section: inner
        title: Inner
        rescore: [{from: 0, score: 1}, {from: 50, score: 2}]
        questions: [{question: plan, text: "A plan?", scale: found, reverse: false}]
scoring: {over: sections}
"""


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("from: 50", "from: 60", 'section inner: rescore "from 0 score 1, from 50 score 2" → "from 0 score 1, from 60 score 2"'),
        ("reverse: false", "reverse: true", 'question plan: reverse "false" → "true"'),
        ("scales: {", "scales: {met: [{option: a, label: A, score: 1}], ", "option a of met: added"),
        ("scoring: {over: sections}", "scoring: {over: sections}\nrating: {bands: [{band: all, label: All, from: 0}]}", "rating: added"),
        ("title: Levels", "title: {en: Levels, cy: Lefelau}", 'set: title "Levels" → "en: Levels; cy: Lefelau"'),
        ("title: Inner", "title: Inner\n        guidance: Look", 'section inner: guidance nothing → "Look"'),
    ],
)  # fmt: skip
def test_parts_of_parts_are_compared_too(tmp_path, before, after, expected):
    assert before in RESCORED
    old = load(RESCORED, tmp_path)
    new = load(RESCORED.replace(before, after, 1), tmp_path, "2.yaml")
    assert expected in list(map(str, differences(old, new)))


def test_conditions_that_are_there_twice_are_told_apart_by_number(tmp_path):
    action = "  - {when: 'plan == \"no\"', title: Write a plan, kind: other, owner: lead, due: 10 working days}\n"
    assert action in SET
    twice = SET.replace(action, action * 2)
    changed = SET.replace(action, action + action.replace("Write a", "Look at the"))
    found = differences(load(twice, tmp_path), load(changed, tmp_path, "2.yaml"))
    assert [one.part for one in found] == ['action plan == "no" (2)']


def test_nothing_differs_where_the_hashes_are_equal(tmp_path):
    old, new = load(SET, tmp_path), load(SET.replace("from: 50", "from: 50.0"), tmp_path, "2.yaml")
    assert old.content_hash == new.content_hash
    assert list(differences(old, new)) == []


def test_of_many_differences_the_first_are_shown_those_of_scores_before_others(tmp_path):
    changed = SET.replace("A plan?", "Plan?").replace("score: 0}", "score: 0.1}")
    changed = changed.replace("Why?", "Why so?").replace("title: All", "title: Every one")
    changed = changed.replace("Voice?", "Heard?").replace("label: Poor", "label: Bad")
    said = shown_differences(load(SET, tmp_path), load(changed, tmp_path, "2.yaml"))
    assert said.startswith('option no of found: score "0" → "0.1"; ')
    assert said.endswith(" and 1 more")


# Locks


def test_a_lock_holds_the_set_as_it_was(tmp_path):
    published = load(SET, tmp_path)
    assert locked(lock_text(published).encode(), "1.lock.json") == published


@pytest.mark.parametrize("path", sorted(Path("question_sets").rglob("*.yaml")), ids=str)
def test_every_bundled_set_is_what_was_published(path):
    published = lock_of(str(path))
    assert published is not None
    assert published.content_hash == AuditKit(discover=False).load(path).content_hash


def test_a_lock_that_is_none_is_no_lock(tmp_path):
    (tmp_path / "1.lock.json").write_text("{}")
    assert lock_of(str(tmp_path / "1.yaml")) is None
    assert lock_of("") is None


@pytest.fixture
def published(tmp_path, capsys):
    """A set that has been locked, and then changed."""

    def change(before: str, after: str) -> Path:
        load(SET, tmp_path)
        path = tmp_path / "1.yaml"
        assert main(["sets", "lock", str(path)]) == 0
        path.write_text(SET.replace(before, after, 1), "utf-8")
        capsys.readouterr()
        return path

    return change


def test_a_lock_is_never_replaced_unasked(published, capsys):
    path = published("A plan?", "Plan?")
    assert main(["sets", "lock", str(path)]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["sets", "lock", str(path), "--force"]) == 0
    assert main(["sets", "check", str(path)]) == 0
    assert Path(lock_path(str(path))).read_bytes().endswith(b"}\n")


@pytest.mark.parametrize(
    ("before", "after", "code", "exit_code"),
    [("A plan?", "Plan?", "L030", 0), ("from: 50", "from: 60", "L031", 1)],
)
def test_a_change_under_the_same_version_is_found(
    published, capsys, before, after, code, exit_code
):
    assert main(["sets", "check", str(published(before, after))]) == exit_code
    assert f"[{code}]" in capsys.readouterr().out


def test_a_return_pinned_to_another_text_is_told_what_changed(published, tmp_path, capsys):
    pinned = load(SET, tmp_path, "old.yaml").content_hash
    path = published("from: 50", "from: 60")
    returns = tmp_path / "returns.csv"
    returns.write_text(
        "case_ref,question_set,set_version,content_hash,plan,voice,why,case.cost\n"
        f"CASE-1,care,1,{pinned},yes,yes,so,200\n"
    )
    main(["score", str(returns), "--set", str(path)])
    said = capsys.readouterr().err
    assert 'Since then: band good: from "50" → "60".' in said
    assert "[R026] Held." in said


def test_the_lock_is_read_once_for_all_returns_that_are_pinned_to_another_text(published, tmp_path):
    pinned = load(SET, tmp_path, "old.yaml").content_hash
    path = published("from: 50", "from: 60")
    kit = AuditKit(discover=False)
    questions = kit.load(path)
    (row,) = tmp_path.glob("*.lock.json")
    returns = tmp_path / "returns.csv"
    head = "case_ref,question_set,set_version,content_hash,plan,voice,why,case.cost\n"
    returns.write_text(head + f"CASE-1,care,1,{pinned},yes,yes,so,200\n")
    assert "Since then" in kit.read([returns], questions).returns[0].problems[0].message
    row.unlink()
    assert "Since then" in kit.read([returns], questions).returns[0].problems[0].message
    assert "Since then" not in kit.read([returns], kit.load(path)).returns[0].problems[0].message


# auditkit sets diff


RETURNS = """\
case_ref,stage,case.cost,plan,voice,why
CASE-1,first,200,yes,no,so
CASE-2,first,200,yes,yes,so
CASE-3,first,50,n/a,,
"""


@pytest.fixture
def two(tmp_path):
    load(SET, tmp_path)
    after = SET.replace('version: "1"', 'version: "2"').replace("from: 50", "from: 60")
    after = after.replace("    - {option: na, label: Not applicable, state: not_applicable}\n", "")
    load(after, tmp_path, "2.yaml")
    (tmp_path / "returns.csv").write_text(RETURNS.replace("n/a", "not applicable"))
    return [str(tmp_path / name) for name in ("1.yaml", "2.yaml", "returns.csv")]


def test_the_returns_that_move_are_listed_before_and_after(two, capsys):
    assert main(["sets", "diff", *two]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "care@1 → care@2",
        "Scoring (1)",
        '  band good: from "50" → "60"',
        "Meaning (1)",
        "  option na of found: removed",
        "",
        "Case    Stage  Before        After        Note",
        "CASE-1  first  50%     Good  50%    Poor",
        "3 returns: 1 moved",
    ]


def test_the_comparison_is_there_as_json(two, capsys):
    assert main(["sets", "diff", *two, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["before"], found["after"], found["returns"]) == ("care@1", "care@2", 3)
    assert found["differences"][1] == {
        "kind": "scoring",
        "part": "band good",
        "key": "from",
        "before": "50",
        "after": "60",
    }
    (moved,) = found["moved"]
    assert (moved["case_ref"], moved["before"]["rating"], moved["after"]["rating"]) == (
        "CASE-1",
        "good",
        "poor",
    )


def test_an_answer_that_the_other_set_cannot_read_is_named(two, capsys, tmp_path):
    (tmp_path / "returns.csv").write_text(RETURNS.replace("n/a,,", "not applicable,,"))
    text = (tmp_path / "2.yaml").read_text().replace("minimum_coverage: 50%, ", "missing: worst, ")
    (tmp_path / "2.yaml").write_text(text)
    main(["sets", "diff", *two])
    assert "cannot be read there: plan" in capsys.readouterr().out


def test_equal_sets_have_no_difference(two, capsys):
    assert main(["sets", "diff", two[0], two[0]]) == 0
    assert capsys.readouterr().out == "care@1 → care@1\nNo difference\n"


# Versions side by side


DATED = SET.replace('version: "1"', 'version: "1"\neffective_to: 2026-09-30')
LATER = SET.replace('version: "1"', 'version: "2"\neffective_from: 2026-10-01').replace(
    "from: 50", "from: 60"
)


def test_the_version_in_force_on_the_audit_date_is_the_one(tmp_path, capsys):
    load(DATED, tmp_path)
    load(LATER, tmp_path, "2.yaml")
    (tmp_path / "returns.csv").write_text(
        "case_ref,audit_date,question_set,set_version,case.cost,plan,voice,why\n"
        "CASE-1,2026-09-30,,,200,yes,no,so\n"
        "CASE-2,2026-10-01,,,200,yes,no,so\n"
        "CASE-3,2026-10-01,care,1,200,yes,no,so\n"
        "CASE-4,,,,200,yes,no,so\n"
    )
    sets = ["--set", str(tmp_path / "1.yaml"), "--set", str(tmp_path / "2.yaml")]
    assert main(["score", str(tmp_path / "returns.csv"), *sets, "--json"]) == 1
    told = capsys.readouterr()
    found = {one["case_ref"]: (one["set_version"], one["rating"]) for one in json.loads(told.out)}
    assert found == {"CASE-1": ("1", "good"), "CASE-2": ("2", "poor"), "CASE-3": ("1", "good")}
    assert "row 5" in told.err
    assert "[R034]" in told.err


def test_returns_of_several_sets_each_name_their_own(tmp_path, capsys):
    load(SET, tmp_path)
    load(SET.replace("question_set: care", "question_set: other"), tmp_path, "2.yaml")
    (tmp_path / "returns.csv").write_text(
        "case_ref,question_set,case.cost,plan,voice,why\n"
        "CASE-1,other,200,yes,no,so\nCASE-2,care,200,yes,no,so\nCASE-3,,200,yes,no,so\n"
    )
    sets = ["--set", str(tmp_path / "1.yaml"), "--set", str(tmp_path / "2.yaml")]
    assert main(["score", str(tmp_path / "returns.csv"), *sets, "--json"]) == 1
    told = capsys.readouterr()
    found = {one["case_ref"]: one["question_set"] for one in json.loads(told.out)}
    assert found == {"CASE-1": "other", "CASE-2": "care"}
    assert "[R027]" in told.err
