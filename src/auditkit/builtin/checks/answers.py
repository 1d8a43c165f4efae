"""Whether what people type can be told apart: options of a scale, texts of questions."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.matching.folding import fold
from auditkit.matching.options import wordings
from auditkit.problems import Problem, problem
from auditkit.questions.reading import LoadedSet


def check_answers(loaded: LoadedSet) -> Iterator[Problem]:
    """Options, and questions, that read alike once case, spaces and dashes are set aside."""
    yield from _options_alike(loaded)
    yield from _texts_alike(loaded)


def _options_alike(loaded: LoadedSet) -> Iterator[Problem]:
    for name, options in loaded.question_set.scales.items():
        seen: dict[str, str] = {}
        for index, option in enumerate(options):
            for text in (option.id, *wordings(option.label), *option.synonyms):
                other = seen.setdefault(fold(text), option.id)
                if other != option.id:
                    place = loaded.document.place("scales", name, index)
                    facts = {"text": text, "one": other, "other": option.id}
                    yield problem("L001", place, **facts)


def _texts_alike(loaded: LoadedSet) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for question in loaded.question_set.questions.values():
        for text in wordings(question.text):
            other = seen.setdefault(fold(text), question.id)
            if other != question.id:
                place = loaded.document.place_of_question(question.id)
                yield problem("L002", place, one=other, other=question.id)
