"""The rows of small extracts, in the words of release 1."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

# Writes an extract of the rows given, and gives its path.
Write = Callable[..., Path]

HEADINGS = (
    *("Reporting Period Start Date", "Reporting Period End Date"),
    *("LA Person Unique Identifier", "First Name", "NHS Number", "Primary Support Reason"),
    *("Event Type", "Event Start Date", "Event End Date"),
    *("Service Type", "Service Component", "Delivery Mechanism"),
    *("Provider CQC Location Name", "Provider CQC Location ID", "Review Reason"),
    *("Unit Cost", "Cost Frequency (Unit Type)", "Planned units per week"),
)
SHORT = {
    "ref": "LA Person Unique Identifier",
    "support": "Primary Support Reason",
    "event": "Event Type",
    "start": "Event Start Date",
    "end": "Event End Date",
    "type": "Service Type",
    "component": "Service Component",
    "mechanism": "Delivery Mechanism",
    "provider": "Provider CQC Location ID",
    "reason": "Review Reason",
    "cost": "Unit Cost",
    "frequency": "Cost Frequency (Unit Type)",
    "units": "Planned units per week",
}
# An hourly service of ten hours at £20.
USUAL = {
    "ref": "P1",
    "support": "Mental Health Support",
    "event": "Service",
    "start": "01/04/2020",
    "type": "Long Term Support: Community",
    "component": "Home Support",
    "mechanism": "CASSR Managed Personal Budget",
    "provider": "1-100",
    "cost": "20.00",
    "frequency": "Hourly",
    "units": "10",
}
LATER = {
    "Reporting Period Start Date": "01/04/2025",
    "Reporting Period End Date": "31/03/2026",
}
EARLIER = {
    "Reporting Period Start Date": "01/04/2024",
    "Reporting Period End Date": "31/03/2025",
}


def row(**changes: str) -> dict[str, str]:
    """The usual service, with changes."""
    return {SHORT[name]: text for name, text in {**USUAL, **changes}.items()}
