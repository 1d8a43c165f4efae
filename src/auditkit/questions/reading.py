"""From the bytes of a question-set file to a `QuestionSet` that holds together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.documents.document import Document
from auditkit.documents.nodes import MappingNode
from auditkit.documents.shapes import Reading
from auditkit.documents.yaml_events import read_yaml
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.problems import by_place
from auditkit.questions.checking import check_question_set
from auditkit.questions.model import QUESTION_SET, QuestionSet

if TYPE_CHECKING:
    from auditkit.questions.removal import Removed


@frozen
class LoadedSet:
    """A question set, the document it was read from and the path of that; for an overlay also
    its base, how it stands to it, and what it has taken away. While it is checked, `roles` are
    those of the programme that it is checked for, if there is one, and `versions` the other
    versions of it that are known.
    """

    question_set: QuestionSet
    document: Document
    path: str = ""
    base: LoadedSet | None = None
    relation: str | None = None
    removed: tuple[Removed, ...] = ()
    roles: tuple[str, ...] = ()
    versions: tuple[QuestionSet, ...] = ()


def read_question_set(data: bytes, file: str) -> LoadedSet:
    """The question set in a YAML file that stands on its own.

    `file` is the name that problems carry. Raises `Refused` with every problem found.
    """
    return loaded_set(Document(file, read_yaml(data, file)))


def is_overlay(document: Document) -> bool:
    """Whether a document lies over another question set."""
    return type(document.root) is MappingNode and "extends" in document.root.entries


def loaded_set(document: Document) -> LoadedSet:
    """The question set in a document. Raises `Refused` with every problem found."""
    reading = Reading()
    question_set = QUESTION_SET.read(document.root, reading)
    problems = reading.problems
    if isinstance(question_set, QuestionSet) and not reading.lossy:
        problems = [*problems, *check_question_set(question_set, document)]
    if problems:
        raise Refused(by_place(problems))
    return LoadedSet(question_set, document)
