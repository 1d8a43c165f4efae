"""Problems by the million: counted by kind and column, with the first places, never all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from auditkit.frozen import changed
from auditkit.languages import Words, said_joined
from auditkit.problems import Place, Problem

FIRST = 3
Key = tuple[str, str]


class Counted(NamedTuple):
    """Problems that are alike: the first of them, the places of the first few, and how many."""

    problem: Problem
    places: tuple[Place, ...]
    times: int

    def text_in(self, words: Words) -> str:
        """The first problem in words, and how many more there are, where."""
        text = self.problem.text_in(words.language)
        if self.times == 1:
            return text
        others = [self._shortly(place, words.language) for place in self.places[1:]]
        return text + words.plural(
            " ({count} more like this, first in {places})",
            " ({count} more like this, first in {places})",
            self.times - 1,
            places=said_joined(others),
        )

    def _shortly(self, place: Place, language: str) -> str:
        """Where another is: its cell, with the file where that is another one too."""
        if not place.cell:
            return place.text_in(language)
        file = "" if place.file == self.problem.place.file else place.file
        return changed(place, file=file, about="").text_in(language)


class Tally:
    """Counts problems by their code and what they are about, those of whole files first."""

    def __init__(self, of_files: Iterable[Problem] = ()) -> None:
        self.found: dict[Key, Counted] = {}
        for one in of_files:
            self.add((one.code, str(sorted(map(str, one.facts.values())))), one)
        self.of_files = frozenset(self.found)

    def add(self, key: Key, problem: Problem, count: int = 1) -> None:
        """Count a problem, or several that are alike of which this is the first."""
        self.merge([(key, Counted(problem, (problem.place,), count))])

    def merge(self, found: Iterable[tuple[Key, Counted]]) -> None:
        """Take in what was counted elsewhere, of later rows."""
        for key, one in found:
            known = self.found.get(key)
            if known is None:
                self.found[key] = one
            else:
                places = (*known.places, *one.places)[:FIRST]
                self.found[key] = Counted(known.problem, places, known.times + one.times)

    def items(self) -> Iterator[tuple[Key, Counted]]:
        yield from self.found.items()

    def has_error(self) -> bool:
        """Whether anything is held or left out that ought to count."""
        return any(one.problem.severity == "error" for one in self.found.values())

    def in_order(self) -> list[Counted]:
        """Errors first, and of either those of whole files, then the most frequent."""
        return [self.found[key] for key in sorted(self.found, key=self._rank)]

    def _rank(self, key: Key) -> tuple[bool, bool, int]:
        one = self.found[key]
        return one.problem.severity != "error", key not in self.of_files, -one.times
