"""The kernel gives what one return at a time gives, to the last cell."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_frames import by_kernel, one_by_one, rows_of, table_of
from random_sets import Audit, audits, many, some
from reference import in_words
from small_sets import document, load, question, rated, scale, scorer_plugin, section, yaml_of

from auditkit.errors import Refused
from auditkit.frames import Kernel
from auditkit.kit import AuditKit
from auditkit.questions.model import QuestionSet
from auditkit.scoring.marks import Mark
from auditkit.versions.locks import lock_path, lock_text

ROWS = 40
SEEDS = st.integers(0, 2**32)


def check(kit: AuditKit, question_set: QuestionSet, rows: int, seed: int, odd: float = 0.2):
    """That both interpreters agree on so many random returns, and what they found."""
    table = table_of(rows_of(question_set, rows, seed, odd=odd))
    kernel = Kernel(kit, question_set, table.column_names)
    expected = one_by_one(kernel, table)
    assert by_kernel(kernel, table, rows) == expected
    return expected


# What random sets reach is no proof that something else does: tests by hand cover every branch.
@pytest.mark.no_cover
@many
@given(audits(), SEEDS, st.sampled_from([0.0, 0.1, 0.5]))
def test_a_random_set_over_random_returns(audit: Audit, seed: int, odd: float):
    kit, question_set = load(audit.document)
    check(kit, question_set, ROWS, seed, odd)


@pytest.mark.no_cover
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


CONDITIONS = [
    ("answered", "note"),
    ("points", "first", ">=", "1.5"),
    ("score", "first", "<", 75),
    ("score", "", ">=", 50),
    ("not", ("count", ["no", "partly"], ["a", "b"], ">=", 1)),
    ("or", ("has", "no", "in", "several"), ("is", "a", "in", ["no", "unclear"])),
    ("and", ("case", "kind", "==", "planned"), ("case", "cost", ">", 3)),
]


@pytest.mark.parametrize("missing", ["exclude", "worst", "refuse"])
@pytest.mark.parametrize("when", CONDITIONS, ids=in_words)
def test_conditions_of_every_kind(when: tuple[Any, ...], missing: str):
    told = document(
        section("first", question("a", weight=2), question("b")),
        section("second", question("several", type="choices"), question("note", type="text")),
        scoring={"method": "weighted_mean", "missing": missing},
        rating=rated(limits=[{"at_most": "improve", "when": when, "because": "B"}]),
        escalations=[{"to": "head_of_service", "when": when, "because": "C"}],
        case_fields={
            "kind": {"type": "choice", "options": ["planned", "unplanned"]},
            "cost": {"type": "number"},
        },
    )
    kit, question_set = load(told)
    found = check(kit, question_set, 200, seed=9)
    assert {row["escalations"] for row in found} > {""}


def test_options_that_exclude_each_other_hold_a_return():
    kit, question_set = load(document(question("several", type="choices")))
    given = ["yes;na", "yes;no", "na"]
    table = pyarrow.table({"case_ref": ["A1", "A2", "A3"], "several": given})
    kernel = Kernel(kit, question_set, table.column_names)
    found = by_kernel(kernel, table, 3)
    assert found == one_by_one(kernel, table)
    assert [row["status"] for row in found] == ["held", "scored", "scored"]


@pytest.mark.parametrize("over", ["questions", "sections"])
def test_sections_within_sections(over: str):
    steps = [{"from": 0, "score": "0.5"}, {"from": "33.3", "score": "1.5"}]
    inner = section("inner", question("b"), question("c", weight="0.25"), rescore=steps)
    told = document(
        section("first", question("a"), inner, weight=3),
        section("second", question("d"), section("last", question("e"))),
        scoring={"method": "weighted_mean", "over": over},
        rating=rated(),
    )
    kit, question_set = load(told)
    check(kit, question_set, 200, seed=10)


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "change: {questions: {b: {weight: 3}}}",
        "change: {bands: {good: {from: 60}}}",
        "remove: {questions: {a: Elsewhere}}",
        "add: {questions: [{question: more, section: all, text: More, scale: evidenced}]}",
        "add: {case_fields: {closed: {type: choice, options: [yes, no]}}}",
        # Of no score, so that the base scores others, but knows no answer like this
        "add: {options: [{option: c, scale: plain, label: C}]}",
    ],
)
def test_an_overlay_with_the_score_under_its_base(lines: str, tmp_path: Path):
    limit = {"limit": "l", "when": ("is", "b", "==", "no"), "at_most": "improve", "because": "B"}
    told = document(
        question("a", weight=2),
        question("b"),
        question("c"),
        question("d", scale="plain"),
        rating=rated(limits=[limit]),
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


class Ordered:
    """A sum that minds the order of the marks, their weights and states."""

    def score(self, marks: Sequence[Mark]) -> Fraction | None:
        found = Fraction(0)
        for mark in marks:
            found = found / 3 + mark.value / (2 + mark.weight + len(mark.state))
        return found if marks else None


class Doubled:
    """Twice as much attainable for each."""

    def parts(self, mark: Mark) -> tuple[Fraction, Fraction]:
        return mark.value, Fraction(2)

    def close(self, earned: int, attainable: int) -> tuple[int, int] | None:
        return (earned, attainable) if attainable else (0, 1)


@pytest.mark.parametrize("missing", ["exclude", "worst"])
@pytest.mark.parametrize("over", ["questions", "sections"])
@pytest.mark.parametrize("factory", [Product, FoldedProduct, Ordered, Doubled])
def test_scorers_of_plugins(factory: Callable[[], Any], over: str, missing: str):
    told = document(
        section("first", question("a"), section("inner", question("b", weight=2), question("c"))),
        section("second", question("d")),
        scoring={"method": "mine", "over": over, "missing": missing},
        rating=rated(),
    )
    kit, question_set = load(told, [scorer_plugin(factory)])
    check(kit, question_set, 200, seed=3)
    # What one batch taught serves the next
    table = table_of(rows_of(question_set, 200, 3, odd=0.0))
    kernel = Kernel(kit, question_set, table.column_names)
    assert by_kernel(kernel, table, 20) == one_by_one(kernel, table)


def test_a_scorer_that_wants_all_marks_is_asked_once_for_each_pattern():
    asked: list[Sequence[Mark]] = []

    class Asked(Product):
        def score(self, marks: Sequence[Mark]) -> Fraction | None:
            asked.append(marks)
            return super().score(marks)

    told = document(question("a"), question("b"), scoring={"method": "mine"}, rating=rated())
    kit, question_set = load(told, [scorer_plugin(Asked)])
    rows = [(first, second) for first in ("yes", "no", "") for second in ("no", "partly")]
    first, second = zip(*rows * 50, strict=True)
    references = [f"CASE-{number}" for number in range(len(first))]
    table = pyarrow.table({"case_ref": references, "a": first, "b": second})
    by_kernel(Kernel(kit, question_set, table.column_names), table, len(first))
    # For the whole and for its one section
    assert len(asked) == 2 * len(rows)


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


def same_of_columns(change: Callable[[pyarrow.Table], pyarrow.Table]) -> list[dict[str, Any]]:
    """That both interpreters agree on a table with dates and comments that was changed so."""
    told = document(
        question("a", comment_required=["no"]),
        question("seen_on", type="date"),
        question("note", type="text"),
        case_fields={"closed": {"type": "date"}, "cost": {"type": "number"}},
        rating=rated(judgement="overall", official="judged"),
    )
    told["sections"].append(section("judged", question("overall", scale="judgement")))
    kit, question_set = load(told)
    table = change(table_of(rows_of(question_set, 100, 6, odd=0.3)))
    kernel = Kernel(kit, question_set, table.column_names)
    expected = one_by_one(kernel, table)
    assert by_kernel(kernel, table, 100) == expected
    return expected


@pytest.mark.parametrize(
    "gone",
    ["case_ref", "service", "audit_date", "seen_on", "note", "a.comment", "overall.comment"],
)
def test_without_a_column(gone: str):
    same_of_columns(lambda table: table.drop_columns([gone]))


def test_without_a_column_of_comments_a_reason_is_missed_wherever_one_is_wanted():
    found = same_of_columns(lambda table: table.drop_columns(["a.comment"]))
    assert any("[C003]" in row["warnings"] for row in found if row["status"] == "scored")


def coded(table: pyarrow.Table) -> pyarrow.Table:
    return pyarrow.table([one.dictionary_encode() for one in table], table.column_names)


def of_a_form(table: pyarrow.Table, *times: str) -> pyarrow.Table:
    """The table as an export of a form, with the times at which it was sent in, and changed."""
    chance = Random(7)
    texts = ["13/04/2026 10:30", "2026-04-14 09:00", "04/05/2026 08:00", "", "soon"]
    for name in ("Start time", *times):
        table = table.append_column(name, [chance.choices(texts, k=len(table))])
    return table


@pytest.mark.parametrize(
    "times", [["Completion time"], ["Completion time", "Last modified time"], []]
)
@pytest.mark.parametrize("change", [coded, lambda table: table], ids=["coded", "texts"])
def test_a_form_that_was_sent_in_has_that_date(times: list[str], change: Callable[..., Any]):
    found = same_of_columns(lambda table: change(of_a_form(table, *times)))
    assert len({row["audit_date"] for row in found}) > 1


@pytest.mark.parametrize(
    "limit", ["kernel._MOST_KNOWN", "reading._REMEMBERED"], ids=["all", "a column"]
)
def test_what_was_forgotten_is_understood_anew(limit: str, monkeypatch: pytest.MonkeyPatch):
    kit, question_set = load(document(question("a"), question("b"), rating=rated()))
    table = table_of(rows_of(question_set, 100, 8, odd=0.3))
    monkeypatch.setattr(f"auditkit.frames.{limit}", 1)
    kernel = Kernel(kit, question_set, table.column_names)
    assert by_kernel(kernel, table, 10) == one_by_one(kernel, table)


NOTES = [
    "Plain words",
    "Two\nlines, and a comma",
    " before and behind\t",
    "\u00a0no-break\u2003",
    "\u200b",
    "é at the begin, and at the end é",
    "'=1+1",
    "'tis so",
    "=1+1",
    "-5",
    "#REF!",
    "# a heading",
    " err:502",
    "Err:502",
    "Errors were few",
    "e",
    "E ",
    "e x",
    "Apr-26",
    *("behind it" + one for one in (" ", "\u00a0", "\n", "\x1f", "\u2028")),
    "\x1f between \x1f",
    "x" * 5_000,
    "",
    None,
]


@pytest.mark.parametrize("looked_at", [False, True])
@pytest.mark.parametrize("change", [coded, lambda table: table], ids=["coded", "texts"])
def test_texts_about_cases(change: Callable[..., Any], looked_at: bool):
    limit = {"limit": "l", "when": ("case", "note", "==", "-5"), "at_most": "improve"}
    fields = {"cost": {"type": "number"}, "note": {"type": "text"}, "closed": {"type": "date"}}
    told = document(
        question("a"),
        case_fields=fields,
        rating=rated(limits=[{**limit, "because": "B"}] if looked_at else []),
    )
    kit, question_set = load(told)
    count = len(NOTES)
    table = {
        "case_ref": [f"CASE-{number}" for number in range(2 * count)],
        "a": ["yes"] * (2 * count),
        "case.cost": ["3"] * count + ["much"] * count,
        "case.note": NOTES * 2,
        "case.closed": ["2026-04-13"] * count + ["soon"] * count,
    }
    table = change(pyarrow.table(table))
    kernel = Kernel(kit, question_set, table.column_names)
    found = by_kernel(kernel, table, 10)
    assert found == one_by_one(kernel, table)
    assert {row["status"] for row in found[:count]} == {"scored", "held"}
    assert len({row["case.note"] for row in found[:count]}) > 12


def test_texts_about_cases_that_only_the_base_looks_at(tmp_path: Path):
    limit = {"limit": "l", "when": ("case", "note", "==", "bad"), "at_most": "improve"}
    told = document(
        question("a"),
        case_fields={"note": {"type": "text"}},
        rating=rated(limits=[{**limit, "because": "B"}]),
    )
    (tmp_path / "base.yaml").write_text(yaml_of(told), "utf-8")
    lines = "question_set: local\nversion: '2'\nextends: base.yaml\nremove: {limits: {l: Gone}}\n"
    (tmp_path / "local.yaml").write_text(lines, "utf-8")
    kit = AuditKit(discover=False)
    question_set = kit.load(tmp_path / "local.yaml")
    notes = {"case_ref": ["A", "B"], "a": ["yes", "yes"], "case.note": ["bad", "good"]}
    table = pyarrow.table(notes)
    kernel = Kernel(kit, question_set, table.column_names)
    found = by_kernel(kernel, table, 2)
    assert found == one_by_one(kernel, table)
    assert [row["base_rating"] for row in found] == ["improve", "outstanding"]


def test_more_patterns_than_a_number_can_tell():
    # 40 questions with six answers each: 6 ** 40 is more than 2 ** 100
    names = [f"q{index}" for index in range(40)]
    first, *others = (("is", name, "==", "yes") for name in names)
    limit = {"limit": "l", "when": ("or", first, ("and", *others)), "at_most": "improve"}
    limit["because"] = "B"
    told = document(*map(question, names), rating=rated(limits=[limit]))
    kit, question_set = load(told)
    found = check(kit, question_set, 200, seed=9, odd=0.1)
    assert {row["limits"] for row in found} == {"", "B"}


@pytest.mark.parametrize("count", [126, 127, 128])
def test_numbers_of_eight_bits_that_are_all_taken(count: int):
    kit, question_set = load(document(question("a")))
    services = [f"Service {number}" for number in range(count)]
    numbers = pyarrow.array([*range(count), None], pyarrow.uint8() if count > 127 else "int8")
    coded = pyarrow.DictionaryArray.from_arrays(numbers, services)
    references = [f"CASE-{number}" for number in range(count + 1)]
    table = pyarrow.table({"case_ref": references, "service": coded, "a": ["yes"] * (count + 1)})
    found = by_kernel(Kernel(kit, question_set, table.column_names), table, 1_000)
    assert [row["service"] for row in found] == [*services, None]


def test_a_return_under_another_text_is_told_what_has_changed(tmp_path: Path):
    told = document(question("a"), question("b"), rating=rated())
    file = tmp_path / "small.yaml"
    file.write_text(yaml_of(told), "utf-8")
    published = AuditKit(discover=False).load(file)
    Path(lock_path(str(file))).write_text(lock_text(published), "utf-8")
    told["title"] = "Smaller"
    file.write_text(yaml_of(told), "utf-8")
    kit = AuditKit(discover=False)
    question_set = kit.load(file)
    hashes = [published.content_hash, question_set.content_hash, "0" * 64, ""]
    table = table_of(rows_of(question_set, 4, 1, odd=0.0)).append_column("content_hash", [hashes])
    kernel = Kernel(kit, question_set, table.column_names)
    found = by_kernel(kernel, table, 4)
    assert found == one_by_one(kernel, table)
    assert [row["status"] for row in found] == ["held", "scored", "held", "scored"]
    assert ["Since then: " in row["warnings"] for row in found] == [True, False, False, False]


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


@pytest.mark.parametrize("kind", [pyarrow.int8(), pyarrow.uint64()], ids=str)
def test_more_answers_than_eight_bits_hold_are_met_batch_by_batch(kind: pyarrow.DataType):
    options = scale(*range(600))
    kit, asked = load(document(question("one", scale="long"), scales={"long": options}))
    order = Random(4).sample([one["option"] for one in options], 600)
    table = pyarrow.table({"case_ref": [f"CASE-{row}" for row in range(600)], "one": order})
    kernel = Kernel(kit, asked, table.column_names)
    scores = []
    for batch in table.combine_chunks().to_batches(max_chunksize=60):
        coded = batch["one"].dictionary_encode()
        told = pyarrow.DictionaryArray.from_arrays(coded.indices.cast(kind), coded.dictionary)
        scores += kernel.score(batch.set_column(1, "one", told))["score"].to_pylist()
    assert scores == [row["score"] for row in one_by_one(kernel, table)]
    assert len(set(scores)) == 600
