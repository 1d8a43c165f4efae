"""What looks the same is the same answer; what means two things is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from return_words import told

from auditkit.kit import AuditKit
from auditkit.matching.folding import fold, is_blank, tidy
from auditkit.returns import AuditReturn

ReadCell = Callable[[str, str], AuditReturn]

SAME_AS_NOT_APPLICABLE = {
    "capitals": "NOT APPLICABLE",
    "space around": "  Not applicable\t",
    "space within": "Not   applicable",
    "line break": "Not\napplicable",
    "no-break space": "Not\u00a0applicable",
    "narrow no-break space": "Not\u202fapplicable",
    "zero-width space": "Not\u200b applicable",
    "byte order mark": "\ufeffNot applicable",
    "soft hyphen": "Not appli\u00adcable",
    "direction mark": "Not applicable\u200e",
    "full width": "Ｎｏｔ　ａｐｐｌｉｃａｂｌｅ",
    "ligature within": "Not applicable".replace("pp", "\u200dpp"),
    "synonym": "n/a",
    "id": "NA",
}


@pytest.mark.parametrize("text", SAME_AS_NOT_APPLICABLE.values(), ids=SAME_AS_NOT_APPLICABLE)
def test_an_answer_is_known_however_it_looks(read_cell: ReadCell, text: str) -> None:
    assert told(read_cell("plan", text), "plan") == "not_applicable"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("café", "cafe\u0301"),
        ("don't", "don’t"),
        ("don't", "don`t"),
        ("don't", "don´t"),
        ("it`s – well", "it's - well"),
        ('a "b"', "a “b”"),
        ('a "b"', "a «b»"),
        ("one-to-one", "one\u2011to–one"),
        ("one-to-one", "one−to—one"),
        ("1⁄2", "½"),
        ("ﬁne", "FINE"),
        ("Ŵ", "ŵ"),
        ("K", "\u212a"),
    ],
)
def test_kinds_of_a_character_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("İ", "i"), ("ı", "i"), ("é", "e"), ("ŵ", "w"), ("a b", "ab"), ("1.0", "1"), ("a-b", "a b")],
)
def test_what_reads_differently_stays_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    "text", ["", " ", "\t\r\n", "\u00a0", "\u200b", "\u200b \ufeff", "\u00ad", "\u2003\u200d"]
)
def test_a_cell_without_anything_to_see_is_not_assessed(read_cell: ReadCell, text: str) -> None:
    assert told(read_cell("plan", text), "plan") == "not_assessed"


@pytest.mark.parametrize("text", ["-", "–", "'", ".", "\u0301", "ŵ", "　x"])
def test_a_cell_with_anything_to_see_is_not_blank(text: str) -> None:
    assert not is_blank(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_blank_is_what_folds_to_nothing(text: str) -> None:
    assert is_blank(text) == (fold(text) == "")


@given(st.text(), st.sampled_from("\u200b\u200d\u00ad\ufeff\u2060"), st.integers(0, 20))
def test_invisible_characters_count_for_nothing(text: str, mark: str, position: int) -> None:
    assert fold(text[:position] + mark + text[position:]) == fold(text)


@given(st.text())
def test_a_tidy_text_is_one_line_and_says_the_same(text: str) -> None:
    assert fold(tidy(text)) == fold(text)
    assert len(tidy(text).splitlines()) <= 1


def set_with(folder: Path, options: str) -> Path:
    path = folder / "set.yaml"
    path.write_text(
        f"""
question_set: alike
version: "1"
title: Options that look alike
scales:
  alike:
{options}
sections:
  - section: only
    title: Only
    questions:
      - {{question: grade, text: Which grade, scale: alike}}
""",
        encoding="utf-8",
    )
    return path


CAPITALS = """
    - {option: A, label: Agreed, score: 1}
    - {option: a, label: Absent, score: 0}
"""
SAME_WORD = """
    - {option: done, label: Done, score: 1, synonyms: [Shut]}
    - {option: open, label: Open, score: 0, synonyms: [Shut]}
"""
LABEL_IS_AN_ID = """
    - {option: "1", label: "2", score: 1}
    - {option: "2", label: "3", score: 0}
"""


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        (CAPITALS, "A", "A"),
        (CAPITALS, "a", "a"),
        (CAPITALS, "a ", None),
        (CAPITALS, "agreed", "A"),
        (SAME_WORD, "Shut", None),
        (SAME_WORD, "shut", None),
        (SAME_WORD, "done", "done"),
        (LABEL_IS_AN_ID, "2", None),
        (LABEL_IS_AN_ID, "1", "1"),
        (LABEL_IS_AN_ID, "3", "2"),
    ],
)
def test_exact_goes_before_folded_and_two_meanings_are_none(
    tmp_path: Path, options: str, text: str, expected: str | None
) -> None:
    kit = AuditKit(discover=False)
    questions = kit.load(set_with(tmp_path, options))
    file = tmp_path / "returns.csv"
    file.write_text(f"case_ref,grade\nCASE-1,{text}\n", encoding="utf-8")
    (one,) = kit.read([file], questions).returns
    assert one.answers["grade"].value == expected
    assert one.is_held == (expected is None)
