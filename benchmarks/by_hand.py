"""The scoring of `big_returns`, written by hand with other means.

Each writes what it read, and score, rating, counted and applicable questions, and the scores of
the sections; `frames.py` sees to it that they are those that auditkit gives.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from big_returns import HALVES, NAMES, REVERSED, SECTIONS, WEIGHTS

BANDS = {"outstanding": 880, "good": 630, "requires_improvement": 390}
FIRST = NAMES[0]
FIGURES = ("score", "rating", "counted", "applicable", *(f"score_{name}" for name in SECTIONS))


def halves(name: str) -> dict[str, int]:
    """What each answer to the question earns, its weight included."""
    return {
        answer: WEIGHTS[name] * (2 - value if name in REVERSED else value)
        for answer, value in HALVES.items()
    }


def polars_of(source: Path):
    import polars

    if source.suffix == ".csv":
        return polars.scan_csv(source, infer_schema=False)
    return polars.scan_parquet(source)


def polars_into(frame, target: Path) -> None:
    frame.sink_csv(target) if target.suffix == ".csv" else frame.sink_parquet(target)


def by_polars(source: Path, target: Path) -> None:
    """Lazy expressions over integers."""
    polars_into(polars_scores(polars_of(source)), target)


def polars_scores(frame):
    """Comparisons and sums, which Polars does faster than looking answers up."""
    import polars as pl

    def total(parts):
        return pl.sum_horizontal([part.cast(pl.Int32) for part in parts])

    def found(names, what):
        return [pl.col(f"{what} {name}") for name in names]

    def tenths(names):
        weight = total(found(names, "weight"))
        return pl.when(weight > 0).then(
            (1000 * total(found(names, "earned")) + weight) // (2 * weight)
        )

    def figure(tenths):
        # Polars multiplies by a tenth: 583 / 10 alone gives 58.300000000000004.
        return (tenths / 10).round(1)

    earned, weights = [], []
    for name in NAMES:
        answer, value = pl.col(name), halves(name)
        is_counted = pl.any_horizontal([answer.eq_missing(one) for one in value])
        earned.append(total([answer.eq_missing(one) * value[one] for one in value]))
        weights.append(is_counted * pl.lit(WEIGHTS[name]))
    applicable = total([pl.col(name).ne_missing("Not applicable") for name in NAMES])
    bands = pl.Enum([*BANDS, "inadequate"])
    whole = pl.col("tenths")
    is_limited = (pl.col(FIRST) == "No") & (pl.col("case.review_type") == "unplanned")
    band = pl.when(whole >= BANDS["requires_improvement"], is_limited).then(
        pl.lit("requires_improvement", bands)
    )
    for one, start in BANDS.items():
        band = band.when(whole >= start).then(pl.lit(one, bands))
    band = band.when(whole >= 0).then(pl.lit("inadequate", bands))
    is_covered = (pl.col("counted") >= 5) & (5 * pl.col("counted") >= 4 * pl.col("applicable"))
    return (
        frame.with_columns(
            *[one.alias(f"earned {name}") for name, one in zip(NAMES, earned, strict=True)],
            *[one.alias(f"weight {name}") for name, one in zip(NAMES, weights, strict=True)],
        )
        .with_columns(
            tenths(NAMES).alias("tenths"),
            total([one > 0 for one in found(NAMES, "weight")]).alias("counted"),
            applicable.alias("applicable"),
            *[
                figure(tenths(names)).alias(f"score_{section}")
                for section, names in SECTIONS.items()
            ],
        )
        .with_columns(figure(whole).alias("score"), pl.when(is_covered).then(band).alias("rating"))
        .select(*polars_columns(frame), *FIGURES)
    )


def polars_columns(frame) -> list[str]:
    return frame.collect_schema().names()


def by_duckdb(source: Path, target: Path) -> None:
    """One statement of SQL."""
    import duckdb

    form = "HEADER" if target.suffix == ".csv" else "FORMAT parquet"
    duckdb.sql(f"COPY ({sql_of(source)}) TO '{target}' ({form})")


def sql_of(source: Path) -> str:
    """Nested so that nothing is worked out twice."""

    def earned(name: str) -> str:
        cases = " ".join(f"WHEN '{answer}' THEN {value}" for answer, value in halves(name).items())
        return f'CASE "{name}" {cases} END AS "earned {name}"'

    def tenths(names: list[str]) -> str:
        total = " + ".join(f'coalesce("earned {name}", 0)' for name in names)
        weight = " + ".join(
            f'CASE WHEN "earned {name}" IS NULL THEN 0 ELSE {WEIGHTS[name]} END' for name in names
        )
        return f"(1000 * ({total}) + ({weight})) // nullif(2 * ({weight}), 0)"

    table = (
        f"read_csv('{source}', all_varchar = true)" if source.suffix == ".csv" else f"'{source}'"
    )
    counted = " + ".join(f'CAST("earned {name}" IS NOT NULL AS INTEGER)' for name in NAMES)
    applicable = " + ".join(
        f"CAST(\"{name}\" IS DISTINCT FROM 'Not applicable' AS INTEGER)" for name in NAMES
    )
    sections = ", ".join(
        f"{tenths(names)} / 10 AS score_{section}" for section, names in SECTIONS.items()
    )
    bands = " ".join(f"WHEN tenths >= {start} THEN '{band}'" for band, start in BANDS.items())
    return f"""
        SELECT * EXCLUDE (tenths, {", ".join(f'"earned {name}"' for name in NAMES)}),
            tenths / 10 AS score,
            CASE WHEN counted < 5 OR 5 * counted < 4 * applicable THEN NULL
                WHEN tenths >= {BANDS["requires_improvement"]} AND {FIRST} = 'No'
                    AND "case.review_type" = 'unplanned' THEN 'requires_improvement'
                {bands} WHEN tenths >= 0 THEN 'inadequate' END AS rating
        FROM (
            SELECT *, {tenths(NAMES)} AS tenths, {counted} AS counted,
                {applicable} AS applicable, {sections}
            FROM (SELECT *, {", ".join(map(earned, NAMES))} FROM {table})
        )"""


def by_pandas(source: Path, target: Path) -> None:
    """Whole columns at a time, as a careful analyst writes it."""
    import numpy as np
    import pandas as pd

    table = pd.read_csv(source, dtype=str) if source.suffix == ".csv" else pd.read_parquet(source)
    earned = pd.DataFrame({name: table[name].map(halves(name)) for name in NAMES})
    weights = earned.notna() * pd.Series(WEIGHTS)

    def tenths(names: list[str]) -> pd.Series:
        total, weight = earned[names].sum(axis=1), weights[names].sum(axis=1)
        return (1000 * total + weight) // (2 * weight).where(weight > 0)

    whole = tenths(NAMES)
    counted = earned.notna().sum(axis=1)
    applicable = (table[NAMES] != "Not applicable").sum(axis=1)
    rating = pd.Series(
        np.select([whole >= start for start in BANDS.values()], list(BANDS), "inadequate"),
        index=table.index,
    )
    limited = (
        rating.isin(["outstanding", "good"])
        & (table[FIRST] == "No")
        & (table["case.review_type"] == "unplanned")
    )
    rating[limited] = "requires_improvement"
    rating[whole.isna() | (counted < 5) | (5 * counted < 4 * applicable)] = None
    table["score"] = whole / 10
    table["rating"] = rating
    table["counted"] = counted
    table["applicable"] = applicable
    for section, names in SECTIONS.items():
        table[f"score_{section}"] = tenths(names) / 10
    if target.suffix == ".csv":
        table.to_csv(target, index=False)
    else:
        table.to_parquet(target, index=False)


def by_plain_python(source: Path, target: Path) -> None:
    """A loop over rows; Parquet by way of Arrow."""
    if source.suffix == ".csv":
        with source.open(newline="") as incoming, target.open("w", newline="") as outgoing:
            rows = csv.DictReader(incoming)
            writer = csv.DictWriter(outgoing, [*rows.fieldnames, *FIGURES])
            writer.writeheader()
            writer.writerows(scored(rows))
        return
    import pyarrow
    from pyarrow import parquet

    incoming = parquet.ParquetFile(source)
    writer = None
    for batch in incoming.iter_batches():
        part = pyarrow.Table.from_pylist(list(scored(batch.to_pylist())), schema_of(batch.schema))
        writer = writer or parquet.ParquetWriter(target, part.schema)
        writer.write_table(part)
    writer.close()


def schema_of(schema):
    import pyarrow

    kinds = {"rating": "string", "counted": "int64", "applicable": "int64"}
    for name in FIGURES:
        schema = schema.append(pyarrow.field(name, kinds.get(name, "float64")))
    return schema


def scored(rows: Iterator[dict]) -> Iterator[dict]:
    tables = {name: halves(name) for name in NAMES}
    for row in rows:
        earned = {name: tables[name].get(row[name]) for name in NAMES}

        def tenths(names: list[str], earned: dict = earned) -> int | None:
            found = [name for name in names if earned[name] is not None]
            weight = sum(WEIGHTS[name] for name in found)
            total = sum(earned[name] for name in found)
            return (1000 * total + weight) // (2 * weight) if weight else None

        whole = tenths(NAMES)
        row["counted"] = counted = sum(value is not None for value in earned.values())
        row["applicable"] = sum(row[name] != "Not applicable" for name in NAMES)
        row["score"] = None if whole is None else whole / 10
        row["rating"] = None
        if whole is not None and counted >= 5 and 5 * counted >= 4 * row["applicable"]:
            band = next((band for band, start in BANDS.items() if whole >= start), "inadequate")
            limited = row[FIRST] == "No" and row["case.review_type"] == "unplanned"
            if limited and band in ("outstanding", "good"):
                band = "requires_improvement"
            row["rating"] = band
        for section, names in SECTIONS.items():
            part = tenths(names)
            row[f"score_{section}"] = None if part is None else part / 10
        yield row


BY_HAND: dict[str, Callable[[Path, Path], None]] = {
    "Polars by hand": by_polars,
    "DuckDB SQL by hand": by_duckdb,
    "pandas by hand": by_pandas,
    "plain Python": by_plain_python,
}
