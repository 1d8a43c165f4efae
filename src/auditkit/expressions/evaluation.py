"""A checked condition as a function of the facts: true or false, as things stand.

Where a side of a comparison has no value, that comparison is false, ``!=`` too. Numbers are
integers scaled to a common denominator, so that every comparison is exact.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, Protocol

from auditkit.expressions.checking import (
    Scope,
    counted_options,
    counted_questions,
    kind_of,
)
from auditkit.expressions.facts import Facts
from auditkit.expressions.numbers import scaled
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

Truth = Callable[[Facts], bool]
Value = Callable[[Facts], Any]

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class ScaledScope(Scope, Protocol):
    """A scope that also knows by what its figures and points are scaled, and which scored
    questions stand in a section (None: in the whole set).
    """

    @property
    def figure_scale(self) -> int: ...

    @property
    def points_scale(self) -> int: ...

    def scored_in(self, section: str | None) -> frozenset[str]: ...


def compile_condition(tree: Tree, scope: ScaledScope) -> Truth:
    """The condition as a function. The tree must have passed `check` in the same scope."""
    match tree:
        case Junction():
            parts = tuple(compile_condition(part, scope) for part in tree.parts)
            return _all(parts) if tree.operator == "and" else _any(parts)
        case Not():
            inner = compile_condition(tree.part, scope)
            return lambda facts: not inner(facts)
        case Compare():
            return _comparison(tree, scope)
        case Call(function="answered", arguments=(Name(id=name),)):
            return lambda facts: facts.answers.get(name) is not None and name not in facts.unknown
    raise TypeError(f"not a condition: {tree!r}")


def _all(parts: tuple[Truth, ...]) -> Truth:
    if len(parts) == 2:
        first, second = parts
        return lambda facts: first(facts) and second(facts)
    return lambda facts: all(part(facts) for part in parts)


def _any(parts: tuple[Truth, ...]) -> Truth:
    if len(parts) == 2:
        first, second = parts
        return lambda facts: first(facts) or second(facts)
    return lambda facts: any(part(facts) for part in parts)


def _comparison(tree: Compare, scope: ScaledScope) -> Truth:
    if tree.operator in ("in", "not in"):
        return _membership(tree, scope)
    match tree:
        case Compare(left=Name(id=name), operator="==", right=Literal(value=str() as option)):
            kind = scope.question(name)
            if kind is not None and kind.type == "choice":
                return lambda facts: facts.answers.get(name) == option
    left, right = sides(tree, scope)
    compare = OPERATORS[tree.operator]

    def holds(facts: Facts) -> bool:
        found, expected = left(facts), right(facts)
        return found is not None and expected is not None and compare(found, expected)

    return holds


def sides(tree: Compare, scope: ScaledScope) -> tuple[Value, Value]:
    """Both sides as functions of the facts, numbers brought to one scale."""
    left = value_of(tree.left, scope, tree.right, factor_of(tree.left, tree, scope))
    right = value_of(tree.right, scope, tree.left, factor_of(tree.right, tree, scope))
    return left, right


def factor_of(side: Tree, tree: Compare, scope: ScaledScope) -> int:
    """What brings the integers of a side to the scale that both sides share."""
    common = lcm(scale_of(tree.left, scope), scale_of(tree.right, scope))
    return common // scale_of(side, scope)


def scale_of(tree: Tree, scope: ScaledScope) -> int:
    """By what the integers of this side are multiplied."""
    match tree:
        case Call(function="score"):
            return scope.figure_scale
        case Call(function="points"):
            return scope.points_scale
        case _:
            kind = kind_of(tree, scope)
            return int(10 ** (kind.places if kind else 0))


def value_of(tree: Tree, scope: ScaledScope, other: Tree, factor: int) -> Value:
    """A side of a comparison as a function of the facts; numbers times `factor`."""
    match tree:
        case Literal():
            constant = _constant(tree, scope, other, factor)
            return lambda facts: constant
        case Name(id=name):
            return _times(lambda facts: facts.answers.get(name), tree, scope, factor)
        case CaseName(id=name):
            return _times(lambda facts: facts.case.get(name), tree, scope, factor)
        case Call(function="count"):
            return _count(tree, scope, factor)
        case Call(function="days_between", arguments=(first, second)):
            return _days(first, second, scope, factor)
        case Call(function=function, arguments=arguments):
            return _figure(function, section_of(arguments), factor)
    raise TypeError(f"not a value: {tree!r}")


def _constant(tree: Literal, scope: ScaledScope, other: Tree, factor: int) -> Any:
    if isinstance(tree.value, Decimal):
        return scaled(tree.value, scale_of(tree, scope)) * factor
    kind = kind_of(other, scope)
    if kind is not None and kind.type == "date":
        return date.fromisoformat(tree.value)
    return tree.value


def _times(value: Value, tree: Tree, scope: ScaledScope, factor: int) -> Value:
    kind = kind_of(tree, scope)
    if factor == 1 or kind is None or kind.type != "number":
        return value

    def times(facts: Facts) -> Any:
        found = value(facts)
        return None if found is None else found * factor

    return times


def _count(tree: Call, scope: ScaledScope, factor: int) -> Value:
    options = frozenset(counted_options(tree))
    questions = counted_questions(tree, scope)
    return lambda facts: sum(counts(facts, name, options) for name in questions) * factor


def counts(facts: Facts, name: str, options: frozenset[str]) -> bool:
    """Whether the option chosen for a question, or any of several, is among these."""
    found = facts.answers.get(name)
    if isinstance(found, tuple):
        return not options.isdisjoint(found)
    return found in options


def _days(first: Tree, second: Tree, scope: ScaledScope, factor: int) -> Value:
    begin = value_of(first, scope, second, 1)
    end = value_of(second, scope, first, 1)

    def days(facts: Facts) -> int | None:
        one, other = begin(facts), end(facts)
        return None if one is None or other is None else (other - one).days * factor

    return days


def section_of(arguments: tuple[Tree, ...]) -> str | None:
    """The section that ``score`` or ``points`` is asked for; None is the whole."""
    return arguments[0].id if arguments and isinstance(arguments[0], Name) else None


def _figure(function: str, section: str | None, factor: int) -> Value:
    def figure(facts: Facts) -> int | None:
        found = facts.figure(section) if function == "score" else facts.points(section)
        return None if found is None else found * factor

    return figure


def _membership(tree: Compare, scope: ScaledScope) -> Truth:
    inside = tree.operator == "in"
    if isinstance(tree.right, Items):
        left = value_of(tree.left, scope, tree.right, 1)
        allowed = frozenset(_listed(tree.right.items, tree.left, scope))

        def among(facts: Facts) -> bool:
            found = left(facts)
            return found is not None and (found in allowed) == inside

        return among
    option = tree.left.value if isinstance(tree.left, Literal) else None
    several = value_of(tree.right, scope, tree.left, 1)

    def holds(facts: Facts) -> bool:
        chosen = several(facts)
        return chosen is not None and (option in chosen) == inside

    return holds


def _listed(items: tuple[Literal | Name, ...], left: Tree, scope: ScaledScope) -> Iterator[Any]:
    """What the items of a list mean on the scale of the left side; a number between two of its
    steps stays a fraction, which no integer equals.
    """
    scale = scale_of(left, scope)
    for item in items:
        assert isinstance(item, Literal)  # a name in a list is refused when the set is read
        if isinstance(item.value, Decimal):
            yield Fraction(item.value) * scale
        else:
            yield _constant(item, scope, left, 1)
