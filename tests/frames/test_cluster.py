"""What a cluster needs beyond one machine: keys as texts, and places without a row."""

from __future__ import annotations

import numpy
import pyarrow
import pytest

from auditkit.frames.duplicates import folded_keys
from auditkit.frames.reading import coded
from auditkit.frames.tallies import Counted
from auditkit.languages import words_in
from auditkit.problems import Place, problem

REFERENCES = ["Câs-1", "CÂS-1", "cas-1", "CAS-1", "CAS-1", "CAS-1", None]


@pytest.mark.parametrize("type", [pyarrow.string(), pyarrow.large_string()], ids=str)
def test_keys_are_alike_where_cases_stages_and_periods_are(type: pyarrow.DataType):
    columns = {
        "case_ref": pyarrow.array(REFERENCES, type),
        "stage": coded(numpy.array([0, 0, 0, 0, 1, 0, 0]), ["first", "reaudit"]),
        "period": coded(numpy.array([1, 1, 1, 1, 1, 0, 1]), [None, "2026-04"]),
    }
    first, second, third, fourth, *others, none = folded_keys(columns).to_pylist()
    assert (first, third) == (second, fourth)
    assert len({first, third, *others}) == 4
    assert none is None


def test_of_others_without_a_row_the_file_is_named():
    first, second = (
        Place(file=name, about=case) for name, case in (("1.csv", "A1"), ("2.csv", ""))
    )
    found = problem("R010", first)
    counted = Counted(found, (first, second, first), 4).text_in(words_in("en"))
    assert counted == f"{found.text_in('en')} (3 more like this, first in 2.csv, 1.csv (A1))"
