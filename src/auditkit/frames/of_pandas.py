"""pandas frames; whole numbers among blanks stay whole (``Int64``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas
import pyarrow

from auditkit.frames import of_arrow

if TYPE_CHECKING:
    from auditkit.frames.kernel import Kernel

_NULLABLE = {pyarrow.int64(): pandas.Int64Dtype(), pyarrow.int32(): pandas.Int32Dtype()}


def headings(frame: pandas.DataFrame) -> list[str]:
    return [str(name) for name in frame.columns]


def texts(frame: pandas.DataFrame, name: str, pattern: str) -> list[str]:
    texts = [one for one in frame[name].unique() if isinstance(one, str)]
    return [one for one in texts if re.match(pattern, one)]


def scored(frame: pandas.DataFrame, kernel: Kernel) -> pandas.DataFrame:
    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    cards = of_arrow.cards(table, kernel)
    columns = cards.to_pandas(types_mapper=_NULLABLE.get).set_index(frame.index)
    return frame.assign(**{name: columns[name] for name in columns})
