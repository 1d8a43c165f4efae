"""A return scored, against json.loads of it, and against a function written for that set."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from measuring import least, ratio
from sets import names_of, returns_of, set_text

from auditkit import AuditKit
from auditkit.returns import Answer, AuditReturn
from auditkit.scoring.rows import figures, given_values, tally

VALUES = {"yes": Fraction(1), "partly": Fraction(1, 2), "no": Fraction(0)}
BANDS = ((88, "outstanding"), (63, "good"), (39, "requires_improvement"), (0, "inadequate"))


def written_by_hand(count: int) -> Callable[[dict], tuple[Fraction | None, str | None]]:
    """What somebody would write for this very set: score and rating, exact, and no more."""
    weights = {name: 2 if index % 3 == 0 else 1 for index, name in enumerate(names_of(count))}
    first = names_of(count)[0]

    def score(one: dict) -> tuple[Fraction | None, str | None]:
        earned, attainable, counted, applicable = Fraction(0), 0, 0, 0
        for name, weight in weights.items():
            answer = one["answers"].get(name)
            if answer == "na":
                continue
            applicable += 1
            if answer is None:
                continue
            value = VALUES[answer]
            earned += weight * (1 - value if name == "missed_prevention" else value)
            attainable += weight
            counted += 1
        if not attainable:
            return None, None
        share = 100 * earned / attainable
        rounded = Fraction(int(share * 10 + Fraction(1, 2)), 10)
        if counted < 5 or counted < Fraction(4, 5) * applicable:
            return rounded, None
        rating = next(band for start, band in BANDS if rounded >= start)
        limited = one["answers"].get(first) == "no" and one["case"]["review_type"] == "unplanned"
        if limited and rating in ("outstanding", "good"):
            return rounded, "requires_improvement"
        return rounded, rating

    return score


def audit_return(one: dict) -> AuditReturn:
    answers = {
        name: Answer("not_applicable" if option == "na" else "answered", option)
        for name, option in one["answers"].items()
    }
    return AuditReturn(
        case_ref=one["case_ref"],
        question_set=one["question_set"],
        set_version="1.0",
        case=one["case"],
        answers=answers,
        comments=one["comments"],
    )


def compare(count: int) -> None:
    """Print what scoring takes under a set of so many questions."""
    kit = AuditKit(discover=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "set.yaml")
        path.write_text(set_text(count), "utf-8")
        questions = kit.load(path)
    plan = kit.plan(questions)
    plain = returns_of(count, 500)
    texts = [json.dumps(one) for one in plain]
    returns = [audit_return(one) for one in plain]
    by_hand = written_by_hand(count)
    for one, ready in zip(plain, returns, strict=True):
        card = kit.score(ready)
        assert (card.score, card.rating) == by_hand(one), one

    def integers() -> None:
        for one in returns:
            given = given_values(plan, one.answers)
            figures(plan, tally(plan, given), given)

    loads = least(lambda: [json.loads(text) for text in texts], loops=5)
    whole = least(lambda: [kit.score(one) for one in returns], loops=5)
    bare = least(integers, loops=5)
    hand = least(lambda: [by_hand(one) for one in plain], loops=5)
    each = 1e6 / len(returns)
    print(
        f"{count} questions: kit.score {whole * each:.1f} µs a return, json.loads {loads * each:.1f} µs"
    )
    ratio("  integer scoring to json.loads", bare, loads, 1.5, 1.0)
    ratio("  kit.score, whole scorecard, to json.loads", whole, loads, 4.0)
    print(f"  kit.score to the function written by hand: {whole / hand:.2f} times")


def main() -> None:
    for count in (7, 60):
        compare(count)


if __name__ == "__main__":
    main()
