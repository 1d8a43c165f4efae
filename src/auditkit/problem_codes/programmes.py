"""Codes of programmes, periods and staff lists."""

from __future__ import annotations

_ERROR = "error"
_WARNING = "warning"

CODES: dict[str, tuple[str, ...]] = {
    # P: the programme
    "P001": (
        "Id twice in a programme",
        'The {kind} "{id}" stands twice, first in line {line}. Rename one.',
    ),
    "P002": (
        "Two services of one name",
        'The service {service} is called "{found}", which {other} is called already. A name must'
        " mean one service.",
    ),
    "P003": (
        "Shares above the whole",
        "The shares of the strata come to {found}, expected 100%.",
    ),
    "P004": (
        "Shares below the whole",
        "The shares of the strata come to {found}, expected 100%. The places are divided in the"
        " proportion of the shares.",
        _WARNING,
    ),
    "P005": (
        "No stratum for all other cases",
        'The last stratum, "{stratum}", has a condition, so that a case may fit no stratum. Add a'
        " last one without when.",
    ),
    "P006": (
        "Stratum never reached",
        'The stratum "{above}" holds every case, so that "{stratum}" below it holds none. Move it'
        " up, or give the one above a condition.",
    ),
    "P007": ("Unknown criterion", 'There is no criterion "{found}".{hint} Known: {known}.'),
    "P008": ("Wrong arguments of a criterion", "The criterion {criterion}: {what}."),
    "P009": ("No places", "{service} gets no place in a period, expected 1 at least."),
    "P010": ("Stage twice", 'The stage "{stage}" stands twice, first in line {line}.'),
    "P011": ("Unknown role", 'There is no role "{found}".{hint} Known: {known}.'),
    "P012": (
        "Stage of no audits",
        'The stage "{stage}" has a share of 0%, so that nothing comes to it. Leave it out, or'
        " give it a share.",
    ),
    "P013": (
        "Seed too short",
        "Found a seed of {length} characters, expected at least {least}, thrown with dice or taken"
        " from a public draw, and fixed for the year.",
    ),
    "P014": ("Unknown question set", "The question set of the programme: {said}"),
    "P015": (
        "Stages out of order",
        'The stage "{stage}" stands before "{before}", on which it rests. Stages are first,'
        " reaudit, moderation.",
    ),
    "P016": (
        "First stage that looks back",
        "The first stage has no audit before it, so {key} means nothing there. Leave it out.",
    ),
    "P017": (
        "Case field known already",
        'Every case list may have "{field}": leave it out of case_fields.',
    ),
    "P018": (
        "Not a fact about the case",
        'A condition of a programme knows the case alone, and "{found}" is none of its facts.'
        " Write case.FIELD.{hint}",
    ),
    "P019": (
        "Unknown kind of action",
        'There is no kind of action "{found}".{hint} Known: {known}.',
    ),
    "P020": (
        "Case field incomplete",
        'The case field "{field}" {what}.',
    ),
    "P021": (
        "No first stage",
        "The programme has no first stage, so that nobody audits a case for the first time.",
    ),
    "P022": (
        "Escalations out of order",
        "This escalation comes after {found} working days, the one above it after {above}. Put"
        " them in order.",
    ),
    "P023": (
        "Below nothing",
        "Found {found}, expected a number of 0 or more.",
    ),
    "P024": (
        "Disagreement policy missing",
        "The moderation stage does not say what happens where it disagrees (on_disagreement):"
        " moderator_stands is taken.",
        _WARNING,
    ),
    "P025": (
        "Unknown name in a report's keys",
        'There is no {what} "{found}".{hint} Known: {known}.',
    ),
    "P026": (
        "Of a kind that a report cannot use",
        'The {what} "{name}" is of the type {found}, expected {expected}.',
    ),
    "P030": (
        "Not a period",
        'Found the period "{found}", expected one such as {known}.',
    ),
}
