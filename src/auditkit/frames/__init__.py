"""Returns by the million: question sets on frames of Polars, pandas, Arrow, DuckDB, Spark and Dask,
bit for bit what one return at a time gives.
"""

from __future__ import annotations

from auditkit.errors import ExtraMissing
from auditkit.languages import noted

try:
    import narwhals  # noqa: F401
    import numpy  # noqa: F401
    import pyarrow  # noqa: F401
except ImportError:
    raise ExtraMissing(noted("Scoring frames"), "frames") from None

from auditkit.frames.frame import score_frame
from auditkit.frames.kernel import Kernel

__all__ = ["Kernel", "score_frame"]
