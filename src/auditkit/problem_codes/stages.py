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
    "A003": (
        "Rules not checked",
        "The {fact} of the case is not given, so nobody can tell whether these rules are kept:"
        " {rules}.",
        _WARNING,
    ),
    "A010": (
        "Joint decision for another stage",
        'Found the stage "{found}", expected the one whose audit stands: {allowed}.',
    ),
    "A011": (
        "Joint decision without somebody",
        "A joint decision is by both auditors; missing: {missing}.",
    ),
    "A012": (
        "Joint decision without a reason",
        "A joint decision says why one audit stands and the other does not. Say why.",
    ),
    "A013": (
        "Audits of two cases",
        'Found an audit of "{found}" beside one of "{expected}": two stages of one case are'
        " compared.",
    ),
    "A014": (
        "Audits under unlike question sets",
        "One audit was made under {expected} and the other under {found}, which do not score"
        " alike: they cannot be compared.",
    ),
    "A015": (
        "Nothing to decide",
        "Nothing is to be decided jointly at the stage {stage}: {why}.",
    ),
    "A016": (
        "Nothing to confirm",
        "No earlier audit was corrected since the one at the stage {stage} was recorded or last"
        " looked at.",
    ),
    "A020": (
        "Return of another stage",
        "The return says that it is of the stage {found}, and is recorded as {expected}. Record it"
        " under its own stage.",
    ),
    "A021": (
        "Return of another period",
        "The return says that it is of the period {found}, and is recorded as {expected}. Record"
        " it under its own period.",
    ),
    "A022": (
        "No programme in the store",
        "The store keeps {found}, and what is asked for needs one: auditkit programme adopt FILE,"
        " or name it: --programme ID.",
    ),
}
