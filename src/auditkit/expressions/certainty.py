"""Whether an answer that is still missing could turn a condition the other way.

Every question that is not assessed or invalid may turn out as any of its options; counts and
points then lie within a range. Questions are taken as independent of each other, so that a
condition may be called undecided where a cleverer reader would see that it is not; never the
other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditkit.expressions.checking import counted_options, counted_questions
from auditkit.expressions.evaluation import (
    OPERATORS,
    ScaledScope,
    compile_condition,
    counts,
    factor_of,
    section_of,
    sides,
)
from auditkit.expressions.facts import Facts
from auditkit.expressions.syntax import (
    Call,
    Compare,
    Items,
    Junction,
    Literal,
    Name,
    Not,
    Tree,
)

MayBe = tuple[bool, bool]
_EITHER: MayBe = (True, True)


def may_be(tree: Tree, scope: ScaledScope, facts: Facts) -> MayBe:
    """Whether the condition may be true, and whether it may be false."""
    match tree:
        case Not():
            true, false = may_be(tree.part, scope, facts)
            return false, true
        case Junction():
            parts = [may_be(part, scope, facts) for part in tree.parts]
            if tree.operator == "and":
                return all(part[0] for part in parts), any(part[1] for part in parts)
            return any(part[0] for part in parts), all(part[1] for part in parts)
        case Compare():
            return _comparison(tree, scope, facts)
        case _:
            return _certain(compile_condition(tree, scope)(facts))


def questions_in(tree: Tree, scope: ScaledScope) -> frozenset[str]:
    """Every question on whose answer the condition rests, those that it counts or scores
    included.
    """
    found = set(sets_of_questions(tree, scope))
    return found.pop() if len(found) == 1 else frozenset().union(*found)


def sets_of_questions(tree: Tree, scope: ScaledScope) -> Iterator[frozenset[str]]:
    """The same in parts; those of whole sections and of all choices are one object each."""
    match tree:
        case Name():
            yield frozenset({tree.id})
        case Call(function="count"):
            yield counted_questions(tree, scope)
        case Call(function="points" | "score"):
            yield scope.scored_in(section_of(tree.arguments))
        case Call():
            yield from _sets_within(tree.arguments, scope)
        case Not():
            yield from sets_of_questions(tree.part, scope)
        case Junction():
            yield from _sets_within(tree.parts, scope)
        case Compare():
            yield from _sets_within((tree.left, tree.right), scope)


def _sets_within(trees: tuple[Tree, ...], scope: ScaledScope) -> Iterator[frozenset[str]]:
    for tree in trees:
        yield from sets_of_questions(tree, scope)


def _certain(truth: bool) -> MayBe:
    return truth, not truth


def _is_open(side: Tree, other: Tree, scope: ScaledScope, facts: Facts) -> bool:
    """Whether a side is an answer that is still missing. One that was chosen as "not assessed"
    is an answer where the condition asks about that very option.
    """
    match side:
        case Name(id=name) if name in facts.unknown:
            found = facts.answers.get(name)
            chosen = found if isinstance(found, tuple) else (found,)
            return not any(one in _literals(other) for one in chosen)
        case Call(function="days_between", arguments=dates):
            return any(isinstance(one, Name) and one.id in facts.unknown for one in dates)
        case Call(function="score", arguments=arguments):
            section = section_of(arguments)
            missing = not facts.unknown.isdisjoint(scope.scored_in(section))
            return missing and facts.figure(section) is None
        case _:
            return False


def _literals(tree: Tree) -> tuple[Any, ...]:
    match tree:
        case Literal():
            return (tree.value,)
        case Items():
            return tuple(item.value for item in tree.items if isinstance(item, Literal))
        case _:
            return ()


def _comparison(tree: Compare, scope: ScaledScope, facts: Facts) -> MayBe:
    if _is_open(tree.left, tree.right, scope, facts) or _is_open(
        tree.right, tree.left, scope, facts
    ):
        return _EITHER
    if tree.operator not in OPERATORS:
        return _membership(tree, scope, facts)
    left, right = (side(facts) for side in sides(tree, scope))
    if left is None or right is None:
        return _certain(False)
    lefts = _span(tree.left, left, factor_of(tree.left, tree, scope), scope, facts)
    rights = _span(tree.right, right, factor_of(tree.right, tree, scope), scope, facts)
    if tree.operator in ("==", "!="):
        same = _may_be_equal(lefts, rights)
        return same if tree.operator == "==" else (same[1], same[0])
    compare = OPERATORS[tree.operator]
    ends = {compare(one, other) for one in lefts for other in rights}
    return True in ends, False in ends


def _membership(tree: Compare, scope: ScaledScope, facts: Facts) -> MayBe:
    """Like so many comparisons with the items of the list, one by one."""
    if not isinstance(tree.right, Items):
        return _certain(compile_condition(tree, scope)(facts))
    each, joined = ("==", "or") if tree.operator == "in" else ("!=", "and")
    parts = tuple(Compare(tree.left, each, item) for item in tree.right.items)
    return may_be(Junction(joined, parts), scope, facts)


def _span(side: Tree, value: Any, factor: int, scope: ScaledScope, facts: Facts) -> tuple[Any, Any]:
    """The least and the most that a side may come to."""
    match side:
        case Call(function="count"):
            options = frozenset(counted_options(side))
            missing = facts.unknown.intersection(counted_questions(side, scope))
            open_ones = [name for name in missing if not counts(facts, name, options)]
            more = sum(_offers(scope, name, options) for name in open_ones)
            return value, value + more * factor
        case Call(function="points", arguments=arguments):
            least, most = facts.points_range(section_of(arguments))
            return least * factor, most * factor
        case _:
            return value, value


def _offers(scope: ScaledScope, name: str, options: frozenset[str]) -> bool:
    """Whether a question has any of these options."""
    kind = scope.question(name)
    return kind is not None and not options.isdisjoint(kind.options)


def _may_be_equal(lefts: tuple[Any, Any], rights: tuple[Any, Any]) -> MayBe:
    if lefts[0] == lefts[1] and rights[0] == rights[1]:
        return _certain(lefts[0] == rights[0])
    return lefts[0] <= rights[1] and rights[0] <= lefts[1], True
