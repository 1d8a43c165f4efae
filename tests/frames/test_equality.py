"""The kernel gives what one return at a time gives, to the last cell."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_frames import by_kernel, one_by_one, rows_of, table_of
from random_sets import Audit, audits, many, some
from small_sets import document, load, question, rated, scale, scorer_plugin, section, yaml_of

from auditkit.errors import Refused
from auditkit.frames import Kernel
from auditkit.kit import AuditKit
from auditkit.questions.model import QuestionSet
from auditkit.scoring.marks import Mark

ROWS = 40
SEEDS = st.integers(0, 2**32)


def check(kit: AuditKit, question_set: QuestionSet, rows: int, seed: int, odd: float = 0.2):
    """That both interpreters agree on so many random returns, and what they found."""
    table = table_of(rows_of(question_set, rows, seed, odd=odd))
    kernel = Kernel(kit, question_set, table.column_names)
    expected = one_by_one(kernel, table)
    assert by_kernel(kernel, table, rows) == expected
    return expected


@many
@given(audits(), SEEDS, st.sampled_from([0.0, 0.1, 0.5]))
def test_a_random_set_over_random_returns(audit: Audit, seed: int, odd: float):
    kit, question_set = load(audit.document)
    check(kit, question_set, ROWS, seed, odd)


@some
@given(audits(), SEEDS, st.integers(1, 39))
def test_batches_of_any_size_give_the_same(audit: Audit, seed: int, size: int):
    kit, question_set = load(audit.document)
    table = table_of(rows_of(question_set, ROWS, seed, odd=0.2))
    # A date with the month first makes others doubtful wherever it is.
    kernel = Kernel(kit, question_set, table.column_names)
    kernel = kernel.knowing(kernel.date_columns)
    assert by_kernel(kernel, table, size) == by_kernel(kernel, table, ROWS)


@pytest.mark.parametrize("name", AuditKit(discover=False).question_set_names())
def test_the_bundled_sets(name: str):
    kit = AuditKit(discover=False)
    found = check(kit, kit.question_set(name), 300, seed=1, odd=0.3)
    assert {row["status"] for row in found} == {"scored", "held"}


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "change: {questions: {b: {weight: 3}}}",
        "change: {bands: {good: {from: 60}}}",
        "remove: {questions: {a: Elsewhere}}",
        "add: {questions: [{question: more, section: all, text: More, scale: evidenced}]}",
        "add: {case_fields: {closed: {type: choice, options: [yes, no]}}}",
    ],
)
def test_an_overlay_with_the_score_under_its_base(lines: str, tmp_path: Path):
    limit = {"limit": "l", "when": ("is", "b", "==", "no"), "at_most": "improve", "because": "B"}
    told = document(
        question("a", weight=2), question("b"), question("c"), rating=rated(limits=[limit])
    )
    (tmp_path / "base.yaml").write_text(yaml_of(told), "utf-8")
    head = "question_set: local\nversion: '2'\nextends: base.yaml\n"
    (tmp_path / "local.yaml").write_text(head + lines, "utf-8")
    kit = AuditKit(discover=False)
    found = check(kit, kit.load(tmp_path / "local.yaml"), 200, seed=2)
    assert {row["base_set_version"] for row in found} == {"1.0"}


class Product:
    """The product of the values."""

    def score(self, marks: Sequence[Mark]) -> Fraction | None:
        whole = Fraction(1)
        for mark in marks:
            whole *= mark.value
        return whole if marks else None


class FoldedProduct(Product):
    def begun(self, mark: Mark) -> Hashable:
        return mark.value

    def joined(self, first: Fraction, second: Fraction) -> Hashable:
        return first * second

    def closed(self, whole: Fraction) -> Fraction | None:
        return whole


class Doubled:
    """Twice as much attainable for each."""

    def parts(self, mark: Mark) -> tuple[Fraction, Fraction]:
        return mark.value, Fraction(2)

    def close(self, earned: int, attainable: int) -> tuple[int, int] | None:
        return (earned, attainable) if attainable else (0, 1)


@pytest.mark.parametrize("over", ["questions", "sections"])
@pytest.mark.parametrize("factory", [Product, FoldedProduct, Doubled])
def test_scorers_of_plugins(factory: Callable[[], Any], over: str):
    told = document(
        section("first", question("a"), section("inner", question("b"), question("c"))),
        section("second", question("d")),
        scoring={"method": "mine", "over": over},
        rating=rated(),
    )
    kit, question_set = load(told, [scorer_plugin(factory)])
    check(kit, question_set, 200, seed=3)


def test_numbers_beyond_64_bits():
    # Weights of 13 digits times values of 12: sums of about 80 bits
    weights = ["1000001.000001", "0.000007", "3.000013"]
    asked = [question(f"q{index}", weight=one, scale="s") for index, one in enumerate(weights)]
    told = document(*asked, scales={"s": scale("0", "0.333333333333", "1")}, rating=rated())
    kit, question_set = load(told)
    found = check(kit, question_set, 200, seed=4, odd=0.0)
    assert max(row["denominator"] or 0 for row in found) > 2**63


def test_points_beyond_64_bits():
    # Points are counted in the smallest there are: one answer is up to 10 ** 27
    limit = {"limit": "l", "when": ("points", None, ">", "100000000000000")}
    asked = [question(name, scale="s") for name in "abc"]
    told = document(
        *asked,
        scales={"s": scale("0", "0.000000000001", "100000000000000")},
        rating=rated(limits=[{**limit, "at_most": "improve", "because": "B"}]),
    )
    kit, question_set = load(told)
    found = check(kit, question_set, 100, seed=6, odd=0.0)
    assert {row["limits"] for row in found} == {"", "B"}


def test_numbers_beyond_38_digits_are_refused():
    weights = ["100000000000001.000000000001", "0.000000000007", "3.000000000013"]
    asked = [question(f"q{index}", weight=one, scale="s") for index, one in enumerate(weights)]
    told = document(*asked, scales={"s": scale("0", "0.333333333333", "1")})
    kit, question_set = load(told)
    with pytest.raises(Refused, match="F056"):
        check(kit, question_set, 200, seed=4, odd=0.0)


def test_texts_in_any_arrow_type_mean_the_same():
    kit, question_set = load(document(question("a"), question("b", type="text")))
    table = table_of(rows_of(question_set, 100, 5, odd=0.3))
    kernel = Kernel(kit, question_set, table.column_names)
    expected = by_kernel(kernel, table, 100)
    for type in (pyarrow.large_string(), pyarrow.string_view()):
        again = table.cast(pyarrow.schema([(name, type) for name in table.column_names]))
        assert by_kernel(kernel, again, 100) == expected
    coded = pyarrow.table([column.dictionary_encode() for column in table], table.column_names)
    assert by_kernel(kernel, coded, 100) == expected
