"""Whether what people type can be told apart: options of a scale, headings of questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditkit.matching.folding import fold
from auditkit.matching.headings import metadata_headings
from auditkit.matching.options import wordings
from auditkit.problems import Problem, problem
from auditkit.questions.reading import LoadedSet


def check_answers(loaded: LoadedSet) -> Iterator[Problem]:
    """Options, and questions, that read alike once case, spaces and dashes are set aside."""
    yield from _options_alike(loaded)
    yield from _own_labels_alike(loaded)
    yield from _texts_alike(loaded)
    yield from _labels_alike(loaded)


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


def _own_labels_alike(loaded: LoadedSet) -> Iterator[Problem]:
    """Options as one question words them, which read like another option of its scale."""
    for question in loaded.question_set.questions.values():
        if not question.labels:
            continue
        options = loaded.question_set.options(question)
        meant: dict[str, set[str]] = {}
        for option in options:
            for text in (option.id, *wordings(option.label), *option.synonyms):
                meant.setdefault(fold(text), set()).add(option.id)
        own = {id: list(wordings(label)) for id, label in question.labels.items()}
        for id, texts in own.items():
            others = {text: one for one, row in own.items() if one != id for text in map(fold, row)}
            for text in texts:
                other = _other(id, {*meant.get(fold(text), ()), others.get(fold(text), id)})
                if other:
                    place = loaded.document.place_of_question(question.id, "labels", id)
                    facts = {"question": question.id, "text": text, "one": id, "other": other}
                    yield problem("L005", place, **facts)


def _other(id: str, ids: Iterable[str]) -> str:
    return min((one for one in ids if one != id), default="")


def _texts_alike(loaded: LoadedSet) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for question in loaded.question_set.questions.values():
        for text in wordings(question.text):
            other = seen.setdefault(fold(text), question.id)
            if other != question.id:
                place = loaded.document.place_of_question(question.id)
                yield problem("L002", place, one=other, other=question.id)


def _labels_alike(loaded: LoadedSet) -> Iterator[Problem]:
    """Short labels that head another column too: of another question, or of the return itself."""
    questions = loaded.question_set.questions.values()
    headings = {**metadata_headings(), **{fold(one.id): one.id for one in questions}}
    texts = {fold(text): one.id for one in questions for text in wordings(one.text)}
    headings = {**texts, **headings}
    for question in questions:
        for text in wordings(question.label):
            other = headings.setdefault(fold(text), question.id)
            if other != question.id:
                place = loaded.document.place_of_question(question.id, "label")
                yield problem("L006", place, label=text, other=other)
