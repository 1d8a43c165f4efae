"""What every bundled question set promises, beyond the cases in `instruments/`.

*Rating not better* compares places in the set's list of bands, best first; no rating is never
better than one. What is promised, precisely:

1. Answering nothing, or N/A wherever it is offered and nothing else, is never rated better than
   the poorest answer throughout. (Sets with a score give no rating at all to either.)
2. In a set with a score, a single question that applies and counts, left blank, means no rating,
   whatever else was answered: a blank in place of "no" can never be rated better.
3. That holds for the questions that decide what is asked, too: left blank, they take no question
   that counts away.
4. In a set of rules, a return with blanks has a rating only if every way of filling them in gives
   that same rating.
5. N/A can be rated better than "no" in the same place, for it leaves the sum; never better than
   the best answer there. It is offered only by the questions listed here, which ask for a comment.
"""

from __future__ import annotations

import runpy
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.expressions.syntax import Expression
from auditkit.kit import AuditKit, Reading
from auditkit.matching.folding import fold
from auditkit.matching.headings import metadata_headings
from auditkit.matching.options import answer_reader, wordings
from auditkit.questions.model import NOT_APPLICABLE, Question, QuestionSet, question_label
from auditkit.returns import AuditReturn
from auditkit.scoring.scorecard import Scorecard

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "question_sets"
FILES = sorted(FOLDER.glob("*/*.yaml"))
NAMES = [f"{file.parent.name}@{file.stem}" for file in FILES]
BUNDLED = {
    "care-act-eligibility@1.0",
    "chc-checklist@1.0",
    "cqc-local-authority@1.0",
    "managing-cost-of-care-wales@1.0",
    "managing-cost-of-care@1.0",
    "personalised-commissioning@1.0",
}
# Scored questions that offer N/A, which leaves the sum.
MAY_NOT_APPLY = {
    "care-act-eligibility@1.0": {"caring_for_child"},
    "chc-checklist@1.0": set(),
    "cqc-local-authority@1.0": set(),
    "managing-cost-of-care-wales@1.0": {"contingency_plan", "other_funding"},
    "managing-cost-of-care@1.0": {"contingency_plan", "other_funding"},
    "personalised-commissioning@1.0": {"outcomes_reviewed", "provider_choice"},
}
KIT = AuditKit(discover=False)

Typed = Mapping[str, str]


@cache
def bundled(name: str) -> QuestionSet:
    return KIT.question_set(name)


def is_rules_only(question_set: QuestionSet) -> bool:
    return question_set.scoring.method == "rules_only"


SCORED_SETS = [name for name in NAMES if not is_rules_only(bundled(name))]
RULE_SETS = [name for name in NAMES if is_rules_only(bundled(name))]
# The first example of each set compiles its plan.
without_deadline = settings(deadline=None)
every_set = pytest.mark.parametrize("name", NAMES)
every_scored_set = pytest.mark.parametrize("name", SCORED_SETS)
every_rule_set = pytest.mark.parametrize("name", RULE_SETS)


def score(question_set: QuestionSet, typed: Typed, **facts: Any) -> Scorecard:
    answers = {
        name: answer_reader(question_set.questions[name], question_set)(text)
        for name, text in typed.items()
    }
    given_in = AuditReturn(
        case_ref="CASE-0001",
        question_set=question_set.id,
        set_version=question_set.version,
        answers=answers,
        **facts,
    )
    return KIT.score(given_in, question_set)


def is_better(one: Scorecard, other: Scorecard) -> bool:
    rating = one.question_set.rating
    assert rating is not None
    rank = {band.id: place for place, band in enumerate(rating.bands)}
    if one.rating is None:
        return False
    return other.rating is None or rank[one.rating] < rank[other.rating]


def choices(question_set: QuestionSet) -> list[Question]:
    return [one for one in question_set.questions.values() if one.type == "choice"]


def earnings(question: Question, question_set: QuestionSet) -> dict[str, Any]:
    """What each scored option of a choice earns, `reverse` applied: the higher, the better."""
    sign = -1 if question.reverse else 1
    options = question_set.options(question)
    return {one.id: sign * one.score for one in options if one.score is not None}


def counting(question_set: QuestionSet) -> list[Question]:
    return [one for one in choices(question_set) if one.weight and earnings(one, question_set)]


def poorest(question: Question, question_set: QuestionSet) -> str:
    earned = earnings(question, question_set)
    return min(earned, key=earned.__getitem__)


def best(question: Question, question_set: QuestionSet) -> str:
    earned = earnings(question, question_set)
    return max(earned, key=earned.__getitem__)


def not_applicable(question: Question, question_set: QuestionSet) -> str | None:
    options = question_set.options(question)
    return next((one.id for one in options if one.state == NOT_APPLICABLE), None)


def poorest_throughout(question_set: QuestionSet) -> dict[str, str]:
    return {one.id: poorest(one, question_set) for one in counting(question_set)}


def not_applicable_throughout(question_set: QuestionSet) -> dict[str, str]:
    offered = {one.id: not_applicable(one, question_set) for one in choices(question_set)}
    return {name: option for name, option in offered.items() if option is not None}


# The files


def test_the_bundled_sets_are_these() -> None:
    assert set(NAMES) == BUNDLED
    assert set(KIT.question_set_names()) == BUNDLED


def test_every_bundled_set_stands_beside_its_readme_and_lock() -> None:
    inside = {path.relative_to(FOLDER) for path in FOLDER.rglob("*") if path.is_file()}
    readmes = {Path(file.parent.name, "README.md") for file in FILES}
    locks = {file.relative_to(FOLDER).with_suffix(".lock.json") for file in FILES}
    assert inside == readmes | locks | {file.relative_to(FOLDER) for file in FILES}


@every_set
def test_a_readme_says_where_the_set_is_from_how_it_scores_and_shows_a_case(name: str) -> None:
    text = (FOLDER / name.partition("@")[0] / "README.md").read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "## What it asks",
        "## Source and licence",
        "## What is ours",
        "## How it scores",
        "## Worked example",
    ]


@every_set
def test_a_bundled_set_loads_under_its_own_name_without_a_problem(name: str) -> None:
    assert bundled(name).name == name
    assert KIT.check(name) == []


# What people read in them


@every_set
def test_every_question_has_a_label_of_one_to_four_words_and_guidance(name: str) -> None:
    for question in bundled(name).questions.values():
        assert 1 <= len(question_label(question).split()) <= 4, question.id
        assert question.guidance is not None, question.id


@every_set
def test_no_heading_could_mean_two_questions(name: str) -> None:
    meant = {
        one.id: {fold(text) for text in (one.id, *wordings(one.label), *wordings(one.text))}
        for one in bundled(name).questions.values()
    }
    headings = [heading for each in meant.values() for heading in each]
    assert sorted(set(headings)) == sorted(headings)
    assert not set(headings) & set(metadata_headings())


@every_set
def test_every_wording_of_an_option_reads_back_as_that_option(name: str) -> None:
    question_set = bundled(name)
    for question in choices(question_set):
        read = answer_reader(question, question_set)
        for option in question_set.options(question):
            own = wordings(question.labels.get(option.id))
            for text in (option.id, *wordings(option.label), *own, *option.synonyms):
                for typed in (text, text.upper(), text.lower(), f"  {text}\u00a0"):
                    assert read(typed).value == option.id, (question.id, typed)


@every_set
@pytest.mark.parametrize("typed", ["No", "NO", "no", " no "])
def test_no_is_the_answer_no(name: str, typed: str) -> None:
    question_set = bundled(name)
    for question in choices(question_set):
        if "no" in {option.id for option in question_set.options(question)}:
            assert answer_reader(question, question_set)(typed).value == "no"


@every_set
@pytest.mark.parametrize("typed", ["N/A", "n/a", "NA", "na", "Not applicable", "Not relevant"])
def test_not_applicable_is_read_where_it_is_offered(name: str, typed: str) -> None:
    question_set = bundled(name)
    for question in choices(question_set):
        if not_applicable(question, question_set):
            assert answer_reader(question, question_set)(typed).state == NOT_APPLICABLE


@every_set
def test_not_evidenced_is_never_a_good_answer(name: str) -> None:
    question_set = bundled(name)
    for question in choices(question_set):
        for option in question_set.options(question):
            texts = [*wordings(question.labels.get(option.id, option.label)), *option.synonyms]
            if any("not evidenced" in text.lower() for text in texts):
                assert option.id == poorest(question, question_set), question.id


FOR_PEOPLE = {
    "because",
    "description",
    "favourable",
    "guidance",
    "label",
    "source",
    "text",
    "title",
}


def texts_of(thing: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every text for people within a model, with where it stands."""
    for field in attrs.fields(type(thing)):
        value = getattr(thing, field.name)
        here = f"{where}.{field.name}"
        if field.name in FOR_PEOPLE:
            yield here, value
        elif field.name == "labels":
            yield from ((f"{here}.{key}", text) for key, text in value.items())
        else:
            yield from texts_within(value, here)


def texts_within(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Expression):
        return
    if attrs.has(type(value)):
        yield from texts_of(value, where)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts_within(item, f"{where}[{index}]")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from texts_within(item, f"{where}.{key}")


@pytest.mark.parametrize("name", ["managing-cost-of-care@1.0", "managing-cost-of-care-wales@1.0"])
def test_the_core_set_and_that_of_wales_say_everything_in_english_and_in_welsh(name: str) -> None:
    texts = [(where, text) for where, text in texts_of(bundled(name)) if text is not None]
    assert len(texts) > 150
    assert [where for where, text in texts if isinstance(text, str)] == []
    assert [where for where, text in texts if set(text) != {"en", "cy"}] == []


def test_the_core_set_asks_for_yes_in_welsh_as_each_question_does() -> None:
    question_set = bundled("managing-cost-of-care@1.0")
    oes = question_set.questions["contingency_plan"].labels["yes"]
    ydy = question_set.questions["eligibility_evidenced"].labels["yes"]
    assert (oes["cy"], ydy["cy"]) == ("Oes", "Ydy")


def test_the_set_of_wales_extends_the_core_set_and_removes_nothing() -> None:
    wales = KIT.loaded(bundled("managing-cost-of-care-wales@1.0"))
    assert wales.base is not None
    assert (wales.base.question_set.name, wales.relation, wales.removed) == (
        "managing-cost-of-care@1.0",
        "extends",
        (),
    )


@settings(deadline=None)
@given(data=st.data())
def test_the_set_of_wales_scores_and_rates_as_the_core_set(data: st.DataObject) -> None:
    wales = bundled("managing-cost-of-care-wales@1.0")
    typed, case = data.draw(filled(wales)), data.draw(facts(wales))
    card = score(wales, typed, case=case)
    assert card.base is not None
    assert card.base.card is not None
    assert (card.base.card.overall, card.base.card.rating) == (card.overall, card.rating)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "Under managing-cost-of-care 1.0 unchanged: 100.0%, Outstanding (this set extends it)",
        ),
        (
            "cy",
            "O dan managing-cost-of-care 1.0 heb ei newid: 100.0%, Rhagorol"
            " (mae'r set hon yn ei hestyn)",
        ),
    ],
)
def test_the_explanation_of_a_case_in_wales_names_the_figure_under_the_core_set(
    language: str, expected: str
) -> None:
    wales = bundled("managing-cost-of-care-wales@1.0")
    perfect = {one.id: best(one, wales) for one in counting(wales)}
    assert expected in KIT.explain(score(wales, perfect), language).splitlines()


# Saying nothing is never better than saying no


@every_set
def test_answering_nothing_is_never_rated_better_than_answering_no(name: str) -> None:
    question_set = bundled(name)
    nothing = score(question_set, {})
    assert nothing.rating is None
    assert not is_better(nothing, score(question_set, poorest_throughout(question_set)))


@every_set
def test_not_applicable_throughout_is_never_rated_better_than_answering_no(name: str) -> None:
    question_set = bundled(name)
    avoiding = score(question_set, not_applicable_throughout(question_set))
    assert avoiding.rating is None
    assert not is_better(avoiding, score(question_set, poorest_throughout(question_set)))


@every_set
def test_not_applicable_wherever_offered_and_no_elsewhere_is_not_better_than_no(name: str) -> None:
    question_set = bundled(name)
    no = poorest_throughout(question_set)
    avoiding = score(question_set, no | not_applicable_throughout(question_set))
    assert not is_better(avoiding, score(question_set, no))


@every_scored_set
def test_the_poorest_answers_come_to_the_lowest_rating(name: str) -> None:
    question_set = bundled(name)
    assert question_set.rating is not None
    lowest = question_set.rating.bands[-1].id
    assert score(question_set, poorest_throughout(question_set)).rating == lowest


@every_set
def test_the_questions_that_may_not_apply_are_these_and_each_asks_why(name: str) -> None:
    question_set = bundled(name)
    offering = [one for one in counting(question_set) if not_applicable(one, question_set)]
    assert {one.id for one in offering} == MAY_NOT_APPLY[name]
    assert all(not_applicable(one, question_set) in one.comment_required for one in offering)


def filled(question_set: QuestionSet) -> st.SearchStrategy[dict[str, str]]:
    """Every single-choice question answered in some way."""
    offered = {
        one.id: st.sampled_from([option.id for option in question_set.options(one)])
        for one in choices(question_set)
    }
    return st.fixed_dictionaries(offered)


def facts(question_set: QuestionSet) -> st.SearchStrategy[dict[str, str]]:
    """The case fields that are choices, each given or not."""
    offered = {
        name: st.sampled_from(told.options)
        for name, told in question_set.case_fields.items()
        if told.type == "choice"
    }
    return st.fixed_dictionaries({}, optional=offered)


def counted_in(card: Scorecard) -> list[str]:
    return [name for name, one in card.questions.items() if one.contribution is not None]


@every_scored_set
@without_deadline
@given(data=st.data())
def test_a_blank_in_place_of_any_counted_answer_leaves_no_rating(
    name: str, data: st.DataObject
) -> None:
    question_set = bundled(name)
    typed, case = data.draw(filled(question_set)), data.draw(facts(question_set))
    counted = counted_in(score(question_set, typed, case=case))
    blank = data.draw(st.sampled_from(counted))
    assert score(question_set, typed | {blank: ""}, case=case).rating is None


@every_scored_set
@without_deadline
@given(data=st.data())
def test_a_blank_anywhere_is_never_rated_better(name: str, data: st.DataObject) -> None:
    """Also where the blank decides which questions are asked: the answers that were given to
    those stay, or were never given."""
    question_set = bundled(name)
    typed, case = data.draw(filled(question_set)), data.draw(facts(question_set))
    before = score(question_set, typed, case=case)
    asked = {name: text for name, text in typed.items() if was_asked(before, name)}
    blank = data.draw(st.sampled_from(sorted(asked)))
    after = score(question_set, asked | {blank: ""}, case=case)
    assert not is_better(after, before)


def was_asked(card: Scorecard, name: str) -> bool:
    return card.questions[name].state != "not_asked"


@every_scored_set
@without_deadline
@given(data=st.data())
def test_a_blank_never_takes_a_question_that_counts_away(name: str, data: st.DataObject) -> None:
    question_set = bundled(name)
    typed = data.draw(filled(question_set))
    asked = score(question_set, typed).coverage.asked
    for blank in typed:
        assert score(question_set, typed | {blank: ""}).coverage.asked >= asked


@every_set
@without_deadline
@given(data=st.data())
def test_not_applicable_is_never_rated_better_than_the_best_answer(
    name: str, data: st.DataObject
) -> None:
    question_set = bundled(name)
    offering = [question_set.questions[one] for one in sorted(MAY_NOT_APPLY[name])]
    if not offering:
        return
    typed, case = data.draw(filled(question_set)), data.draw(facts(question_set))
    question = data.draw(st.sampled_from(offering))
    avoiding = typed | {question.id: str(not_applicable(question, question_set))}
    answered = typed | {question.id: best(question, question_set)}
    assert not is_better(
        score(question_set, avoiding, case=case), score(question_set, answered, case=case)
    )


@every_rule_set
@without_deadline
@given(data=st.data())
def test_a_rating_given_in_spite_of_blanks_is_that_of_every_way_to_fill_them(
    name: str, data: st.DataObject
) -> None:
    question_set = bundled(name)
    typed = data.draw(filled(question_set))
    blanks = data.draw(st.sets(st.sampled_from(sorted(typed))))
    partial = score(question_set, {key: "" if key in blanks else typed[key] for key in typed})
    assert partial.computed_rating in (None, score(question_set, typed).computed_rating)


@without_deadline
@given(data=st.data())
def test_leaving_the_kind_of_review_out_is_never_better_than_unplanned(
    data: st.DataObject,
) -> None:
    question_set = bundled("managing-cost-of-care@1.0")
    typed = data.draw(filled(question_set))
    unplanned = score(question_set, typed, case={"review_type": "unplanned"})
    assert not is_better(score(question_set, typed), unplanned)


# The examples


def test_the_published_assessments_score_as_they_were_published() -> None:
    reading = KIT.read([ROOT / "examples" / "cqc-assessments.csv"])
    cards = {one.case_ref: KIT.score(one) for one in reading.returns}
    assert reading.problems == ()
    assert {ref: (str(card.score), card.rating) for ref, card in cards.items()} == {
        "Camden": ("89", "outstanding"),
        "Kirklees": ("59", "requires_improvement"),
        "Hounslow": ("70", "good"),
        "Cheshire East": ("75", "good"),
        "Birmingham": ("67", "good"),
        "Liverpool": ("62", "requires_improvement"),
    }


def test_the_one_published_rating_that_cannot_be_right_is_warned_about() -> None:
    reading = KIT.read([ROOT / "examples" / "cqc-assessments.csv"])
    warned = {
        one.case_ref: [str(warning.code) for warning in KIT.score(one).warnings]
        for one in reading.returns
    }
    assert {ref: codes for ref, codes in warned.items() if codes} == {"Liverpool": ["C004"]}


APRIL = ROOT / "examples" / "returns-2026-04"
PLAIN = ["older-people.xlsx", "learning-disability.csv", "mental-health.csv"]


def april(*files: str, **options: Any) -> Reading:
    return KIT.read([APRIL / file for file in files], "managing-cost-of-care", **options)


def april_forms(**options: Any) -> Reading:
    return april("microsoft-forms-export.xlsx", columns=APRIL / "forms-columns.yaml", **options)


def held(reading: Reading) -> list[tuple[str, list[str]]]:
    """The returns that are held, each with the codes of its problems."""
    return [
        (one.case_ref, [problem.code for problem in one.problems])
        for one in reading.returns
        if one.is_held
    ]


def test_the_april_returns_are_twenty_four_of_which_eighteen_are_scored() -> None:
    returns = [*april(*PLAIN).returns, *april_forms().returns]
    cards = [KIT.score(one) for one in returns]
    assert len(cards) == 24
    assert sum(card.status == "scored" for card in cards) == 18


def test_the_problems_planted_in_the_plain_april_returns_are_found() -> None:
    reading = april(*PLAIN)
    assert held(reading) == [
        ("CASE-0150", ["R012"]),
        ("CASE-0156", ["R011"]),
        ("CASE-0202", ["R018"]),
        ("CASE-0203", ["R019"]),
    ]
    assert [problem.code for problem in reading.problems] == ["F003", "F014"]


def test_the_partial_answer_is_reported_by_its_cell() -> None:
    broken = next(one for one in april(*PLAIN).returns if one.case_ref == "CASE-0150")
    assert str(broken.problems[0]).splitlines()[0] == (
        'older-people.xlsx, sheet Return, cell H7 (CASE-0150, "Is a contingency plan in place?")'
    )


def test_the_case_sent_twice_through_forms_is_held_or_the_newer_taken() -> None:
    assert held(april_forms()) == [("CASE-0402", ["R023"]), ("CASE-0402", ["R023"])]
    latest = april_forms(duplicates="latest")
    assert held(latest) == []
    assert [problem.code for problem in latest.problems] == ["R024"]


def test_nothing_of_the_forms_export_is_a_name_or_an_address() -> None:
    text = repr(april_forms().returns)
    assert "@" not in text
    assert "Auditor 1" not in text


def test_every_scored_april_return_explains_its_poor_answers() -> None:
    returns = [*april(*PLAIN).returns, *april_forms(duplicates="latest").returns]
    warned = {
        one.case_ref: [str(warning.code) for warning in KIT.score(one).warnings]
        for one in returns
        if not one.is_held
    }
    assert {ref: codes for ref, codes in warned.items() if codes} == {
        "CASE-0304": ["C007"],
        "CASE-0305": ["C005"],
    }


def test_april_comes_to_these_ratings() -> None:
    returns = [*april(*PLAIN).returns, *april_forms().returns]
    cards = [(one, KIT.score(one)) for one in returns if not one.is_held]
    assert [(one.case_ref, str(card.score), card.rating) for one, card in cards] == [
        ("CASE-0142", "78.6", "requires_improvement"),
        ("CASE-0117", "81.3", "requires_improvement"),
        ("CASE-0123", "100.0", "outstanding"),
        ("CASE-0123", "87.5", "good"),
        ("CASE-0131", "75.0", "requires_improvement"),
        ("CASE-0163", "56.3", "requires_improvement"),
        ("CASE-0201", "93.8", "outstanding"),
        ("CASE-0204", "93.8", "outstanding"),
        ("CASE-0205", "62.5", "requires_improvement"),
        ("CASE-0206", "81.3", "good"),
        ("CASE-0301", "100.0", "outstanding"),
        ("CASE-0302", "87.5", "requires_improvement"),
        ("CASE-0303", "87.5", "good"),
        ("CASE-0304", "100.0", None),
        ("CASE-0305", "87.5", "requires_improvement"),
        ("CASE-0401", "100.0", "outstanding"),
        ("CASE-0403", "87.5", "good"),
        ("CASE-0404", "92.9", "outstanding"),
    ]


def test_the_script_makes_the_april_returns_again_byte_for_byte(tmp_path: Path) -> None:
    runpy.run_path(str(ROOT / "examples" / "make_returns.py"))["main"](tmp_path)
    for made in tmp_path.iterdir():
        assert contents(made) == contents(APRIL / made.name)


def contents(file: Path) -> Any:
    """The bytes of a file; of a workbook, those of its parts, for zlib may pack them otherwise."""
    if file.suffix != ".xlsx":
        return file.read_bytes()
    with zipfile.ZipFile(file) as book:
        return {name: book.read(name) for name in book.namelist()}
