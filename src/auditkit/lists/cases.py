"""Lists of cases that may be audited, read from tables.

Whatever cannot be read refuses the list: a draw from fewer cases than there are would choose
among others than people think. What the programme itself leaves out is counted and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from auditkit.cases import Case, Cases, Fact
from auditkit.draws.choosing import DRAWN_STRATUM
from auditkit.draws.frozen_list import plain_fact
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.languages import noted_plural, said_plural, words_in
from auditkit.lists.columns import ListReader, find_columns, needed, unknown_columns
from auditkit.matching.dates import DateColumn
from auditkit.matching.facts import ReadFact, case_reference, text_fact
from auditkit.matching.folding import fold, is_blank, tidy, without_guard
from auditkit.matching.headings import FRIENDLY
from auditkit.matching.options import Unread, number_of, unknown_option, wordings
from auditkit.matching.rows import case_reader
from auditkit.privacy.columns import without_identifying
from auditkit.privacy.staff import staff_code
from auditkit.problems import Place, Problem, did_you_mean, problem
from auditkit.programme.model import Programme
from auditkit.programme.scope import MONEY_PLACES, NAMING, case_fields
from auditkit.programme.services import ServiceNames
from auditkit.questions.model import QuestionSet
from auditkit.returns import Table
from auditkit.wording import listed, several, shortened

# Headings that people use for the columns of a list of cases, beside those of returns.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    **{name: FRIENDLY[name] for name in NAMING},
    "weekly_cost": (
        "Weekly cost",
        "Weekly cost now",
        "Cost per week",
        "Current weekly cost",
        "Cost wythnosol",
    ),
    "weekly_cost_before": (
        "Weekly cost before",
        "Cost before",
        "Previous weekly cost",
        "Weekly cost a year ago",
        "Cost wythnosol cynt",
    ),
    "review_type": ("Review type", "Type of review", "Math o adolygiad"),
    DRAWN_STRATUM: ("Drawn stratum", "Haen ar y pryd"),
    "closed": ("Closed", "Case closed", "Date closed", "Closed on", "Caewyd", "Dyddiad cau"),
}
_MONEY = ("weekly_cost", "weekly_cost_before")
_FLAGS = {
    "yes": ("Yes", "Y", "True", "1", "Closed", "Ie", "Ydy", "Do", "Caewyd"),
    "no": ("No", "N", "False", "0", "Open", "Na", "Nac ydy", "Naddo", "Agored"),
}
_LONGEST_SERVICE = 80
_UNKNOWN_SERVICE = "D007"
_ROWS = noted_plural("{count} row", "{count} rows")
_CASES = noted_plural("{count} case", "{count} cases")
# In the place of a service that the programme does not audit.
_OTHER = ""


def case_headings(programme: Programme, question_set: QuestionSet | None) -> dict[str, str]:
    """Folded headings of a list of cases, with what they mean."""
    meanings: dict[str, str] = {}
    for name, texts in HEADINGS.items():
        for text in (name, f"case.{name}", name.replace("_", " "), *texts):
            meanings.setdefault(fold(text), name)
    for name, told in case_fields(programme, question_set).items():
        for text in (f"case.{name}", name, name.replace("_", " "), *wordings(told.title)):
            meanings.setdefault(fold(text), name)
    return meanings


def read_case_table(
    table: Table,
    programme: Programme,
    question_set: QuestionSet | None = None,
    codes: Mapping[str, str] | None = None,
) -> Cases:
    """The cases in a table, in the order of its rows, each in a service of the programme.

    `codes` are those of staff by e-mail address. Columns that say who somebody is are left out
    and named. Raises `Refused` with every cell that cannot be read.
    """
    meanings = case_headings(programme, question_set)
    found = find_columns(table, meanings)
    needed(table, found, "service")
    kept = tuple(found[name] for name in NAMING if name in found)
    table, said = without_identifying(table, kept)
    columns = find_columns(table, meanings)
    reading = _CaseReading(table, columns, programme, question_set, codes or {})
    cases = reading.cases()
    if reading.reader.problems:
        raise Refused([*_once(reading.reader.problems, _ROWS), *said])
    place = table.heading_place(columns["service"])
    unknown = unknown_columns(table, columns.values())
    return Cases(tuple(cases), (*said, *unknown, *_left_out(reading.others(), place)))


class _CaseReading:
    def __init__(
        self,
        table: Table,
        columns: Mapping[str, int],
        programme: Programme,
        question_set: QuestionSet | None,
        codes: Mapping[str, str],
    ) -> None:
        self.reader = ListReader(table, columns, "case_ref")
        self.table = table
        self.columns = columns
        self.names = ServiceNames(programme)
        self.codes = codes
        self.fields = case_fields(programme, question_set)
        self.strata = [one.id for one in programme.strata]

    def cases(self) -> list[Case]:
        reader = self.reader
        references = reader.read("case_ref", case_reference)
        self.note_twice(references)
        services = reader.read("service", self.service)
        teams = reader.read("team", text_fact)
        practitioners = reader.read("practitioner", self.practitioner)
        told = self.facts()
        named = zip(references, services, teams, practitioners, told, strict=True)
        return [
            Case(case_ref=reference, service=service, team=team, practitioner=holder, facts=facts)
            for reference, service, team, holder, facts in named
            if reference is not None and service not in (None, _OTHER)
        ]

    def note_twice(self, references: list[str | None]) -> None:
        seen: dict[str, int] = {}
        for at, reference in enumerate(references):
            if reference is None:
                continue
            first = seen.setdefault(fold(reference), at)
            if first != at:
                other = self.reader.words(first, "case_ref")
                facts = {"case": shortened(reference), "other": other}
                self.reader.note("D004", at, "case_ref", **facts)

    def service(self, text: str) -> str:
        typed = tidy(without_guard(text))
        if not typed:
            raise Unread("D006")
        found = self.names.find(typed)
        if found is not None:
            return found
        if self.names.is_other(typed):
            return _OTHER
        raise Unread("D007", **_unknown_service(typed, self.names))

    def practitioner(self, text: str) -> str | None:
        told = text_fact(text)
        if told is None:
            return None
        code = staff_code(told, self.codes)
        if code is None:
            raise Unread("D022")
        return code

    def facts(self) -> Iterator[dict[str, Fact]]:
        """For each row what is known of the case; a fact that is blank is not known."""
        names = [name for name in self.columns if name not in NAMING]
        read = [self.reader.read(name, self.fact_reader(name)) for name in names]
        if not names:
            return iter([{} for _ in self.table.rows])
        return (
            {name: fact for name, fact in zip(names, row, strict=True) if fact is not None}
            for row in zip(*read, strict=True)
        )

    def fact_reader(self, name: str) -> ReadFact:
        if name in _MONEY:
            return _money
        dates = DateColumn(self.reader.column(name))
        if name == "closed":
            return _closed_reader(dates)
        if name == DRAWN_STRATUM:
            return self.stratum
        return case_reader(self.fields[name], dates)

    def stratum(self, text: str) -> str | None:
        """The stratum that a case was drawn in for its first audit."""
        told = text_fact(text)
        if told is not None and told not in self.strata:
            facts = {"hint": did_you_mean(told, self.strata), "known": listed(self.strata)}
            raise Unread("D029", found=shortened(told), **facts)
        return told

    def others(self) -> Counter[str]:
        """How many cases are of services that the programme does not audit, by service."""
        texts = self.reader.column("service")
        return Counter(_brief(text) for text in texts if self.names.is_other(text))


def _money(text: str) -> Any:
    if is_blank(text):
        return None
    value = number_of(text, MONEY_PLACES)
    if value < 0:
        raise Unread("D019", found=shortened(text.strip()))
    return value


def _closed_reader(dates: DateColumn) -> ReadFact:
    """Closed or not: yes or no, the day of closing, or blank for a case that is open."""
    meanings = {fold(text): flag for flag, texts in _FLAGS.items() for text in texts}

    def read(text: str) -> str:
        if is_blank(text):
            return "no"
        found = meanings.get(fold(without_guard(text)))
        if found is not None:
            return found
        day = dates.read(text)
        if not isinstance(day, str):
            return "yes"
        if day != "R017":
            raise Unread(day, found=shortened(text.strip()))
        raise unknown_option(text, _FLAGS.items(), _closed_words)

    return read


def _closed_words(language: str) -> tuple[str, ...]:
    return "yes", "no", words_in(language).translate("the day of closing")


def case_rows(cases: Sequence[Case]) -> tuple[list[dict[str, str]], list[str]]:
    """Cases as the rows of a list that is read as the same cases again, and its columns."""
    named = [name for name in NAMING if any(getattr(one, name) is not None for one in cases)]
    told = list(dict.fromkeys(name for one in cases for name in one.facts))
    columns = {name: name if name in HEADINGS else f"case.{name}" for name in told}
    rows = [
        {name: getattr(one, name) or "" for name in named}
        | {columns[name]: plain_fact(fact) or "" for name, fact in one.facts.items()}
        for one in cases
    ]
    return rows, [*named, *columns.values()]


def placed_cases(cases: Cases, programme: Programme, file: str) -> Cases:
    """The cases of a source, each in a service of the programme. Raises `Refused` for a service
    that it does not know.
    """
    names = ServiceNames(programme)
    placed: list[Case] = []
    wrong: list[Problem] = []
    others: Counter[str] = Counter()
    for case in cases.cases:
        told = case.service or ""
        found = names.find(told)
        place = Place(file=file, about=shortened(case.case_ref))
        if found is not None:
            placed.append(changed(case, service=found))
        elif names.is_other(told):
            others[_brief(told)] += 1
        elif told:
            wrong.append(problem("D007", place, **_unknown_service(told, names)))
        else:
            wrong.append(problem("D006", place))
    if wrong:
        raise Refused(_once(wrong, _CASES))
    return Cases(tuple(placed), (*cases.problems, *_left_out(others, Place(file=file))))


def _left_out(others: Counter[str], place: Place) -> list[Problem]:
    """A warning that counts the cases of services that the programme does not audit."""
    told = listed(f"{name} ({number})" for name, number in sorted(others.items()))
    return [problem("D008", place, services=told)] if others else []


def _unknown_service(found: str, names: ServiceNames) -> dict[str, str]:
    hint = did_you_mean(found, names.titles)
    return {"found": _brief(found), "where": "", "hint": hint, "known": several(names.titles)}


def _once(problems: Iterable[Problem], things: tuple[str, str]) -> list[Problem]:
    """Problems, those of a service that nobody knows once each, with how often it is there."""
    groups: dict[object, list[Problem]] = {}
    for one in problems:
        is_service = one.code == _UNKNOWN_SERVICE
        groups.setdefault(one.facts["found"] if is_service else id(one), []).append(one)
    return [
        problem(
            first.code, first.place, **{**first.facts, "where": said_plural(*things, len(group))}
        )
        if first.code == _UNKNOWN_SERVICE
        else first
        for group in groups.values()
        for first in group[:1]
    ]


def _brief(text: str) -> str:
    return shortened(tidy(text), _LONGEST_SERVICE)
