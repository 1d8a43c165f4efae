"""A scorecard in words and numbers, for a reader who does not believe it yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from auditkit.languages import noted, words_in
from auditkit.questions.model import (
    ANSWERED,
    NOT_APPLICABLE,
    NOT_ASKED,
    Section,
    question_label,
    short_option_labels,
    worded,
)
from auditkit.questions.shapes import Wording
from auditkit.scoring.plan import Plan
from auditkit.scoring.scorecard import HELD, QuestionResult, Scorecard, SectionResult
from auditkit.scoring.what_if import smallest_lift
from auditkit.wording import date_words, exact_words, lower_first, role_words

_NOTHING = Fraction(0)
# Said beside the rating already.
_NO_RATING = "C007"
STAGE_WORDS = {
    "first": noted("first audit"),
    "reaudit": noted("re-audit"),
    "moderation": noted("moderation"),
}


def explain(plan: Plan, card: Scorecard, language: str = "en") -> str:
    """Why this return got this rating: every figure with what it was made of."""
    return "\n".join(_Explanation(plan, card, language).lines())


class _Explanation:
    def __init__(self, plan: Plan, card: Scorecard, language: str) -> None:
        self.plan = plan
        self.card = card
        self.language = language
        self.words = words_in(language)
        self.set = plan.question_set
        self.limiting = {name for hit in card.limits for name in hit.questions}

    def say(self, wording: object) -> str:
        return worded(wording, self.language)  # type: ignore[arg-type]

    def translate(self, message: str, /, **facts: object) -> str:
        return self.words.translate(message, **facts)

    def lines(self) -> Iterator[str]:
        yield self.heading()
        if self.card.status == HELD:
            yield self.translate("Held: no score and no rating")
            yield from self.escalations()
            yield from (f"  {problem.text_in(self.language)}" for problem in self.card.warnings)
            return
        yield from self.rating()
        yield from self.escalations()
        yield from self.figure()
        yield from self.questions(self.set.sections, "  ")
        yield from self.by_section()
        yield from self.notes()

    def heading(self) -> str:
        given = self.card.audit_return
        stage = self.translate(STAGE_WORDS.get(given.stage, given.stage))
        parts = [given.case_ref, stage]
        parts += [date_words(given.audit_date, self.language)] if given.audit_date else []
        parts.append(f"{self.set.id} {self.set.version}")
        return " · ".join(parts)

    def label(self, rating: str | None) -> str:
        band = self.card.band(rating)
        return self.say(band.label) if band else self.translate("No rating")

    def rating(self) -> Iterator[str]:
        card = self.card
        is_judged = card.judged_rating is not None and self.is_official_judged
        because = [lower_first(self.say(one)) for one in self.reasons_of_rating()]
        if self.set.rating is not None:
            line = self.label(card.rating)
            if card.limits and card.unlimited_rating != card.computed_rating and not is_judged:
                is_by_score = card.unlimited_rating == self.plan.ratings.band_of(card.overall)
                alone = self.label(card.unlimited_rating)
                if is_by_score:
                    line += self.translate(" (the score alone: {rating})", rating=alone)
                else:
                    line += self.translate(" (the rule alone: {rating})", rating=alone)
            yield line
        if card.no_rating_because:
            reason = card.no_rating_because
            yield self.translate("No rating because {reason}", reason=reason)
        if not is_judged:
            yield from (self.translate("Because {reason}", reason=one) for one in because)
        if card.judged_rating is not None and card.judged_rating != card.computed_rating:
            yield self.judged(card.judged_rating, because if is_judged else [])

    def judged(self, judged: str, because: Sequence[str]) -> str:
        """The judged rating beside the computed one, where they differ."""
        computed = self.label(self.card.computed_rating)
        if because:
            reasons = "; ".join(because)
            computed += self.translate(", because {reasons}", reasons=reasons)
        ratings = {"judged": self.label(judged), "computed": computed}
        if self.is_official_judged:
            return self.translate("Judged {judged} (official); computed: {computed}", **ratings)
        return self.translate(
            "Judged {judged} (not the official one); computed: {computed}", **ratings
        )

    def escalations(self) -> Iterator[str]:
        for told in self.card.escalations:
            doubt = self.translate(" (undecided)") if told.undecided else ""
            role = role_words(told.to, self.language)
            because = self.say(told.because) + doubt
            yield self.translate("Escalate to {role}: {because}", role=role, because=because)

    @property
    def is_official_judged(self) -> bool:
        return self.set.rating is not None and self.set.rating.official == "judged"

    def reasons_of_rating(self) -> Iterator[Wording]:
        """Why the computed rating is not what the score comes to."""
        if self.card.rule:
            yield self.card.rule
        yield from (hit.because for hit in self.card.limits)

    def figure(self) -> Iterator[str]:
        card = self.card
        plural = self.words.plural
        count = card.coverage.counted
        words = plural("{count} question counted", "{count} questions counted", count)
        left_out = card.coverage.asked - card.coverage.applicable
        missing = card.coverage.applicable - card.coverage.counted
        if left_out:
            words += plural(", {count} not applicable", ", {count} not applicable", left_out)
        if missing:
            words += plural(", {count} not assessed", ", {count} not assessed", missing)
        if card.overall is None:
            yield self.translate("No score; {counts}", counts=words)
            return
        yield f"{card.overall} = {self.sum_words()}; {words}"

    def sum_words(self) -> str:
        """The two sums where the score is their ratio, else the ratio itself."""
        results = [one for one in self.card.questions.values() if one.contribution is not None]
        earned = sum((one.contribution or _NOTHING for one in results), _NOTHING)
        attainable = sum((one.attainable or _NOTHING for one in results), _NOTHING)
        figure = self.card.overall
        assert figure is not None
        if attainable and earned / attainable == Fraction(figure.numerator, figure.denominator):
            return f"{exact_words(earned)} ÷ {exact_words(attainable)}"
        return f"{figure.numerator} ÷ {figure.denominator}"

    def questions(self, sections: Iterable[Section], indent: str) -> Iterator[str]:
        rows = list(self.rows(sections, indent))
        first = max((len(row[0]) for row in rows if len(row) > 1), default=0)
        second = max((len(row[1]) for row in rows if len(row) > 1), default=0)
        for row in rows:
            line = row[0] if len(row) == 1 else f"{row[0]:{first}}  {row[1]:{second}}  {row[2]}"
            yield line.rstrip()

    def rows(self, sections: Iterable[Section], indent: str) -> Iterator[tuple[str, ...]]:
        """Rows of label, answer and figure; a section's own row where the score is made of
        sections.
        """
        for section in sections:
            inner = indent
            shown = [one.id for one in section.all_questions() if self.is_shown(one.id)]
            if not shown:
                continue
            if self.is_made_of_sections:
                yield (f"{indent}{self.say(section.title)}{self.section(section)}",)
                inner = indent + "  "
            for question in section.questions:
                if self.is_shown(question.id):
                    yield self.row(question.id, inner)
            yield from self.rows(section.sections, inner)

    @property
    def is_made_of_sections(self) -> bool:
        """Whether section figures enter the score, and not all questions at once."""
        return self.set.scoring.over == "sections" or any(
            one.rescore for one in self.set.all_sections()
        )

    def by_section(self) -> Iterator[str]:
        """The figures of the sections, where the score is not made of them."""
        figures = [
            f"{self.say(one.title)} {self.card.sections[one.id].figure}"
            for one in self.set.all_sections()
            if self.card.sections[one.id].figure is not None
        ]
        if len(figures) > 1 and not self.is_made_of_sections:
            yield self.translate("By section: {figures}", figures="; ".join(figures))

    def is_shown(self, name: str) -> bool:
        return self.plan.questions[name].counts or name in self.limiting

    def section(self, section: Section) -> str:
        result: SectionResult = self.card.sections[section.id]
        if result.figure is None:
            return ""
        if result.rescored is None:
            return f": {result.figure}"
        score = f"{result.rescored:f}"
        return self.translate(": {figure}, scores {score}", figure=result.figure, score=score)

    def row(self, name: str, indent: str) -> tuple[str, str, str]:
        result = self.card.questions[name]
        label = indent + self.question(name)
        said = self.figure_of(name, result), "  ".join(self.reasons(name, result))
        return label, self.answer(name, result), "    ".join(part for part in said if part)

    def question(self, name: str) -> str:
        return question_label(self.plan.questions[name].question, self.language)

    def figure_of(self, name: str, result: QuestionResult) -> str:
        comment = self.card.audit_return.comments.get(name)
        said = f': "{comment}"' if comment else ""
        if result.state == NOT_ASKED:
            return self.translate("left out: it did not apply")
        if result.value is None:
            counts = self.plan.questions[name].counts
            return self.translate("left out") + said if counts else ""
        if self.card.overall is None:
            return ""
        if result.contribution is None or result.attainable is None:
            return exact_words(result.value)
        parts = exact_words(result.contribution), exact_words(result.attainable)
        return self.translate("{part} of {whole}", part=parts[0], whole=parts[1])

    def reasons(self, name: str, result: QuestionResult) -> Iterator[str]:
        """Why the figure is what it is, and what it led to."""
        if result.value is not None and self.card.overall is not None:
            if result.weight != 1 and result.contribution is not None:
                weight = f"{result.weight.normalize():f}"
                yield self.translate("(weight {weight})", weight=weight)
            if result.state != ANSWERED:
                yield self.translate("counted as the lowest")
        if self.plan.questions[name].question.reverse and result.state == ANSWERED:
            yield self.translate("({option} is the good answer)", option=self.best_of(name))
        if name in self.limiting:
            yield self.translate("← limit")

    def answer(self, name: str, result: QuestionResult) -> str:
        """What was answered, in a word or two."""
        if result.state == NOT_APPLICABLE:
            return self.translate("N/A")
        if result.state == NOT_ASKED:
            return self.translate("not asked")
        if result.option is None:
            return self.translate("not assessed")
        chosen = (result.option,) if isinstance(result.option, str) else result.option
        return "; ".join(self.option(name, option) for option in chosen)

    def option(self, name: str, option: str) -> str:
        planned = self.plan.questions[name]
        options = planned.options.values()
        return short_option_labels(planned.question, options, self.language)[option]

    def best_of(self, name: str) -> str:
        planned = self.plan.questions[name]
        earned = {one: planned.earnings.earned(one) for one in planned.options}
        best = max(score for score in earned.values() if score is not None)
        return self.option(name, next(one for one in earned if earned[one] == best))

    def base(self) -> Iterator[str]:
        """What the same answers come to under the set that this one lies over."""
        base = self.card.base
        if base is None:
            return
        name = f"{base.question_set.id} {base.question_set.version}"
        if base.card is None:
            yield self.translate(
                "Adapted from {name}: there is no figure to compare with other councils'", name=name
            )
            return
        band = base.card.band(base.card.rating)
        rating = self.say(band.label) if band else self.translate("no rating")
        score = base.card.overall or self.translate("no score")
        facts = {"name": name, "score": score, "rating": rating}
        if base.relation == "extends":
            message = noted("Under {name} unchanged: {score}, {rating} (this set extends it)")
        else:
            message = noted("Under {name} unchanged: {score}, {rating} (this set complies with it)")
        yield self.translate(message, **facts)

    def notes(self) -> Iterator[str]:
        for one in self.card.undecided:
            if one.kind != "escalation":
                yield self.words.plural(
                    "Undecided: {because} ({questions} not assessed)",
                    "Undecided: {because} ({questions} not assessed)",
                    len(one.questions),
                    because=self.say(one.because),
                    questions=", ".join(map(self.question, one.questions)),
                )
        said = [one for one in self.card.warnings if one.code != _NO_RATING]
        for warning in said:
            message = warning.message_in(self.language)
            yield self.translate("Note: {message}", message=message) + f" [{warning.code}]"
        yield from self.base()
        lift = smallest_lift(self.plan, self.card)
        if lift is not None:
            yield self.translate(
                "If {question} were {option}: {score}, {rating}",
                question=lower_first(self.question(lift.question)),
                option=self.option(lift.question, lift.option),
                score=lift.scorecard.overall,
                rating=self.label(lift.scorecard.rating),
            )
