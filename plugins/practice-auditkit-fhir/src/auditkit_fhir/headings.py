"""Which heading an item stands for: matched as the headings of a table are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditkit import Question, QuestionSet, Source
from auditkit.matching.folding import fold
from auditkit.matching.headings import metadata_headings
from auditkit.matching.options import wordings
from auditkit_fhir.shapes import Part, text

_COMMENT = ".comment"
_LIKE_AN_ID = re.compile(r"(case\.)?[a-z][a-z0-9_]*(\.comment)?")


class Headings:
    """Finds the heading of an item: by linkId, else by code, else by text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.questions = source.questions
        self.meanings = dict(_meanings(source.questions)) if source.questions else {}
        self.known: dict[tuple[str, ...], str] = {}

    def of(self, link_id: str, codes: Sequence[Part], words: str) -> str:
        """The heading: of the set asked for where it knows the item, else as the item says."""
        names = [text(one, "code") for one in codes]
        key = (link_id, *names, words)
        if key not in self.known:
            self.known[key] = self._found(link_id, names, words)
        return self.known[key]

    def comment_on(self, link_id: str, asked: str) -> str:
        """The heading of an item that is the comment on the item with another heading."""
        meaning = self.meanings.get(fold(link_id))
        if meaning is not None or self.source.is_known(link_id):
            return meaning or link_id
        if asked in self._questions() or _LIKE_AN_ID.fullmatch(asked):
            return f"{asked}{_COMMENT}"
        return f"Comment: {asked}"

    def question(self, heading: str) -> Question | None:
        """The question of the set asked for under this heading."""
        return self._questions().get(heading)

    def is_asked(self, heading: str) -> bool:
        """Whether a heading means something in the set asked for."""
        return fold(heading) in self.meanings

    def _questions(self) -> dict[str, Question]:
        return dict(self.questions.questions) if self.questions else {}

    def _found(self, link_id: str, names: list[str], words: str) -> str:
        candidates = [one for one in (link_id, *names, words) if one]
        for one in candidates:
            if self.source.is_known(one) and fold(one) not in metadata_headings():
                return one  # a mapping file says what it means
            meaning = self.meanings.get(fold(one))
            if meaning is not None:
                return meaning
            if self.source.is_known(one):
                return one
        if self.questions is None:
            for one in candidates[:-1] if words else candidates:
                if _LIKE_AN_ID.fullmatch(one):
                    return one
        return words or link_id


def _meanings(questions: QuestionSet) -> Iterator[tuple[str, str]]:
    """Folded texts with the heading that each means; later ones go before earlier ones."""
    asked = list(questions.questions.values())
    for name, told in questions.case_fields.items():
        for words in (name, name.replace("_", " "), *wordings(told.title)):
            yield fold(words), f"case.{name}"
    for question in reversed(asked):
        for words in (*wordings(question.text), *wordings(question.label)):
            yield fold(f"Comment: {words}"), question.id + _COMMENT
            yield fold(words), question.id
    for name in questions.case_fields:
        yield f"case.{name}", f"case.{name}"
    for question in asked:
        yield fold(question.id + _COMMENT), question.id + _COMMENT
        yield fold(question.id), question.id


def commented(link_id: str) -> str:
    """The linkId of the item that an item comments on; empty where it is no comment.

    >>> commented("plan.comment"), commented("plan")
    ('plan', '')
    """
    return link_id.removesuffix(_COMMENT) if link_id.endswith(_COMMENT) else ""
