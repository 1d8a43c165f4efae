"""A list of cases as CSV, for the steps that draw from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from auditkit.builtin.writers import write_csv
from auditkit.cases import Case
from auditkit_cld.source import FACTS


def write_cases(cases: Iterable[Case], stream: BinaryIO) -> None:
    """One row a case: its reference, its service, and each fact under ``case.``, blank where it
    is not known.
    """
    write_csv([_row(case) for case in cases] or [dict.fromkeys(_headings())], stream)


def _headings() -> list[str]:
    return ["case_ref", "service", *(f"case.{name}" for name in FACTS)]


def _row(case: Case) -> dict[str, object]:
    facts = {f"case.{name}": case.facts.get(name) for name in FACTS}
    return {"case_ref": case.case_ref, "service": case.service, **facts}
