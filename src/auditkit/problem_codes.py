"""Every problem that auditkit can find: a stable code, and how it is put to a person.

A code is never used again for another meaning. The words in braces are the facts that
whoever finds the problem must supply. `docs/reference/problems.md` is made from this table.
"""

from __future__ import annotations

from auditkit.frozen import frozen


@frozen
class Code:
    """How a problem is put: `title` for the list of codes, `message` for the case at hand,
    `outcome` for what becomes of the return.
    """

    title: str
    message: str
    severity: str = "error"
    outcome: str = ""


def code_of(name: str) -> Code:
    """The code of this name."""
    return Code(*CODES[name])


_ERROR = "error"
_WARNING = "warning"
_HELD = "Held."

# Plain tuples of texts, which cost next to nothing at start-up.
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
    # F: files and the tables in them
    "F001": ("Cannot be opened", "Cannot be opened: {said}."),
    "F002": ("Empty file", "The file is empty, expected headings and at least one row."),
    "F003": ("Encoding other than UTF-8", "Read as {encoding}.", _WARNING),
    "F004": (
        "Unknown encoding",
        "The text is neither UTF-8, UTF-16 nor Windows-1252 (byte 0x{byte:02x} at {at}). Save the"
        " file as CSV UTF-8.",
    ),
    "F005": (
        "Broken quotes",
        "A quotation mark that opens in row {row} is not closed as it should be ({said}). The file"
        " is refused, for rows may have run into each other.",
    ),
    "F006": ("NUL character", "Found a NUL character: this is not a text file."),
    "F007": (
        "Cell too long",
        "Found {length} characters, expected at most 32,767, as in a spreadsheet cell.",
    ),
    "F008": ("File too large", "Found {size} bytes, expected at most {most}."),
    "F009": (
        "Unknown kind of file",
        "No reader knows this kind of file. Known: {known}.",
    ),
    "F010": (
        "Row of another length than the headings",
        "Found {found} cells under {expected} headings: cells may have moved.",
        _ERROR,
        "Not scored.",
    ),
    "F011": (
        "No column of case references",
        'No heading row with a column "Case reference" (case_ref) was found.{hint} Name the column'
        " in a mapping file (--columns).",
    ),
    "F012": (
        "Heading twice",
        'The heading "{heading}" stands twice, first in {first}. Rename or delete one.',
    ),
    "F013": ("Rows above the headings", "{count} rows above the headings are left out.", _WARNING),
    "F014": (
        "Not a row of data",
        'This looks like {what}, not like a return: "{found}". It is left out.',
        _WARNING,
    ),
    "F015": (
        "File in a folder left out",
        "No reader knows this kind of file. Save it as .xlsx or .csv if it holds returns.",
        _WARNING,
    ),
    "F016": ("Folder without returns", "The folder holds no file that a reader knows."),
    "F017": (
        "Refused for its problems",
        "The file is refused whole (--strict): {count} of its returns have problems.",
    ),
    "F018": (
        "File there already",
        "There is a file of this name already. Choose another, or say --force.",
    ),
    "F019": ("Cannot be written", "Cannot be written: {said}."),
    "F050": ("File in use", "{name} is open in another program: close it and run again."),
    "F051": (
        "Too many rows for a sheet",
        "The sheet {sheet} would need {count} rows, and a workbook holds 1,048,575. Write CSV"
        " instead: --format csv or --format answers.",
    ),
    "F020": (
        "Damaged workbook",
        "This workbook cannot be read: {said}. Open it in Excel and save it anew as .xlsx.",
    ),
    "F021": (
        "Another spreadsheet format",
        "This is {found}. Save it as an Excel workbook (.xlsx), without a password.",
    ),
    "F022": (
        "Workbook too large",
        "Found {found}, expected at most {most}. Split the workbook.",
    ),
    "F026": (
        "Several sheets with data",
        "Several sheets hold data: {sheets}. Say which: --sheet NAME.",
    ),
    "F027": ("No sheet with data", "No visible sheet holds data."),
    "F028": ("Sheet not there", 'There is no sheet "{found}".{hint} Sheets: {known}.'),
    "F029": (
        "Hidden rows",
        "{count} rows are hidden, the first is row {row}. They are read all the same.",
        _WARNING,
    ),
    "F030": (
        "Merged cells",
        "{count} ranges of cells are merged, the first is {range}. Only the first cell of each"
        " has the value.",
        _WARNING,
    ),
    "F040": ("Not JSON", "This is not JSON: {said}."),
    "F041": ("JSON value refused", "{what}."),
    # R: audit returns
    "R001": (
        "Column of a scored question missing",
        'There is no column for the scored question "{question}". The file is refused: add the'
        " column, empty if need be, or map it (--columns).",
    ),
    "R002": ("Column missing", 'There is no column for "{question}".', _WARNING),
    "R003": (
        "Unknown columns",
        "These columns are not part of the question set and are left out: {headings}.",
        _WARNING,
    ),
    "R005": ("Mapping of something unknown", 'The question set has no "{found}".{hint}'),
    "R006": ("Mapped heading not there", 'No column is headed "{found}".{hint}'),
    "R010": ("Case reference missing", "The case reference is missing.", _ERROR, _HELD),
    "R011": (
        "Damaged by the spreadsheet",
        'Found "{found}": {what}. Type the value again, in a cell formatted as text.',
        _ERROR,
        _HELD,
    ),
    "R012": (
        "Answer not among the options",
        'Found "{found}".{hint} Allowed: {allowed}.',
        _ERROR,
        _HELD,
    ),
    "R013": (
        "Answers that exclude each other",
        'Found "{found}": an option such as "not applicable" cannot stand beside another.',
        _ERROR,
        _HELD,
    ),
    "R014": (
        "Answers not separated by ;",
        'Found "{found}". Put ; between several answers.',
        _ERROR,
        _HELD,
    ),
    "R015": ("Not a number", 'Found "{found}", expected a number.', _ERROR, _HELD),
    "R016": (
        "Too many decimals",
        'Found "{found}", expected at most {places} decimals.',
        _ERROR,
        _HELD,
    ),
    "R017": (
        "Not a date",
        'Found "{found}", expected a date such as 13/04/2026 or 2026-04-13.',
        _ERROR,
        _HELD,
    ),
    "R018": (
        "Date with the month first",
        'Found "{found}", which is a date only with the month first. Write the day first.',
        _ERROR,
        _HELD,
    ),
    "R019": (
        "Date that may have the month first",
        'Found "{found}"; another date of this column has the month first, so this one could be'
        " read either way. Write the dates of the column as 2026-04-13.",
        _ERROR,
        _HELD,
    ),
    "R020": (
        "Unknown stage",
        'Found the stage "{found}", expected one of {allowed}.',
        _ERROR,
        _HELD,
    ),
    "R023": (
        "Case twice",
        "{case} is there twice at the same stage and period; the other is {other}. Delete one, or"
        " take the newer: --duplicates latest.",
        _ERROR,
        _HELD,
    ),
    "R024": (
        "Older of two returns",
        "{case} is there twice at the same stage and period; the newer is {other}.",
        _WARNING,
        "Left out.",
    ),
    "R025": (
        "Unknown question set",
        'There is no question set "{found}".{hint} Known: {known}.',
    ),
    "R026": (
        "Another text of the question set",
        "The return was filled in under another text of {name}. Score it with the file it was"
        " made from (--set FILE).",
        _ERROR,
        _HELD,
    ),
    "R027": (
        "No question set named",
        "Nothing says which question set these returns belong to. Name it: --set ID (auditkit sets list shows what there is).",
    ),
    "R030": (
        "Not assessed, and the set refuses that",
        "{count} questions are not assessed, and this set refuses such returns: {questions}.",
        _ERROR,
        _HELD,
    ),
    "R031": (
        "Another question set or version",
        'Found "{found}", expected "{expected}". A return is scored under the version it names.',
        _ERROR,
        _HELD,
    ),
    "R032": ("Case reference too long", "Found more than {most} characters.", _ERROR, _HELD),
    "R033": (
        "Version that lost its zero",
        'Found "{found}", expected "{expected}": the spreadsheet took the version for a number.'
        " Format the column as text.",
        _ERROR,
        _HELD,
    ),
    "R034": (
        "Several versions",
        "{name} has several versions ({versions}), and neither the return nor its date says which.",
        _ERROR,
        _HELD,
    ),
    "R035": (
        "Answer to an unknown question",
        'The question set has no question "{found}".{hint}',
    ),
    "R036": ("Unknown fact", 'The question set has no use for "{found}".{hint}'),
    # C: what a scorecard says beside its figures
    "C001": (
        "Answered though not asked",
        '"{question}" was answered although it did not apply; the answer is kept and not counted.',
        _WARNING,
    ),
    "C002": (
        "Asked or not is open",
        'Whether "{question}" applies rests on a question not assessed; it was not asked.',
        _WARNING,
    ),
    "C003": ("Comment missing", '"{question}" needs a comment for this answer.', _WARNING),
    "C004": (
        "Judged and computed rating differ",
        "The stated rating is {judged}, the answers come to {computed}, and no reason is given.",
        _WARNING,
    ),
    "C005": (
        "Case field missing",
        'The case field "{field}" is not given, so every comparison with it is false.',
        _WARNING,
    ),
    "C006": (
        "No judgement given",
        "The judged rating is the official one here, and none was given.",
        _WARNING,
    ),
    "C007": ("Too few answers for a rating", "No rating: {because}.", _WARNING),
}
