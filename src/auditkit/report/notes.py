"""What people write for a report: the decision asked, a commentary, and cleared case studies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from auditkit.documents.yaml_text import decode
from auditkit.errors import Refused
from auditkit.frozen import changed, frozen
from auditkit.languages import noted, said, words_in
from auditkit.matching.folding import fold
from auditkit.privacy.comments import identifiers_in
from auditkit.problems import Place, Problem, did_you_mean, problem
from auditkit.report.model import Block, Paragraph, Points, Subheading
from auditkit.tables.files import AnyPath, name_of, read_bytes
from auditkit.wording import shortened

DECISION, COMMENTARY, CASE_STUDIES = "decision", "commentary", "case_studies"
# Each part with its heading, which may be in any language that auditkit speaks.
PARTS = {
    DECISION: noted("Decision"),
    COMMENTARY: noted("Commentary"),
    CASE_STUDIES: noted("Case studies"),
}
_FACTS = {
    "author": noted("Author"),
    "marking": noted("Marking"),
    "meeting": noted("Meeting"),
    "date": noted("Date"),
    "cleared": noted("Cleared by"),
}
_SPOKEN = ("en", "cy")
_HEADING, _SUBHEADING, _BULLETS = "# ", "## ", ("- ", "* ")

# A line with its number in the file.
_Line = tuple[int, str]


@frozen(kw_only=True)
class Notes:
    """What a file of notes says; `meeting` is the day of the meeting, `problems` are the warnings
    about it.
    """

    author: str = ""
    marking: str = ""
    meeting: date | None = None
    decision: tuple[Block, ...] = ()
    commentary: tuple[Block, ...] = ()
    case_studies: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_notes(path: AnyPath) -> Notes:
    """The notes in a text file. Raises `Refused` where it says what no report has a place for."""
    return notes_of(decode(read_bytes(path), name_of(path)), name_of(path))


def notes_of(text: str, file: str) -> Notes:
    """The notes in a text; the file is named in problems."""
    above, parts = _parts(list(enumerate(text.split("\n"), 1)), file)
    facts, rest = _facts(above, ("author", "marking", "meeting", "date"))
    outside = next((at for at, line in rest if line.strip()), None)
    if outside is not None:
        raise Refused([problem("W004", Place(file=file, line=outside))])
    cleared, left_out = _cleared(parts.get(CASE_STUDIES, []), file)
    found = Notes(
        author=facts.get("author", ""),
        marking=facts.get("marking", ""),
        meeting=_day(facts.get("meeting") or facts.get("date") or "", file),
        decision=tuple(_blocks(parts.get(DECISION, []))),
        commentary=tuple(_blocks(parts.get(COMMENTARY, []))),
        case_studies=tuple(cleared),
    )
    told = [*parts.get(COMMENTARY, []), *parts.get(CASE_STUDIES, [])]
    return changed(found, problems=(*left_out, *_identifying(told, file)))


def _day(text: str, file: str) -> date | None:
    """A day as ``2026-07-21``."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused([problem("W008", Place(file=file), found=shortened(text))]) from None


def _parts(lines: Sequence[_Line], file: str) -> tuple[list[_Line], dict[str, list[_Line]]]:
    """What stands above the first heading, and what below each."""
    above: list[_Line] = []
    parts: dict[str, list[_Line]] = {}
    problems, current = [], above
    for at, line in lines:
        if not line.startswith(_HEADING):
            current.append((at, line))
            continue
        found = line.removeprefix(_HEADING).strip()
        name = _named(found, PARTS)
        if name is None or name in parts:
            problems.append(_no_part(found, Place(file=file, line=at), name))
        else:
            current = parts[name] = []
    if problems:
        raise Refused(problems)
    return above, parts


def _no_part(found: str, place: Place, name: str | None) -> Problem:
    if name is not None:
        return problem("W005", place, found=shortened(found))
    known = ", ".join(PARTS.values())
    hint = did_you_mean(found, PARTS.values())
    return problem("W003", place, found=shortened(found), hint=hint, known=known)


def _named(text: str, known: dict[str, str]) -> str | None:
    spelt = fold(text)
    return next(
        (
            name
            for name, wording in known.items()
            for language in _SPOKEN
            if spelt == fold(words_in(language).translate(wording))
        ),
        None,
    )


def _facts(lines: Sequence[_Line], wanted: Sequence[str]) -> tuple[dict[str, str], Sequence[_Line]]:
    """The facts that stand first, one a line, such as ``Author: A. Person``; and what follows."""
    known = {name: _FACTS[name] for name in wanted}
    facts: dict[str, str] = {}
    for number, (_, line) in enumerate(lines):
        before, colon, after = line.partition(":")
        name = _named(before, known) if colon else None
        if name is not None:
            facts[name] = after.strip()
        elif line.strip():
            return facts, lines[number:]
    return facts, ()


def _cleared(lines: Sequence[_Line], file: str) -> tuple[list[Block], list[Problem]]:
    """The case studies that somebody has cleared; the others are left out and named."""
    studies: list[list[_Line]] = [[]]
    for one in lines:
        if one[1].startswith(_SUBHEADING):
            studies.append([])
        studies[-1].append(one)
    blocks: list[Block] = []
    problems = []
    for study in studies:
        is_titled = bool(study) and study[0][1].startswith(_SUBHEADING)
        facts, story = _facts(study[is_titled:], ("cleared",))
        if facts.get("cleared"):
            blocks += _blocks([*study[:is_titled], *story])
        elif story:
            problems.append(problem("W006", Place(file=file, line=study[0][0])))
    return blocks, problems


def _blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    """Paragraphs, which empty lines part, points, which begin with a dash or a star, and headings
    of their own.
    """
    gathered: list[str] = []
    points: list[str] = []
    for line in [*(line.strip() for _, line in lines), ""]:
        is_point, is_heading = line.startswith(_BULLETS), line.startswith(_SUBHEADING)
        if gathered and (is_point or is_heading or not line):
            yield Paragraph(" ".join(gathered))
            gathered = []
        if points and (is_heading or not line):
            yield Points(tuple(points))
            points = []
        if is_heading:
            yield Subheading(line.removeprefix(_SUBHEADING).strip())
        elif is_point:
            points.append(line[2:].strip())
        elif points:
            points[-1] += f" {line}"
        elif line:
            gathered.append(line)


def _identifying(lines: Sequence[_Line], file: str) -> Iterator[Problem]:
    for at, line in lines:
        for one in identifiers_in(line):
            place = Place(file=file, line=at, column=one.start + 1)
            yield problem("W007", place, kind=said(one.kind))
