"""Summaries: the counts of what returns come to one by one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from random_returns import Returns, returns
from random_sets import many

from auditkit.frames.kernel import Kernel, kernel_of
from auditkit.frames.summary import Summary
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


@settings(many, max_examples=60)
@given(returns())
def test_a_summary_counts_what_every_return_comes_to(made: Returns):
    kernel = Kernel(made.kit, made.set, made.table.column_names)
    brief = kernel_of(changed(kernel.recipe, in_full=False))
    summary = Summary(made.kit.plan(made.set))
    for batch in made.table.combine_chunks().to_batches(max_chunksize=17):
        summary.write(summary.rendered(brief.scored(batch)))
    rows = list(summary.rows())
    assert {row[:-1]: row[-1] for row in rows} == counted(made)
    assert len({row[:-1] for row in rows}) == len(rows)
    order = ["", *made.set.questions]
    assert rows == sorted(rows, key=lambda row: (row[:4], order.index(row[4]), row[5:]))
