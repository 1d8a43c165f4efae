"""Codes of what may say who somebody is."""

from __future__ import annotations

_WARNING = "warning"

CODES: dict[str, tuple[str, ...]] = {
    # N: privacy
    "N001": (
        "Not a key",
        "Found {found}, expected one line of {least} to {most} hexadecimal digits. Make a key:"
        " auditkit privacy key -o FILE.",
    ),
    "N002": (
        "Key that is no chance",
        "The key repeats itself, so it can be guessed. Make one: auditkit privacy key -o FILE.",
    ),
    "N003": (
        "Broken pseudonym",
        'Found "{found}", which begins like a pseudonym; one has {digits} digits and letters after'
        " {prefix}. Copy it again from the work list.",
    ),
    "N004": (
        "Identifying columns",
        "These columns may say who somebody is, and are not stored: {headings}.",
        _WARNING,
    ),
    "N005": (
        "Identifier in a text",
        'The {what} "{question}" may hold {kind} (character {at}). Take it out before it is'
        " stored.",
        _WARNING,
    ),
    "N006": (
        "E-mail address of nobody known",
        "The {fact} is an e-mail address that is not in the staff list. The return is held: add the"
        " address there, or give the code.",
    ),
    "N007": (
        "Case reference like an NHS number",
        "The case reference may be an NHS number. Use a pseudonym: --key-file FILE.",
        _WARNING,
    ),
    "N008": (
        "Case reference like a name",
        "The case reference may be somebody's name. Use a pseudonym: --key-file FILE.",
        _WARNING,
    ),
    "N009": (
        "No local number found",
        "Of {count} pseudonyms not one belongs to a local number of the list. The key or the list"
        " is another one than they were made with.",
    ),
    "N010": (
        "Staff by name",
        "The {fact} may be somebody's name. Staff stand in a store by their codes: put the code"
        " there.",
        _WARNING,
    ),
    "N012": (
        "List without pseudonyms",
        "The draw stands under pseudonyms, and the list does not. Say --key-file FILE, with the key"
        " that it was made with.",
    ),
    "N011": (
        "Local number not known",
        "No local number of the list belongs to {found}.",
        _WARNING,
    ),
}
