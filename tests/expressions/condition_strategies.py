"""Random conditions that mean something, and random returns to ask them of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from plain_conditions import COMPARISONS, GRADED, GUESSES, LETTERED, OPTIONS, World

SIGNS = st.sampled_from(sorted(COMPARISONS))
EQUAL = st.sampled_from(["==", "!="])
AMONG = st.sampled_from(["in", "not in"])
SECTIONS = st.sampled_from([None, "outer", "inner"])
DATES = st.sampled_from([date(2026, 1, 1), date(2026, 4, 13), date(2026, 4, 14)])
TEXTS = st.sampled_from(["no", "", "Yes", "don't", "é"])
AREAS = st.sampled_from(["north", "south", "1"])


def numbers(places: int) -> st.SearchStrategy[tuple[str, Decimal]]:
    """Numbers near those that turn up, with at most so many decimals."""
    steps = st.integers(-2 * 10**places, 4 * 10**places)
    return steps.map(lambda step: ("number", Decimal(step).scaleb(-places)))


QUESTIONS = {
    kind: st.sampled_from([("question", name) for name in names])
    for kind, names in {
        "graded": ["a", "b"],
        "number": ["amount", "whole"],
        "date": ["seen", "left"],
    }.items()
}
COUNTED = st.one_of(
    st.tuples(
        st.just("count"),
        st.lists(st.sampled_from(["no", "yes", "A", "open"]), min_size=1, max_size=2).map(tuple),
        st.none(),
        st.none(),
    ),
    st.tuples(
        st.just("count"),
        st.lists(st.sampled_from(["no"]), min_size=1, max_size=2).map(tuple),
        st.lists(st.sampled_from(sorted(OPTIONS)), min_size=1, max_size=3),
        st.none(),
    ),
    st.tuples(
        st.just("count"),
        st.just(("no", "A")),
        st.none() | st.just(["a", "c", "several"]),
        st.just("starred"),
    ),
    st.tuples(st.just("count"), st.just(("1",)), st.none(), st.just("other")),
)
DATE_SIDES = st.one_of(QUESTIONS["date"], st.just(("case", "opened")))
DAYS = st.one_of(
    st.tuples(st.just("days"), DATE_SIDES, DATE_SIDES),
    st.tuples(st.just("days"), DATES.map(lambda when: ("date", when)), DATE_SIDES),
    st.tuples(st.just("days"), DATE_SIDES, DATES.map(lambda when: ("date", when))),
)
# Sides that are numbers, each with the decimals that a number beside it may have.
NUMERIC: list[tuple[st.SearchStrategy[Any], int]] = [
    (st.just(("question", "amount")), 1),
    (st.just(("question", "whole")), 0),
    (st.just(("case", "cost")), 2),
    (COUNTED, 0),
    (DAYS, 0),
    (st.tuples(st.just("points"), SECTIONS), 3),
    (st.tuples(st.just("score"), SECTIONS), 3),
]
ANY_NUMERIC = st.one_of([side for side, _ in NUMERIC])


def options(known: tuple[str, ...]) -> st.SearchStrategy[tuple[str, str]]:
    return st.sampled_from([("text", option) for option in known])


def comparison(
    left: st.SearchStrategy[Any], sign: st.SearchStrategy[str], right: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.tuples(st.just("compare"), left, sign, right),
        st.tuples(st.just("compare"), right, sign, left),
    )


def among(
    left: st.SearchStrategy[Any], items: st.SearchStrategy[Any]
) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(st.just("among"), left, AMONG, st.lists(items, min_size=1, max_size=3))


def dates() -> st.SearchStrategy[tuple[str, date]]:
    return DATES.map(lambda when: ("date", when))


SIMPLE = st.one_of(
    comparison(QUESTIONS["graded"], EQUAL, options(GRADED)),
    comparison(st.just(("question", "c")), EQUAL, options(LETTERED)),
    comparison(st.just(("question", "a")), EQUAL, st.just(("question", "b"))),
    comparison(st.just(("case", "area")), EQUAL, AREAS.map(lambda area: ("text", area))),
    comparison(st.just(("question", "why")), EQUAL, TEXTS.map(lambda text: ("text", text))),
    comparison(st.just(("question", "why")), EQUAL, st.just(("case", "note"))),
    comparison(DATE_SIDES, SIGNS, dates()),
    comparison(DATE_SIDES, SIGNS, DATE_SIDES),
    *[comparison(side, SIGNS, numbers(places)) for side, places in NUMERIC],
    comparison(ANY_NUMERIC, SIGNS, ANY_NUMERIC),
    among(QUESTIONS["graded"], options(GRADED)),
    among(st.just(("question", "c")), options(LETTERED)),
    among(st.just(("case", "area")), AREAS.map(lambda area: ("text", area))),
    among(st.just(("case", "note")), TEXTS.map(lambda text: ("text", text))),
    among(DATE_SIDES, dates()),
    *[among(side, numbers(places)) for side, places in NUMERIC],
    st.tuples(st.just("has"), st.sampled_from(LETTERED), AMONG, st.just("several")),
    st.tuples(st.just("answered"), st.sampled_from([*OPTIONS, *GUESSES])),
)
CONDITIONS = st.recursive(
    SIMPLE,
    lambda part: st.one_of(
        st.tuples(st.just("not"), part),
        st.tuples(st.sampled_from(["and", "or"]), part, part),
        st.tuples(st.sampled_from(["and", "or"]), part, part, part),
    ),
    max_leaves=5,
)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


ANSWERS = st.fixed_dictionaries(
    {
        "a": maybe(st.sampled_from(GRADED)),
        "b": maybe(st.sampled_from(GRADED)),
        "c": maybe(st.sampled_from(LETTERED)),
        "several": maybe(st.lists(st.sampled_from(LETTERED), min_size=1, unique=True).map(tuple)),
        "amount": maybe(st.integers(-20, 40).map(lambda tenths: Fraction(tenths, 10))),
        "whole": maybe(st.integers(-2, 4).map(Fraction)),
        "seen": maybe(DATES),
        "left": maybe(DATES),
        "why": maybe(TEXTS),
    }
)
CASES = st.fixed_dictionaries(
    {
        "area": maybe(AREAS),
        "cost": maybe(st.integers(-200, 400).map(lambda pence: Fraction(pence, 100))),
        "note": maybe(TEXTS),
        "opened": maybe(DATES),
    }
)
FIGURES = st.dictionaries(
    SECTIONS, st.integers(-20, 40).map(lambda tenths: Fraction(tenths, 10)), max_size=3
)


def without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@st.composite
def worlds(draw: st.DrawFn, most_unknown: int = 0) -> World:
    """A return; up to so many of its blanks, or of what was chosen as "not assessed", are
    questions not assessed. The other blanks are questions that were not asked.
    """
    typed = draw(ANSWERS)
    blank = [name for name, value in typed.items() if value in (None, "open")]
    unknown: list[str] = []
    if blank and most_unknown:
        unknown = draw(st.lists(st.sampled_from(blank), unique=True, max_size=most_unknown))
    answers = without_blanks(typed)
    return World(answers, without_blanks(draw(CASES)), draw(FIGURES), frozenset(unknown))
