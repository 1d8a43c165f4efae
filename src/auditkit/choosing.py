"""Choosing cases with the readers, sources and criteria of one kit's plugins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypedDict, TypeVar

from auditkit.cases import Case, Cases
from auditkit.draws.choosing import DRAWN_STRATUM, Progress, make_draw
from auditkit.draws.frozen_list import frozen_list
from auditkit.draws.lacking import lacking
from auditkit.draws.numbers import AUDIT
from auditkit.draws.policy import case_rules
from auditkit.draws.record import Draw
from auditkit.errors import PluginFailed, Refused
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.lists.cases import case_headings, placed_cases, read_case_table
from auditkit.lists.past import past_headings, read_past_table
from auditkit.lists.staff import read_staff_table, staff_headings
from auditkit.matching.folding import fold
from auditkit.periods import period as period_of
from auditkit.plugins import Plugins
from auditkit.problems import NOWHERE, Place, Problem, did_you_mean, errors, problem
from auditkit.programme.checking import LEAST_SEED
from auditkit.programme.history import PastAudit
from auditkit.programme.model import Programme
from auditkit.programme.reading import LoadedProgramme
from auditkit.programme.shapes import SEED
from auditkit.programme.staff import Staff
from auditkit.return_files import FileReaders
from auditkit.returns import Table
from auditkit.tables.files import AnyPath, name_of, read_bytes
from auditkit.tables.reading import Source

T = TypeVar("T")

_NO_REFERENCES = "F011"


@frozen
class Drawing:
    """A draw, and what is to be said of the list that it was made from."""

    draw: Draw
    problems: tuple[Problem, ...] = ()


class ReadingOptions(TypedDict, total=False):
    """How a list of cases is read."""

    source: str | None
    source_options: Mapping[str, str] | None
    at: date | None
    earlier: AnyPath | None
    staff: Staff | None
    sheet: str | None


class DrawingOptions(TypedDict, total=False):
    """How cases are drawn."""

    past: Iterable[PastAudit] | None
    seed: str | None
    purpose: str
    progress: Progress | None


def read_cases(
    plugins: Plugins,
    path: AnyPath,
    programme: LoadedProgramme,
    *,
    source: str | None = None,
    source_options: Mapping[str, str] | None = None,
    at: date | None = None,
    earlier: AnyPath | None = None,
    staff: Staff | None = None,
    sheet: str | None = None,
) -> Cases:
    """The cases in a list or, where `source` is named, what the plugin's source makes of it as it
    stood on the day `at`; each in a service of the programme.
    """
    asked = programme.programme
    if source is not None:
        sources = plugins.registry("auditkit_case_sources")
        if source not in sources:
            facts = {
                "hint": did_you_mean(source, sources),
                "known": ", ".join(sources) or said("none"),
            }
            raise Refused([problem("D025", NOWHERE, found=source, **facts)])
        if at is None:
            raise ValueError("a source needs the day at which cases are looked at")
        one = sources[source]
        try:
            found = one.object.read(path, at=at, earlier=earlier, options=source_options)
        except Refused:
            raise
        except (Exception, SystemExit) as error:
            found_error = f"{type(error).__name__}: {error}"
            what = said("source {name}: {found}", name=source, found=found_error)
            raise PluginFailed(str(one.origin), what) from error
        return placed_cases(found, asked, name_of(path))
    headings = case_headings(asked, programme.question_set)
    codes = staff.codes if staff else {}

    def read(table: Table) -> Cases:
        return read_case_table(table, asked, programme.question_set, codes)

    lists, notes = _read_list(plugins, path, headings, "case_ref", sheet, read)
    problems = (*notes, *(one for found in lists for one in found.problems))
    return Cases(tuple(case for found in lists for case in found.cases), problems)


def read_past(
    plugins: Plugins, path: AnyPath, programme: LoadedProgramme, sheet: str | None = None
) -> tuple[PastAudit, ...]:
    """The earlier audits in a list."""

    def read(table: Table) -> tuple[PastAudit, ...]:
        return read_past_table(table, programme.programme.year_starts)

    lists, _ = _read_list(plugins, path, past_headings(), "case_ref", sheet, read)
    return tuple(audit for found in lists for audit in found)


def read_staff(
    plugins: Plugins,
    path: AnyPath,
    programme: LoadedProgramme | Programme,
    sheet: str | None = None,
) -> Staff:
    """The staff in a list."""
    asked = programme.programme if isinstance(programme, LoadedProgramme) else programme

    def read(table: Table) -> Staff:
        return read_staff_table(table, asked)

    lists, _ = _read_list(plugins, path, staff_headings(), "staff", sheet, read)
    return lists[0]


def _read_list(
    plugins: Plugins,
    path: AnyPath,
    headings: Mapping[str, str],
    naming: str,
    sheet: str | None,
    read: Callable[[Table], T],
) -> tuple[list[T], tuple[Problem, ...]]:
    """What is made of each table of a file, and warnings about the file. Raises `Refused` where
    the file or a row of it cannot be used.
    """
    source = Source(
        name=name_of(path),
        data=read_bytes(path),
        sheet=sheet,
        is_reference=lambda text: headings.get(fold(text)) == naming,
        is_known=lambda text: fold(text) in headings,
        path=str(path),
    )
    try:
        tables = FileReaders(plugins).tables(source)
    except Refused as refused:
        raise Refused([_named(one, naming) for one in refused.problems]) from None
    if errors(tables.problems):
        raise Refused(tables.problems)
    return [read(table) for table in tables.tables], tables.problems


def _named(one: Problem, naming: str) -> Problem:
    """That a list lacks the column it is known by, in the words of lists."""
    if one.code != _NO_REFERENCES:
        return one
    return problem("D015", one.place, column=naming, hint=one.facts["hint"])


def draw(
    plugins: Plugins,
    programme: LoadedProgramme,
    period: str,
    cases: Iterable[Case],
    *,
    past: Iterable[PastAudit] | None = None,
    seed: str | None = None,
    purpose: str = AUDIT,
    progress: Progress | None = None,
) -> Drawing:
    """Draw the cases of a period, and say what the list does not tell of them."""
    asked = programme.programme
    _check_seed(seed)
    stages = [one.stage for one in asked.stages]
    if purpose != AUDIT and purpose not in stages[1:]:
        known = ", ".join((AUDIT, *stages[1:]))
        raise Refused([problem("D026", NOWHERE, found=purpose, known=known)])
    when = period_of(period, asked.year_starts)
    frozen_cases = frozen_list(cases)
    audits = None if past is None else tuple(past)
    criteria = plugins.registry("auditkit_criteria")
    strata, exclusions = case_rules(asked, programme.question_set, criteria)
    rules = (*strata, *exclusions) if purpose == AUDIT else strata
    found = make_draw(
        asked,
        when,
        frozen_cases,
        past=audits,
        criteria=criteria,
        question_set=programme.question_set,
        seed=seed,
        purpose=purpose,
        progress=progress,
    )
    if not frozen_cases.cases:
        return Drawing(found, (problem("D024"),))
    asked_of = [one for one in frozen_cases.cases if DRAWN_STRATUM not in one.facts]
    if not asked_of:
        return Drawing(found)
    lacks = lacking(rules, asked_of, is_past_known=audits is not None)
    return Drawing(found, tuple(lacks))


def _check_seed(seed: str | None) -> None:
    if seed is not None and (len(seed) < LEAST_SEED or not SEED.matches(seed)):
        place = Place(about="--seed")
        raise Refused([problem("D027", place, length=len(seed), least=LEAST_SEED)])
