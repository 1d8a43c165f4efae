"""``auditkit actions``: what is to be done because of audits, kept in a store."""

from __future__ import annotations

import os
import sys
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from auditkit.actions.checking import field_words
from auditkit.actions.clocks import Clocks, clocks_of, escalations, overdue
from auditkit.actions.model import STATUSES, Action
from auditkit.actions.plain import action_dict
from auditkit.cli.acting import actor_option
from auditkit.cli.actions_options import field_options, filter_options, json_option
from auditkit.cli.actions_showing import Wordings, print_actions, show_actions, show_followed
from auditkit.cli.days import now, on_option
from auditkit.cli.language import language_spoken, usage_error, words_spoken
from auditkit.cli.output import errors_to, print_json, say_line, say_problems
from auditkit.cli.session import make_kit
from auditkit.cli.store_option import kept_programme, opened_store, store_option
from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.problems import Place, problem
from auditkit.tables.files import name_of, read_bytes, suffix_of, write_whole
from auditkit.wording import date_words, role_words

if TYPE_CHECKING:
    from auditkit.actors import Actor
    from auditkit.kit import AuditKit
    from auditkit.programme.model import Programme
    from auditkit.scoring.scorecard import Scorecard
    from auditkit.store import Store

_FOR_PROGRAMS = ".csv"
_FILES = (".xlsx", _FOR_PROGRAMS, ".ics")


@click.group("actions", short_help="Track what is to be done because of audits.")
def command() -> None:
    """Actions: raised when audits are recorded or by hand, done, verified, followed through."""


@command.command("list")
@store_option
@filter_options
@on_option
@json_option
@click.pass_context
def list_(ctx: click.Context, /, where: str, on: date, as_json: bool, **asked: Any) -> None:
    """List the actions that are not closed, those due first at the front."""
    with opened_store(ctx, where) as store:
        chosen = _chosen(store, **asked)
        if as_json:
            print_actions(chosen, on)
        else:
            show_actions(Wordings(store).spoken(chosen), on)


@command.command("overdue")
@store_option
@click.option("--programme", "name", metavar="ID", help="The programme whose clocks hold.")
@on_option
@json_option
@click.pass_context
def overdue_(ctx: click.Context, where: str, name: str | None, on: date, as_json: bool) -> None:
    """List the actions that are overdue, and who is to be told of them."""
    with opened_store(ctx, where) as store:
        late = overdue(store.actions(), on)
        told = escalations(late, _clocks(store, name), on)
        spoken = Wordings(store).spoken(late)
    if as_json:
        steps = [(one.action.id, {"to": one.to, "since": str(one.since)}) for one in told]
        found = [
            action_dict(one) | {"escalated": [step for id, step in steps if id == one.id]}
            for one in late
        ]
        print_json(found)
        return
    show_actions(spoken, on)
    words = words_spoken()
    for one in told:
        line = words.translate(
            "ESCALATED  {action}  {role}, since {day}",
            action=one.action.id,
            role=role_words(one.to, words.language),
            day=date_words(one.since, words.language),
        )
        say_line(line)


@command.command("follow")
@store_option
@filter_options
@click.option("--programme", "name", metavar="ID", help="The programme whose clocks hold.")
@json_option
@click.pass_context
def follow(
    ctx: click.Context, /, where: str, name: str | None, as_json: bool, **asked: Any
) -> None:
    """Follow actions through: whether the next audit of the case found it better."""
    from auditkit.actions.following import effect

    with opened_store(ctx, where) as store:
        months = _follow_through(store, name)
        chosen = _chosen(store, **{**asked, "with_closed": True})
        found = []
        for one in chosen:
            cards = _cards(make_kit(ctx), store, one) if one.case_ref else []
            seen = effect(one, cards, months)
            told = ("not audited again", "") if seen is None else (seen.outcome, seen.because)
            found.append((one, *told))
        spoken = Wordings(store).spoken(chosen)
    if as_json:
        print_json(
            [
                action_dict(one) | {"outcome": outcome, "because_of_outcome": because}
                for one, outcome, because in found
            ]
        )
        return
    show_followed(
        (one, outcome, because) for one, (_, outcome, because) in zip(spoken, found, strict=True)
    )


@command.command("add")
@store_option
@actor_option
@field_options
@click.option("--case", "case_ref", metavar="REF", help="The case that it concerns.")
@click.option("--team", metavar="NAME", help="The team that it concerns, or of the case.")
@click.option("--service", metavar="NAME", help="The service that it concerns, or of the case.")
@click.option("--programme", metavar="ID", help="The programme that it concerns, or of the case.")
@click.option("--question", metavar="ID", help="The question whose answer is at fault.")
@click.option("--staff", type=click.Path(), help="The staff list, to find who holds the role.")
@on_option
@click.pass_context
def add(
    ctx: click.Context, /, where: str, actor: str, staff: str | None, on: date, **known: Any
) -> None:
    """Raise an action by hand. Prints its id."""
    from auditkit.actions.raising import raised_by_hand
    from auditkit.actors import Actor

    told = {name: value for name, value in known.items() if value is not None}
    for name in ("title", "kind"):
        if name not in told:
            raise usage_error("{option} is needed.", option=f"--{name}")
    with opened_store(ctx, where) as store:
        found = raised_by_hand(
            **{**_place_of(store, told.get("case_ref")), **told},
            open_actions=Wordings(store).spoken(store.actions(case_ref=told.get("case_ref"))),
            staff=_staff(ctx, store, staff, told.get("programme")),
            clocks=_clocks(store, told.get("programme")),
            on=on,
            by=actor,
            entropy=os.urandom,
        )
        say_problems(found.problems)
        store.add_action(found.action, actor=Actor(actor), at=now())
    say_line(found.action.id)


@command.command("update")
@store_option
@actor_option
@click.argument("id", metavar="ACTION")
@field_options
@click.option("--status", type=click.Choice(list(STATUSES)), help="How it stands from now on.")
@click.option("--because", metavar="TEXT", help="The reason, where it is taken up again.")
@click.option("--evidence", metavar="TEXT", help="Where it can be seen that it was done.")
@click.option("--version", type=int, help="The version that was looked at; else the last one.")
@click.pass_context
def update(
    ctx: click.Context, /, where: str, actor: str, id: str, version: int | None, **changes: Any
) -> None:
    """Change an action."""
    told = {name: value for name, value in changes.items() if value is not None}
    _update(ctx, where, actor, id, version=version, **told)


@command.command("done")
@store_option
@actor_option
@click.argument("id", metavar="ACTION")
@click.option(
    "--evidence", required=True, metavar="TEXT", help="Where it can be seen that it was done."
)
@click.pass_context
def done(ctx: click.Context, where: str, actor: str, id: str, evidence: str) -> None:
    """Say that an action is done, and where that can be seen."""
    _update(ctx, where, actor, id, status="done", evidence=evidence)


@command.command("verify")
@store_option
@actor_option
@click.argument("id", metavar="ACTION")
@click.option("--override", default="", metavar="REASON", help="Why a rule is broken, if need be.")
@click.pass_context
def verify(ctx: click.Context, where: str, actor: str, id: str, override: str) -> None:
    """Verify an action that is done. Who verifies it is neither its owner nor who did it."""
    _update(ctx, where, actor, id, override=override, status="verified")


@command.command("cancel")
@store_option
@actor_option
@click.argument("id", metavar="ACTION")
@click.option("--because", required=True, metavar="REASON", help="Why nothing is to be done.")
@click.pass_context
def cancel(ctx: click.Context, where: str, actor: str, id: str, because: str) -> None:
    """Cancel an action, for a reason."""
    _update(ctx, where, actor, id, status="cancelled", because=because)


@command.command("export")
@store_option
@click.argument("file", type=click.Path())
@filter_options
@on_option
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def export(
    ctx: click.Context, /, where: str, file: str, on: date, force: bool, **asked: Any
) -> None:
    """Write actions to a workbook (.xlsx) to work in, a table (.csv) or a calendar (.ics)."""
    if suffix_of(file) not in _FILES:
        known = ", ".join(_FILES)
        raise usage_error("{file} ends in none of {known}.", file=file, known=known)
    with opened_store(ctx, where) as store:
        chosen = _chosen(store, **asked)
        if suffix_of(file) != _FOR_PROGRAMS:
            chosen = Wordings(store).spoken(chosen)
    write_whole(file, partial(_write, chosen, suffix_of(file), on), replace=force)
    told = words_spoken().plural(
        "Wrote {count} action to {file}", "Wrote {count} actions to {file}", len(chosen), file=file
    )
    errors_to(sys.stderr)(told)


@command.command("record")
@store_option
@actor_option
@click.argument("file", type=click.Path())
@click.pass_context
def record(ctx: click.Context, where: str, actor: str, file: str) -> None:
    """Record the changes made in a workbook of actions, all of them or none."""
    from auditkit.action_files.reading import apply_edits, read_actions_workbook
    from auditkit.actors import Actor
    from auditkit.store.acting import ActionChange

    moment = now()
    with opened_store(ctx, where) as store:
        found = read_actions_workbook(
            read_bytes(file), name_of(file), store.actions(), Wordings(store).of
        )
        apply_edits(found.edits, by=actor, on=moment.date())
        changes = [
            ActionChange(id=one.action.id, version=one.action.version, changes=one.changes)
            for one in found.edits
        ]
        say_problems(found.problems)
        store.update_actions(changes, actor=Actor(actor), at=moment)
    words = words_spoken()
    for one in found.edits:
        fields = (words.again(field_words(field)) for field in one.changes)
        say_line(f"{one.action.id}  {', '.join(fields)}")
    told = words.plural("{count} action changed", "{count} actions changed", len(changes))
    errors_to(sys.stderr)(told)


def _write(actions: tuple[Action, ...], suffix: str, on: date, stream: BinaryIO) -> None:
    if suffix == ".xlsx":
        from auditkit.action_files.workbook import write_actions

        write_actions(actions, stream, on=on, language=language_spoken())
    elif suffix == _FOR_PROGRAMS:
        from auditkit.action_files.delimited import write_actions_csv

        write_actions_csv(actions, stream, on=on)
    else:
        from auditkit.action_files.calendar import actions_calendar

        stream.write(actions_calendar(actions, stamp=now(), language=language_spoken()))


def _update(
    ctx: click.Context,
    where: str,
    actor: str,
    id: str,
    *,
    version: int | None = None,
    override: str = "",
    **changes: Any,
) -> None:
    from auditkit.actors import Actor

    with opened_store(ctx, where) as store:
        found = store.actions(id=id)
        at = found[0].version if found and version is None else version or 1
        told = store.update_action(
            id, version=at, actor=Actor(actor), at=now(), override=override, **changes
        )
        after = told.action
    assert after is not None
    words = words_spoken()
    status = words.again(STATUSES[after.status])
    which = words.translate("version {version}", version=after.version)
    say_line(f"{after.id}  {status}  {which}")


def _chosen(
    store: Store,
    *,
    case_ref: str | None,
    service: str | None,
    team: str | None,
    owner: str | None,
    statuses: tuple[str, ...],
    with_closed: bool,
) -> tuple[Action, ...]:
    """The actions asked for, those due first at the front."""
    wanted = {"service": service, "team": team}
    found = [
        one
        for one in store.actions(case_ref=case_ref, owner=owner)
        if all(value in (None, getattr(one, name)) for name, value in wanted.items())
        and (one.status in statuses if statuses else with_closed or not one.is_closed)
    ]
    return tuple(sorted(found, key=lambda one: (one.due, one.id)))


def _programme(store: Store, name: str | None) -> Programme | None:
    """The programme named, or the only one that the store keeps; None where it keeps none."""
    kept = {one.id: one for one in store.programmes()}
    if name is not None and name not in kept and kept:
        known = ", ".join(kept)
        raise Refused([problem("X060", Place(), found=name, known=known)])
    if name is None and len(kept) > 1:
        raise Refused([problem("X060", Place(), found=said("none"), known=", ".join(kept))])
    return kept.get(name) if name else next(iter(kept.values()), None)


def _staff(
    ctx: click.Context, store: Store, path: str | None, name: str | None
) -> tuple[Actor, ...]:
    """The members of staff in a list, where one is named."""
    if path is None:
        return ()
    return make_kit(ctx).read_staff(path, kept_programme(store, name)).actors


def _place_of(store: Store, case_ref: str | None) -> dict[str, str]:
    """The service and the team of a case, as its last audit says."""
    audits = store.audits(case_ref=case_ref) if case_ref else ()
    last = audits[-1].audit_return if audits else None
    places = {name: getattr(last, name, None) for name in ("service", "team")}
    return {name: place for name, place in places.items() if place is not None}


def _clocks(store: Store, name: str | None) -> Clocks:
    chosen = _programme(store, name)
    return Clocks() if chosen is None else clocks_of(chosen)


def _follow_through(store: Store, name: str | None) -> int | None:
    chosen = _programme(store, name)
    return None if chosen is None else chosen.actions.follow_through


def _cards(kit: AuditKit, store: Store, action: Action) -> list[Scorecard]:
    """The scorecards of an action's case, each under the set it was recorded under."""
    return [
        kit.score(one.audit_return, store.question_set(one.set_hash))
        for one in store.audits(case_ref=action.case_ref)
    ]
