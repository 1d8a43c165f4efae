"""Codes of question sets and overlays, and of what the checks find in them."""

from __future__ import annotations

_WARNING = "warning"

CODES: dict[str, tuple[str, ...]] = {
    # Q: what must hold together in a question set
    "Q001": ("Id used twice", 'The id "{id}" is used twice, first in line {line}.'),
    "Q002": ("Unknown scale", 'There is no scale "{found}".{hint}'),
    "Q003": ("Scale missing", 'The question "{question}" needs a scale.'),
    "Q004": (
        "Key of a choice question elsewhere",
        '"{key}" says nothing for a question of type {type}. Leave it out.',
    ),
    "Q007": (
        "score of a single choice",
        'The question "{question}" has one answer: its score is the option\'s. Leave score out,'
        " or make the type choices.",
    ),
    "Q008": ("Negative weight", "Found the weight {found}, expected 0 or more."),
    "Q009": (
        "No score to reach",
        'The options of "{question}" need {what}.',
    ),
    "Q010": ("Unknown option named", 'There is no option "{found}" for {key}.{hint}'),
    "Q013": (
        "Bands out of order",
        "The band begins at {found}, not below {above}. Put the best band first.",
    ),
    "Q014": ("Unknown band", 'There is no band "{found}".{hint} Known: {known}.'),
    "Q015": ("Judgement that is no rating", "The judgement {what}."),
    "Q016": (
        "Reason that is no text question",
        '"{found}" is no text question, so it cannot hold the reason.',
    ),
    "Q017": ("Rescore out of order", "Rescore: {what}."),
    "Q018": (
        "Rule without condition before the last",
        "A rule without a condition always matches: only the last may have none.",
    ),
    "Q021": (
        "Option with score and state",
        'The option "{option}" has both a score and a state. Keep one.',
    ),
    "Q022": ("Case field contradicts its type", 'The case field "{field}" {what}.'),
    "Q023": ("Section without questions", 'The section "{section}" holds no question.'),
    "Q024": ("Unknown scoring method", 'There is no scorer "{found}".{hint} Known: {known}.'),
    "Q026": ("Dates out of order", "effective_to {last} is before effective_from {first}."),
    "Q027": ("Nothing to reverse", 'The question "{question}" is not scored.'),
    "Q028": (
        "Method and key do not go together",
        "{what} goes with the method weighted_mean only.",
    ),
    "Q029": (
        "Option without score or state",
        'The option "{option}" of the scored scale "{scale}" has neither a score nor a state.'
        " Say which: state: not_applicable or not_assessed, or a score.",
    ),
    "Q030": (
        "Places or unit without a number",
        'The question "{question}" is no number, so it has neither places nor unit.',
    ),
    "Q031": ("Scorer argument refused", 'The scorer "{method}" refused its arguments: {said}'),
    "Q032": (
        "Set under another name",
        'The set offered as "{name}" calls itself "{found}".',
    ),
    # O: overlays, which lie over another set
    "O001": (
        "Base not found",
        'The set to lie over, "{name}", cannot be had: {said}',
    ),
    "O002": (
        "Nothing there to change",
        'There is no {kind} "{id}" in {base} ({other}).{hint} Correct the id, or leave this out.',
    ),
    "O003": (
        "Already there",
        'There is a {kind} "{id}" in {base} already ({other}). Change that one, or choose'
        " another id.",
    ),
    "O004": (
        "Nothing to stand beside",
        'There is no "{found}" to stand {word} in the same list ({other}).{hint}',
    ),
    "O005": (
        "Both after and before",
        "A piece stands after one thing or before one, not both ({other}). Keep one of the two.",
    ),
    "O006": (
        "Both changed and removed",
        'The {kind} "{id}" is removed here and changed at {other}. Keep one of the two.',
    ),
    "O007": (
        "Another id",
        'The {kind} "{id}" keeps its id. Remove it and add another, for what means something'
        " else needs an id of its own.",
    ),
    "O008": (
        "Names what was removed",
        'Here "{id}" is named, which is removed at {other}. Change or remove this too.',
    ),
    "O009": (
        "Overlays in a circle",
        "These sets lie over each other in a circle: {circle}. One must stand on its own.",
    ),
    "O010": (
        "Base without its version",
        'Found "{found}", expected ID@VERSION or a file such as ../core/1.0.yaml: an overlay lies'
        " over one version.",
    ),
    # L: what the checks of question sets find
    "L001": (
        "Options that read alike",
        'The text "{text}" means both "{one}" and "{other}". Reword one of them.',
        _WARNING,
    ),
    "L002": (
        "Questions with the same text",
        'The questions "{one}" and "{other}" have the same text: a column headed by it could be'
        " either's. Reword one of them.",
        _WARNING,
    ),
    "L010": (
        "Scores below the lowest band",
        "The lowest band begins at {start}: a lower score gets no rating. Let it begin at 0.",
        _WARNING,
    ),
    "L011": (
        "Rating on hardly any answers",
        "A return with a single answer gets a rating. Set minimum_coverage or minimum_counted.",
        _WARNING,
    ),
    "L020": (
        "Weight without a score",
        'The question "{question}" has a weight and no scored option, so it never counts.',
        _WARNING,
    ),
    "L021": (
        "Weight of a section that says nothing",
        'The section "{section}" has a weight, but over: questions averages questions. Say over:'
        " sections, or leave it out.",
        _WARNING,
    ),
    "L030": (
        "Text changed under the same version",
        "Since version {version} was published its texts have changed: {changes}. Give the set a"
        " new version, or lock it again if nobody has used it (auditkit sets lock FILE --force).",
        _WARNING,
    ),
    "L031": (
        "Meaning changed under the same version",
        "Since version {version} was published it has come to mean something else: {changes}."
        " Give the set a new version: returns pinned to this one are held.",
    ),
}
