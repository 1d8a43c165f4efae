"""What the audits of a period found most often, and in which cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from auditkit.actions.model import KINDS, Action
from auditkit.frozen import frozen
from auditkit.languages import Words
from auditkit.matching.folding import fold
from auditkit.questions.earnings import Earnings, points_scale
from auditkit.questions.model import ANSWERED, QuestionSet, question_label, worded
from auditkit.report.evidence import Evidence
from auditkit.report.tallies import actions_of
from auditkit.scoring.scorecard import SCORED, Scorecard

# What a theme is found by, in the order in which they are told.
ACTION, POOREST, TAG, LIMIT, TOLD, STRENGTH = (
    "action", "poorest", "tag", "limit", "told", "strength",
)  # fmt: skip
_RULE = "rule:"


@frozen(kw_only=True)
class Theme:
    """Something that was found, in words, and the references of the cases it was found in.

    `kind` is an action that was raised, a question with its poorest answer, a tag of such
    questions, a limit that lowered a rating, somebody told at once, or the best rating there is.
    """

    kind: str
    label: str
    cases: tuple[str, ...]


def themes(evidence: Evidence, words: Words) -> tuple[Theme, ...]:
    """The themes of the period by kind, those found in most cases first."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for kind, label, case_ref in _found(evidence, words):
        found.setdefault((kind, label), {})[case_ref] = None
    order = (ACTION, POOREST, TAG, LIMIT, TOLD, STRENGTH)
    made = [
        Theme(kind=kind, label=label, cases=tuple(sorted(cases)))
        for (kind, label), cases in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (order.index(one.kind), -len(one.cases), one.label)))


def _found(evidence: Evidence, words: Words) -> Iterator[tuple[str, str, str]]:
    """The kind, the label and the case of everything that was found."""
    sets = {one.card.question_set.name: one.card.question_set for one in evidence.cases}
    now = {fold(one.case_ref) for one in evidence.now}
    for action in actions_of(evidence):
        if action.raised_on in evidence.period and fold(action.case_ref or "") in now:
            yield ACTION, _title(action, sets, words), str(action.case_ref)
    scales = {name: _scales(one) for name, one in sets.items()}
    for case in evidence.now:
        if case.card.status == SCORED:
            for kind, label in _in_card(case.card, scales[case.card.question_set.name], words):
                yield kind, label, case.case_ref


def _title(action: Action, sets: Mapping[str, QuestionSet], words: Words) -> str:
    """What the rule that raised an action calls it; of one raised by hand, whose title people
    wrote, only its kind.
    """
    told = rule_title(action, sets.get(action.question_set or ""), words.language)
    return told or words.translate(KINDS[action.kind])


def rule_title(action: Action, question_set: QuestionSet | None, language: str) -> str:
    """What the rule of a set that raised an action calls it; nothing where none did."""
    rules = question_set.actions if question_set else ()
    source = action.source.removeprefix(_RULE)
    told = next((one.title for one in rules if one.id is not None and one.id == source), None)
    return worded(told, language)


def _scales(question_set: QuestionSet) -> tuple[Earnings, ...]:
    """What the answers earn to each question of which some earn more than others."""
    scale = points_scale(question_set)
    found = (
        Earnings(question, question_set.options(question), scale)
        for question in question_set.questions.values()
    )
    return tuple(one for one in found if one.lowest != one.highest)


def _in_card(
    card: Scorecard, scales: Iterable[Earnings], words: Words
) -> Iterator[tuple[str, str]]:
    language = words.language
    yield from _poorest(card, scales, language)
    for limit in card.limits:
        yield LIMIT, worded(limit.because, language)
    for one in card.escalations:
        if not one.undecided:
            yield TOLD, worded(one.because, language)
    bands = card.question_set.rating.bands if card.question_set.rating else ()
    if bands and card.rating == bands[0].id:
        yield STRENGTH, worded(bands[0].label, language)


def _poorest(
    card: Scorecard, scales: Iterable[Earnings], language: str
) -> Iterator[tuple[str, str]]:
    """The questions with the poorest answer of their scale, and the tags of these."""
    for one in scales:
        result = card.questions[one.question.id]
        if result.state != ANSWERED or result.option is None:
            continue
        if one.earned(result.option) == one.lowest:
            yield POOREST, question_label(one.question, language)
            for tag in one.question.tags:
                yield TAG, tag
