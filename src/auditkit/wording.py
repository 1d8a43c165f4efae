"""How dates, numbers, roles and lists are said to people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from auditkit.languages import Said, noted, said_joined, said_plural, words_in

_MONTHS = [
    noted("January"),
    noted("February"),
    noted("March"),
    noted("April"),
    noted("May"),
    noted("June"),
    noted("July"),
    noted("August"),
    noted("September"),
    noted("October"),
    noted("November"),
    noted("December"),
]
# So long a text is shown in a message.
_LONGEST = 80
# Words of a role that keep their small letter, as in Head of Service.
_SMALL_WORDS = ("of", "and", "the", "for")


def date_words(when: date, language: str = "en") -> str:
    """A date as people read it.

    >>> date_words(date(2026, 4, 13)), date_words(date(2026, 4, 13), "cy")
    ('13 April 2026', '13 Ebrill 2026')
    """
    month = words_in(language).translate(_MONTHS[when.month - 1])
    return f"{when.day} {month} {when.year}"


def month_words(first: date, last: date, language: str = "en") -> str:
    """The months from one to another as people say them.

    >>> month_words(date(2026, 4, 1), date(2026, 4, 30)), month_words(date(2026, 4, 1), date(2026, 6, 30))
    ('April 2026', 'April to June 2026')
    """
    words = words_in(language)
    begin, end = (words.translate(_MONTHS[day.month - 1]) for day in (first, last))
    if (first.year, first.month) == (last.year, last.month):
        return f"{begin} {first.year}"
    if first.year != last.year:
        begin = f"{begin} {first.year}"
    return words.translate("{first} to {last} {year}", first=begin, last=end, year=last.year)


def role_words(role: str, language: str = "en") -> str:
    """A role as people write it.

    >>> role_words("head_of_service"), role_words("head_of_service", "cy")
    ('Head of Service', 'Pennaeth Gwasanaeth')
    """
    said = words_in(language).translate(role)
    if said != role:
        return said[:1].upper() + said[1:]
    words = role.split("_")
    return " ".join(word if word in _SMALL_WORDS else word.capitalize() for word in words)


def exact_words(number: Fraction) -> str:
    """An exact number: as a decimal where one ends soon, else as a fraction.

    >>> exact_words(Fraction(11, 2)), exact_words(Fraction(1, 3))
    ('5.5', '1/3')
    """
    for places in range(5):
        scaled = number * 10**places
        if scaled.denominator == 1:
            return str(Decimal(int(scaled)).scaleb(-places))
    return str(number)


def lower_first(text: str) -> str:
    """A sentence made a clause; an abbreviation such as NHS stays as it is.

    >>> lower_first("No plan"), lower_first("A plan"), lower_first("NHS funding")
    ('no plan', 'a plan', 'NHS funding')
    """
    is_word = text[1:2].islower() or text.startswith("A ")
    return text[:1].lower() + text[1:] if is_word else text


def counted(number: int, thing: str) -> str:
    """A number of things.

    >>> counted(1, "question"), counted(2, "question")
    ('1 question', '2 questions')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def listed(texts: Iterable[str]) -> str:
    """Texts in a row; those that hold a comma in quotes.

    >>> print(listed(["Yes", "No, or not evidenced"]))
    Yes, "No, or not evidenced"
    """
    return ", ".join(f'"{text}"' if "," in text else text for text in texts)


def shortened(text: str, most: int = _LONGEST) -> str:
    """A text short enough for a message, on one line.

    >>> shortened("Is a plan in place?", most=10)
    'Is a plan…'
    """
    begin = text[: 50 * most]
    line = " ".join(begin.split())
    return line if len(line) <= most and begin == text else line[: most - 1] + "…"


def several(texts: Sequence[str], most: int = 20) -> str:
    """Texts in a row for a message: each shortened, of very many only the first.

    >>> several(["yes", "partly", "no"], most=2)
    'yes, partly and 1 more'
    """
    row = said_joined(
        text if isinstance(text, Said) and len(text) <= _LONGEST else shortened(text, _LONGEST)
        for text in texts[:most]
    )
    more = len(texts) - most
    if more <= 0:
        return row
    return said_plural("{row} and {count} more", "{row} and {count} more", more, row=row)
