"""The problems of one batch: counted, with the first places; or every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy

from auditkit.frames.cells import cells_of
from auditkit.frames.kernel import fact_at
from auditkit.frames.remarks import mistaken
from auditkit.frames.tallies import FIRST, Counted, Key, Tally
from auditkit.frozen import changed
from auditkit.languages import ENGLISH, said_joined
from auditkit.matching.folding import tidy
from auditkit.matching.options import quoted_text
from auditkit.problems import Place, Problem
from auditkit.wording import shortened

if TYPE_CHECKING:
    from auditkit.frames.kernel import Scored
    from auditkit.frames.known import Numbers
    from auditkit.frames.reading import Mistake
    from auditkit.frames.recipe import Recipe
    from auditkit.frames.sources import Batch, Places

_LONGEST_ABOUT = 60
_BROKEN = "N003"

PROBLEM_COLUMNS = ("file", "place", "code", "severity", "problem")


class Findings(NamedTuple):
    """Problems counted by kind and column; and every one, where somebody wants them all."""

    counted: tuple[tuple[Key, Counted], ...]
    every: tuple[Problem, ...]


def problem_cells(one: Problem) -> tuple[str, ...]:
    """A problem as the cells of a row."""
    where = Place(sheet=one.place.sheet, cell=one.place.cell, about=one.place.about)
    return one.place.file, where.text_in(ENGLISH), one.code, one.severity, one.message


def notes(batch: Batch) -> tuple[tuple[Key, Counted], ...]:
    """What is to be said of rows that were left out."""
    tally = Tally()
    for one in batch.notes:
        tally.add((one.code, ""), one)
    return tuple(tally.items())


def counted(
    source: Places,
    batch: Batch,
    recipe: Recipe,
    scored: Scored,
    *,
    in_full: bool,
    is_renamed: bool = False,
) -> Findings:
    """The problems of a batch that was scored; under pseudonyms, where `is_renamed`, places name
    nothing but these.
    """
    finder = _Finder(source, batch, recipe, scored, is_renamed)
    tally = Tally()
    tally.merge(notes(batch))
    finder.count_mistakes(tally)
    finder.count_remarks(tally)
    every = tuple(finder.every()) if in_full else ()
    return Findings(tuple(tally.items()), (*batch.notes, *every) if in_full else ())


class _Finder:
    def __init__(
        self, source: Places, batch: Batch, recipe: Recipe, scored: Scored, is_renamed: bool
    ) -> None:
        self.source = source
        self.is_renamed = is_renamed
        self.rows = batch.rows
        self.numbers = batch.numbers
        self.recipe = recipe
        self.scored = scored
        columns = recipe.columns
        asked = recipe.scoring.question_set
        self.about = {
            index: quoted_text(asked.questions[name]) for name, index in columns.answers.items()
        }
        self.about |= {index: f"case.{name}" for name, index in columns.case.items()}

    def count_mistakes(self, tally: Tally) -> None:
        """What could not be read, by column."""
        found: dict[Key, list[tuple[int, Mistake]]] = {}
        for row, mistakes in sorted(self.scored.read.mistakes.items()):
            for one in mistakes:
                key = (one.unread.code, "" if one.column is None else str(one.column))
                found.setdefault(key, []).append((row, one))
        for key, alike in found.items():
            first = [(row, one.column, self.case(row, one)) for row, one in alike[:FIRST]]
            places = tuple(self.place(*where) for where in first)
            tally.merge([(key, Counted(self.mistake(*alike[0]), places, len(alike)))])

    def count_remarks(self, tally: Tally) -> None:
        """What scorecards say beside their figures, and why a set refuses blanks."""
        found: dict[Key, list[tuple[int, Problem]]] = {}
        times: dict[Key, int] = {}
        for number, rows, count in _first_rows(self.scored.columns["warnings"].numbers):
            for one in self.scored.remarks.get(number, ()):
                key = (one.code, str(one.facts.get("question") or one.facts.get("field") or ""))
                found.setdefault(key, []).extend((row, one) for row in rows)
                times[key] = times.get(key, 0) + count
        for key, alike in sorted(found.items(), key=lambda item: min(item[1], key=_row)[0]):
            first = sorted(alike, key=_row)[:FIRST]
            places = tuple(self.place(row, None, self.reference(row)) for row, _ in first)
            tally.merge([(key, Counted(self.placed(*first[0]), places, times[key]))])

    def every(self) -> Iterator[Problem]:
        """Every problem, row by row."""
        numbers = self.scored.columns["warnings"].numbers
        for row in range(len(numbers)):
            for mistake in self.scored.read.mistakes.get(row, ()):
                yield self.mistake(row, mistake)
            for one in self.scored.remarks.get(int(numbers[row]), ()):
                yield self.placed(row, one)

    def mistake(self, row: int, one: Mistake) -> Problem:
        """What could not be read, in its place."""
        about = self.case(row, one)
        if one.column is not None and not self.has_pseudonym(row):
            about = said_joined(filter(None, (about, self.about.get(one.column))))
        found = mistaken(one, self.recipe.since)
        return changed(found, place=self.place(row, one.column, about))

    def case(self, row: int, one: Mistake) -> str:
        """The case of a row in which something could not be read."""
        if one.column is None or self.has_pseudonym(row):
            return self.reference(row)
        return self.typed_reference(row)

    def has_pseudonym(self, row: int) -> bool:
        """Whether a row's case stands under its pseudonym, which is not broken."""
        mistakes = self.scored.read.mistakes[row]
        return self.is_renamed and not any(one.unread.code == _BROKEN for one in mistakes)

    def placed(self, row: int, one: Problem) -> Problem:
        return changed(one, place=self.place(row, None, self.reference(row)))

    def place(self, row: int, column: int | None, about: str) -> Place:
        return self.source.place(int(self.numbers[row]), column, about)

    def reference(self, row: int) -> str:
        return shortened(fact_at(self.scored.columns["case_ref"], row) or "", _LONGEST_ABOUT)

    def typed_reference(self, row: int) -> str:
        """The case of a row as it was typed, whether or not it could be read."""
        index = self.recipe.columns.metadata.get("case_ref")
        typed = "" if index is None else cells_of(self.rows[index].slice(row, 1))[0]
        return shortened(tidy(typed), _LONGEST_ABOUT)


def _row(found: tuple[int, Problem]) -> int:
    return found[0]


def _first_rows(numbers: Numbers) -> Iterator[tuple[int, list[int], int]]:
    """Each number, the first rows that have it, and how many have."""
    order = numpy.argsort(numbers, kind="stable")
    ordered = numbers[order]
    starts = numpy.flatnonzero(numpy.diff(ordered, prepend=-1))
    counts = numpy.diff(starts, append=len(ordered))
    for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
        yield int(ordered[start]), order[start : start + min(FIRST, count)].tolist(), count
