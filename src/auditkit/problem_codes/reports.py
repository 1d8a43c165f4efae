"""Codes of the report."""

from __future__ import annotations

CODES: dict[str, tuple[str, ...]] = {
    "W001": (
        "Section that could not be made",
        'The section "{section}" could not be made: plugin {plugin} failed with {what}. Leave the'
        " plugin out (--without NAME) or have it mended.",
        "warning",
    ),
    "W002": (
        "Logo that cannot be used",
        'The logo "{name}" is no whole PNG of up to 4,000 pixels a side. Save it as PNG.',
    ),
    "W003": (
        "Part of the notes that no report has",
        'The heading "{found}" is no part of the notes.{hint} Known: {known}.',
    ),
    "W004": (
        "Text outside the parts of the notes",
        "Text stands above the first heading, where only Author, Marking and Meeting do. Put it under a"
        " heading such as # Commentary.",
    ),
    "W005": (
        "Part of the notes twice",
        'The heading "{found}" stands there twice. Put everything under one.',
    ),
    "W006": (
        "Case study that nobody cleared",
        "The case study is left out, for it does not say who cleared it. Have it read by somebody"
        " who did not write it, then put below its heading: Cleared by: NAME.",
        "warning",
    ),
    "W007": (
        "Identifier in the notes",
        "The notes may hold {kind}. Take it out before the report goes to anybody.",
        "warning",
    ),
    "W008": (
        "Day of the meeting unclear",
        'Found the meeting "{found}", expected a day such as 2026-07-21.',
    ),
    "W020": (
        "Trend of no question",
        'No question that was answered is called "{found}".{hint} Known: {known}.',
    ),
    "W021": (
        "Trend of a question without a best answer",
        'The question "{question}" has no best answer whose share could be followed. Name one of'
        " its options: {example}.",
    ),
    "W022": (
        "Trend of no option",
        'The question "{question}" has no option "{found}".{hint} Known: {known}.',
    ),
    "W030": (
        "No such service for feedback",
        'The programme has no service "{found}".{hint} Known: {known}.',
    ),
    "W031": (
        "No such team for feedback",
        'No audited case belongs to a team "{found}".{hint} Known: {known}. A report is never'
        " narrowed to one worker.",
    ),
    "W032": (
        "Feedback on too few cases",
        "{name} has {count} audited cases in the period; feedback needs {needed}: with"
        " fewer, people would know whose they are. Take a longer period, or the whole service.",
    ),
    "W033": (
        "Feedback on too few people",
        "The audited cases of {name} are known to be held by {count} practitioners; feedback needs"
        " {needed}: with fewer, it would be about a person. Take the whole service, or talk it"
        " through in supervision (--case).",
    ),
    "W034": (
        "No audit of the case",
        "There is no audit of {case} in {period}.",
    ),
}
