"""A question set as it is read: every text as typed, every problem at once, each at its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from auditkit.errors import Refused
from auditkit.hookspecs import hookimpl
from auditkit.kit import AuditKit
from auditkit.problems import ENOUGH
from auditkit.questions.model import QuestionSet
from auditkit.questions.reading import read_question_set

SET = """\
question_set: typed
version: VERSION
title: Typed
scales:
  answers:
    - {option: OPTION, label: LABEL, score: 1}
    - {option: other, label: Other, score: 0}
sections:
  - section: only
    title: Only
    questions:
      - question: first
        text: Is it so?
        scale: answers
        comment_required: [OPTION]
        labels:
          OPTION: OWN
"""


def read(text: str | bytes) -> QuestionSet:
    data = text.encode() if isinstance(text, str) else text
    return read_question_set(data, "set.yaml").question_set


def refused(text: str | bytes) -> Refused:
    with pytest.raises(Refused) as found:
        read(text)
    return found.value


def codes(text: str | bytes) -> list[str]:
    return [problem.code for problem in refused(text).problems]


def typed(word: str) -> str:
    return SET.replace("OPTION", word)


# Text stays the text that was typed

LOOK_LIKE_SOMETHING_ELSE = [
    "No", "NO", "no", "yes", "Yes", "on", "off", "true", "null", "~", "1", "1.10", "010", "0x1F",
    "1e3", "12:30", "1_000", "2025-02-30", "2026-04-13", ".inf", "N/A", "=",
]  # fmt: skip


@pytest.mark.parametrize("word", LOOK_LIKE_SOMETHING_ELSE)
def test_an_option_id_is_the_text_typed(word: str) -> None:
    assert [option.id for option in read(typed(word)).scales["answers"]] == [word, "other"]


@pytest.mark.parametrize("word", LOOK_LIKE_SOMETHING_ELSE)
def test_a_label_is_the_text_typed(word: str) -> None:
    assert read(SET.replace("LABEL", word)).scales["answers"][0].label == word


@pytest.mark.parametrize("word", LOOK_LIKE_SOMETHING_ELSE)
def test_a_version_is_the_text_typed(word: str) -> None:
    assert read(SET.replace("VERSION", word)).name == f"typed@{word}"


@pytest.mark.parametrize("word", LOOK_LIKE_SOMETHING_ELSE)
def test_options_are_found_again_under_the_text_typed(word: str) -> None:
    question = read(typed(word).replace("OWN", word)).questions["first"]
    assert (question.comment_required, question.labels) == ((word,), {word: word})


@pytest.mark.parametrize("word", ["No", "NO", "Yes"])
def test_an_option_in_other_letters_is_another_option(word: str) -> None:
    found = refused(typed("no").replace("[no]", f"[{word}]").replace("no: OWN", "no: Nope"))
    assert [problem.code for problem in found.problems] == ["Q010"]


def test_no_in_capitals_is_said_to_be_near_no() -> None:
    found = refused(typed("no").replace("[no]", "[NO]"))
    assert 'There is no option "NO" for comment_required. Did you mean "no"?' in str(found)


TEXTS = [
    "Ydych chi'n siŵr? Ŷd, tŷ, gŵydd",
    "🙂 ok 👍🏽",
    "“quoted” – dashed…",
    "日本語",
    "a\u00a0b",
    "C# and F#",
    "#1 priority",
    "home #1",
    "50% & more: 'yes'",
    "a,b;c|d",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_in_quotes_is_read_whole(text: str) -> None:
    assert read(SET.replace("LABEL", f'"{text}"')).scales["answers"][0].label == text


def test_a_text_with_a_number_sign_within_a_word_needs_no_quotes() -> None:
    assert read(SET.replace("title: Typed", "title: C#1 is fine")).title == "C#1 is fine"


@pytest.mark.parametrize(
    ("typed_text", "meant"),
    [
        ("home  # a comment", "home"),
        ("home\t# a comment", "home"),
        ("home  ##", "home"),
        ("home  #", "home"),
        ("home  #--- a line", "home"),
        ("home  #=== a line", "home"),
    ],
)
def test_a_comment_set_off_from_a_text_is_a_comment(typed_text: str, meant: str) -> None:
    assert read(SET.replace("title: Typed", f"title: {typed_text}")).title == meant


@pytest.mark.parametrize(
    "text", ["home #1 and", "home # 1", "home  #1", "home\t#1", "home #", "home   #a"]
)
def test_a_text_that_a_number_sign_cuts_off_is_refused(text: str) -> None:
    assert codes(SET.replace("title: Typed", f"title: {text}")) == ["Y014"]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    windows = b"\xef\xbb\xbf" + SET.replace("\n", "\r\n").encode()
    assert read(windows).content_hash == read(SET).content_hash


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_a_comment_without_a_text_is_one_under_any_line_end(ends: str) -> None:
    text = SET.replace("title: Typed", "title: Typed  #")
    assert read(text.replace("\n", ends)).title == "Typed"


def test_a_text_over_several_lines_keeps_or_folds_them_as_yaml_says() -> None:
    kept = read(SET.replace("title: Typed", "title: |-\n  One\n  Two"))
    folded = read(SET.replace("title: Typed", "title: >-\n  One\n  Two"))
    assert (kept.title, folded.title) == ("One\nTwo", "One Two")


def test_a_text_may_be_a_map_of_languages() -> None:
    found = read(SET.replace("LABEL", "{en: Yes, cy: Ydy, zh-Hant: 是}"))
    assert found.scales["answers"][0].label == {"en": "Yes", "cy": "Ydy", "zh-Hant": "是"}


def test_numbers_become_decimals_as_typed() -> None:
    found = read(SET.replace("score: 1}", "score: 0.10}"))
    assert str(found.scales["answers"][0].score) == "0.10"


@pytest.mark.parametrize(
    ("share", "meant"), [("80%", "0.8"), ("0.8", "0.8"), ("100.0%", "1"), ("0%", "0"), ("12.5%", "0.125")]
)  # fmt: skip
def test_a_share_is_a_percentage_or_a_number(share: str, meant: str) -> None:
    found = read(SET + f"scoring: {{minimum_coverage: {share}}}\n")
    assert found.scoring.minimum_coverage == Decimal(meant)


def test_dates_and_working_days_become_what_they_mean() -> None:
    action = (
        "{when: 'first == \"other\"', title: Act, kind: training, owner: x, due: 1 working day}"
    )
    found = read(f"{SET}effective_from: 2026-10-01\nactions:\n  - {action}\n")
    assert (found.effective_from, found.actions[0].due) == (date(2026, 10, 1), 1)


@pytest.mark.parametrize(
    "due", ["10", "10 days", "0 working days", "1000 working days", "ten working days", "[1]"]
)
def test_an_action_is_due_in_working_days(due: str) -> None:
    action = f"{{when: 'first == \"other\"', title: Act, kind: training, owner: x, due: {due}}}"
    found = refused(f"{SET}actions:\n  - {action}\n")
    assert "expected a number of working days such as 10 working days. [S002]" in str(found)


# Every problem at once, each at its place

MANY = """\
question_set: Many
version: "1"
title: {en: Many, Welsh: Llawer}
colour: green
scales:
  yes_no:
    - {option: yes, label: Yes, score: one}
sections:
  - section: eligibility
    title: Eligibility
    questions:
      - question: pets
        text: Are pets planned for?
        scale: yes_no
        weight: heavy
        reverse: no
        comment_required: partly
      - question: voice
        txt: Is the voice clear?
    weight: [1]
"""
MANY_PROBLEMS = """\
set.yaml:1:15: question_set: Found "Many", expected an id: small letters and digits, with - or _ between. [S002]
set.yaml:3:19: title.Welsh: Found "Welsh", expected a language code such as en or cy. [S003]
set.yaml:4:1: Unknown key "colour". Known here: question_set, version, title, description, source, effective_from, effective_to, case_fields, scales, sections, actions, scoring, rating, escalations. [S001]
set.yaml:7:40: scales.yes_no[yes].score: Found "one", expected a number such as 2 or 0.5. [S002]
set.yaml:15:17: sections[eligibility].questions[pets].weight: Found "heavy", expected a number such as 2 or 0.5. [S002]
set.yaml:16:18: sections[eligibility].questions[pets].reverse: Found "no", expected true or false. [S002]
set.yaml:17:27: sections[eligibility].questions[pets].comment_required: Found "partly", expected a list of options. [S002]
set.yaml:18:9: sections[eligibility].questions[voice]: The key "text" is missing, expected a text, or a map of languages such as {en: …, cy: …}. [S005]
set.yaml:19:9: sections[eligibility].questions[voice]: Unknown key "txt". Did you mean "text"? Known here: question, text, label, guidance, type, scale, score, weight, reverse, favourable, applies_when, comment_required, tags, labels, unit, places. [S001]
set.yaml:20:13: sections[eligibility].weight: Found a list, expected a number such as 2 or 0.5. [S002]"""

CONTRADICTIONS = """\
question_set: contradictions
version: "1"
title: Contradictions
scales:
  yes_no:
    - {option: yes, label: Yes, score: 1}
    - {option: no, label: No, score: 0}
sections:
  - section: eligibility
    title: Eligibility
    sections:
      - section: needs
        title: Needs
        questions:
          - question: pets
            text: Are pets planned for?
            scale: yes_no
            weight: -2
            applies_when: vioce == "no"
          - question: voice
            text: Is the voice clear?
            scale: yes_mo
rating:
  bands:
    - {band: good, label: Good, from: 50}
    - {band: poor, label: Poor, from: 60}
  limits:
    - when: pets == "no"
      at_most: bad
      because: No pets
"""
CONTRADICTIONS_PROBLEMS = """\
set.yaml:18:21: sections[eligibility].sections[needs].questions[pets].weight: Found the weight -2, expected 0 or more. [Q008]
set.yaml:19:27: sections[eligibility].sections[needs].questions[pets].applies_when: There is no question "vioce". Did you mean "voice"? [E006]
set.yaml:22:20: sections[eligibility].sections[needs].questions[voice].scale: There is no scale "yes_mo". Did you mean "yes_no"? [Q002]
set.yaml:26:39: rating.bands[poor].from: The band begins at 60, not below 50. Put the best band first. [Q013]
set.yaml:29:16: rating.limits[0].at_most: There is no band "bad". Known: good, poor. [Q014]"""


def test_all_problems_of_shape_are_reported_at_once_from_top_to_bottom() -> None:
    assert str(refused(MANY)) == MANY_PROBLEMS


def test_all_contradictions_are_reported_at_once_from_top_to_bottom() -> None:
    assert str(refused(CONTRADICTIONS)) == CONTRADICTIONS_PROBLEMS


def test_problems_of_yaml_are_reported_at_once_from_top_to_bottom() -> None:
    text = "a: 1\na: {b: 2, b: &x 3, <<: *x}\nc: !!str 4\nd: [\n"
    places = [(one.place.line, one.place.column, one.code) for one in refused(text).problems]
    assert places == [
        (2, 1, "Y006"),
        (2, 11, "Y006"),
        (2, 14, "Y007"),
        (2, 20, "Y009"),
        (2, 24, "Y007"),
        (3, 4, "Y008"),
        (5, 1, "Y004"),
    ]


RESTS_ON_MUCH = """\
      - question: second
        text: And then?
        scale: answers
        applies_when: first == "other"
escalations:
  - {when: 'case.review == "planned"', to: head_of_service, because: It matters}
case_fields:
  review: {type: choice, options: [planned, unplanned]}
"""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("label: LABEL, score: 1", "label: LABEL, state: not_asessed", "S004"),
        ("label: LABEL, score: 1", "label: LABEL, score: one", "S002"),
        ("scales:", "scales: []\nscales_of_old:", "S002"),
        ("question: first", "question: First", "S002"),
        ("scale: answers\n        comment", "scale: Answers\n        comment", "S002"),
        ("scale: answers\n        comment", "scale: answer\n        comment", "Q002"),
        ("type: choice,", "type: coice,", "S004"),
        ("options: [planned, unplanned]", "options: []", "S002"),
        ("  review: {", "  Review: {", "S002"),
    ],
)
def test_what_is_broken_is_not_reported_again_by_what_refers_to_it(
    old: str, new: str, code: str
) -> None:
    assert read(SET + RESTS_ON_MUCH)
    assert set(codes((SET + RESTS_ON_MUCH).replace(old, new))) - {"S001"} == {code}


def test_a_broken_condition_hides_no_contradiction_elsewhere() -> None:
    text = SET + "        weight: -1\n        applies_when: first = 1\n"
    assert codes(text) == ["Q008", "E020"]


def test_a_broken_description_hides_no_contradiction_elsewhere() -> None:
    text = SET.replace("title: Typed", "title: Typed\ndescription: []") + "        weight: -1\n"
    assert codes(text) == ["S002", "Q008"]


def test_a_condition_wrong_on_both_sides_is_reported_once() -> None:
    condition = '(first == "other") == (first == "other")'
    assert codes(SET + f"        applies_when: {condition}\n") == ["E004"]


def test_a_circle_does_not_end_the_search_for_others() -> None:
    def question(name: str, on: str) -> str:
        return (
            f"      - {{question: {name}, text: T, type: text, applies_when: 'answered({on})'}}\n"
        )

    pairs = [("a", "b"), ("b", "a"), ("outside", "a"), ("c", "d"), ("d", "c"), ("e", "first")]
    found = refused(SET + "".join(question(*pair) for pair in pairs))
    circles = [problem.message.partition(": ")[2] for problem in found.problems]
    assert circles == ["a → b → a.", "c → d → c."]


def test_a_long_circle_is_shown_by_its_beginning_and_its_end() -> None:
    lines = [
        f"      - {{question: q{n}, text: T, type: text, applies_when: 'answered(q{(n + 1) % 40})'}}\n"
        for n in range(40)
    ]
    found = refused(SET + "".join(lines))
    assert [one.message.partition(": ")[2] for one in found.problems] == ["q0 → q1 → q2 → … → q0."]


def test_a_reading_ends_after_two_hundred_problems() -> None:
    unknown = "".join(f"unknown_{n}: 1\n" for n in range(5_000))
    contradictory = "".join(
        f"      - {{question: n{n}, text: T, type: text, weight: -1}}\n" for n in range(5_000)
    )
    assert len(refused(SET + unknown).problems) == ENOUGH
    assert len(refused(SET + contradictory).problems) == ENOUGH


def test_a_long_name_is_shortened_in_a_path() -> None:
    name = "x" * 5_000
    found = refused(SET.replace("question: first", f"question: {name}\n        {name}: 1"))
    [problem] = found.problems
    assert len(problem.place.path) < 200
    assert len(problem.message) < 600


def test_a_long_name_is_shortened_in_a_message() -> None:
    found = refused(SET.replace("scale: answers", f"scale: {'x' * 5_000}"))
    [problem] = found.problems
    assert problem.code == "Q002"
    assert len(problem.message) < 2_000


# A set and the name it is offered under


def test_a_set_that_a_plugin_offers_under_another_name_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "set.yaml"
    file.write_text(SET, encoding="utf-8")

    class Plugin:
        @hookimpl
        def auditkit_question_sets(self) -> dict[str, Path]:
            return {"other@1": file}

    with pytest.raises(Refused) as found:
        AuditKit(plugins=[Plugin()], discover=False).question_set("other@1")
    assert [problem.code for problem in found.value.problems] == ["Q032"]


def test_a_score_over_a_question_with_an_unknown_scale_is_one_problem() -> None:
    text = (
        "question_set: a\nversion: 1\ntitle: A\n"
        "scales: {s: [{option: x, label: X, score: 1}]}\n"
        "sections:\n  - {section: b, title: B, questions: [{question: q, text: Q, scale: lost}]}\n"
        "escalations:\n  - {when: 'score() < 50', to: head, because: Low}\n"
    )
    with pytest.raises(Refused) as caught:
        read_question_set(text.encode(), "set.yaml")
    assert [problem.code for problem in caught.value.problems] == ["Q002"]
