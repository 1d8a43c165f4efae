"""The table of scorecards that a terminal shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from auditkit.problems import errors
from auditkit.questions.model import question_label, worded
from auditkit.scoring.plain import band_label
from auditkit.scoring.scorecard import HELD, Results, Scorecard
from auditkit.wording import lower_first, role_words, shortened

HEADINGS = ("Case", "Service", "Stage", "Score", "Rating", "Counted", "Note")
NOTHING = "–"
_WIDEST = 30


def summary_lines(results: Results) -> Iterator[str]:
    """Escalations first, then a row for each return, then a line that counts them."""
    for card in results.cards:
        yield from _escalations(card)
    if results.cards:
        words = _Words()
        yield from aligned([HEADINGS, *(_row(card, words) for card in results.cards)])
    yield _count(results)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines, each column as wide as its widest text."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    line = "  ".join(f"{{:{width}}}" for width in widths)
    for row in rows:
        yield line.format(*row).rstrip()


class _Words(dict[object, str]):
    """Words worked out once for what many returns share, such as a rating or a figure."""

    def of(self, key: object, work_out: Callable[[], str]) -> str:
        found = self.get(key)
        if found is None:
            found = self[key] = work_out()
        return found


def _escalations(card: Scorecard) -> Iterator[str]:
    for told in card.escalations:
        doubt = " (undecided: not assessed)" if told.undecided else ""
        case = card.audit_return.case_ref
        because = worded(told.because)
        yield f"ESCALATE TODAY  {case}  {because}{doubt} → {role_words(told.to)}"


def _row(card: Scorecard, words: _Words) -> tuple[str, ...]:
    given = card.audit_return
    service = given.service or ""
    about = (
        given.case_ref if len(given.case_ref) <= _WIDEST else shortened(given.case_ref, _WIDEST),
        service if len(service) <= _WIDEST else shortened(service, _WIDEST),
        given.stage,
    )
    if card.status == HELD:
        found = len(errors(card.warnings))
        return (*about, NOTHING, "Held", NOTHING, f"{found} problem{'s' if found > 1 else ''}")
    figure, rating, coverage = card.overall, card.rating, card.coverage
    score = NOTHING if figure is None else words.of((figure.rounded, figure.places), figure.__str__)
    label = words.of((card.question_set.name, rating), lambda: band_label(card, rating) or NOTHING)
    counted = f"{coverage.counted} of {coverage.applicable}"
    return (*about, score, label, counted, "; ".join(_notes(card)))


def _notes(card: Scorecard) -> Iterator[str]:
    """What a reader must know beside the rating, each in a few words."""
    for hit in card.limits:
        yield f"limit: {_in_short(worded(hit.because))}"
    if card.no_rating_because:
        yield f"no rating: {card.no_rating_because}"
    for one in card.undecided:
        if one.kind != "escalation":
            names = [question_label(card.question_set.questions[name]) for name in one.questions]
            yield f"undecided: {', '.join(map(lower_first, names[:2]))} not assessed"
    judged = card.judged_rating
    if judged is not None and card.computed_rating not in (None, judged):
        other = card.computed_rating if card.rating == judged else judged
        word = "computed" if card.rating == judged else "stated"
        yield f"{word}: {band_label(card, other)}"


def _in_short(because: str) -> str:
    return lower_first(because.partition(",")[0])


def _count(results: Results) -> str:
    held = sum(card.status == HELD for card in results.cards)
    scored = len(results.cards) - held
    below = " (problems below)" if errors(results.all_problems()) else ""
    word = "return" if len(results.cards) == 1 else "returns"
    return f"{len(results.cards)} {word}: {scored} scored, {held} held{below}"
