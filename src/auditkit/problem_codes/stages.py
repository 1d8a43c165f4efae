"""Codes of audits at their stages: who may make them, in which order."""

from __future__ import annotations

_WARNING = "warning"

CODES: dict[str, tuple[str, ...]] = {
    # A: audits and their stages
    "A001": (
        "Rule of separation or order broken",
        "{person} cannot audit {case} at the stage {stage}: {words} ({rule}: {other}) Ask somebody"
        " else, or override the rule with a reason.",
    ),
    "A002": (
        "Override without a reason",
        "A rule is broken only for a reason, which is kept and counted: {rules}. Say why.",
    ),
    "A003": (
        "Rules not checked",
        "The {fact} of the case is not given, so nobody can tell whether these rules are kept:"
        " {rules}.",
        _WARNING,
    ),
    "A004": (
        "Nobody may audit a case",
        "Nobody may audit {case} at the stage {stage}: {reasons}.",
        _WARNING,
    ),
}
