"""What the checks claim of a set, held against the scorecards of every return to it there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditkit.kit import AuditKit
from auditkit.matching.options import answer_reader
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn
from auditkit.scoring.scorecard import Scorecard

SET = """\
question_set: drawn
version: "1"
title: Drawn
scales:
  shown:
    - {{option: yes, label: Yes, score: {highest}}}
    - {{option: partly, label: Partly, score: {middle}}}
    - {{option: no, label: No, score: {lowest}}}
    - {{option: na, label: Not applicable, state: not_applicable}}
sections:
  - section: first
    title: First
    {rescore}
    questions:
      - {{question: a, text: Is it a, scale: shown, weight: {weights[0]}}}
      - {{question: b, text: Is it b, scale: shown, weight: {weights[1]}, applies_when: '{asked}'}}
  - section: second
    title: Second
    questions:
      - {{question: c, text: Is it c, scale: shown, weight: {weights[2]}, reverse: {reverse}}}
scoring: {{method: {method}, over: {over}, missing: {missing}, minimum_coverage: {coverage}, rounding: {{mode: {mode}, places: 0}}}}
rating:
  band_on: {band_on}
  bands:
    - {{band: good, label: Good, from: {starts[2]}}}
    - {{band: fair, label: Fair, from: {starts[1]}}}
    - {{band: poor, label: Poor, from: {starts[0]}}}
    - {{band: none, label: None}}
  limits:
    - {{when: '{limits[0]}', at_most: fair, because: "0"}}
    - {{when: '{limits[1]}', at_most: poor, because: "1"}}
"""
SIMPLE = st.builds(
    '{} {} "{}"'.format,
    st.sampled_from("abc"),
    st.sampled_from(["==", "!="]),
    st.sampled_from(["yes", "partly", "no", "na"]),
) | st.sampled_from(
    ["score() < 50", "score() > 80", "score(first) < 60", "points() < 2", "answered(a)"]
)
CONDITIONS = st.one_of(
    SIMPLE,
    st.builds("{} and {}".format, SIMPLE, SIMPLE),
    st.builds("{} or not ({})".format, SIMPLE, SIMPLE),
)
RESCORES = ["", "rescore: [{from: 0, score: 1}, {from: 50, score: 2}, {from: 90, score: 3}]"]
RESCORES += ["rescore: [{from: 0, score: 3}, {from: 50.2, score: 1}, {from: 50.4, score: 2}]"]
SETS = st.fixed_dictionaries(
    {
        "highest": st.sampled_from(["1", "4"]),
        "middle": st.sampled_from(["0.5", "1"]),
        "lowest": st.sampled_from(["0", "0.5", "-1"]),
        "rescore": st.sampled_from(RESCORES),
        "weights": st.lists(st.sampled_from(["0", "1", "3"]), min_size=3, max_size=3),
        "asked": st.sampled_from(['a == "yes"', 'a != "no" or c == "yes"', 'not (c == "na")']),
        "reverse": st.sampled_from(["true", "false"]),
        "method": st.sampled_from(["weighted_mean", "points", "all_or_none", "lowest"]),
        "over": st.sampled_from(["questions", "sections"]),
        "coverage": st.sampled_from(["0%", "60%", "100%"]),
        "missing": st.sampled_from(["exclude", "worst"]),
        "mode": st.sampled_from(["half_up", "ceiling", "floor"]),
        "band_on": st.sampled_from(["rounded", "exact"]),
        "starts": st.lists(
            st.sampled_from([0, 20, 40, "40.3", 60, "60.2", "60.7", 90, 100, 104]),
            min_size=3,
            max_size=3,
            unique=True,
        ).map(lambda starts: sorted(starts, key=float)),
        "limits": st.lists(CONDITIONS, min_size=2, max_size=2),
    }
)


def every_return(kit: AuditKit, question_set: QuestionSet) -> Iterator[Scorecard]:
    readers = {
        name: answer_reader(one, question_set) for name, one in question_set.questions.items()
    }
    for typed in product(["", "yes", "partly", "no", "na"], repeat=len(readers)):
        answers = {
            name: read(text) for (name, read), text in zip(readers.items(), typed, strict=True)
        }
        returned = AuditReturn(
            case_ref="CASE-1", question_set="drawn", set_version="1", answers=answers
        )
        yield kit.score(returned, question_set)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn") / "drawn.yaml"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=SETS)
def test_nothing_is_found_that_a_return_disproves(file: Path, drawn: dict[str, Any]) -> None:
    file.write_text(SET.format(**drawn), "utf-8")
    kit = AuditKit(discover=False)
    found = kit.check(file)
    cards = list(every_return(kit, kit.load(file)))
    bands = {card.unlimited_rating for card in cards}
    never = {one.facts["band"] for one in found if one.code in ("L012", "L013", "L014")}
    assert not never & bands
    if "L017" in {one.code for one in found}:
        assert "good" not in {card.computed_rating for card in cards}
    idle = {one.place.path for one in found if one.code == "L047"}
    bitten = {f"rating.limits[{hit.because}]" for card in cards for hit in card.limits}
    assert not idle & bitten
    if "L022" in {one.code for one in found}:
        assert {card.overall for card in cards} == {None}
    for one in found:
        if one.code == "L024":
            step = next(
                step.score
                for step in kit.load(file).sections[0].rescore
                if step.from_ == one.facts["start"]
            )
            assert step not in {card.sections["first"].rescored for card in cards}
