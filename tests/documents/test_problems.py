"""A problem put to a person, and to a program."""

from __future__ import annotations

import string

import pytest

from auditkit.errors import ExtraMissing, PluginFailed, Refused
from auditkit.problem_codes import CODES, code_of
from auditkit.problems import (
    NOWHERE,
    SHOWN,
    Place,
    by_place,
    did_you_mean,
    errors,
    finding,
    problem,
    shown,
)

CELL = Place(file="a.xlsx", sheet="Return", cell="H7", about='CASE-0150, "Is there a plan?"')


# Places


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (NOWHERE, ""),
        (Place(file="a.yaml"), "a.yaml"),
        (Place(file="a.yaml", line=3), "a.yaml:3"),
        (Place(file="a.yaml", line=3, column=9), "a.yaml:3:9"),
        (Place(line=3, column=9), "3:9"),
        (Place(file="a.xlsx", sheet="Return"), "a.xlsx, sheet Return"),
        (Place(file="a.csv", cell="H7"), "a.csv, H7"),
        (CELL, 'a.xlsx, sheet Return, H7 (CASE-0150, "Is there a plan?")'),
        (Place(about="CASE-0150"), "(CASE-0150)"),
    ],
)
def test_a_place_is_said_as_people_look_it_up(place: Place, expected: str) -> None:
    assert str(place) == expected


# Problems


def test_a_problem_in_a_document_stands_on_one_line_behind_its_place_and_path() -> None:
    place = Place(file="a.yaml", line=3, column=9, path="questions[pets].weight")
    assert str(problem("Q008", place, found=-1)) == (
        "a.yaml:3:9: questions[pets].weight: Found the weight -1, expected 0 or more. [Q008]"
    )


def test_a_problem_in_a_document_without_a_path_stands_behind_its_place() -> None:
    assert str(problem("Y013", Place(file="a.yaml", line=1, column=1))) == (
        "a.yaml:1:1: The document is empty, expected keys and values. [Y013]"
    )


def test_a_problem_in_a_cell_stands_below_its_place_and_says_what_becomes_of_the_return() -> None:
    assert str(problem("R015", CELL, found="x")).splitlines() == [
        str(CELL),
        '  Found "x", expected a number. [R015] Held.',
    ]


def test_a_problem_without_a_place_is_its_message() -> None:
    assert str(problem("Y013")) == "The document is empty, expected keys and values. [Y013]"


def test_facts_are_never_read_as_a_pattern() -> None:
    assert problem("E006", found="{0.__class__}", hint="").message == (
        'There is no question "{0.__class__}".'
    )


def test_a_problem_in_the_terms_of_json_has_every_part_of_its_place() -> None:
    assert problem("R015", CELL, found="x").as_dict() == {
        "code": "R015",
        "severity": "error",
        "file": "a.xlsx",
        "line": None,
        "column": None,
        "path": "",
        "sheet": "Return",
        "cell": "H7",
        "message": 'Found "x", expected a number.',
    }


def test_a_plugin_brings_its_own_words_and_severity() -> None:
    found = finding("example-1", NOWHERE, "Too {many} words.", "error")
    assert (str(found), found.severity) == ("Too {many} words. [example-1]", "error")


def test_a_plugins_finding_is_a_warning_unless_it_says_otherwise() -> None:
    assert finding("example-1", NOWHERE, "So.").severity == "warning"


def test_errors_are_what_is_more_than_a_warning() -> None:
    error, warning = problem("Y013"), problem("L010", start=39)
    assert errors([warning, error, warning]) == (error,)


# Lists of problems


def test_problems_are_put_in_the_order_of_their_document() -> None:
    places = [(2, 5), (1, 9), (None, None), (2, 1)]
    found = [problem("Y013", Place(line=line, column=column)) for line, column in places]
    assert [(one.place.line, one.place.column) for one in by_place(found)] == [
        (None, None),
        (1, 9),
        (2, 1),
        (2, 5),
    ]


def test_a_list_of_problems_is_capped_at_forty_and_counts_the_rest() -> None:
    lines = list(shown([problem("Y013")] * 43))
    assert len(lines) == SHOWN + 1 == 41
    assert lines[-1] == "and 3 more"


def test_a_list_of_forty_problems_is_shown_whole() -> None:
    lines = list(shown([problem("Y013")] * 40))
    assert (len(lines), lines[-1]) == (40, str(problem("Y013")))


def test_fewer_problems_are_shown_where_fewer_are_asked_for() -> None:
    assert len(list(shown([problem("Y013")] * 5, most=2))) == 3


# Hints


@pytest.mark.parametrize(
    ("found", "hint"),
    [
        ("wieght", ' Did you mean "weight"?'),
        ("Weight", ' Did you mean "weight"?'),
        ("WEIGHT", ' Did you mean "weight"?'),
        ("scales", ' Did you mean "scale"?'),
        ("colour", ""),
        ("", ""),
        ("w" * 101, ""),
    ],
)
def test_the_nearest_of_the_known_names_is_hinted_at(found: str, hint: str) -> None:
    assert did_you_mean(found, ["weight", "scale", "w" * 100]) == hint


def test_a_hint_names_the_known_word_as_it_is_written() -> None:
    assert did_you_mean("na", ["N/A", "NA"]) == ' Did you mean "NA"?'


def test_a_hint_compares_with_a_thousand_names_at_most() -> None:
    names = (f"x{n}" for n in range(1_000_000_000))
    assert did_you_mean("x7", names) == ' Did you mean "x7"?'


# Codes


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_a_letter_and_three_digits_with_a_title_and_a_sentence(code: str) -> None:
    kind = code_of(code)
    assert code[0] in "YSEQOLFRCGPDATXNW"
    assert (len(code), code[1:].isdecimal()) == (4, True)
    assert not kind.title.endswith(".")
    assert kind.message.endswith((".", "}", "!")), kind.message
    assert kind.severity in ("error", "warning")


@pytest.mark.parametrize("code", CODES)
def test_a_message_names_its_facts_plainly(code: str) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(code_of(code).message) if name]
    assert all(name.isidentifier() or name == "byte" for name in names)


# What is raised


def test_a_refusal_says_all_its_problems_and_keeps_them() -> None:
    refused = Refused(iter([problem("Y013"), problem("E003")]))
    assert [one.code for one in refused.problems] == ["Y013", "E003"]
    assert str(refused).splitlines() == [str(one) for one in refused.problems]


def test_a_missing_extra_is_one_line_that_names_the_command() -> None:
    assert str(ExtraMissing("Writing workbooks", "excel")) == (
        "Writing workbooks needs the extra 'excel': pip install 'practice-auditkit[excel]'"
    )


def test_a_plugin_that_failed_is_named_with_what_it_did() -> None:
    failed = PluginFailed("example 1.0", "returned a text")
    assert (failed.plugin, str(failed)) == ("example 1.0", "Plugin example 1.0: returned a text")
