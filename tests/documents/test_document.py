"""Where each part of a document stands."""

from __future__ import annotations

import pytest

from auditkit.documents.document import Document
from auditkit.documents.yaml_events import read_yaml

TEXT = """\
title: Places
scales:
  yes_no:
    - option: yes
      label: Yes
    - {option: no, label: No}
sections:
  - section: outer
    questions:
      - question: first
        weight: 1
    sections:
      - section: inner
        weight: 2
        questions:
          - question: second
            tags: [a, b]
          - text: without an id
  - section: last
    questions: []
actions:
  - {when: a}
  - {when: b}
rating:
  rules:
    - {band: good}
"""
DOCUMENT = Document("places.yaml", read_yaml(TEXT.encode(), "places.yaml"))


def shown(*path: str | int) -> str:
    place = DOCUMENT.place(*path)
    return f"{place.line}:{place.column} {place.path}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), "1:1 "),
        (("title",), "1:8 title"),
        (("scales", "yes_no", 1, "label"), "6:27 scales.yes_no[no].label"),
        (("scales", "yes_no", "no"), "6:7 scales.yes_no[no]"),
        (
            ("sections", 0, "questions", 0, "weight"),
            "11:17 sections[outer].questions[first].weight",
        ),
        (("sections", "outer", "questions", "first"), "10:9 sections[outer].questions[first]"),
        (
            ("sections", 0, "sections", 0, "questions", 0, "tags", 1),
            "17:23 sections[outer].sections[inner].questions[second].tags[1]",
        ),
        (
            ("sections", 0, "sections", 0, "questions", 1),
            "18:13 sections[outer].sections[inner].questions[1]",
        ),
        (("actions", 1, "when"), "23:12 actions[1].when"),
        (("rating", "rules", 0, "band"), "26:14 rating.rules[good].band"),
    ],
)
def test_a_part_is_found_by_its_path_and_named_by_ids(
    path: tuple[str | int, ...], expected: str
) -> None:
    assert shown(*path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("scoring",), "1:1 scoring"),
        (("scoring", "method"), "1:1 scoring.method"),
        (("sections", 1, "weight"), "19:5 sections[last].weight"),
        (("sections", "missing", "weight"), "8:3 sections[missing].weight"),
        (("sections", 7), "8:3 sections[7]"),
        (("title", "en"), "1:8 title.en"),
        (("title", 0), "1:8 title[0]"),
        (("rating", 0), "25:3 rating[0]"),
    ],
)
def test_a_path_to_nothing_leads_to_the_nearest_part_above(
    path: tuple[str | int, ...], expected: str
) -> None:
    assert shown(*path) == expected


def test_a_place_carries_the_file() -> None:
    assert str(DOCUMENT.place("title")) == "places.yaml:1:8"


def test_a_question_is_found_wherever_its_section_is() -> None:
    place = DOCUMENT.place_of_question("second", "tags", 0)
    assert (str(place), place.path) == (
        "places.yaml:17:20",
        "sections[outer].sections[inner].questions[second].tags[0]",
    )


def test_a_section_is_found_however_deep() -> None:
    place = DOCUMENT.place_of_section("inner", "weight")
    assert (str(place), place.path) == (
        "places.yaml:14:17",
        "sections[outer].sections[inner].weight",
    )


def test_a_section_at_the_top_is_found() -> None:
    assert str(DOCUMENT.place_of_section("last")) == "places.yaml:19:5"


@pytest.mark.parametrize("id", ["missing", "outer", ""])
def test_a_question_that_is_not_there_leads_to_the_document(id: str) -> None:
    assert str(DOCUMENT.place_of_question(id)) == "places.yaml:1:1"


def test_a_section_that_is_not_there_leads_to_the_document() -> None:
    assert str(DOCUMENT.place_of_section("second")) == "places.yaml:1:1"


def test_a_document_of_another_shape_has_no_questions() -> None:
    odd = Document("odd.yaml", read_yaml(b"sections: [a, [b], {sections: c}]", "odd.yaml"))
    assert str(odd.place_of_question("a")) == "odd.yaml:1:1"
    assert str(odd.place_of_section("a")) == "odd.yaml:1:1"
