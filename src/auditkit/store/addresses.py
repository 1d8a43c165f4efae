"""Where a store is: a file, or a database by its URL, whose password is never printed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.problems import problem

if TYPE_CHECKING:
    from auditkit.tables.files import AnyPath

_POSTGRESQL = ("postgresql", "postgres")


class Address:
    """The address of a store: its URL for SQLAlchemy, the path of its file where it is one.

    As text it has no password. Raises `Refused` for what is no address (T009).
    """

    def __init__(self, named: AnyPath) -> None:
        text = os.fspath(named)
        self.path = ""
        if "://" not in text:
            self.path = text
            self.url = URL.create("sqlite+pysqlite", database=text)
        else:
            self.url = _url(text)
            if self.url.get_backend_name() == "sqlite":
                self.path = self.url.database or ""
        if not self.path and not self.is_postgresql:
            raise _refused(text, said("it names no file"))

    @property
    def is_postgresql(self) -> bool:
        return self.url.get_backend_name() == "postgresql"

    def __str__(self) -> str:
        if self.path:
            return self.path
        plain = self.url.set(drivername="postgresql", query={})
        return plain.render_as_string(hide_password=True)


def _url(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # What stands there may hold a password, so it is not said again.
        raise _refused(text.partition("://")[0] + "://…", said("it cannot be read")) from None
    kind = url.drivername.partition("+")[0]
    if kind in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        return URL.create("sqlite+pysqlite", database=url.database)
    raise _refused(f"{kind}://…", said('"{kind}" is not a database that auditkit knows', kind=kind))


def _refused(where: str, why: str) -> Refused:
    return Refused([problem("T009", where=where, said=why)])
