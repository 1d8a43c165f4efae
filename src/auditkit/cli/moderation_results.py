"""``auditkit moderation compare`` and ``results``: where audits differ, and what is official."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from auditkit.builtin.summary import NOTHING, stage_words
from auditkit.cli.language import words_spoken
from auditkit.cli.moderation_options import no_pairs, programme_option, stages_option, two_stages
from auditkit.cli.output import print_json, say_line, say_problems
from auditkit.cli.rows import print_csv, row_options, say_table
from auditkit.cli.store_option import kept_programme, opened_store, store_option
from auditkit.languages import Words, noted
from auditkit.moderation.policies import OPEN, UNDECIDED
from auditkit.questions.model import question_label
from auditkit.scoring.plain import band_label

if TYPE_CHECKING:
    from auditkit.moderating.official import CaseResult, FurtherCases
    from auditkit.moderation.sides import StageComparison
    from auditkit.scoring.scorecard import Scorecard

_ABOUT = (noted("Case"), noted("Service"), noted("Period"))
_COMPARED = (noted("Rating"), noted("Blind"), noted("Differing"))
_RESULTS = (
    *_ABOUT,
    noted("Official"),
    noted("Score"),
    noted("Rating"),
    noted("Policy"),
    noted("Open"),
)
_FLAT = (
    "case_ref",
    "service",
    "period",
    "stages",
    "official",
    "score",
    "rating",
    "policy",
    "disagreeing",
    "open",
    "undecided_at",
    "decision_stands",
    "decision_because",
    "decision_version",
)
_OUTCOMES = {
    "same": noted("same"),
    "lower": noted("lower"),
    "higher": noted("higher"),
    "differs": noted("differs"),
    "not_compared": noted("not compared"),
}


@click.command("compare", short_help="Show where two audits of a case differ.")
@store_option
@click.option("--period", metavar="PERIOD", help="Cases of this period alone.")
@programme_option
@stages_option
@row_options
@click.pass_context
def compare(
    ctx: click.Context,
    /,
    where: str,
    period: str | None,
    programme: str | None,
    stages: str,
    format_: str,
    as_json: bool,
) -> int:
    """Show the ratings and the questions in which two audits of a case differ.

    Of each it is said whether the later audit stands lower or higher than the earlier one, on
    the scale that the question set declares, and of each case whether the later auditor was
    blind to the earlier audit. Exit code 1 says that some audits cannot be compared.
    """
    from auditkit.moderating.pairs import stage_pairs
    from auditkit.moderation.plain import STAGES_COLUMNS, stages_dict, stages_rows

    first, second = two_stages(stages)
    with opened_store(ctx, where) as store:
        found = stage_pairs(store, first, second, programme=programme, period=period)
        if as_json or format_ == "json":
            print_json([stages_dict(one) for one in found.pairs])
        elif format_ == "csv":
            print_csv([row for one in found.pairs for row in stages_rows(one)], STAGES_COLUMNS)
        elif found.pairs:
            say_table(_pairs(found.pairs, (first, second)))
        else:
            say_line(no_pairs(first, second))
        say_problems(found.problems)
    return 1 if found.problems else 0


def _pairs(pairs: Iterable[StageComparison], stages: Iterable[str]) -> Iterator[Sequence[str]]:
    words = words_spoken()
    two = (stage_words(one, words).capitalize() for one in stages)
    yield (*map(words.translate, _ABOUT), *two, *map(words.translate, _COMPARED))
    for one in pairs:
        yield _pair(one, words)


def _pair(pair: StageComparison, words: Words) -> Sequence[str]:
    from auditkit.moderation.plain import differing_questions

    told = pair.first.audit_return
    questions = pair.first.question_set.questions
    differing = "; ".join(
        f"{question_label(questions[str(one.question)], words.language)}"
        f" ({words.translate(_OUTCOMES[one.outcome])})"
        for one in differing_questions(pair)
    )
    return (
        told.case_ref,
        told.service or "",
        told.period or "",
        *(_label(card, words) for card in (pair.first, pair.second)),
        words.translate(_OUTCOMES[pair.rating.outcome]),
        words.translate("yes") if pair.is_blind else words.translate("no"),
        differing or words.translate("nothing"),
    )


def _label(card: Scorecard | None, words: Words) -> str:
    """The label of a rating."""
    rating = None if card is None else band_label(card, card.rating, words.language)
    return rating or NOTHING


@click.command("results", short_help="Show what is official for each case, and what is open.")
@store_option
@click.option("--period", metavar="PERIOD", help="Cases of this period alone.")
@programme_option
@click.option("--open", "only_open", is_flag=True, help="Cases with something open alone.")
@row_options
@click.pass_context
def results(
    ctx: click.Context,
    /,
    where: str,
    period: str | None,
    programme: str | None,
    only_open: bool,
    format_: str,
    as_json: bool,
) -> int:
    """Show what is official for each case after the programme's policies, and what is open.

    Open are joint decisions that are still to be made, audits that are stale because an earlier
    one was corrected since, and further cases that disagreements ask for. Exit code 1 says that
    some audits cannot be compared.
    """
    from auditkit.moderating import official

    with opened_store(ctx, where) as store:
        found = official.results(store, kept_programme(store, programme), period)
    cases = [one for one in found.cases if one.standing.official.open or not only_open]
    if as_json or format_ == "json":
        further = [_further(one) for one in found.further]
        print_json({"cases": [_result(one) for one in cases], "further": further})
    elif format_ == "csv":
        print_csv([_flat(_result(one)) for one in cases], _FLAT)
    else:
        for line in _described(cases, found.further, only_open):
            say_line(line)
    problems = [said for one in found.cases for said in one.standing.problems]
    say_problems(problems)
    return 1 if problems else 0


def _result(one: CaseResult) -> dict[str, Any]:
    official, decision = one.standing.official, one.decision
    return {
        "case_ref": one.case_ref,
        "service": one.service,
        "period": one.period,
        "stages": list(one.stages),
        "official": official.stage,
        "score": None if one.card is None or one.card.score is None else str(one.card.score),
        "rating": None if one.card is None else one.card.rating,
        "policy": official.policy or None,
        "disagreeing": list(one.standing.disagreeing),
        "open": list(official.open),
        "undecided_at": official.undecided_at,
        "decision": None
        if decision is None
        else {
            "stage": decision.stage,
            "stands": decision.decision.stage,
            "by": list(decision.decision.by),
            "because": decision.decision.because,
            "version": decision.version,
        },
    }


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    decision = row.pop("decision") or {"stands": None, "because": None, "version": None}
    lists = {name: "; ".join(row[name]) for name in ("stages", "disagreeing", "open")}
    told = {name: decision[name] for name in ("stands", "because", "version")}
    return {**row, **lists, **{f"decision_{name}": value for name, value in told.items()}}


def _further(one: FurtherCases) -> dict[str, Any]:
    return {
        "period": one.draw.period,
        "stage": one.draw.purpose,
        "after": list(one.disagreeing),
        "cases": [
            {"case_ref": case.case_ref, "service": case.service, "draw_number": case.draw_number}
            for case in one.cases
        ],
    }


def _described(
    cases: Sequence[CaseResult], further: Sequence[FurtherCases], only_open: bool
) -> Iterator[str]:
    from auditkit.builtin.summary import aligned

    words = words_spoken()
    if not cases:
        yield words.translate("No case is open.") if only_open else words.translate("No audits.")
    else:
        heading = tuple(map(words.translate, _RESULTS))
        yield from aligned([heading, *(_row(one, words) for one in cases)])
    for name, meaning in OPEN.items():
        number = sum(name in one.standing.official.open for one in cases)
        if number:
            yield words.plural(
                "{open}: {count} case. {meaning}",
                "{open}: {count} cases. {meaning}",
                number,
                open=words.translate(name),
                meaning=words.translate(meaning),
            )
    for one in further:
        yield _further_words(one, words)


def _open(name: str, undecided_at: str | None, words: Words) -> str:
    """Something that is open, and at which stage, where that is known."""
    told = words.translate(name)
    if name != UNDECIDED or undecided_at is None:
        return told
    return f"{told} ({stage_words(undecided_at, words)})"


def _further_words(one: FurtherCases, words: Words) -> str:
    return words.translate(
        "Further cases to draw for {stage} of {period}, after {after}: {cases}."
        " Draw them: auditkit moderation draw --period {period} --as CODE",
        stage=stage_words(one.draw.purpose, words),
        period=one.draw.period,
        after=", ".join(one.disagreeing),
        cases=", ".join(case.case_ref for case in one.cases),
    )


def _row(one: CaseResult, words: Words) -> Sequence[str]:
    from auditkit.programme.showing import POLICY_WORDS

    found, official = _result(one), one.standing.official
    stage, policy = found["official"], found["policy"]
    return (
        one.case_ref,
        one.service or "",
        one.period,
        NOTHING if stage is None else stage_words(stage, words),
        found["score"] or NOTHING,
        _label(one.card, words),
        NOTHING if policy is None else words.translate(POLICY_WORDS[policy]),
        ", ".join(_open(name, official.undecided_at, words) for name in official.open),
    )
