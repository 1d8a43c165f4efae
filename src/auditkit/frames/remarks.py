"""What the scorecards of a batch say beside their figures, as one text a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy

from auditkit.frames.given import BLANK
from auditkit.frames.known import Known, Numbers, Table, by_pattern, patterns
from auditkit.frames.one_by_one import told_since
from auditkit.problems import NOWHERE, Problem, problem
from auditkit.scoring.cards import is_missing, refused
from auditkit.scoring.outcomes import UNASKED

if TYPE_CHECKING:
    from auditkit.frames.given import Rows
    from auditkit.frames.interpreter import Interpreter, Outcome
    from auditkit.frames.reading import Mistake, Read
    from auditkit.scoring.plan import Plan

_FLAGS = 62
Flagged = tuple[Numbers, Problem]


class Remarks:
    """Words the warnings of scored returns, and why others are held."""

    def __init__(self, plan: Plan, interpreter: Interpreter, since: tuple[str, str]) -> None:
        self.plan = plan
        self.rated = interpreter.rated
        self.since = since
        vocabulary = interpreter.vocabulary
        self.texts = Known("")
        # What a text is made of, by its number; those of held returns are not among them.
        self.parts: dict[int, tuple[Problem, ...]] = {}
        self.needs_comment = {
            name: Table(vocabulary.answers[name], needed.__getitem__, "bool")
            for _, name, needed in plan.comment_required
        }
        self.missing = {
            name: Table(vocabulary.answers[name], self._is_missing(name), "bool")
            for name, one in plan.questions.items()
            if one.counts
        }
        rating = plan.question_set.rating
        self.judgement = rating.judgement if rating else None
        self.reason = rating.reason if rating else None

    def of(self, read: Read, given: Mapping[str, Numbers], outcome: Outcome) -> Numbers:
        """The number of each row's text among `texts`; `given` are the answers as they were
        given, whether asked or not.
        """
        flagged = [one for one in self._flagged(read, outcome) if one[0].any()]
        reasoned = self._has_reason(read, given)
        lanes = list(_lanes([mask for mask, _ in flagged], len(read.rows)))

        def warnings(row: int) -> int:
            found = [one for mask, one in flagged if mask[row]]
            found += self._of_rating(int(outcome.ratings[row]), bool(reasoned[row]))
            number = self.texts.number("; ".join(map(told, found)))
            self.parts.setdefault(number, tuple(found))
            return number

        numbers = by_pattern([outcome.ratings, reasoned.astype("int64"), *lanes], warnings)
        return self._held(numbers, read, outcome)

    def _flagged(self, read: Read, outcome: Outcome) -> Iterator[Flagged]:
        """Rows with a warning, and the warning."""
        rows, plan = read.rows, self.plan
        for code, asked in (("C001", outcome.kept), ("C002", outcome.uncertain)):
            for name, mask in asked.items():
                yield mask, problem(code, NOWHERE, question=plan.worded(name))
        for name, needed in self.needs_comment.items():
            mask = needed[rows.answers[name]]
            if name in read.commented:
                mask = mask & ~read.commented[name]
            yield mask, problem("C003", NOWHERE, question=plan.worded(name))
        for name in plan.case_fields:
            yield rows.case[name] == BLANK, problem("C005", NOWHERE, field=name)

    def _has_reason(self, read: Read, given: Mapping[str, Numbers]) -> Numbers:
        """Which rows give a reason for judging otherwise than the answers do."""
        found = numpy.zeros(len(read.rows), "bool")
        if self.reason is not None:
            found = given[self.reason] != BLANK
        if self.judgement in read.commented:
            found = found | read.commented[self.judgement]
        return found

    def _of_rating(self, number: int, has_reason: bool) -> Iterator[Problem]:
        rated, labels = self.rated.things[number], self.plan.ratings.labels
        rating = self.plan.question_set.rating
        if rating is None:
            return
        if rating.judgement is not None and rated.judged is None:
            if rating.official == "judged":
                yield problem("C006")
        elif rated.judged and rated.computed not in (None, rated.judged) and not has_reason:
            computed = labels[rated.computed]
            yield problem("C004", NOWHERE, judged=labels[rated.judged], computed=computed)
        if rated.because:
            yield problem("C007", NOWHERE, because=rated.because)

    # Held returns

    def _held(self, numbers: Numbers, read: Read, outcome: Outcome) -> Numbers:
        """The numbers with those of held returns among them."""
        if outcome.held.any():
            numbers = numbers.copy()
            for row, mistakes in read.mistakes.items():
                numbers[row] = self.texts.number("; ".join(map(self._mistake, mistakes)))
            there = numpy.flatnonzero(outcome.refused)
            if len(there):
                numbers[there] = self._refusals(read.rows, there)
        return numbers

    def _mistake(self, mistake: Mistake) -> str:
        return told(mistaken(mistake, self.since))

    def _refusals(self, rows: Rows, there: Numbers) -> Numbers:
        """Why the set refuses these rows."""
        masks = {name: table[rows.answers[name][there]] for name, table in self.missing.items()}
        found, firsts = patterns(list(_lanes(list(masks.values()), len(there))))
        texts = []
        for first in firsts.tolist():
            missing = [name for name in self.plan.names if name in masks and masks[name][first]]
            found_so = refused(self.plan, NOWHERE, missing)
            texts.append(self.texts.number(told(found_so)))
            self.parts.setdefault(texts[-1], (found_so,))
        return numpy.array(texts)[found]

    def _is_missing(self, name: str) -> Any:
        def is_missing_answer(value: Any) -> bool:
            if value is UNASKED:
                return False
            return is_missing(self.plan, name, self.plan.questions[name].state(value))

        return is_missing_answer


def _lanes(masks: Iterable[Numbers], size: int) -> Iterator[Numbers]:
    """Masks as bits of numbers."""
    masks = list(masks)
    for start in range(0, len(masks), _FLAGS):
        lane = numpy.zeros(size, "int64")
        for place, mask in enumerate(masks[start : start + _FLAGS]):
            lane |= mask.astype("int64") << place
        yield lane


def mistaken(mistake: Mistake, since: tuple[str, str]) -> Problem:
    """What could not be read, as a problem; of a return that was filled in under the text that
    was published, what has changed since.
    """
    unread = mistake.unread
    found = Problem(unread.code, NOWHERE, unread.facts)
    return told_since(found, since)


def told(one: Problem) -> str:
    """A problem as scorecards hold it."""
    return f"{one.message} [{one.code}]"
