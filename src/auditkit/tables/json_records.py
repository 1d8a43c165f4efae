"""JSON and JSON Lines as rows of text: one record a return, its keys the headings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.languages import said
from auditkit.problems import Place, problem
from auditkit.returns import Row, Table
from auditkit.tables.delimited import MOST_LINES, UTF_16, undecodable
from auditkit.tables.grid import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    refuse_too_large,
    refuse_too_wide,
)
from auditkit.wording import shortened

_NESTED = {"answers": "{}", "comments": "{}.comment", "case": "case.{}"}
_LONGEST_NUMBER = 40
_SHOWN = re.compile(r"[^ \n\r\t]")
# No list of returns holds more; what does would take minutes to read.
MOST_RECORDS = 500_000
MOST_VALUES = 12_000_000
# A record with answers, comments and facts about the case apart is four objects.
_OBJECTS_A_RECORD = 4
# So many cells, and so many more for each value, a table may have: records with ever other keys
# would make a table of nothing but blanks.
_CELLS = 1_000_000
_CELLS_A_VALUE = 20

# Where a record begins, and what it holds.
Record = tuple[Place, Mapping[str, Any]]


def read_json(data: bytes, file: str) -> Table:
    """The records of a JSON file: a list of objects, or an object with the key ``returns``.

    A record is flat (``case_ref``, questions, ``question.comment``, ``case.field``) or keeps
    answers, comments and facts about the case in objects of their own. Raises `Refused` with
    the place for whatever JSON leaves open: repeated keys, NaN, numbers beyond use.
    """
    return _table(_Records(_decoded(data, file), file).of_document(), file)


def read_json_lines(data: bytes, file: str) -> Table:
    """The records of a JSON Lines file, one object a line."""
    return _table(_Records(_decoded(data, file), file).of_lines(), file)


def _decoded(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        facts = undecodable(error)
        raise Refused([problem("F004", Place(file=file), **facts)]) from None
    if not text.strip():
        raise Refused([problem("F002", Place(file=file))])
    if text.count("{") > _OBJECTS_A_RECORD * MOST_RECORDS:
        refuse_too_large(file, said("{count} records", count=f"{MOST_RECORDS:,}"))
    if text.count(",") > MOST_VALUES or text.count("[") > MOST_VALUES:
        refuse_too_large(file, said("{count} values", count=f"{MOST_VALUES:,}"))
    return text


class _Bad(ValueError):
    """A value that JSON allows and we do not."""


class _Records:
    """Decodes one record at a time, so that every problem has at least its record's place."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.position = 0
        self.counted = (0, 1, 0)
        self.decoder = json.JSONDecoder(
            object_pairs_hook=_unique,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_refuse_constant,
        )

    def of_document(self) -> Iterator[Record]:
        start = self._skip()
        if self._is_next("["):
            yield from self._list()
        elif self._is_next("{"):
            yield from self._object()
        else:
            self._refuse(start, "F040", said=said("expected a list of objects"))
        if self._skip() != len(self.text):
            self._refuse(self.position, "F040", said=said("there is text after its end"))

    def of_lines(self) -> Iterator[Record]:
        end = 0
        if self.text.count("\n") > MOST_LINES:
            refuse_too_large(self.file, said("{count} lines", count=f"{MOST_LINES:,}"))
        for line in self.text.split("\n"):
            self.position, end = end, end + len(line) + 1
            if line.strip():
                yield self._record()
                if self.position >= end or self.text[self.position : end - 1].strip():
                    behind = min(self.position, end - 1)
                    self._refuse(behind, "F040", said=said("expected one object a line"))

    def _list(self) -> Iterator[Record]:
        """The records of a list; the position is left behind it."""
        self.position += 1
        self._skip()
        while not self._is_next("]"):
            yield self._record()
            self._after_item("]", said("a record"))
        self.position += 1

    def _object(self) -> Iterator[Record]:
        """The records under ``returns``, or the one record that the whole is."""
        start, is_whole = self.position, True
        keys: set[str] = set()
        self.position += 1
        self._skip()
        while not self._is_next("}"):
            key = self._key()
            if key in keys:
                self._refuse(start, "F041", what=_twice(key))
            keys.add(key)
            if key == "returns" and self._is_next("["):
                is_whole = False
                yield from self._list()
            else:
                self._value()
            self._after_item("}", said("a value"))
        self.position += 1
        if is_whole:
            self.position = start
            yield self._record()

    def _key(self) -> str:
        start = self.position
        key = self._value() if self._is_next('"') else None
        self._skip()
        if key is None or not self._is_next(":"):
            self._refuse(start, "F040", said=said("expected a key in quotes, and a colon"))
        self.position += 1
        self._skip()
        return str(key)

    def _after_item(self, end: str, what: str) -> None:
        self._skip()
        if self._is_next(","):
            self.position += 1
            self._skip()
            if self._is_next(end):
                why = said("expected something after the last ,")
                self._refuse(self.position, "F040", said=why)
        elif not self._is_next(end):
            why = said("expected , or {end} after {what}", end=end, what=what)
            self._refuse(self.position, "F040", said=why)

    def _record(self) -> Record:
        place = self._place(self._skip())
        record = self._value()
        if not isinstance(record, dict):
            raise Refused([problem("F041", place, what=said("A record must be an object"))])
        return place, record

    def _value(self) -> Any:
        """The value at the position, which is left behind it."""
        start = self.position
        try:
            value, self.position = self.decoder.raw_decode(self.text, start)
        except json.JSONDecodeError as error:
            self._refuse(error.pos, "F040", said=error.msg)
        except _Bad as error:
            self._refuse(start, "F041", what=error.args[0])
        except RecursionError:
            self._refuse(start, "F041", what=said("The record is nested too deep"))
        return value

    def _is_next(self, sign: str) -> bool:
        return self.text.startswith(sign, self.position)

    def _skip(self) -> int:
        shown = _SHOWN.search(self.text, self.position)
        self.position = shown.start() if shown else len(self.text)
        return self.position

    def _place(self, position: int) -> Place:
        """The place of a position; lines are counted on from the one before."""
        start, line, begin = self.counted if self.counted[0] <= position else (0, 1, 0)
        begin = self.text.rfind("\n", start, position) + 1 or begin
        line += self.text.count("\n", start, position)
        self.counted = (position, line, begin)
        return Place(file=self.file, line=line, column=position - begin + 1)

    def _refuse(self, position: int, code: str, **facts: Any) -> NoReturn:
        raise Refused([problem(code, self._place(position), **facts)])


def _number(text: str) -> str:
    """A number as it was typed."""
    if len(text) > _LONGEST_NUMBER or "e" in text or "E" in text:
        found = shortened(text, _LONGEST_NUMBER)
        raise _Bad(
            said(
                "Found the number {found}, expected at most 40 digits and no exponent", found=found
            )
        )
    return text


def _refuse_constant(name: str) -> NoReturn:
    raise _Bad(said("{found} is not a JSON number", found=name))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Bad(_twice(key))
        found[key] = value
    return found


def _twice(key: str) -> str:
    return said('The key "{key}" stands twice', key=_printable(key))


def _printable(key: str) -> str:
    """A key fit to be printed, whatever it holds."""
    return shortened(key.encode("utf-8", "backslashreplace").decode())


def _table(records: Iterator[Record], file: str) -> Table:
    places: list[Place] = []
    flat: list[dict[str, str]] = []
    for place, record in records:
        if len(places) == MOST_RECORDS:
            refuse_too_large(file, said("{count} records", count=f"{MOST_RECORDS:,}"))
        places.append(place)
        flat.append(_flat(record, place))
    if not flat:
        raise Refused([problem("F002", Place(file=file))])
    headings = tuple(dict.fromkeys(key for record in flat for key in record))
    if len(headings) > MOST_COLUMNS:
        refuse_too_wide(file)
    values = sum(map(len, flat))
    if len(flat) * len(headings) > _CELLS + _CELLS_A_VALUE * values:
        what = said(
            "The records have {count} different keys, and few of them in common",
            count=len(headings),
        )
        raise Refused([problem("F041", Place(file=file), what=what)])
    rows = [
        Row(number, [record.get(key, "") for key in headings]) for number, record in enumerate(flat)
    ]
    lines = {place.line for place in places}
    is_telling = len(lines) == len(places)

    def locate_row(row: Row) -> str:
        place = places[row.number]
        return f"line {place.line}" + ("" if is_telling else f", column {place.column}")

    return Table(
        file=file,
        headings=headings,
        rows=rows,
        locate=lambda row, column: f"{locate_row(row)}, key {headings[column]}",
        locate_row=locate_row,
    )


def _flat(record: Mapping[str, Any], place: Place) -> dict[str, str]:
    flat: dict[str, str] = {}
    for heading, path, value in _fields(record):
        if heading in flat:
            _refuse_value(place, path, "F041", what=_twice(heading))
        flat[_checked(heading, path, place)] = _text(value, path, place)
    return flat


def _fields(record: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Each value of a record with its heading, and with its path in the record."""
    for key, value in record.items():
        if key in _NESTED and isinstance(value, dict):
            for name, inner in value.items():
                yield _NESTED[key].format(name), f"{key}.{name}", inner
        else:
            yield key, key, value


def _text(value: object, path: str, place: Place) -> str:
    """A value as the text of a cell; a list as several answers."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _checked(value, path, place)
    if isinstance(value, list) and not any(isinstance(item, list) for item in value):
        return _checked(";".join(_text(item, path, place) for item in value), path, place)
    is_truth = isinstance(value, bool)
    found = said("true or false") if is_truth else said("an object or a list of lists")
    what = said("Found {found}, expected a text, a number, a list of texts or null", found=found)
    return _refuse_value(place, path, "F041", what=what)


def _checked(text: str, path: str, place: Place) -> str:
    if len(text) > MOST_CHARACTERS:
        _refuse_value(place, path, "F007", length=len(text))
    if "\0" in text:
        _refuse_value(place, path, "F006")
    if not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text):
        what = said("Found half of a character (a lone surrogate)")
        _refuse_value(place, path, "F041", what=what)
    return text


def _refuse_value(place: Place, path: str, code: str, **facts: Any) -> NoReturn:
    raise Refused([problem(code, changed(place, path=_printable(path)), **facts)])
