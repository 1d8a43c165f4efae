"""Finds what shapes say of themselves for `pybabel extract`, beside the messages of calls.

The words of a shape stand where it is made, such as ``ListOf(TEXT, "a list of texts")``: a
problem says what was expected with them.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from babel.messages.extract import extract_python

_MAKERS = ("Matching", "ListOf", "MapOf", "Record", "__init__")
_WORDS = 1

Found = tuple[int, str | None, str | tuple[str, ...], list[str]]


def extract(
    source: BinaryIO,
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterator[Found]:
    """Each message with its line, as Babel asks for it."""
    data = source.read()
    yield from extract_python(io.BytesIO(data), keywords, comment_tags, options)
    for node in ast.walk(ast.parse(data)):
        words = _words(node)
        if isinstance(words, ast.Constant) and isinstance(words.value, str):
            yield words.lineno, "", words.value, []


def _words(node: ast.AST) -> ast.expr | None:
    if isinstance(node, ast.ClassDef):
        told = (one for one in node.body if isinstance(one, ast.Assign))
        return next((one.value for one in told if _name(one.targets[0]) == "words"), None)
    if isinstance(node, ast.Call) and _name(node.func) in _MAKERS and len(node.args) > _WORDS:
        return node.args[_WORDS]
    return None


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
