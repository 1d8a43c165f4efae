"""From what was typed in a cell to an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from auditkit.languages import said, said_in_each, said_plural
from auditkit.matching.damage import damage, loss
from auditkit.matching.dates import DateColumn
from auditkit.matching.folding import fold, is_blank, without_guard
from auditkit.matching.numbers import fits, read_number
from auditkit.questions.model import (
    ANSWERED,
    Option,
    Question,
    QuestionSet,
    option_label,
    short_option_labels,
    worded,
)
from auditkit.questions.shapes import Wording
from auditkit.returns import BLANK, Answer
from auditkit.wording import listed, shortened


class Unread(Exception):
    """A text that is no answer here: the code of the problem, and the facts it names."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)


ReadAnswer = Callable[[str], Answer]


def answer_reader(
    question: Question, question_set: QuestionSet, dates: DateColumn | None = None
) -> ReadAnswer:
    """The function that reads the texts of one column as answers to a question.

    It raises `Unread` for what it does not understand. `dates` is the column as a whole, for
    one date in it may make others doubtful.
    """
    options = question_set.options(question)
    if question.type == "choice":
        return _Choice(question, options).read
    if question.type == "choices":
        return _Choices(question, options).read
    column = dates or DateColumn(())

    def written(text: str) -> Answer:
        if is_blank(text):
            return BLANK
        if question.type == "number":
            return Answer(ANSWERED, number_of(text, question.places), text)
        if question.type == "date":
            return Answer(ANSWERED, date_of(text, column), text)
        return Answer(ANSWERED, text_of(text), text)

    return written


def text_of(text: str) -> str:
    """The free text in a cell."""
    what = loss(text)
    if what is not None:
        raise Unread("R011", found=shortened(text.strip()), what=what)
    return without_guard(text).strip()


def number_of(text: str, places: int) -> Any:
    """The number in a cell, with no more decimals than declared."""
    value = read_number(text)
    if value is None:
        raise _damaged(text) or Unread("R015", found=shortened(text))
    if not fits(value, places):
        most = said_plural("{count} decimal", "{count} decimals", places)
        raise Unread("R016", found=shortened(text), places=most)
    return value


def date_of(text: str, column: DateColumn) -> date:
    """The date in a cell, day first or ISO."""
    found = column.read(text)
    if isinstance(found, str):
        raise _damaged(text) or Unread(found, found=shortened(text))
    return found


def _damaged(text: str) -> Unread | None:
    what = damage(text)
    return Unread("R011", found=shortened(text.strip()), what=what) if what else None


class Matcher:
    """Finds the one option that a text means: as typed, else folded; by id, label, synonym."""

    def __init__(self, known: Iterable[tuple[str, Iterable[str]]]) -> None:
        self.exact: dict[str, str | None] = {}
        self.folded: dict[str, str | None] = {}
        for option, texts in known:
            for text in (option, *texts):
                _add(self.exact, text, option)
                _add(self.folded, fold(text), option)

    def find(self, text: str) -> str | None:
        """The option, or None where the text means none, or more than one."""
        found = self.exact.get(text) or self.folded.get(fold(text))
        if found is None and text.startswith("'"):
            return self.folded.get(fold(without_guard(text)))
        return found


def _add(meanings: dict[str, str | None], text: str, option: str) -> None:
    """A text that means two options means none."""
    meanings[text] = option if meanings.get(text, option) == option else None


def quoted_text(question: Question) -> str:
    """What a question asks, in quotes, to be said in each language."""
    return said_in_each(lambda language: f'"{shortened(worded(question.text, language))}"')


def wordings(wording: Wording | None) -> Iterable[str]:
    """A text in all its languages."""
    if wording is None:
        return ()
    return (wording,) if isinstance(wording, str) else wording.values()


class _Choice:
    """One answer among the options of a scale."""

    def __init__(self, question: Question, options: tuple[Option, ...]) -> None:
        self.options = {option.id: option for option in options}
        self.texts = [
            (one.id, (*_labels(question, one), *wordings(one.label), *one.synonyms))
            for one in options
        ]
        self.matcher = Matcher(self.texts)
        self.question = question

    def read(self, text: str) -> Answer:
        found = self.matcher.find(text)
        if found is None:
            if is_blank(text):
                return BLANK
            raise self.unknown(text)
        return Answer(self.options[found].state or ANSWERED, found, text)

    def unknown(self, text: str) -> Unread:
        return unknown_option(text, self.texts, self.labels)

    def labels(self, language: str) -> Iterable[str]:
        """How the options are listed: what is listed must be what is accepted."""
        short = short_option_labels(self.question, self.options.values(), language)
        return [
            short[name]
            if self.matcher.find(short[name]) == name
            else option_label(self.question, one, language)
            for name, one in self.options.items()
        ]


def _labels(question: Question, option: Option) -> Iterable[str]:
    return wordings(question.labels.get(option.id))


def unknown_option(
    text: str,
    texts: Iterable[tuple[str, Iterable[str]]],
    labels: Callable[[str], Iterable[str]],
) -> Unread:
    """Why a text is none of the options; `labels` are how they are listed in a language."""
    damaged = _damaged(text)
    if damaged is not None:
        return damaged
    from auditkit.matching.suggestions import suggestion

    near = suggestion(text, texts)
    hint = said(' Did you mean "{near}"?', near=near) if near else ""
    allowed = said_in_each(lambda language: listed(labels(language)))
    return Unread("R012", found=shortened(text), hint=hint, allowed=allowed)


class _Choices(_Choice):
    """Several answers among the options of a scale, with ``;`` between them."""

    def __init__(self, question: Question, options: tuple[Option, ...]) -> None:
        super().__init__(question, options)
        # An option may itself hold that sign.
        self.longest = 1 + max(text.count(";") for _, texts in self.texts for text in texts)

    def read(self, text: str) -> Answer:
        whole = self.matcher.find(text)
        if whole is not None:
            return Answer(self.options[whole].state or ANSWERED, (whole,), text)
        parts = [part for part in text.split(";") if not is_blank(part)]
        if not parts:
            return BLANK
        chosen = self.chosen(parts)
        states = {self.options[option].state for option in chosen}
        if len(chosen) > 1 and states != {None}:
            raise Unread("R013", found=shortened(text))
        in_order = tuple(option for option in self.options if option in chosen)
        return Answer(states.pop() or ANSWERED, in_order, text)

    def chosen(self, parts: Sequence[str]) -> frozenset[str]:
        """The options that these parts name, put together in the one way that there is."""
        if self.longest == 1 or len(parts) == 1:
            return frozenset(map(self.find, parts))
        ways = self.ways(parts)
        if len(ways) != 1:
            raise self.unknown(";".join(parts))
        return ways[0]

    def ways(self, parts: Sequence[str]) -> list[frozenset[str]]:
        """Two of the sets of options that these parts may name, or all where there are fewer."""
        ways: list[list[frozenset[str]]] = [[] for _ in parts] + [[frozenset()]]
        for start in reversed(range(len(parts))):
            found: dict[frozenset[str], None] = {}
            for end in range(start + 1, min(start + self.longest, len(parts)) + 1):
                option = self.matcher.find(";".join(parts[start:end]))
                if option is not None:
                    found.update((way | {option}, None) for way in ways[end])
            ways[start] = list(found)[:2]
        return ways[0]

    def find(self, part: str) -> str:
        found = self.matcher.find(part)
        if found is not None:
            return found
        pieces = part.split(",")
        if len(pieces) > 1 and all(self.matcher.find(piece) for piece in pieces):
            raise Unread("R014", found=shortened(part))
        raise self.unknown(part)
