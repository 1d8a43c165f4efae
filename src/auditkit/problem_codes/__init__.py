"""Every problem that auditkit can find: a stable code, and how it is put to a person.

A code is never used again for another meaning. The words in braces are the facts that
whoever finds the problem must supply. `docs/reference/problems.md` is made from this table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from auditkit.frozen import frozen

# Which module tells the codes that begin with a letter. It is loaded when one of them is asked
# for, since scoring asks for few.
_MODULES = {
    **dict.fromkeys("YSE", "documents"),
    **dict.fromkeys("QOL", "question_sets"),
    **dict.fromkeys("FRC", "audit_returns"),
    "P": "programmes",
    "D": "draws",
    "A": "stages",
    "G": "agreement",
    "T": "stores",
    "X": "actions",
    "N": "privacy",
    "W": "reports",
}


@frozen
class Code:
    """How a problem is put: `title` for the list of codes, `message` for the case at hand,
    `outcome` for what becomes of the return.
    """

    title: str
    message: str
    severity: str = "error"
    outcome: str = ""


@cache
@cache
def code_of(name: str) -> Code:
    """The code of this name. Raises `KeyError` where there is none."""
    return Code(*CODES[name])


class _Codes(Mapping[str, tuple[str, ...]]):
    """Codes by their names: plain tuples of texts, which cost next to nothing."""

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return _told_in(_MODULES[name[:1]])[name]

    def __iter__(self) -> Iterator[str]:
        for module in dict.fromkeys(_MODULES.values()):
            yield from _told_in(module)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def _told_in(module: str) -> Mapping[str, tuple[str, ...]]:
    found: Mapping[str, tuple[str, ...]] = import_module(f"{__name__}.{module}").CODES
    return found


CODES = _Codes()
