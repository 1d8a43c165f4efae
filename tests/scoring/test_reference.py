"""The library against a scorer that is nothing but the words of the design."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from hypothesis import event, given
from random_sets import Audit, audits, is_tie, many
from reference import Reference
from small_sets import coverage, exact, score

from auditkit.scoring.scorecard import QuestionResult, Scorecard

ADDITIVE = ("weighted_mean", "points", "all_or_none")


def scored(audit: Audit) -> Scorecard:
    return score(audit.document, audit.answers, case=audit.case, comments=audit.comments)


def figures(card: Scorecard) -> dict[str, Any]:
    """Every figure on the scorecard, by section; the whole is None."""
    results: dict[Any, Any] = {None: (card.overall, None)}
    results |= {name: (one.figure, one.rescored) for name, one in card.sections.items()}
    return {
        name: (
            exact(card, name),
            None if figure is None else Fraction(figure.percentage),
            coverage(card, name),
            None if rescored is None else Fraction(rescored),
        )
        for name, (figure, rescored) in results.items()
    }


def expected_figures(found: Reference) -> dict[str, Any]:
    sections = {None: found.whole, **found.sections}
    return {
        name: (
            found.share(one),
            found.printed(one),
            found.coverage(one),
            found.rescored(one) if name else None,
        )
        for name, one in sections.items()
    }


def shares(result: QuestionResult) -> tuple[Any, ...]:
    return result.state, result.value, result.contribution, result.attainable


def expected_shares(found: Reference, name: str) -> tuple[Any, ...]:
    """State, value, and what the question adds to either side of the score."""
    mark, method = found.counted(name), found.scoring["method"]
    value = None if mark is None else mark.value
    if mark is None or method not in ADDITIVE:
        return found.state(name), value, None, None
    sides = {
        "weighted_mean": (mark.weight * mark.value, mark.weight),
        "points": (mark.weight * mark.score, mark.weight * mark.highest),
        "all_or_none": (Fraction(mark.score == mark.highest), Fraction(1)),
    }
    return found.state(name), value, *sides[method]


def ratings(card: Scorecard) -> dict[str, Any]:
    return {
        "rating": card.rating,
        "computed": card.computed_rating,
        "judged": card.judged_rating,
        "unlimited": card.unlimited_rating,
        "rule": card.rule,
        "limits": [(hit.band, hit.because) for hit in card.limits],
        "undecided": [
            (one.kind, one.because, one.questions)
            for one in card.undecided
            if one.kind != "escalation"
        ],
    }


def escalations(card: Scorecard) -> list[tuple[Any, ...]]:
    missing = {one.because: one.questions for one in card.undecided if one.kind == "escalation"}
    return [(hit.because, hit.undecided, missing.get(hit.because, ())) for hit in card.escalations]


def expected_escalations(found: Reference) -> list[tuple[Any, ...]]:
    return [
        (because, is_open, missing if is_open else ())
        for because, is_open, missing in found.escalations()
    ]


@many
@given(audits())
def test_every_figure_state_and_rating_is_that_of_the_reference(audit: Audit) -> None:
    found = audit.reference()
    card = scored(audit)
    if found.is_refused():
        event("held")
        assert (card.status, card.overall, card.rating) == ("held", None, None)
        assert [warning.code for warning in card.warnings] == ["R030"]
        return
    assert card.status == "scored"
    assert figures(card) == expected_figures(found)
    assert {name: shares(one) for name, one in card.questions.items()} == {
        name: expected_shares(found, name) for name in found.questions
    }
    assert ratings(card) == found.ratings()
    assert escalations(card) == expected_escalations(found)
    assert sorted(warning.code for warning in card.warnings) == found.warnings()
    for kind in boundaries(found):
        event(kind)


def boundaries(found: Reference) -> list[str]:
    """Which boundaries a return stands on."""
    printed, share = found.printed(found.whole), found.share(found.whole)
    kinds = [f"undecided {kind}" for kind, _, _ in found.ratings()["undecided"]]
    kinds += ["limited"] if found.ratings()["limits"] else []
    kinds += ["ruled"] if found.ratings()["rule"] else []
    kinds += ["too few"] if found.has_too_few() else []
    if printed is None or share is None:
        return [*kinds, "no score"]
    starts = [Fraction(one["from"]) for one in found.rating["bands"] if "from" in one]
    places = found.scoring["rounding"]["places"]
    kinds += ["on the edge of a band"] if printed in starts[:-1] else []
    kinds += ["tie of rounding"] if is_tie(share, places) else []
    kinds += ["rounded across an edge"] if crosses(printed, 100 * share, starts) else []
    return sorted(Counter(kinds))


def crosses(printed: Fraction, share: Fraction, starts: list[Fraction]) -> bool:
    return any((printed >= start) != (share >= start) for start in starts)
