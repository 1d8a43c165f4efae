"""Whether a set in several languages says everything in each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs

from auditkit.documents.record import model_fields
from auditkit.documents.shapes import TEXT, MapOf
from auditkit.problems import Problem, problem
from auditkit.questions.model import Question
from auditkit.questions.reading import LoadedSet
from auditkit.questions.shapes import Wording

Path = tuple[str | int, ...]
# A text in no language map is in this one.
_PLAIN = "en"


def check_languages(loaded: LoadedSet) -> Iterator[Problem]:
    """Texts that lack one of the languages of the set."""
    texts = list(_texts(loaded.question_set, ()))
    languages = sorted({one for _, text in texts for one in _languages(text)})
    if len(languages) < 2:
        return
    for path, text in texts:
        missing = _missing(text, languages)
        if missing and "labels" not in path:
            yield problem("L003", loaded.document.place(*path), languages=", ".join(missing))
    for question in loaded.question_set.questions.values():
        yield from _labels(question, languages, loaded)


def _labels(question: Question, languages: list[str], loaded: LoadedSet) -> Iterator[Problem]:
    """Options that a question words for itself: where it does not, the scale's words are read."""
    for option in loaded.question_set.options(question):
        own = question.labels.get(option.id)
        missing = _missing(own, languages) if own is not None else []
        if isinstance(own, Mapping):
            missing = [one for one in missing if one in _missing(option.label, languages)]
        if missing:
            place = loaded.document.place_of_question(question.id, "labels", option.id)
            facts = {"option": option.id, "languages": ", ".join(missing)}
            yield problem("L004", place, question=question.id, **facts)


def _languages(text: Wording) -> Collection[str]:
    """The languages of a text; a figure or a single letter is the same in all."""
    if isinstance(text, Mapping):
        return text.keys()
    return (_PLAIN,) if sum(map(str.isalpha, text)) > 1 else ()


def _missing(text: Wording, languages: list[str]) -> list[str]:
    there = _languages(text)
    return [one for one in languages if one not in there] if there else []


def _texts(thing: Any, path: Path) -> Iterator[tuple[Path, Wording]]:
    """Every text for people within a part of a set, with where it stands."""
    if isinstance(thing, tuple):
        for index, item in enumerate(thing):
            yield from _texts(item, (*path, index))
    elif isinstance(thing, Mapping):
        for name, item in thing.items():
            yield from _texts(item, (*path, name))
    elif attrs.has(type(thing)):
        yield from _texts_of(thing, path)


def _texts_of(thing: Any, path: Path) -> Iterator[tuple[Path, Wording]]:
    for one in model_fields(type(thing)):
        value, here = getattr(thing, one.attribute), (*path, one.key)
        if value is None:
            continue
        if one.shape is TEXT:
            yield here, value
        elif isinstance(one.shape, MapOf) and one.shape.item is TEXT:
            yield from (((*here, name), text) for name, text in value.items())
        else:
            yield from _texts(value, here)
