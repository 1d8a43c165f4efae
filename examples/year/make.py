"""Makes the store of an invented council after a year of practice audits.

    python examples/year/make.py year.db

The same audits every time, in a store in SQLite or, by URL, in PostgreSQL. Needs the extra
`store`: `pip install "practice-auditkit[store]"`.
"""

from __future__ import annotations

import sys

import click
from playing import open_year
from population import MONTHS


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("which store? python examples/year/make.py year.db")
    store, year = open_year(sys.argv[1])
    bar = click.progressbar(
        year.play(), length=len(MONTHS), label="Auditing", file=sys.stderr, item_show_func=str
    )
    with store, bar as months:
        for _ in months:
            pass
        print(f"{sys.argv[1]}: {store.stats()}")


if __name__ == "__main__":
    main()
