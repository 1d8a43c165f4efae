"""What is asked of returns before they are scored: under which names their cases stand, which
draw they must be of, and what becomes of a case that is there twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow

from auditkit.draws.drawn_returns import Drawn
from auditkit.errors import Refused
from auditkit.frames.arrays import array_of
from auditkit.frames.reading import Coded, Fact, Mistake, Read
from auditkit.matching.duplicates import REFUSE, settle_duplicates
from auditkit.matching.options import Unread
from auditkit.privacy.protecting import under_pseudonym
from auditkit.privacy.pseudonyms import pseudonym, renamed_facts

if TYPE_CHECKING:
    from auditkit.draws.record import Draw
    from auditkit.privacy.keys import Key
    from auditkit.problems import Problem
    from auditkit.returns import AuditReturn

Wrong = Iterable[tuple[int, Unread]]


class Admission:
    """`duplicates` is ``refuse`` or ``latest``; with a `key` cases stand under their pseudonyms;
    with a `draw` returns of other cases are held.
    """

    def __init__(
        self, duplicates: str = REFUSE, key: Key | None = None, draw: Draw | None = None
    ) -> None:
        self.duplicates = duplicates
        self.key = key
        self.drawn = None if draw is None else Drawn(draw)

    def admitted(self, returns: Sequence[AuditReturn]) -> tuple[list[AuditReturn], list[Problem]]:
        """All returns there are, and the problems of those left out."""
        kept, gone = settle_duplicates(returns, self.duplicates)
        if self.key is not None:
            kept = [under_pseudonym(one, self.key) for one in kept]
        return [one if self.drawn is None else self.drawn.held(one) for one in kept], gone

    def admit(self, read: Read, twice: Mapping[int, Unread]) -> None:
        """The same for a batch; of the rows in `twice` it is known that they do not stand."""
        _hold(read, twice.items())
        if self.key is not None:
            _hold(read, _renamed(read, self.key))
        if self.drawn is not None:
            _hold(read, _not_drawn(read, self.drawn))


def _hold(read: Read, wrong: Wrong) -> None:
    for row, unread in wrong:
        read.mistakes.setdefault(row, []).append(Mistake(None, unread))
        read.rows.held[row] = True


def _renamed(read: Read, key: Key) -> Wrong:
    """Put pseudonyms in place of references, in what is said of rows too; the rows with one that
    is broken.
    """
    if "case_ref" not in read.facts:
        return []
    references = list(_texts(read.facts["case_ref"]))
    broken = []
    for row, reference in enumerate(references):
        try:
            references[row] = pseudonym(reference, key)
        except Refused as refused:
            broken += [(row, Unread(one.code, **one.facts)) for one in refused.problems]
    for row in read.mistakes.keys() - {row for row, _ in broken}:
        read.mistakes[row] = [
            Mistake(column, Unread(said.code, **renamed_facts(said.facts, references[row])))
            for column, said in read.mistakes[row]
        ]
    read.facts["case_ref"] = array_of(references, pyarrow.string())
    return broken


def _not_drawn(read: Read, drawn: Drawn) -> Wrong:
    """The rows of cases that were not drawn, or for another period."""
    nothing = [""] * len(read.rows)
    references, periods = (
        _texts(read.facts[name]) if name in read.facts else nothing
        for name in ("case_ref", "period")
    )
    for row, (reference, period) in enumerate(zip(references, periods, strict=True)):
        wrong = drawn.wrong(reference, period or None)
        if wrong is not None:
            yield row, Unread(wrong[0], **wrong[1])


def _texts(fact: Fact) -> Iterator[str]:
    """What a fact says in each row, a blank for nothing."""
    if isinstance(fact, Coded):
        return (fact.things[number] or "" for number in fact.numbers.tolist())
    return (text or "" for text in fact.to_pylist())
