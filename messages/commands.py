"""Finds the help texts of commands for `pybabel extract`, beside the messages they print.

They stand in docstrings and beside options, without a call that would mark them: each paragraph
is a message of its own.
"""

from __future__ import annotations

import ast
import inspect
import io
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from babel.messages.extract import extract_python

from auditkit.languages import paragraphs

_HELP = ("help", "short_help")
_MAKERS = ("command", "group")

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
    for line, text in _helps(ast.parse(data)):
        yield from ((line, "", one, []) for one in paragraphs(text))


def _helps(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            yield node.lineno, inspect.cleandoc(ast.get_docstring(node) or "")
        if isinstance(node, ast.Call):
            for named in node.keywords:
                is_text = isinstance(named.value, ast.Constant) and isinstance(
                    named.value.value, str
                )
                if named.arg in _HELP and is_text:
                    yield node.lineno, named.value.value


def _makes_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in _MAKERS
