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
    "L003": (
        "Translation missing",
        "This text has no wording in {languages}, in which the set says other texts. Add it.",
        _WARNING,
    ),
    "L004": (
        "Option without wording in a language",
        'The question "{question}" words its option "{option}" for itself, and has no wording in {languages}. Add it.',
        _WARNING,
    ),
    "L005": (
        "Label of a question reads like another option",
        'The question "{question}" words "{one}" as "{text}", which also means "{other}". Reword it.',
        _WARNING,
    ),
    "L006": (
        "Label reads like another heading",
        'The label "{label}" also stands for "{other}": a column headed by it could be either. Reword it.',
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
    "L012": (
        "Band above the highest score",
        'The band "{band}" begins at {start}, and no score is above {high}. Let it begin lower.',
        _WARNING,
    ),
    "L013": (
        "Band within one step of rounding",
        'No rounded score lies between the start of "{band}" at {start} and the band "{above}". Set them further apart, or round to more places.',
        _WARNING,
    ),
    "L014": (
        "Band below the lowest score",
        'No score falls into the band "{band}": the lowest is {low}, and that is "{above}" already. Let the bands begin higher, or leave this one out.',
        _WARNING,
    ),
    "L015": (
        "Band by score where there is none",
        'The band "{band}" begins at a score, and the method rules_only gives none. Leave `from` out and add a rule.',
        _WARNING,
    ),
    "L016": (
        "Band that nothing gives",
        'No score, rule, limit or judgement gives the band "{band}". Say where it begins, or leave it out.',
        _WARNING,
    ),
    "L017": (
        "Best rating out of reach",
        'Whatever is answered, a limit or a poor answer keeps the rating below "{band}". Check that each limit names the poor answer.',
        _WARNING,
    ),
    "L018": (
        "More questions wanted than there are",
        "No rating is ever given: minimum_counted is {least}, and the questions that count are {counted}. Lower it.",
        _WARNING,
    ),
    "L019": (
        "Answers without a rating",
        "No rule holds for some complete answers ({example}), and there is no band by score. Add a last rule without a condition.",
        _WARNING,
    ),
    "L020": (
        "Weight without a score",
        'The question "{question}" has a weight and no scored option, so it never counts. Leave the'
        " weight out, or give its options scores.",
        _WARNING,
    ),
    "L021": (
        "Weight of a section that says nothing",
        'The section "{section}" has a weight, but over: questions averages questions. Say over:'
        " sections, or leave it out.",
        _WARNING,
    ),
    "L022": (
        "Nothing to score",
        "No question counts, so there is never a score. Give a question a weight and a scale with scores, or say method: rules_only.",
        _WARNING,
    ),
    "L023": (
        "Section of weight 0",
        'The section "{section}" has the weight 0, so that its questions never count. Give it a weight, or leave the scores out.',
        _WARNING,
    ),
    "L024": (
        "Step that nothing reaches",
        'No percentage of the section "{section}" comes to the step from {start}. Move it, or leave it out.',
        _WARNING,
    ),
    "L025": (
        "Maximum out of reach",
        'The section "{section}" can never be given its best score, {score}, by which it is measured: even faultless answers stay below 100%. Let a step that is reached have it.',
        _WARNING,
    ),
    "L026": (
        "Scale without an answer",
        'Every option of the scale "{scale}" is a state, so that no question with it can be answered. Add an option that says something.',
        _WARNING,
    ),
    "L027": (
        "Score of options without scores",
        'The question "{question}" has score: {score}, and no option of its scale has a score. Give them scores, or leave it out.',
        _WARNING,
    ),
    "L028": (
        "Question that always earns the same",
        'Every answer to "{question}" earns the same, so that it only pulls scores towards 100%. Give its options different scores, or the question the weight 0.',
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
    "L032": (
        "Meaning changed under the same id",
        'The question "{question}" of {base} means something else here: {what}. Remove it and add a question with an id of its own.',
        _WARNING,
    ),
    "L033": (
        "Case field changed under the same id",
        'The case field "{field}" no longer has the {what} that it has in {base}. Remove it and add one with an id of its own.',
        _WARNING,
    ),
    "L040": (
        "Question that is never asked",
        'The question "{question}" is never asked: no return can meet its conditions. Correct applies_when, or leave the question out.',
        _WARNING,
    ),
    "L041": (
        "Section that is never asked",
        'The section "{section}" is never asked: no return can meet its conditions. Correct applies_when, or leave the section out.',
        _WARNING,
    ),
    "L042": (
        "Condition that never holds",
        "No return can meet the condition {condition}. Correct it, or leave out what rests on it.",
        _WARNING,
    ),
    "L043": (
        "Condition that always holds",
        "Every return meets the condition {condition}. Correct it, or leave it out.",
        _WARNING,
    ),
    "L044": (
        "Rule that comes too late",
        "Wherever {condition} holds, a rule above has matched already. Put this rule above that one, or leave it out.",
        _WARNING,
    ),
    "L045": (
        "Rule after one that always matches",
        "Rule {earlier} always matches, so that this one never does. Correct that one, or leave this out.",
        _WARNING,
    ),
    "L046": (
        "Limit to the best band",
        'A limit to the best band, "{band}", lowers no rating. Name the band that the rating should not pass.',
        _WARNING,
    ),
    "L047": (
        "Limit that never lowers a rating",
        'Where {condition} holds, no score is better than "{band}" anyway. Name a poorer band, or leave the limit out.',
        _WARNING,
    ),
    "L048": (
        "The same outcome twice",
        "Number {earlier} of this list has the same outcome on the same condition. Leave one of the two out.",
        _WARNING,
    ),
    "L049": (
        "The same action twice",
        "Number {earlier} of the actions has the same title and the same condition. Leave one of the two out.",
        _WARNING,
    ),
    "L050": (
        "Scale that no question has",
        'No question has the scale "{scale}". Leave it out.',
        _WARNING,
    ),
    "L051": (
        "Case field that no condition names",
        "No condition names case.{field}, and it has no title that says what it is for. Name it in"
        " one, give it a title, or leave it out: nobody should have to collect what nobody uses.",
        _WARNING,
    ),
    "L052": (
        "Tag that nothing counts",
        'No condition counts by the tag "{tag}" (counted: {known}). Correct it, or leave it out.',
        _WARNING,
    ),
    "L053": (
        "Comment required on no answer",
        'The question "{question}" is never asked, so that no answer to it can need a comment. Leave comment_required out, or let the question be asked.',
        _WARNING,
    ),
    "L054": (
        "Bands that nobody can judge",
        'The options of "{question}" leave out these bands: {bands}. Add them to its scale.',
        _WARNING,
    ),
    "L055": (
        "Reason not asked for",
        'The question "{question}" holds the reason for a judgement, and is not always asked where "{judgement}" is. Give both the same applies_when.',
        _WARNING,
    ),
    "L056": (
        "Unknown role",
        'The role "{role}" is none that is known.{hint} Correct it if it is a slip; nobody may feel meant.',
        _WARNING,
    ),
}
