"""Which texts need no second look."""

from __future__ import annotations

import re

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.frames.texts import free_texts, usual_references
from auditkit.matching.options import text_of

REFERENCES = st.from_regex(r"[A-Za-zéß]{0,3}[-/_ ]?[0-9\u0661]{0,4}", fullmatch=True)
TEXTS = st.none() | REFERENCES | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.large_string()], ids=str)
@given(texts=st.lists(TEXTS, max_size=20), start=st.integers(0, 20))
def test_references_that_look_as_most_do(kind, texts, start):
    expected = [
        text is not None and re.fullmatch("[A-Za-z]+[-/_]?[0-9]{3,}", text) is not None
        for text in texts
    ]
    found = usual_references(pyarrow.array(texts, kind)[start:])
    assert found.tolist() == expected[start:]


def test_a_reference_too_long_for_a_fact_is_not_usual():
    # Facts have at most 200 characters
    texts = ["A" * 197 + "001", "A" * 198 + "001"]
    assert usual_references(pyarrow.array(texts)).tolist() == [True, False]
    assert usual_references(pyarrow.array(texts[:1] * 3)).tolist() == [True] * 3
    assert usual_references(pyarrow.array(texts[1:] * 3)).tolist() == [False] * 3


@pytest.mark.parametrize(
    ("texts", "usual"),
    [
        (["CASE-001", "case-999", "Nhs_-000"], [True, True, False]),
        (["CASE-001", "CASE-002", "CASE-003"], [True, True, True]),
        (["Mar-26", "Apr-26"], [False, False]),
        # As long together as three that look the same
        (["A-001", "AB0001", "A001"], [True, True, True]),
        (["A-001A", "-001", "A-001"], [False, False, True]),
        (["CASE-001", None, "CASE-003"], [True, False, True]),
        (["", "", ""], [False, False, False]),
        (["CÂSE-01", "CÂSE-02"], [False, False]),
    ],
)
def test_references_that_all_look_the_same(texts: list[str | None], usual: list[bool]):
    assert usual_references(pyarrow.array(texts)).tolist() == usual


FREE = st.text(st.sampled_from("Ee rR#'=-x\n\t\u00a0\u200b\u2003\x00\x1f~é:"), max_size=6)


@given(st.lists(FREE | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)))
def test_free_text_as_it_stands_is_what_it_means(texts: list[str]):
    found = free_texts(pyarrow.array(texts, pyarrow.string())).tolist()
    assert all(text_of(text) == text for text, is_free in zip(texts, found, strict=True) if is_free)


def test_most_free_text_stands_as_it_is():
    texts = ["A visit", "Two\nlines", "Ex-carer", "Ty'r Bont, tŷ mawr 2", "eased"]
    assert free_texts(pyarrow.array(texts)).all()
