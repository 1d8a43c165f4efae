"""A YAML document as a tree, from the parser's events and never from its loaders.

The loaders of PyYAML can be killed by 60 KB of brackets, stopped for seconds by 485 bytes of
merge keys, and turn ``no`` into False. Events come one at a time: depth and number are
counted before anything is built, and every scalar stays the text that was typed.
"""

from __future__ import annotations

import importlib
import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from auditkit.documents.nodes import ListNode, MappingNode, Node, Scalar
from auditkit.documents.yaml_text import decode, first_invisible
from auditkit.errors import Refused
from auditkit.problems import ENOUGH, Place, Problem, by_place, problem
from auditkit.wording import shortened

DEEPEST = 12
MOST_VALUES = 50_000
_VALUES = frozenset({AliasEvent, MappingStartEvent, SequenceStartEvent})
# What else the parser lets through, as in the escape "\\U99999999".
_PARSER_ERRORS = (yaml.YAMLError, ValueError, OverflowError, LookupError)
# A key of a condition with something other than a quote behind it.
_BARE_CONDITION = r"when:\s+[^\s'\"]"


def read_yaml(data: bytes, file: str) -> Node:
    """The tree of a YAML document; `file` is the name that places will carry.

    Raises `Refused` with every problem found: syntax, repeated keys, aliases, anchors, tags,
    merge keys, a second document, depth over 12, over 50,000 values.
    """
    text = decode(data, file)
    _refuse_directives(text, file)
    composer = _Composer(text, file)
    try:
        root = composer.compose()
    except _PARSER_ERRORS as error:
        composer.problems.append(composer.syntax_problem(error))
        root = None
    if composer.problems:
        raise Refused(by_place(composer.problems))
    if root is None:
        raise Refused([problem("Y013", Place(file=file))])
    return root


def _refuse_directives(text: str, file: str) -> None:
    """The parser takes seconds for 50,000 of them before it says anything."""
    at = f"\n{text}".find("\n%")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise Refused([problem("Y010", Place(file=file, line=line, column=1))])


try:
    _parser: Any = importlib.import_module("yaml.cyaml").CParser
except ImportError:  # a PyYAML built without libyaml: the same events, slower
    _parser = yaml.BaseLoader


class _Composer:
    """Builds the tree with a stack of its own, so that depth costs no recursion."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.problems: list[Problem] = []
        self.flow_line: int | None = None
        self.has_cuts = " #" in text or "\t#" in text
        self.has_escapes = "\\" in text

    def compose(self) -> Node | None:  # noqa: C901, PLR0912, PLR0915 - one loop, few calls
        """The root, or None where the document holds nothing.

        One loop over all events, with few calls: it is most of the cost of reading a set.
        """
        next_event = _parser(self.text).get_event
        file, has_cuts, has_escapes = self.file, self.has_cuts, self.has_escapes
        root: Node | None = None
        holder: Any = None
        key: Scalar | None = None
        above: list[Any] = []
        values = 0
        while True:
            event = next_event()
            kind = type(event)
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                holder = above.pop()
                if holder is None or not holder.flow:
                    self.flow_line = None
                continue
            if kind is not ScalarEvent and kind not in _VALUES:
                if kind is StreamEndEvent:
                    return root
                if kind is DocumentStartEvent and root:
                    raise self._stop("Y010", event)
                continue

            node: Any
            if kind is ScalarEvent:
                plain = not event.style
                flow = holder is not None and holder.flow
                cut = has_cuts and plain and _is_cut(self.text, event.end_mark.index)
                node = Scalar(file, event.start_mark, event.value, plain, flow, cut)
                if event.tag is not None or event.anchor is not None:
                    self._refuse_marks(event, node)
                if has_escapes and event.style == '"' and not event.value.isprintable():
                    self._refuse_invisible(node)
            else:
                node = self._container(event)

            values += 1
            if values > MOST_VALUES:
                raise self._stop("Y012", event, most=MOST_VALUES)
            if holder is None:
                root = node
            elif type(holder) is ListNode:
                holder.items.append(node)
            elif key is None:
                if type(node) is not Scalar:
                    raise self._stop("Y015", event)
                if node.value == "<<" and node.plain:
                    self._note("Y009", node)
                key = node
                continue
            else:
                if key.value in holder.entries:
                    line = holder.keys[key.value].mark.line + 1
                    self._note("Y006", key, key=shortened(key.value), line=line)
                else:
                    holder.entries[key.value] = node
                    holder.keys[key.value] = key
                key = None

            if type(node) is not Scalar:
                above.append(holder)
                if len(above) > DEEPEST:
                    raise self._stop("Y011", event, most=DEEPEST)
                holder = node

    def _container(self, event: Any) -> Node:
        if type(event) is AliasEvent:
            node = Scalar(self.file, event.start_mark, "", True, False, False)
            self._note("Y007", node, name=shortened(str(event.anchor)))
            return node
        made = MappingNode if type(event) is MappingStartEvent else ListNode
        container = made(self.file, event.start_mark, bool(event.flow_style))
        if event.flow_style and self.flow_line is None:
            self.flow_line = event.start_mark.line
        if event.tag is not None or event.anchor is not None:
            self._refuse_marks(event, container)
        return container

    def _refuse_marks(self, event: Any, node: Node) -> None:
        if event.anchor is not None:
            self._note("Y007", node, name=shortened(event.anchor))
        if event.tag is not None:
            self._note("Y008", node, tag=shortened(event.tag))

    def _refuse_invisible(self, node: Scalar) -> None:
        found = first_invisible(node.value)
        if found is not None:
            self._note("Y003", node, found=found)

    def _note(self, code: str, node: Node, **facts: Any) -> None:
        self.problems.append(problem(code, node.place(), **facts))
        if len(self.problems) >= ENOUGH:
            raise Refused(by_place(self.problems))

    def _stop(self, code: str, event: Any, **facts: Any) -> Refused:
        place = Node(self.file, event.start_mark).place()
        return Refused(by_place([*self.problems, problem(code, place, **facts)]))

    def syntax_problem(self, error: Exception) -> Problem:
        """The parser's complaint, or the likelier cause: a condition without quotes in ``{…}``."""
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error).partition("\n")[0]
        if mark is None:
            return problem("Y004", Place(file=self.file), said=said)
        place = Node(self.file, mark).place()
        lines = self.text.split("\n")
        if mark.line >= len(lines):
            # The parser reads a line end behind the last line.
            place = Place(file=self.file, line=len(lines), column=len(lines[-1]) + 1)
        if self.flow_line is not None:
            written = lines[self.flow_line : mark.line + 1]
            if any(re.search(_BARE_CONDITION, line) for line in written):
                return problem("Y005", place)
        return problem("Y004", place, said=said)


def _is_cut(text: str, end: int) -> bool:
    """Whether the plain text that ends here lost its end to a ``#``, and no comment was meant.

    A comment stands two spaces or a tab off and begins with a space: ``Yes  # the good answer``.
    """
    if text[end : end + 1] not in (" ", "\t"):
        return False
    rest = text[end : end + 200].partition("\n")[0]
    found = rest.lstrip(" \t")
    if not found.startswith("#"):
        return False
    gap = rest[: len(rest) - len(found)]
    return gap == " " or found[1:2] not in ("", " ", "\t", "#", "-", "=")
