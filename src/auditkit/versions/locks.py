"""How a set was when it was published: its canonical form, in a file beside it.

A return is scored for ever under the text it was filled in with. The lock lets everybody see
that a version is still that text, and what changed where it is not.
"""

from __future__ import annotations

import os

from auditkit.documents.canonical import canonical_json
from auditkit.documents.document import Document
from auditkit.documents.yaml_events import read_yaml
from auditkit.errors import Refused
from auditkit.questions.model import QuestionSet
from auditkit.questions.reading import loaded_set


def lock_path(path: str) -> str:
    """Where the lock of a set in this file lies: ``1.0.lock.json`` beside ``1.0.yaml``."""
    return f"{os.path.splitext(path)[0]}.lock.json"


def locked(data: bytes, file: str) -> QuestionSet:
    """The set in a lock. Raises `Refused` where that is none; a lock is never written by hand."""
    return loaded_set(Document(file, read_yaml(data, file))).question_set


def lock_of(path: str) -> QuestionSet | None:
    """The set as it was published, or None where it was not, or where that cannot be read."""
    try:
        with open(lock_path(path), "rb") as stream:
            return locked(stream.read(), os.path.basename(lock_path(path)))
    except (OSError, Refused):
        return None


def lock_text(question_set: QuestionSet) -> str:
    """The lock of a set as it is now: its canonical form, with a line end."""
    return canonical_json(question_set) + "\n"
