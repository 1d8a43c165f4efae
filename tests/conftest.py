"""How all tests run."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes is for the benchmarks to say: a busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
