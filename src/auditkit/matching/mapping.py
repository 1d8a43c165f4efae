"""The mapping file: which heading of a council's own export means what."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from auditkit.documents.document import Document
from auditkit.documents.nodes import Node, Scalar
from auditkit.documents.record import Record, reads
from auditkit.documents.shapes import WORDS, MapOf, Reading
from auditkit.documents.yaml_events import read_yaml
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.matching.headings import FOLLOWING_COLUMN
from auditkit.problems import Place


class _Comments(MapOf):
    """Headings of comments by question, or the words ``following_column``."""

    def read(self, node: Node, reading: Reading) -> Mapping[str, str] | str:
        if type(node) is Scalar and node.value == FOLLOWING_COLUMN:
            return FOLLOWING_COLUMN
        found: Mapping[str, str] = super().read(node, reading)
        return found

    def schema(self, definitions: dict[str, object]) -> dict[str, object]:
        return {"oneOf": [{"const": FOLLOWING_COLUMN}, super().schema(definitions)]}


@frozen(kw_only=True)
class ColumnsMap:
    """Headings by what they hold: metadata, ``case.field`` or a question; comments apart.

    `comments` is ``following_column`` where each question's comment stands in the next column.
    """

    columns: Mapping[str, str] = reads(
        MapOf(WORDS, "a map from what is meant to its heading"),
        "the heading of a column, by what it holds: case_ref, case.FIELD, a question's id, …",
        factory=dict,
    )
    comments: Mapping[str, str] | str = reads(
        _Comments(WORDS, "a map from question to heading, or following_column"),
        "the heading of each question's comment; or following_column",
        factory=dict,
    )
    document: Document | None = field(default=None, eq=False, repr=False)

    def place(self, *path: str) -> Place:
        """Where a line of the mapping file stands."""
        return self.document.place(*path) if self.document else Place()


COLUMNS_MAP = Record(lambda: ColumnsMap, "a map of columns")


def read_columns_map(data: bytes, file: str) -> ColumnsMap:
    """The mapping in a YAML file. Raises `Refused` with every problem found."""
    document = Document(file, read_yaml(data, file))
    reading = Reading()
    found = COLUMNS_MAP.read(document.root, reading)
    if reading.problems:
        raise Refused(reading.problems)
    return ColumnsMap(columns=found.columns, comments=found.comments, document=document)
