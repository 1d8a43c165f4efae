"""A new workbook: the same bytes for the same content, and no text in it that is run."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from auditkit.errors import ExtraMissing
from auditkit.languages import said
from auditkit.tables.grid import MOST_CHARACTERS

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

# A moment that is always the same, for a workbook holds when it was made.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001


def new_workbook(stream: BinaryIO, title: str, *, extra: str = "excel") -> Workbook:
    """A workbook that is written to the stream when it is closed.

    Raises `ExtraMissing`, which names the extra to install, where XlsxWriter is not there.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise ExtraMissing(said("Writing a workbook"), extra) from None
    options: dict[str, Any] = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(stream, options)
    workbook.set_properties({"title": title, "created": _CREATED})
    return workbook


def cell_text(text: str, note: str, most: int = MOST_CHARACTERS) -> str:
    """A text that a cell can hold; what is cut ends with the note."""
    return text if len(text) <= most else text[: most - len(note)] + note
