"""For those who write question sets, scorers and plugins: test them as auditkit tests its own.

`read_cases` and `failures` run worked cases in YAML; `made_set` and `made_return` make small sets
and returns in a line, `made_cases` and `made_history` what a criterion is given; `broken_promises`
holds a plugin against what hooks promise. With pytest
installed, files named ``*.cases.yaml`` are run by themselves.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditkit.testing.cases import Case, CaseFile, failures, read_cases
    from auditkit.testing.contracts import broken_promises
    from auditkit.testing.factories import made_cases, made_history, made_return, made_set

__all__ = [
    "Case",
    "CaseFile",
    "broken_promises",
    "failures",
    "made_cases",
    "made_history",
    "made_return",
    "made_set",
    "read_cases",
]

# Loaded when first asked for: pytest loads this package wherever auditkit is installed.
_FROM = {
    "Case": "cases",
    "CaseFile": "cases",
    "broken_promises": "contracts",
    "failures": "cases",
    "made_cases": "factories",
    "made_history": "factories",
    "made_return": "factories",
    "made_set": "factories",
    "read_cases": "cases",
}


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
