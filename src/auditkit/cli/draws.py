"""``auditkit draws``: cases chosen, the choice checked, cases replaced, work handed out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import click

from auditkit.cases import Case
from auditkit.cli.acting import actor_option
from auditkit.cli.days import on_option
from auditkit.cli.draw_records import (
    read_record,
    record_options,
    refuse_there,
    show_draw,
    write_draw,
)
from auditkit.cli.draws_options import (
    ListsRead,
    list_options,
    read_lists,
    stored_past,
    write_past,
)
from auditkit.cli.handing_out import hand_out, handed_out, refuse_files, write_files
from auditkit.cli.language import usage_error, words_spoken
from auditkit.cli.output import errors_to, print_json, say_line, say_problems
from auditkit.cli.replacing import KEPT, replace, say_kept
from auditkit.cli.session import make_kit
from auditkit.cli.store_option import opened_store, store_option
from auditkit.draws.record import Draw
from auditkit.errors import Refused
from auditkit.languages import noted_plural
from auditkit.problems import Place, Problem, errors, problem
from auditkit.tables.files import name_of

_LONG = 50_000
_KEPT_ALREADY = noted_plural(
    "Already kept: the draw for {period}: {count} case",
    "Already kept: the draw for {period}: {count} cases",
)


@click.group("draws", short_help="Choose cases to audit, so that anybody can check it.")
def command() -> None:
    """Draws: which cases are audited, and how they were chosen."""


command.add_command(hand_out)
command.add_command(replace)


@command.command("make")
@click.argument("cases", type=click.Path())
@click.option("--programme", required=True, type=click.Path(), help="The programme file.")
@click.option("--period", required=True, help="2026-04, 2026-27-Q1 or 2026-27.")
@click.option("--seed", help="Another seed than the programme's; it is recorded.")
@click.option("--purpose", default="audit", help="audit, or the stage that is drawn for.")
@list_options
@click.option("--store", "where", metavar="PATH|URL", help="The store that knows earlier audits.")
@click.option("--past-list", type=click.Path(), help="The CSV of those earlier audits to write.")
@click.option("--templates", type=click.Path(), metavar="DIR", help="Hand the cases out there.")
@on_option
@record_options
@click.pass_context
def make(
    ctx: click.Context,
    /,
    cases: str,
    programme: str,
    period: str,
    seed: str | None,
    purpose: str,
    where: str | None,
    past_list: str | None,
    templates: str | None,
    on: date,
    output: str | None,
    as_json: bool,
    force: bool,
    **reading: Any,
) -> int:
    """Draw the cases of a period from a list.

    A shortfall is reported and is no error; exit code 1 says that a list is refused, or that a
    source told of errors in it. With --templates and --staff every auditor gets a work list and
    a workbook of blank returns. With --store earlier audits are those that it holds of periods
    before, and cases drawn for them that are not audited yet; who draws again needs the
    --past-list. With --key-file cases are drawn under their pseudonyms, and only
    work lists tell their local numbers.
    """
    if where is not None and reading["past"] is not None:
        raise usage_error("earlier audits come from --past or from --store")
    if past_list is not None and where is None:
        raise usage_error("--past-list needs the --store that knows earlier audits")
    if templates is not None and reading["staff"] is None:
        raise usage_error("--templates needs to know the staff: --staff STAFF.csv")
    words = words_spoken()
    refuse_there(output, force)
    refuse_there(past_list, force)
    kit = make_kit(ctx)
    loaded = kit.load_programme(programme)
    lists = read_lists(kit, loaded, cases, period, reading)
    past = lists.past
    if where is not None:
        past = stored_past(ctx, where, loaded, period, reading["key_file"])
    drawing = kit.draw(
        loaded,
        period,
        lists.listed.cases,
        past=past,
        seed=seed,
        purpose=purpose,
        progress=_progress,
    )
    found = None
    if templates is not None:
        staff = kit.read_staff(reading["staff"], loaded)
        found = handed_out(drawing.draw, loaded, staff, on=on, numbers=lists.numbers)
        refuse_files(found, templates, force)
    if past_list is not None:
        write_past(past_list, past or (), force)
    if output is not None:
        write_draw(output, drawing.draw, force)
    show_draw(drawing.draw, as_json)
    say_problems([*lists.listed.problems, *drawing.problems, *_telling(drawing.draw, cases)])
    if output is not None:
        taken = len(drawing.draw.taken)
        _say(
            words.plural(
                "Wrote {file}: {count} case", "Wrote {file}: {count} cases", taken, file=output
            )
        )
    else:
        _say(words.translate("The record was not kept: say -o FILE"))
    if found is not None:
        write_files(found, str(templates), force, is_secret=lists.numbers is not None)
    return 1 if errors(lists.listed.problems) else 0


@command.command("verify")
@click.argument("record", metavar="DRAW", type=click.Path())
@click.argument("cases", type=click.Path())
@click.option("--programme", type=click.Path(), help="The programme file.")
@list_options
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def verify(
    ctx: click.Context,
    /,
    record: str,
    cases: str,
    programme: str | None,
    as_json: bool,
    **reading: Any,
) -> int:
    """Draw again and say what differs, line by line. Exit code 1 says that something does.

    The list, the programme and the earlier audits must be those that the draw was made from.
    """
    from auditkit.draws.verifying import differences, drawn_again, other_makers

    kit = make_kit(ctx)
    kept = read_record(record)
    if programme is None:
        programme = _programme_beside(record)
    loaded = kit.load_programme(programme)
    lists = read_lists(kit, loaded, cases, kept.period, reading)
    if _lacks_key(kept, lists):
        raise Refused([problem("N012", Place(file=name_of(cases)))])
    drawing = kit.draw(
        loaded,
        kept.period,
        lists.listed.cases,
        past=lists.past,
        seed=kept.seed,
        purpose=kept.purpose,
        progress=_progress,
    )
    again, lost = drawn_again(drawing.draw, kept)
    found = (*differences(kept, again), *lost)
    if as_json:
        print_json({"differences": found, "made_with": other_makers(kept, again)})
        return 1 if found else 0
    words = words_spoken()
    for line in found:
        say_line(words.again(line))
    for line in other_makers(kept, again):
        _say(words.translate("Another maker: {what}", what=line))
    if found:
        differs = words.plural("{count} difference", "{count} differences", len(found))
        say_line(f"{record}: {differs}")
    else:
        say_line(
            words.plural(
                "{file}: the same {count} case is drawn again",
                "{file}: the same {count} cases are drawn again",
                len(kept.taken),
                file=record,
            )
        )
    return 1 if found else 0


@command.command("show")
@click.argument("record", metavar="DRAW", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(record: str, as_json: bool) -> None:
    """Show a draw: how many of what, which cases, what fell short."""
    show_draw(read_record(record), as_json)


def _telling(draw: Draw, cases: str) -> Iterator[Problem]:
    """Warnings of references, among those that the record holds, that may say who somebody is."""
    from auditkit.privacy.comments import looked_at_reference

    place = Place(file=name_of(cases))
    for one in draw.taken:
        yield from looked_at_reference(one.case_ref, place)


def _lacks_key(kept: Draw, lists: ListsRead) -> bool:
    """Whether a draw was made under pseudonyms, and its list is read without."""
    from auditkit.privacy.pseudonyms import as_pseudonym

    taken, listed = (
        any(as_pseudonym(one.case_ref) for one in cases)
        for cases in (kept.taken, lists.listed.cases)
    )
    return taken and not listed


def _programme_beside(record: str) -> str:
    """The programme file in the folder of a record, where none is named."""
    path = os.path.join(os.path.dirname(record), "programme.yaml")
    if not os.path.isfile(path):
        raise usage_error("name the programme that the draw was made by: --programme FILE")
    return path


@command.command("keep")
@click.argument("record", metavar="DRAW", type=click.Path())
@store_option
@actor_option
@click.pass_context
def keep(ctx: click.Context, /, record: str, where: str, actor: str) -> None:
    """Keep a draw in a store: from then on returns of other cases are refused there.

    The same draw again is recognised; one in which cases were replaced takes its place.
    """
    from datetime import UTC, datetime

    from auditkit.actors import Actor
    from auditkit.kept_draws import keep_draw

    draw = read_record(record)
    with opened_store(ctx, where) as store:
        found = keep_draw(store, draw, actor=Actor(actor), at=datetime.now(UTC))
        say_kept(KEPT if found.is_new else _KEPT_ALREADY, draw)


def _say(line: str) -> None:
    errors_to(sys.stderr)(line)


def _progress(cases: Sequence[Case]) -> Iterable[Case]:
    """The cases with a progress bar, where there are many and a terminal shows it."""
    if len(cases) < _LONG or not sys.stderr.isatty():
        return cases
    return _with_bar(cases)


def _with_bar(cases: Sequence[Case]) -> Iterator[Case]:
    steps = max(1, len(cases) // 100)
    label = words_spoken().translate("Drawing")
    with click.progressbar(cases, label=label, file=sys.stderr, update_min_steps=steps) as bar:
        yield from bar
