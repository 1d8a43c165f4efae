"""Codes of the report."""

from __future__ import annotations

CODES: dict[str, tuple[str, ...]] = {
    "W001": (
        "Section that could not be made",
        'The section "{section}" could not be made: plugin {plugin} failed with {what}. Leave the'
        " plugin out (--without NAME) or have it mended.",
        "warning",
    ),
    "W002": (
        "Logo that cannot be used",
        'The logo "{name}" is no whole PNG of up to 4,000 pixels a side. Save it as PNG.',
    ),
}
