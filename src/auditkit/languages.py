"""auditkit's own words in other languages than English.

The words in the sources are the English ones and need no catalogue. What is found out in one
place and said in another, such as the facts of a problem, is `Said`: English text that knows
how it was made, so that it can be said anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en"
DOMAIN = "auditkit"
CATALOGUES = os.path.join(os.path.dirname(__file__), "locale")


class Words:
    """auditkit's words in one language; in English where it has none of its own."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.catalogue = None if language == ENGLISH else _catalogue(language)

    def translate(self, message: str, /, **facts: Any) -> str:
        """A message with the facts in its braces; without facts, braces are only braces."""
        if message and self.catalogue is not None:
            message = self.catalogue.gettext(message)
        return message.format_map(self.facts(facts)) if facts else message

    def plural(self, one: str, many: str, count: int, /, **facts: Any) -> str:
        """The form of a message that goes with a number, which is its fact `count`."""
        if self.catalogue is not None:
            message = self.catalogue.ngettext(one, many, count)
        else:
            message = one if count == 1 else many
        return message.format_map({"count": count, **self.facts(facts)})

    def filled(self, message: str, facts: Mapping[str, Any]) -> str:
        """A message in which doubled braces are braces, as in the table of problem codes."""
        if message and self.catalogue is not None:
            message = self.catalogue.gettext(message)
        return message.format_map(self.facts(facts))

    def facts(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.catalogue is None:
            return facts
        return {name: self.again(fact) for name, fact in facts.items()}

    def again(self, fact: Any) -> Any:
        """A fact in these words, where it can be said in others than those it is in."""
        return fact.again(self) if isinstance(fact, Said) else fact


@cache
def languages_known() -> tuple[str, ...]:
    """The languages that auditkit has words in, English first."""
    return (ENGLISH, *sorted(name for name in os.listdir(CATALOGUES) if "." not in name))


@cache
def words_in(language: str) -> Words:
    """Auditkit's words in a language, by its code."""
    return Words(language)


def _catalogue(language: str) -> NullTranslations:
    from gettext import translation

    return translation(DOMAIN, CATALOGUES, [language.replace("-", "_")], fallback=True)


class Said(str):
    """A text in English that can be said in other languages; `again` says it in such words."""

    __slots__ = ("again",)
    again: Callable[[Words], str]

    def __reduce__(self) -> tuple[Any, ...]:
        # How it was made is left behind: what is sent to another program is text.
        return str, (str(self),)


def said(message: str, /, **facts: Any) -> str:
    """A message in English, to be said in other languages too.

    >>> hint = said("Did you mean {near}?", near="yes")
    >>> hint
    'Did you mean yes?'
    """
    return _said(lambda words: words.translate(message, **facts))


def said_plural(one: str, many: str, count: int, /, **facts: Any) -> str:
    """The same with a number, which is its fact `count`.

    >>> said_plural("{count} row", "{count} rows", 2)
    '2 rows'
    """
    return _said(lambda words: words.plural(one, many, count, **facts))


def said_in_each(make: Callable[[str], str]) -> str:
    """A text that is made for a language, as from the wordings of a question set."""
    return _said(lambda words: make(words.language))


def said_joined(texts: Iterable[str], between: str = ", ") -> str:
    """Texts in a row, each to be said anew."""
    row = tuple(texts)
    return _said(lambda words: between.join(map(words.again, row)))


def _said(again: Callable[[Words], str]) -> str:
    found = Said(again(words_in(ENGLISH)))
    found.again = again
    return found


def noted(message: str) -> str:
    """A message that stands in a table, noted for translators; it is translated where used."""
    return message


def noted_plural(one: str, many: str) -> tuple[str, str]:
    """The same, of a message that goes with a number."""
    return one, many


def paragraphs(text: str) -> list[str]:
    """A help text as translators get it: each paragraph on one line, for lines are broken anew,
    but for those that begin with a backspace, which say that they are not.
    """
    return [
        one if one.startswith("\b") else " ".join(one.split()) for one in text.strip().split("\n\n")
    ]
