"""The table of scorecards that a terminal shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from auditkit.languages import Words, noted, words_in
from auditkit.problems import errors
from auditkit.questions.model import question_label, worded
from auditkit.scoring.plain import band_label
from auditkit.scoring.scorecard import HELD, Results, Scorecard
from auditkit.wording import lower_first, role_words, shortened

HEADINGS = (
    noted("Case"),
    noted("Service"),
    noted("Stage"),
    noted("Score"),
    noted("Rating"),
    noted("Counted"),
    noted("Note"),
)
_STAGES = (noted("first"), noted("reaudit"), noted("moderation"))
NOTHING = "–"
_WIDEST = 30


def summary_lines(results: Results) -> Iterator[str]:
    """Escalations first, then a row for each return, then a line that counts them."""
    words = words_in(results.language)
    for card in results.cards:
        yield from _escalations(card, words)
    if results.cards:
        headings = tuple(map(words.translate, HEADINGS))
        known = _Known()
        yield from aligned([headings, *(_row(card, words, known) for card in results.cards)])
    yield _count(results, words)


def stage_words(stage: str, words: Words) -> str:
    """A stage as tables show it."""
    return words.translate(stage) if stage in _STAGES else stage


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines, each column as wide as its widest text."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    line = "  ".join(f"{{:{width}}}" for width in widths)
    for row in rows:
        yield line.format(*row).rstrip()


class _Known(dict[object, str]):
    """Words worked out once for what many returns share, such as a rating or a figure."""

    def of(self, key: object, work_out: Callable[[], str]) -> str:
        found = self.get(key)
        if found is None:
            found = self[key] = work_out()
        return found


def _escalations(card: Scorecard, words: Words) -> Iterator[str]:
    for told in card.escalations:
        doubt = words.translate(" (undecided: not assessed)") if told.undecided else ""
        case = card.audit_return.case_ref
        because = worded(told.because, words.language)
        role = role_words(told.to, words.language)
        today = words.translate("ESCALATE TODAY")
        yield f"{today}  {case}  {because}{doubt} → {role}"


def _row(card: Scorecard, words: Words, known: _Known) -> tuple[str, ...]:
    given = card.audit_return
    service = given.service or ""
    about = (
        given.case_ref if len(given.case_ref) <= _WIDEST else shortened(given.case_ref, _WIDEST),
        service if len(service) <= _WIDEST else shortened(service, _WIDEST),
        stage_words(given.stage, words),
    )
    if card.status == HELD:
        found = len(errors(card.warnings))
        problems = words.plural("{count} problem", "{count} problems", found)
        return (*about, NOTHING, words.translate("Held"), NOTHING, problems)
    figure, rating, coverage = card.overall, card.rating, card.coverage
    score = NOTHING if figure is None else known.of((figure.rounded, figure.places), figure.__str__)
    label = known.of(
        (card.question_set.name, rating),
        lambda: band_label(card, rating, words.language) or NOTHING,
    )
    counted = known.of(
        coverage[:2],
        lambda: words.translate(
            "{part} of {whole}", part=coverage.counted, whole=coverage.applicable
        ),
    )
    return (*about, score, label, counted, "; ".join(_notes(card, words)))


def _notes(card: Scorecard, words: Words) -> Iterator[str]:
    """What a reader must know beside the rating, each in a few words."""
    language = words.language
    for hit in card.limits:
        yield words.translate("limit: {reason}", reason=_in_short(worded(hit.because, language)))
    if card.no_rating_because:
        yield words.translate("no rating: {reason}", reason=card.no_rating_because)
    for one in card.undecided:
        if one.kind != "escalation":
            yield _undecided(card, one.questions, words)
    judged = card.judged_rating
    if judged is not None and card.computed_rating not in (None, judged):
        if card.rating == judged:
            other = band_label(card, card.computed_rating, language)
            yield words.translate("computed: {rating}", rating=other)
        else:
            other = band_label(card, judged, language)
            yield words.translate("stated: {rating}", rating=other)


def _undecided(card: Scorecard, questions: Sequence[str], words: Words) -> str:
    shown = [
        lower_first(question_label(card.question_set.questions[name], words.language))
        for name in questions[:2]
    ]
    return words.plural(
        "undecided: {questions} not assessed",
        "undecided: {questions} not assessed",
        len(shown),
        questions=", ".join(shown),
    )


def _in_short(because: str) -> str:
    return lower_first(because.partition(",")[0])


def _count(results: Results, words: Words) -> str:
    held = sum(card.status == HELD for card in results.cards)
    counts = words.plural(
        "{count} return: {scored} scored, {held} held",
        "{count} returns: {scored} scored, {held} held",
        len(results.cards),
        scored=len(results.cards) - held,
        held=held,
    )
    is_wrong = errors(results.all_problems())
    return counts + (words.translate(" (problems below)") if is_wrong else "")
