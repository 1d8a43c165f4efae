"""Returns of a draw and of others, many of them twice, and what may be asked of them."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

import polars
from random_frames import rows_of

from auditkit.cli import main
from auditkit.cli.starter_cycle import cycle
from auditkit.draws.plain import read_draw
from auditkit.kit import AuditKit

CORE = "managing-cost-of-care"
KEY = b"0123456789abcdef1032547698badcfe5a6978c3e4d0f2b1a897867564534231"
# What is asked of returns, in words of the command line.
ASKED = {
    "latest": ["--duplicates", "latest"],
    "key": ["--key-file", "cases.key"],
    "draw": ["--draw", "draw.json"],
    "draw under pseudonyms": ["--draw", "pseudonyms.json", "--key-file", "cases.key"],
    "all": ["--duplicates", "latest", "--draw", "pseudonyms.json", "--key-file", "cases.key"],
}
REFERENCES = ["CASE-{}"] * 8 + [" case-{}", "CASE-{}\u00a0", "PSN-{}", "", "'=1+{}", "#REF!", "C{}"]
SENT = ["2026-04-13 10:00", "13/04/2026 10:30", "", "2026-04-20", "04/05/2026", "soon"]


def made_draws(folder: Path) -> dict[str, bytes]:
    """A draw among invented cases, the same under pseudonyms, and their key."""
    kit = AuditKit(discover=False)
    for name, data in {**cycle(kit, kit.question_set(CORE)).files, "cases.key": KEY}.items():
        (folder / name).write_bytes(data)
    words = ["draws", "make", str(folder / "cases.csv"), "--programme"]
    words += [str(folder / "programme.yaml"), "--period", "2026-04", "-o"]
    main([*words, str(folder / "draw.json")])
    main([*words, str(folder / "pseudonyms.json"), "--key-file", str(folder / "cases.key")])
    names = ("draw.json", "pseudonyms.json", "cases.key")
    return {name: (folder / name).read_bytes() for name in names}


def random_rows(seed: int, count: int = 150, *, is_forms: bool = False) -> list[list[str]]:
    """Returns of drawn cases and of others, many of them twice."""
    chance = Random(seed)
    drawn = [one.case_ref for one in read_draw(Path("draw.json").read_bytes(), "").cases()]
    made = rows_of(AuditKit(discover=False).question_set(CORE), count, seed, odd=0.2)
    for row in made:
        number = chance.choice([*drawn, f"CASE-{chance.randrange(130):04}"])[5:]
        row["case_ref"] = chance.choice(REFERENCES).format(number)
        row["period"] = chance.choice(["2026-04", "2026-04", "", "2026-05", "20\u200b26-04"])
        if is_forms:
            row["Start time"] = "13/04/2026 08:00"
            row["Completion time"] = chance.choice(SENT)
            row["Last modified time"] = chance.choice(SENT[seed % 4 :])
    return [list(made[0]), *(list(row.values()) for row in made)]


def write(name: str, rows: list[list[str]]) -> None:
    with Path(name).open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)


def write_parquet(name: str, rows: list[list[str]]) -> None:
    columns = zip(*rows[1:], strict=True)
    polars.DataFrame(dict(zip(rows[0], map(list, columns), strict=True))).write_parquet(name)
