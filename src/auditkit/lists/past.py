"""Earlier audits, read from a table: of which case, when, at which stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from auditkit.errors import Refused
from auditkit.lists.columns import ListReader, find_columns
from auditkit.matching.dates import DateColumn
from auditkit.matching.facts import case_reference, stage_reader, text_fact
from auditkit.matching.folding import fold, is_blank
from auditkit.matching.headings import FRIENDLY
from auditkit.matching.options import Unread, date_of
from auditkit.periods import DayMonth, period
from auditkit.programme.history import PastAudit
from auditkit.returns import Table

HEADINGS: Mapping[str, tuple[str, ...]] = {
    **{name: FRIENDLY[name] for name in ("case_ref", "stage", "period", "audit_date")},
    "audit_date": (*FRIENDLY["audit_date"], "Date audited", "Audited on"),
}


def past_headings() -> dict[str, str]:
    """Folded headings of a list of earlier audits, with what they mean."""
    return {fold(text): name for name, texts in HEADINGS.items() for text in (name, *texts)}


def past_rows(audits: Iterable[PastAudit]) -> list[dict[str, str]]:
    """Earlier audits as the rows of a list that is read as the same ones again."""
    return [
        {"case_ref": one.case_ref, "audit_date": one.audit_date.isoformat(), "stage": one.stage}
        for one in audits
    ]


def read_past_table(table: Table, year_starts: DayMonth) -> tuple[PastAudit, ...]:
    """The audits in a table: each has its audit date, or is taken for one of the last day of its
    period. Other columns are of no interest, so that results may be given as they are.

    Raises `Refused` with every cell that cannot be read.
    """
    columns = find_columns(table, past_headings())
    reader = ListReader(table, columns, "case_ref")
    dates = DateColumn(reader.column("audit_date"))

    def day(text: str) -> date | None:
        return None if is_blank(text) else date_of(text, dates)

    def last_day(text: str) -> date | None:
        name = text_fact(text)
        if name is None:
            return None
        try:
            return period(name, year_starts).last
        except Refused as refused:
            one = refused.problems[0]
            raise Unread(one.code, **one.facts) from None

    references = reader.read("case_ref", case_reference)
    days = reader.read("audit_date", day)
    lasts = reader.read("period", last_day)
    stages = reader.read("stage", stage_reader())
    if not reader.problems:
        for at, (on, last) in enumerate(zip(days, lasts, strict=True)):
            if on is None and last is None:
                reader.note("D020", at, "audit_date")
    if reader.problems:
        raise Refused(reader.problems)
    rows = zip(references, days, lasts, stages, strict=True)
    return tuple(
        PastAudit(case_ref=reference, audit_date=on or last, stage=stage)
        for reference, on, last, stage in rows
    )
