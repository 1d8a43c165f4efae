"""The problems of one batch: counted, with the first places; or every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy

from auditkit.frames.cells import cells_of
from auditkit.frames.kernel import fact_at
from auditkit.frames.remarks import mistaken
from auditkit.frames.tallies import Counted, Key, Tally
from auditkit.frozen import changed
from auditkit.languages import said_joined
from auditkit.matching.folding import tidy
from auditkit.matching.options import quoted_text
from auditkit.problems import Problem
from auditkit.wording import shortened

if TYPE_CHECKING:
    from auditkit.frames.kernel import Scored
    from auditkit.frames.reading import Mistake
    from auditkit.frames.recipe import Recipe
    from auditkit.frames.sources import Batch, Source

_LONGEST_ABOUT = 60
_FIRST = 3
_BROKEN = "N003"


class Findings(NamedTuple):
    """Problems counted by kind and column; and every one, where somebody wants them all."""

    counted: tuple[tuple[Key, Counted], ...]
    every: tuple[Problem, ...]


def notes(batch: Batch) -> tuple[tuple[Key, Counted], ...]:
    """What is to be said of rows that were left out."""
    tally = Tally()
    for one in batch.notes:
        tally.add((one.code, ""), one)
    return tuple(tally.items())


def counted(
    source: Source,
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
        self, source: Source, batch: Batch, recipe: Recipe, scored: Scored, is_renamed: bool
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
        seen: dict[Key, int] = {}
        first: dict[Key, list[Problem]] = {}
        for row, mistakes in sorted(self.scored.read.mistakes.items()):
            for one in mistakes:
                key = (one.unread.code, "" if one.column is None else str(one.column))
                seen[key] = seen.get(key, 0) + 1
                if seen[key] <= _FIRST:
                    first.setdefault(key, []).append(self.mistake(row, one))
        for key, problems in first.items():
            places = tuple(one.place for one in problems)
            tally.merge([(key, Counted(problems[0], places, seen[key]))])

    def count_remarks(self, tally: Tally) -> None:
        """What scorecards say beside their figures, and why a set refuses blanks."""
        numbers = self.scored.columns["warnings"].numbers
        found, first, counts = numpy.unique(numbers, return_index=True, return_counts=True)
        by_row = sorted(zip(first.tolist(), found.tolist(), counts.tolist(), strict=True))
        for row, number, count in by_row:
            for one in self.scored.remarks.get(number, ()):
                key = (one.code, str(one.facts.get("question") or one.facts.get("field") or ""))
                tally.add(key, self.placed(row, one), count)

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
        found = mistaken(one, self.recipe.since)
        about = self.reference(row)
        if one.column is not None and not self.has_pseudonym(row):
            words = self.typed_reference(row), self.about.get(one.column)
            about = said_joined(filter(None, words))
        place = self.source.place(int(self.numbers[row]), one.column, about)
        return changed(found, place=place)

    def has_pseudonym(self, row: int) -> bool:
        """Whether a row's case stands under its pseudonym, which is not broken."""
        mistakes = self.scored.read.mistakes[row]
        return self.is_renamed and not any(one.unread.code == _BROKEN for one in mistakes)

    def placed(self, row: int, one: Problem) -> Problem:
        place = self.source.place(int(self.numbers[row]), None, self.reference(row))
        return changed(one, place=place)

    def reference(self, row: int) -> str:
        return shortened(fact_at(self.scored.columns["case_ref"], row) or "", _LONGEST_ABOUT)

    def typed_reference(self, row: int) -> str:
        """The case of a row as it was typed, whether or not it could be read."""
        index = self.recipe.columns.metadata.get("case_ref")
        typed = "" if index is None else cells_of(self.rows[index].slice(row, 1))[0]
        return shortened(tidy(typed), _LONGEST_ABOUT)
