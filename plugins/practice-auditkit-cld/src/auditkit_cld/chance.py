"""Chance that is the same on every machine and under every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import count
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Numbers that follow from a seed alone: SHA-256 of the seed and a counter."""

    def __init__(self, seed: str) -> None:
        self._blocks = (sha256(f"{seed}\n{number}".encode()).digest() for number in count())

    def number(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`, both of them possible."""
        return least + int.from_bytes(next(self._blocks)[:8]) % (most - least + 1)

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self.number(0, len(choices) - 1)]
