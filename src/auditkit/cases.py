"""Cases that may be audited, and the sources that they come from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from os import PathLike
from typing import Protocol

from attrs import field

from auditkit.frozen import frozen
from auditkit.problems import Problem

Fact = str | Decimal | date


@frozen(kw_only=True)
class Case:
    """A case that may be audited: its reference, its service, and what is known about it.

    `practitioner` is the code of who holds it. `facts` are by the name that conditions give them
    after ``case.``, such as ``weekly_cost``; a fact that is not there is not known.
    """

    case_ref: str
    service: str | None = None
    team: str | None = None
    practitioner: str | None = None
    facts: Mapping[str, Fact] = field(factory=dict)


@frozen
class Cases:
    """What reading a list or a source of cases came to: the cases in its order, and what is to be
    said about what they were read from.
    """

    cases: tuple[Case, ...]
    problems: tuple[Problem, ...] = ()


class CaseSource(Protocol):
    """Reads cases from one kind of file."""

    def read(
        self,
        path: str | PathLike[str],
        *,
        at: date,
        earlier: str | PathLike[str] | None = None,
        options: Mapping[str, str] | None = None,
    ) -> Cases:
        """The cases as they stood on the day `at`, with what changed since an `earlier` file of
        the same kind. `options` are the source's own.

        Raises `Refused` for a file that cannot be used, and for an option that is not one.
        """
        ...
