"""Whole numbers that add up, within what is known of them."""

from __future__ import annotations

from auditkit.estimates.sums import Sums


def test_numbers_that_cannot_add_up_have_no_solution():
    # 5 is no part of 0 to 3 alone, and no twice a whole number.
    one = Sums(2, [(0, [1])])
    assert one.solution([5, 0], [5, 3], [0, 0]) is None
    assert one.fixed([5, 0], [5, 3]) == set()
    assert Sums(2, [(0, [1, 1])]).solution([5, 0], [5, 5], [0, 0]) is None


def test_a_solution_is_near_to_what_was_given():
    # 10 = 3 + 7, where 3 and 6 were wanted.
    assert Sums(3, [(0, [1, 2])]).solution([10, 0, 0], [10, 9, 9], [10, 3, 6]) in (
        [10, 3, 7],
        [10, 4, 6],
    )


def test_what_the_sums_leave_one_value_is_fixed():
    # 2 = 1 + 1, with 1 at least.
    assert Sums(3, [(0, [1, 2])]).fixed([2, 1, 1], [2, 4, 4]) == {0, 1, 2}


def test_a_number_that_may_be_another_moves_with_its_sum():
    moves = Sums(3, [(0, [1, 2])]).moves([10, 1, 1], [10, 9, 9], [10, 3, 7], [1, 2])
    assert moves == {1: frozenset({1, 2}), 2: frozenset({1, 2})}
