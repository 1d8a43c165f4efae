"""The condition language as a tree, parsed with the standard library's ``ast``.

Only what stands in this module can be said; nothing is ever evaluated as Python. The parts of
a tree are plain classes with slots: eight attrs classes would cost as much as reading a set.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import field

from auditkit.frozen import frozen
from auditkit.wording import shortened

LONGEST = 2_000
DEEPEST = 20
MOST_NODES = 500
TYPOGRAPHIC_QUOTES = "“”‘’„"
FUNCTIONS = ("answered", "count", "days_between", "points", "score")
_QUOTED = r"""("[^"]*"|'[^']*')"""
_UNUSUAL = r"[^ -~]|[#\\]|[0-9][A-Za-z]"
_FOREIGN = r"[^ -~]|[#\\]|(?<![A-Za-z0-9_])[0-9][0-9._]*[A-Za-z][A-Za-z0-9_]*"
_NUMBER = r"[0-9]{1,15}(\.[0-9]{1,12})?"
_SINGLE_EQUALS = r"(?<![=!<>:])=(?!=)(?<!\bof=)(?<!\btagged=)"
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}


class ExpressionError(Exception):
    """What is wrong with a condition: a problem code and the facts for its message."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)


class Literal:
    """A text or a number as typed."""

    __slots__ = ("value",)

    def __init__(self, value: str | Decimal) -> None:
        self.value = value


class Name:
    """A question."""

    __slots__ = ("id",)

    def __init__(self, id: str) -> None:
        self.id = id


class CaseName:
    """A fact about the case: ``case.field``."""

    __slots__ = ("id",)

    def __init__(self, id: str) -> None:
        self.id = id


class Items:
    """A list of texts, numbers or names."""

    __slots__ = ("items",)

    def __init__(self, items: tuple[Literal | Name, ...]) -> None:
        self.items = items


class Call:
    """One of the functions, with its arguments by position and by name."""

    __slots__ = ("arguments", "function", "named")

    def __init__(
        self, function: str, arguments: tuple[Tree, ...], named: tuple[tuple[str, Tree], ...]
    ) -> None:
        self.function = function
        self.arguments = arguments
        self.named = named


class Compare:
    """Two sides and how they are compared."""

    __slots__ = ("left", "operator", "right")

    def __init__(self, left: Tree, operator: str, right: Tree) -> None:
        self.left = left
        self.operator = operator
        self.right = right


class Junction:
    """``and`` or ``or`` of several conditions."""

    __slots__ = ("operator", "parts")

    def __init__(self, operator: str, parts: tuple[Tree, ...]) -> None:
        self.operator = operator
        self.parts = parts


class Not:
    """The opposite of a condition."""

    __slots__ = ("part",)

    def __init__(self, part: Tree) -> None:
        self.part = part


Tree = Literal | Name | CaseName | Items | Call | Compare | Junction | Not


@frozen
class Expression:
    """A condition: the text as typed, and its tree. Two are equal where their texts are."""

    text: str
    tree: Tree = field(eq=False, repr=False)

    def __str__(self) -> str:
        return self.text


def within(tree: Tree) -> Iterator[Tree]:
    """A condition and what it is made of, from left to right."""
    yield tree
    parts: tuple[Tree, ...] = ()
    match tree:
        case Items():
            parts = tree.items
        case Junction():
            parts = tree.parts
        case Call():
            parts = (*tree.arguments, *(part for _, part in tree.named))
        case Compare():
            parts = (tree.left, tree.right)
        case Not():
            parts = (tree.part,)
    for part in parts:
        yield from within(part)


def names_in(tree: Tree) -> Iterator[str]:
    """The names that a condition holds, of questions and of sections."""
    return (one.id for one in within(tree) if isinstance(one, Name))


def case_fields_in(tree: Tree) -> Iterator[str]:
    """The facts about the case that a condition looks at."""
    return (one.id for one in within(tree) if isinstance(one, CaseName))


def parse(text: str) -> Expression:
    """Parse a condition. Raises `ExpressionError` for whatever is not in the language."""
    if len(text) > LONGEST:
        raise ExpressionError("E001", length=len(text), most=LONGEST)
    source = " ".join(text.splitlines()).strip()
    if re.search(_UNUSUAL, source):
        _refuse_unusual(source)
    try:
        body = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(_mistake_in(source)) from None
    if sum(1 for _ in ast.walk(body)) > MOST_NODES:
        raise ExpressionError("E001", length=len(text), most=LONGEST)
    return Expression(text, _Reader(source).tree(body, 0))


def _refuse_unusual(source: str) -> None:
    """Refuse what Python would pass over or read otherwise: comments, escapes, look-alike letters,
    a number run into the next word.
    """
    foreign = re.search(_FOREIGN, re.sub(_QUOTED, '""', source))
    if foreign and foreign[0] not in TYPOGRAPHIC_QUOTES:
        found = foreign[0] if foreign[0].isascii() else f"{foreign[0]} (U+{ord(foreign[0]):04X})"
        raise ExpressionError("E004", found=found)
    if "\\" in source:
        raise ExpressionError("E004", found="\\")


def _mistake_in(source: str) -> str:
    """The likeliest mistake in what is no condition, as a problem code."""
    if any(quote in source for quote in TYPOGRAPHIC_QUOTES):
        return "E019"
    outside = re.sub(_QUOTED, '""', source)
    return "E020" if re.search(_SINGLE_EQUALS, outside) else "E003"


class _Reader:
    """Turns Python's tree into ours; the source is at hand so that numbers stay as typed."""

    def __init__(self, source: str) -> None:
        self.source = source.encode()

    def tree(self, node: ast.expr, depth: int) -> Tree:
        if depth > DEEPEST:
            raise ExpressionError("E002", most=DEEPEST)
        below = depth + 1
        match node:
            case ast.Constant():
                return Literal(self.constant(node))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as number):
                return Literal(self.negative(number))
            case ast.Name():
                return Name(node.id)
            case ast.Attribute(value=ast.Name(id="case")):
                return CaseName(node.attr)
            case ast.List() | ast.Tuple():
                return Items(tuple(self.item(item, below) for item in node.elts))
            case ast.UnaryOp(op=ast.Not()):
                return Not(self.tree(node.operand, below))
            case ast.BoolOp():
                operator = "and" if isinstance(node.op, ast.And) else "or"
                return Junction(operator, tuple(self.tree(part, below) for part in node.values))
            case ast.Compare():
                return self.comparison(node, below)
            case ast.Call():
                return self.call(node, below)
        raise self.refused(node)

    def constant(self, node: ast.Constant) -> str | Decimal:
        typed = self.typed(node)
        if isinstance(node.value, str) and node.value == typed[1:-1]:
            return node.value
        if type(node.value) in (int, float) and re.fullmatch(_NUMBER, typed):
            return Decimal(typed)
        raise self.refused(node)

    def negative(self, node: ast.Constant) -> Decimal:
        value = self.constant(node)
        if isinstance(value, str):
            raise self.refused(node)
        return value.copy_negate()

    def item(self, node: ast.expr, depth: int) -> Literal | Name:
        item = self.tree(node, depth)
        if isinstance(item, Literal | Name):
            return item
        raise self.refused(node)

    def comparison(self, node: ast.Compare, depth: int) -> Compare:
        if len(node.ops) > 1:
            raise ExpressionError("E005", found=self.shortened(node))
        operator = _COMPARISONS.get(type(node.ops[0]))
        if operator is None:
            raise self.refused(node)
        left, right = self.tree(node.left, depth), self.tree(node.comparators[0], depth)
        return Compare(left, operator, right)

    def call(self, node: ast.Call, depth: int) -> Call:
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        if function not in FUNCTIONS:
            allowed = ", ".join(FUNCTIONS)
            raise ExpressionError("E008", found=self.shortened(node.func), allowed=allowed)
        if any(keyword.arg is None for keyword in node.keywords):
            raise self.refused(node)
        named = tuple((str(one.arg), self.tree(one.value, depth)) for one in node.keywords)
        return Call(function, tuple(self.tree(one, depth) for one in node.args), named)

    def refused(self, node: ast.expr) -> ExpressionError:
        return ExpressionError("E004", found=self.shortened(node))

    def shortened(self, node: ast.expr) -> str:
        return shortened(self.typed(node), 60)

    def typed(self, node: ast.expr) -> str:
        """A part of the condition as it was typed."""
        return self.source[node.col_offset : node.end_col_offset].decode()
