"""Returns made ready to be stored."""

from __future__ import annotations

import pytest

from auditkit.privacy.keys import Key
from auditkit.privacy.protecting import protected
from auditkit.privacy.pseudonyms import pseudonym
from auditkit.problems import Place
from auditkit.returns import AuditReturn

KEY = Key(secret=bytes(range(32)))
CODES = {"ann@council.example": "TL-04"}


def one_return(case_ref: str = "MC0142", **told: object) -> AuditReturn:
    place = Place(file="a.csv", cell="row 4", about=case_ref)
    return AuditReturn(
        case_ref=case_ref, question_set="small", set_version="1.0", place=place, **told
    )


def codes(found) -> list[str]:
    return [one.code for one in found.problems]


def test_everything_is_protected_at_once_and_said_of_the_case_as_it_came_in():
    one = one_return(
        auditor="ann@council.example",
        practitioner="Ann Person",
        case={"dob": "1941-05-03", "review_type": "planned"},
        comments={"plan": "Rang 01632 960123."},
    )
    found = protected([one], key=KEY, codes=CODES)
    (kept,) = found.returns
    assert (kept.case_ref, kept.auditor, kept.case) == (
        pseudonym("MC0142", KEY), "TL-04", {"review_type": "planned"}
    )  # fmt: skip
    assert codes(found) == ["N004", "N005", "N010"]
    assert {one.place.about for one in found.problems} == {"MC0142"}
    assert "MC0142" not in repr(kept)
    assert "Person" not in "".join(map(str, found.problems))


def test_a_plain_return_stays_as_it_is():
    one = one_return("CASE-0142", auditor="TL-04")
    assert protected([one]).returns == (one,)
    assert protected([one]).problems == ()


@pytest.mark.parametrize(("reference", "code"), [("9434765919", "N007"), ("Ann Person", "N008")])
def test_a_reference_that_says_who_it_is_is_warned_about_where_there_is_no_key(reference, code):
    found = protected([one_return(reference)])
    assert codes(found) == [code]
    assert reference not in str(found.problems[0])
    assert codes(protected([one_return(reference)], key=KEY)) == []


def test_a_broken_pseudonym_holds_its_return_and_no_other():
    found = protected([one_return("PSN-1"), one_return("MC0142")], key=KEY)
    assert [one.is_held for one in found.returns] == [True, False]
    assert [one.code for one in found.returns[0].problems] == ["N003"]


def test_an_address_that_nobody_has_holds_its_return():
    (kept,) = protected([one_return(auditor="bob@council.example")], codes=CODES).returns
    assert (kept.auditor, kept.is_held) == (None, True)


def test_a_code_that_reads_like_a_name_is_a_code():
    assert codes(protected([one_return(auditor="Ann P")], codes={"a@b.example": "Ann P"})) == []
    assert codes(protected([one_return(auditor="Ann P")])) == ["N010"]
