"""Whether a condition can mean anything: every name known, every comparison between like things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from auditkit.expressions.syntax import (
    Call,
    CaseName,
    Compare,
    ExpressionError,
    Items,
    Junction,
    Literal,
    Name,
    Not,
    Tree,
)
from auditkit.frozen import frozen
from auditkit.problems import did_you_mean

ORDERED = ("number", "date")


@frozen
class Kind:
    """What a name stands for: `type` is choice, choices, number, text or date; `options` are
    the ids that a choice may have; `places` the decimals that a number may have.
    """

    type: str
    options: tuple[str, ...] = ()
    places: int = 0


class Scope(Protocol):
    """The names that conditions of one question set may use."""

    def question(self, name: str) -> Kind | None: ...
    def case_field(self, name: str) -> Kind | None: ...
    def has_section(self, name: str) -> bool: ...
    def has_tag(self, name: str) -> bool: ...
    def names(self) -> Sequence[str]: ...
    def tagged(self, tag: str) -> Sequence[str]: ...


def check(tree: Tree, scope: Scope, *, figures: bool = True) -> Iterator[ExpressionError]:
    """Everything that is wrong with a condition. `figures` is false where scores are not known
    yet, as in ``applies_when``.
    """
    match tree:
        case Junction():
            for part in tree.parts:
                yield from check(part, scope, figures=figures)
        case Not():
            yield from check(tree.part, scope, figures=figures)
        case Compare():
            yield from _check_comparison(tree, scope, figures)
        case Call(function="answered"):
            yield from _check_call(tree, scope, figures)
        case _:
            yield ExpressionError("E014", found=in_words(tree))


def in_words(tree: Tree) -> str:
    """A part of a condition as it would be typed."""
    match tree:
        case Literal(value=str() as text):
            return f'"{text}"'
        case Literal():
            return str(tree.value)
        case Name():
            return tree.id
        case CaseName():
            return f"case.{tree.id}"
        case Items():
            return "[" + ", ".join(in_words(item) for item in tree.items) + "]"
        case Call():
            return f"{tree.function}(…)"
        case _:
            return "a condition"


def kind_of(tree: Tree, scope: Scope) -> Kind | None:
    """What a side of a comparison is, or None where its name is unknown or it has no value."""
    match tree:
        case Name():
            return scope.question(tree.id)
        case CaseName():
            return scope.case_field(tree.id)
        case Literal(value=Decimal() as number):
            return Kind("number", places=decimal_places(number))
        case Literal():
            return Kind("text")
        case Call(function="answered"):
            return None
        case Call(function="points" | "score"):
            return Kind("number", places=12)
        case Call():
            return Kind("number")
        case _:
            return None


def decimal_places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _check_comparison(tree: Compare, scope: Scope, figures: bool) -> Iterator[ExpressionError]:
    sides = (tree.left, tree.right)
    broken = [error for side in sides for error in _check_side(side, scope, figures)]
    yield from broken
    if broken:
        return
    if tree.operator in ("in", "not in"):
        yield from _check_membership(tree, scope)
    else:
        yield from _check_alike(tree, scope)


def _check_side(tree: Tree, scope: Scope, figures: bool) -> Iterator[ExpressionError]:
    match tree:
        case Name():
            if scope.question(tree.id) is None:
                yield _unknown(tree.id, scope.names())
        case CaseName():
            if scope.case_field(tree.id) is None:
                yield ExpressionError("E007", found=tree.id)
        case Call():
            yield from _check_call(tree, scope, figures)
        case Items():
            for item in tree.items:
                if isinstance(item, Name):
                    yield ExpressionError("E004", found=in_words(tree))
        case Literal():
            return
        case _:
            yield ExpressionError("E004", found="a condition inside a comparison")


def _unknown(name: str, known: Sequence[str]) -> ExpressionError:
    return ExpressionError("E006", found=name, hint=did_you_mean(name, known))


def _check_alike(tree: Compare, scope: Scope) -> Iterator[ExpressionError]:
    if isinstance(tree.left, Items) or isinstance(tree.right, Items):
        yield ExpressionError("E021", operator=tree.operator)
        return
    left, right = kind_of(tree.left, scope), kind_of(tree.right, scope)
    if left is None or right is None:
        yield ExpressionError("E011", left=in_words(tree.left), right=in_words(tree.right))
        return
    if "choices" in (left.type, right.type):
        yield ExpressionError("E022", operator=tree.operator)
        return
    if isinstance(tree.left, Literal) and isinstance(tree.right, Literal):
        yield ExpressionError("E011", left=in_words(tree.left), right=in_words(tree.right))
        return
    if tree.operator not in ("==", "!="):
        for side, kind in ((tree.left, left), (tree.right, right)):
            if not isinstance(side, Literal) and kind.type not in ORDERED:
                yield ExpressionError("E012", operator=tree.operator, found=in_words(side))
                return
    if isinstance(tree.left, Literal):
        yield from _check_pair(tree.right, right, tree.left, left)
    else:
        yield from _check_pair(tree.left, left, tree.right, right)


def _check_pair(side: Tree, kind: Kind, other: Tree, other_kind: Kind) -> Iterator[ExpressionError]:
    """A side that is not a literal against the other."""
    literal = other.value if isinstance(other, Literal) else None
    if kind.type == "choice" and isinstance(literal, str):
        if literal not in kind.options:
            yield _unknown_option(literal, in_words(side), kind)
    elif kind.type == "date" and isinstance(literal, str) and _is_date(literal):
        return
    elif kind.type != other_kind.type:
        yield ExpressionError("E011", left=in_words(side), right=in_words(other))
    elif isinstance(literal, Decimal) and other_kind.places > kind.places:
        yield ExpressionError("E013", number=str(literal), places=kind.places)


def _unknown_option(found: str, question: str, kind: Kind) -> ExpressionError:
    hint = did_you_mean(found, kind.options)
    allowed = ", ".join(kind.options)
    return ExpressionError("E010", found=found, question=question, hint=hint, allowed=allowed)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_membership(tree: Compare, scope: Scope) -> Iterator[ExpressionError]:
    right = kind_of(tree.right, scope)
    if right is not None and right.type == "choices":
        if not (isinstance(tree.left, Literal) and isinstance(tree.left.value, str)):
            yield ExpressionError("E021", operator=tree.operator)
        elif tree.left.value not in right.options:
            yield _unknown_option(tree.left.value, in_words(tree.right), right)
        return
    left = kind_of(tree.left, scope)
    if not isinstance(tree.right, Items) or left is None or left.type == "choices":
        yield ExpressionError("E021", operator=tree.operator)
        return
    for item in tree.right.items:
        item_kind = kind_of(item, scope)
        if item_kind is not None:
            yield from _check_pair(tree.left, left, item, item_kind)


def _check_call(tree: Call, scope: Scope, figures: bool) -> Iterator[ExpressionError]:
    named = dict(tree.named)
    match tree.function, tree.arguments:
        case "count", (Literal() | Items(),) if set(named) <= {"of", "tagged"}:
            yield from _check_count(tree, scope)
        case "answered", (Name(),) if not named:
            yield from _check_side(tree.arguments[0], scope, figures)
        case "days_between", (first, second) if not named:
            for side in (first, second):
                yield from _check_side(side, scope, figures)
                kind = kind_of(side, scope)
                if kind is not None and kind.type != "date" and not _is_date_literal(side):
                    yield ExpressionError("E011", left="days_between(…)", right=in_words(side))
        case (("points" | "score"), (() | (Name(),))) if not named:
            if not figures:
                yield ExpressionError("E017", function=tree.function)
            for section in tree.arguments:
                if isinstance(section, Name) and not scope.has_section(section.id):
                    yield ExpressionError("E015", found=section.id)
        case _:
            yield ExpressionError("E009", function=tree.function)


def _is_date_literal(tree: Tree) -> bool:
    return isinstance(tree, Literal) and isinstance(tree.value, str) and _is_date(tree.value)


def _check_count(tree: Call, scope: Scope) -> Iterator[ExpressionError]:
    wrong = list(_count_names(tree, scope))
    yield from wrong
    if wrong:
        return
    options = counted_options(tree)
    questions = counted_questions(tree, scope)
    kinds = [kind for kind in map(scope.question, questions) if kind is not None]
    known = sorted({option for kind in kinds for option in kind.options})
    for option in options:
        if option not in known:
            yield _unknown_option(option, "the questions counted", Kind("choice", tuple(known)))


def _count_names(tree: Call, scope: Scope) -> Iterator[ExpressionError]:
    for name in _texts(dict(tree.named).get("of")):
        kind = scope.question(name)
        if kind is None:
            yield _unknown(name, scope.names())
        elif kind.type not in ("choice", "choices"):
            yield ExpressionError("E011", left="count(…)", right=name)
    for tag in _texts(dict(tree.named).get("tagged")):
        if not scope.has_tag(tag):
            yield ExpressionError("E016", found=tag)


def counted_options(tree: Call) -> tuple[str, ...]:
    """The options that a ``count`` counts."""
    return _texts(tree.arguments[0])


def counted_questions(tree: Call, scope: Scope) -> tuple[str, ...]:
    """The questions among which a ``count`` counts: all choices, unless it says which."""
    named = dict(tree.named)
    chosen = [name for name in scope.names() if _is_choice(scope, name)]
    if "of" in named:
        of = _texts(named["of"])
        chosen = [name for name in chosen if name in of]
    if "tagged" in named:
        tagged = {name for tag in _texts(named["tagged"]) for name in scope.tagged(tag)}
        chosen = [name for name in chosen if name in tagged]
    return tuple(chosen)


def _is_choice(scope: Scope, name: str) -> bool:
    kind = scope.question(name)
    return kind is not None and kind.type in ("choice", "choices")


def _texts(tree: Tree | None) -> tuple[str, ...]:
    """The names or texts of an argument, whether one or a list, quoted or bare."""
    match tree:
        case Items():
            return tuple(text for item in tree.items for text in _texts(item))
        case Name():
            return (tree.id,)
        case Literal():
            return (str(tree.value),)
        case _:
            return ()
