"""Dask frames: each partition is a pandas frame."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from auditkit.frames import of_pandas

if TYPE_CHECKING:
    from dask.dataframe import DataFrame

    from auditkit.frames.kernel import Kernel


def headings(frame: DataFrame) -> list[str]:
    return [str(name) for name in frame.columns]


def texts(frame: DataFrame, name: str, pattern: str) -> list[str]:
    return of_pandas.texts(frame[[name]].drop_duplicates().compute(), name, pattern)


def scored(frame: DataFrame, kernel: Kernel) -> DataFrame:
    score = partial(of_pandas.scored, kernel=kernel)
    return frame.map_partitions(score, meta=score(frame._meta))  # noqa: SLF001  # Dask's documented meta
