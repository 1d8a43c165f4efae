"""Polars frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars

from auditkit.frames import of_arrow

if TYPE_CHECKING:
    from auditkit.frames.kernel import Kernel


def headings(frame: polars.DataFrame) -> list[str]:
    return frame.columns


def scored(frame: polars.DataFrame, kernel: Kernel) -> polars.DataFrame:
    return frame.with_columns(polars.DataFrame(of_arrow.cards(frame.to_arrow(), kernel)))
