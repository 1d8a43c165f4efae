"""What adds to a group of questions, and what makes the group's results of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from auditkit.frames.known import Known, Numbers
from auditkit.scoring.rows import make_figure, rescored
from auditkit.scoring.scorecard import Coverage, SectionResult

if TYPE_CHECKING:
    from auditkit.frames.given import Rows
    from auditkit.scoring.checked import Ratio
    from auditkit.scoring.marks import Mark
    from auditkit.scoring.plan import Group, Plan

# A mark, if there is one, and the counts of what stands behind it.
Marked = tuple["Mark | None", Coverage]


class Source(NamedTuple):
    """What adds to a group: a question, or a section that is one mark. `known` are its answers,
    or its results; `marked` says what each comes to.
    """

    known: Known
    numbers: Callable[[Rows], Numbers]
    marked: Callable[[Any], Marked]


class Maker:
    """Makes the results of one group."""

    def __init__(self, plan: Plan, group: Group, known: Known) -> None:
        self.plan = plan
        self.group = group
        self.known = known

    def number(self, share: Ratio | None, coverage: Coverage) -> int:
        """The number of the result that a share comes to."""
        figure = make_figure(self.plan, share)
        return self.known.number(SectionResult(figure, coverage, rescored(self.group, figure)))
