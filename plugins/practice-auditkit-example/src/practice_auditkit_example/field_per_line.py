"""A reader: returns written as ``heading: value`` lines, with a blank line between returns."""

from __future__ import annotations

from auditkit import Refused, Row, Source, Table, Tables, problem


class FieldPerLine:
    """Reads ``.audit`` files, in UTF-8."""

    suffixes = (".audit",)

    def claims(self, name: str, head: bytes) -> bool:
        return name.lower().endswith(self.suffixes)

    def read(self, source: Source) -> Tables:
        """One table: the headings of all returns, a row for each. Raises `Refused` for a file
        that is empty or not UTF-8.
        """
        try:
            lines = source.data.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            byte = source.data[error.start]
            facts = {"byte": byte, "at": f"byte {error.start + 1}"}
            raise Refused([problem("F004", source.place, **facts)]) from None
        returns = list(_returns(lines))
        if not returns:
            raise Refused([problem("F002", source.place)])
        headings = tuple(dict.fromkeys(heading for _, fields in returns for heading in fields))
        rows = [
            Row(number, [fields.get(heading, "") for heading in headings])
            for number, fields in returns
        ]
        table = Table(
            file=source.name,
            headings=headings,
            rows=rows,
            locate=lambda row, column: f"return in line {row.number}, {headings[column]}",
        )
        return Tables((table,))


def _returns(lines: list[str]) -> list[tuple[int, dict[str, str]]]:
    """Each return's fields, with the number of the line it begins in."""
    found: list[tuple[int, dict[str, str]]] = []
    is_inside = False
    for number, line in enumerate(lines, 1):
        heading, colon, value = line.partition(":")
        if not line.strip():
            is_inside = False
        elif colon:
            if not is_inside:
                found.append((number, {}))
                is_inside = True
            found[-1][1][heading.strip()] = value.strip()
    return found
