"""Which hashed keys of cases are there twice, among those of any number of batches."""

from __future__ import annotations

from collections import Counter
from tempfile import TemporaryFile

import numpy
import pytest

from auditkit.frames import duplicates
from auditkit.frames.duplicates import Keys

LARGEST = (1 << 64) - 1


def repeated(batches: list[list[int]]) -> list[int]:
    with TemporaryFile() as file:
        keys = Keys(file)
        for batch in batches:
            keys.add(numpy.array(batch, "uint64"))
        return keys.repeated().tolist()


def counted(batches: list[list[int]]) -> list[int]:
    """The same by counting."""
    keys = [key for batch in batches for key in batch]
    times = Counter(keys)
    return [row for row, key in enumerate(keys) if key and times[key] > 1]


@pytest.mark.parametrize(
    "batches",
    [
        [[1]],
        [[0, 0, 0]],
        [[0], [0, 5], [0]],
        [[5, 5]],
        [[5], [6], [5], [5]],
        [[LARGEST, 1, 0], [1, LARGEST]],
        [[1 << 56, (1 << 56) - 1], [(1 << 56) - 1, 1 << 56]],
        [[7, 8], [9]],
    ],
    ids=str,
)
def test_keys_that_are_there_twice(batches):
    assert repeated(batches) == counted(batches)


@pytest.mark.parametrize("run", [1, 100, 1 << 18])
@pytest.mark.parametrize("together", [1, 50, 1 << 20])
@pytest.mark.parametrize("distinct", [3, 400, 10**6])
def test_many_batches(run, together, distinct, monkeypatch):
    monkeypatch.setattr(duplicates, "_RUN", run)
    monkeypatch.setattr(duplicates, "_TOGETHER", together)
    chance = numpy.random.default_rng(distinct)
    spread = LARGEST // distinct
    batches = [
        [int(one) * spread for one in chance.integers(0, distinct, size)]
        for size in chance.integers(1, 90, 20)
    ]
    assert repeated(batches) == counted(batches)


def test_few_keys_are_compared_at_a_time(monkeypatch):
    monkeypatch.setattr(duplicates, "_TOGETHER", 1000)
    read = []
    whole = Keys._read

    def noted(self, start, count):
        read.append(count)
        return whole(self, start, count)

    monkeypatch.setattr(Keys, "_read", noted)
    keys = numpy.random.default_rng(1).integers(1, LARGEST, 10_000, "uint64", endpoint=True)
    assert repeated([keys.tolist(), [0] * 5000]) == []
    assert sum(read) == 10_000
    assert max(read) <= 1100


def test_keys_go_to_the_file_as_they_come(monkeypatch):
    monkeypatch.setattr(duplicates, "_RUN", 50)
    with TemporaryFile() as file:
        keys = Keys(file)
        for row in range(1000):
            keys.add(numpy.array([row], "uint64"))
        # Each key twice, of eight bytes.
        assert file.tell() == 1000 * 16
