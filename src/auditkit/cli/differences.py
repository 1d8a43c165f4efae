"""What ``auditkit sets diff`` finds, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from auditkit.builtin.summary import NOTHING, aligned, stage_words
from auditkit.frozen import frozen
from auditkit.kit import AuditKit
from auditkit.languages import ENGLISH, Words, noted, words_in
from auditkit.problems import Problem
from auditkit.questions.model import QuestionSet
from auditkit.scoring.plain import band_label, figure_dict
from auditkit.scoring.scorecard import HELD, Scorecard
from auditkit.versions.differences import MEANING, SCORING, WORDING, Difference, differences
from auditkit.versions.moves import Move, moves

_KINDS = {SCORING: noted("Scoring"), MEANING: noted("Meaning"), WORDING: noted("Wording")}
_HEADINGS = (
    noted("Case"),
    noted("Stage"),
    noted("Before"),
    "",
    noted("After"),
    "",
    noted("Note"),
)


@frozen(kw_only=True)
class Comparison:
    """Two sets compared; `moves` is None where no returns were given."""

    before: QuestionSet
    after: QuestionSet
    differences: tuple[Difference, ...]
    moves: tuple[Move, ...] | None
    problems: tuple[Problem, ...]


def compared(
    kit: AuditKit, before: QuestionSet, after: QuestionSet, returns: Sequence[str]
) -> Comparison:
    """What differs between two sets, and what each makes of the returns in these files."""
    reading = kit.read(returns, before) if returns else None
    found = moves(reading.returns, before, after, kit.score) if reading else None
    return Comparison(
        before=before,
        after=after,
        differences=tuple(differences(before, after)),
        moves=None if found is None else tuple(found),
        problems=reading.problems if reading else (),
    )


def described_comparison(found: Comparison, language: str = ENGLISH) -> Iterator[str]:
    """The differences by kind, and a table of the returns that move."""
    words = words_in(language)
    yield f"{found.before.name} → {found.after.name}"
    if not found.differences:
        yield words.translate("No difference")
    for kind, heading in _KINDS.items():
        of_kind = [one for one in found.differences if one.kind == kind]
        if of_kind:
            yield f"{words.translate(heading)} ({len(of_kind)})"
            yield from (f"  {words.again(str(one))}" for one in of_kind)
    if found.moves is None:
        return
    moved = [one for one in found.moves if one.has_moved]
    yield ""
    if moved:
        headings = tuple(map(words.translate, _HEADINGS))
        yield from aligned([headings, *(_row(one, words) for one in moved)])
    yield words.plural(
        "{count} return: {moved} moved",
        "{count} returns: {moved} moved",
        len(found.moves),
        moved=len(moved),
    )


def _row(move: Move, words: Words) -> tuple[str, ...]:
    given = move.before.audit_return
    unread = ", ".join(move.unread)
    note = words.translate("cannot be read there: {questions}", questions=unread) if unread else ""
    stage = stage_words(given.stage, words)
    return (given.case_ref, stage, *_shown(move.before, words), *_shown(move.after, words), note)


def _shown(card: Scorecard, words: Words) -> tuple[str, str]:
    if card.status == HELD:
        return NOTHING, words.translate("Held")
    score = NOTHING if card.overall is None else str(card.overall)
    return score, band_label(card, card.rating, words.language) or NOTHING


def plain_comparison(found: Comparison) -> dict[str, Any]:
    """The same in the terms of JSON."""
    plain: dict[str, Any] = {
        "before": found.before.name,
        "after": found.after.name,
        "differences": [
            {
                "kind": one.kind,
                "part": one.part,
                "key": one.key,
                "before": one.before,
                "after": one.after,
            }
            for one in found.differences
        ],
    }
    if found.moves is not None:
        plain["returns"] = len(found.moves)
        plain["moved"] = [_plain_move(one) for one in found.moves if one.has_moved]
    return plain


def _plain_move(move: Move) -> dict[str, Any]:
    return {
        "case_ref": move.before.audit_return.case_ref,
        "stage": move.before.audit_return.stage,
        "before": _plain_outcome(move.before),
        "after": _plain_outcome(move.after),
        "unread": list(move.unread),
    }


def _plain_outcome(card: Scorecard) -> dict[str, Any]:
    return {"status": card.status, **figure_dict(card.overall), "rating": card.rating}
