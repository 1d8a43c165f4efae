"""A source of cases: one a line, as ``reference, service``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from os import PathLike

from auditkit import Place, Refused, problem
from auditkit.cases import Case, Cases
from auditkit.tables.files import name_of, read_bytes


class CasePerLine:
    """Reads text files in UTF-8. Such a file says neither when nor what was before."""

    def read(
        self,
        path: str | PathLike[str],
        *,
        at: date,
        earlier: str | PathLike[str] | None = None,
        options: Mapping[str, str] | None = None,
    ) -> Cases:
        """The cases in the order of their references. Raises `Refused` for a file that is not
        there, is empty or is not UTF-8.
        """
        place = Place(file=name_of(path))
        try:
            lines = read_bytes(path).decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            facts = {"byte": error.object[error.start], "at": f"byte {error.start + 1}"}
            raise Refused([problem("F004", place, **facts)]) from None
        cases = [_case(line) for line in lines if line.strip()]
        if not cases:
            raise Refused([problem("F002", place)])
        return Cases(tuple(sorted(cases, key=lambda case: case.case_ref)))


def _case(line: str) -> Case:
    reference, _, service = (part.strip() for part in line.partition(","))
    return Case(case_ref=reference, service=service or None)
