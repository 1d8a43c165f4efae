"""Why costs increased, after a planned review or another, and whether that could be avoided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditkit.languages import Words, noted
from auditkit.programme.model import Programme
from auditkit.programme.scope import case_fields
from auditkit.questions.model import QuestionSet, option_label
from auditkit.report.increases import (
    Increase,
    counted_unavoidable,
    increased_strata,
    increases,
)
from auditkit.report.material import ReportMaterial
from auditkit.report.model import (
    MOST_SERIES,
    STACKED_BARS,
    Block,
    Chart,
    Column,
    DataTable,
    Paragraph,
    Section,
)

UNAVOIDABLE = noted("Increased-cost cases: {count} of {of} unavoidable.")
_NO_REASON = noted("No reason given")
_NOT_RECORDED = noted("Not recorded")
_UNTOLD = noted("Not told from the file")

# Options or values in words; None stands for cases of which it was not told.
_Known = dict[str | None, str]


class Reasons:
    """The reasons for increases by kind of review, and by whether they could be avoided."""

    position = 400

    def make(self, material: ReportMaterial) -> Section | None:
        words, evidence = material.words, material.evidence
        if evidence is None:
            return None
        found = increases(evidence)
        blocks: list[Block] = []
        for question_set in material.question_sets.values():
            cases = [one for one in found if one.question_set.name == question_set.name]
            if cases:
                blocks += _Told(evidence.programme, question_set, cases, words).blocks()
        if not blocks:
            return None
        return Section(title=words.translate("Why costs increased"), blocks=tuple(blocks))


class _Told:
    """What the cases of one question set tell, in tables."""

    def __init__(
        self,
        programme: Programme,
        question_set: QuestionSet,
        cases: Sequence[Increase],
        words: Words,
    ) -> None:
        self.programme = programme
        self.question_set = question_set
        self.cases = cases
        self.words = words
        keys = programme.report
        strata = increased_strata(programme)
        self.drawn = {"is_drawn": "yes"} if strata else {}
        if len(strata) == 1:
            self.drawn["stratum"] = strata[0]
        self.reasons = self.options(keys.reasons)
        self.avoidable = self.options(keys.avoidable)
        self.reviews = self.review_types(keys.review_type)

    def options(self, name: str) -> _Known:
        """The options of a question that are an answer, in words."""
        question = self.question_set.questions.get(name)
        if question is None:
            return {}
        return {
            one.id: option_label(question, one, self.words.language)
            for one in self.question_set.options(question)
            if one.state is None
        }

    def review_types(self, name: str) -> _Known:
        fields = case_fields(self.programme, self.question_set)
        found = fields.get(name)
        if found is None:
            return {}
        return dict(zip(found.options, found.worded_options(self.words.language), strict=True))

    def blocks(self) -> Iterator[Block]:
        words = self.words
        count, among = counted_unavoidable(self.cases, self.programme)
        if among:
            said = words.translate(UNAVOIDABLE, count=count, of=among)
            yield Paragraph(said, of=(self.name("avoidable"),))
        if self.reasons and self.avoidable:
            table = self.avoidable_by_reason()
            if len(table.columns) - 2 <= MOST_SERIES:
                yield self.chart(table)
            yield table
        if self.reasons and self.reviews:
            yield self.reviews_by_reason()
        if self.avoidable and self.reviews:
            yield self.avoidable_by_review()

    def name(self, part: str) -> str:
        return f"increase-{part}-{self.question_set.id}"

    def chart(self, table: DataTable) -> Chart:
        words = self.words
        return Chart(
            name=f"{table.name}-chart",
            kind=STACKED_BARS,
            title=table.caption,
            description=words.translate(
                "A bar for each reason, the most frequent at the top: how many cases gave it, and"
                " for how many of them the increase could have been avoided."
            ),
            table=table.name,
            series=tuple(one.name for one in table.columns[2:]),
            note=words.translate("A case with several reasons stands in several bars."),
        )

    def avoidable_by_reason(self) -> DataTable:
        caption = self.words.translate("Could the increase have been avoided? By its reason")
        known = self.with_rest("avoidable", self.avoidable, _UNTOLD)
        return self.by_reason("reasons", caption, "avoidable", known)

    def reviews_by_reason(self) -> DataTable:
        caption = self.words.translate("Reasons for the increase, by kind of review")
        known = self.with_rest("review_type", self.reviews, _NOT_RECORDED)
        return self.by_reason("reviews", caption, "review_type", known)

    def avoidable_by_review(self) -> DataTable:
        """Whether the increase could have been avoided, for each kind of review."""
        words = self.words
        reviews = self.with_rest("review_type", self.reviews, _NOT_RECORDED)
        rows = [
            (label, [one for one in self.cases if one.review_type == review])
            for review, label in reviews.items()
        ]
        everybody = words.translate("All reviews")
        values = {label: review or "not_told" for review, label in reviews.items()}
        first = Column(
            name="review_type",
            heading=words.translate("Review"),
            tells="review_type",
            values={**values, everybody: ""},
        )
        return self.table(
            "avoidable",
            words.translate("Could the increase have been avoided? By kind of review"),
            first,
            [*rows, (everybody, self.cases)],
            "avoidable",
            self.with_rest("avoidable", self.avoidable, _UNTOLD),
        )

    def by_reason(self, part: str, caption: str, of: str, known: _Known) -> DataTable:
        """A row for each reason that was given, the most frequent first."""
        words = self.words
        rows = [
            (label, [one for one in self.cases if reason in one.reasons])
            for reason, label in self.reasons.items()
        ]
        rows.sort(key=lambda row: -len(row[1]))
        rows.append((words.translate(_NO_REASON), [one for one in self.cases if not one.reasons]))
        first = Column(name="reason", heading=words.translate("Reason"), asks=("is_reason_given",))
        given = [row for row in rows if row[1]]
        note = words.translate("Numbers of audited cases; a case may have several reasons.")
        return self.table(part, caption, first, given, of, known, note)

    def with_rest(self, of: str, known: _Known, rest: str) -> _Known:
        """What is known, and last what stands for cases of which it was not told, if any."""
        found = {**known}
        if any(getattr(one, of) is None for one in self.cases):
            found[None] = self.words.translate(rest)
        return found

    def table(
        self,
        part: str,
        caption: str,
        first: Column,
        rows: Sequence[tuple[str, Sequence[Increase]]],
        of: str,
        known: _Known,
        note: str = "",
    ) -> DataTable:
        """How many cases of each row there are, and how many of them stand where."""
        given = dict.fromkeys(first.asks, "yes")
        return DataTable(
            name=self.name(part),
            caption=caption,
            columns=(
                first,
                Column(
                    name="cases",
                    heading=self.words.translate("Cases"),
                    is_number=True,
                    counts=given,
                ),
                *(
                    Column(
                        name=value or "not_told",
                        heading=label,
                        is_number=True,
                        counts={**given, of: value or "not_told"},
                    )
                    for value, label in known.items()
                ),
            ),
            rows=tuple(
                (
                    label,
                    len(cases),
                    *(sum(getattr(one, of) == value for one in cases) for value in known),
                )
                for label, cases in rows
            ),
            note=note,
            counted="cases",
            facts={"set": self.question_set.name, "is_increase": "yes", **self.drawn},
        )
