"""How releases 1 and 2 word headings and values, for the extracts that are generated."""

from __future__ import annotations

import re

from auditkit_cld.fields import value_key

# Release 1, in the order of the specification. What would tell who somebody is stays blank.
HEADINGS = (
    "LA Code",
    "Reporting Period Start Date",
    "Reporting Period End Date",
    "NHS Number",
    "LA Person Unique Identifier",
    "First Name",
    "Last Name",
    "GP Practice Name",
    "GP Practice Code",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Date of Death",
    "Client Type",
    "Primary Support Reason",
    "Postcode",
    "Accommodation Status",
    "Employment Status",
    "Has Unpaid Carer",
    "Autism Spectrum Disorder (ASD)",
    "Visual Impairment",
    "Hearing Impairment",
    "Dementia",
    "Client Funding Status",
    "Event Type",
    "Event Reference",
    "Event Start Date",
    "Event End Date",
    "Event Description",
    "Event Outcome",
    "Request: Route of Access",
    "Assessment Type",
    "Eligible Needs Identified",
    "Method of Assessment",
    "Total Hrs Caring per week",
    "No. of adults being cared for",
    "Adult 1 Linked Person_ID",
    "Adult 2 Linked Person_ID",
    "Adult 3 Linked Person_ID",
    "Service Type",
    "Service Component",
    "Delivery Mechanism",
    "Provider CQC Location Name",
    "Provider CQC Location ID",
    "Review Reason",
    "Review Outcomes Achieved",
    "Method of Review",
    "Unit Cost",
    "Cost Frequency (Unit Type)",
    "Planned units per week",
)
_KEPT = r"(\b(?:LA|NHS|GP|CQC|ID|ASD|CASSR)\b|Person_ID|ST-Max)"
_RENAMED = (
    "carer support: direct to carer",
    "home support",
    "carer respite",
)


def heading(text: str, release: int) -> str:
    """A heading of release 1 as a release words it.

    >>> heading("LA Person Unique Identifier", 2)
    'LA person unique identifier'
    """
    return text if release == 1 else _in_small_letters(text)


def value(text: str, release: int) -> str:
    """A value of release 1 as a release words it.

    >>> value("Carer Respite", 2), value("Long Term Support: Nursing Care", 2)
    ('Unpaid carer respite', 'Long term support: Nursing care')
    """
    if release == 1:
        return text
    if text.lower() in _RENAMED:
        return ": ".join(part.capitalize() for part in value_key(text).split(": "))
    return ": ".join(map(_in_small_letters, text.split(": ")))


def _in_small_letters(text: str) -> str:
    """Small letters after the first, but for abbreviations."""
    parts = re.split(_KEPT, text)
    small = "".join(part if index % 2 else part.lower() for index, part in enumerate(parts))
    return small[:1].upper() + small[1:]
