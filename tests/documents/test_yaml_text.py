"""From bytes to text that is safe to parse."""

from __future__ import annotations

import unicodedata

import pytest

from auditkit.documents.yaml_text import MOST_BYTES, decode, first_invisible
from auditkit.errors import Refused
from auditkit.problems import ENOUGH, Problem


def problems(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        decode(data, "a.yaml")
    return refused.value.problems


def test_text_is_decoded_as_utf_8() -> None:
    assert decode("title: Tŷ 🙂\n".encode(), "a.yaml") == "title: Tŷ 🙂\n"


def test_a_byte_order_mark_is_left_out() -> None:
    assert decode(b"\xef\xbb\xbftitle: T", "a.yaml") == "title: T"


@pytest.mark.parametrize("ends", [b"\r\n", b"\r", b"\n"])
def test_every_line_end_becomes_a_line_feed(ends: bytes) -> None:
    assert decode(b"a: 1" + ends + b"b: 2" + ends, "a.yaml") == "a: 1\nb: 2\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_utf_16_and_its_like_are_refused_by_name(encoding: str) -> None:
    [problem] = problems("title: T".encode(encoding))
    assert (problem.code, problem.facts["found"]) == ("Y001", "UTF-16")


def test_another_encoding_is_refused_with_its_first_byte_and_line() -> None:
    [problem] = problems("a: 1\nb: tŵ caf\xe9".encode() + "caf\xe9".encode("cp1252"))
    assert str(problem) == (
        "a.yaml\n  Found the byte 0xe9 in line 2, expected UTF-8 text."
        " Save the file as UTF-8. [Y001]"
    )


@pytest.mark.parametrize("data", [b"PK\x05\x06" + bytes(18), b"a: 1\nb: \x07\0\0\n"])
def test_a_file_with_a_nul_is_no_text_and_needs_no_more_words(data: bytes) -> None:
    [problem] = problems(data)
    assert problem.code == "Y001"
    assert str(problem.facts["found"]).startswith("the byte 0x00 in line ")


def test_a_byte_order_mark_does_not_shift_the_byte_that_is_named() -> None:
    [problem] = problems(b"\xef\xbb\xbfa: \xff")
    assert problem.facts["found"] == "the byte 0xff in line 1"


def test_a_document_of_one_mebibyte_is_accepted_and_one_byte_more_is_refused() -> None:
    assert MOST_BYTES == 1_048_576
    assert len(decode(b"#" * MOST_BYTES, "a.yaml")) == MOST_BYTES
    [problem] = problems(b"#" * (MOST_BYTES + 1))
    assert (problem.code, problem.facts["size"]) == ("Y002", 1_048_577)


INVISIBLE = {
    "\u200b": "U+200B",  # zero-width space
    "\u200d": "U+200D",  # zero-width joiner
    "\u2028": "U+2028",  # line separator, pasted from a word processor
    "\u2029": "U+2029",
    "\u0085": "U+0085",  # next line
    "\u00ad": "U+00AD",  # soft hyphen
    "\ufeff": "U+FEFF",  # a byte order mark that is not at the beginning
    "\u202e": "U+202E",  # right-to-left override
    "\x01": "U+0001",
    "\x0b": "U+000B",
    "\x1b": "U+001B",
    "\x7f": "U+007F",
    "\U000e0041": "U+E0041",  # a tag
    "\uffff": "U+FFFF",
}


@pytest.mark.parametrize(("character", "named"), INVISIBLE.items(), ids=INVISIBLE.values())
def test_an_invisible_character_is_refused_by_its_code_point(character: str, named: str) -> None:
    [problem] = problems(f"title: a{character}b".encode())
    assert (problem.code, problem.facts["found"]) == ("Y003", named)


def test_each_invisible_character_is_named_with_its_line_and_column() -> None:
    found = problems("a: 1\r\nb: ŵ\u200b2\u200b\r\n\u00ad\n".encode())
    places = [(one.place.line, one.place.column, one.facts["found"]) for one in found]
    assert places == [(2, 5, "U+200B"), (2, 7, "U+200B"), (3, 1, "U+00AD")]


def test_every_control_and_format_character_of_unicode_is_refused() -> None:
    unseen = [
        character
        for character in map(chr, range(0x110000))
        if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs")
        and character not in "\t\n"
    ]
    assert len(unseen) > 2_000
    assert [one for one in unseen if first_invisible(one) is None] == []


@pytest.mark.parametrize("text", ["\u00a0", "\u3000", "\t", "é", "ﬁ", "👩🏽", "\ue000", "♿️", "ё́"])
def test_what_can_be_seen_or_is_a_space_is_accepted(text: str) -> None:
    assert decode(f"a: {text}".encode(), "a.yaml") == f"a: {text}"


def test_many_invisible_characters_are_named_up_to_two_hundred() -> None:
    assert len(problems("\u200b".encode() * 5_000)) == ENOUGH
