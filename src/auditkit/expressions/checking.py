"""Whether a condition can mean anything: every name known, every comparison between like things."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from auditkit.expressions.numbers import decimal_places
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
from auditkit.languages import said
from auditkit.problems import did_you_mean
from auditkit.wording import several

ORDERED = ("number", "date")
_WITH_OPTIONS = ("choice", "choices")


class Kind(NamedTuple):
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

    def tagged(self, tag: str) -> frozenset[str]:
        """The questions with options that have this tag."""
        ...

    def choices(self) -> frozenset[str]:
        """The questions that have options."""
        ...

    def options_of(self, questions: frozenset[str]) -> frozenset[str]:
        """Every option that one of these questions has."""
        ...


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
            return said("a condition")


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
            yield ExpressionError("E004", found=said("a condition inside a comparison"))


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
        if _is_unknown(literal, kind):
            yield _unknown_option(literal, in_words(side), kind)
    elif kind.type == "date" and isinstance(literal, str) and _is_date(literal):
        return
    elif kind.type != other_kind.type:
        yield ExpressionError("E011", left=in_words(side), right=in_words(other))
    elif isinstance(literal, Decimal) and other_kind.places > kind.places:
        yield ExpressionError("E013", number=str(literal), places=kind.places)


def _is_unknown(option: str, kind: Kind) -> bool:
    """Whether a question has options, and not this one; that it has none is said elsewhere."""
    return bool(kind.options) and option not in kind.options


def _unknown_option(found: str, question: str, kind: Kind) -> ExpressionError:
    hint = did_you_mean(found, kind.options)
    allowed = several(kind.options)
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
        elif _is_unknown(tree.left.value, right):
            yield _unknown_option(tree.left.value, in_words(tree.right), right)
        return
    left = None if isinstance(tree.left, Literal) else kind_of(tree.left, scope)
    items = tree.right.items if isinstance(tree.right, Items) else ()
    if not items or left is None or left.type == "choices":
        yield ExpressionError("E021", operator=tree.operator)
        return
    for item in items:
        item_kind = kind_of(item, scope)
        assert item_kind is not None  # a name in a list is refused with its side
        yield from _check_pair(tree.left, left, item, item_kind)


def _check_call(tree: Call, scope: Scope, figures: bool) -> Iterator[ExpressionError]:
    named = dict(tree.named)
    if len(named) < len(tree.named):
        yield ExpressionError("E009", function=tree.function)
        return
    match tree.function, tree.arguments:
        case "count", (Literal() | Items(),) if set(named) <= {"of", "tagged"}:
            yield from _check_count(tree, scope)
        case "answered", (Name(),) if not named:
            yield from _check_side(tree.arguments[0], scope, figures)
        case "days_between", (first, second) if not named:
            yield from _check_days(first, second, scope, figures)
        case (("points" | "score"), (() | (Name(),))) if not named:
            if not figures:
                yield ExpressionError("E017", function=tree.function)
            for section in tree.arguments:
                if isinstance(section, Name) and not scope.has_section(section.id):
                    yield ExpressionError("E015", found=section.id)
        case _:
            yield ExpressionError("E009", function=tree.function)


def _check_days(
    first: Tree, second: Tree, scope: Scope, figures: bool
) -> Iterator[ExpressionError]:
    if isinstance(first, Literal) and isinstance(second, Literal):
        yield ExpressionError("E011", left=in_words(first), right=in_words(second))
        return
    for side in (first, second):
        broken = list(_check_side(side, scope, figures))
        yield from broken
        if not broken and not _is_date_side(side, scope):
            yield ExpressionError("E011", left="days_between(…)", right=in_words(side))


def _is_date_side(tree: Tree, scope: Scope) -> bool:
    if isinstance(tree, Literal):
        return isinstance(tree.value, str) and _is_date(tree.value)
    kind = kind_of(tree, scope)
    return kind is not None and kind.type == "date"


def _check_count(tree: Call, scope: Scope) -> Iterator[ExpressionError]:
    wrong = list(_count_names(tree, scope))
    yield from wrong
    if wrong:
        return
    known = scope.options_of(counted_questions(tree, scope))
    for option in counted_options(tree):
        if option not in known:
            kind = Kind("choice", tuple(sorted(known)))
            yield _unknown_option(option, said("the questions counted"), kind)


def _count_names(tree: Call, scope: Scope) -> Iterator[ExpressionError]:
    named = dict(tree.named)
    of, tag = named.get("of"), named.get("tagged")
    is_odd = not isinstance(of, Literal | Name | Items | None)
    if is_odd or not isinstance(tag, Literal | Name | None) or not counted_options(tree):
        yield ExpressionError("E009", function="count")
        return
    for name in _texts(of):
        kind = scope.question(name)
        if kind is None:
            yield _unknown(name, scope.names())
        elif kind.type not in _WITH_OPTIONS:
            yield ExpressionError("E011", left="count(…)", right=name)
    for text in _texts(tag):
        if not scope.has_tag(text):
            yield ExpressionError("E016", found=text)


def counted_options(tree: Call) -> tuple[str, ...]:
    """The options that a ``count`` counts."""
    return _texts(tree.arguments[0])


def counted_questions(tree: Call, scope: Scope) -> frozenset[str]:
    """The questions among which a ``count`` counts: all with options, unless it says which."""
    named = dict(tree.named)
    tags = _texts(named.get("tagged"))
    among = scope.tagged(tags[0]) if tags else scope.choices()
    if "of" not in named:
        return among
    return frozenset(name for name in _texts(named["of"]) if name in among)


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
