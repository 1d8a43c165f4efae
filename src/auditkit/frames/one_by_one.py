"""The rows of a frame scored one by one: the interpreter that all others must agree with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from auditkit.frozen import changed
from auditkit.languages import said
from auditkit.matching.rows import RowReader
from auditkit.problems import Problem, problem
from auditkit.returns import AuditReturn, Row
from auditkit.scoring.base_score import with_base
from auditkit.scoring.cards import score_return
from auditkit.scoring.plain import flat_scorecard

if TYPE_CHECKING:
    from auditkit.frames.recipe import Recipe
    from auditkit.scoring.scorecard import Scorecard

_OTHER_TEXT = "R026"


class OneByOne:
    """Reads and scores rows of text as files of returns are."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.plan = recipe.scoring.plan()
        self.base = recipe.base.plan() if recipe.base else None

    def returns(self, rows: Sequence[Row]) -> Iterator[AuditReturn]:
        """The returns in these rows, each with the problems found in it."""
        table = changed(self.recipe.table, rows=rows)
        reader = RowReader(table, self.recipe.scoring.question_set, self.recipe.columns)
        return (told_what_changed(one, self.recipe.since) for one in reader.read(rows))

    def card(self, audit_return: AuditReturn) -> Scorecard:
        """The scorecard of a return, under an overlay with the score under its base."""
        card = score_return(self.plan, audit_return, {})
        if self.base is None:
            return card
        return with_base(card, self.base, self.recipe.relation, {})

    def flat(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """The scorecards of these rows, each as one row of a table."""
        return [flat_scorecard(self.card(one)) for one in self.returns(rows)]


def told_what_changed(one: AuditReturn, since: tuple[str, str]) -> AuditReturn:
    """A return that was filled in under another text, with what has changed since."""
    if not any(said.code == _OTHER_TEXT for said in one.problems):
        return one
    return changed(one, problems=tuple(told_since(found, since) for found in one.problems))


def told_since(found: Problem, since: tuple[str, str]) -> Problem:
    """The problem that a return was filled in under another text, with what has changed since;
    any other as it is.
    """
    published, changes = since
    if found.code != _OTHER_TEXT or found.facts["hash"] != published:
        return found
    words = said(" Since then: {changes}.", changes=changes)
    return problem(found.code, found.place, **{**found.facts, "changes": words})
