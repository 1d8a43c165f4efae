"""Codes of ratings whose agreement is measured: scales, files of ratings, tables, weights."""

from __future__ import annotations

_WARNING = "warning"

CODES: dict[str, tuple[str, ...]] = {
    "G001": (
        "Scale of fewer than two options",
        "Found a scale of {count}, expected at least two options, the lowest first.",
    ),
    "G002": (
        "Option twice on a scale",
        '"{found}" and "{first}" cannot be told apart on this scale. Name each option once.',
    ),
    "G003": ("Blank option", "Option {position} of the scale is blank. Name it."),
    "G004": (
        "Another number of scores than options",
        "Found {found} scores, expected {expected}: one for each option, in their order.",
    ),
    "G010": (
        "Rating that is not on the scale",
        'Found "{found}".{hint} The scale declared is: {known}. Leave the cell empty where there'
        " is no rating.",
    ),
    "G011": (
        "Unit twice",
        'The unit "{found}" stands in row {first} already. Put all its ratings into one row.',
    ),
    "G012": (
        "Row without a unit",
        "The first column is blank. Write there what was rated.",
    ),
    "G013": (
        "Row of another length than the headings",
        "Found {found} cells under {expected} headings: cells may have moved.",
    ),
    "G014": (
        "Fewer than two raters",
        "Found {found}, expected the unit in the first column and one column for each of two or"
        " more raters.",
    ),
    "G015": ("No ratings", "Nothing stands below the headings."),
    "G016": (
        "First row of ratings taken for headings",
        "The first row is taken for headings, but it reads like ratings: {found}. Put a row of"
        " headings above it if it is one.",
        _WARNING,
    ),
    "G017": (
        "Table of counts read as ratings",
        "This is a table with the options of the scale down its first column and along its first"
        " row. If its cells are counts, say --table.",
    ),
    "G020": (
        "Not a count",
        'Found "{found}", expected how many units were rated so: a whole number from 0.',
    ),
    "G021": (
        "Option of a table that is not on the scale",
        'Found "{found}".{hint} The scale declared is: {known}.',
    ),
    "G022": (
        "Option of a table twice",
        'The option "{found}" stands in {first} already.',
    ),
    "G030": (
        "Weights of another size than the scale",
        "Found {found}, expected a square table of {expected}, a row and a column for each option"
        " of the scale.",
    ),
    "G031": (
        "Not a weight",
        'Found "{found}", expected a number, 0 or more.',
    ),
    "G032": (
        "Neither weights of disagreement nor of agreement",
        "Between each option and itself there must be 0 throughout (weights of disagreement) or 1"
        " throughout (weights of agreement, none of them above 1).",
    ),
    "G033": (
        "Weights that tell nothing apart",
        "Every two options agree in full under these weights. Give a disagreement some weight.",
    ),
}
