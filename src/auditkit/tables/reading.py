"""What a reader of files is given, and what it gives back."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from auditkit.frozen import frozen
from auditkit.problems import Place, Problem
from auditkit.questions.model import QuestionSet
from auditkit.returns import Table


@frozen(kw_only=True)
class Source:
    """One file to be read: its name as people know it, and its bytes.

    `is_reference` tells whether a heading is that of the case reference, `is_known` whether it
    is one that auditkit knows at all; `sheet` is the sheet asked for. `path` says where the file
    stands, so that one beside it can be read too; `questions` is the set asked for, where it is
    known before the file is read.
    """

    name: str
    data: bytes
    sheet: str | None
    is_reference: Callable[[str], bool]
    is_known: Callable[[str], bool]
    path: str | None = None
    questions: QuestionSet | None = None

    @property
    def place(self) -> Place:
        return Place(file=self.name)


class Tables(NamedTuple):
    """The tables of one file, and what its reader has to say about it."""

    tables: tuple[Table, ...]
    problems: tuple[Problem, ...] = ()


class Reader(Protocol):
    """Reads one kind of file. `suffixes` are those it is known by, such as ``.csv``."""

    @property
    def suffixes(self) -> tuple[str, ...]: ...

    def claims(self, name: str, head: bytes) -> bool:
        """Whether this reader reads a file of this name that begins with these bytes (at
        most 4,096).
        """
        ...

    def read(self, source: Source) -> Tables:
        """The tables of a file. Raises `Refused` where it is damaged as a whole."""
        ...
