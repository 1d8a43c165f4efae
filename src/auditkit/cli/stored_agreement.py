"""How far two stages agree over the cases of a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

import click

from auditkit.cli.language import words_spoken
from auditkit.cli.moderation_options import no_pairs, two_stages
from auditkit.cli.output import print_json, say_line, say_problems
from auditkit.cli.store_option import opened_store
from auditkit.languages import Words, noted
from auditkit.questions.model import QuestionSet, option_label, question_label, worded
from auditkit.wording import shortened

if TYPE_CHECKING:
    from auditkit.agreement.comparison import ChoicesComparison, Comparison
    from auditkit.agreement.estimate import Estimate
    from auditkit.moderation.agreeing import Agreement

_NOTHING = "–"
_TOO_FEW = "too few"
_WIDEST = 44
_HEADING = (
    "",
    noted("Pairs"),
    noted("Same"),
    noted("Within one"),
    noted("Lower"),
    noted("Higher"),
    noted("Kappa"),
    noted("Gwet's AC"),
    noted("Reliability"),
)
_NOBODY = {"service": noted("no service"), "auditor": noted("no auditor")}
_NOTES = noted("""\
Lower, higher: where the {second} stands against the {first}.
Kappa (Cohen) and Gwet's AC with linear weights and intervals of 95%; of all
questions with errors by case. --json has every statistic, table and reason.""")
# The weights that are shown, as the notes say; every other is in the JSON.
_WEIGHTS = "linear"


def stored_agreement(
    ctx: click.Context,
    where: str,
    *,
    is_json: bool,
    by: str | None,
    stages: str | None,
    period: str | None,
    programme: str | None,
) -> int:
    """Measure and print it. The exit code is 1 where some audits cannot be compared."""
    from auditkit.moderating.pairs import stage_pairs
    from auditkit.moderation.agreeing import agreement_by
    from auditkit.moderation.plain import agreement_dict

    first, second = two_stages(str(stages))
    with opened_store(ctx, where) as store:
        told = {"programme": programme, "period": period}
        pairs = stage_pairs(store, first, second, as_submitted=True, **told)
        found = agreement_by(pairs.pairs, str(by))
        if is_json:
            print_json([agreement_dict(one) for one in found])
        else:
            sets = {one.first.question_set.name: one.first.question_set for one in pairs.pairs}
            for line in _described(found, sets, first, second):
                say_line(line)
        say_problems(pairs.problems)
    return 1 if pairs.problems else 0


class _Labels:
    """What a question set calls its questions, options and ratings, in a language."""

    def __init__(self, questions: QuestionSet, words: Words) -> None:
        self.questions = questions
        self.language = words.language

    def question(self, name: str) -> str:
        return shortened(question_label(self.questions.questions[name], self.language), _WIDEST)

    def option(self, name: str, id: str) -> str:
        question = self.questions.questions[name]
        known = {one.id: one for one in self.questions.options(question)}
        return shortened(option_label(question, known[id], self.language), _WIDEST)

    def band(self, id: str) -> str:
        rating = self.questions.rating
        known = {} if rating is None else {one.id: one for one in rating.bands}
        return worded(known[id].label, self.language) if id in known else id


def _described(
    found: Sequence[Agreement], sets: Mapping[str, QuestionSet], first: str, second: str
) -> Iterator[str]:
    from auditkit.builtin.summary import aligned, stage_words

    words = words_spoken()
    stages = {"first": stage_words(first, words), "second": stage_words(second, words)}
    if not found:
        yield no_pairs(first, second)
        return
    headings = tuple(map(words.translate, _HEADING))
    for one in found:
        yield _about(one, stages, words)
        labels = _Labels(sets[one.question_set], words)
        yield from aligned([headings, *_rows(one, words, labels)])
        yield from _square(one, stages, labels)
        yield ""
    yield words.translate(_NOTES, **stages)


def _about(one: Agreement, stages: Mapping[str, str], words: Words) -> str:
    """Of whom, under which question set, how many pairs there are, and how many were blind."""
    told = words.translate(
        "{set}, {first} and {second}: {pairs}, {blind}",
        set=one.question_set,
        pairs=words.plural("{count} pair", "{count} pairs", one.pairs),
        blind=words.translate("{number} of them blind", number=one.blind)
        if one.blind
        else words.translate("none of them blind"),
        **stages,
    )
    who = one.of or words.translate(_NOBODY.get(one.by, ""))
    return f"{who}: {told}" if who else told


def _rows(one: Agreement, words: Words, labels: _Labels) -> Iterator[Sequence[str]]:
    from auditkit.agreement.comparison import Comparison

    if one.rating is not None:
        yield _row(words.translate("Rating"), one.rating, words)
    for each in one.questions:
        if isinstance(each.comparison, Comparison):
            yield _row(labels.question(each.question), each.comparison, words)
        else:
            yield from _choices(each.question, each.comparison, words, labels)
    exact = next(each for each in one.overall if each.statistic == "percent_agreement")
    same = _NOTHING if exact.value is None else _percent(Fraction(exact.value))
    pairs = str(_named(one.overall, "cohen_kappa").n)
    statistics = _statistics(one.overall, words)
    yield (words.translate("All questions"), pairs, same, "", "", "", *statistics)


def _row(name: str, found: Comparison, words: Words) -> Sequence[str]:
    return (
        name,
        str(found.pairs),
        _share(found.exact, found.share_exact),
        _share(found.within_one, found.share_within_one),
        str(found.lower),
        str(found.higher),
        *_statistics(found.estimates(), words),
    )


def _statistics(estimates: Sequence[Estimate], words: Words) -> Sequence[str]:
    """Kappa and AC, and how much they can bear."""
    kappa, ac = (_named(estimates, name) for name in ("cohen_kappa", "gwet_ac"))
    return _value(kappa, words), _value(ac, words), words.translate(kappa.reliability)


def _choices(
    name: str, found: ChoicesComparison, words: Words, labels: _Labels
) -> Iterator[Sequence[str]]:
    """A question with several answers: how often the very same, then each option by itself."""
    same = _share(found.identical, found.share_identical)
    yield (labels.question(name), str(found.pairs), same, *[""] * 6)
    for option, one in found.options.items():
        yield _row(f"  {labels.option(name, option)}", one, words)


def _named(estimates: Iterable[Estimate], statistic: str) -> Estimate:
    return next(one for one in estimates if (one.statistic, one.weights) == (statistic, _WEIGHTS))


def _share(count: int, share: Fraction | None) -> str:
    return _NOTHING if share is None else f"{count} ({_percent(share)})"


def _percent(share: Fraction) -> str:
    """A share in whole per cent, a half rounded up."""
    return f"{floor(share * 100 + Fraction(1, 2))}%"


def _value(one: Estimate, words: Words) -> str:
    """A statistic with its interval; of too few pairs there are counts only."""
    if one.value is None or one.reliability == _TOO_FEW:
        return _NOTHING
    if one.ci95 is None:
        return f"{one.value:.2f}"
    return f"{one.value:.2f} ({interval_words(one.ci95, 2, words)})"


def interval_words(interval: tuple[float, float], places: int, words: Words) -> str:
    """The ends of an interval, with so many decimal places."""
    low, high = (f"{end:.{places}f}" for end in interval)
    return words.translate("{low} to {high}", low=low, high=high)


def _square(one: Agreement, stages: Mapping[str, str], labels: _Labels) -> Iterator[str]:
    """The counts of each two ratings: those of the first stage down, of the second along."""
    from auditkit.builtin.summary import aligned

    if one.rating is None or not one.rating.pairs:
        return
    options = [labels.band(band) for band in one.rating.ratings.scale.options]
    table = zip(options, one.rating.table, strict=True)
    yield ""
    yield from aligned(
        [
            (" \\ ".join(stages.values()), *options),
            *((option, *map(str, row)) for option, row in table),
        ]
    )
