"""What may say who somebody is, in comments: found by kind and place, never repeated."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.privacy.comments import (
    identifiers_in,
    is_nhs_number,
    looked_at_reference,
    looked_through,
)
from auditkit.privacy.postcodes import is_postcode
from auditkit.problems import NOWHERE, Place
from auditkit.returns import Answer, AuditReturn

NHS = "an NHS number"
INSURANCE = "a National Insurance number"
PHONE = "a phone number"
EMAIL = "an e-mail address"
POSTCODE = "a postcode"
BORN = "a date of birth"

# 9434765919: 9×10+4×9+3×8+4×7+7×6+6×5+5×4+9×3+1×2 = 299; 299 = 27×11 + 2; 11 − 2 = 9.
# Phone numbers are those that Ofcom keeps free for drama; the insurance numbers are HMRC's example.
FOUND = {
    NHS: ["9434765919", "943 476 5919", "943-476-5919", "NHS:943 476 5919.", "９４３ ４７６ ５９１９",
          "943\u00a0476\u00a05919", "943\u200b4765919", "(9434765919)"],
    INSURANCE: ["QQ123456C".replace("QQ", "AA"), "AA 12 34 56 C", "aa123456c", "NINO AA123456A,"],
    PHONE: ["01632 960123", "01632960123", "(01632) 960123", "020 7946 0123", "(020) 7946 0123",
            "07700 900123", "07700 900 123", "07700900123", "+44 7700 900123", "+447700900123",
            "+44 (0)20 7946 0123", "0044 7700 900123", "028 9018 0123", "020-7946-0123",
            "tel.01632 960123 10 times", "0808 157 0123", "0169 772 345", "01632.960.123"],
    EMAIL: ["ann.person@council.example", "Ann.O'Person+x@a-b.council.example", "<a@b.example>",
            "mailto:a@b.example;", "ＡＮＮ＠council.example"],
    POSTCODE: ["SW1A 1AA", "M1 1AE", "EC1A 1BB", "CR2 6XH", "SW1A1AA", "se1 9gf", "DN55 1PT.",
               "near B33 8TH, by bus", "W1A 0AX"],
    BORN: ["DOB 03/05/1941", "D.O.B. 3.5.41", "born on 3 May 1941", "Born 3rd of May 1941",
           "date of birth: 1941-05-03", "DOB: 03051941", "dob = 030541", "birthday is 3 May 1941",
           "dyddiad geni 3 Mai 1941", "ganwyd ar 3 Mai 1941", "was born 3rd May, 1941"],
}  # fmt: skip
# As auditors write; every one was made up.
PLAIN = [
    "Review held on 13/04/2026, next one due 13/10/2026.",
    "Package went from £452.30 to £1,204.75 a week on 01/02/2026.",
    "14 hours a week, 4 calls a day of 30 to 45 minutes, 2 carers.",
    "See case note 1234567 and CASE-0142; the budget code is 10-4455-0021.",
    "Direct payment of £12,345.67 from 6 April 2026 to 5 April 2027.",
    "No contingency plan. Daughter provides 21 hours; she is 52.",
    "Care Act s.18 duty met; s.19(3) power was used from 3.15pm to 4.45pm.",
    "Outcome 3 of 5 met: 60%. Scores 1, 2 and 0.5 were agreed.",
    "Born in Wales and speaks Welsh at home; has lived there since 1952.",
    "Her birthday was marked with the family.",
    "Reviewed 2026-04-13T10:30 by the duty team, ref 2026/04/0013.",
    "Fee uplift 4.5% of £1,000,000,000 is no concern of ours.",
    "The provider's rate is 21.50 per hour, 0.751234567890 of the framework's.",
    "Between 01/02/2026 and 28/02/2026 there were 12 missed calls.",
    "On 01-04-2026 07 carers were trained; on 02 04 2026 0700 calls began.",
    "Weeks 01 02 03 04 05 06 07 08 09 10 were checked against the invoice.",
    "Item B1 1st of three; item a2 2nd; see step E3 3rd bullet.",
    "Version 1.0 of the plan, page 12 of 14, paragraph 3.2.1.",
    "Room 12A at 9am, ward B4, bed 6; discharge on day 21.",
    "Assessed as FACE band 3; RAS points 412; IBU 1200.",
    "Laundry 2x a week, shopping 1x, medication 3x daily at 8am, 1pm and 6pm.",
    "Contract 5000123456789 and invoice 2026040112345 were compared.",
    "A meeting @ the day centre; cost @ £45 a day.",
    "e.g. the file says 'N/A' at Q12 and Q13a, 'Partly' at Q14.",
    "Mae angen cynllun wrth gefn erbyn 30/06/2026; cost £320.40 yr wythnos.",
    "Ganwyd hi yng Nghymru ac mae'n siarad Cymraeg.",
    "Moved from 24/7 support to 10.5 hours; saving 35.75 hours at £19.20.",
    "The equipment (order 0042) cost £89.99 and replaced 7 hours of calls.",
    "Between the 1st and the 31st 1,234 minutes were unaccounted for.",
    "Review overdue by 412 days as of 2026-04-13.",
    "Carer's assessment offered 3 times: 12 Jan, 14 Feb and 3 Mar 2026.",
    "CHC checklist: 2 As, 5 Bs; DST on 21 May 2026.",
    "Section 117 aftercare agreed with ICB 50/50.",
    "Needs met under 2 domains since 2019-20; 2025-26 Q4 figures attached.",
    "Figures 1234 5678 9012 and 4455 6677 8899 are totals of the ledger.",
    "No.",
    "",
]


@pytest.mark.parametrize(
    ("text", "kind"), [(text, kind) for kind, texts in FOUND.items() for text in texts]
)
def test_what_may_say_who_somebody_is_is_found(text: str, kind: str):
    assert [one.kind for one in identifiers_in(text)] == [kind]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_comment_is_left_alone(text: str):
    assert identifiers_in(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "9434765910",  # the check digit is 9
        "0000000000",
        "1234567890123",
        "£9434765919",
        "BG123456A",  # no insurance number begins so
        "DA123456A",
        "AO123456A",
        "AA123456E",
        "at 12 30 45 a",
        "04632 960123",  # no area begins with 04
        "0163 296",
        "a@b",
        "QA1 1AA",  # no postcode area
        "SW1A 1IA",  # no I there
        "sw1a1aa",
        "see b1 1st",
    ],
)
def test_what_only_looks_so_is_left_alone(text: str):
    assert identifiers_in(text) == ()


def test_they_are_told_in_the_order_of_the_text_without_their_values():
    found = identifiers_in("Rang 01632 960123, then wrote to a@b.example at SW1A 1AA.")
    assert [(one.kind, one.start, one.end) for one in found] == [
        (PHONE, 5, 17),
        (EMAIL, 33, 44),
        (POSTCODE, 48, 56),
    ]


def test_one_text_is_one_kind_only():
    # A phone number of ten digits may also pass the check of NHS numbers: 0169772337 does.
    # 0×10+1×9+6×8+9×7+7×6+7×5+2×4+3×3+3×2 = 220 = 20×11; 11 − 0 = 11, which counts as 0.
    assert [one.kind for one in identifiers_in("0169772330")] == [PHONE]
    assert is_nhs_number("0169772330")


def test_an_nhs_number_has_ten_digits():
    assert [is_nhs_number(text) for text in ("943476591", "943 4765919", "94347659190", "")] == [
        *(False, False, False, False)
    ]


def test_one_in_eleven_of_all_numbers_passes_as_an_nhs_number():
    # Of nine digits each, one check digit fits, or none where it would be 10: 10 in 110.
    passed = sum(is_nhs_number(f"{number:010}") for number in range(4_000_000_000, 4_000_110_000))
    assert Fraction(passed, 110_000) == Fraction(1, 11)


@given(st.text())
def test_any_text_can_be_looked_through(text: str):
    found = identifiers_in(text)
    assert list(found) == sorted(found, key=lambda one: one.start)
    assert all(one.end <= nxt.start for one, nxt in pairwise(found))


@given(
    st.from_regex(r"[a-z ,.]{0,60}", fullmatch=True),
    st.from_regex(r"[a-z ,.]{0,60}", fullmatch=True),
)
def test_it_is_found_among_plain_words(before: str, after: str):
    text = f"{before} 01632 960123 {after}"
    assert [one.kind for one in identifiers_in(text)] == [PHONE]


@pytest.mark.parametrize("piece", ["a", "0", "0 ", "a.", "1@", "a@a.", "07", "dob ", "aa1 "])
def test_looking_takes_no_longer_than_the_text_is_long(piece: str):
    # Were a pattern to try every way to split it, this would take hours.
    identifiers_in(piece * (30_000 // len(piece)))


# Returns


def one_return(**told: object) -> AuditReturn:
    return AuditReturn(
        case_ref="CASE-0142",
        question_set="small",
        set_version="1.0",
        place=Place(file="a.csv", cell="row 4", about="CASE-0142"),
        **told,
    )


def test_a_comment_is_warned_about_with_its_place_and_kind():
    comments = {"plan": "Her son: 01632 960123 or 07700 900123.", "safe": "Seen on 13/04/2026."}
    (said,) = looked_through(one_return(comments=comments))
    assert str(said) == (
        "a.csv, row 4 (CASE-0142)\n"
        '  The comment on "plan" may hold a phone number (character 10, 26). Take it out before'
        " it is stored. [N005]"
    )
    assert said.question == "plan"


def test_an_answer_in_words_is_looked_through_too():
    answers = {
        "voice": Answer("answered", "Born 3 May 1941, SW1A 1AA", "Born 3 May 1941, SW1A 1AA")
    }
    said = looked_through(one_return(answers=answers))
    assert [(one.code, one.facts["what"], one.facts["kind"]) for one in said] == [
        ("N005", "answer to", BORN),
        ("N005", "answer to", POSTCODE),
    ]


# References


@pytest.mark.parametrize("reference", ["9434765919", "943 476 5919", "９４３４７６５９１９"])
def test_a_reference_like_an_nhs_number_is_warned_about(reference: str):
    (said,) = looked_at_reference(reference, NOWHERE)
    assert said.code == "N007"
    assert reference not in str(said)


@pytest.mark.parametrize(
    "reference", ["Ann Person", "Person, Ann", "A. O'Person", "Siân Person-Jones"]
)
def test_a_reference_like_a_name_is_warned_about(reference: str):
    assert [one.code for one in looked_at_reference(reference, NOWHERE)] == ["N008"]


@pytest.mark.parametrize(
    "reference", ["CASE-0142", "9434765910", "MC 0142", "PSN-0HXJ-4C11-9KQZ-7M2B", "Person", ""]
)
def test_a_plain_reference_is_left_alone(reference: str):
    assert looked_at_reference(reference, NOWHERE) == ()


@pytest.mark.parametrize(
    ("halves", "expected"),
    [(("B1", " ", "1AA"), True), (("b1", "", "1aa"), False), (("B1", "", "1AA"), True)],
)
def test_a_postcode_in_small_letters_needs_its_space(halves: tuple[str, str, str], expected: bool):
    assert is_postcode(*halves) is expected
