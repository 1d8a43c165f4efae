"""The scorecard: every figure with what it was made of.

The small parts are named tuples: thousands of them are made for a folder of returns.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from attrs import field

from auditkit.frozen import frozen
from auditkit.problems import Problem
from auditkit.questions.model import QuestionSet
from auditkit.questions.rating import Band
from auditkit.questions.shapes import Wording
from auditkit.returns import AnswerValue, AuditReturn
from auditkit.scoring.rounding import scaled_decimal

SCORED = "scored"
HELD = "held"


class Figure(NamedTuple):
    """A share as an exact ratio in lowest terms, and the percentage printed for it.

    `rounded` counts the smallest place printed: 786 with one place is 78.6 (percent).
    """

    numerator: int
    denominator: int
    rounded: int
    places: int

    @property
    def percentage(self) -> Decimal:
        return scaled_decimal(self.rounded, self.places)

    def __str__(self) -> str:
        return f"{self.percentage:f}%"


class Coverage(NamedTuple):
    """How many scored questions were counted, applied, and were asked at all."""

    counted: int
    applicable: int
    asked: int


class SectionResult(NamedTuple):
    """A section's figure, its coverage and, where the set rescores it, the score it came to."""

    figure: Figure | None
    coverage: Coverage
    rescored: Decimal | None = None


class QuestionResult(NamedTuple):
    """What became of one question.

    `option` is the option chosen, or several; `answer` what was written where the question
    offers none. `value` lies from 0 to 1, None where the question did not count; `contribution`
    and `attainable` are what it added to either side of the score, None where the scorer does
    not add.
    """

    state: str
    option: str | tuple[str, ...] | None
    answer: AnswerValue
    weight: Decimal
    value: Fraction | None = None
    contribution: Fraction | None = None
    attainable: Fraction | None = None


class LimitHit(NamedTuple):
    """A limit that lowered the rating."""

    band: str
    because: Wording
    questions: tuple[str, ...] = ()


class EscalationHit(NamedTuple):
    """Somebody to be told; `undecided` where a missing answer leaves it open."""

    to: str
    because: Wording
    undecided: bool = False


class Undecided(NamedTuple):
    """A rule, limit or escalation that rests on a question not assessed."""

    kind: str
    because: Wording
    questions: tuple[str, ...]


class ScorerUsed(NamedTuple):
    """Which scorer made the figure, with its arguments, from which plugin in which version."""

    name: str
    arguments: Mapping[str, str]
    plugin: str
    version: str


class BaseScore(NamedTuple):
    """How an overlay stands to its base (``extends``, ``complies`` or ``adapted``), and the
    scorecard of the same answers under the base; None where they have no figure there.
    """

    relation: str
    question_set: QuestionSet
    card: "Scorecard | None"


@frozen(kw_only=True)
class Scorecard:
    """Everything that scoring found out about one audit return.

    `rating` is the official one; `computed_rating` follows from answers, `judged_rating` is
    what a person said. `no_rating_because` says why there is none.
    """

    audit_return: AuditReturn
    question_set: QuestionSet
    status: str
    overall: Figure | None = None
    coverage: Coverage = Coverage(0, 0, 0)
    rating: str | None = None
    computed_rating: str | None = None
    judged_rating: str | None = None
    unlimited_rating: str | None = None
    no_rating_because: str | None = None
    rule: Wording | None = None
    limits: tuple[LimitHit, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    escalations: tuple[EscalationHit, ...] = ()
    sections: Mapping[str, SectionResult] = field(factory=dict)
    questions: Mapping[str, QuestionResult] = field(factory=dict)
    warnings: tuple[Problem, ...] = ()
    base: BaseScore | None = None
    scorer: ScorerUsed
    versions: Mapping[str, str] = field(factory=dict)

    @property
    def score(self) -> Decimal | None:
        """The printed percentage, or None where there was nothing to score."""
        return None if self.overall is None else self.overall.percentage

    def band(self, rating: str | None) -> Band | None:
        """The band of this id, where the set has one."""
        bands = self.question_set.rating.bands if self.question_set.rating else ()
        return next((band for band in bands if band.id == rating), None)


@frozen
class Results:
    """Scorecards in the order of the returns, and the problems that are not of one return.

    `language` is the one that people asked for: a writer of what people read may follow it.
    """

    cards: Sequence[Scorecard]
    problems: tuple[Problem, ...] = ()
    language: str = "en"

    def all_problems(self) -> list[Problem]:
        """Those of files first, then those of each scorecard, held ones included."""
        return [*self.problems, *(one for card in self.cards for one in card.warnings)]
