"""What can be said in a condition, and everything that Python allows and this language does not."""

from __future__ import annotations

import ast
import time
import warnings
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_conditions import SCOPE, World

from auditkit.expressions.certainty import may_be, questions_in
from auditkit.expressions.checking import check
from auditkit.expressions.evaluation import compile_condition
from auditkit.expressions.syntax import (
    DEEPEST,
    LONGEST,
    Compare,
    ExpressionError,
    Items,
    Junction,
    Literal,
    Name,
    names_in,
    parse,
)


def refusal(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    return refused.value


def literal(text: str) -> object:
    tree = parse(f"a == {text}").tree
    assert isinstance(tree, Compare)
    assert isinstance(tree.right, Literal)
    return tree.right.value


# What is read


def test_a_condition_keeps_the_text_as_typed() -> None:
    assert str(parse(' a  ==  "no" ')) == ' a  ==  "no" '


def test_conditions_are_equal_where_their_texts_are() -> None:
    assert parse('a == "no"') == parse('a == "no"')
    assert parse('a == "no"') != parse('a  == "no"')
    assert hash(parse('a == "no"')) == hash(parse('a == "no"'))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"no"', "no"),
        ("'no'", "no"),
        ('""', ""),
        ('"don\'t"', "don't"),
        ("'say \"no\"'", 'say "no"'),
        ('"No, or # not"', "No, or # not"),
        ('"tŷ 🙂 “so”"', "tŷ 🙂 “so”"),
        ('"1or 2x"', "1or 2x"),
        ('"a = b"', "a = b"),
        ("0", Decimal(0)),
        ("12", Decimal(12)),
        ("12.50", Decimal("12.50")),
        ("-0.5", Decimal("-0.5")),
        ("- 3", Decimal(-3)),
        ("999999999999999", Decimal(999999999999999)),
        ("0.000000000001", Decimal("1E-12")),
        ("123456789012345.123456789012", Decimal("123456789012345.123456789012")),
    ],
)
def test_texts_and_numbers_are_read_as_typed(text: str, value: object) -> None:
    assert literal(text) == value


def test_a_condition_may_stand_on_several_lines() -> None:
    tree = parse('a == "no"\n  and b == "no"\n').tree
    assert isinstance(tree, Junction)
    assert (tree.operator, len(tree.parts)) == ("and", 2)


def test_and_binds_more_tightly_than_or() -> None:
    tree = parse('a == "no" or b == "no" and c == "no"').tree
    assert isinstance(tree, Junction)
    assert tree.operator == "or"


@pytest.mark.parametrize("text", ["[a, b]", "(a, b)", "[a, b,]"])
def test_a_list_is_written_with_brackets_of_either_kind(text: str) -> None:
    tree = parse(f"c in {text}").tree
    assert isinstance(tree, Compare)
    assert isinstance(tree.right, Items)
    assert [item.id for item in tree.right.items if isinstance(item, Name)] == ["a", "b"]


# What is refused

NOT_IN_THE_LANGUAGE = [
    ("a.b == 1", "a.b"),
    ("a.__class__ == 1", "a.__class__"),
    ('"".__class__ == 1', '"".__class__'),
    ("case.x.y == 1", "case.x.y"),
    ("case.x.__class__ == 1", "case.x.__class__"),
    ("lambda: 1", "lambda: 1"),
    ("(x := 1)", "x := 1"),
    ('f"{a}" == "no"', 'f"{a}"'),
    ('b"no" == a', 'b"no"'),
    ('r"no" == a', 'r"no"'),
    ('u"no" == a', 'u"no"'),
    ('a == """no"""', '"""no"""'),
    ('a == "n" "o"', '"n" "o"'),
    ("a in ['no' 'na']", "'no' 'na'"),
    ('a == "n\\x6f"', "\\"),
    ('a == "no\\', "\\"),
    ("[x for x in a]", "[x for x in a]"),
    ("{x: 1 for x in a} == a", "{x: 1 for x in a}"),
    ("{a} == b", "{a}"),
    ('{"a": 1} == b', '{"a": 1}'),
    ("a + 1 > 2", "a + 1"),
    ("a - 1 > 2", "a - 1"),
    ("a ** 9 > 2", "a ** 9"),
    ("9 ** 9 ** 9 > 2", "9 ** 9 ** 9"),
    ("a % 2 == 0", "a % 2"),
    ("a @ b == 0", "a @ b"),
    ("a << 9 > 2", "a << 9"),
    ("~a == 1", "~a"),
    ("+1 == a", "+1"),
    ("--1 == a", "--1"),
    ('-"no" == a', '"no"'),
    ("-a == 1", "-a"),
    ("a is b", "a is b"),
    ("a is not b", "a is not b"),
    ("a if b else c", "a if b else c"),
    ("a[0] == 1", "a[0]"),
    ("a[1:2] == 1", "a[1:2]"),
    ("await a", "await a"),
    ("(yield a)", "yield a"),
    ("True", "True"),
    ("a == None", "None"),
    ("a == ...", "..."),
    ("a == 1j", "1j"),
    ("a == 1e5", "1e5"),
    ("a == 0x1F", "0x1F"),
    ("a == 1_000", "1_000"),
    ("a == 1.", "1."),
    ("a == .5", ".5"),
    ("a == 1234567890123456", "1234567890123456"),
    ("a == 0.1234567890123", "0.1234567890123"),
    ("a == 1and b == 2", "1and"),
    ("a == 1or b == 2", "1or"),
    ("0A¹", "0A"),
    ('a == "no" # and b == "no"', "#"),
    ('a == "no"#', "#"),
    ("a in [b, [c]]", "[c]"),
    ("a in [case.area]", "case.area"),
    ("a in [not b]", "not b"),
    ("a in [*b]", "*b"),
    ("count(*a) > 1", "*a"),
    ('count("no", **a) > 1', 'count("no", **a)'),
    ("ａ == 1", "ａ (U+FF41)"),
    ("a\u00a0== 1", "\u00a0 (U+00A0)"),
    ("é == 1", "é (U+00E9)"),
    ("a ≠ 1", "≠ (U+2260)"),
    ("case.ｘ == 1", "ｘ (U+FF58)"),
    ("a == 1\x00", "\x00"),
]
NOT_A_CONDITION = [
    "", "   ", "*a", "a := 1", "not", "a ==", 'a == "no', "a == 'no\"", "a <> b", "a && b", "a == 010",
    "a == $b", "a == b!", "a == `b`", "a == b; c", "print a", "import os", "def f(): pass", "a and",
    "a if b", "yield a", "(a", "a)", "[a", "a) == (b",
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), NOT_IN_THE_LANGUAGE)
def test_what_is_not_in_the_language_is_refused_by_what_was_typed(text: str, found: str) -> None:
    error = refusal(text)
    assert (error.code, error.facts["found"]) == ("E004", found)


@pytest.mark.parametrize("text", NOT_A_CONDITION)
def test_what_is_no_expression_at_all_is_no_condition(text: str) -> None:
    assert refusal(text).code == "E003"


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os') == 1",
        "len(a) > 1",
        "a.count(b) > 1",
        "any(x for x in a)",
        "count() == a.b()",
        "f()() > 1",
        "count()() > 1",
        '"a".upper() == a',
    ],
)
def test_a_call_of_anything_else_is_refused(text: str) -> None:
    assert refusal(text).code == "E008"


def test_an_unknown_function_is_named_with_the_known_ones() -> None:
    error = refusal("len(a) > 1")
    assert (error.code, error.facts) == (
        "E008",
        {"found": "len", "allowed": "answered, count, days_between, points, score"},
    )


@pytest.mark.parametrize("text", ["1 < a < 5", "a == b == c", "a in b in c", 'a == "x" != "y"'])
def test_a_chain_of_comparisons_is_refused(text: str) -> None:
    error = refusal(text)
    assert (error.code, error.facts["found"]) == ("E005", text)


@pytest.mark.parametrize(
    "text", ["a == “no”", "a == ‘no’", "a == „no“", 'a == "no”', "a == “no” or b == “yes”"]
)
def test_typographic_quotes_around_a_text_are_refused(text: str) -> None:
    assert refusal(text).code == "E019"


@pytest.mark.parametrize(
    "text",
    [
        'a = "no"',
        'not (a = "no")',
        'count("no", of=[a]) = 1',
        'a == "x" and b = "y"',
        "case.area = 'north'",
    ],
)
def test_a_single_equals_sign_is_refused(text: str) -> None:
    assert refusal(text).code == "E020"


@pytest.mark.parametrize(
    ("text", "code"),
    [("a == = b", "E020"), ("a =< 1", "E020"), ("a => 1", "E020"), ("a === b", "E003")],
)
def test_a_sign_that_holds_an_equals_sign_is_no_condition(text: str, code: str) -> None:
    assert refusal(text).code == code


def test_an_equals_sign_within_a_text_is_no_mistake_of_its_own() -> None:
    assert refusal('a == "x = y" b').code == "E003"


@pytest.mark.parametrize(
    "text",
    ['count("no", of=[a], of=[b]) > 1', 'count("no", among=[a]) > 1', 'score(section="x") > 1'],
)
def test_named_arguments_are_read_for_the_check_to_judge(text: str) -> None:
    assert [error.code for error in check(parse(text).tree, SCOPE)] == ["E009"]


# Bounds


def test_two_thousand_characters_are_accepted_and_one_more_is_refused() -> None:
    condition = f'a == "{"x" * (LONGEST - 7)}"'
    assert len(condition) == LONGEST
    assert parse(condition)
    error = refusal(condition + " ")
    assert (error.code, error.facts) == ("E001", {"length": 2_001, "most": 2_000})


def test_twenty_levels_are_accepted_and_one_more_is_refused() -> None:
    # The comparison is one level, its sides another.
    assert parse("not " * (DEEPEST - 1) + "a == b")
    error = refusal("not " * DEEPEST + "a == b")
    assert (error.code, error.facts) == ("E002", {"most": 20})


BOMBS = {
    "very long": 'a == "no" or ' * 8_000 + 'a == "no"',
    "many brackets": "(" * 50_000,
    "brackets in the bounds of length": "(" * 1_999,
    "closed brackets": "(" * 990 + "a" + ")" * 990,
    "lists in lists": "[" * 1_999,
    "closed lists": "a in " + "[" * 90 + "]" * 90,
    "braces": "{" * 1_999,
    "not": "not " * 490 + "a",
    "not in the bounds of parts": "not " * 240 + "a",
    "minus": "-" * 1_990 + "1",
    "minus in the bounds of parts": "a == " + "-" * 80 + "1",
    "attributes": "a" + ".b" * 240 + " == 1",
    "many attributes": "a" + ".b" * 990,
    "sums": "1" + "+1" * 160 + " == 1",
    "powers": "9" + "**9" * 600 + " == 1",
    "calls": "a" + "()" * 240 + " == 1",
    "subscripts": "a" + "[0]" * 120 + " == 1",
    "lambdas": "lambda: " * 200 + "1",
    "conditional": "1 if a else " * 120 + "1",
    "comparisons": "a" + " < a" * 240,
    "parts": " or ".join(["a<b"] * 250),
    "big number": "a == " + "9" * 1_900,
    "big string": 'a == "' + "x" * 1_900,
    "quotes": '"' * 1_999,
    "f-strings": "f'{" * 600,
    "joined texts": "a == " + '""' * 900,
    "commas": "a in [" + "b," * 900 + "]",
    "nothing but spaces": " " * 1_999,
    "line ends": "\n" * 1_999,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name: str) -> None:
    started = time.process_time()
    error = refusal(BOMBS[name])
    assert time.process_time() - started < 0.5
    assert error.code in ("E001", "E002", "E003", "E004", "E005", "E008", "E020")
    assert len(str(error.facts)) < 300


@pytest.mark.parametrize("text", ["a == 1or b", 'a == "\\d"', "0x1for x in a", "a == 1if b else c"])
def test_python_warns_of_nothing(text: str) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        assert refusal(text)
    assert warned == []


# Whatever is typed

WORDS = [
    "a", "b", "c", "several", "amount", "seen", "left", "why", "case.area", "case.cost", "case.opened",
    "case", "case.x", "x", "==", "!=", "<", ">=", "=", "in", "not in", "not", "and", "or", "is",
    '"no"', '"A"', '"2026-01-01"', "'1'", "1", "2.5", "-1", "12345678901234567890", "[", "]", "(", ")",
    ",", "count(", "answered(", "points(", "score(", "days_between(", "of=", "tagged=", '"starred"',
    "inner", "if", "else", "lambda", ":", "+", ".", "#", "\\", "“", "é", "None", "True", "\n",
]  # fmt: skip


def tree_or_code(text: str) -> ast.expr | str:
    try:
        return parse(text).tree
    except ExpressionError as error:
        return error.code


@settings(max_examples=1_500, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=40))
def test_whatever_is_typed_is_refused_with_a_code_or_can_be_evaluated(text: str) -> None:
    tree = tree_or_code(text)
    if isinstance(tree, str):
        assert tree[0] == "E"
        return
    if list(check(tree, SCOPE)):
        return
    facts = World().facts()
    truth = compile_condition(tree, SCOPE)(facts)
    assert may_be(tree, SCOPE, facts) == (truth, not truth)
    assert questions_in(tree, SCOPE) <= set(SCOPE.names())


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ('plan == "no" and not (hours > 2 or case.kind == "planned")', ["plan", "hours"]),
        ('count("no", of=[plan, voice]) >= 1', ["plan", "voice"]),
        ("score(planning) < 50", ["planning"]),
        ('plan in ["no", "partly"]', ["plan"]),
        ("score() < 50", []),
    ],
)
def test_the_names_in_a_condition_are_those_of_questions_and_sections(
    condition: str, names: list[str]
) -> None:
    assert list(names_in(parse(condition).tree)) == names
