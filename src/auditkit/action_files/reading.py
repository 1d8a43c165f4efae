"""A workbook of actions handed back: what was changed in it, and what was changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from auditkit.action_files.columns import (
    COLUMNS,
    EDITED,
    MARK,
    MARK_SHEET,
    WORDS,
    headings,
    labels,
    shown,
)
from auditkit.actions.changing import change
from auditkit.actions.checking import field_words
from auditkit.actions.model import Action
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.languages import ENGLISH, Words, languages_known, said, said_in_each, words_in
from auditkit.matching.damage import loss
from auditkit.matching.dates import DateColumn
from auditkit.matching.folding import fold, is_blank, tidy, without_guard
from auditkit.problems import Place, Problem, did_you_mean, errors, problem
from auditkit.returns import Row, Table
from auditkit.tables.grid import Grid
from auditkit.tables.headings import find_table
from auditkit.tables.workbook import read_workbook
from auditkit.wording import date_words, listed, shortened

# Which cell a problem of a change is about, by its code; of others the facts say it.
_CELL_OF = {
    "X001": "status",
    "X002": "evidence",
    "X003": "status",
    "X004": "status",
    "X005": "because",
    "X007": "owner",
    "X008": "due",
}
_ID, _VERSION = "id", "version"
# What a workbook shows and does not take back; whether an action is overdue depends on the day.
_SHOWN = tuple(
    one
    for one in COLUMNS
    if not one.is_edited and one.field not in (_ID, _VERSION, "overdue", "raised_on")
)


# An action as a workbook in a language shows it.
Worded = Callable[[Action, str], Action]


def as_it_is(action: Action, _: str) -> Action:
    """An action as it is kept."""
    return action


@frozen(kw_only=True)
class Edit:
    """What a workbook changes of an action: the new values by field, and the cells of its row."""

    action: Action
    changes: Mapping[str, Any]
    places: Mapping[str, Place]


@frozen
class Edits:
    """What a workbook handed back changes, in the order of its rows, and what is to be said
    about rows and cells that change nothing.
    """

    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...] = ()


def read_actions_workbook(
    data: bytes, file: str, actions: Iterable[Action], worded: Worded = as_it_is
) -> Edits:
    """What a workbook changes of the actions that there are now. `worded` gives an action as
    a workbook in a language shows it.

    A cell counts as changed where it differs from what the workbook said when it was made. Raises
    `Refused` with every problem where anything in it cannot be read, and where an action changed
    in it was changed by somebody else meanwhile (X048): then nothing is taken from it.
    """
    workbook = read_workbook(data, file)
    kept = {**workbook.hidden, **workbook.very_hidden}.get(MARK_SHEET)
    if kept is None or not kept.rows or kept.rows[0].cells[0] != MARK:
        raise Refused([problem("X041", Place(file=file))])
    known = headings()
    naming = {heading for heading, field in known.items() if field == _ID}
    grids = [one for one in workbook.visible if _has(one, naming)]
    if not grids:
        raise Refused([problem("X042", Place(file=file), heading=said(COLUMNS[0].heading))])
    made = _made_with(kept)
    if not made:
        return Edits(())
    table, notes = find_table(grids[0], lambda text: fold(text) in naming)
    made_in = next((one for one in languages_known() if one in kept.rows[0].cells), ENGLISH)
    known_actions = {one.id: one for one in actions}
    reading = _Reading(table, known, words_in(made_in), made, known_actions, worded)
    edits = tuple(reading.edits())
    problems = (*notes, *reading.problems)
    if errors(problems):
        raise Refused(problems)
    return Edits(edits, problems)


def apply_edits(edits: Iterable[Edit], *, by: str, on: date) -> tuple[Action, ...]:
    """The actions as a workbook changes them, by a person on a day.

    Raises `Refused` with every reason why any of them cannot be changed so, each with its cell.
    """
    changed = []
    problems: list[Problem] = []
    for one in edits:
        try:
            changed.append(change(one.action, by=by, on=on, **one.changes))
        except Refused as refused:
            problems += (_placed(each, one) for each in refused.problems)
    if problems:
        raise Refused(problems)
    return tuple(changed)


def _placed(found: Problem, edit: Edit) -> Problem:
    told = str(found.facts.get("field", "")).replace(" ", "_")
    field = _CELL_OF.get(found.code, told)
    place = edit.places.get(field) or edit.places[next(iter(edit.changes))]
    return problem(found.code, place, **found.facts)


def _has(grid: Grid, naming: Collection[str]) -> bool:
    return any(fold(text) in naming for row in grid.rows for text in row.cells)


def _made_with(kept: Grid) -> dict[str, dict[str, str]]:
    """What the workbook said when it was made, by action and field."""
    fields = [_ID, _VERSION, *(one.field for one in EDITED)]
    rows = (dict(zip(fields, row.cells, strict=False)) for row in kept.rows[2:])
    return {row[_ID]: row for row in rows if row[_ID] and row.get(_VERSION, "").isdecimal()}


class _Reading:
    """One reading of a table of actions."""

    def __init__(
        self,
        table: Table,
        known: Mapping[str, str],
        words: Words,
        made: Mapping[str, Mapping[str, str]],
        actions: Mapping[str, Action],
        worded: Worded,
    ) -> None:
        self.table = table
        self.known = known
        self.words = words
        self.made = made
        self.actions = actions
        self.worded = worded
        self.problems: list[Problem] = []
        self.columns = self.find_columns()
        self.rows: dict[str, Row] = {}
        index = self.columns.get("due")
        self.dates = DateColumn("" if index is None else row.cells[index] for row in table.rows)

    def find_columns(self) -> dict[str, int]:
        """Where each field stands; what is missing, strange or there twice is told."""
        columns: dict[str, int] = {}
        for index, heading in enumerate(self.table.headings):
            field = self.known.get(fold(heading))
            if field is not None and field not in columns:
                columns[field] = index
            elif not is_blank(heading):
                place = self.table.heading_place(index)
                self.problems.append(problem("X043", place, heading=shortened(heading)))
        for one in COLUMNS:
            if one.field not in columns and (one.is_edited or one.field == _VERSION):
                place = Place(file=self.table.file, sheet=self.table.sheet)
                self.problems.append(problem("X042", place, heading=said(one.heading)))
        return columns

    def edits(self) -> Iterator[Edit]:
        if errors(self.problems):
            return
        for row in self.table.rows:
            action = self.action_of(row)
            if action is not None:
                edit = self.edit(row, action)
                if edit.changes:
                    yield edit
        for id in self.made:
            action = self.actions.get(id)
            if id not in self.rows and action is not None and not action.is_closed:
                place = Place(file=self.table.file, sheet=self.table.sheet)
                self.problems.append(problem("X049", place, action=id))

    def action_of(self, row: Row) -> Action | None:
        """The action of a row as it is now; None, with a problem, where the row cannot be used."""
        id = tidy(self.text(row, _ID))
        place = self.place(row, _ID)
        if not id:
            self.problems.append(problem("X044", self.table.row_place(row)))
            return None
        if id in self.rows:
            first = Place(cell=self.table.row_place(self.rows[id]).cell)
            self.problems.append(
                problem("X046", place, action=id, first=said_in_each(first.text_in))
            )
            return None
        self.rows[id] = row
        action = self.actions.get(id)
        if action is None:
            hint = did_you_mean(id, self.actions)
            self.problems.append(problem("X045", place, found=shortened(id), hint=hint))
            return None
        version = tidy(self.text(row, _VERSION))
        made = self.made.get(id)
        if made is None or made[_VERSION] != version or int(version) > action.version:
            place = self.place(row, _VERSION)
            self.problems.append(problem("X047", place, action=id))
            return None
        return action

    def edit(self, row: Row, action: Action) -> Edit:
        """What a row changes of an action."""
        places = {one.field: self.place(row, one.field) for one in EDITED}
        made = self.made[action.id]
        changes = {}
        for field, place in places.items():
            text = _plain(self.text(row, field))
            if text == _plain(made.get(field, "")):
                continue
            value = self.value(field, text, place)
            if value is _UNREADABLE or value == getattr(action, field):
                continue
            changes[field] = value
            if made[_VERSION] != str(action.version):
                self.conflict(action, field, text, place)
        if made[_VERSION] == str(action.version):
            self.tell_of_shown(row, action)
        return Edit(action=action, changes=changes, places=places)

    def value(self, field: str, text: str, place: Place) -> Any:
        """What a cell says, as an action holds it."""
        lost = loss(text)
        if lost:
            self.problems.append(problem("X051", place, what=lost))
            return _UNREADABLE
        if field == "due":
            return self.day(text, place)
        if field == "owner":
            return tidy(text) or None
        return self.word(field, text, place) if field in WORDS else text

    def day(self, text: str, place: Place) -> Any:
        found = self.dates.read(text)
        if isinstance(found, date):
            return found
        self.problems.append(problem("X050", place, found=shortened(text)))
        return _UNREADABLE

    def word(self, field: str, text: str, place: Place) -> Any:
        """One of the words of a field, by its id or its label."""
        typed, known = fold(text), labels(field)
        for id in WORDS[field]:
            if typed == fold(id) or known.get(typed) == id:
                return id
        facts = {"found": shortened(text), "hint": did_you_mean(text, _labels(field, self.words))}
        allowed = said_in_each(lambda language: listed(_labels(field, words_in(language))))
        self.problems.append(
            problem("X009", place, field=field_words(field), allowed=allowed, **facts)
        )
        return _UNREADABLE

    def conflict(self, action: Action, field: str, text: str, place: Place) -> None:
        """Tell both what is in the workbook and what somebody else made of it meanwhile."""
        made = self.made[action.id]
        facts = {
            "action": action.id,
            "heading": self.table.headings[self.columns[field]],
            "made": made[_VERSION],
            "now": action.version,
            "ours": shortened(text),
            "theirs": shortened(self.shown(action, field)),
            "before": shortened(_plain(made.get(field, ""))),
        }
        self.problems.append(problem("X048", place, **facts))

    def tell_of_shown(self, row: Row, action: Action) -> None:
        """Tell of cells that were changed and are not taken from a workbook."""
        for one in _SHOWN:
            if one.field in self.columns:
                found = _plain(self.text(row, one.field))
                if found != _plain(self.shown(action, one.field)):
                    place = self.place(row, one.field)
                    heading = self.table.headings[self.columns[one.field]]
                    self.problems.append(problem("X052", place, heading=heading))

    def shown(self, action: Action, field: str) -> str:
        """What a cell of an action says, for people."""
        told = self.worded(action, self.words.language)
        value = shown(told, field, action.raised_on, self.words)
        return (
            date_words(value, self.words.language) if isinstance(value, date) else str(value or "")
        )

    def text(self, row: Row, field: str) -> str:
        return row.cells[self.columns[field]]

    def place(self, row: Row, field: str) -> Place:
        about = tidy(self.text(row, _ID))
        return self.table.place(row, self.columns[field], about)


_UNREADABLE: Any = type("Unreadable", (), {"__repr__": lambda self: "UNREADABLE"})()


def _plain(text: str) -> str:
    """A text without what spreadsheets do to it and nobody sees."""
    return without_guard(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _labels(field: str, words: Words) -> list[str]:
    return [words.again(label) for label in WORDS[field].values()]
