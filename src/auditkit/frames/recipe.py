"""What it takes to score the rows of one frame: everything that a worker must be sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditkit.builtin.readers import is_forms
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.library import since_lock
from auditkit.matching.headings import (
    FORMS_ORIGIN,
    Columns,
    find_columns,
    fits,
    unknown_columns,
)
from auditkit.problems import Problem, errors, problem
from auditkit.questions.model import QuestionSet
from auditkit.questions.reading import LoadedSet
from auditkit.returns import Table
from auditkit.scoring.checked import CheckedScorer
from auditkit.scoring.plan import Plan

if TYPE_CHECKING:
    from auditkit.kit import AuditKit
    from auditkit.matching.mapping import ColumnsMap


@frozen(kw_only=True)
class Scoring:
    """A question set with its scorer: what a plan is compiled from."""

    question_set: QuestionSet
    scorer: CheckedScorer

    def plan(self) -> Plan:
        """The set, compiled."""
        return Plan(self.question_set, self.scorer)


@frozen(kw_only=True)
class Recipe:
    """A set, its base where it is an overlay, and which column of a frame holds what. `since`
    is the hash that the set was published under, with what has changed since. Of the columns
    `month_first` it is known that a date in them, in whatever row, has the month first.
    Where it `is_brief`, scorecards have only the columns that tell returns from one another, and
    say what became of them. It can be pickled where the scorer can.
    """

    scoring: Scoring
    base: Scoring | None
    relation: str
    since: tuple[str, str]
    table: Table
    columns: Columns
    problems: tuple[Problem, ...]
    month_first: frozenset[int] = frozenset()
    is_brief: bool = False


def origin_of(headings: Sequence[str]) -> str:
    """What kind of table has these headings."""
    return FORMS_ORIGIN if is_forms(headings) else "table"


def frame_table(headings: Sequence[str], file: str = "") -> Table:
    """A table, as yet without rows, whose headings stand in no cell."""
    return Table(
        file=file,
        headings=tuple(headings),
        rows=(),
        origin=origin_of(headings),
        locate=_in_no_cell,
    )


def _in_no_cell(*_: object) -> str:
    return ""


def recipe(
    kit: AuditKit, question_set: QuestionSet, table: Table, mapping: ColumnsMap | None = None
) -> Recipe:
    """The recipe for rows under the headings of a table, found as readers of files find theirs.

    Raises `Refused` where a scored question has no column.
    """
    mapping = mapping if mapping and fits(mapping, table) else None
    columns, said = find_columns(table, question_set, mapping)
    if errors(said):
        raise Refused(said)
    scorer = kit.plan(question_set).scorer
    if not (scorer.adds or scorer.folds):
        said.append(problem("F055", name=scorer.used.name))
    loaded = _loaded(kit, question_set)
    base = loaded.base.question_set if loaded and loaded.base else None
    return Recipe(
        scoring=Scoring(question_set=question_set, scorer=scorer),
        base=Scoring(question_set=base, scorer=kit.plan(base).scorer) if base else None,
        relation=(loaded and loaded.relation) or "",
        since=since_published(kit, question_set),
        table=table,
        columns=columns,
        problems=(*said, *unknown_columns(table, columns.unknown)),
    )


def used_columns(recipe: Recipe) -> frozenset[int]:
    """The columns of a frame that are read at all."""
    columns = recipe.columns
    kinds = (columns.metadata, columns.case, columns.answers, columns.comments)
    found = [index for kind in kinds for index in kind.values()]
    found += [one for one in (columns.completed, columns.modified) if one is not None]
    return frozenset(found)


def date_columns(recipe: Recipe) -> tuple[int, ...]:
    """The columns of a frame that hold dates."""
    asked, columns = recipe.scoring.question_set, recipe.columns
    indexes = [columns.metadata.get("audit_date"), columns.completed, columns.modified]
    indexes += [
        columns.answers.get(one.id) for one in asked.questions.values() if one.type == "date"
    ]
    indexes += [
        columns.case.get(name) for name, one in asked.case_fields.items() if one.type == "date"
    ]
    return tuple(one for one in indexes if one is not None)


def since_published(kit: AuditKit, question_set: QuestionSet) -> tuple[str, str]:
    """The hash that a set was published under, and what has changed since."""
    loaded = _loaded(kit, question_set)
    return since_lock(loaded) if loaded else ("", "")


def _loaded(kit: AuditKit, question_set: QuestionSet) -> LoadedSet | None:
    """Where a set comes from, if this kit knows it."""
    try:
        loaded = kit.loaded(question_set)
    except Refused:
        return None
    return loaded if loaded.question_set is question_set else None
