"""What conditions look at: names, and the options, numbers and texts that these are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from auditkit.expressions.checking import counted_options, counted_questions
from auditkit.expressions.evaluation import section_of
from auditkit.expressions.syntax import (
    Call,
    CaseName,
    Compare,
    Items,
    Junction,
    Literal,
    Name,
    Not,
    Tree,
)
from auditkit.questions.scope import SetScope

QUESTION, CASE, SCORE, POINTS, DAYS = "question", "case", "score", "points", "days"
# What is looked at, and whose: ("question", "plan"), ("score", None) for the score of the whole.
Key = tuple[str, str | None]
_DAYS: Key = (DAYS, None)


class Readings:
    """What several conditions look at.

    `typed` maps each thing to what is typed beside it; `named` are the questions that are not
    merely counted, `compared` the things held against something that is not typed. `is_beyond`
    says that numbers of days are held against what is not typed, which nobody can try out.
    """

    def __init__(self, scope: SetScope) -> None:
        self.scope = scope
        self.typed: dict[Key, set[str | Decimal]] = {}
        self.named: set[str] = set()
        self.compared: set[Key] = set()
        self.is_beyond = False

    def questions(self) -> list[str]:
        return [name for kind, name in self.typed if kind == QUESTION and name is not None]

    def of(self, kind: str) -> list[str | None]:
        return [name for one, name in self.typed if one == kind]

    def take_in(self, tree: Tree) -> None:
        """Add what a condition looks at."""
        match tree:
            case Not():
                self.take_in(tree.part)
            case Junction():
                for part in tree.parts:
                    self.take_in(part)
            case Compare():
                self._comparison(tree)
            case Call(function="answered", arguments=(Name(id=name),)):
                self._add((QUESTION, name))
                self.named.add(name)

    def _comparison(self, tree: Compare) -> None:
        sides = (tree.left, tree.right)
        typed = {value for side in sides for value in _typed(side)}
        keys = [list(self._side(side)) for side in sides]
        for key in (*keys[0], *keys[1]):
            self._add(key, typed)
        if _DAYS in (*keys[0], *keys[1]) and not typed:
            self.is_beyond = True
        if all(keys):
            self.compared.update(key for key in (*keys[0], *keys[1]) if key != _DAYS)
        for side, others in zip(sides, reversed(keys), strict=True):
            for key in others:
                self._add(key, _counts(side, self.scope))

    def _side(self, side: Tree) -> Iterator[Key]:
        match side:
            case Name():
                self.named.add(side.id)
                yield QUESTION, side.id
            case CaseName():
                yield CASE, side.id
            case Call(function="count"):
                for name in counted_questions(side, self.scope):
                    self._add((QUESTION, name), counted_options(side))
                yield from ()
            case Call(function="days_between"):
                for date in side.arguments:
                    for key in self._side(date):
                        self._add(key, _typed_in(side.arguments))
                yield _DAYS
            case Call(function=function):
                yield function, section_of(side.arguments)

    def _add(self, key: Key, typed: Iterable[str | Decimal] = ()) -> None:
        self.typed.setdefault(key, set()).update(typed)


def _counts(side: Tree, scope: SetScope) -> Iterator[Decimal]:
    """Every number that a count may come to."""
    if isinstance(side, Call) and side.function == "count":
        yield from map(Decimal, range(len(counted_questions(side, scope)) + 1))


def _typed_in(sides: Iterable[Tree]) -> set[str | Decimal]:
    return {value for side in sides for value in _typed(side)}


def _typed(side: Tree) -> Iterator[str | Decimal]:
    match side:
        case Literal():
            yield side.value
        case Items():
            yield from _typed_in(side.items)
