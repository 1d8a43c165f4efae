"""Codes of case lists and draws."""

from __future__ import annotations

_ERROR = "error"
_WARNING = "warning"
_HELD = "Held."
_REFUSED = "The list is refused, for a draw must know every case."

CODES: dict[str, tuple[str, ...]] = {
    # D: case lists and draws
    "D001": (
        "Case without a reference",
        "The case reference is missing.",
        _ERROR,
        _REFUSED,
    ),
    "D002": (
        "Damaged by the spreadsheet",
        'Found "{found}": {what}. Type the value again, in a cell formatted as text.',
        _ERROR,
        _REFUSED,
    ),
    "D003": (
        "Case reference too long",
        "Found more than {most} characters.",
        _ERROR,
        _REFUSED,
    ),
    "D004": (
        "Case twice in a list",
        "{case} is there twice; the other is {other}. Delete one: it would be drawn twice as"
        " easily.",
        _ERROR,
        _REFUSED,
    ),
    "D006": ("Case without a service", "The service is missing.", _ERROR, _REFUSED),
    "D007": (
        "Unknown service",
        'The programme has no service "{found}", which stands in {where}.{hint} Known: {known}. Add'
        " a synonym to the programme, or name it under other_services.",
        _ERROR,
        _REFUSED,
    ),
    "D008": (
        "Services that the programme does not audit",
        "Left out, for the programme names these under other_services: {services}.",
        _WARNING,
    ),
    "D009": ("Not a number", 'Found "{found}", expected a number.', _ERROR, _REFUSED),
    "D010": (
        "Too many decimals",
        'Found "{found}", expected at most {places}.',
        _ERROR,
        _REFUSED,
    ),
    "D011": (
        "Not a date",
        'Found "{found}", expected a date such as 13/04/2026 or 2026-04-13.',
        _ERROR,
        _REFUSED,
    ),
    "D012": (
        "Date with the month first",
        'Found "{found}", which is a date only with the month first. Write the day first.',
        _ERROR,
        _REFUSED,
    ),
    "D013": (
        "Date that may have the month first",
        'Found "{found}"; another date of this column has the month first, so this one could be'
        " read either way. Write the dates of the column as 2026-04-13.",
        _ERROR,
        _REFUSED,
    ),
    "D014": (
        "Not among the options",
        'Found "{found}".{hint} Allowed: {allowed}.',
        _ERROR,
        _REFUSED,
    ),
    "D015": (
        "Column missing",
        'There is no column "{column}".{hint} Add it, or rename the one that holds it.',
    ),
    "D016": (
        "Unknown columns",
        "These columns are no facts that the programme or its question set declares, and are left"
        " out: {headings}.",
        _WARNING,
    ),
    "D017": (
        "Fact that no case has",
        'No case of the list has "{fact}", on which {what} rests: it holds for no case.',
        _WARNING,
    ),
    "D018": (
        "Facts that some cases lack",
        'Cases without "{fact}": {count}. {what} does not hold for them.',
        _WARNING,
    ),
    "D019": ("Cost below nothing", 'Found "{found}", expected 0 or more.', _ERROR, _REFUSED),
    "D020": (
        "Earlier audit without a date",
        "The earlier audit has neither an audit date nor a period.",
    ),
    "D021": ("Unknown stage", 'Found the stage "{found}", expected one of {allowed}.'),
    "D022": (
        "Nobody of this address",
        "The practitioner is given by an e-mail address that the staff list does not have. Give"
        " the code.",
        _ERROR,
        _REFUSED,
    ),
    "D023": (
        "Earlier audits not given",
        "Earlier audits were not given (--past), so that no case is left out for having been"
        " audited: {exclusions}.",
        _WARNING,
    ),
    "D024": ("No cases", "The list holds no case.", _WARNING),
    "D025": (
        "Not a source of cases",
        'There is no source of cases "{found}".{hint} Known: {known}.',
    ),
    "D026": (
        "Purpose that the programme lacks",
        'The programme has no stage "{found}" to draw for. Known: {known}.',
    ),
    "D027": (
        "Seed that cannot be used",
        "Found a seed of {length} characters, expected at least {least} letters, digits and signs"
        " without spaces.",
    ),
    "D029": (
        "Unknown stratum",
        'The programme has no stratum "{found}".{hint} Known: {known}.',
        _ERROR,
        _REFUSED,
    ),
    "D030": ("Not a draw record", "This is no record of a draw: {said}."),
    "D028": (
        "Another list by now",
        "The list that the draw was made from cannot be written any more: audits were recorded since."
        " Write it when the draw is made.",
    ),
    "D031": ("Case not drawn", 'The case "{found}" is not among those drawn.{hint}'),
    "D032": (
        "Case replaced already",
        "The case was replaced already ({because}), by {by}.",
    ),
    "D033": (
        "Line used up",
        "The {kept} next in line that the record keeps of {service}, {stratum} are used up, and"
        " others are eligible. Draw again without these cases on the list.",
    ),
    "D034": (
        "Reason missing",
        "A case is replaced for a reason only: --because TEXT.",
    ),
    "D035": (
        "Return of a case that was not drawn",
        "{case} was not drawn for {period}.{hint}",
        _ERROR,
        _HELD,
    ),
    "D036": (
        "Return of a case that was replaced",
        "{case} was replaced by {by} ({because}).",
        _ERROR,
        _HELD,
    ),
    "D037": (
        "Return of another period",
        'The return of {case} says the period "{found}", and it was drawn for {period}.',
        _ERROR,
        _HELD,
    ),
    "D038": (
        "Nobody may audit a case",
        "Nobody on the staff list may audit {case}: {why}.",
        _WARNING,
    ),
    "D039": (
        "Earlier audits not known",
        "Nobody can tell who took part in the earlier audits of these cases, so that somebody may be"
        " given one at the stage {stage} again. Name the store that holds them: --store PATH.",
        _WARNING,
    ),
    "D040": (
        "Cases that are not ready yet",
        "Cases of {period} that have not been through the stages before, and are not drawn from:"
        " {cases}. A draw that is kept stays as it is: draw when they are ready.",
        _WARNING,
    ),
    "D041": (
        "No such draw in the store",
        "The store keeps no such draw. It keeps: {known}. Keep one: auditkit draws keep DRAW.",
    ),
    "D042": (
        "Case in several draws",
        "The case was drawn in several draws: {draws}. Say which is meant: --period, --stage or"
        " --programme, or the file of its record.",
    ),
    "D043": (
        "Replaced case is audited",
        "The audit of {case} for {period} at the stage {stage} is recorded. A case is replaced only"
        " where it cannot be audited: auditkit audits show {case}.",
    ),
    "D050": (
        "Staff code twice",
        "{staff} is there twice; the other is {other}. Write their roles, services and teams in"
        " one row, with ; between.",
    ),
    "D051": (
        "Address of two people",
        "This e-mail address stands in {other} as well. An address means one person.",
    ),
    "D052": ("Staff code missing", "The staff code is missing."),
    "D053": ("Unknown role", 'There is no role "{found}".{hint} Known: {known}.'),
    "D054": ("Not an e-mail address", "The text here is no e-mail address."),
    "D056": (
        "Address instead of a staff code",
        "Found an e-mail address where the staff code belongs. Give the code here and the address"
        " in the column email.",
    ),
    "D055": (
        "Nobody for a stage",
        "Nobody on the staff list has the role {role}, which audits at the stage {stage}.",
        _WARNING,
    ),
}
