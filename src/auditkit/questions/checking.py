"""What must hold within a question set, beyond the shape of each value.

Every problem is an error: a set that has one cannot be used. What is merely unwise is the
linter's business.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from auditkit.documents.document import Document, Path
from auditkit.expressions.certainty import sets_of_questions
from auditkit.expressions.checking import check
from auditkit.expressions.syntax import Expression
from auditkit.languages import said
from auditkit.problems import ENOUGH, Problem, did_you_mean, problem, short_facts
from auditkit.questions.earnings import Earnings
from auditkit.questions.model import Question, QuestionSet, Section
from auditkit.questions.rating import ActionRule, Escalation, Limit, Rule
from auditkit.questions.scope import SetScope
from auditkit.wording import several

_SCALED = ("choice", "choices")
_LONGEST_CIRCLE = 10


def check_question_set(question_set: QuestionSet, document: Document) -> list[Problem]:
    """Every contradiction in a set, each with its place in the document; of very many the first."""
    return list(itertools.islice(_Check(question_set, document).problems(), ENOUGH))


class _Check:
    def __init__(self, question_set: QuestionSet, document: Document) -> None:
        self.set = question_set
        self.document = document
        self.scope = SetScope(question_set)
        self.known = {
            name: dict.fromkeys(option.id for option in options)
            for name, options in question_set.scales.items()
        }
        self.earnings: dict[tuple[str, str, str | None], Earnings] = {}
        self.sound: set[Path] = set()
        self.sections = list(_with_paths(question_set.sections, ()))
        self.questions: list[tuple[Question, Path]] = [
            (question, (*path, "questions", index))
            for section, path in self.sections
            for index, question in enumerate(section.questions)
        ]

    def things(self) -> Iterator[tuple[Section | Question, Path]]:
        """Sections and questions, each with its path."""
        yield from self.sections
        yield from self.questions

    def problem(self, code: str, path: Path, **facts: Any) -> Problem:
        """A problem of the part at this path. Names may be long, messages may not."""
        return problem(code, self.document.place(*path), **short_facts(facts))

    def problems(self) -> Iterator[Problem]:
        yield from self.repeated_ids()
        yield from self.scales()
        yield from self.case_fields()
        for section, path in self.sections:
            yield from self.section(section, path)
        for question, path in self.questions:
            yield from self.question(question, path)
        yield from self.rating()
        yield from self.conditions()
        yield from self.cycles()
        first, last = self.set.effective_from, self.set.effective_to
        if first and last and last < first:
            yield self.problem("Q026", ("effective_to",), first=first, last=last)

    def repeated_ids(self) -> Iterator[Problem]:
        """Questions and sections share one room of names with each other."""
        seen: dict[str, Path] = {}
        for thing, path in self.things():
            if thing.id in seen:
                line = self.document.place(*seen[thing.id]).line
                yield self.problem("Q001", path, id=thing.id, line=line)
            seen.setdefault(thing.id, path)
        if self.set.rating:
            yield from self.repeated(
                [band.id for band in self.set.rating.bands], ("rating", "bands")
            )

    def repeated(self, ids: Iterable[str], path: Path) -> Iterator[Problem]:
        seen: dict[str, int] = {}
        for index, id in enumerate(ids):
            if id in seen:
                line = self.document.place(*path, seen[id]).line
                yield self.problem("Q001", (*path, index), id=id, line=line)
            seen.setdefault(id, index)

    def scales(self) -> Iterator[Problem]:
        for name, options in self.set.scales.items():
            path = ("scales", name)
            yield from self.repeated([option.id for option in options], path)
            scored = any(option.score is not None for option in options)
            for index, option in enumerate(options):
                if option.score is not None and option.state is not None:
                    yield self.problem("Q021", (*path, index), option=option.id)
                if scored and option.score is None and option.state is None:
                    yield self.problem("Q029", (*path, index), option=option.id, scale=name)

    def case_fields(self) -> Iterator[Problem]:
        for name, told in self.set.case_fields.items():
            path = ("case_fields", name)
            yield from self.repeated(told.options, (*path, "options"))
            if told.type == "choice" and not told.options:
                yield self.problem("Q022", path, field=name, what=said("needs its options"))
            yield from self.labels(told.labels, dict.fromkeys(told.options), path)
            if told.type != "choice" and told.options:
                yield self.problem(
                    "Q022", (*path, "options"), field=name, what=said("has no options")
                )
            if told.type != "number" and told.places:
                yield self.problem(
                    "Q022", (*path, "places"), field=name, what=said("has no places")
                )

    def section(self, section: Section, path: Path) -> Iterator[Problem]:
        if not any(True for _ in section.all_questions()):
            yield self.problem("Q023", path, section=section.id)
        if section.weight < 0:
            yield self.problem("Q008", (*path, "weight"), found=section.weight)
        starts = [step.from_ for step in section.rescore]
        if starts and (starts[0] != 0 or starts != sorted(set(starts))):
            yield self.problem("Q017", (*path, "rescore"), what=said("`from` must rise from 0"))
        if starts and max(step.score for step in section.rescore) <= 0:
            yield self.problem("Q017", (*path, "rescore"), what=said("a score must be above 0"))

    def question(self, question: Question, path: Path) -> Iterator[Problem]:
        if question.weight < 0:
            yield self.problem("Q008", (*path, "weight"), found=question.weight)
        if question.type != "number" and (question.places or question.unit):
            key = "places" if question.places else "unit"
            yield self.problem("Q030", (*path, key), question=question.id)
        if question.type not in _SCALED:
            for key in ("scale", "score", "reverse", "comment_required", "labels"):
                if getattr(question, key):
                    yield self.problem("Q004", (*path, key), key=key, type=question.type)
        elif question.scale is None:
            yield self.problem("Q003", path, question=question.id)
        elif question.scale not in self.set.scales:
            hint = did_you_mean(question.scale, self.set.scales)
            yield self.problem("Q002", (*path, "scale"), found=question.scale, hint=hint)
        else:
            yield from self.scaled_question(question, question.scale, path)

    def scaled_question(self, question: Question, scale: str, path: Path) -> Iterator[Problem]:
        if question.type == "choice" and question.score:
            yield self.problem("Q007", (*path, "score"), question=question.id)
        known = self.known[scale]
        for index, option in enumerate(question.comment_required):
            if option not in known:
                where = (*path, "comment_required", index)
                yield self.unknown_option(option, known, where, "comment_required")
        if question.labels:
            yield from self.labels(question.labels, known, path)
        earnings = self.earnings_of(question, scale)
        if question.reverse and not earnings.is_scored:
            yield self.problem("Q027", (*path, "reverse"), question=question.id)
        has_each_option_once = len(known) == len(self.set.scales[scale])
        if earnings.highest is not None and earnings.lowest is not None and has_each_option_once:
            yield from self.attainable(question, path, earnings.lowest, earnings.highest)

    def labels(
        self, labels: Iterable[str], known: Collection[str], path: Path
    ) -> Iterator[Problem]:
        for option in labels:
            if option not in known:
                yield self.unknown_option(option, known, (*path, "labels", option), "labels")

    def unknown_option(self, found: str, known: Collection[str], path: Path, key: str) -> Problem:
        return self.problem("Q010", path, found=found, hint=did_you_mean(found, known), key=key)

    def earnings_of(self, question: Question, scale: str) -> Earnings:
        """What the question can earn, worked out once for all that are alike."""
        alike = (scale, question.type, question.score)
        if alike not in self.earnings:
            options = self.set.scales[scale]
            self.earnings[alike] = Earnings(question, options, self.scope.points_scale)
        return self.earnings[alike]

    def attainable(self, question: Question, path: Path, low: int, high: int) -> Iterator[Problem]:
        if self.set.scoring.value == "of_range" and low == high:
            yield self.problem(
                "Q009", path, question=question.id, what=said("two different scores")
            )
        if self.set.scoring.value == "of_maximum" and high <= 0:
            yield self.problem("Q009", path, question=question.id, what=said("a score above 0"))

    def rating(self) -> Iterator[Problem]:
        rating = self.set.rating
        if rating is None:
            return
        bands = [band.id for band in rating.bands]
        starts = [(i, band.from_) for i, band in enumerate(rating.bands) if band.from_ is not None]
        for (_, better), (index, worse) in itertools.pairwise(starts):
            if worse >= better:
                path = ("rating", "bands", index, "from")
                yield self.problem("Q013", path, found=worse, above=better)
        named = [("rules", i, "band", rule.band) for i, rule in enumerate(rating.rules)]
        named += [("limits", i, "at_most", limit.at_most) for i, limit in enumerate(rating.limits)]
        for key, index, name, band in named:
            if band not in bands:
                hint = did_you_mean(band, bands)
                known = several(bands)
                path = ("rating", key, index, name)
                yield self.problem("Q014", path, found=band, hint=hint, known=known)
        for index, rule in enumerate(rating.rules[:-1]):
            if rule.when is None:
                yield self.problem("Q018", ("rating", "rules", index))
        yield from self.judgement(bands)

    def judgement(self, bands: list[str]) -> Iterator[Problem]:
        assert self.set.rating is not None
        judged = self.set.rating.judgement
        path = ("rating", "judgement")
        if self.set.rating.official == "judged" and judged is None:
            yield self.problem("Q015", ("rating",), what=said("names no question"))
        if judged is not None:
            question = self.set.questions.get(judged)
            if question is None or question.type != "choice":
                yield self.problem(
                    "Q015", path, what=said("`{question}` is no choice question", question=judged)
                )
            else:
                options = self.set.scales.get(question.scale or "", ())
                for option in options:
                    if option.state is None and option.id not in bands:
                        what = said(
                            "has the option `{option}` of `{question}`, which is no band",
                            option=option.id,
                            question=judged,
                        )
                        yield self.problem("Q015", path, what=what)
        reason = self.set.rating.reason
        if reason is not None:
            question = self.set.questions.get(reason)
            if question is None or question.type != "text":
                yield self.problem("Q016", ("rating", "reason"), found=reason)

    def all_conditions(self) -> Iterator[tuple[Expression, Path, bool]]:
        for thing, path in self.things():
            if thing.applies_when is not None:
                yield thing.applies_when, (*path, "applies_when"), False
        rating = self.set.rating
        groups: list[tuple[Path, Sequence[Rule | Limit | Escalation | ActionRule]]] = [
            (("rating", "rules"), rating.rules if rating else ()),
            (("rating", "limits"), rating.limits if rating else ()),
            (("escalations",), self.set.escalations),
            (("actions",), self.set.actions),
        ]
        for path, rows in groups:
            for index, row in enumerate(rows):
                if row.when is not None:
                    yield row.when, (*path, index, "when"), True

    def conditions(self) -> Iterator[Problem]:
        for condition, path, figures in self.all_conditions():
            errors = list(check(condition.tree, self.scope, figures=figures))
            if not errors:
                self.sound.add(path)
            # Both sides of a comparison may be wrong in the same way.
            for error in {(error.code, str(error.facts)): error for error in errors}.values():
                yield self.problem(error.code, path, **error.facts)

    def cycles(self) -> Iterator[Problem]:
        """Questions that apply depending on each other, in a circle."""
        rests_on: dict[str, list[frozenset[str]]] = {}
        where: dict[str, Path] = {}
        for names, condition, path in self.asked_under():
            found = list(sets_of_questions(condition.tree, self.scope))
            for name in names:
                rests_on.setdefault(name, []).extend(found)
                where[name] = path
        following = _follower(rests_on)
        done: set[str] = set()
        for start in rests_on:
            circle = _circle(start, following, done)
            if circle:
                words = circle if len(circle) <= _LONGEST_CIRCLE else [*circle[:3], "…", circle[-1]]
                yield self.problem("E018", where[circle[0]], circle=" → ".join(words))

    def asked_under(self) -> Iterator[tuple[Iterable[str], Expression, Path]]:
        """Each sound ``applies_when``, with the questions that are asked under it."""
        for thing, path in self.things():
            below = (*path, "applies_when")
            if thing.applies_when is not None and below in self.sound:
                asked = thing.all_questions() if isinstance(thing, Section) else (thing,)
                yield [one.id for one in asked], thing.applies_when, below


def _with_paths(sections: tuple[Section, ...], above: Path) -> Iterator[tuple[Section, Path]]:
    for index, section in enumerate(sections):
        path = (*above, "sections", index)
        yield section, path
        yield from _with_paths(section.sections, path)


def _follower(rests_on: dict[str, list[frozenset[str]]]) -> Callable[[str], Iterator[str]]:
    """What a question rests on, in a stated order. Many share one set, and what has been gone
    through to its end need not be gone through again.
    """
    exhausted: set[frozenset[str]] = set()

    def following(name: str) -> Iterator[str]:
        for questions in rests_on.get(name, ()):
            if questions not in exhausted:
                yield from sorted(questions)
                exhausted.add(questions)

    return following


def _circle(start: str, following: Callable[[str], Iterator[str]], done: set[str]) -> list[str]:
    """The first circle reached from here, with a stack of its own: chains may be long."""
    trail = {} if start in done else {start: following(start)}
    while trail:
        last, waiting = next(reversed(trail.items()))
        name = next(waiting, None)
        if name is None:
            done.add(last)
            del trail[last]
        elif name in trail:
            done.update(trail)
            names = list(trail)
            return [*names[names.index(name) :], name]
        elif name not in done:
            trail[name] = following(name)
    return []
