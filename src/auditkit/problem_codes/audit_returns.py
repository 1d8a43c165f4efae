"""Codes of files, audit returns and scorecards."""

from __future__ import annotations

_ERROR = "error"
_WARNING = "warning"
_HELD = "Held."

CODES: dict[str, tuple[str, ...]] = {
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
        "Found {found} under {expected}: cells may have moved.",
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
    "F013": ("Rows above the headings", "Left out above the headings: {rows}.", _WARNING),
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
        "The file is refused whole (--strict). Returns with problems: {count}.",
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
    "F052": ("Table too large", "Found more than {most}. Split the file."),
    "F053": (
        "Column of the name of a result",
        "The frame has columns that are called as results are: {columns}. Rename or drop them"
        " first.",
    ),
    "F054": (
        "Unknown kind of frame",
        "Found {found}, expected a frame of Polars, pandas, PyArrow, DuckDB, PySpark or Dask.",
    ),
    "F055": (
        "Scorer that is slow in bulk",
        "The scorer {name} neither adds nor folds: it is asked anew for every pattern of answers,"
        " which is slower.",
        _WARNING,
    ),
    "F056": (
        "Ratio too large for a frame",
        "The numerator or the denominator of a score has more than {digits} digits, which no"
        " number of a frame holds. Score these returns as files.",
    ),
    "F057": (
        "Large file that is not plain",
        "A file of this size must be plain: headings in its first line, as many cells in every row,"
        " text in UTF-8, no line break within a cell. Save it so, or split it into files of at most"
        " 100 MB.",
    ),
    "F058": (
        "No one question set for a large file",
        "Nothing says under which one question set to score these files. Name it: --set ID@VERSION.",
    ),
    "F059": (
        "Spark does not start",
        "Spark does not start: {said}. It needs Java 17 or newer, and a master that answers.",
    ),
    "F061": (
        "Text that is not UTF-8",
        "A column of texts holds one that is not UTF-8: it is damaged. Write the data anew.",
    ),
    "F062": (
        "Spark stops",
        "Spark stopped: {said}. Put the returns right if it is about them; else run it again.",
    ),
    "F063": (
        "File changed while it was read",
        "The file was changed while it was read. Score it again when nothing writes to it.",
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
        "Found {rows}, the first is row {row}. What is hidden is read all the same.",
        _WARNING,
    ),
    "F030": (
        "Merged cells",
        "Found {ranges}, the first is {range}. Only the first cell of each has the value.",
        _WARNING,
    ),
    "F031": (
        "Headings without a row",
        "Found headings and no row below them, expected a row for each return.",
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
        'Found "{found}", expected at most {places}.',
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
        "The return was filled in under another text of {name}.{changes} Score it with the file"
        " it was made from (--set FILE).",
        _ERROR,
        _HELD,
    ),
    "R027": (
        "No question set named",
        "Nothing says which question set these returns belong to. Name it: --set ID (auditkit sets list shows what there is).",
    ),
    "R030": (
        "Not assessed, and the set refuses that",
        "Not assessed: {questions}. This set refuses returns with such questions.",
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
