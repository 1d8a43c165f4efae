"""Codes of the store and its trail."""

from __future__ import annotations

CODES: dict[str, tuple[str, ...]] = {
    # T: the store
    "T001": (
        "No store there",
        "There is no store at {where}. Make one: auditkit store init --store {where}",
    ),
    "T002": (
        "Not a store",
        "{where} is no store of auditkit: {said}. Nothing in it was changed.",
    ),
    "T003": (
        "Store of a newer version",
        "{where} is a store of version {found}; this auditkit knows versions up to {known}."
        " Install a newer auditkit.",
    ),
    "T004": (
        "Store of an older version",
        "{where} is a store of version {found}, this auditkit works with version {known}."
        " Bring it up to date: auditkit store upgrade --store {where}",
    ),
    "T005": (
        "Store damaged",
        "{where} is damaged: {said}. Go back to the last backup, or export what can be read.",
    ),
    "T006": ("Store there already", "There is a store at {where} already. It was left as it is."),
    "T007": (
        "Store busy",
        "{where} was in use by others for over {seconds} seconds. Try again in a moment.",
    ),
    "T008": (
        "Store cannot be reached",
        "{where} cannot be used: {said}. Check the address, the folder and who may write there.",
    ),
    "T009": (
        "Not an address of a store",
        "{where} is no address of a store: {said}. Expected a path such as audits.sqlite, or a"
        " URL such as postgresql://host/database.",
    ),
    "T010": (
        "Time without a zone",
        "Found {found}, a time without a time zone. Give one that is aware of its zone.",
    ),
    "T011": (
        "Character that cannot be stored",
        "Found {found} in {where}, which no database keeps. Take it out.",
    ),
    "T012": ("Nobody named", "The change names nobody who makes it. Give the code of an actor."),
    "T013": (
        "Programme not said",
        "{count} programmes are kept here ({known}). Say which this belongs to.",
    ),
    "T014": (
        "Reason missing",
        "{what} needs a reason. Say why, in a sentence.",
    ),
    "T015": (
        "Connection without transactions",
        "The connection that was given commits every statement by itself (AUTOCOMMIT), so that a"
        " change could be half there. Give one of another isolation level, and commit it.",
    ),
    # T02: what stands against what
    "T020": (
        "Other return recorded",
        "Another return is recorded for this case, period and stage, by {who} on {when}."
        " {differing}. Nothing was changed: correct the recorded one, or leave it.",
    ),
    "T021": (
        "Key used before",
        'The key "{key}" was used before for something else (entry {seq}). Use a new key.',
    ),
    "T022": (
        "Changed by somebody else",
        "{what} is at version {found} by now, changed by {who}; your change was made to version"
        " {expected}. {differing}. Look at both, and change it again.",
    ),
    "T023": ("Not found", "There is no {what} here."),
    "T024": (
        "Nothing to correct",
        '"{question}" holds this answer and comment already. Nothing was changed.',
    ),
    "T025": (
        "Cursor elsewhere",
        'The cursor "{name}" is at {found}, not at {expected}: another observer has moved it.',
    ),
    "T026": (
        "Recorded already",
        "The {what} is recorded already, and other than this one. It was left as it is.",
    ),
    "T027": (
        "Action open already",
        'The action {action} is open for this case and "{question}" already. Change that one.',
    ),
    "T028": (
        "Audits of several periods",
        "{case} was audited at the stage {stage} for these periods: {known}. Say which: --period.",
    ),
    "T029": (
        "Erased since",
        'What was recorded with the key "{key}" (entry {seq}) was erased since. Nothing was'
        " recorded: what was erased is not kept again.",
    ),
    # T03: what verifying finds
    "T030": (
        "Trail does not hold",
        "The first bad entry is {seq}: {said}. Keep this file as it is, and compare it with a"
        " backup or an export.",
    ),
    "T031": ("More that does not hold", "{count} more findings after it."),
    "T032": (
        "Not the head that was kept",
        "Entry {seq} has the digest {found}, expected {expected}. The trail was written anew, or"
        " the head belongs to another store.",
    ),
    "T033": (
        "Entries gone since",
        "The trail ends with entry {last}, expected at least {seq}. Its end was cut off, or the"
        " head belongs to another store.",
    ),
    "T034": (
        "Not a head",
        "Found {found}, expected a sequence number and a digest, as in 12:3f0a….",
    ),
    # T04: exports
    "T040": ("Not an export", "Line {line}: {said}. Expected an export of auditkit's store."),
    "T041": (
        "Export damaged",
        "Line {line}: {said}. The file was damaged or changed since it was written; nothing was"
        " imported.",
    ),
    "T042": (
        "Export cut off",
        "The file ends after {found} of {expected} entries. Nothing was imported.",
    ),
    "T043": (
        "Store not empty",
        "{where} holds {count} entries already; an export goes into an empty store.",
    ),
    "T044": (
        "Export of a newer version",
        "The export is of version {found}; this auditkit knows versions up to {known}. Install a"
        " newer auditkit.",
    ),
}
