"""Whether every score gets a rating, every rating can be given, and none too easily."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.builtin.checks.spans import Spans
from auditkit.builtin.checks.worlds import TooManyWorlds, Worlds
from auditkit.expressions.evaluation import compile_condition
from auditkit.expressions.facts import Facts
from auditkit.problems import Problem, problem
from auditkit.questions.rating import Band, Rating
from auditkit.questions.reading import LoadedSet
from auditkit.scoring.rounding import scaled_decimal
from auditkit.wording import several, shortened


def check_ratings(loaded: LoadedSet) -> Iterator[Problem]:
    """Scores and answers without a rating, bands that nothing leads to, and ratings given on
    hardly any answers.
    """
    if loaded.question_set.rating is not None:
        yield from _Ratings(loaded, loaded.question_set.rating).problems()


class _Ratings:
    def __init__(self, loaded: LoadedSet, rating: Rating) -> None:
        self.set = loaded.question_set
        self.document = loaded.document
        self.rating = rating
        self.spans = Spans(self.set)
        self.figures = self.spans.figures(None)
        has_score = self.set.scoring.method != "rules_only"
        self.scored = [one for one in rating.bands if one.from_ is not None and has_score]
        judged = self.set.questions.get(rating.judgement or "")
        self.judged = {one.id for one in self.set.options(judged)} if judged else set()
        self.named = {one.band for one in rating.rules} | {one.at_most for one in rating.limits}

    def problems(self) -> Iterator[Problem]:
        yield from self.lowest_band()
        yield from self.too_easily()
        yield from self.by_score()
        yield from self.by_nothing()
        yield from self.by_no_rule()
        yield from self.judgement()

    def lowest_band(self) -> Iterator[Problem]:
        if self.scored and self.figures:
            start = self.scored[-1].from_
            assert start is not None
            if self.spans.first(start) > self.figures[0]:
                place = self.document.place("rating", "bands")
                yield problem("L010", place, start=start)

    def too_easily(self) -> Iterator[Problem]:
        scoring, place = self.set.scoring, self.document.place("scoring")
        if self.scored and not scoring.minimum_coverage and not scoring.minimum_counted:
            yield problem("L011", place)
        counted = sum(map(self.set.counts, self.set.questions.values()))
        if scoring.minimum_counted > counted:
            place = self.document.place("scoring", "minimum_counted")
            yield problem("L018", place, least=scoring.minimum_counted, counted=counted)

    def by_score(self) -> Iterator[Problem]:
        """Bands that no score falls into, and that nothing else gives."""
        if self.figures is None:
            return
        above: Band | None = None
        for band in self.scored:
            code = self.out_of_reach(band, above)
            if code and band.id not in self.named:
                place = self.document.place("rating", "bands", self.rating.bands.index(band))
                low, high = (self.shown(figure) for figure in self.figures)
                facts = {"band": band.id, "start": band.from_, "low": low, "high": high}
                yield problem(code, place, **facts, above=above.id if above else "")
            above = band

    def out_of_reach(self, band: Band, above: Band | None) -> str:
        """The code for why no score falls into a band, nothing where one does."""
        assert band.from_ is not None
        assert self.figures is not None
        low, high = self.figures
        first = self.spans.first(band.from_)
        if first > high:
            return "L012"
        if above is None or above.from_ is None:
            return ""
        end = self.spans.first(above.from_)
        if first == end and self.rating.band_on == "rounded":
            return "L013"
        return "L014" if end <= low else ""

    def shown(self, figure: int) -> str:
        return f"{scaled_decimal(figure, self.set.scoring.rounding.places).normalize():f}"

    def by_nothing(self) -> Iterator[Problem]:
        """Bands with a start where there is no score, and bands without one that nothing gives."""
        for index, band in enumerate(self.rating.bands):
            if band in self.scored:
                continue
            if band.from_ is not None:
                place = self.document.place("rating", "bands", index, "from")
                yield problem("L015", place, band=band.id)
            elif band.id not in self.named and band.id not in self.judged:
                yield problem("L016", self.document.place("rating", "bands", index), band=band.id)

    def by_no_rule(self) -> Iterator[Problem]:
        """Answers, all given, for which no rule holds where there is no band by score."""
        rules = self.rating.rules
        trees = [rule.when.tree for rule in rules if rule.when is not None]
        if self.scored or not rules or len(trees) < len(rules):
            return
        worlds = Worlds(self.set)
        truths = [compile_condition(tree, worlds.scope) for tree in trees]
        if worlds.is_figured(trees):
            return
        try:
            for facts in worlds.having(trees, blanks=False):
                if not any(truth(facts) for truth in truths):
                    place = self.document.place("rating", "rules")
                    yield problem("L019", place, example=_shown_facts(facts))
                    return
        except TooManyWorlds:
            return

    def judgement(self) -> Iterator[Problem]:
        """Bands that a person cannot choose; those that rules give may say that one must."""
        given = self.judged | {one.band for one in self.rating.rules}
        missing = [one.id for one in self.rating.bands if one.id not in given]
        if self.rating.judgement is not None and missing:
            facts = {"question": self.rating.judgement, "bands": several(missing)}
            yield problem("L054", self.document.place("rating", "judgement"), **facts)


def _shown_facts(facts: Facts) -> str:
    """The answers and facts of a return that are options."""
    known = [*facts.answers.items(), *((f"case.{name}", one) for name, one in facts.case.items())]
    shown = [
        f"{name} = {'; '.join(value) if isinstance(value, tuple) else value}"
        for name, value in known
        if isinstance(value, str | tuple) and "\0" not in value
    ]
    return shortened(", ".join(shown), 200)
