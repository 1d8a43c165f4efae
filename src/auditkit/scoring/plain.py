"""A scorecard in the terms of JSON and of flat tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from auditkit.languages import ENGLISH, words_in
from auditkit.questions.model import option_label, worded
from auditkit.scoring.scorecard import (
    BaseScore,
    Coverage,
    Figure,
    QuestionResult,
    Scorecard,
    SectionResult,
)

IDENTITY = ("case_ref", "service", "team", "practitioner", "stage", "period", "auditor")


def plain_number(number: Decimal | Fraction | None) -> int | float | None:
    """A number for JSON: whole where it is whole, else the nearest float, for reading only."""
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def plain_value(value: Any) -> Any:
    """An answer or a fact about the case for JSON: dates in ISO form, several as a list."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_number(value)
    return list(value) if isinstance(value, tuple) else value


def scorecard_dict(card: Scorecard, language: str = ENGLISH) -> dict[str, Any]:
    """A scorecard as JSON holds it; its keys are English, its texts are in the language."""
    given = card.audit_return
    found: dict[str, Any] = {key: getattr(given, key) for key in IDENTITY}
    found["audit_date"] = plain_value(given.audit_date)
    found["case"] = {name: plain_value(value) for name, value in given.case.items()}
    found |= {
        "question_set": card.question_set.id,
        "set_version": card.question_set.version,
        "content_hash": card.question_set.content_hash,
        "status": card.status,
        **figure_dict(card.overall),
        "rating": card.rating,
        "rating_label": band_label(card, card.rating, language),
        "computed_rating": card.computed_rating,
        "judged_rating": card.judged_rating,
        "limits": [
            {"band": one.band, "because": worded(one.because, language)} for one in card.limits
        ],
        "undecided": [
            {
                "kind": one.kind,
                "because": worded(one.because, language),
                "questions": list(one.questions),
            }
            for one in card.undecided
        ],
        "escalations": [
            {"to": one.to, "because": worded(one.because, language), "undecided": one.undecided}
            for one in card.escalations
        ],
        "coverage": coverage_dict(card.coverage),
        "sections": {name: section_dict(one) for name, one in card.sections.items()},
        "questions": {
            name: question_dict(one, given.comments.get(name))
            for name, one in card.questions.items()
        },
        "warnings": [f"{one.message_in(language)} [{one.code}]" for one in card.warnings],
        "scorer": scorer_dict(card),
        "versions": dict(card.versions),
    }
    if card.base is not None:
        found["base"] = base_dict(card.base, language)
    return found


def base_dict(base: BaseScore, language: str = ENGLISH) -> dict[str, Any]:
    """The base of an overlay, how the two stand to each other, and the score under it."""
    there = base.card
    return {
        "question_set": base.question_set.id,
        "set_version": base.question_set.version,
        "content_hash": base.question_set.content_hash,
        "relation": base.relation,
        **figure_dict(there.overall if there else None),
        "rating": there.rating if there else None,
        "rating_label": band_label(there, there.rating, language) if there else None,
    }


def figure_dict(figure: Figure | None) -> dict[str, Any]:
    """Score as printed, and the exact ratio in lowest terms."""
    if figure is None:
        return {"score": None, "numerator": None, "denominator": None}
    return {
        "score": plain_number(figure.percentage),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
    }


def coverage_dict(coverage: Coverage) -> dict[str, int]:
    return {
        "counted": coverage.counted,
        "applicable": coverage.applicable,
        "asked": coverage.asked,
    }


def section_dict(result: SectionResult) -> dict[str, Any]:
    found = {**figure_dict(result.figure), "coverage": coverage_dict(result.coverage)}
    if result.rescored is not None:
        found["rescored"] = plain_number(result.rescored)
    return found


def question_dict(result: QuestionResult, comment: str | None) -> dict[str, Any]:
    """`option` is the option chosen, several as a list; or the number, text or date given; or
    what was typed, where it is invalid.
    """
    given = result.answer if result.option is None else result.option
    return {
        "state": result.state,
        "option": plain_value(given),
        "value": plain_number(result.value),
        "weight": plain_number(result.weight),
        "contribution": plain_number(result.contribution),
        "comment": comment,
    }


def scorer_dict(card: Scorecard) -> dict[str, Any]:
    return {
        "name": card.scorer.name,
        "arguments": dict(card.scorer.arguments),
        "plugin": card.scorer.plugin,
        "version": card.scorer.version,
    }


def band_label(card: Scorecard, rating: str | None, language: str = "en") -> str | None:
    """The label of a rating, where the set has it."""
    band = card.band(rating)
    return worded(band.label, language) if band else None


def flat_scorecard(card: Scorecard, language: str = ENGLISH) -> dict[str, Any]:
    """A scorecard as one row of a table; lists are joined by ``; ``. Its columns are those of the
    set, whatever the return says.
    """
    whole = scorecard_dict(card, language)
    undecided = words_in(language).translate(" (undecided)")
    flat = {key: whole[key] for key in (*IDENTITY, "audit_date")}
    flat |= {f"case.{name}": None for name in card.question_set.case_fields}
    flat |= {f"case.{name}": value for name, value in whole["case"].items()}
    flat |= {key: whole[key] for key in _FLAT}
    flat["limits"] = "; ".join(one["because"] for one in whole["limits"])
    flat["undecided"] = "; ".join(one["because"] for one in whole["undecided"])
    flat["escalations"] = "; ".join(
        f"{one['to']}: {one['because']}{undecided if one['undecided'] else ''}"
        for one in whole["escalations"]
    )
    flat |= whole["coverage"]
    flat |= {f"score_{one.id}": None for one in card.question_set.all_sections()}
    flat |= {f"score_{name}": section["score"] for name, section in whole["sections"].items()}
    flat["warnings"] = "; ".join(whole["warnings"])
    flat["scorer"] = card.scorer.name
    if card.base is not None:
        flat |= {f"base_{key}": whole["base"][key] for key in FLAT_OF_BASE}
    return flat


FLAT_OF_BASE = ("question_set", "set_version", "relation", "score", "rating")


_FLAT = (
    "question_set",
    "set_version",
    "content_hash",
    "status",
    "score",
    "numerator",
    "denominator",
    "rating",
    "rating_label",
    "computed_rating",
    "judged_rating",
)


def answer_rows(card: Scorecard, language: str = ENGLISH) -> list[Mapping[str, Any]]:
    """One row for each question of a scorecard, for pivots."""
    given = card.audit_return
    about = {key: getattr(given, key) for key in IDENTITY}
    about["audit_date"] = plain_value(given.audit_date)
    about |= {"question_set": card.question_set.id, "set_version": card.question_set.version}
    about |= {"status": card.status, "rating": band_label(card, card.rating, language)}
    sections = {
        question.id: section
        for section in card.question_set.all_sections()
        for question in section.questions
    }
    rows: list[Mapping[str, Any]] = []
    for name, result in card.questions.items():
        section = sections[name]
        question = card.question_set.questions[name]
        told = question_dict(result, given.comments.get(name))
        chosen = result.option if isinstance(result.option, tuple) else (result.option,)
        options = card.question_set.options(question)
        labels = {one.id: option_label(question, one, language) for one in options}
        told["option"] = ";".join(one for one in chosen if one)
        told["label"] = "; ".join(labels[one] for one in chosen if one)
        told["answer"] = plain_value(result.answer)
        rows.append(
            {
                **about,
                "section": worded(section.title, language),
                "question": name,
                "text": worded(question.text, language),
                **told,
            }
        )
    return rows
