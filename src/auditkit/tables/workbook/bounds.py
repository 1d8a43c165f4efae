"""How much a workbook may hold, and the count of what has been read so far.

Nothing that a file declares about its own size is believed. Bytes and markup are counted while
a part is being inflated, the rest while it is being kept, so that a bomb costs no more than the
bounds allow, whatever it is made of.
"""

from __future__ import annotations

from collections.abc import Iterable

from auditkit.problems import Place
from auditkit.tables.workbook.refusals import too_large

MIB = 1024 * 1024
MOST_FILE_BYTES = 20 * MIB
MOST_PART_BYTES = 64 * MIB
MOST_INFLATED_BYTES = 128 * MIB
MOST_PARTS = 10_000
MOST_SHEETS = 100
MOST_ROWS = 20_000
MOST_COLUMNS = 512
MOST_CELLS = 250_000
DEEPEST = 24

# Cells with nothing but a style are not counted among those, but each takes time.
MOST_CELL_TAGS = 1_000_000
# What makes work, character by character: the beginning or end of a tag, an attribute, a
# reference, a line, an escape. A workbook with 250,000 cells has two to four million of them.
MOST_MARKS = 5_000_000
_MARKS = b"<=/&\n\r]_"
# Rows are as wide as the widest of their sheet, so a few far cells can cost a lot of memory.
MOST_PLACES = MOST_ROWS * MOST_COLUMNS
MOST_TEXT_BYTES = 64 * MIB


class Counts:
    """What one workbook has used up of its bounds; each method raises `Refused` beyond one."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.inflated = 0
        self.marks = 0
        self.cells = 0
        self.cell_tags = 0
        self.places = 0
        self.text_bytes = 0

    def add_piece(self, piece: bytes) -> None:
        """Count inflated bytes, before anything reads them."""
        self.inflated += len(piece)
        if self.inflated > MOST_INFLATED_BYTES:
            raise too_large("more than 128 MB of contents", "128 MB", self.place)
        self.marks += len(piece) - len(piece.translate(None, _MARKS))
        if self.marks > MOST_MARKS:
            most = f"{MOST_MARKS:,}"
            raise too_large(f"more than {most} marks of formatting", most, self.place)

    def add_cells(self, count: int) -> None:
        self.cells += count
        if self.cells > MOST_CELLS:
            most = f"{MOST_CELLS:,}"
            raise too_large(f"more than {most} cells", most, self.place)

    def add_cell_tags(self, count: int) -> None:
        """Count cells with or without a content."""
        self.cell_tags += count
        if self.cell_tags > MOST_CELL_TAGS:
            most = f"{MOST_CELL_TAGS:,}"
            raise too_large(f"more than {most} cells with the blank ones", most, self.place)

    def add_places(self, count: int) -> None:
        """Count what rows take up when each is as wide as the widest of its sheet."""
        self.places += count
        if self.places > MOST_PLACES:
            most = f"{MOST_PLACES:,}"
            raise too_large(f"more than {most} cells with the blank ones", most, self.place)

    def add_texts(self, texts: Iterable[str]) -> None:
        """Count what texts take up in memory: up to four times their size in the file."""
        self.text_bytes += sum(map(str.__sizeof__, texts))
        if self.text_bytes > MOST_TEXT_BYTES:
            raise too_large("more than 64 MB of text", "64 MB", self.place)
