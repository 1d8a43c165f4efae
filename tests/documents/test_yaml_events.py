"""The tree of a YAML document: every scalar as typed, everything else refused with its place."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditkit.documents import yaml_events
from auditkit.documents.nodes import ListNode, MappingNode, Node, Scalar
from auditkit.documents.yaml_events import DEEPEST, read_yaml
from auditkit.errors import Refused
from auditkit.problems import Problem

FIXTURES = Path(__file__).parents[1] / "questions"


def plain(node: Node) -> Any:
    """A tree as plain maps, lists and texts."""
    if isinstance(node, MappingNode):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.value


def read(text: str) -> Any:
    return plain(read_yaml(text.encode(), "a.yaml"))


def problems(text: str | bytes) -> tuple[Problem, ...]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(Refused) as refused:
        read_yaml(data, "a.yaml")
    return refused.value.problems


def found(text: str) -> list[tuple[int | None, int | None, str]]:
    return [(one.place.line, one.place.column, one.code) for one in problems(text)]


# What is read


def test_every_scalar_stays_the_text_that_was_typed() -> None:
    assert read("[no, NO, 1.10, 12:30, 010, ~, null, 2025-02-30, 'a', \"b\", yes]") == [
        "no", "NO", "1.10", "12:30", "010", "~", "null", "2025-02-30", "a", "b", "yes",
    ]  # fmt: skip


def test_a_key_stays_the_text_that_was_typed() -> None:
    assert read("no: 1\n1.10: 2\n? on\n: 3\n") == {"no": "1", "1.10": "2", "on": "3"}


def test_a_key_without_a_value_has_an_empty_text() -> None:
    assert read("a:\nb: ''\n") == {"a": "", "b": ""}


def test_a_scalar_knows_how_it_was_written() -> None:
    root = read_yaml(b"[plain, 'single', \"double\"]\n", "a.yaml")
    assert isinstance(root, ListNode)
    assert [(item.plain, item.flow) for item in root.items if isinstance(item, Scalar)] == [
        (True, True),
        (False, True),
        (False, True),
    ]


def test_a_scalar_outside_braces_is_not_in_flow() -> None:
    root = read_yaml(b"a: {b: c}\nd: e\n", "a.yaml")
    assert isinstance(root, MappingNode)
    inner, outer = root.entries["a"], root.entries["d"]
    assert isinstance(inner, MappingNode)
    assert isinstance(outer, Scalar)
    assert (root.flow, inner.flow, outer.flow) == (False, True, False)


def test_every_value_and_key_knows_its_place() -> None:
    root = read_yaml("é: [a,\n  bb]\n".encode(), "a.yaml")
    assert isinstance(root, MappingNode)
    items = root.entries["é"]
    assert isinstance(items, ListNode)
    places = [root.keys["é"].place(), items.place(), *(item.place() for item in items.items)]
    assert [str(place) for place in places] == [
        "a.yaml:1:1",
        "a.yaml:1:4",
        "a.yaml:1:5",
        "a.yaml:2:3",
    ]


def test_columns_count_characters_and_not_bytes() -> None:
    assert found("ŵŵ: {🙂: 1, 🙂: 2}\n") == [(1, 12, "Y006")]


def test_a_document_may_begin_and_end_with_its_marks() -> None:
    assert read("---\na: 1\n...\n") == {"a": "1"}


# What is refused


def test_a_repeated_key_is_refused_with_both_lines() -> None:
    [problem] = problems("a: 1\nb: 2\na: 3\n")
    assert str(problem) == (
        'a.yaml:3:1: The key "a" stands twice, first in line 1. Keep one of them. [Y006]'
    )


def test_a_key_three_times_is_refused_twice() -> None:
    assert found("a: 1\na: 2\na: 3\n") == [(2, 1, "Y006"), (3, 1, "Y006")]


def test_the_same_key_in_two_maps_is_fine() -> None:
    assert read("- {a: 1}\n- {a: 2}\n") == [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\n", [(1, 4, "Y007")]),
        ("a: *x\n", [(1, 4, "Y007")]),
        ("a: &x [1]\n", [(1, 4, "Y007")]),
        ("&x a: 1\n", [(1, 1, "Y007")]),
        ("*x : 1\n", [(1, 1, "Y007")]),
        ("a: !!int 1\n", [(1, 4, "Y008")]),
        ("a: !own {}\n", [(1, 4, "Y008")]),
        ("a: !!python/object/apply:os.system [ls]\n", [(1, 4, "Y008")]),
        ("a: ! 1\n", [(1, 4, "Y008")]),
        ("a: &x !!str 1\n", [(1, 4, "Y007"), (1, 4, "Y008")]),
        ("<<: {a: 1}\n", [(1, 1, "Y009")]),
        ("<<: *a\n", [(1, 1, "Y009"), (1, 5, "Y007")]),
        ("a: 1\n---\nb: 2\n", [(2, 1, "Y010")]),
        ("---\n---\n", [(2, 1, "Y010")]),
        ("%YAML 1.1\n---\na: 1\n", [(1, 1, "Y010")]),
        ("# c\n%TAG ! x\n---\na: 1\n", [(2, 1, "Y010")]),
        ("a: 1\n...\n%TAG ! x\n---\na: 1\n", [(3, 1, "Y010")]),
        ("", [(None, None, "Y013")]),
        ("# only a comment\n", [(None, None, "Y013")]),
        ("\n\n", [(None, None, "Y013")]),
        ("[a]: 1\n", [(1, 1, "Y015")]),
        ("? {a: 1}\n: 2\n", [(1, 3, "Y015")]),
        ("{{a: 1}: 2}\n", [(1, 2, "Y015")]),
    ],
)
def test_what_is_not_part_of_the_language_is_refused_at_its_place(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert found(text) == expected


def test_a_merge_key_in_quotes_is_a_key_like_any_other() -> None:
    assert read('"<<": 1\n') == {"<<": "1"}


def test_a_percent_sign_within_a_line_is_a_text() -> None:
    assert read("a: 80%\nb: '% of all'\n") == {"a": "80%", "b": "% of all"}


def test_depth_twelve_is_accepted_and_thirteen_refused() -> None:
    assert read("[" * DEEPEST + "]" * DEEPEST)
    assert found("[" * 13 + "]" * 13) == [(1, 13, "Y011")]


def test_depth_counts_maps_and_lists_alike() -> None:
    assert found("- a:\n" + "".join("  " * n + "  - a:\n" for n in range(6))) == [(7, 13, "Y011")]


def test_an_escape_may_not_bring_in_what_cannot_be_seen() -> None:
    text = r'["a\u200bb", "a\0", "a\Lb\Nc", "a\rb"]'
    assert [one.facts["found"] for one in problems(text)] == [
        "U+200B",
        "U+0000",
        "U+2028",
        "U+000D",
    ]


def test_an_escape_may_say_a_tab_a_line_end_or_a_character_that_can_be_seen() -> None:
    assert read(r'["a\tb\nc", "caf\u00e9", "\U0001F642", "a\_b"]') == [
        "a\tb\nc",
        "café",
        "🙂",
        "a\u00a0b",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: 'open\n",
        "a: [1\n",
        "a: b: c\n",
        "\ta: 1\n",
        "a: 1\n b: 2\n",
        "a: @x\n",
        "a: %x\n",
        'a: "\\q"\n',
        'a: "\\U00110000"\n',
        'a: "\\ud800"\n',
        "a: 1\nb\n",
        "]\n",
        "- a\nb: c\n",
        "{a: 1}}\n",
    ],
)
def test_what_is_no_yaml_is_refused_with_a_place(text: str) -> None:
    [problem] = problems(text)
    assert problem.code == "Y004"
    assert problem.place.line is not None


def test_a_mistake_that_shows_at_the_end_stands_behind_the_last_character() -> None:
    # The parser puts it into a third line.
    assert found("a: b\nscales") == [(2, 7, "Y004")]


def test_problems_before_a_mistake_in_the_yaml_are_reported_with_it() -> None:
    assert found("a: 1\na: 2\nb: [\n") == [(2, 1, "Y006"), (4, 1, "Y004")]


# A condition without quotes inside {…}


@pytest.mark.parametrize(
    "text",
    [
        '- {when: a in ["b"] and c == "d", to: e}\n',
        '- {applies_when: count("a", of=[b]) > 1, to: e}\n',
        '- {to: e,\n   when: a == "b" or "c": d}\n',
    ],
)
def test_a_condition_that_breaks_braces_has_a_code_of_its_own(text: str) -> None:
    assert [one.code for one in problems(text)] == ["Y005"]


@pytest.mark.parametrize(
    "text",
    [
        "- {when: 'a == \"b\"', to: [}\n",
        '- {when: "a", to: [}\n',
        "- {to: [}\n",
        '- {when: a == "b"}\n- {to: [}\n',
        "when: a\nb: [}\n",
    ],
)
def test_another_mistake_in_braces_is_not_blamed_on_a_condition(text: str) -> None:
    assert [one.code for one in problems(text)] == ["Y004"]


# PyYAML without libyaml


def without_libyaml() -> Callable[[bytes, str], Node]:
    """The same module, as it is where PyYAML was built without libyaml."""
    spec = importlib.util.spec_from_file_location("slow_yaml_events", yaml_events.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    kept = sys.modules.get("yaml.cyaml")
    sys.modules["yaml.cyaml"] = None  # type: ignore[assignment]
    try:
        spec.loader.exec_module(module)
    finally:
        if kept is None:
            del sys.modules["yaml.cyaml"]
        else:
            sys.modules["yaml.cyaml"] = kept
    assert module._parser is not yaml_events._parser
    slow: Callable[[bytes, str], Node] = module.read_yaml
    return slow


SLOW = without_libyaml()


def outcome(read: Callable[[bytes, str], Node], data: bytes) -> Any:
    try:
        return plain(read(data, "a.yaml"))
    except Refused as refused:
        return [problem.code for problem in refused.problems]


@pytest.mark.parametrize(
    "file", sorted(FIXTURES.glob("*/*.yaml")), ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_without_libyaml_a_document_comes_to_the_same(file: Path) -> None:
    data = file.read_bytes()
    assert outcome(SLOW, data) == outcome(read_yaml, data)


@pytest.mark.parametrize(
    "text", ['a: "\\U99999999"\n', 'a: "\\ud83d\\ude00"\n', "a: @b\n", "%YAML 99\n---\n", "a: *\n"]
)
def test_without_libyaml_a_mistake_is_refused_too(text: str) -> None:
    with pytest.raises(Refused):
        SLOW(text.encode(), "a.yaml")


@pytest.mark.parametrize("text", ["[" * 30_000, "{" * 30_000, "- " * 30_000, "? " * 30_000])
def test_without_libyaml_deep_nesting_is_refused_too(text: str) -> None:
    with pytest.raises(Refused) as refused:
        SLOW(text.encode(), "a.yaml")
    assert [problem.code for problem in refused.value.problems] in (["Y011"], ["Y015"])


def test_spaces_around_a_text_do_not_cut_it_off() -> None:
    root = read_yaml(b"{a : b , c: d}  # spaces on either side\n", "a.yaml")
    assert isinstance(root, MappingNode)
    assert [(node.value, node.cut) for node in root.entries.values()] == [
        ("b", False),
        ("d", False),
    ]
