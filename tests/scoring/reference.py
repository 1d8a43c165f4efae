"""A scorer as slow and plain as the words of the design, to hold the real one against.

It works on documents, the plain maps and lists of a set's YAML, and takes nothing from the
library. Conditions stand in a document as tuples, and are put in words only for the YAML:

    ("is", question, operator, option or number)      question == "no"
    ("has", option, operator, question)               "a" in question
    ("case", field, operator, option or number)       case.field == "planned"
    ("answered", question)                            answered(question)
    ("count", options, questions, operator, number)   count(["no"], of=[a, b]) > 1
    ("points" or "score", section, operator, number)  score(section) < 50; None: the whole
    ("not", condition), ("and", …), ("or", …)

A condition may be true, may be false, or both: then it is undecided.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

COMPARISONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda one, many: one in many,
    "not in": lambda one, many: one not in many,
}
EITHER = (True, True)
TRUE = (True, False)
FALSE = (False, True)


def in_words(condition: tuple[Any, ...]) -> str:
    """A condition as an author would type it."""
    match condition:
        case ("not", part):
            return f"not ({in_words(part)})"
        case ("and" | "or" as junction, *parts):
            return f" {junction} ".join(f"({in_words(part)})" for part in parts)
        case ("is", name, sign, other):
            return f"{name} {sign} {literal(other)}"
        case ("has", option, sign, name):
            return f"{literal(option)} {sign} {name}"
        case ("case", name, sign, other):
            return f"case.{name} {sign} {literal(other)}"
        case ("answered", name):
            return f"answered({name})"
        case ("count", options, names, sign, number):
            return f"count({literal(options)}, of=[{', '.join(names)}]) {sign} {number}"
        case (function, section, sign, number):
            return f"{function}({section or ''}) {sign} {number}"
    raise ValueError(condition)


def literal(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(literal(one) for one in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def is_true_of(truth: bool) -> tuple[bool, bool]:
    return TRUE if truth else FALSE


@dataclass(frozen=True)
class Counted:
    """One thing that counts: a question, or a section that enters as one mark."""

    weight: Fraction
    value: Fraction
    score: Fraction
    highest: Fraction


class Reference:
    """One return under one document, scored in the words of the design."""

    def __init__(
        self,
        document: Mapping[str, Any],
        answers: Mapping[str, Any],
        case: Mapping[str, Any] | None = None,
        comments: Mapping[str, str] | None = None,
    ) -> None:
        self.document = document
        self.scoring = document.get("scoring", {})
        self.given = {name: value for name, value in answers.items() if value is not None}
        self.case = case or {}
        self.comments = comments or {}
        self.whole = {"questions": [], "sections": document["sections"]}
        self.questions: dict[str, Mapping[str, Any]] = {}
        self.conditions: dict[str, list[tuple[Any, ...]]] = {}
        self.sections: dict[str, Mapping[str, Any]] = {}
        self.walk(document["sections"], [])
        self.known_asked: dict[str, bool] = {}

    def walk(self, sections: Iterable[Mapping[str, Any]], above: list[tuple[Any, ...]]) -> None:
        for section in sections:
            self.sections[section["section"]] = section
            outer = [*above, *conditions_of(section)]
            for question in section.get("questions", ()):
                self.questions[question["question"]] = question
                self.conditions[question["question"]] = [*outer, *conditions_of(question)]
            self.walk(section.get("sections", ()), outer)

    # What was answered

    def asked(self, name: str) -> bool:
        if name not in self.known_asked:
            self.known_asked[name] = all(self.holds(one) for one in self.conditions[name])
        return self.known_asked[name]

    def seen(self, name: str) -> Any:
        return self.given.get(name) if self.asked(name) else None

    def state(self, name: str) -> str:
        if not self.asked(name):
            return "not_asked"
        chosen = self.given.get(name)
        if chosen is None:
            return "not_assessed"
        states = {option["option"]: option.get("state") for option in self.options(name)}
        for option in chosen if isinstance(chosen, tuple) else (chosen,):
            if states.get(option):
                return states[option]
        return "answered"

    def unknown(self, name: str) -> bool:
        return self.state(name) == "not_assessed"

    # What an answer is worth

    def options(self, name: str) -> list[Mapping[str, Any]]:
        scale = self.questions[name].get("scale")
        return self.document["scales"][scale] if scale else []

    def scores(self, name: str) -> dict[str, Fraction]:
        return {
            option["option"]: Fraction(option["score"])
            for option in self.options(name)
            if "score" in option
        }

    def together(self, name: str, chosen: Iterable[str]) -> Fraction:
        """What several options come to, before `reverse`."""
        scores = [self.scores(name)[option] for option in chosen]
        match self.questions[name].get("score"):
            case "sum":
                return sum(scores, Fraction(0))
            case "mean":
                return sum(scores, Fraction(0)) / len(scores)
            case "worst":
                return min(scores)
            case _:
                return max(scores)

    def extremes(self, name: str) -> tuple[Fraction, Fraction]:
        """The least and the most that any answer can earn: every way to answer is tried."""
        scored = list(self.scores(name))
        most = len(scored) if self.questions[name].get("type") == "choices" else 1
        earned = [
            self.together(name, chosen)
            for size in range(1, most + 1)
            for chosen in combinations(scored, size)
        ]
        return min(earned), max(earned)

    def counts(self, name: str) -> bool:
        """Whether the question is scored, with a weight above 0."""
        question = self.questions[name]
        scored = question.get("type", "choice") == "choice" or "score" in question
        return bool(scored and self.scores(name) and Fraction(question.get("weight", 1)) > 0)

    def earned(self, name: str) -> Fraction | None:
        """The raw score of the answer given, `reverse` applied."""
        if not self.counts(name) or self.state(name) != "answered":
            return None
        chosen = self.seen(name)
        score = self.together(name, chosen if isinstance(chosen, tuple) else (chosen,))
        if self.questions[name].get("reverse"):
            lowest, highest = self.extremes(name)
            return lowest + highest - score
        return score

    def counted(self, name: str) -> Counted | None:
        score = self.earned(name)
        if score is None:
            missing = self.scoring.get("missing") == "worst" and self.unknown(name)
            if not (missing and self.counts(name)):
                return None
            score = self.extremes(name)[0]
        lowest, highest = self.extremes(name)
        value = score / highest
        if self.scoring.get("value") == "of_range":
            value = (score - lowest) / (highest - lowest)
        return Counted(Fraction(self.questions[name].get("weight", 1)), value, score, highest)

    # Sections

    def scored_in(self, section: Mapping[str, Any]) -> Iterator[str]:
        return filter(self.counts, self.all_questions(section))

    def all_questions(self, section: Mapping[str, Any]) -> Iterator[str]:
        for question in section.get("questions", ()):
            yield question["question"]
        for inner in section.get("sections", ()):
            yield from self.all_questions(inner)

    def marks(self, section: Mapping[str, Any]) -> list[Counted]:
        found = [self.counted(one["question"]) for one in section.get("questions", ())]
        marks = [mark for mark in found if mark is not None]
        for inner in section.get("sections", ()):
            if self.scoring.get("over") == "sections" or inner.get("rescore"):
                marks += self.as_one_mark(inner)
            else:
                marks += self.marks(inner)
        return marks

    def as_one_mark(self, section: Mapping[str, Any]) -> list[Counted]:
        share, weight = self.share(section), Fraction(section.get("weight", 1))
        if share is None or weight == 0:
            return []
        score, highest = share, Fraction(1)
        if section.get("rescore"):
            score = self.rescored(section)
            highest = max(Fraction(step["score"]) for step in section["rescore"])
        return [Counted(weight, score / highest, score, highest)]

    def share(self, section: Mapping[str, Any]) -> Fraction | None:
        marks = self.marks(section)
        method = self.scoring.get("method", "weighted_mean")
        if not marks or method == "rules_only":
            return None
        if method == "lowest":
            return min(mark.value for mark in marks)
        if method == "all_or_none":
            return Fraction(all(mark.score == mark.highest for mark in marks))
        if method == "points":
            earned = sum(mark.weight * mark.score for mark in marks)
            return earned / sum(mark.weight * mark.highest for mark in marks)
        return sum(mark.weight * mark.value for mark in marks) / sum(one.weight for one in marks)

    def printed(self, section: Mapping[str, Any]) -> Fraction | None:
        """The percentage as it is printed."""
        share = self.share(section)
        if share is None:
            return None
        rounding = self.scoring.get("rounding", {})
        unit = Fraction(1, 10 ** rounding.get("places", 1))
        return unit * rounded(100 * share / unit, rounding.get("mode", "half_up"))

    def rescored(self, section: Mapping[str, Any]) -> Fraction | None:
        printed = self.printed(section)
        if printed is None or not section.get("rescore"):
            return None
        reached = [step for step in section["rescore"] if printed >= Fraction(step["from"])]
        return Fraction(reached[-1]["score"])

    def coverage(self, section: Mapping[str, Any]) -> tuple[int, int, int]:
        """How many questions that could count were counted, applied, were asked."""
        states = [self.state(name) for name in self.all_questions(section) if self.counts(name)]
        asked = [state for state in states if state != "not_asked"]
        applicable = [state for state in asked if state != "not_applicable"]
        return applicable.count("answered"), len(applicable), len(asked)

    def is_refused(self) -> bool:
        counted, applicable, _ = self.coverage(self.whole)
        return self.scoring.get("missing") == "refuse" and counted < applicable

    def has_too_few(self) -> bool:
        counted, applicable, _ = self.coverage(self.whole)
        least = Fraction(self.scoring.get("minimum_coverage", 0))
        return counted < self.scoring.get("minimum_counted", 0) or counted < least * applicable

    # Conditions

    def holds(self, condition: tuple[Any, ...]) -> bool:
        """Whether it is true as things stand: a comparison with a blank is false."""
        match condition:
            case ("not", part):
                return not self.holds(part)
            case ("and", *parts):
                return all(self.holds(part) for part in parts)
            case ("or", *parts):
                return any(self.holds(part) for part in parts)
        return self.compared(condition)

    def compared(self, condition: tuple[Any, ...]) -> bool:
        match condition:
            case ("is", name, sign, other):
                left, right = self.seen(name), other
            case ("has", option, sign, name):
                left, right = option, self.seen(name)
            case ("case", name, sign, other):
                left, right = self.case.get(name), other
            case ("answered", name):
                return self.seen(name) is not None and not self.unknown(name)
            case ("count", options, names, sign, right):
                left = sum(self.chose_any(name, options) for name in names)
            case ("points", section, sign, right):
                left = self.points(section)[0]
            case ("score", section, sign, right):
                left = self.printed(self.section(section))
        if left is None or right is None:
            return False
        return COMPARISONS[sign](left, right)

    def outcome(self, condition: tuple[Any, ...]) -> bool | None:
        """True, false, or None where a question not assessed leaves it open."""
        may_be_true, may_be_false = self.may_be(condition)
        return None if may_be_true and may_be_false else may_be_true

    def may_be(self, condition: tuple[Any, ...]) -> tuple[bool, bool]:
        match condition:
            case ("not", part):
                true, false = self.may_be(part)
                return false, true
            case ("and", *parts):
                found = [self.may_be(part) for part in parts]
                return all(one[0] for one in found), any(one[1] for one in found)
            case ("or", *parts):
                found = [self.may_be(part) for part in parts]
                return any(one[0] for one in found), all(one[1] for one in found)
            case ("is", name, sign, other) if self.unknown(name):
                about_it = self.seen(name) in (other if isinstance(other, list) else [other])
                return is_true_of(self.holds(condition)) if about_it else EITHER
            case ("has", option, sign, name) if self.unknown(name):
                about_it = self.seen(name) == (option,)
                return is_true_of(self.holds(condition)) if about_it else EITHER
            case ("count", options, names, sign, number):
                now = sum(self.chose_any(name, options) for name in names)
                more = sum(self.may_yet_choose(name, options) for name in names)
                return ranging(now, now + more, sign, number)
            case ("points", section, sign, number):
                now, less, more = self.points(section)
                return ranging(now + less, now + more, sign, number)
            case ("score", section, sign, number):
                inside = self.section(section)
                if self.share(inside) is None and any(map(self.unknown, self.scored_in(inside))):
                    return EITHER
        return is_true_of(self.holds(condition))

    def section(self, name: str | None) -> Mapping[str, Any]:
        return self.whole if name is None else self.sections[name]

    def chose_any(self, name: str, options: list[str]) -> bool:
        chosen = self.seen(name)
        return bool({*options} & {*(chosen if isinstance(chosen, tuple) else (chosen,))})

    def may_yet_choose(self, name: str, options: list[str]) -> bool:
        offered = {option["option"] for option in self.options(name)}
        return (
            self.unknown(name) and not self.chose_any(name, options) and bool(offered & {*options})
        )

    def points(self, section: str | None) -> tuple[Fraction, Fraction, Fraction]:
        """The raw scores so far, and the least and the most that may be added to them."""
        names = list(self.all_questions(self.section(section)))
        blank = [name for name in names if self.counts(name) and self.unknown(name)]
        return (
            sum((self.earned(name) or Fraction(0) for name in names), Fraction(0)),
            sum((self.extremes(name)[0] for name in blank), Fraction(0)),
            sum((self.extremes(name)[1] for name in blank), Fraction(0)),
        )

    def rests_on(self, condition: tuple[Any, ...]) -> set[str]:
        match condition:
            case ("not" | "and" | "or", *parts):
                return set().union(*map(self.rests_on, parts))
            case ("is" | "answered", name, *_) | ("has", _, _, name):
                return {name}
            case ("count", _, names, *_):
                return {*names}
            case ("points" | "score", section, *_):
                return {*self.scored_in(self.section(section))}
        return set()

    def missing(self, condition: tuple[Any, ...]) -> tuple[str, ...]:
        named = self.rests_on(condition)
        return tuple(name for name in self.questions if name in named and self.unknown(name))

    # Rating

    @property
    def rating(self) -> Mapping[str, Any]:
        return self.document.get("rating", {"bands": []})

    def place(self, band: str) -> int:
        return [one["band"] for one in self.rating["bands"]].index(band)

    def band(self) -> str | None:
        exact = self.rating.get("band_on") == "exact"
        share = self.share(self.whole)
        if share is None:
            return None
        figure = 100 * share if exact else self.printed(self.whole)
        for one in self.rating["bands"]:
            if "from" in one and figure >= Fraction(one["from"]):
                return one["band"]
        return None

    def before_limits(self) -> tuple[str | None, str | None, list[tuple[Any, ...]]]:
        """The rating by rules, else by the bands; why; and the rules that are undecided."""
        possible, undecided, because = [], [], None
        for rule in self.rating.get("rules", ()):
            outcome = self.outcome(rule["when"]) if "when" in rule else True
            if outcome is None:
                possible.append(rule["band"])
                undecided.append(("rule", rule["because"], self.missing(rule["when"])))
            elif outcome:
                possible.append(rule["band"])
                because = rule["because"]
                break
        else:
            possible.append(self.band())
        if len({*possible}) > 1:
            return None, None, undecided
        return possible[0], because, []

    def limits(self, rating: str | None) -> tuple[list[tuple[str, str]], list[tuple[Any, ...]]]:
        hits, undecided = [], []
        for limit in self.rating.get("limits", ()):
            outcome = self.outcome(limit["when"])
            if outcome is None:
                undecided.append(("limit", limit["because"], self.missing(limit["when"])))
            elif outcome and rating and self.place(limit["at_most"]) > self.place(rating):
                hits.append((limit["at_most"], limit["because"]))
        return hits, undecided

    def judged(self) -> str | None:
        answer = self.seen(self.rating.get("judgement", "")) if "judgement" in self.rating else None
        return answer if answer in [one["band"] for one in self.rating["bands"]] else None

    def ratings(self) -> dict[str, Any]:
        unlimited, rule, open_rules = self.before_limits()
        hits, open_limits = self.limits(unlimited)
        bands = [band for band, _ in hits]
        computed = max(bands, key=self.place) if bands else unlimited
        if self.has_too_few():
            unlimited, computed, rule, hits = None, None, None, []
        official = self.judged() if self.rating.get("official") == "judged" else computed
        return {
            "rating": None if self.has_too_few() else official,
            "computed": computed,
            "judged": self.judged(),
            "unlimited": unlimited,
            "rule": rule,
            "limits": hits,
            "undecided": [*open_rules, *open_limits],
        }

    def escalations(self) -> list[tuple[str, bool, tuple[str, ...]]]:
        """Who is told why, and whether that is undecided, for every one that is not false."""
        return [
            (one["because"], outcome is None, self.missing(one["when"]))
            for one in self.document.get("escalations", ())
            if (outcome := self.outcome(one["when"])) is not False
        ]

    # Warnings

    def all_conditions(self) -> Iterator[tuple[Any, ...]]:
        for conditions in self.conditions.values():
            yield from conditions
        rows = (
            *self.rating.get("rules", ()),
            *self.rating.get("limits", ()),
            *self.document.get("escalations", ()),
        )
        for row in rows:
            yield from [row["when"]] if "when" in row else []

    def is_uncertain(self, name: str) -> bool:
        """Whether a question not assessed decides if this one is asked; it is not, meanwhile."""
        conditions = self.conditions[name]
        return not self.asked(name) and all(self.outcome(one) is not False for one in conditions)

    def warnings(self) -> list[str]:
        left_out = [name for name in self.questions if not self.asked(name)]
        fields = {name for one in self.all_conditions() for name in case_fields(one)}
        needed = [name for name in self.questions if self.needs_comment(name)]
        return sorted(
            [
                *["C001" for name in left_out if name in self.given],
                *["C002" for name in left_out if self.is_uncertain(name)],
                *["C003" for name in needed if not self.comments.get(name)],
                *["C005" for name in fields if self.case.get(name) is None],
                *(["C007"] if "rating" in self.document and self.has_too_few() else []),
                *self.judgement_warnings(),
            ]
        )

    def needs_comment(self, name: str) -> bool:
        required, chosen = self.questions[name].get("comment_required", ()), self.seen(name)
        return any(one in required for one in (chosen if isinstance(chosen, tuple) else (chosen,)))

    def judgement_warnings(self) -> list[str]:
        if "judgement" not in self.rating:
            return []
        judged, computed = self.judged(), self.ratings()["computed"]
        if judged is None:
            return ["C006"] if self.rating.get("official") == "judged" else []
        reason = self.seen(self.rating["reason"]) if "reason" in self.rating else None
        explained = reason or self.comments.get(self.rating["judgement"])
        return ["C004"] if computed not in (None, judged) and not explained else []


def conditions_of(thing: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [thing["applies_when"]] if "applies_when" in thing else []


def case_fields(condition: tuple[Any, ...]) -> set[str]:
    match condition:
        case ("not" | "and" | "or", *parts):
            return set().union(*map(case_fields, parts))
        case ("case", name, *_):
            return {name}
    return set()


def ranging(least: Any, most: Any, sign: str, number: Any) -> tuple[bool, bool]:
    """What a comparison may be, where one side may be anything from the least to the most."""
    if least == most:
        return is_true_of(COMPARISONS[sign](least, number))
    if sign in ("==", "!="):
        inside = (least <= number <= most, True)
        return inside if sign == "==" else inside[::-1]
    ends = {COMPARISONS[sign](one, number) for one in (least, most)}
    return True in ends, False in ends


def rounded(number: Fraction, mode: str) -> int:
    match mode:
        case "floor":
            return math.floor(number)
        case "ceiling":
            return math.ceil(number)
        case "half_even":
            return round(number)
    away_from_zero = math.floor(abs(number) + Fraction(1, 2))
    return away_from_zero if number >= 0 else -away_from_zero
