"""Codes of documents and conditions."""

from __future__ import annotations

CODES: dict[str, tuple[str, ...]] = {
    # Y: the YAML itself
    "Y001": (
        "Not UTF-8",
        "Found {found}, expected UTF-8 text. Save the file as UTF-8.",
    ),
    "Y002": (
        "Document too large",
        "Found {size} bytes, expected at most 1,048,576. Split the document.",
    ),
    "Y003": (
        "Invisible character",
        "Found the invisible character {found}. Delete it; it often comes with text pasted from"
        " a word processor.",
    ),
    "Y004": ("Not YAML", "This is not YAML: {said}. Check the quotes, colons and indents."),
    "Y005": (
        "Condition without quotes inside {…}",
        "A condition inside {{…}} must stand in quotes. Write it as"
        " when: 'question == \"option\"', or put each key on a line of its own.",
    ),
    "Y006": (
        "Key repeated",
        'The key "{key}" stands twice, first in line {line}. Keep one of them.',
    ),
    "Y007": (
        "Anchor or alias",
        "Found the anchor or alias {name}. Anchors and aliases are not part of the language:"
        " write the value out, and quote a text that begins with & or *.",
    ),
    "Y008": ("Tag", "Found the tag {tag}. Tags are not part of the language: leave it out."),
    "Y009": ("Merge key", "Found the merge key <<. Write the keys out."),
    "Y010": (
        "Second document or directive",
        "Found a second document or a directive. Keep one document in a file.",
    ),
    "Y011": ("Nested too deep", "Nested more than {most} deep. Flatten the document."),
    "Y012": ("Too many values", "Found more than {most} values. Split the document."),
    "Y013": ("Empty document", "The document is empty, expected keys and values."),
    "Y014": (
        "Text cut off by #",
        "The text {found} was cut off: what follows # is a comment. Put the text in quotes, or"
        " two spaces before a comment.",
    ),
    "Y015": ("Key is not a text", "A key must be a text, not a list or a mapping."),
    # S: the shape of what stands in a document
    "S001": ("Unknown key", 'Unknown key "{found}".{hint} Known here: {known}.'),
    "S002": ("Wrong kind of value", "Found {found}, expected {expected}."),
    "S003": (
        "Not a language",
        'Found "{found}", expected a language code such as en or cy.',
    ),
    "S004": ("Not one of the allowed words", 'Found "{found}", expected {allowed}.{hint}'),
    "S005": ("Key missing", 'The key "{key}" is missing, expected {expected}.'),
    "S006": (
        "Reserved word",
        'The id "{found}" already means something in conditions. Choose another.',
    ),
    "S008": ("Text too long", "Found {length} characters, expected at most {most}."),
    # E: conditions
    "E001": (
        "Condition too long",
        "The condition has {length} characters, or too many parts; at most {most} are allowed."
        " Split it.",
    ),
    "E002": ("Condition nested too deep", "The condition is nested more than {most} deep."),
    "E003": (
        "Not a condition",
        "This is not a condition. Write one such as"
        ' contingency_plan == "no" and case.review_type == "unplanned".',
    ),
    "E004": (
        "Not part of the condition language",
        "{found} is not part of the condition language.",
    ),
    "E005": (
        "Chained comparison",
        "{found} compares three things at once. Write two comparisons with and.",
    ),
    "E006": ("Unknown question", 'There is no question "{found}".{hint}'),
    "E007": (
        "Unknown case field",
        'There is no case field "{found}". Declare it under case_fields.',
    ),
    "E008": ("Unknown function", '"{found}" is not a function. Known: {allowed}.'),
    "E009": ("Wrong arguments", "{function}(…) was given the wrong arguments."),
    "E010": (
        "Unknown option",
        '"{found}" is not an option of {question}.{hint} Its options: {allowed}.',
    ),
    "E011": ("Unlike things compared", "{left} and {right} cannot be compared."),
    "E012": (
        "Order of what has none",
        "{found} has no order, so {operator} says nothing. Use ==, != or in.",
    ),
    "E013": (
        "More decimals than declared",
        "{number} has more decimals than the {places} declared.",
    ),
    "E014": (
        "Not true or false",
        '{found} is neither true nor false. Compare it, as in question == "option".',
    ),
    "E015": ("Unknown section", 'There is no section "{found}".'),
    "E016": ("Unknown tag", 'No question is tagged "{found}".'),
    "E017": (
        "Score in applies_when",
        "{function}() is not known yet while questions are being asked.",
    ),
    "E018": (
        "Questions that apply in a circle",
        "These questions apply depending on each other: {circle}.",
    ),
    "E019": (
        "Typographic quotes",
        "Found typographic quotes. Use straight ones.",
    ),
    "E020": ("Single equals sign", "Found a single =. Compare with ==."),
    "E021": (
        "Wrong use of in or of a list",
        '{operator} cannot stand here. Write question in ["a", "b"], or "a" in question for one'
        " with several answers.",
    ),
    "E022": (
        "Several answers compared with one",
        'A question with several answers cannot be compared by {operator}. Write "a" in question.',
    ),
}
