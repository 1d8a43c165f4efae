"""Reports that the tests of all forms share: the bundled returns, a control chart, and ill will."""

from __future__ import annotations

import struct
import zlib
from decimal import Decimal
from functools import cache
from pathlib import Path

from auditkit import AuditKit
from auditkit.frozen import changed
from auditkit.report.model import (
    CONTROL,
    STACKED_BARS,
    Chart,
    Column,
    DataTable,
    Letterhead,
    NamedSection,
    Paragraph,
    Points,
    ReportModel,
    Section,
    Subheading,
)

RETURNS = Path(__file__).parents[2] / "examples/returns-2026-04"


@cache
def bundled_report(language: str = "en") -> ReportModel:
    """The report on the bundled returns, with a section that shows change over time."""
    kit = AuditKit(discover=False)
    reading = kit.read([RETURNS], "managing-cost-of-care", columns=RETURNS / "forms-columns.yaml")
    cards = [kit.score(one) for one in reading.returns]
    report = kit.report(cards, period="April 2026", language=language)
    change = NamedSection(name="change", section=Section(title="Change", blocks=CHANGE))
    return changed(report, sections=(*report.sections, change))


def one_section(*blocks: Paragraph | DataTable | Chart) -> ReportModel:
    made = NamedSection(name="one", section=Section(title="One", blocks=blocks))
    return ReportModel(title="T", period=None, language="en", sections=(made,))


def columns(*names: str) -> tuple[Column, ...]:
    """Columns of numbers, but for the first and those called signal."""
    return tuple(
        Column(name=one, heading=one.capitalize(), is_number=bool(at) and one != "signal")
        for at, one in enumerate(names)
    )


BARS = DataTable(
    name="bars",
    caption="Answers",
    columns=columns("question", "best", "poorest", "unknown"),
    rows=(("Plan", 6, 2, None), ("Voice", Decimal("1.5"), 0, 3)),
)
BAR_CHART = Chart(
    name="bars-chart",
    kind=STACKED_BARS,
    title="Answers at a glance",
    description="A bar for each question.",
    table="bars",
    series=("best", "poorest"),
    note="A bar is as long as it is.",
)
MONTHS = DataTable(
    name="months",
    caption="Best answers by month",
    columns=columns("month", "value", "mean", "lower", "upper", "signal"),
    rows=(
        ("April 2026", 60, 61, Decimal("48.2"), Decimal("73.8"), None),
        ("May 2026", 57, 61, Decimal("48.2"), Decimal("73.8"), None),
        ("June 2026", None, 61, Decimal("48.2"), Decimal("73.8"), None),
        ("July 2026", 85, 61, Decimal("48.2"), Decimal("73.8"), "outside the limits"),
    ),
)
CONTROL_CHART = Chart(
    name="months-chart",
    kind=CONTROL,
    title="Best answers month by month",
    description="Four months; the last lies outside the limits.",
    table="months",
    series=("value", "mean", "lower", "upper", "signal"),
)
CHANGE = (CONTROL_CHART, MONTHS)

LONG = "long words " * 10_000
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src="https://example.org/x" onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    '=HYPERLINK("https://example.org","x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "＝1+1",
    "\t=1+1",
    "{=1+1}",
    "https://example.org",
    "{{ 7 * 7 }}{% raise %}",
    "&lt;b&gt;",
    "left \u202eright\u2066 \u200f",
    "nothing \0 bell \x07 half \ud800 no \uffff",
    "several\r\nlines\u2028here",
    "x" * 100_000,
    LONG,
)


def hostile_report(language: str = "en") -> ReportModel:
    """A report that says hostile texts in every place that a text can stand in."""
    sections = []
    for text in HOSTILE:
        table = DataTable(
            name=text,
            caption=text,
            columns=(
                Column(name="a", heading=text),
                Column(name="b", heading=text, is_number=True),
                Column(name="c", heading="C", is_number=True),
            ),
            rows=((text, text, 1), ("", None, Decimal("1E+3"))),
            note=text,
        )
        chart = Chart(
            name=text,
            kind=STACKED_BARS,
            title=text,
            description=text,
            table=text,
            series=("c",),
            note=text,
        )
        blocks = (Paragraph(text), Subheading(text), Points((text,)), chart, table)
        sections.append(NamedSection(name=text, section=Section(title=text, blocks=blocks)))
    return ReportModel(
        title=" ".join(HOSTILE),
        period=HOSTILE[1],
        language=language,
        sections=tuple(sections),
        versions={"auditkit": "1"},
        letterhead=Letterhead(marking=HOSTILE[0], author=HOSTILE[1], foot=HOSTILE[3]),
    )


def png(width: int = 300, height: int = 60, *others: tuple[bytes, bytes]) -> bytes:
    """A blue picture, with other parts before its end."""
    rows = (b"\0" + bytes((18, 67, 109)) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), *others, (b"IEND", b"")]
    made = [
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


DECISION = (
    Paragraph("The Group is asked to agree:"),
    Points(("training on contingency planning", "a review in October")),
    Subheading("Why now"),
    Paragraph("Contingency planning was weakest."),
)


def themed_report(language: str = "en") -> ReportModel:
    """The report on the bundled returns as a council has it."""
    above = Letterhead(
        marking="OFFICIAL",
        organisation="Anytown Council",
        author="A. Person",
        logo=png(),
        foot="Ask quality@example.org",
    )
    decision = Section(title="Decision asked", blocks=DECISION)
    report = bundled_report(language)
    sections = (NamedSection(name="decision", section=decision), *report.sections)
    return changed(report, letterhead=above, sections=sections)
