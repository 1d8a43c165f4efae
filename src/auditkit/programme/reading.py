"""From the bytes of a programme file to a `Programme` that holds together."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from auditkit.documents.document import Document
from auditkit.documents.shapes import Reading
from auditkit.documents.yaml_events import read_yaml
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.languages import said_in_each
from auditkit.problems import Problem, by_place, errors, problem
from auditkit.programme.checking import check_programme
from auditkit.programme.criteria import Criterion
from auditkit.programme.model import PROGRAMME, Programme
from auditkit.questions.model import QuestionSet

FindSet = Callable[[str], QuestionSet]


@frozen
class LoadedProgramme:
    """A programme, the document it was read from, and the path of that; its question set where
    it was looked for, and what is unwise in it.
    """

    programme: Programme
    document: Document
    path: str = ""
    question_set: QuestionSet | None = None
    warnings: tuple[Problem, ...] = ()


def read_programme(
    data: bytes,
    file: str,
    *,
    find_set: FindSet | None = None,
    criteria: Mapping[str, Criterion] | None = None,
) -> LoadedProgramme:
    """The programme in a YAML file; `file` is the name that problems carry.

    `find_set` finds the question set that it names, and `criteria` are those it may use. Raises
    `Refused` with every problem found.
    """
    document = Document(file, read_yaml(data, file))
    reading = Reading()
    programme = PROGRAMME.read(document.root, reading)
    found = list(reading.problems)
    question_set = None
    if isinstance(programme, Programme) and not reading.lossy:
        question_set, unknown = _question_set(programme, document, find_set)
        found += unknown
        found += check_programme(programme, document, question_set, criteria or {})
    if errors(found):
        raise Refused(by_place(found))
    return LoadedProgramme(
        programme, document, question_set=question_set, warnings=tuple(by_place(found))
    )


def _question_set(
    programme: Programme, document: Document, find_set: FindSet | None
) -> tuple[QuestionSet | None, list[Problem]]:
    if find_set is None:
        return None, []
    try:
        return find_set(programme.question_set), []
    except Refused as refused:
        said = said_in_each(refused.problems[0].message_in)
        return None, [problem("P014", document.place("question_set"), said=said)]
