"""A PostgreSQL of the tests' own, in a temporary folder, reached through a socket there."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

DATABASE, OWNER = "audits", "auditor"


def programs() -> str | None:
    """The folder with PostgreSQL's own programs, the newest where there are several."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/pg_ctl"), key=_version)
    pg_ctl = found[-1] if found else shutil.which("pg_ctl")
    return pg_ctl and os.path.dirname(pg_ctl)


def _version(path: str) -> tuple[int, ...]:
    return tuple(int(part) for part in path.split("/")[4].split(".") if part.isdigit())


@contextmanager
def running() -> Iterator[str]:
    """The URL of a database in a cluster that runs meanwhile.

    PostgreSQL does not run as root: there, somebody with fewer rights runs it.
    """
    folder = tempfile.mkdtemp(prefix="auditkit-")
    owner = _somebody_else() if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    data, bin_ = os.path.join(folder, "data"), programs()
    assert bin_ is not None

    def run(*command: str) -> None:
        as_owner = ["setpriv", f"--reuid={owner}", "--regid=nogroup", "--clear-groups"]
        done = subprocess.run(
            [*(as_owner if owner else []), *command],
            cwd=folder, env={**os.environ, "LC_ALL": "C"}, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    try:
        run(f"{bin_}/initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "-N")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=40"
        log = os.path.join(folder, "log")
        run(f"{bin_}/pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        try:
            run(f"{bin_}/createdb", "-h", folder, "-U", OWNER, DATABASE)
            yield f"postgresql://{OWNER}@/{DATABASE}?host={folder}"
        finally:
            run(f"{bin_}/pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _somebody_else() -> str:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise AssertionError("root runs the tests, and there is nobody else to run PostgreSQL")
