"""Finds the messages of problem codes for `pybabel extract`.

They stand in plain tables, without a call that would mark them: the title and the message of
each code, and what becomes of the return.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

_MESSAGE = 1
_OUTCOME = 3

Found = tuple[int, str, str, list[str]]


def extract(
    source: BinaryIO,
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterator[Found]:
    """Each message with its line, as Babel asks for it."""
    module = ast.parse(source.read())
    constants = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Dict):
            for key, told in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(told, ast.Tuple):
                    yield from _of_code(told, constants)


def _of_code(told: ast.Tuple, constants: Mapping[str, ast.expr]) -> Iterator[Found]:
    for place in (_MESSAGE, _OUTCOME):
        part = told.elts[place] if place < len(told.elts) else None
        if isinstance(part, ast.Name):
            part = constants[part.id]
        if isinstance(part, ast.Constant) and part.value:
            yield part.lineno, "", str(part.value), []
