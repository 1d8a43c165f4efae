"""How a workbook that cannot be used is refused, in the words of its codes."""

from __future__ import annotations

import struct
import zlib
from xml.parsers.expat import ExpatError

from auditkit.errors import Refused
from auditkit.problems import Place, problem

# What the standard library raises for bytes that are not as they should be. Each module names
# the faults that it knows of; this is for the boundary, should one have been overlooked.
FAULTS = (
    ValueError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
    ExpatError,
)


def damaged(said: str, place: Place) -> Refused:
    """The refusal of a workbook that breaks its own format; `said` completes a sentence."""
    return Refused([problem("F020", place, said=said)])


def too_large(found: str, most: str, place: Place) -> Refused:
    """The refusal of a workbook beyond a bound; both texts name their unit."""
    return Refused([problem("F022", place, found=found, most=most)])


def another_format(found: str, place: Place) -> Refused:
    """The refusal of a file that is something else than an .xlsx workbook."""
    return Refused([problem("F021", place, found=found)])


def cell_place(sheet: Place, address: str) -> Place:
    """The place of one cell of a sheet, worded as `Table.place` does."""
    return Place(file=sheet.file, sheet=sheet.sheet, cell=f"cell {address}")
