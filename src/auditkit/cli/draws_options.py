"""The lists that ``auditkit draws`` reads: the options that say where and how, and the reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import click

from auditkit.cases import Cases
from auditkit.cli.keys import asked_key, key_option
from auditkit.cli.language import say_wrote, usage_error
from auditkit.cli.options import options
from auditkit.cli.store_option import opened_store
from auditkit.frozen import changed, frozen
from auditkit.kit import AuditKit
from auditkit.matching.dates import read_date
from auditkit.periods import period as period_of
from auditkit.programme.history import PastAudit
from auditkit.programme.reading import LoadedProgramme
from auditkit.tables.files import write_whole


@frozen
class ListsRead:
    """The cases in a list, and the earlier audits where they are given. With a key cases stand
    under pseudonyms, and `numbers` holds the local numbers behind those.
    """

    listed: Cases
    past: tuple[PastAudit, ...] | None
    numbers: Mapping[str, str] | None


# How a list of cases is read.
list_options = options(
    click.option("--past", type=click.Path(), help="Earlier audits."),
    click.option("--source", metavar="NAME", help="A plugin's source that reads the cases."),
    click.option(
        "--option", "options", multiple=True, metavar="NAME=VALUE", help="For the source."
    ),
    click.option("--at", metavar="DATE", help="The day at which a source looks at cases."),
    click.option("--earlier", type=click.Path(), help="An earlier file of the source."),
    click.option("--sheet", metavar="NAME", help="The sheet of a workbook to read."),
    click.option("--staff", type=click.Path(), help="The staff list."),
    key_option,
)


def read_lists(
    kit: AuditKit, loaded: LoadedProgramme, cases: str, period: str, reading: Mapping[str, Any]
) -> ListsRead:
    """The lists that a draw is made from."""
    from auditkit.privacy.lists import hidden_cases, hidden_past

    key = asked_key(reading["key_file"])
    first = period_of(period, loaded.programme.year_starts).first
    staff, past = reading["staff"], reading["past"]
    listed = kit.read_cases(
        cases,
        loaded,
        source=reading["source"],
        source_options=_options(reading["options"]),
        at=_day(reading["at"], first),
        earlier=reading["earlier"],
        staff=None if staff is None else kit.read_staff(staff, loaded),
        sheet=reading["sheet"],
    )
    audits = None if past is None else kit.read_past(past, loaded)
    if key is None:
        return ListsRead(listed, audits, None)
    hidden = hidden_cases(listed.cases, key)
    before = None if audits is None else hidden_past(audits, key)
    return ListsRead(changed(listed, cases=hidden.cases), before, hidden.numbers)


def stored_past(
    ctx: click.Context, where: str, loaded: LoadedProgramme, period: str, key_file: str | None
) -> tuple[PastAudit, ...]:
    """The earlier audits that a store knows of, for the draw of a period."""
    from auditkit.kept_draws import past_audits
    from auditkit.privacy.lists import hidden_past

    first = period_of(period, loaded.programme.year_starts).first
    with opened_store(ctx, where) as store:
        found = past_audits(store, loaded.programme, first)
    key = asked_key(key_file)
    return found if key is None else hidden_past(found, key)


def write_past(path: str, audits: Sequence[PastAudit], force: bool) -> None:
    """Write earlier audits as `--past` reads them."""
    from auditkit.builtin.writers import write_csv
    from auditkit.lists.past import past_rows

    rows = past_rows(audits)
    columns = ("case_ref", "audit_date", "stage")
    write_whole(path, lambda stream: write_csv(rows, stream, columns), replace=force)
    say_wrote(path)


def _options(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign:
            raise usage_error("--option {found}: expected NAME=VALUE", found=repr(one))
        found[name] = value
    return found


def _day(text: str | None, otherwise: date) -> date:
    if text is None:
        return otherwise
    found = read_date(text)
    if found is None:
        raise usage_error("--at {found}: expected a date such as 2026-03-31", found=repr(text))
    return found
