"""Patterns of numbers, against rows that are compared one by one."""

from __future__ import annotations

import numpy
from hypothesis import given
from hypothesis import strategies as st

from auditkit.frames.known import patterns

# Masks of 62 flags are numbers as large as this.
NUMBERS = st.sampled_from([0, 1, 2, 5, 2**31, 2**61, 2**62 - 1])


@given(st.lists(st.lists(NUMBERS, min_size=9, max_size=9), min_size=1, max_size=5))
def test_rows_have_one_number_where_they_are_alike(parts):
    rows = list(zip(*parts, strict=True))
    numbers, firsts = patterns([numpy.array(part, "int64") for part in parts])
    for number, row in zip(numbers.tolist(), rows, strict=True):
        assert rows[firsts[number]] == row
    assert len(set(rows)) == len(firsts) == len(set(numbers.tolist()))
