"""Random question sets with random returns, made so that boundaries are likely."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from reference import Reference
from small_sets import JUDGEMENT, PLAIN, option

T = TypeVar("T")

EXAMPLES = int(os.environ.get("AUDITKIT_EXAMPLES", "300"))
many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    # Making a failing set smaller takes minutes; those found are small enough to read.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
some = settings(many, max_examples=max(EXAMPLES // 5, 1))

# What the best option of a scale scores, and the others as shares of it: halves and quarters,
# so that percentages often end in a tie.
BEST = ["1", "2", "8", "3", "0.5"]
SHARES = ["0", "0.5", "0.25", "0.125", "0.1"]
NEGATIVE = ["-1", "-0.5", "-2.25"]
WEIGHTS = ["1", "1", "1", "2", "3", "0.5", "0.25", "1.75", "0", "8", "100.01"]
METHODS = ["weighted_mean", "weighted_mean", "points", "all_or_none", "lowest"]
MODES = ["half_up", "half_even", "ceiling", "floor"]
RESCORES = [
    [(0, 1), (25, 2), (50, 3), (75, 4)],
    [(0, 1), (39, 2), (63, 3), ("87.5", 4)],
    [(0, 0), ("62.5", 1)],
    [(0, "0.5"), ("33.3", "1.5"), ("66.7", 3)],
]
KINDS = ["choice", "choice", "choice", "choice", "choices", "choices", "plain", "number", "text"]
SIMPLE = ["is", "is", "is", "answered", "case", "count"]
CASE = [
    ("case", "kind", "==", "unplanned"),
    ("case", "kind", "!=", "unplanned"),
    ("case", "kind", "in", ["planned"]),
    ("case", "cost", ">=", Decimal("9.9")),
    ("case", "cost", "<", 10),
]
EQUAL = ["==", "!="]
SIGNS = ["<", "<=", ">", ">=", *EQUAL]
NUMBERS = [Decimal(0), Decimal(3), Decimal(-2)]
POINTS = [Decimal(0), Decimal("1.5"), Decimal(4)]
PERCENTAGES = [Decimal(50), Decimal(0), Decimal("62.5"), Decimal("33.3"), Decimal(100)]

# One strategy for each number of things to choose from, made once: a draw is what costs.
_UP_TO = [st.integers(0, most) for most in range(64)]


@dataclass
class Audit:
    """A document with one return to it."""

    document: dict[str, Any]
    answers: dict[str, Any] = field(default_factory=dict)
    case: dict[str, Any] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    def reference(self) -> Reference:
        return Reference(self.document, self.answers, self.case, self.comments)


@st.composite
def audits(
    draw: st.DrawFn,
    *,
    conditions: bool = True,
    negative: bool = True,
    methods: Sequence[str] = (*METHODS, "rules_only"),
    missing: Sequence[str] = ("exclude", "exclude", "worst", "refuse"),
) -> Audit:
    """A set and a return. Without `conditions` everything is asked and rated by bands alone;
    `negative` allows scores below 0, and then no section is rescored."""
    maker = _Maker(draw, conditions)
    below = negative and maker.chance(3)
    maker.scales(below)
    sections = [maker.section(not below, 0) for _ in range(1 + maker.up_to(2))]
    maker.document["sections"] = sections
    maker.document["scoring"] = maker.scoring(methods, missing)
    if conditions and maker.chance(2):
        sections.append(maker.judgement())
    audit = Audit(maker.document)
    audit.answers = {name: maker.answer(asked) for name, asked in maker.questions.items()}
    audit.case = maker.case()
    audit.comments = {name: "why" for name in maker.questions if maker.chance(4)}
    maker.thresholds(audit)
    return audit


class _Maker:
    """Draws the parts of a set, simplest first, and knows what has been asked so far."""

    def __init__(self, draw: st.DrawFn, conditions: bool) -> None:
        self.draw = draw
        self.conditions = conditions
        self.questions: dict[str, dict[str, Any]] = {}
        self.sections: list[str] = []
        self.document: dict[str, Any] = {
            "question_set": "random",
            "version": "1",
            "title": "Random",
            "case_fields": {
                "kind": {"type": "choice", "options": ["planned", "unplanned"]},
                "cost": {"type": "number", "places": 1},
            },
            "scales": {"plain": PLAIN, "judgement": JUDGEMENT},
        }

    def up_to(self, most: int) -> int:
        return self.draw(_UP_TO[most])

    def chance(self, one_in: int) -> bool:
        return self.up_to(one_in - 1) == one_in - 1

    def one(self, of: Sequence[T]) -> T:
        return of[self.up_to(len(of) - 1)]

    def subset(self, of: Sequence[T], least: int, most: int) -> list[T]:
        """Some of these, each once, in their order."""
        chosen = {self.up_to(len(of) - 1) for _ in range(least + self.up_to(most - least))}
        return [one for index, one in enumerate(of) if index in chosen]

    # Questions

    def scales(self, below: bool) -> None:
        """Scales whose highest score is above 0 and above their lowest."""
        for index in range(1 + self.up_to(1)):
            best = Decimal(self.one(BEST))
            poorest = Decimal(self.one(SHARES + NEGATIVE if below else SHARES))
            between = [Decimal(self.one([*SHARES, "1"])) for _ in range(self.up_to(2))]
            shares = [poorest, *between, Decimal(1)]
            shares = shares[::-1] if self.chance(2) else shares
            options = [option(f"o{place}", best * share) for place, share in enumerate(shares)]
            options += [option("na", state="not_applicable")] if self.chance(2) else []
            options += [option("unclear", state="not_assessed")] if self.chance(2) else []
            self.document["scales"][f"scale{index}"] = options

    def section(self, rescores: bool, depth: int) -> dict[str, Any]:
        id = f"section{len(self.sections)}"
        self.sections.append(id)
        made: dict[str, Any] = {"section": id, "title": id, "weight": self.one(WEIGHTS)}
        made |= self.applies(6)
        if rescores and self.chance(4):
            steps = self.one(RESCORES)
            made["rescore"] = [{"from": start, "score": score} for start, score in steps]
        inner = self.up_to(2) if depth < 2 else 0
        asked = self.up_to(3) if inner else 1 + self.up_to(2)
        made["questions"] = [self.question() for _ in range(asked)]
        made["sections"] = [self.section(rescores, depth + 1) for _ in range(inner)]
        return made

    def applies(self, one_in: int) -> dict[str, Any]:
        if not (self.conditions and self.questions and self.chance(one_in)):
            return {}
        return {"applies_when": self.condition(figures=False)}

    def question(self) -> dict[str, Any]:
        id = f"q{len(self.questions)}"
        kind = self.one(KINDS)
        made: dict[str, Any] = {"question": id, "text": id, "type": kind, **self.applies(5)}
        if kind == "plain":
            made |= {"type": "choice", "scale": "plain"}
        elif kind in ("choice", "choices"):
            made |= self.scored(kind)
        self.questions[id] = made
        return made

    def scored(self, kind: str) -> dict[str, Any]:
        scales = [name for name in self.document["scales"] if name.startswith("scale")]
        made: dict[str, Any] = {"scale": self.one(scales), "weight": self.one(WEIGHTS)}
        way = self.one(["sum", "best", "worst", "mean", None]) if kind == "choices" else None
        made |= {} if way is None else {"score": way}
        if (way or kind == "choice") and self.chance(4):
            made["reverse"] = True
        options = [one["option"] for one in self.document["scales"][made["scale"]]]
        made["comment_required"] = self.subset(options, 0, 1)
        return made

    def judgement(self) -> dict[str, Any]:
        asked = {
            "judgement_given": {"type": "choice", "scale": "judgement"},
            "judgement_reason": {"type": "text"},
        }
        self.questions |= asked
        self.sections.append("judging")
        questions = [{"question": name, "text": name, **told} for name, told in asked.items()]
        return {"section": "judging", "title": "Judging", "questions": questions}

    def scoring(self, methods: Sequence[str], missing: Sequence[str]) -> dict[str, Any]:
        return {
            "method": self.one(methods),
            "over": self.one(["questions", "sections"]),
            "value": self.one(["of_maximum", "of_range"]),
            "missing": self.one(missing),
            "rounding": {"mode": self.one(MODES), "places": self.up_to(3)},
        }

    # Returns

    def answer(self, asked: dict[str, Any]) -> Any:
        if self.chance(7):
            return None
        if asked["type"] == "number":
            return self.one(NUMBERS)
        if asked["type"] == "text":
            return "a text"
        options = self.document["scales"][asked["scale"]]
        if asked["type"] == "choice":
            return self.one(options)["option"]
        no_answers = [(one["option"],) for one in options if "state" in one]
        if no_answers and self.chance(4):
            return self.one(no_answers)
        return tuple(self.subset([one["option"] for one in options if "state" not in one], 1, 4))

    def case(self) -> dict[str, Any]:
        told: dict[str, Any] = {"kind": self.one([None, "planned", "unplanned"])}
        told["cost"] = self.one([None, Decimal("10.0"), Decimal("9.9"), Decimal(-1)])
        return {name: value for name, value in told.items() if value is not None}

    # Conditions

    def condition(self, *, figures: bool) -> tuple[Any, ...]:
        junction = self.one(["", "", "", "not", "and", "or"])
        parts = [self.simple(figures) for _ in range(2 if junction in ("and", "or") else 1)]
        return (junction, *parts) if junction else parts[0]

    def simple(self, figures: bool) -> tuple[Any, ...]:
        kind = self.one([*SIMPLE, "points", "score"] if figures else SIMPLE)
        name = self.one(list(self.questions))
        if kind == "answered":
            return ("answered", name)
        if kind == "case":
            return self.one(CASE)
        if kind == "count":
            return self.count(name)
        if kind in ("points", "score"):
            number = self.one(POINTS if kind == "points" else PERCENTAGES)
            return (kind, self.one([None, *self.sections]), self.one(SIGNS), number)
        return self.about(name)

    def about(self, name: str) -> tuple[Any, ...]:
        asked = self.questions[name]
        if asked["type"] == "number":
            return ("is", name, self.one(SIGNS), self.one([-2, 0, 3]))
        if asked["type"] == "text":
            return ("is", name, self.one(EQUAL), "a text")
        options = self.options(name)
        if asked["type"] == "choices":
            # Not "unclear": see `test_a_chosen_unclear_among_several_is_seen`.
            known = [one for one in options if one != "unclear"]
            return ("has", self.one(known), self.one(["in", "not in"]), name)
        if self.chance(3):
            return ("is", name, self.one(["in", "not in"]), self.subset(options, 1, 2))
        return ("is", name, self.one(EQUAL), self.one(options))

    def options(self, name: str) -> list[str]:
        return [one["option"] for one in self.document["scales"][self.questions[name]["scale"]]]

    def count(self, name: str) -> tuple[Any, ...]:
        offering = [one for one, asked in self.questions.items() if "scale" in asked]
        if not offering:
            return ("answered", name)
        of = self.subset(offering, 1, 3)
        offered = sorted({one for name in of for one in self.options(name)})
        return ("count", self.subset(offered, 1, 2), of, self.one(SIGNS), self.up_to(2))

    # Thresholds that the return reaches, or just does not

    def thresholds(self, audit: Audit) -> None:
        """Add the rating and the coverage asked for, near what this return comes to."""
        scoring = audit.document["scoring"]
        share = audit.reference().share(audit.reference().whole)
        ties = [places for places in range(4) if share is not None and is_tie(share, places)]
        if ties and self.chance(2):
            scoring["rounding"]["places"] = self.one(ties)
        found = audit.reference()
        counted, applicable, _ = found.coverage(found.whole)
        if self.chance(2) and applicable:
            share, little = Fraction(counted, applicable), Fraction(1, 10**6)
            near = [one for one in (share, share - little, share + little) if 0 <= one <= 1]
            scoring["minimum_coverage"] = _decimal(self.one(near))
        if self.chance(4):
            scoring["minimum_counted"] = self.one([1, counted, counted + 1])
        if self.chance(8):
            return
        rating: dict[str, Any] = {"bands": self.bands(found)}
        rating["band_on"] = self.one(["rounded", "exact"])
        audit.document["rating"] = rating
        if self.conditions:
            self.rules(rating)

    def rules(self, rating: dict[str, Any]) -> None:
        rating["rules"] = self.rows(self.up_to(2), "rule", "band")
        if self.chance(6):
            rating["rules"].append({"band": self.band(), "because": "nothing else"})
        rating["limits"] = self.rows(self.up_to(3), "limit", "at_most")
        self.document["escalations"] = [
            {"to": "head_of_service", "when": one["when"], "because": one["because"]}
            for one in self.rows(self.up_to(1), "escalation", "band")
        ]
        if "judgement_given" in self.questions:
            rating["judgement"] = "judgement_given"
            rating["official"] = self.one(["computed", "judged"])
            rating |= {"reason": "judgement_reason"} if self.chance(2) else {}

    def rows(self, size: int, kind: str, key: str) -> list[dict[str, Any]]:
        return [
            {
                key: self.band(),
                "when": self.condition(figures=True),
                "because": f"{kind} {index}",
            }
            for index in range(size)
        ]

    def band(self) -> str:
        return self.one([one["option"] for one in reversed(JUDGEMENT)])

    def bands(self, found: Reference) -> list[dict[str, Any]]:
        """Four bands, one of which often begins at the very figure, or just beside it; some
        are given by rules only."""
        starts = {Decimal(0), Decimal(39), Decimal(63), Decimal(88)}
        printed, share = found.printed(found.whole), found.share(found.whole)
        if printed is not None and share is not None:
            unit = Fraction(1, 10 ** found.scoring["rounding"]["places"])
            near = [printed, printed + unit, printed - unit, 100 * share, printed - unit / 2]
            starts = {Decimal(0), Decimal(50), *map(_decimal, self.subset(near, 0, 2))}
        ordered: list[Decimal | None] = [*sorted(starts, reverse=True)]
        while len(ordered) < len(JUDGEMENT):
            ordered.insert(self.up_to(len(ordered)), None)
        return [
            {"band": one["option"], "label": one["label"]} | _from(start)
            for one, start in zip(JUDGEMENT, ordered, strict=True)
        ]


def is_tie(share: Fraction, places: int) -> bool:
    """Whether the percentage lies just between two that can be printed."""
    return (100 * share * 10**places).denominator == 2


def _from(start: Decimal | None) -> dict[str, str]:
    return {} if start is None else {"from": f"{start:f}"}


def _decimal(number: Fraction) -> Decimal:
    """The number cut off after twelve decimals, as many as a set may have."""
    cut = Decimal(int(number * 10**12)).scaleb(-12)
    return cut.quantize(Decimal(1)) if cut == cut.to_integral_value() else cut.normalize()


def reworked(audit: Audit, change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """The document with every section rewritten by `change`, inner ones first."""

    def made(section: dict[str, Any]) -> dict[str, Any]:
        inside = [made(one) for one in section.get("sections", ())]
        changed: dict[str, Any] = change({**section, "sections": inside})
        return changed

    sections = [made(section) for section in audit.document["sections"]]
    return {**audit.document, "sections": sections}
