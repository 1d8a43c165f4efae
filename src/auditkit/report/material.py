"""What a report is made from, and what makes a section of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from auditkit.frozen import frozen
from auditkit.languages import Words, words_in
from auditkit.questions.model import QuestionSet
from auditkit.report.evidence import Evidence
from auditkit.report.model import Section
from auditkit.report.notes import Notes
from auditkit.report.trends import Trend
from auditkit.scoring.scorecard import SCORED, Scorecard


@frozen(kw_only=True)
class ReportMaterial:
    """The scorecards that a report is made from, in the order of their returns, held ones among
    them, the language it is to speak, and what people wrote for it.

    `evidence` is what a store holds besides, None for a report from scorecards alone; the
    scorecards are those that count for the cases of its period then. `trends` are the questions
    whose charts were asked for.
    """

    cards: tuple[Scorecard, ...]
    language: str = "en"
    period: str | None = None
    notes: Notes | None = None
    evidence: Evidence | None = None
    trends: tuple[Trend, ...] = ()

    @property
    def words(self) -> Words:
        return words_in(self.language)

    @property
    def scored(self) -> tuple[Scorecard, ...]:
        return tuple(card for card in self.cards if card.status == SCORED)

    @property
    def question_sets(self) -> Mapping[str, QuestionSet]:
        """The sets that returns were scored under, by name, in the order of the names."""
        found = {card.question_set.name: card.question_set for card in self.cards}
        return dict(sorted(found.items()))


class ReportSection(Protocol):
    """Makes one section. `position` says where it stands: those built in have 100, 200 and so
    on, so that there is room between.
    """

    @property
    def position(self) -> int: ...

    def make(self, material: ReportMaterial) -> Section | None:
        """The section; None where the material has nothing that it is about."""
        ...
