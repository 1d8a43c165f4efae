"""``auditkit audits``: returns recorded in a store, the audits there, and what is still to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.acting import actor_option
from auditkit.cli.days import on_option
from auditkit.cli.keys import asked_key, key_option
from auditkit.cli.language import language_spoken, usage_error, words_spoken
from auditkit.cli.output import Console, errors_to, print_json, say_line, say_problems
from auditkit.cli.reading_options import reading_options
from auditkit.cli.rows import row_options, write_rows
from auditkit.cli.session import asked_set, make_kit
from auditkit.cli.store_option import kept_programme, opened_store, store_option
from auditkit.languages import Words, noted
from auditkit.returns import STAGES
from auditkit.scoring.plain import band_label
from auditkit.wording import date_words

if TYPE_CHECKING:
    from auditkit.kit import AuditKit
    from auditkit.scoring.scorecard import Scorecard
    from auditkit.store import Store
    from auditkit.store.kits import Audit

_STAGE = click.Choice(STAGES)
_HEADINGS = {
    "service": noted("Service"),
    "auditor": noted("Auditor"),
    "case_ref": noted("Case ref"),
    "period": noted("Period"),
    "stage": noted("Stage"),
    "due": noted("Due"),
    "days_late": noted("Days late"),
    "audit_date": noted("Audit date"),
    "score": noted("Score"),
    "rating_label": noted("Rating"),
    "corrections": noted("Corrections"),
    "stale": noted("Stale"),
}
_LISTED = (
    "case_ref",
    "service",
    "period",
    "stage",
    "auditor",
    "audit_date",
    "score",
    "rating",
    "rating_label",
    "corrections",
    "stale",
)
_OUTSTANDING = (
    "service",
    "auditor",
    "email",
    "case_ref",
    "period",
    "stage",
    "due",
    "late",
    "days_late",
)
# What is shown where there is any.
_COUNTS = ("days_late", "corrections")


@click.group("audits", short_help="Record audits in a store, list and show them.")
def command() -> None:
    """Audits in a store: returns recorded once and for all, listed and shown."""


@command.command("record")
@store_option
@click.argument("returns", nargs=-1, required=True, type=click.Path())
@actor_option
@click.option("--stage", type=_STAGE, help="The stage of all of these returns.")
@click.option("--period", metavar="PERIOD", help="The period of all of these returns.")
@click.option("--programme", metavar="ID", help="The programme, where the store has several.")
@reading_options
@click.option("--staff", type=click.Path(), help="The staff list: roles, places, addresses.")
@key_option
@click.option("--override", default="", metavar="REASON", help="Break a rule, for this reason.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def record(
    ctx: click.Context,
    /,
    where: str,
    returns: tuple[str, ...],
    actor: str,
    set_names: tuple[str, ...],
    staff: str | None,
    key_file: str | None,
    as_json: bool,
    **told: Any,
) -> None:
    """Record returns, files or folders of them: all of them, or none.

    A return that is there already is recognised; another one for the same case, stage and
    period is refused, and so is one that breaks a rule of separation or order. Columns that say
    who somebody is are left out and named.
    """
    from auditkit.actors import Actor
    from auditkit.frozen import changed
    from auditkit.recording import AsTold, record_files

    kit = make_kit(ctx)
    asked = AsTold(questions=asked_set(kit, set_names), key=asked_key(key_file), **told)
    by = Actor(actor)
    with opened_store(ctx, where) as store:
        if staff is not None:
            known = kit.read_staff(staff, kept_programme(store, asked.programme))
            asked = changed(asked, codes=known.codes)
            store.staff = {one.id: one for one in known.actors}
            by = store.staff.get(actor, by)
        found = record_files(kit, store, returns, asked, actor=by, at=datetime.now(UTC))
        say_problems(found.warnings)
        new = [one for one in found.recorded if one.is_new]
        if as_json:
            print_json([_recorded(one) for one in found.recorded])
        else:
            _write_cards(kit, [one.card for one in new if one.card is not None])
        line = words_spoken().translate(
            "Recorded {new} new, recognised {known}.",
            new=len(new),
            known=len(found.recorded) - len(new),
        )
        errors_to(sys.stderr)(line)
        raised = sum(len(one.raised.actions) for one in found.recorded)
        if raised:
            line = words_spoken().plural(
                "Raised {count} action.", "Raised {count} actions.", raised
            )
            errors_to(sys.stderr)(line)


def _recorded(one: Any) -> dict[str, Any]:
    audit_return = one.card.audit_return
    return {
        "case_ref": audit_return.case_ref,
        "stage": audit_return.stage,
        "period": audit_return.period,
        "rating": one.card.rating,
        "entry": one.seq,
        "actions": [action.id for action in one.raised.actions],
        "is_new": one.is_new,
    }


def _write_cards(kit: AuditKit, cards: Sequence[Scorecard]) -> None:
    """What was recorded, as `auditkit score` shows it: escalations first."""
    from typing import BinaryIO, cast

    from auditkit.scoring.scorecard import Results

    if cards:
        writer = kit.plugins.registry("auditkit_writers")["table"].object
        writer.write(Results(cards, (), language_spoken()), cast(BinaryIO, Console(sys.stdout)))


@command.command("list")
@store_option
@click.option("--stage", type=_STAGE, help="Those at this stage.")
@click.option("--period", metavar="PERIOD", help="Those of this period.")
@click.option("--programme", metavar="ID", help="Those of this programme.")
@click.option("--outstanding", is_flag=True, help="Those that are still to be made, instead.")
@on_option
@click.option("--staff", type=click.Path(), help="The staff list, to tell who has which case.")
@row_options
@click.pass_context
def list_(
    ctx: click.Context,
    /,
    where: str,
    outstanding: bool,
    on: date,
    staff: str | None,
    format_: str,
    as_json: bool,
    **asked: str | None,
) -> None:
    """List the audits in a store, with their ratings and what became of them.

    With --outstanding those that are not made yet, by service and auditor, with the day they
    are due and how many working days late they are; with --staff, CSV and JSON tell the
    auditors' addresses too.
    """
    kit, words = make_kit(ctx), words_spoken()
    with opened_store(ctx, where) as store:
        if outstanding:
            rows = list(_outstanding(kit, store, on, staff, asked))
            late = sum(row["late"] for row in rows)
            counted = words.translate(
                "{count} outstanding, {late} late", count=len(rows), late=late
            )
        else:
            rows = [_row(kit, store, one) for one in sorted(store.audits(**asked), key=_place)]
            counted = words.plural("{count} audit", "{count} audits", len(rows))
        columns = _OUTSTANDING if outstanding else _LISTED
        write_rows(rows, "json" if as_json else format_, columns, _table)
        errors_to(sys.stderr)(counted)


def _outstanding(
    kit: AuditKit,
    store: Store,
    on: date,
    staff: str | None,
    asked: Mapping[str, str | None],
) -> Iterator[dict[str, Any]]:
    from auditkit.kept_draws import outstanding_audits
    from auditkit.programme.model import service_title
    from auditkit.programme.staff import Staff
    from auditkit.working_days import WorkingDays

    programme = kept_programme(store, asked["programme"])
    known = kit.read_staff(staff, programme) if staff else Staff(())
    addresses = {code: address for address, code in known.codes.items()}
    calendar = WorkingDays(programme.bank_holidays)
    titles = {one.id: service_title(one) for one in programme.services}
    for one in outstanding_audits(store, programme, on, calendar, known.actors):
        if asked["stage"] in (None, one.stage) and asked["period"] in (None, one.period):
            told = (
                titles.get(one.service or "", one.service),
                one.auditor,
                addresses.get(one.auditor or ""),
                one.case_ref,
                one.period,
                one.stage,
                one.due and one.due.isoformat(),
                one.is_late,
                one.days_late,
            )
            yield dict(zip(_OUTSTANDING, told, strict=True))


def _place(audit: Audit) -> tuple[str, str, str, int]:
    one = audit.audit_return
    return (one.period or "", one.service or "", one.case_ref, STAGES.index(one.stage))


def _row(kit: AuditKit, store: Store, audit: Audit) -> dict[str, Any]:
    one = audit.audit_return
    card = kit.score(one, store.question_set(audit.set_hash))
    told = (
        one.case_ref,
        one.service,
        one.period,
        one.stage,
        one.auditor,
        one.audit_date and one.audit_date.isoformat(),
        None if card.score is None else str(card.score),
        card.rating,
        band_label(card, card.rating, language_spoken()),
        audit.version - 1,
        audit.stale_since is not None,
    )
    return dict(zip(_LISTED, told, strict=True))


def _table(rows: Sequence[dict[str, Any]]) -> list[Sequence[str]]:
    words = words_spoken()
    names = [name for name in rows[0] if name in _HEADINGS]
    headings = [words.translate(_HEADINGS[name]) for name in names]
    return [headings, *([_shown(name, row[name], words) for name in names] for row in rows)]


def _shown(name: str, value: object, words: Words) -> str:
    if isinstance(value, bool):
        return words.translate("yes") if value else ""
    if value is None or (name in _COUNTS and not value):
        return ""
    return words.translate(str(value)) if name == "stage" else str(value)


@command.command("show")
@store_option
@click.argument("case_ref", metavar="CASE")
@click.option("--stage", type=_STAGE, help="At this stage alone.")
@click.option("--period", metavar="PERIOD", help="Of this period alone.")
@click.option("--programme", metavar="ID", help="Of this programme alone.")
@click.option("--json", "as_json", is_flag=True, help="The scorecards, as JSON.")
@click.pass_context
def show(
    ctx: click.Context, /, where: str, case_ref: str, as_json: bool, **asked: str | None
) -> int:
    """Show the audits of a case: each figure explained, who recorded it, what was corrected.

    Exit code 1 says that the store holds no such audit.
    """
    from auditkit.scoring.plain import scorecard_dict

    kit, words = make_kit(ctx), words_spoken()
    with opened_store(ctx, where) as store:
        audits = sorted(store.audits(case_ref=case_ref, **asked), key=_place)
        cards = [kit.score(one.audit_return, store.question_set(one.set_hash)) for one in audits]
        if as_json:
            print_json([scorecard_dict(card) for card in cards])
        else:
            for audit, card in zip(audits, cards, strict=True):
                for line in (
                    *kit.explain(card, words.language).splitlines(),
                    *_became(audit, words),
                    "",
                ):
                    say_line(line)
    if not audits:
        line = words.translate("No such audit of {case} is here.", case=case_ref)
        errors_to(sys.stderr)(line)
    return 0 if audits else 1


def _became(audit: Audit, words: Words) -> Iterator[str]:
    """What became of an audit since it was made, in lines."""
    day = date_words(audit.recorded_at.date(), words.language)
    yield words.translate("Recorded by {who} on {day}", who=audit.recorded_by, day=day)
    if audit.corrected_by:
        yield words.plural(
            "{count} correction, by {who}",
            "{count} corrections, by {who}",
            audit.version - 1,
            who=", ".join(audit.corrected_by),
        )
    if audit.stale_since is not None:
        yield words.translate("Stale: an earlier audit was corrected since")


@command.command("correct")
@store_option
@click.argument("case_ref", metavar="CASE")
@click.argument("question")
@click.option("--answer", help="What it should have been answered with.")
@click.option("--comment", help="What its comment should have been.")
@click.option("--because", required=True, metavar="REASON", help="Why it is corrected.")
@click.option("--stage", type=_STAGE, default=STAGES[0], help="The stage of the audit.")
@click.option("--period", metavar="PERIOD", help="The period of the audit.")
@click.option("--programme", metavar="ID", help="The programme, where the store has several.")
@actor_option
@click.pass_context
def correct(
    ctx: click.Context,
    /,
    where: str,
    actor: str,
    answer: str | None,
    comment: str | None,
    **told: Any,
) -> None:
    """Correct one answer of a recorded audit, or its comment.

    What was recorded stays in the trail, beside what it was corrected to, by whom and why.
    Every later audit of the case in that period is stale from then on, until somebody confirms
    or corrects it.
    """
    from auditkit.actors import Actor

    given = {"answer": answer, "comment": comment}
    if answer is None and comment is None:
        raise usage_error("say what it should have been: --answer, --comment, or both")
    told |= {name: value for name, value in given.items() if value is not None}
    with opened_store(ctx, where) as store:
        found = store.correct(**told, actor=Actor(actor), at=datetime.now(UTC))
        say_line(words_spoken().translate("Corrected, as entry {seq} says.", seq=found.seq))
