"""Scorers that plugins bring: what they are shown, what they may give back, who is blamed."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from small_sets import (
    coverage,
    document,
    exact,
    filled,
    load,
    question,
    scale,
    score,
    scorer_plugin,
    section,
    yaml_of,
)

from auditkit.errors import PluginFailed, Refused
from auditkit.kit import AuditKit
from auditkit.scoring.checked import CheckedScorer
from auditkit.scoring.marks import Mark
from auditkit.scoring.scorecard import Scorecard, ScorerUsed

TWO = (question("a"), question("b"))
YES_NO = {"a": "yes", "b": "no"}


def method(name: str = "mine", **keys: Any) -> dict[str, Any]:
    return {"method": name, **keys}


def by(
    factory: Callable[..., object],
    answers: dict[str, Any] | None = None,
    *asked: dict[str, Any],
    scoring: dict[str, Any] | None = None,
    **keys: Any,
) -> Scorecard:
    """The card of a set scored by this plugin."""
    told = document(*(asked or TWO), scoring=method(**(scoring or {})), **keys)
    return score(told, answers or YES_NO, [scorer_plugin(factory)])


def giving(result: object) -> Callable[..., object]:
    """A scorer that always gives this."""

    class Giving:
        def score(self, marks: Sequence[Mark]) -> Any:
            return result

    return Giving


def raising(error: BaseException) -> Callable[..., object]:
    class Raising:
        def score(self, marks: Sequence[Mark]) -> Any:
            raise error

    return Raising


def adding(
    parts: Callable[[Mark], Any] | None = None, close: Callable[[int, int], Any] | None = None
) -> Callable[..., object]:
    """An additive scorer, the weighted mean unless something else is given."""

    class Adding:
        def parts(self, mark: Mark) -> Any:
            return parts(mark) if parts else (mark.weight * mark.value, mark.weight)

        def close(self, earned: int, attainable: int) -> Any:
            return close(earned, attainable) if close else (earned, attainable)

    return Adding


def refusing(error: BaseException) -> Callable[..., Any]:
    def refuse(*arguments: object) -> Any:
        raise error

    return refuse


# What a scorer gives


def test_the_share_that_a_scorer_gives_is_the_score() -> None:
    assert exact(by(giving(Fraction(2, 6)))) == Fraction(1, 3)


def test_a_scorer_may_give_a_whole_number() -> None:
    assert exact(by(giving(1))) == 1


def test_a_scorer_may_give_no_share() -> None:
    assert exact(by(giving(None))) is None


def test_a_scorer_gives_the_figure_of_each_section_too() -> None:
    class Counting:
        def score(self, marks: Sequence[Mark]) -> Fraction:
            return Fraction(1, len(marks) or 1)

    asked = section("first", *TWO), section("second", question("c"))
    card = by(Counting, {**YES_NO, "c": "yes"}, *asked)
    assert (exact(card), exact(card, "first")) == (Fraction(1, 3), Fraction(1, 2))


def test_the_values_of_the_questions_do_not_depend_on_the_scorer() -> None:
    assert by(giving(Fraction(1, 3))).questions["a"].value == 1


WRONG = [0.5, float("nan"), float("inf"), "1", True, Decimal("0.5"), (1, 2), [1]]


@pytest.mark.parametrize("result", WRONG, ids=repr)
def test_a_scorer_that_gives_anything_else_is_a_failed_plugin(result: object) -> None:
    with pytest.raises(PluginFailed, match="scorer mine"):
        by(giving(result))


@pytest.mark.parametrize("error", [KeyError("x"), ValueError("x"), RecursionError(), MemoryError()])
def test_a_scorer_that_raises_is_a_failed_plugin(error: Exception) -> None:
    with pytest.raises(PluginFailed, match=f"scorer mine: {type(error).__name__}"):
        by(raising(error))


def test_a_scorer_that_ends_the_program_is_a_failed_plugin() -> None:
    with pytest.raises(PluginFailed, match="scorer mine"):
        by(raising(SystemExit(3)))


def test_an_interruption_by_the_user_is_nobodys_failure() -> None:
    with pytest.raises(KeyboardInterrupt):
        by(raising(KeyboardInterrupt()))


def test_an_object_that_is_no_scorer_is_a_failed_plugin() -> None:
    with pytest.raises(PluginFailed, match="scorer mine"):
        by(object)


def test_a_failed_scorer_gives_no_other_return_a_score() -> None:
    told = document(*TWO, scoring=method())
    kit, _ = load(told, [scorer_plugin(giving(0.5))])
    for _ in range(2):
        with pytest.raises(PluginFailed):
            kit.score(filled(told, YES_NO))


def test_the_error_names_the_plugin_as_it_was_given() -> None:
    with pytest.raises(PluginFailed) as failed:
        by(giving(0.5))
    assert failed.value.plugin == "ScorerPlugin (given by the program -)"


INSTALLED = """
from fractions import Fraction
from auditkit.hookspecs import hookimpl

class Broken:
    def score(self, marks):
        return {result}

@hookimpl
def auditkit_scorers():
    return {{"installed": Broken}}
"""


def installed(folder: Path, result: str) -> AuditKit:
    """A kit that found a plugin of this machine, in version 1.2.3, with this result."""
    Path(folder, "local_scoring_plugin.py").write_text(INSTALLED.format(result=result))
    about = Path(folder, "local_scoring-1.2.3.dist-info")
    about.mkdir()
    Path(about, "METADATA").write_text(
        "Metadata-Version: 2.1\nName: local-scoring\nVersion: 1.2.3\n"
    )
    Path(about, "entry_points.txt").write_text("[auditkit]\nlocal = local_scoring_plugin\n")
    return AuditKit()


def score_installed(folder: Path, result: str) -> Scorecard:
    told = document(*TWO, scoring=method("installed"))
    kit = installed(folder, result)
    file = Path(folder, "set.yaml")
    file.write_text(yaml_of(told))
    kit.load(file)
    return kit.score(filled(told, YES_NO))


def test_the_error_names_an_installed_plugin_with_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "local_scoring_plugin", raising=False)
    with pytest.raises(
        PluginFailed, match=r"local \(local-scoring 1\.2\.3\): scorer installed: TypeError"
    ):
        score_installed(tmp_path, "0.5")


def test_a_card_names_the_installed_plugin_that_scored_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "local_scoring_plugin", raising=False)
    used = score_installed(tmp_path, "Fraction(1, 2)").scorer
    assert (used.name, used.plugin, used.version) == ("installed", "local-scoring", "1.2.3")


# Scorers that add


def test_a_scorer_that_adds_two_sums_works() -> None:
    assert exact(by(adding())) == Fraction(1, 2)


def test_a_scorer_that_adds_shows_what_each_question_added() -> None:
    card = by(adding(lambda mark: (Fraction(1, 3), Fraction(1))))
    found = card.questions["a"]
    assert (found.contribution, found.attainable) == (Fraction(1, 3), 1)


def test_a_scorer_that_adds_may_give_no_share() -> None:
    assert exact(by(adding(close=lambda earned, attainable: None))) is None


def test_a_scorer_that_adds_may_take_anything_off() -> None:
    # Each no costs one half: (1 - 1/2) / 2
    def parts(mark: Mark) -> tuple[Fraction, Fraction]:
        return (Fraction(1) if mark.value else Fraction(-1, 2)), Fraction(1)

    assert exact(by(adding(parts))) == Fraction(1, 4)


@pytest.mark.parametrize("over", ["questions", "sections"])
def test_a_scorer_that_only_takes_off_leaves_the_coverage_as_it_is(over: str) -> None:
    def parts(mark: Mark) -> tuple[Fraction, Fraction]:
        return Fraction(-1), Fraction(0)

    card = by(adding(parts, lambda earned, attainable: (earned, 10)), scoring={"over": over})
    assert coverage(card, "all") == (2, 2, 2)


def test_a_scorer_that_adds_works_with_sections_as_marks() -> None:
    # first (1 + 0) / 2, second 1: (1/2 + 1) / 2
    asked = section("first", *TWO), section("second", question("c"))
    card = by(adding(), {**YES_NO, "c": "yes"}, *asked, scoring={"over": "sections"})
    assert exact(card) == Fraction(3, 4)


def test_a_scorer_that_adds_works_with_several_answers() -> None:
    # (1 + 2) / (1 + 2 + 3)
    asked = question("a", type="choices", scale="many", score="sum")
    card = by(adding(), {"a": ("s0", "s1")}, asked, scales={"many": scale(1, 2, 3)})
    assert exact(card) == Fraction(1, 2)


def test_parts_of_several_answers_that_fit_no_grid_are_refused() -> None:
    def parts(mark: Mark) -> tuple[Fraction, Fraction]:
        return Fraction(1, 7 + int(mark.score)), Fraction(1)

    asked = question("a", type="choices", scale="many", score="sum")
    with pytest.raises(PluginFailed, match=r"scorer mine: .*whole multiples"):
        by(adding(parts), {"a": ("s0", "s2")}, asked, scales={"many": scale(1, 2, 3)})


def test_parts_of_several_answers_far_beyond_those_of_any_one_are_refused() -> None:
    # 3 of 7, the score of the first and the second option: neither one alone, nor all of them
    def parts(mark: Mark) -> tuple[Fraction, Fraction]:
        return Fraction(10**9 if mark.score == 3 else 1), Fraction(1)

    asked = question("a", type="choices", scale="many", score="sum")
    with pytest.raises(PluginFailed, match=r"scorer mine: .*65536 times"):
        by(adding(parts), {"a": ("s0", "s1")}, asked, scales={"many": scale(1, 2, 4)})


def test_parts_that_are_largest_in_the_middle_do_not_run_over() -> None:
    # Four of eight: 4 × (8 - 4) = 16, more than any single option or all of them earn
    def parts(mark: Mark) -> tuple[Fraction, Fraction]:
        return mark.score * (mark.highest - mark.score), mark.highest

    asked = question("a", type="choices", scale="many", score="sum")
    many = {"many": scale(*[1] * 8)}
    card = by(adding(parts), {"a": ("s0", "s1", "s2", "s3")}, asked, scales=many)
    assert exact(card) == Fraction(16, 8)


def test_a_closing_that_raises_is_a_failed_plugin() -> None:
    with pytest.raises(PluginFailed, match="scorer mine: KeyError"):
        by(adding(close=refusing(KeyError("x"))))


BROKEN_PARTS = {
    "a float": lambda mark: (0.5, 1.0),
    "nothing": lambda mark: None,
    "texts": lambda mark: ("1", "1"),
    "one number": lambda mark: Fraction(1),
    "an error": refusing(KeyError("x")),
    "the end": refusing(SystemExit(3)),
}


@pytest.mark.parametrize("over", ["questions", "sections"])
@pytest.mark.parametrize("what", BROKEN_PARTS)
def test_parts_that_are_no_two_exact_numbers_are_a_failed_plugin(what: str, over: str) -> None:
    with pytest.raises(PluginFailed, match="scorer mine"):
        by(adding(BROKEN_PARTS[what]), scoring={"over": over})


BROKEN_CLOSINGS = {
    "a float": lambda earned, attainable: 0.5,
    "two floats": lambda earned, attainable: (0.5, 1.0),
    "a fraction": lambda earned, attainable: Fraction(1, 2),
    "three numbers": lambda earned, attainable: (1, 2, 3),
    "truths": lambda earned, attainable: (True, True),
    "a share of nothing": lambda earned, attainable: (1, 0),
    "a share of less than nothing": lambda earned, attainable: (1, -2),
    "the end": refusing(SystemExit(3)),
}


@pytest.mark.parametrize("over", ["questions", "sections"])
@pytest.mark.parametrize("what", BROKEN_CLOSINGS)
def test_a_closing_that_gives_no_exact_ratio_is_a_failed_plugin(what: str, over: str) -> None:
    with pytest.raises(PluginFailed, match="scorer mine"):
        by(adding(close=BROKEN_CLOSINGS[what]), scoring={"over": over})


# What a scorer is given: arguments


class Share:
    """Gives the share that the set says."""

    def __init__(self, share: str = "1/2") -> None:
        if "/" not in share:
            raise ValueError(f'share is a fraction such as 1/2, not "{share}"')
        self.share = Fraction(share)

    def score(self, marks: Sequence[Mark]) -> Fraction:
        return self.share


def test_the_arguments_of_a_set_reach_its_scorer() -> None:
    assert exact(by(Share, scoring={"arguments": {"share": "3/4"}})) == Fraction(3, 4)


def test_a_scorer_may_do_without_arguments() -> None:
    assert exact(by(Share)) == Fraction(1, 2)


def test_a_card_keeps_the_arguments_of_its_scorer() -> None:
    used = by(Share, scoring={"arguments": {"share": "3/4"}}).scorer
    assert (used.name, dict(used.arguments)) == ("mine", {"share": "3/4"})


def refused(factory: Callable[..., object], **scoring: Any) -> list[tuple[str, str]]:
    """The problems of a set that its scorer refuses, each with its path."""
    told = document(*TWO, scoring=method(**scoring))
    with pytest.raises(Refused) as found:
        load(told, [scorer_plugin(factory)])
    return [(one.code, one.place.path) for one in found.value.problems]


def test_an_argument_that_a_scorer_refuses_is_a_problem_of_the_set() -> None:
    assert refused(Share, arguments={"share": "half"}) == [("Q031", "scoring.arguments")]


def test_an_argument_that_a_scorer_does_not_know_is_a_problem_of_the_set() -> None:
    assert refused(Share, arguments={"shares": "1/2"}) == [("Q031", "scoring.arguments")]


def test_a_built_in_scorer_takes_no_arguments() -> None:
    told = document(*TWO, scoring=method("weighted_mean", arguments={"share": "1/2"}))
    with pytest.raises(Refused, match="Q031"):
        load(told)


def test_a_scorer_that_nobody_offers_is_a_problem_of_the_set() -> None:
    told = document(*TWO, scoring=method("weighted_meen"))
    with pytest.raises(Refused, match='Did you mean "weighted_mean"') as found:
        load(told)
    assert [one.code for one in found.value.problems] == ["Q024"]


@pytest.mark.parametrize("error", [KeyError("x"), SystemExit(2)])
def test_a_factory_that_fails_is_a_failed_plugin(error: BaseException) -> None:
    told = document(*TWO, scoring=method())
    with pytest.raises(PluginFailed):
        load(told, [scorer_plugin(refusing(error))])


# What a scorer is given: marks


class Seeing:
    """Keeps the marks it was shown, one list a call."""

    def __init__(self) -> None:
        self.shown: list[list[Mark]] = []

    def score(self, marks: Sequence[Mark]) -> Fraction:
        self.shown.append(list(marks))
        return Fraction(1, 2)


def shown(
    answers: dict[str, Any], *asked: dict[str, Any], **keys: Any
) -> dict[tuple[str, ...], list[Mark]]:
    """The marks that a scorer sees, by the names of what they are of."""
    seeing = Seeing()
    by(lambda: seeing, answers, *asked, **keys)
    return {tuple(one.question for one in marks): marks for marks in seeing.shown}


def mark_of(answers: dict[str, Any], *asked: dict[str, Any], **keys: Any) -> Mark:
    """The one mark that a scorer sees."""
    return next(marks[0] for names, marks in shown(answers, *asked, **keys).items() if names)


GRADE = {"scales": {"grade": scale(1, 2, 4)}}


def test_a_mark_says_what_was_earned_of_what_with_which_weight() -> None:
    asked = question("a", scale="grade", weight="2.5")
    assert mark_of({"a": "s1"}, asked, **GRADE) == Mark(
        question="a",
        score=Fraction(2),
        lowest=Fraction(1),
        highest=Fraction(4),
        weight=Fraction(5, 2),
        value=Fraction(2, 4),
        state="answered",
    )


def test_a_mark_has_its_value_of_the_range_where_the_set_says_so() -> None:
    # (2 - 1) / (4 - 1)
    asked = question("a", scale="grade")
    found = mark_of({"a": "s1"}, asked, scoring={"value": "of_range"}, **GRADE)
    assert found.value == Fraction(1, 3)


def test_a_mark_is_reversed_already() -> None:
    # 1 + 4 - 1 = 4
    found = mark_of({"a": "s0"}, question("a", scale="grade", reverse=True), **GRADE)
    assert (found.score, found.value) == (4, 1)


def test_a_mark_of_several_answers_has_their_score_and_the_ends_of_all_answers() -> None:
    # 1 + 4, from 1 (the least answer) to 7 (all of them)
    asked = question("a", type="choices", scale="grade", score="sum")
    found = mark_of({"a": ("s0", "s2")}, asked, **GRADE)
    assert (found.score, found.lowest, found.highest) == (5, 1, 7)


def test_a_mark_of_a_mean_is_exact() -> None:
    # (1 + 2 + 4) / 3
    asked = question("a", type="choices", scale="grade", score="mean")
    assert mark_of({"a": ("s0", "s1", "s2")}, asked, **GRADE).score == Fraction(7, 3)


ASKED = (
    question("a"),
    question("b"),
    question("c"),
    question("d", weight=0),
    question("e", type="text"),
    question("f", applies_when='a == "no"'),
)
MIXED = {"a": "yes", "b": "na", "c": "unclear", "d": "yes", "e": "x", "f": "yes"}


def test_a_scorer_sees_what_counts_and_nothing_else() -> None:
    assert set(shown(MIXED, *ASKED)) == {("a",)}


def test_under_worst_a_scorer_sees_what_was_not_assessed_with_its_lowest_value() -> None:
    seen = shown(MIXED, *ASKED, scoring={"missing": "worst"})
    marks = seen["a", "c"]
    assert [(one.value, one.state) for one in marks] == [(1, "answered"), (0, "not_assessed")]


def test_a_scorer_sees_each_section_and_then_the_whole() -> None:
    inner = section("inner", question("b"))
    asked = section("outer", question("a"), inner), section("other", question("c"))
    seen = shown({"a": "yes", "b": "no", "c": "yes"}, *asked)
    assert set(seen) == {("b",), ("a", "b"), ("c",), ("a", "b", "c")}


def test_over_sections_a_scorer_sees_a_section_as_one_mark() -> None:
    asked = section("first", *TWO, weight=3), section("second", question("c"))
    seen = shown({**YES_NO, "c": "yes"}, *asked, scoring={"over": "sections"})
    # The scorer said one half of every section
    assert seen["first", "second"][0] == Mark(
        question="first",
        score=Fraction(1, 2),
        lowest=Fraction(0),
        highest=Fraction(1),
        weight=Fraction(3),
        value=Fraction(1, 2),
        state="answered",
    )


def test_a_rescored_section_is_a_mark_with_its_score() -> None:
    steps = [{"from": 0, "score": 1}, {"from": 50, "score": 3}, {"from": 75, "score": 4}]
    asked = section("first", *TWO, rescore=steps), section("second", question("c"))
    seen = shown({**YES_NO, "c": "yes"}, *asked)
    found = seen["first", "c"][0]
    assert (found.score, found.highest, found.value) == (3, 4, Fraction(3, 4))


def test_the_marks_of_questions_and_sections_stand_in_the_order_of_the_set() -> None:
    inner = section("inner", question("b"))
    asked = section("outer", question("a"), inner), section("other", question("c"))
    seen = shown({"a": "yes", "b": "no", "c": "yes"}, *asked, scoring={"over": "sections"})
    assert set(seen) == {("b",), ("a", "inner"), ("c",), ("outer", "other")}


def test_a_scorer_is_asked_of_a_section_with_nothing_to_score_too() -> None:
    assert set(shown({"a": "na", "b": "na"})) == {()}


def test_coverage_does_not_depend_on_the_scorer() -> None:
    assert coverage(by(giving(None), {"a": "yes"})) == (1, 2, 2)


def test_a_scorer_that_folds_scores_one_return_at_once():
    class Best:
        def score(self, marks: Sequence[Mark]) -> Fraction | None:
            return max((mark.value for mark in marks), default=None)

        def begun(self, mark: Mark) -> Fraction:
            return mark.value

        def joined(self, first: Fraction, second: Fraction) -> Fraction:
            return max(first, second)

        def closed(self, whole: Fraction) -> Fraction:
            return whole

    assert exact(by(Best)) == 1
    scorer = CheckedScorer(Best, ScorerUsed("best", {}, "mine", "1"), "mine")
    marks = [
        Mark(name, *[Fraction(1)] * 4, Fraction(1, over)) for name, over in (("a", 2), ("b", 3))
    ]
    assert scorer.closed(scorer.joined(*map(scorer.begun, marks))) == (1, 2)


def test_what_a_run_comes_to_must_be_hashable():
    class Lists:
        def score(self, marks: Sequence[Mark]) -> None:
            return None

        def begun(self, mark: Mark) -> list[Fraction]:
            return [mark.value]

        def joined(self, first: object, second: object) -> tuple[list[object]]:
            return ([first, second],)

        def closed(self, whole: object) -> None:
            return None

    scorer = CheckedScorer(Lists, ScorerUsed("lists", {}, "mine", "1"), "mine")
    with pytest.raises(PluginFailed, match=r"begun\(\) gave \[.*can be hashed"):
        scorer.begun(Mark("a", *[Fraction(1)] * 5))
    with pytest.raises(PluginFailed, match="unhashable type: 'list'"):
        scorer.joined(1, 2)


def test_a_scorer_can_be_sent_to_another_process():
    scorer = CheckedScorer(Fixed, ScorerUsed("mine", {}, "mine", "1"), "mine")
    assert pickle.loads(pickle.dumps(scorer)).score(()) == (1, 3)


class Fixed:
    def score(self, marks: Sequence[Mark]) -> Fraction:
        return Fraction(1, 3)
