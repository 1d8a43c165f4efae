"""Whether every rule, limit, escalation and action makes a difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from auditkit.builtin.checks.best_ratings import BestRatings
from auditkit.builtin.checks.readings import Readings
from auditkit.builtin.checks.truth import follows, holds, said
from auditkit.builtin.checks.worlds import TooManyWorlds, Worlds
from auditkit.expressions.certainty import questions_in
from auditkit.expressions.evaluation import compile_condition
from auditkit.expressions.facts import Facts
from auditkit.expressions.syntax import Expression
from auditkit.problems import Problem, problem
from auditkit.questions.model import worded
from auditkit.questions.rating import Limit, Rating
from auditkit.questions.reading import LoadedSet
from auditkit.scoring.conditions import Condition

# So many are compared with those before them, for each is compared with each.
_MOST = 100
# What an outcome is, the condition it stands under, and its number in its list.
Row = tuple[tuple[str, ...], Expression, int]


def check_outcomes(loaded: LoadedSet) -> Iterator[Problem]:
    """Rules that never come to bear, limits that never lower a rating, the same thing twice."""
    outcomes = _Outcomes(loaded)
    if loaded.question_set.rating is not None:
        yield from outcomes.rules(loaded.question_set.rating)
        yield from outcomes.limits(loaded.question_set.rating)
    yield from outcomes.repeated()


class _Outcomes:
    def __init__(self, loaded: LoadedSet) -> None:
        self.set = loaded.question_set
        self.document = loaded.document
        self.worlds = Worlds(self.set)
        self.figures = self.worlds.spans.figures(None)

    @cached_property
    def best(self) -> BestRatings:
        return BestRatings(self.set, self.worlds.scope)

    def rules(self, rating: Rating) -> Iterator[Problem]:
        earlier: list[Expression] = []
        always: int | None = None
        for index, rule in enumerate(rating.rules[:_MOST]):
            place = self.document.place("rating", "rules", index)
            if always is not None:
                yield problem("L045", place, earlier=always + 1)
            elif rule.when is not None:
                truth = holds(self.worlds, rule.when)
                if truth is None and self.is_shadowed(rule.when, earlier):
                    yield problem("L044", place, condition=said(rule.when))
                always = index if truth else None
                earlier.append(rule.when)

    def is_shadowed(self, condition: Expression, earlier: Sequence[Expression]) -> bool:
        """Whether the rules before match wherever this one does, one of them or all together."""
        one_by_one = any(follows(self.worlds, condition, [one]) for one in earlier)
        return one_by_one or (bool(earlier) and follows(self.worlds, condition, earlier))

    def limits(self, rating: Rating) -> Iterator[Problem]:
        rank = {band.id: index for index, band in enumerate(rating.bands)}
        for index, limit in enumerate(rating.limits):
            place = self.document.place("rating", "limits", index)
            if not rank[limit.at_most]:
                yield problem("L046", place, band=limit.at_most)
            elif not rating.rules and self.figures and not self.bites(limit, rank):
                yield problem("L047", place, band=limit.at_most, condition=said(limit.when))
        yield from self.best_band(rating)

    def bites(self, limit: Limit, rank: dict[str, int]) -> bool:
        """Whether it may lower a rating. Where it never holds, that is said elsewhere."""
        if holds(self.worlds, limit.when) is False:
            return True
        truth = compile_condition(limit.when.tree, self.worlds.scope)
        bands = self.bands([limit.when], truth)
        return bands is None or any(rank[band] < rank[limit.at_most] for band in bands)

    def best_band(self, rating: Rating) -> Iterator[Problem]:
        """Whether some answers escape every limit and are good enough for the best band."""
        best, start = rating.bands[0].id, rating.bands[0].from_
        if not rating.limits or rating.rules or self.figures is None or start is None:
            return
        conditions = [one.when for one in rating.limits if one.at_most != best]
        limits = [Condition(one, self.worlds.scope) for one in conditions]
        bands = self.bands(conditions, lambda facts: not any(one.outcome(facts) for one in limits))
        is_scored = self.worlds.spans.first(start) <= self.figures[1]
        if is_scored and bands is not None and best not in bands:
            yield problem("L017", self.document.place("rating", "bands", 0), band=best)

    def bands(
        self, conditions: Sequence[Expression], wanted: Callable[[Facts], bool]
    ) -> set[str] | None:
        """The best bands left to the returns that are wanted; None where that is not known."""
        trees = [one.tree for one in conditions]
        assert self.set.rating is not None
        best = self.best
        named = frozenset().union(*(questions_in(tree, self.worlds.scope) for tree in trees))
        is_scored = self.set.rating.band_on == "rounded" and self.worlds.reads_score(trees)
        for known in ([] if is_scored else named & best.earnings.keys(), []):
            try:
                found = self.worlds.having(trees, known)
                bands = {best.band(one, known, is_scored=is_scored) for one in found if wanted(one)}
                return {band for band in bands if band is not None}
            except TooManyWorlds:
                continue
        return None

    def repeated(self) -> Iterator[Problem]:
        """Limits, escalations and actions that stand there twice."""
        rating = self.set.rating
        limits = rating.limits if rating else ()
        rows: list[tuple[str, tuple[str, ...], list[Row]]] = [
            (
                "L048",
                ("rating", "limits"),
                [((one.at_most,), one.when, at) for at, one in enumerate(limits)],
            ),
            (
                "L048",
                ("escalations",),
                [((one.to,), one.when, at) for at, one in enumerate(self.set.escalations)],
            ),
            (
                "L049",
                ("actions",),
                [((worded(one.title),), one.when, at) for at, one in enumerate(self.set.actions)],
            ),
        ]
        for code, path, listed in rows:
            seen: dict[tuple[object, ...], list[Row]] = {}
            for row in listed:
                outcome, condition, index = row
                alike = seen.setdefault((outcome, self.reads(condition)), [])
                twin = next((one for one in alike[:_MOST] if self.is_same(condition, one[1])), None)
                if twin is not None:
                    place = self.document.place(*path, index)
                    yield problem(code, place, condition=said(condition), earlier=twin[2] + 1)
                alike.append(row)

    def reads(self, condition: Expression) -> frozenset[object]:
        """What a condition looks at: two that mean the same look at the same."""
        readings = Readings(self.worlds.scope)
        readings.take_in(condition.tree)
        return frozenset(readings.typed)

    def is_same(self, one: Expression, other: Expression) -> bool:
        if one.text.split() == other.text.split():
            return True
        if holds(self.worlds, one) is not None or holds(self.worlds, other) is not None:
            return False
        return follows(self.worlds, one, [other]) and follows(self.worlds, other, [one])
