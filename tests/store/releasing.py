"""Writes the stores that are kept of the version at hand, for the tests of versions to come.

    python tests/store/releasing.py

Run once, when a version of the store is released: its file, its dump and its export are then
never written again.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from audits import KIT, made_entropy
from cluster import DATABASE, OWNER, programs, running
from filled import fill

from auditkit.store import open_store
from auditkit.store.schema import VERSION

RELEASED = Path(__file__).parent / "released"
# What sets up the session of psql, and is nothing that a driver would run.
SESSION = ("--", "SET ", "\\", "SELECT pg_catalog.set_config")


def main() -> None:
    kept = RELEASED / f"{VERSION}.sqlite"
    if kept.exists():
        raise SystemExit(f"{kept} is there already, and stays as it is.")
    RELEASED.mkdir(exist_ok=True)
    with open_store(kept, entropy=made_entropy(), create=True, kit=KIT) as store:
        fill(store)
        with kept.with_suffix(".jsonl").open("wb") as stream:
            store.export(stream)
    with running() as url:
        with open_store(url, entropy=made_entropy(), create=True, kit=KIT) as store:
            fill(store)
        folder = url.partition("host=")[2]
        options = ["--inserts", "--no-owner", "--schema=auditkit", DATABASE]
        dump = subprocess.run(
            [f"{programs()}/pg_dump", "-h", folder, "-U", OWNER, *options],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    lines = [line for line in dump.splitlines() if line.strip() and not line.startswith(SESSION)]
    kept.with_suffix(".sql").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
