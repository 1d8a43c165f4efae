"""The fields of Client Level Data, and how their values are read whatever the release.

Release 2 words many headings and values as release 1 does, in small letters; what it renamed
stands in `_RENAMED`, so that a service is the same in an extract of either release.
"""

from __future__ import annotations

import re

from auditkit.matching.folding import fold

REFERENCE = "LA Person Unique Identifier"
EVENT_TYPE = "Event Type"
START = "Event Start Date"
END = "Event End Date"
SERVICE_TYPE = "Service Type"
COMPONENT = "Service Component"
MECHANISM = "Delivery Mechanism"
PROVIDER_NAME = "Provider CQC Location Name"
PROVIDER_ID = "Provider CQC Location ID"
UNIT_COST = "Unit Cost"
FREQUENCY = "Cost Frequency (Unit Type)"
PLANNED_UNITS = "Planned units per week"
REVIEW_REASON = "Review Reason"
SUPPORT_REASON = "Primary Support Reason"
PERIOD_START = "Reporting Period Start Date"
PERIOD_END = "Reporting Period End Date"

# Without one of these nothing can be worked out; without the others less is known.
NEEDED = (REFERENCE, EVENT_TYPE, START, END, UNIT_COST, FREQUENCY)
USED = (
    *NEEDED,
    *(PLANNED_UNITS, SERVICE_TYPE, COMPONENT, MECHANISM, PROVIDER_NAME, PROVIDER_ID),
    *(REVIEW_REASON, PERIOD_START, PERIOD_END),
)
# What makes two rows the same service, but for its provider.
SAME_SERVICE = (SERVICE_TYPE, COMPONENT, MECHANISM)

COUNCIL_MANAGED = "council_managed"
THIRD_PARTY_MANAGED = "third_party_managed"
DIRECT_PAYMENT = "direct_payment"
MIXED = "mixed"
# None: known, and no route by which a council holds a personal budget.
ROUTES: dict[str, str | None] = {
    "cassr managed personal budget": COUNCIL_MANAGED,
    "cassr commissioned support": COUNCIL_MANAGED,
    "council managed personal budget": COUNCIL_MANAGED,
    "local authority managed personal budget": COUNCIL_MANAGED,
    "third party managed personal budget": THIRD_PARTY_MANAGED,
    "third party managed": THIRD_PARTY_MANAGED,
    "individual service fund": THIRD_PARTY_MANAGED,
    "isf": THIRD_PARTY_MANAGED,
    "direct payment": DIRECT_PAYMENT,
    "self-funder metering only": None,
}

# Reviews whose reason says neither; short-term support came in with release 2.
NEITHER_PLANNED_NOR_UNPLANNED = frozenset({"", "review of short term support"})

_RENAMED = {
    "carer support: direct to carer": "unpaid carer support: direct to unpaid carer",
    "carer support: support involving the person cared-for": (
        "unpaid carer support: support involving the person cared-for"
    ),
    "home support": "home support or domiciliary care",
    "carer respite": "unpaid carer respite",
    "carer sitting service": "unpaid carer sitting service",
    "carer universal services": "unpaid carer universal services",
    "other carer support": "other unpaid carer support",
}
# What databases write where there is nothing.
_NOTHING = frozenset({"null", "<null>"})


def heading_key(text: str) -> str:
    """A heading without case, signs and kinds of space, as in a database column's name.

    >>> heading_key("Cost Frequency (Unit Type)") == heading_key("cost_frequency_unit_type")
    True
    """
    return " ".join(re.sub(r"[_():.]+", " ", fold(text)).split())


def value_key(text: str) -> str:
    """A value without case, in the words of release 2; nothing for blank and NULL.

    >>> value_key("Carer Respite"), value_key("NULL")
    ('unpaid carer respite', '')
    """
    folded = fold(text)
    return "" if folded in _NOTHING else _RENAMED.get(folded, folded)


def route_of(mechanism: str, component: str) -> str | None:
    """The budget route of a service, from the keys of its delivery mechanism and component; a
    component that is a direct payment is one, whatever the mechanism says.
    """
    if component == "direct payment":
        return DIRECT_PAYMENT
    return ROUTES.get(mechanism.replace("third-party", "third party"))


def is_known_mechanism(mechanism: str) -> bool:
    return not mechanism or mechanism.replace("third-party", "third party") in ROUTES


def review_type(reason: str) -> str | None:
    """Whether a review was planned, from the key of its reason: by how it begins."""
    for kind in ("unplanned", "planned"):
        if reason.startswith(kind):
            return kind
    return None
