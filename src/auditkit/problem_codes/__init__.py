"""Every problem that auditkit can find: a stable code, and how it is put to a person.

A code is never used again for another meaning. The words in braces are the facts that
whoever finds the problem must supply. `docs/reference/problems.md` is made from this table.
"""

from __future__ import annotations

from auditkit.frozen import frozen
from auditkit.problem_codes import (
    actions,
    agreement,
    audit_returns,
    documents,
    draws,
    privacy,
    programmes,
    question_sets,
    reports,
    stages,
    stores,
)


@frozen
class Code:
    """How a problem is put: `title` for the list of codes, `message` for the case at hand,
    `outcome` for what becomes of the return.
    """

    title: str
    message: str
    severity: str = "error"
    outcome: str = ""


def code_of(name: str) -> Code:
    """The code of this name."""
    return Code(*CODES[name])


# Plain tuples of texts, which cost next to nothing at start-up.
CODES = {
    **documents.CODES,
    **question_sets.CODES,
    **audit_returns.CODES,
    **agreement.CODES,
    **actions.CODES,
    **privacy.CODES,
    **reports.CODES,
    **draws.CODES,
    **programmes.CODES,
    **stages.CODES,
    **stores.CODES,
}
