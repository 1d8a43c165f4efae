"""What a programme tells reports: which questions and facts about cases answer which part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from auditkit.documents.document import Document, Path
from auditkit.documents.record import Record, model, reads
from auditkit.documents.shapes import ID, TEXT, WORDS, ListOf, OneOf
from auditkit.expressions.checking import Kind
from auditkit.languages import said
from auditkit.problems import Problem, did_you_mean, problem
from auditkit.questions.model import QuestionSet
from auditkit.questions.rating import ACTION_KINDS
from auditkit.questions.shapes import NAME, SHARE, Wording
from auditkit.wording import several

_REPORT = "report"


@model
class Further:
    """A further action that a report suggests where figures ask for it."""

    about: str = reads(WORDS, "the id of a question, or a tag of questions")
    option: str | None = reads(
        WORDS, "the option of a several-choice question, such as a reason", default=None
    )
    kind: str = reads(OneOf(*ACTION_KINDS), "what sort of action it is")
    title: Wording | None = reads(
        TEXT, "what is suggested, where the kind is too short", default=None
    )


@model
class ReportKeys:
    """Which questions and facts about cases a report looks at. The defaults are those of the
    bundled sets; where the question set has no such question, that part of the report is left out.
    """

    increased: tuple[str, ...] = reads(
        ListOf(ID, "a list of strata"),
        "the strata of cases whose cost increased; without it those of the criterion"
        " `increased_cost`",
        default=(),
    )
    reasons: str = reads(
        NAME, "the question that asks why the cost went up", default="increase_reasons"
    )
    avoidable: str = reads(
        NAME,
        "the question that asks whether that could have been avoided",
        default="increase_avoidable",
    )
    unavoidable: tuple[str, ...] = reads(
        ListOf(WORDS, "a list of options"),
        "its options that say that it could not",
        default=("no",),
    )
    review_type: str = reads(
        NAME,
        "the fact that says whether a review was planned",
        default="review_type",
    )
    cost: str = reads(NAME, "the fact that is the weekly cost now", default="weekly_cost")
    cost_before: str = reads(
        NAME, "the fact that was the weekly cost before", default="weekly_cost_before"
    )
    cost_change: str = reads(
        NAME, "the fact that says by how much it changed", default="weekly_cost_change"
    )
    cost_question: str = reads(
        NAME,
        "the question that asks whether it went up, where no fact says it: higher, same, lower",
        default="cost_change",
    )
    price_change: str = reads(
        NAME, "the fact that says how much of that is a change in prices", default="price_change"
    )
    volume_change: str = reads(
        NAME, "the fact that says how much is a change in what is bought", default="volume_change"
    )
    budget_route: str = reads(
        NAME, "the fact that says by which route the budget is held", default="budget_route"
    )
    route: str = reads(NAME, "the question that asks it, where no fact says it", default="route")
    outcomes: str = reads(
        NAME, "the question that asks whether outcomes were achieved", default="outcomes_achieved"
    )
    further: tuple[Further, ...] = reads(
        ListOf(Record(lambda: Further, "a suggestion"), "a list of suggestions"),
        "which further action a report suggests for a question or a reason; before its own",
        default=(),
    )
    further_below: Decimal = reads(
        SHARE,
        "it suggests one for the lowest questions whose best answer fewer than this share have",
        default=Decimal("0.75"),
    )
    further_from: Decimal = reads(
        SHARE,
        "and for reasons that at least this share of the cases with increased cost have",
        default=Decimal("0.20"),
    )


# What the answers to each question, and the values of each fact, must be.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "reasons": ("choices", "choice"),
    "avoidable": ("choice",),
    "cost_question": ("choice",),
    "route": ("choice",),
    "outcomes": ("choice",),
}
FACTS: Mapping[str, tuple[str, ...]] = {
    "review_type": ("choice",),
    **dict.fromkeys(
        ("cost", "cost_before", "cost_change", "price_change", "volume_change"), ("number",)
    ),
    "budget_route": ("choice", "text"),
}


def check_report_keys(
    keys: ReportKeys,
    document: Document,
    question_set: QuestionSet | None,
    facts: Mapping[str, Kind],
    strata: Sequence[str],
) -> Iterator[Problem]:
    """Everything that is named for reports and is not there, or is of another kind.

    Defaults are not looked for, nor questions where the set is not known. `facts` are those
    about cases.
    """
    check = _Check(keys, document)
    yield from check.items("increased", said("stratum"), strata)
    kinds = {name: one.type for name, one in facts.items()}
    for key, expected in FACTS.items():
        yield from check.name(key, said("case field"), kinds, expected)
    if question_set is None:
        return
    questions = question_set.questions
    types = {name: one.type for name, one in questions.items()}
    for key, expected in QUESTIONS.items():
        yield from check.name(key, said("question"), types, expected)
    if keys.avoidable in questions:
        options = question_set.options(questions[keys.avoidable])
        offered = [one.id for one in options if one.state is None]
        yield from check.items("unavoidable", said("option"), offered)
    yield from check.further(question_set)


class _Check:
    def __init__(self, keys: ReportKeys, document: Document) -> None:
        self.keys = keys
        self.document = document

    def told(self, key: str) -> Any:
        """What a key says; nothing where that is its default."""
        value = getattr(self.keys, key)
        return () if value == getattr(ReportKeys(), key) else value

    def items(self, key: str, what: str, known: Sequence[str]) -> Iterator[Problem]:
        for index, found in enumerate(self.told(key)):
            if found not in known:
                yield self.unknown((key, index), what, found, known)

    def further(self, question_set: QuestionSet) -> Iterator[Problem]:
        """What suggestions are about, and for which option."""
        for index, one in enumerate(self.keys.further):
            about = [
                question
                for question in question_set.questions.values()
                if one.about in (question.id, *question.tags)
            ]
            path: Path = ("further", index)
            if not about:
                known = {
                    name for one in question_set.questions.values() for name in (one.id, *one.tags)
                }
                yield self.unknown((*path, "about"), said("question"), one.about, known)
            elif one.option is not None:
                options = {each.id for asked in about for each in question_set.options(asked)}
                if one.option not in options:
                    yield self.unknown((*path, "option"), said("option"), one.option, options)

    def name(
        self, key: str, what: str, known: Mapping[str, str], expected: Sequence[str]
    ) -> Iterator[Problem]:
        name = self.told(key)
        if name and name not in known:
            yield self.unknown((key,), what, name, known)
        elif name and known[name] not in expected:
            facts = {"what": what, "name": name, "found": known[name]}
            place = self.document.place(_REPORT, key)
            yield problem("P026", place, **facts, expected=", ".join(expected))

    def unknown(self, path: Path, what: str, found: str, known: Iterable[str]) -> Problem:
        names = sorted(known)
        facts = {"what": what, "found": found, "hint": did_you_mean(found, names)}
        place = self.document.place(_REPORT, *path)
        return problem("P025", place, **facts, known=several(names) or said("none"))
