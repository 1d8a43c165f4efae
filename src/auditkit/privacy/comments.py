"""What in a text may say who somebody is: found, told by kind and place, never repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from auditkit.frozen import changed, frozen
from auditkit.languages import noted, said
from auditkit.privacy.postcodes import is_postcode
from auditkit.problems import Place, Problem, problem
from auditkit.returns import AuditReturn

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|mawrth|ebrill"
    r"|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)"
)
_DAY = (
    r"(?:[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{6}"
    rf"|[0-9]{{1,2}}[a-z]{{0,3}} (?:of |o )?{_MONTHS}\.?,? [0-9]{{2}})"
)
_BORN = (
    r"\b(?:d\.? ?o\.? ?b\b|dates? of birth|birth ?date|birthday|born|dyddiad geni|ganwyd|ganed"
    r"|dyddiad genedigaeth)[. :=(-]{0,4}(?:is |was |on |the |yw |oedd |ar ){0,2}"
)
# What an e-mail address may begin with is bounded, and so is the time that looking takes.
_EMAIL = r"(?<![\w.+'-])[\w.+'-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w-])"
# Not a date with a number behind it, nor a decimal.
_PHONE = (
    r"(?<![\w£/+-])(?<![0-9][.,])(?![0-9]{1,2}([ .-])[0-9]{1,2}\1[0-9]{2})"
    r"(?:(?:\+|00)44[ .-]?(?:\(0\) ?)?|\(?0)[1235789](?:\)?[ .-]?\(?[0-9]){8,9}(?!\w|[/.,-][0-9])"
)
_TEN_DIGITS = r"(?<![\w£/+-])(?<![0-9][.,])[0-9]{3}([ -]?)[0-9]{3}\1[0-9]{4}(?!\w|[/.,-][0-9])"
_INSURANCE = r"(?<!\w)[a-z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[a-d](?!\w)"
_POSTCODE = r"(?<![\w-])([a-z]{1,2}[0-9][a-z0-9]?)( ?)([0-9][a-z]{2})(?![\w-])"
# Every identifier holds a figure or this sign; most comments hold neither.
_TELLING = r"[\d@＠]"
_NAME = r"[^\W\d_](?:[^\W\d_]|[.’'-])*"
# Two letters that no National Insurance number begins with, and letters that none has there.
_NO_PREFIX = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_NEVER_FIRST = "DFIQUV"
_NEVER_SECOND = "DFIOQUV"

# Tells whether what looks like an identifier is one.
IsOne = Callable[[re.Match[str]], bool]


@frozen
class Identifier:
    """Where in a text somebody may be named, and how: never by what. `start` and `end` count
    the characters that can be seen, from 0.
    """

    kind: str
    start: int
    end: int


def is_nhs_number(text: str) -> bool:
    """Whether ten digits, alone or as 3-3-4, end in the check digit of an NHS number (modulus
    11, NHS Data Dictionary). One in eleven of all such numbers does.

    >>> is_nhs_number("943 476 5919"), is_nhs_number("943 476 5910")
    (True, False)
    """
    match = re.fullmatch(_TEN_DIGITS, text)
    if match is None:
        return False
    digits = [int(one) for one in text if one in "0123456789"]
    total = sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return (11 - total % 11) % 11 == digits[9] and len(set(digits)) > 1


def _is_insurance(match: re.Match[str]) -> bool:
    prefix = match[0][:2]
    is_typed_so = prefix.isupper() or " " not in match[0]
    letters = prefix.upper()
    is_given = letters[0] not in _NEVER_FIRST and letters[1] not in _NEVER_SECOND
    return is_typed_so and is_given and letters not in _NO_PREFIX


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str], IsOne | None], ...]:
    """How each kind is found. What was found as one is not taken for a later one too."""
    told: list[tuple[str, str, IsOne | None]] = [
        (noted("an e-mail address"), _EMAIL, None),
        (noted("a date of birth"), _BORN + _DAY, None),
        (noted("a phone number"), _PHONE, None),
        (noted("an NHS number"), _TEN_DIGITS, lambda match: is_nhs_number(match[0])),
        (noted("a National Insurance number"), _INSURANCE, _is_insurance),
        (noted("a postcode"), _POSTCODE, lambda match: is_postcode(match[1], match[2], match[3])),
    ]
    return tuple(
        (kind, re.compile(pattern, re.IGNORECASE), is_one) for kind, pattern, is_one in told
    )


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """What in a text may say who somebody is, in the order it stands there.

    >>> identifiers_in("Her son rings from 01632 960 123.")
    (Identifier(kind='a phone number', start=19, end=32),)
    """
    if not re.search(_TELLING, text):
        return ()
    plain = _plain(text)
    found: list[Identifier] = []
    for kind, pattern, is_one in _kinds():
        for match in pattern.finditer(plain):
            if (is_one is None or is_one(match)) and not _overlaps(match, found):
                found.append(Identifier(kind, *match.span()))
    return tuple(sorted(found, key=lambda one: one.start))


def _overlaps(match: re.Match[str], found: list[Identifier]) -> bool:
    return any(match.start() < one.end and one.start < match.end() for one in found)


def _plain(text: str) -> str:
    """A text with every digit, dash and space as on a plain keyboard, without invisible
    characters.
    """
    if text.isascii():
        return text
    import unicodedata

    seen = (one for one in text if unicodedata.category(one) != "Cf")
    return "".join(map(_plain_character, seen))


def _plain_character(one: str) -> str:
    import unicodedata

    if unicodedata.category(one) == "Pd":
        return "-"
    plain = unicodedata.normalize("NFKC", one)
    return plain if len(plain) == 1 else one


def looked_through(audit_return: AuditReturn) -> tuple[Problem, ...]:
    """A warning for each kind of identifier in each comment and each answer of a return."""
    return tuple(_warnings(audit_return))


def _warnings(audit_return: AuditReturn) -> Iterator[Problem]:
    place = audit_return.place
    texts = [(said("comment on"), name, text) for name, text in audit_return.comments.items()]
    answers = audit_return.answers.items()
    texts += [(said("answer to"), name, one.text) for name, one in answers]
    for what, question, text in texts:
        found = identifiers_in(text)
        for kind in dict.fromkeys(one.kind for one in found):
            starts = [one.start + 1 for one in found if one.kind == kind]
            facts = {"what": what, "question": question, "kind": said(kind)}
            at = ", ".join(map(str, starts))
            yield problem("N005", changed(place, question=question), **facts, at=at)


def looked_at_reference(reference: str, place: Place) -> tuple[Problem, ...]:
    """Warnings for a case reference that looks like an NHS number or like somebody's name. Its
    place must not name the case.
    """
    if is_nhs_number(_plain(reference).strip()):
        return (problem("N007", place),)
    return (problem("N008", place),) if looks_like_name(reference) else ()


def looks_like_name(text: str) -> bool:
    """Whether a text is two words or more of letters alone, as in "Smith, Ann" or "A. O'Neill".

    >>> looks_like_name("A. O'Neill"), looks_like_name("MC 0142")
    (True, False)
    """
    words = re.findall(r"[^\s,]+", text)
    return len(words) >= 2 and all(re.fullmatch(_NAME, word) for word in words)
