"""Dask frames: each partition is a pandas frame."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas

from auditkit.frames import of_pandas

if TYPE_CHECKING:
    from dask.dataframe import DataFrame

    from auditkit.frames.kernel import Kernel


def headings(frame: DataFrame) -> list[str]:
    return [str(name) for name in frame.columns]


def texts(frame: DataFrame, index: int, pattern: str) -> list[str]:
    def of_part(part: pandas.DataFrame) -> pandas.Series[str]:
        return pandas.Series(of_pandas.texts(part, index, pattern), dtype="object")

    found = frame.map_partitions(of_part, meta=pandas.Series(dtype="object"))
    return list(set(found.compute()))


def scored(frame: DataFrame, kernel: Kernel) -> DataFrame:
    score = partial(of_pandas.scored, kernel=kernel)
    return frame.map_partitions(score, meta=score(frame._meta))  # noqa: SLF001  # Dask's documented meta
