"""Which column of a table holds what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING

from auditkit.frozen import frozen
from auditkit.languages import noted, said_in_each, said_plural
from auditkit.matching.folding import fold, without_guard
from auditkit.matching.options import wordings
from auditkit.problems import Place, Problem, did_you_mean, problem
from auditkit.questions.model import QuestionSet, question_label
from auditkit.questions.shapes import METADATA
from auditkit.returns import Table
from auditkit.wording import listed, shortened

if TYPE_CHECKING:
    from auditkit.matching.mapping import ColumnsMap

# Headings that people use for what auditkit calls by an id.
FRIENDLY: Mapping[str, tuple[str, ...]] = {
    "case_ref": (
        noted("Case reference"),
        "Case ref",
        "Case",
        "Cyfeirnod yr achos",
        "Cyfeirnod achos",
        "Achos",
    ),
    "service": (noted("Service"), "Gwasanaeth"),
    "team": (noted("Team"), "Tîm"),
    "practitioner": (noted("Practitioner"), "Practitioner code", "Ymarferydd", "Cod yr ymarferydd"),
    "stage": (noted("Audit stage"), "Stage", "Cam yr archwiliad", "Cam"),
    "period": (noted("Audit period"), "Period", "Cyfnod yr archwiliad", "Cyfnod"),
    "auditor": (noted("Auditor"), "Auditor code", "Archwilydd", "Cod yr archwilydd"),
    "audit_date": (noted("Audit date"), "Date of audit", "Dyddiad yr archwiliad"),
    "question_set": (noted("Question set"), "Set gwestiynau"),
    "set_version": (
        noted("Question set version"),
        "Set version",
        "Fersiwn y set gwestiynau",
        "Fersiwn y set",
    ),
    "content_hash": (noted("Content hash"), "Hash y cynnwys"),
}
# What the heading of a comment begins with, before the question it belongs to.
COMMENT_ON = (noted("Comment: {question}"), "Sylw: {question}")
# Columns that Microsoft Forms adds by itself; two of them are personal and never read.
FORMS_HEADINGS = ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time")
FORMS_ORIGIN = "forms"
FOLLOWING_COLUMN = "following_column"
_COMPLETION_TIME = "completion time"
_LAST_MODIFIED_TIME = "last modified time"
_UNKNOWN_SHOWN = 20
# A heading that ends in a number, which may belong to it or tell it from others like it.
_NUMBERED = r"(.*\S) ?\(([1-9][0-9]{0,3})\)|(.*\S) ([1-9][0-9]{0,3})|(.*[^ 0-9])([1-9][0-9]{0,3})"


@cache
def metadata_headings() -> Mapping[str, str]:
    """Folded headings of metadata, with what they mean."""
    return {fold(text): key for key in METADATA for text in (key, *FRIENDLY[key])}


@cache
def _added_by_forms() -> frozenset[str]:
    return frozenset(map(fold, FORMS_HEADINGS))


@frozen(kw_only=True)
class Columns:
    """Columns of a table by what they hold, counted from 0.

    `completed` is that of the times at which a form was sent in, and `modified` that of the
    times at which it was changed thereafter. `unknown` are those of no use.
    """

    metadata: Mapping[str, int]
    case: Mapping[str, int]
    answers: Mapping[str, int]
    comments: Mapping[str, int]
    completed: int | None
    modified: int | None
    unknown: tuple[int, ...]


def metadata_columns(table: Table, mapping: ColumnsMap | None) -> dict[str, int]:
    """The columns of metadata alone: they can be found before the question set is known."""
    known = metadata_headings()
    mapped = mapping.columns if mapping else {}
    by_heading = _by_heading(table)
    wanted = {key: _headed(mapped[key], by_heading) for key in METADATA if key in mapped}
    found = {key: columns[0] for key, columns in wanted.items() if columns}
    taken = set(found.values())
    for index, heading in enumerate(table.headings):
        key = known.get(fold(heading), "")
        if key and key not in found and key not in mapped and index not in taken:
            found[key] = index
    if "audit_date" not in found:
        completed = completion_column(table)
        if completed is not None:
            found["audit_date"] = completed
    return found


def completion_column(table: Table) -> int | None:
    """Where an export of Microsoft Forms says when each form was sent in."""
    return _forms_column(table, _COMPLETION_TIME)


def _forms_column(table: Table, heading: str) -> int | None:
    if table.origin != FORMS_ORIGIN:
        return None
    columns = _by_heading(table).get(heading)
    return columns[0] if columns else None


def fits(mapping: ColumnsMap, table: Table) -> bool:
    """Whether a mapping file is meant for a table: any heading is there that it names, and
    that would not be known without it.
    """
    known = metadata_headings()
    named = {fold(text): known.get(fold(text)) == key for key, text in mapping.columns.items()}
    named.update((fold(text), False) for text in _comments(mapping).values())
    telling = [text for text, is_known in named.items() if not is_known] or list(named)
    by_heading = _by_heading(table)
    return not telling or any(_headed(text, by_heading) for text in telling)


def _comments(mapping: ColumnsMap) -> Mapping[str, str]:
    """The headings of comments, where they are told one by one."""
    return mapping.comments if isinstance(mapping.comments, Mapping) else {}


def _by_heading(table: Table) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, heading in enumerate(table.headings):
        found.setdefault(fold(heading), []).append(index)
    return found


def mapped_spellings(heading: str) -> tuple[str, ...]:
    """What may stand, folded, over a column that a mapping file names so: first just that; then,
    of a heading with a number at its end, the ways to write the number, and none.

    >>> mapped_spellings("Why (2)")
    ('why (2)', 'why (2)', 'why(2)', 'why 2', 'why2', 'why')
    """
    folded = fold(heading)
    name, number = _numbered(folded)
    if not number:
        return (folded,)
    written = (f"{name} ({number})", f"{name}({number})", f"{name} {number}", f"{name}{number}")
    return (folded, *written, name)


def _headed(heading: str, by_heading: Mapping[str, list[int]]) -> list[int]:
    """The columns that a mapping file means by a heading: those headed just so; else those with
    its number written otherwise; else, of columns headed alike, the one that the number counts.
    """
    exact, *written = mapped_spellings(heading)
    if exact in by_heading or not written:
        return by_heading.get(exact, [])
    name, number = _numbered(exact)
    found = {index for text in written[:-1] for index in by_heading.get(text, ())}
    return sorted(found) or by_heading.get(name, [])[number - 1 : number]


def _numbered(folded: str) -> tuple[str, int]:
    """A heading without the number at its end, and the number; 0 where there is none."""
    match = re.fullmatch(_NUMBERED, folded)
    if match is None:
        return folded, 0
    name, digits = filter(None, match.groups())
    return name, int(digits)


def find_columns(
    table: Table, question_set: QuestionSet, mapping: ColumnsMap | None
) -> tuple[Columns, list[Problem]]:
    """Every column of a table that this set has a use for, and what is wrong with the rest.

    A missing column of a scored question is an error, any other missing one a warning.
    """
    return _Search(table, question_set, mapping).result()


def unknown_columns(table: Table, columns: Iterable[int]) -> list[Problem]:
    """A warning that these columns are left out, if there are any."""
    headings = [shortened(table.headings[index]) for index in columns]
    if not headings:
        return []
    more = len(headings) - _UNKNOWN_SHOWN
    shown = listed(headings[:_UNKNOWN_SHOWN])
    if more > 0:
        shown = said_plural("{row} and {count} more", "{row} and {count} more", more, row=shown)
    place = table.heading_place(min(columns))
    return [problem("R003", place, headings=shown)]


class _Search:
    def __init__(self, table: Table, question_set: QuestionSet, mapping: ColumnsMap | None) -> None:
        self.table = table
        self.set = question_set
        self.mapping = mapping
        self.by_heading = _by_heading(table)
        self.problems: list[Problem] = []
        self.metadata = metadata_columns(table, mapping)
        self.taken = {index: key for key, index in self.metadata.items()}
        self.mapped: set[str] = set()
        self.targets: dict[str, int] = {}

    def result(self) -> tuple[Columns, list[Problem]]:
        if self.mapping is not None:
            self.follow_mapping(self.mapping)
        self.match_headings()
        if self.mapping is not None and self.mapping.comments == FOLLOWING_COLUMN:
            self.follow_columns()
        self.report_missing()
        case = {name: self.targets.get(f"case.{name}") for name in self.set.case_fields}
        answers = {name: self.targets.get(name) for name in self.set.questions}
        comments = {name: self.targets.get(f"{name}.comment") for name in self.set.questions}
        columns = Columns(
            metadata=self.metadata,
            case=_present(case),
            answers=_present(answers),
            comments=_present(comments),
            completed=completion_column(self.table),
            modified=_forms_column(self.table, _LAST_MODIFIED_TIME),
            unknown=self.unknown(),
        )
        return columns, self.problems

    def follow_mapping(self, mapping: ColumnsMap) -> None:
        """What the mapping file says goes before what headings look like."""
        wanted = [("columns", name, name, text) for name, text in mapping.columns.items()]
        wanted += [
            ("comments", name, f"{name}.comment", text) for name, text in _comments(mapping).items()
        ]
        known = self.known_targets()
        for key, name, target, heading in wanted:
            self.mapped.add(target)
            place = mapping.place(key, name)
            columns = _headed(heading, self.by_heading)
            if target not in known:
                hint = did_you_mean(name, known)
                self.problems.append(problem("R005", place, found=name, hint=hint))
            elif not columns:
                hint = did_you_mean(heading, self.table.headings)
                self.problems.append(problem("R006", place, found=heading, hint=hint))
            elif len(columns) > 1:
                self.report_twice(columns[1], columns[0])
            elif target not in METADATA:
                self.targets[target] = columns[0]
                self.taken[columns[0]] = target

    def known_targets(self) -> list[str]:
        names = [f"case.{name}" for name in self.set.case_fields]
        comments = [f"{name}.comment" for name in self.set.questions]
        return [*METADATA, *names, *self.set.questions, *comments]

    def match_headings(self) -> None:
        meanings = self.meanings()
        for index, heading in enumerate(self.table.headings):
            target = meanings.get(fold(without_guard(heading)))
            if target is None or target in self.mapped or index in self.taken:
                continue
            first = self.targets.get(target, self.metadata.get(target))
            if first is not None:
                self.report_twice(index, first)
                continue
            self.targets[target] = index
            self.taken[index] = target

    def meanings(self) -> dict[str, str]:
        """Folded headings with what they mean here; ids go before labels and texts. What Forms
        adds by itself means nothing: a mapping file may say otherwise.
        """
        meanings: dict[str, str] = {}
        for target, texts in _spellings(self.set):
            for text in texts:
                meanings.setdefault(fold(text), target)
        for folded, key in metadata_headings().items():
            meanings.setdefault(folded, key)
        if self.table.origin == FORMS_ORIGIN:
            for heading in _added_by_forms():
                meanings.pop(heading, None)
        return meanings

    def report_twice(self, index: int, first: int) -> None:
        heading = shortened(self.table.headings[index])
        place = self.table.heading_place(index)
        words = f'"{self.table.headings[first]}"'
        if self.table.heading_place(first).cell:
            words = said_in_each(Place(cell=self.table.heading_place(first).cell).text_in)
        self.problems.append(problem("F012", place, heading=heading, first=words))

    def follow_columns(self) -> None:
        """The column after each question's is its comment, unless it is known as another."""
        for name in self.set.questions:
            column = self.targets.get(name)
            if column is None or column + 1 >= len(self.table.headings):
                continue
            if column + 1 not in self.taken:
                self.targets.setdefault(f"{name}.comment", column + 1)
                self.taken[column + 1] = f"{name}.comment"

    def report_missing(self) -> None:
        place = self.table.heading_place(0)
        for question in self.set.questions.values():
            if question.id not in self.targets:
                code = "R001" if self.set.counts(question) else "R002"
                label = said_in_each(partial(question_label, question))
                self.problems.append(problem(code, place, question=label))
        for name in self.set.case_fields:
            if f"case.{name}" not in self.targets:
                self.problems.append(problem("R002", place, question=f"case.{name}"))

    def unknown(self) -> tuple[int, ...]:
        ignored = {"", *(_added_by_forms() if self.table.origin == FORMS_ORIGIN else ())}
        return tuple(
            index
            for index, heading in enumerate(self.table.headings)
            if index not in self.taken and fold(heading) not in ignored
        )


def _present(columns: Mapping[str, int | None]) -> dict[str, int]:
    return {name: index for name, index in columns.items() if index is not None}


def _spellings(question_set: QuestionSet) -> Iterable[tuple[str, tuple[str, ...]]]:
    for question in question_set.questions.values():
        yield question.id, (question.id,)
        yield f"{question.id}.comment", (f"{question.id}.comment",)
    for name in question_set.case_fields:
        yield f"case.{name}", (f"case.{name}",)
    for question in question_set.questions.values():
        texts = (*wordings(question.label), *wordings(question.text))
        yield question.id, texts
        comments = (one.replace("{question}", text) for one in COMMENT_ON for text in texts)
        yield f"{question.id}.comment", tuple(comments)
    for name, told in question_set.case_fields.items():
        yield f"case.{name}", (*wordings(told.title), name.replace("_", " "), name)
