"""A suggestion helps with a slip of the pen, and never changes the meaning."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.kit import Reading
from auditkit.matching.folding import fold
from auditkit.matching.suggestions import suggestion
from auditkit.returns import AuditReturn

MEANT = [
    ("Partial", "Partly"),
    ("Partially", "Partly"),
    ("Parlty", "Partly"),
    ("Prtly", "Partly"),
    ("Partlyy", "Partly"),
    ("Pertly", "Partly"),
    ("partly.", "Partly"),
    ("Yess", "Yes"),
    ("Yse", "Yes"),
    ("Yes.", "Yes"),
    ("“Yes”", "Yes"),
    ("No.", "No"),
    ("Not aplicable", "Not applicable"),
    ("not applicable!", "Not applicable"),
    ("No or not evidenced on file", "No, or not evidenced on the file"),
    ("Requires improving", "Requires improvement"),
    ("Require improvement", "Requires improvement"),
    ("Requires Improvment", "Requires improvement"),
    ("Oustanding", "Outstanding"),
    ("Outsatnding", "Outstanding"),
    ("Adequately", "Adequate"),
    ("Increase", "Increased"),
    ("Yn rhanol", "Yn rhannol"),
    ("Amherthnassol", "Amherthnasol"),
    ("Nac oess", "Nac oes"),
    ("1.0", "1"),
    ("Level 2.0", "Level 2"),
]
NOT_MEANT = [
    ("None", "No"),
    ("Not", "No"),
    ("Nope", "No"),
    ("N", "No"),
    ("Noo", "No"),
    ("Now", "No"),
    ("Non", "No"),
    ("No", "Not applicable"),
    ("No", "No, or not evidenced on the file"),
    ("Not", "Not applicable"),
    ("Not known", "Not applicable"),
    ("Applicable", "Not applicable"),
    ("Non applicable", "Not applicable"),
    ("Yes/No", "Yes"),
    ("Yes & No", "Yes"),
    ("Yes?", "Yes"),
    ("Yes or no", "Yes"),
    ("Yes, partly", "Yes"),
    ("Yes, partly", "Partly"),
    ("Ye", "Yes"),
    ("Y", "Yes"),
    ("Inadequate", "Adequate"),
    ("Adequate", "Inadequate"),
    ("Unmet", "Met"),
    ("Not met", "Met"),
    ("Fully met", "Partly met"),
    ("Mostly met", "Partly met"),
    ("Unplanned", "Planned"),
    ("Planned", "Unplanned"),
    ("Decreased", "Increased"),
    ("Illegal", "Legal"),
    ("Misused", "Used"),
    ("Disagree", "Agree"),
    ("Internal", "External"),
    ("Exclude", "Include"),
    ("Minor", "Major"),
    ("Minimum", "Maximum"),
    ("Helpless", "Helpful"),
    ("Refused", "Reduced"),
    ("Impaired", "Improved"),
    ("Complex", "Complete"),
    ("Never", "Ever"),
    ("Some", "Same"),
    ("Most", "Must"),
    ("Later", "Late"),
    ("Unknown", "Known"),
    ("Seventy", "Seven"),
    ("Eighty", "Eight"),
    ("Nine", "None"),
    ("100", "10"),
    ("11", "1"),
    ("1.0", "10"),
    ("Level 3", "Level 2"),
    ("Level 12", "Level 1"),
    ("2b", "2a"),
    ("Nac oes", "Oes"),
    ("Nage", "Na"),
    ("Digonol", "Annigonol"),
    ("Perthnasol", "Amherthnasol"),
    ("", "Yes"),
    ("the", "Yes"),
    ("???", "Yes"),
]


@pytest.mark.parametrize(("typed", "option"), MEANT)
def test_a_slip_is_understood(typed: str, option: str) -> None:
    assert suggestion(typed, [("it", [option]), ("another", ["Quite another"])]) == option


@pytest.mark.parametrize(("typed", "option"), NOT_MEANT)
def test_another_meaning_is_never_suggested(typed: str, option: str) -> None:
    assert suggestion(typed, [("it", [option])]) is None


def test_what_is_near_to_two_options_is_near_to_none() -> None:
    options = [("planned", ["Planned"]), ("planed", ["Planted"])]
    assert suggestion("Planed", options[:1]) == "Planned"
    assert suggestion("Planed", options) is None


def test_two_texts_of_one_option_are_no_doubt() -> None:
    assert suggestion("Partially", [("partly", ["Partly", "Partial"])]) == "Partly"


def test_a_suggestion_may_be_in_any_language_of_the_set(
    read: Callable[..., Reading],
) -> None:
    (one,) = read("case_ref,plan\nCASE-1,Yn rhanol\n").returns
    (problem,) = one.problems
    assert 'Did you mean "Yn rhannol"?' in problem.message


def test_a_fact_about_the_case_is_suggested_too(
    read_cell: Callable[[str, str], AuditReturn],
) -> None:
    (problem,) = read_cell("case.review", "unplaned").problems
    assert problem.message == (
        'Found "unplaned". Did you mean "unplanned"? Allowed: Planned review, unplanned.'
    )


WORDS = st.sampled_from(
    ["no", "not", "none", "yes", "partly", "met", "unmet", "inadequate", "planned", "1", "10"]
)


@given(st.lists(WORDS, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=3))
def test_words_that_differ_are_never_taken_for_each_other(typed: list[str], own: list[str]) -> None:
    found = suggestion(" ".join(typed), [("it", [" ".join(own)])])
    assert (found is not None) == (fold(" ".join(typed)) == fold(" ".join(own)))
