"""The colours of charts, in an order in which neighbours can be told apart.

In light they are those of the Government Analysis Function; in dark, tints of them. Each has a
contrast of 3 to 1 at least with the paper and with its neighbours, and its ink 4.5 to 1 with it.
"""

from __future__ import annotations

from auditkit.frozen import frozen

WHITE, BLACK = "#FFFFFF", "#0B0C0C"


@frozen(kw_only=True)
class Scheme:
    """What a page is drawn in: paper, ink, links, lines, and series with their inks."""

    name: str
    paper: str
    ink: str
    muted: str
    link: str
    line: str
    series: tuple[str, ...]
    inks: tuple[str, ...] = (WHITE, BLACK) * 3


LIGHT = Scheme(
    name="light",
    paper=WHITE,
    ink=BLACK,
    muted="#505A5F",
    link="#12436D",
    line="#8A9499",
    series=("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"),
)
DARK = Scheme(
    name="dark",
    paper="#14191F",
    ink="#F2F4F5",
    muted="#B4BCC2",
    link="#9CC9F5",
    line="#6F7A83",
    series=("#2073BC", "#9FE3DB", "#BF3F83", "#FFC9A3", "#757575", "#E0D3F5"),
)
