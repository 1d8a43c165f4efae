"""Frames as people have them: parts without rows, columns of mixed kinds, names that clash."""

from __future__ import annotations

import pyarrow
import pytest

from auditkit.frames import Kernel, score_frame
from auditkit.kit import AuditKit
from auditkit.testing import made_set

SET = made_set("plan", case_fields={"cost": {"type": "number", "places": 2}})


@pytest.fixture(scope="module")
def kit() -> AuditKit:
    return AuditKit(discover=False)


def test_a_part_without_rows_gives_none(kit: AuditKit):
    table = pyarrow.table({"case_ref": ["A1", "A2"], "plan": ["yes", "no"]})
    parts = pyarrow.concat_tables([table.slice(0, 0), table.slice(0, 1), table.slice(1, 1)])
    parts = parts.filter(pyarrow.array([True, False]))
    assert score_frame(parts, SET, kit=kit)["score"].to_pylist() == [100.0]
    batch = pyarrow.RecordBatch.from_pylist([], table.schema)
    kernel = Kernel(kit, SET, table.column_names)
    assert kernel.score(batch).schema == kernel.schema
