"""What is known of earlier audits when cases are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import field

from auditkit.frozen import frozen
from auditkit.periods import Period
from auditkit.programme.model import Programme


@frozen(kw_only=True)
class PastAudit:
    """An audit that was done: of which case, when, at which stage."""

    case_ref: str
    audit_date: date
    stage: str = "first"


@frozen(kw_only=True)
class History:
    """What a criterion may look at besides the case: the programme, the period that is drawn for,
    and the earlier audits of each case, oldest first.
    """

    programme: Programme
    period: Period
    audits: Mapping[str, tuple[PastAudit, ...]] = field(factory=dict)
