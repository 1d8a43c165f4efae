"""Summaries: the counts of what returns come to one by one."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from random import Random
from typing import Any

import pyarrow
from hypothesis import given, settings
from hypothesis import strategies as st
from random_returns import Returns, returns
from random_sets import many
from small_sets import document, load, question

from auditkit.builtin.writers import csv_rows, write_csv
from auditkit.frames.kernel import Kernel, kernel_of
from auditkit.frames.summary import COLUMNS, Row, Summary, write_counts
from auditkit.frozen import changed
from auditkit.scoring.plain import flat_scorecard
from auditkit.scoring.scorecard import SCORED


def counted(made: Returns) -> Counter[tuple[str, ...]]:
    """What a summary must say, from scorecards."""
    found: Counter[tuple[str, ...]] = Counter()
    for card in made.cards():
        flat: dict[str, Any] = flat_scorecard(card)
        about = [flat[name] or "" for name in ("service", "stage", "period", "status")]
        found[*about, "", "", "", flat["rating"] or ""] += 1
        for name, result in card.questions.items() if flat["status"] == SCORED else ():
            option = result.option or ""
            chosen = ";".join(option) if isinstance(option, tuple) else option
            found[*about, name, result.state, chosen, ""] += 1
    return found


def summed_up(made: Returns, rows: int) -> list[Row]:
    """The summary of returns in batches of so many."""
    kernel = Kernel(made.kit, made.set, made.table.column_names)
    brief = kernel_of(changed(kernel.recipe, is_brief=True))
    summary = Summary(made.kit.plan(made.set))
    for batch in made.table.combine_chunks().to_batches(max_chunksize=rows):
        summary.write(summary.rendered(brief.scored(batch)))
    return list(summary.rows())


@settings(many, max_examples=60)
@given(returns())
def test_a_summary_counts_what_every_return_comes_to(made: Returns):
    rows = summed_up(made, 17)
    assert {(*about, *what): count for about, what, count in rows} == counted(made)
    assert len({(about, what) for about, what, _ in rows}) == len(rows)


@settings(many, max_examples=20)
@given(returns())
def test_counts_are_in_the_order_of_the_questions(made: Returns):
    rows = summed_up(made, 17)
    order = ["", *made.set.questions]
    assert rows == sorted(rows, key=lambda row: (row[0], order.index(row[1][0]), row[1][1:]))


def test_any_number_of_questions_may_be_blank_together():
    # A table of NumPy has 64 dimensions at most
    names = [f"question_{number}" for number in range(100)]
    kit, asked = load(document(*map(question, names)))
    blank = {"case_ref": ["A-1", "A-2", "A-3"], **{name: [""] * 3 for name in names}}
    made = Returns(kit, asked, Random(1), rows=3)
    made.table = pyarrow.table(blank)
    rows = summed_up(made, 3)
    assert {(*about, *what): count for about, what, count in rows} == counted(made)
    assert len(rows) == 101


def test_any_number_of_services_are_counted():
    kit, asked = load(document(question("one"), question("two")))
    made = Returns(kit, asked, Random(2), rows=6_000)
    services = [f"Service {number % 5_000}" for number in range(6_000)]
    made.table = made.table.set_column(1, "service", [services])
    rows = summed_up(made, 6_000)
    assert {(*about, *what): count for about, what, count in rows} == counted(made)


TEXTS = st.text(st.sampled_from('ab=+",; \r\n'), max_size=3)


@given(st.lists(st.tuples(st.tuples(TEXTS, TEXTS), st.tuples(TEXTS, TEXTS), st.integers(1, 9))))
def test_counts_are_written_as_any_rows_are(rows: list[Row]):
    written, expected = BytesIO(), BytesIO()
    write_counts(rows, written)
    write_csv([], expected, COLUMNS)
    csv_rows([(*about, *what, count) for about, what, count in rows], expected)
    assert written.getvalue() == expected.getvalue()
