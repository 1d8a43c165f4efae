"""From the bytes of a question-set file to a `QuestionSet` that holds together."""

from __future__ import annotations

from auditkit.documents.document import Document
from auditkit.documents.shapes import Reading
from auditkit.documents.yaml_events import read_yaml
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.problems import by_place
from auditkit.questions.checking import check_question_set
from auditkit.questions.model import QUESTION_SET, QuestionSet


@frozen
class LoadedSet:
    """A question set and the document it was read from."""

    question_set: QuestionSet
    document: Document


def read_question_set(data: bytes, file: str) -> LoadedSet:
    """The question set in a YAML file, and the document it stands in.

    `file` is the name that problems carry. Raises `Refused` with every problem found.
    """
    document = Document(file, read_yaml(data, file))
    reading = Reading()
    question_set = QUESTION_SET.read(document.root, reading)
    problems = reading.problems
    if isinstance(question_set, QuestionSet) and not reading.lossy:
        problems = [*problems, *check_question_set(question_set, document)]
    if problems:
        raise Refused(by_place(problems))
    return LoadedSet(question_set, document)
