"""Returns and problems in words, as the tests of this folder expect them."""

from __future__ import annotations

from auditkit.frozen import changed
from auditkit.problems import Problem
from auditkit.returns import Answer, AuditReturn


def place_and_code(problem: Problem) -> str:
    return f"{changed(problem.place, about='')} {problem.code}".strip()


def value_of(answer: Answer) -> str:
    """An answer as a case of `returns/` says it."""
    if answer.state != "answered":
        return answer.state
    if isinstance(answer.value, tuple):
        return "; ".join(answer.value)
    return str(answer.value)


def told(one: AuditReturn, name: str) -> str:
    """What a return says under a heading, or the codes of its problems."""
    if one.problems:
        return " ".join(problem.code for problem in one.problems)
    if name.startswith("case."):
        return str(one.case.get(name.removeprefix("case.")))
    return value_of(one.answers[name])
