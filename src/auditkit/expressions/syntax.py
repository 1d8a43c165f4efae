"""The condition language as a tree, parsed with the standard library's ``ast``.

Only what stands in this module can be said; nothing is ever evaluated as Python. The parts of
a tree are plain classes with slots: eight attrs classes would cost as much as reading a set.
"""

from __future__ import annotations

import ast
from decimal import Decimal
from typing import Any

from attrs import field

from auditkit.frozen import frozen

LONGEST = 2_000
DEEPEST = 20
MOST_NODES = 500
FUNCTIONS = ("answered", "count", "days_between", "points", "score")
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


def parse(text: str) -> Expression:
    """Parse a condition. Raises `ExpressionError` for whatever is not in the language."""
    if len(text) > LONGEST:
        raise ExpressionError("E001", length=len(text), most=LONGEST)
    if any(quote in text for quote in "“”‘’„"):
        raise ExpressionError("E019")
    source = " ".join(text.splitlines()).strip()
    try:
        body = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError("E020" if _has_single_equals(source) else "E003") from None
    if sum(1 for _ in ast.walk(body)) > MOST_NODES:
        raise ExpressionError("E001", length=len(text), most=LONGEST)
    return Expression(text, _Reader(source).tree(body, 0))


def _has_single_equals(source: str) -> bool:
    for operator in ("==", "!=", "<=", ">="):
        source = source.replace(operator, "")
    return "=" in source and "(" not in source


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
        if isinstance(node.value, str):
            return node.value
        if type(node.value) in (int, float):
            typed = self.source[node.col_offset : node.end_col_offset].decode()
            if typed.replace(".", "", 1).isdecimal() and len(typed) <= 20:
                return Decimal(typed)
        raise self.refused(node)

    def negative(self, node: ast.Constant) -> Decimal:
        value = self.constant(node)
        if isinstance(value, str):
            raise self.refused(node)
        return -value

    def item(self, node: ast.expr, depth: int) -> Literal | Name:
        item = self.tree(node, depth)
        if isinstance(item, Literal | Name):
            return item
        raise self.refused(node)

    def comparison(self, node: ast.Compare, depth: int) -> Compare:
        if len(node.ops) > 1:
            raise ExpressionError("E005", found=_shortened(node))
        operator = _COMPARISONS.get(type(node.ops[0]))
        if operator is None:
            raise self.refused(node)
        left, right = self.tree(node.left, depth), self.tree(node.comparators[0], depth)
        return Compare(left, operator, right)

    def call(self, node: ast.Call, depth: int) -> Call:
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        if function not in FUNCTIONS:
            allowed = ", ".join(FUNCTIONS)
            raise ExpressionError("E008", found=_shortened(node.func), allowed=allowed)
        if any(keyword.arg is None for keyword in node.keywords):
            raise self.refused(node)
        named = tuple((str(one.arg), self.tree(one.value, depth)) for one in node.keywords)
        return Call(function, tuple(self.tree(one, depth) for one in node.args), named)

    def refused(self, node: ast.expr) -> ExpressionError:
        return ExpressionError("E004", found=_shortened(node))


def _shortened(node: ast.expr) -> str:
    return ast.unparse(node)[:60]
