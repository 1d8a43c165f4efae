"""Questions with several answers: `;` between them, whatever else the options hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from return_words import told

from auditkit.kit import AuditKit, Reading
from auditkit.matching.options import Unread, answer_reader
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn

ReadCell = Callable[[str, str], AuditReturn]
SUDDEN = "Loss of carer; sudden"
WORSE = "Health, worse"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Needs increased", "needs"),
        ("Needs increased;", "needs"),
        (f"{WORSE};Needs increased", "health; needs"),
        (f"Needs increased; {WORSE} ;", "health; needs"),
        (f"{SUDDEN}", "carer"),
        (f"{SUDDEN};", "carer"),
        (f"{SUDDEN};{WORSE};Needs increased;", "carer; health; needs"),
        (f"Needs increased;{SUDDEN}", "carer; needs"),
        ("loss of CARER;  sudden ; needs increased", "carer; needs"),
        ("needs;needs;Needs increased", "needs"),
        ("None of these", "not_applicable"),
        (";None of these;", "not_applicable"),
        ("", "not_assessed"),
        (" ; ;", "not_assessed"),
        ("'None of these", "R012"),
        ("None of these;Needs increased", "R013"),
        (f"{SUDDEN};None of these", "R013"),
        ("Needs increased, None of these", "R014"),
        ("Needs increased,needs", "R014"),
        ("Needs increased, old age", "R012"),
        ("Loss of carer", "R012"),
        ("sudden", "R012"),
        (f"{SUDDEN};old age", "R012"),
        ("Needs increased;Loss of carer", "R012"),
        ("old age", "R012"),
        ("#N/A", "R011"),
    ],
)
def test_several_answers_are_read(read_cell: ReadCell, text: str, expected: str) -> None:
    assert told(read_cell("reasons", text), "reasons") == expected


def test_a_slip_in_one_of_several_answers_is_named(read_cell: ReadCell) -> None:
    (problem,) = read_cell("reasons", "Needs increase").problems
    assert 'Did you mean "Needs increased"?' in problem.message


def test_a_list_in_json_is_several_answers(read: Callable[..., Reading]) -> None:
    record = {"case_ref": "CASE-1", "plan": "Yes", "reasons": [WORSE, SUDDEN, None]}
    (one,) = read(json.dumps([record]), "whole", name="returns.json").returns
    assert told(one, "reasons") == "carer; health"


SEVERAL = """
question_set: several
version: "1"
title: Options of which some hold the sign
scales:
  open: [{option: a, label: A}, {option: b, label: B}, {option: "a;b", label: "A;B"}]
  plain: [{option: a, label: A}, {option: b, label: B}, {option: "-1", label: "-1"}]
  joined: [{option: x, label: "A; B"}, {option: y, label: "B;C;D"}, {option: z, label: C}]
sections:
  - section: only
    title: Only
    questions:
      - {question: open, text: Open, type: choices, scale: open}
      - {question: plain, text: Plain, type: choices, scale: plain}
      - {question: joined, text: Joined, type: choices, scale: joined}
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> QuestionSet:
    path = tmp_path_factory.mktemp("sets") / "set.yaml"
    path.write_text(SEVERAL, encoding="utf-8")
    return AuditKit(discover=False).load(path)


def read_as(several: QuestionSet, question: str, text: str) -> tuple[str, ...] | str:
    try:
        value = answer_reader(several.questions[question], several)(text).value
    except Unread as unread:
        return unread.code
    assert isinstance(value, tuple)
    return value


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        # As a whole an option, before it is taken apart.
        ("open", "A;B", ("a;b",)),
        # A;B and A, or A and B: nobody can say.
        ("open", "A;B;A", "R012"),
        ("open", "B;A", ("a", "b")),
        ("joined", "B;C;D", ("y",)),
        ("joined", "A; B;C", ("x", "z")),
        ("joined", "C;B;C;D", ("y", "z")),
        ("joined", "A; B;C;D", "R012"),
        ("plain", "A;B", ("a", "b")),
        ("plain", "'-1", ("-1",)),
        ("plain", "A;C", "R012"),
    ],
)
def test_options_that_hold_the_sign_are_put_together_in_the_one_way_there_is(
    several: QuestionSet, question: str, text: str, expected: tuple[str, ...] | str
) -> None:
    assert read_as(several, question, text) == expected


@pytest.mark.parametrize("text", ["A;" * 16_000, "A;B;" * 8_000 + "C", ";" * 32_767])
def test_a_long_cell_takes_no_long_time(several: QuestionSet, text: str) -> None:
    read_as(several, "open", text) if text.strip(";") else None
    for question in ("plain", "joined"):
        assert read_as(several, question, text + "A") in (("a",), ("a", "b"), "R012")


@settings(max_examples=50)
@given(st.lists(st.sampled_from([SUDDEN, WORSE, "Needs increased"]), min_size=1, unique=True))
def test_what_was_chosen_reads_back_in_any_order(kit: AuditKit, chosen: Sequence[str]) -> None:
    questions = kit.question_set("whole")
    read = answer_reader(questions.questions["reasons"], questions)
    ids = {SUDDEN: "carer", WORSE: "health", "Needs increased": "needs"}
    expected = tuple(one for one in ("carer", "health", "needs") if one in map(ids.get, chosen))
    assert read(";".join(chosen)).value == expected
    assert read(";".join(chosen) + ";").value == expected


def test_a_guarded_option_is_the_option(
    several: QuestionSet, read: Callable[..., Reading], tmp_path: Path
) -> None:
    (one,) = read("case_ref,plain\nCASE-1,'-1\n", several).returns
    assert one.answers["plain"].value == ("-1",)


@pytest.mark.parametrize(
    ("options", "allowed"),
    [
        # As far as a comma.
        ({"yes": "Yes", "no": "No, or not on the file"}, "Yes, No"),
        # Two begin alike, or one begins with nothing.
        (
            {"yes": "Yes", "no": "No, not at all", "late": "No, but later"},
            'Yes, "No, not at all", "No, but later"',
        ),
        ({"yes": "Yes", "no": ", or no"}, 'Yes, ", or no"'),
        # What begins the label is not accepted as an answer, or means another.
        ({"yes": "Yes", "absent": "No, or not on the file"}, 'Yes, "No, or not on the file"'),
        ({"no": "Not at all", "late": "No, but later"}, 'Not at all, "No, but later"'),
    ],
)
def test_the_options_listed_are_short_and_accepted(
    tmp_path: Path, read: Callable[..., Reading], options: dict[str, str], allowed: str
) -> None:
    scale = [{"option": one, "label": label} for one, label in options.items()]
    path = tmp_path / "set.yaml"
    path.write_text(
        json.dumps(
            {
                "question_set": "listed",
                "version": "1",
                "title": "Options with commas",
                "scales": {"only": scale},
                "sections": [
                    {
                        "section": "all",
                        "title": "All",
                        "questions": [{"question": "plan", "text": "A plan?", "scale": "only"}],
                    }
                ],
            }
        )
    )
    (one,) = read("case_ref,plan\nC,zzz\n", AuditKit(discover=False).load(path)).returns
    assert one.problems[0].message == f'Found "zzz". Allowed: {allowed}.'
