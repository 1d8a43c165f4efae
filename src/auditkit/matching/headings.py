"""Which column of a table holds what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from auditkit.frozen import frozen
from auditkit.matching.folding import fold
from auditkit.matching.options import wordings
from auditkit.problems import Problem, did_you_mean, problem
from auditkit.questions.model import QuestionSet, question_label
from auditkit.questions.shapes import METADATA
from auditkit.returns import Table
from auditkit.wording import listed

if TYPE_CHECKING:
    from auditkit.matching.mapping import ColumnsMap

# Headings that people use for what auditkit calls by an id.
FRIENDLY: Mapping[str, tuple[str, ...]] = {
    "case_ref": ("Case reference", "Case ref", "Case"),
    "service": ("Service",),
    "team": ("Team",),
    "practitioner": ("Practitioner", "Practitioner code"),
    "stage": ("Audit stage", "Stage"),
    "period": ("Audit period", "Period"),
    "auditor": ("Auditor", "Auditor code"),
    "audit_date": ("Audit date", "Date of audit"),
    "question_set": ("Question set",),
    "set_version": ("Question set version", "Set version"),
    "content_hash": ("Content hash",),
}
# Columns that Microsoft Forms adds by itself; two of them are personal and never read.
FORMS_HEADINGS = ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time")
FORMS_ORIGIN = "forms"


@cache
def metadata_headings() -> Mapping[str, str]:
    """Folded headings of metadata, with what they mean."""
    return {fold(text): key for key in METADATA for text in (key, *FRIENDLY[key])}


@frozen
class Columns:
    """Columns of a table by what they hold, counted from 0."""

    metadata: Mapping[str, int]
    case: Mapping[str, int]
    answers: Mapping[str, int]
    comments: Mapping[str, int]


def metadata_columns(table: Table, mapping: ColumnsMap | None) -> dict[str, int]:
    """The columns of metadata alone: they can be found before the question set is known."""
    known = metadata_headings()
    found: dict[str, int] = {}
    mapped = mapping.columns if mapping else {}
    by_heading = _by_heading(table)
    for key, heading in mapped.items():
        column = by_heading.get(fold(heading))
        if key in METADATA and column is not None:
            found[key] = column
    taken = set(found.values())
    for index, heading in enumerate(table.headings):
        key = known.get(fold(heading), "")
        if key and key not in found and key not in mapped and index not in taken:
            found[key] = index
    if table.origin == FORMS_ORIGIN and "audit_date" not in found:
        completed = by_heading.get(fold("Completion time"))
        if completed is not None:
            found["audit_date"] = completed
    return found


def fits(mapping: ColumnsMap, table: Table) -> bool:
    """Whether a mapping file is meant for a table: any heading that it names is there."""
    by_heading = _by_heading(table)
    return any(fold(heading) in by_heading for heading in mapping.columns.values())


def _by_heading(table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, heading in enumerate(table.headings):
        found.setdefault(fold(heading), index)
    return found


def find_columns(
    table: Table, question_set: QuestionSet, mapping: ColumnsMap | None
) -> tuple[Columns, list[Problem]]:
    """Every column of a table that this set has a use for, and what is wrong with the rest.

    A missing column of a scored question is an error, any other missing or unknown one a
    warning.
    """
    return _Search(table, question_set, mapping).result()


class _Search:
    def __init__(self, table: Table, question_set: QuestionSet, mapping: ColumnsMap | None) -> None:
        self.table = table
        self.set = question_set
        self.mapping = mapping
        self.problems: list[Problem] = []
        self.metadata = metadata_columns(table, mapping)
        self.taken = {index: key for key, index in self.metadata.items()}
        self.targets: dict[str, int] = {}

    def result(self) -> tuple[Columns, list[Problem]]:
        if self.mapping is not None:
            self.follow_mapping(self.mapping)
        self.match_headings()
        if self.mapping is not None and not isinstance(self.mapping.comments, Mapping):
            self.follow_columns()
        self.report_missing()
        self.report_unknown()
        case = {name: self.targets.get(f"case.{name}") for name in self.set.case_fields}
        answers = {name: self.targets.get(name) for name in self.set.questions}
        comments = {name: self.targets.get(f"{name}.comment") for name in self.set.questions}
        columns = Columns(self.metadata, *(_present(each) for each in (case, answers, comments)))
        return columns, self.problems

    def follow_mapping(self, mapping: ColumnsMap) -> None:
        """What the mapping file says goes before what headings look like."""
        by_heading = _by_heading(self.table)
        comments = mapping.comments if isinstance(mapping.comments, Mapping) else {}
        wanted = [("columns", name, name, text) for name, text in mapping.columns.items()]
        wanted += [("comments", name, f"{name}.comment", text) for name, text in comments.items()]
        known = self.known_targets()
        for key, name, target, heading in wanted:
            place = mapping.place(key, name)
            column = by_heading.get(fold(heading))
            if target not in known:
                hint = did_you_mean(name, known)
                self.problems.append(problem("R005", place, found=name, hint=hint))
            elif column is None:
                hint = did_you_mean(heading, self.table.headings)
                self.problems.append(problem("R006", place, found=heading, hint=hint))
            elif target not in METADATA:
                self.targets[target] = column
                self.taken[column] = target

    def known_targets(self) -> list[str]:
        names = [f"case.{name}" for name in self.set.case_fields]
        comments = [f"{name}.comment" for name in self.set.questions]
        return [*METADATA, *names, *self.set.questions, *comments]

    def match_headings(self) -> None:
        meanings = _meanings(self.set)
        for index, heading in enumerate(self.table.headings):
            target = meanings.get(fold(heading))
            if target is None or index in self.taken:
                continue
            if target in self.targets:
                first = self.table.heading_place(self.targets[target]).cell
                place = self.table.heading_place(index)
                self.problems.append(problem("F012", place, heading=heading, first=first))
                continue
            self.targets[target] = index
            self.taken[index] = target

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
                options = self.set.options(question)
                scored = any(option.score is not None for option in options)
                counts = scored and question.weight > 0
                code = "R001" if counts and _is_scored(question.type, question.score) else "R002"
                self.problems.append(problem(code, place, question=question_label(question)))
        for name in self.set.case_fields:
            if f"case.{name}" not in self.targets:
                self.problems.append(problem("R002", place, question=f"case.{name}"))

    def report_unknown(self) -> None:
        is_forms = self.table.origin == FORMS_ORIGIN
        ignored = {fold(text) for text in FORMS_HEADINGS} if is_forms else set()
        unknown = [
            heading
            for index, heading in enumerate(self.table.headings)
            if index not in self.taken and fold(heading) not in ignored and fold(heading)
        ]
        if unknown:
            place = self.table.heading_place(self.table.headings.index(unknown[0]))
            self.problems.append(problem("R003", place, headings=listed(unknown)))


def _is_scored(question_type: str, score: str | None) -> bool:
    return question_type == "choice" or score is not None


def _present(columns: Mapping[str, int | None]) -> dict[str, int]:
    return {name: index for name, index in columns.items() if index is not None}


def _meanings(question_set: QuestionSet) -> dict[str, str]:
    """Folded headings with what they mean in this set; ids go before labels and texts."""
    meanings: dict[str, str] = {}
    for target, texts in _spellings(question_set):
        for text in texts:
            meanings.setdefault(fold(text), target)
    return meanings


def _spellings(question_set: QuestionSet) -> Iterable[tuple[str, tuple[str, ...]]]:
    for question in question_set.questions.values():
        yield question.id, (question.id,)
        yield f"{question.id}.comment", (f"{question.id}.comment",)
    for name in question_set.case_fields:
        yield f"case.{name}", (f"case.{name}",)
    for question in question_set.questions.values():
        texts = (*wordings(question.label), *wordings(question.text))
        yield question.id, texts
        yield f"{question.id}.comment", tuple(f"Comment: {text}" for text in texts)
    for name, told in question_set.case_fields.items():
        yield f"case.{name}", (*wordings(told.title), name.replace("_", " "), name)
