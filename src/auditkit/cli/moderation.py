"""``auditkit moderation``: audits looked at again, and how far the two agree."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.acting import actor_option
from auditkit.cli.agreement import agreement
from auditkit.cli.draw_records import record_options, refuse_there, show_draw, write_draw
from auditkit.cli.language import language_spoken, say_wrote, usage_error, words_spoken
from auditkit.cli.moderation_options import (
    audit_options,
    keeping_option,
    programme_option,
    stage_option,
)
from auditkit.cli.moderation_results import compare, results
from auditkit.cli.output import errors_to, say_problems
from auditkit.cli.session import make_kit
from auditkit.cli.store_option import kept_programme, opened_store, store_option
from auditkit.errors import Refused
from auditkit.languages import noted, noted_plural
from auditkit.problems import Place, problem
from auditkit.tables.files import write_whole
from auditkit.wording import date_words

if TYPE_CHECKING:
    from auditkit.draws.record import Draw
    from auditkit.kept_draws import KeptDraw
    from auditkit.programme.model import Programme
    from auditkit.store import Store

_DECIDED = noted("Decided: of {case} the audit at the stage {stage} stands")
_DECIDED_ALREADY = noted("Decided already: of {case} the audit at the stage {stage} stands")


@click.group("moderation", short_help="Moderate audits: draw, compare, decide, measure agreement.")
def command() -> None:
    """Audits of the same cases, held against each other."""


command.add_command(agreement)
command.add_command(compare)
command.add_command(results)


@command.command("draw")
@store_option
@click.option("--period", required=True, metavar="PERIOD", help="2026-04, 2026-27-Q1 or 2026-27.")
@programme_option
@stage_option
@click.option("--seed", help="Another seed than the programme's; it is recorded.")
@keeping_option
@click.option("--list", "list_", type=click.Path(), help="The CSV of what is drawn from to write.")
@record_options
@click.pass_context
def draw(
    ctx: click.Context,
    /,
    where: str,
    period: str,
    programme: str | None,
    stage: str,
    seed: str | None,
    actor: str | None,
    output: str | None,
    list_: str | None,
    as_json: bool,
    force: bool,
) -> None:
    """Draw the audits to be moderated, at random, among those that are completed.

    Of each service the stage's share of its audits is drawn, by draw numbers with the stage as
    purpose. With --as the draw is kept in the store, and from then on returns of other cases
    are refused at that stage. A draw that is kept is shown as it is; where the policy of the
    stage is to expand the sample, the further cases that disagreements ask for come to it.
    Whoever has the record and the --list draws again: auditkit draws verify.
    """
    from auditkit.kept_draws import kept_draws

    refuse_there(output, force)
    refuse_there(list_, force)
    with opened_store(ctx, where) as store:
        asked = kept_programme(store, programme)
        kept = [one for one in kept_draws(store, asked.id) if one.draw.stage == stage]
        there = next((one for one in kept if one.draw.period == period), None)
        if there is None:
            found = _drawn(ctx, store, asked, (stage, period, seed), actor)
        else:
            found = _gone_on(store, asked, there, actor)
        if list_ is not None:
            _write_list(list_, store, asked, found, force)
        if output is not None:
            write_draw(output, found, force)
        show_draw(found, as_json)
        if output is not None:
            taken = len(list(found.cases()))
            _say_counted(
                noted_plural("Wrote {file}: {count} case", "Wrote {file}: {count} cases"),
                taken,
                file=output,
            )


def _write_list(path: str, store: Store, programme: Programme, found: Draw, force: bool) -> None:
    """Write the list that a draw was made from, as `auditkit draws verify` reads it."""
    from auditkit.builtin.writers import write_csv
    from auditkit.draws.frozen_list import frozen_list
    from auditkit.lists.cases import case_rows
    from auditkit.moderating.drawing import completed_cases

    listed = frozen_list(completed_cases(store, programme, found.stage, found.period))
    if listed.list_hash != found.lists.cases_hash:
        raise Refused([problem("D028", Place(file=path))])
    rows, columns = case_rows(listed.cases)
    write_whole(path, lambda stream: write_csv(rows, stream, columns), replace=force)
    say_wrote(path)


def _drawn(
    ctx: click.Context,
    store: Store,
    programme: Programme,
    told: tuple[str, str, str | None],
    actor: str | None,
) -> Draw:
    """A new draw, kept where somebody keeps it."""
    from auditkit.moderating.drawing import draw_completed

    stage, period, seed = told
    drawing = draw_completed(make_kit(ctx), store, programme, stage, period, seed)
    say_problems(drawing.problems)
    if actor is None:
        _say(noted("The draw was not kept: say --as CODE"))
    elif not drawing.draw.lists.cases:
        _say(noted("The draw was not kept: no audit has been through the stages before"))
    else:
        _keep(store, drawing.draw, actor)
    return drawing.draw


def _gone_on(store: Store, programme: Programme, kept: KeptDraw, actor: str | None) -> Draw:
    """A draw that is kept, with the further cases that it lacks."""
    from auditkit.moderating.official import results
    from auditkit.moderation.expanding import with_further

    _say(noted("Drawn already, and kept on {day}"), day=date_words(kept.on, language_spoken()))
    open_ = results(store, programme, kept.draw.period).further
    lacking = next((one for one in open_ if one.draw == kept.draw), None)
    if lacking is None:
        return kept.draw
    number = len(lacking.cases)
    if actor is None:
        _say_counted(
            noted_plural(
                "Disagreements ask for {count} further case: say --as CODE to draw and keep it",
                "Disagreements ask for {count} further cases: say --as CODE to draw and keep them",
            ),
            number,
        )
        return kept.draw
    found = with_further(kept.draw, lacking.cases, f"after {', '.join(lacking.disagreeing)}")
    _keep(store, found, actor)
    _say_counted(
        noted_plural("Drew {count} further case: {cases}", "Drew {count} further cases: {cases}"),
        number,
        cases=", ".join(one.case_ref for one in lacking.cases),
    )
    return found


def _keep(store: Store, draw: Draw, actor: str) -> None:
    from auditkit.actors import Actor
    from auditkit.kept_draws import keep_draw

    keep_draw(store, draw, actor=Actor(actor), at=datetime.now(UTC))
    _say_counted(
        noted_plural(
            "Kept the draw for {period}: {count} case", "Kept the draw for {period}: {count} cases"
        ),
        len(list(draw.cases())),
        period=draw.period,
    )


@command.command("decide")
@store_option
@audit_options
@click.option("--stands", metavar="STAGE", help="The stage whose audit stands.")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="QUESTION=ANSWER",
    help="An answer that both agree on; the later audit is corrected, and stands.",
)
@click.option(
    "--comment", "comments", multiple=True, metavar="QUESTION=TEXT", help="A comment on it."
)
@click.option("--by", multiple=True, required=True, metavar="CODE", help="Each of the auditors.")
@click.option("--because", required=True, metavar="TEXT", help="Why this audit stands.")
@click.option("--version", type=int, metavar="N", help="Of the decision that this one replaces.")
@actor_option
@click.pass_context
def decide(
    ctx: click.Context,
    /,
    where: str,
    case_ref: str,
    stage: str,
    stands: str | None,
    answers: tuple[str, ...],
    comments: tuple[str, ...],
    by: tuple[str, ...],
    because: str,
    version: int | None,
    actor: str,
    **which: str | None,
) -> None:
    """Record what both auditors of a case decided: whose audit stands, and why.

    It is asked for where the programme says joint_decision and the two disagree. With --answer
    the later audit is corrected in the same step, and stands.
    """
    from auditkit.actors import Actor

    agreed, said = _pairs("--answer", answers), _pairs("--comment", comments)
    if stands is None and not (agreed or said):
        raise usage_error("say whose audit stands (--stands STAGE), or the --answer of both")
    with opened_store(ctx, where) as store:
        found = store.moderation.decide(
            case_ref,
            stands=stands or stage,
            by=by,
            because=because,
            actor=Actor(actor),
            at=datetime.now(UTC),
            stage=stage,
            answers=agreed,
            comments=said,
            version=version,
            **which,
        )
        message = _DECIDED if found.is_new else _DECIDED_ALREADY
        _say(message, case=case_ref, stage=_stage_words(stands or stage))


@command.command("confirm")
@store_option
@audit_options
@click.option("--because", required=True, metavar="TEXT", help="Why it stays as it is.")
@actor_option
@click.pass_context
def confirm(
    ctx: click.Context,
    /,
    where: str,
    case_ref: str,
    stage: str,
    because: str,
    actor: str,
    **which: str | None,
) -> None:
    """Say that a stale audit was looked at again, and stays as it is.

    An audit is stale where an earlier one of its case was corrected since it was recorded.
    """
    from auditkit.actors import Actor

    with opened_store(ctx, where) as store:
        store.moderation.confirm(
            case_ref,
            because=because,
            actor=Actor(actor),
            at=datetime.now(UTC),
            stage=stage,
            **which,
        )
        _say(
            noted("Confirmed: {case} at the stage {stage}"),
            case=case_ref,
            stage=_stage_words(stage),
        )


def _pairs(option: str, given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign:
            message = noted("{option} {found}: expected QUESTION=…")
            raise usage_error(message, option=option, found=repr(one))
        found[name.strip()] = value
    return found


def _stage_words(stage: str) -> str:
    from auditkit.builtin.summary import stage_words

    return stage_words(stage, words_spoken())


def _say(message: str, /, **facts: Any) -> None:
    errors_to(sys.stderr)(words_spoken().translate(message, **facts))


def _say_counted(message: tuple[str, str], number: int, /, **facts: Any) -> None:
    errors_to(sys.stderr)(words_spoken().plural(*message, number, **facts))
