"""Pseudonyms: the same for the same number, undone only with the key, never made twice."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.cases import Case
from auditkit.errors import Refused
from auditkit.privacy.keys import Key, new_key, read_key
from auditkit.privacy.pseudonyms import (
    as_pseudonym,
    joined_back,
    normal_number,
    pseudonym,
    pseudonymous_case,
    pseudonymous_return,
)
from auditkit.problems import Place, problem
from auditkit.returns import AuditReturn

KEY = Key(secret=bytes(range(32)))
OTHER = Key(secret=bytes(range(1, 33)))
SHAPE = r"PSN(-[0-9A-HJKMNP-TV-Z]{4}){4}"


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_a_pseudonym_is_80_bits_of_an_hmac_in_base_32():
    # Worked out anew: 10 bytes are 16 digits of 5 bits, the first digit the highest.
    digest = hmac.new(bytes(range(32)), b"mc0142", hashlib.sha256).digest()
    bits = "".join(f"{byte:08b}" for byte in digest[:10])
    digits = [int(bits[at : at + 5], 2) for at in range(0, 80, 5)]
    text = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[digit] for digit in digits)
    expected = f"PSN-{text[:4]}-{text[4:8]}-{text[8:12]}-{text[12:]}"
    assert pseudonym("MC0142", KEY) == expected


@pytest.mark.parametrize(
    "text",
    [
        " MC0142 ",
        "mc0142",
        "MC 0142",
        "MC\u00a00142",
        "MC\u200b0142",
        "ＭＣ０１４２",
        "MC01\u00ad42",
    ],
)
def test_one_number_has_one_pseudonym_however_it_is_typed(text: str):
    assert pseudonym(text, KEY) == pseudonym("MC0142", KEY)


@pytest.mark.parametrize("text", ["MC142", "MC-0142", "0142", "MC0143", "MC0142.0"])
def test_what_may_be_another_number_has_another_pseudonym(text: str):
    assert pseudonym(text, KEY) != pseudonym("MC0142", KEY)


def test_every_kind_of_dash_is_the_same_dash():
    assert pseudonym("12\u201134", KEY) == pseudonym("12-34", KEY)


def test_another_key_makes_another_pseudonym():
    assert pseudonym("MC0142", OTHER) != pseudonym("MC0142", KEY)


def test_no_number_has_no_pseudonym():
    assert pseudonym(" \u200b", KEY) == ""


@given(st.text(max_size=30))
def test_a_pseudonym_is_never_hashed_again(number: str):
    try:
        once = pseudonym(number, KEY)
    except Refused:
        return
    assert pseudonym(once, KEY) == once
    assert pseudonym(once, OTHER) == once
    assert once == "" or as_pseudonym(once) == once


@given(st.text(max_size=30))
def test_a_normal_number_is_normal(number: str):
    assert normal_number(normal_number(number)) == normal_number(number)


@given(st.sets(st.integers(0, 10**9), max_size=50))
def test_numbers_that_differ_have_pseudonyms_that_differ(numbers: set[int]):
    assert len({pseudonym(str(one), KEY) for one in numbers}) == len(numbers)


@pytest.mark.parametrize(
    "typed",
    ["psn-0hxj-4c11-9kqz-7m2b", "PSN-OHXJ-4CIl-9KQZ-7M2B", "PSN-0HXJ4C119KQZ7M2B", "PSN-0HXJ\u20114C11 - 9KQZ - 7M2B"],
)  # fmt: skip
def test_a_pseudonym_that_was_typed_by_hand_is_known(typed: str):
    assert as_pseudonym(typed) == "PSN-0HXJ-4C11-9KQZ-7M2B"
    assert pseudonym(typed, KEY) == "PSN-0HXJ-4C11-9KQZ-7M2B"


@pytest.mark.parametrize(
    "typed",
    ["PSN-0HXJ-4C11-9KQZ", "PSN-0HXJ-4C11-9KQZ-7M2BX", "PSN-UHXJ-4C11-9KQZ-7M2B", "psn-1"],
)
def test_a_broken_pseudonym_is_not_made_into_another(typed: str):
    with pytest.raises(Refused) as refused:
        pseudonym(typed, KEY)
    assert codes(refused) == ["N003"]


def test_a_case_is_known_by_its_pseudonym_alone():
    case = Case(case_ref="MC0142", service="op", facts={"review_type": "planned"})
    made = pseudonymous_case(case, KEY)
    assert made == Case(
        case_ref=pseudonym("MC0142", KEY), service="op", facts={"review_type": "planned"}
    )


def test_a_return_names_its_local_number_nowhere():
    about = Place(file="a.csv", cell="cell C4", about="MC0142, Is a plan in place?")
    made = pseudonymous_return(
        AuditReturn(
            case_ref="MC0142",
            question_set="small",
            set_version="1.0",
            problems=(problem("C003", about, question="plan"),),
            place=Place(file="a.csv", cell="row 4", about="MC0142"),
        ),
        KEY,
    )
    assert made.case_ref == made.place.about == pseudonym("MC0142", KEY)
    assert "MC0142" not in repr(made)
    assert str(made.problems[0].place).startswith("a.csv, cell C4")


# Joining back


def test_a_work_list_gets_its_local_numbers_back():
    references = [pseudonym("MC0142", KEY), pseudonym("MC0150", KEY), pseudonym("MC0999", KEY)]
    back = joined_back(references, ["MC0150", "MC0160", "MC0142"], KEY)
    assert back.numbers == {references[0]: "MC0142", references[1]: "MC0150"}
    assert back.missing == (references[2],)


def test_a_reference_that_is_no_pseudonym_is_missing():
    references = [pseudonym("MC0142", KEY), "CASE-7"]
    assert joined_back(references, ["MC0142"], KEY).missing == ("CASE-7",)


def test_of_numbers_that_are_one_number_the_first_is_given_back():
    reference = pseudonym("MC0142", KEY)
    assert joined_back([reference], ["MC 0142", "mc0142"], KEY).numbers == {reference: "MC 0142"}


def test_a_work_list_without_cases_joins_nothing():
    assert joined_back([], ["MC0142"], KEY).numbers == {}


def test_where_no_number_fits_the_key_is_another_one():
    with pytest.raises(Refused) as refused:
        joined_back([pseudonym("MC0142", KEY)], ["MC0142"], OTHER)
    assert codes(refused) == ["N009"]


# Keys


def test_a_new_key_is_read_as_it_was_made():
    assert read_key(new_key(bytes(range(32))).encode(), "key") == KEY


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(32)).hex().encode(),
        b"\xef\xbb\xbf" + bytes(range(32)).hex().upper().encode() + b"\r\n\r\n",
        b"  # a note\n\n " + bytes(range(32)).hex().encode() + b" \n# another\n",
    ],
)
def test_a_key_file_may_have_notes_and_blank_lines(data: bytes):
    assert read_key(data, "key") == KEY


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "0 lines that are no notes"),
        (b"# only a note\n", "0 lines that are no notes"),
        (b"ab\ncd\n", "2 lines that are no notes"),
        (b"correct horse battery staple", "other characters"),
        (bytes(range(31)).hex().encode(), "62 digits"),
        (bytes(range(32)).hex().encode() + b"a", "65 digits"),
        (bytes(range(129)).hex().encode(), "258 digits"),
        (b"\xff\xfe", "bytes that are no text"),
    ],
)
def test_what_is_no_key_is_refused_without_being_quoted(data: bytes, found: str):
    with pytest.raises(Refused) as refused:
        read_key(data, "key")
    (said,) = refused.value.problems
    assert (said.code, said.place.file, said.facts["found"]) == ("N001", "key", found)
    assert "horse" not in str(said)


@pytest.mark.parametrize("secret", [bytes(32), b"ab" * 16, bytes(range(11)) * 3])
def test_a_key_that_repeats_itself_is_refused(secret: bytes):
    for attempt in (lambda: new_key(secret), lambda: read_key(secret.hex().encode(), "key")):
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes(refused) == ["N002"]


def test_too_little_chance_makes_no_key():
    with pytest.raises(Refused) as refused:
        new_key(bytes(range(31)))
    assert codes(refused) == ["N001"]


def test_a_key_never_shows_itself():
    assert repr(KEY) == "Key()"


def test_a_fingerprint_tells_keys_apart_and_no_pseudonym_has_it():
    assert KEY.fingerprint == Key(secret=bytes(range(32))).fingerprint
    assert KEY.fingerprint != OTHER.fingerprint
    # A normal number holds no space, the message of the fingerprint does.
    assert normal_number("fingerprint of this key") == "fingerprintofthiskey"
