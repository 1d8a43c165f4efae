"""JSON and JSON Lines as rows of text: one record a return, its keys the headings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from auditkit.errors import Refused
from auditkit.problems import Place, problem
from auditkit.returns import Row, Table
from auditkit.tables.grid import MOST_CHARACTERS

_NESTED = {"answers": "{}", "comments": "{}.comment", "case": "case.{}"}
_LONGEST_NUMBER = 40


def read_json(data: bytes, file: str) -> Table:
    """The records of a JSON file: a list of objects, or an object with the key ``returns``.

    A record is flat (``case_ref``, questions, ``question.comment``, ``case.field``) or keeps
    answers, comments and facts about the case in objects of their own. Raises `Refused` with
    the place for whatever JSON leaves open: repeated keys, NaN, numbers beyond use.
    """
    text = _decoded(data, file)
    reader = _Records(text, file)
    return _table(list(reader.of_document()), file)


def read_json_lines(data: bytes, file: str) -> Table:
    """The records of a JSON Lines file, one object a line."""
    text = _decoded(data, file)
    return _table(list(_Records(text, file).of_lines()), file)


def _decoded(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        facts = {"byte": data[error.start], "at": f"byte {error.start + 1}"}
        raise Refused([problem("F004", Place(file=file), **facts)]) from None
    if not text.strip():
        raise Refused([problem("F002", Place(file=file))])
    return text


class _Bad(ValueError):
    """A value that JSON allows and we do not."""


class _Records:
    """Decodes one record at a time, so that every problem has at least its record's place."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.counted = (0, 1)
        self.decoder = json.JSONDecoder(
            object_pairs_hook=_unique,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_refuse_constant,
        )

    def of_document(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Records with the lines they begin in."""
        start = self._skip(0)
        if self.text.startswith("{", start):
            whole = self._decode(start)
            if self._skip(whole[1]) != len(self.text):
                self._refuse(whole[1], "F040", said="there is text after its end")
            records = whole[0].get("returns")
            if not isinstance(records, list):
                records = [whole[0]]
            for record in records:
                yield 1, self._record(record, start)
            return
        if not self.text.startswith("[", start):
            self._refuse(start, "F040", said="expected a list of objects")
        position = self._skip(start + 1)
        while not self.text.startswith("]", position):
            record, end = self._decode(position)
            yield self._line(position), self._record(record, position)
            position = self._skip(end)
            if self.text.startswith(",", position):
                position = self._skip(position + 1)
            elif not self.text.startswith("]", position):
                self._refuse(position, "F040", said="expected , or ] after a record")
        if self._skip(position + 1) != len(self.text):
            self._refuse(position, "F040", said="there is text after its end")

    def of_lines(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        position = 0
        for line in self.text.split("\n"):
            if line.strip():
                start = self._skip(position)
                record, end = self._decode(start)
                if self.text[end : position + len(line)].strip():
                    self._refuse(end, "F040", said="expected one object a line")
                yield self._line(start), self._record(record, start)
            position += len(line) + 1

    def _decode(self, position: int) -> tuple[Any, int]:
        try:
            return self.decoder.raw_decode(self.text, position)
        except json.JSONDecodeError as error:
            self._refuse(error.pos, "F040", said=error.msg)
        except _Bad as error:
            self._refuse(position, "F041", what=str(error))
        except RecursionError:
            self._refuse(position, "F041", what="The record is nested too deep")

    def _record(self, record: object, position: int) -> Mapping[str, Any]:
        if not isinstance(record, dict):
            self._refuse(position, "F041", what="A record must be an object")
        return record

    def _skip(self, position: int) -> int:
        while self.text[position : position + 1] in (" ", "\n", "\r", "\t"):
            position += 1
        return position

    def _line(self, position: int) -> int:
        """The line of a position; each record is counted on from the one before."""
        start, line = self.counted if self.counted[0] <= position else (0, 1)
        self.counted = (position, line + self.text.count("\n", start, position))
        return self.counted[1]

    def _refuse(self, position: int, code: str, **facts: Any) -> NoReturn:
        column = position - self.text.rfind("\n", 0, position)
        place = Place(file=self.file, line=self._line(position), column=column)
        raise Refused([problem(code, place, **facts)])


class _Number(str):
    """A number as it was typed."""

    __slots__ = ()


def _number(text: str) -> _Number:
    if len(text) > _LONGEST_NUMBER or "e" in text or "E" in text:
        raise _Bad(f"Found the number {text[:20]}…, expected one of at most 40 digits")
    return _Number(text)


def _refuse_constant(name: str) -> NoReturn:
    raise _Bad(f"{name} is not a JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Bad(f'The key "{twice}" stands twice')
    return found


def _table(records: list[tuple[int, Mapping[str, Any]]], file: str) -> Table:
    flat = [(line, _flat(record, line, file)) for line, record in records]
    headings = tuple(dict.fromkeys(key for _, record in flat for key in record))
    rows = [Row(line, [record.get(key, "") for key in headings]) for line, record in flat]
    if not rows:
        raise Refused([problem("F002", Place(file=file))])

    def locate(row: Row, column: int) -> str:
        return f"line {row.number}, key {headings[column]}"

    return Table(file=file, headings=headings, rows=rows, locate=locate)


def _flat(record: Mapping[str, Any], line: int, file: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in record.items():
        if key in _NESTED and isinstance(value, dict):
            for name, inner in value.items():
                flat[_NESTED[key].format(name)] = _text(inner, f"{key}.{name}", line, file)
        else:
            flat[key] = _text(value, key, line, file)
    return flat


def _text(value: object, key: str, line: int, file: str) -> str:
    """A value as the text of a cell; a list as several answers."""
    place = Place(file=file, line=line, column=1)
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(_text(item, key, line, file) for item in value)
    if not isinstance(value, str):
        kind = "true or false" if isinstance(value, bool) else "an object"
        what = f'"{key}" holds {kind}, expected a text, a number, a list of texts or null'
        raise Refused([problem("F041", place, what=what)])
    if len(value) > MOST_CHARACTERS:
        raise Refused([problem("F007", place, length=len(value))])
    if not value.isascii() and any("\ud800" <= one <= "\udfff" for one in value):
        what = f'"{key}" holds half of a character (a lone surrogate)'
        raise Refused([problem("F041", place, what=what)])
    return value
