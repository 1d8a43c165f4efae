"""What a programme tells reports: which questions and facts about cases answer which part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from auditkit.documents.document import Document, Path
from auditkit.documents.record import model, reads
from auditkit.documents.shapes import ID, WORDS, ListOf
from auditkit.expressions.checking import Kind
from auditkit.languages import said
from auditkit.problems import Problem, did_you_mean, problem
from auditkit.questions.model import QuestionSet
from auditkit.questions.shapes import NAME
from auditkit.wording import several

_REPORT = "report"


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


# What the answers to each question, and the values of each fact, must be.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "reasons": ("choices", "choice"),
    "avoidable": ("choice",),
}
FACTS: Mapping[str, tuple[str, ...]] = {"review_type": ("choice",)}


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
