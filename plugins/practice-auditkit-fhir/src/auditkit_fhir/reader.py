"""The reader of QuestionnaireResponses: each is a row, each item that is asked a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditkit import Place, Problem, Refused, Row, Source, Table, Tables
from auditkit.frozen import frozen
from auditkit_fhir.answers import Given, Unusable, cell, given_items, identifier_value
from auditkit_fhir.findings import found
from auditkit_fhir.forms import NO_FORM, Form
from auditkit_fhir.headings import Headings, commented
from auditkit_fhir.resources import (
    KINDS,
    LINES,
    QUESTIONNAIRE,
    RESPONSE,
    Forms,
    Located,
    kind_of_head,
    read_resources,
)
from auditkit_fhir.shapes import Part, part, text
from auditkit_fhir.totals import Weighed, check_totals, is_total, weighed

_FINISHED = ("completed", "amended")
_NHS_NUMBER = "nhs-number"
_DATE_LENGTH = len("2026-04-13")


class Responses:
    """Reads FHIR R4 QuestionnaireResponses as JSON: one, a Bundle, a list, or one a line."""

    suffixes = (".json", *LINES)

    def claims(self, name: str, head: bytes) -> bool:
        return name.lower().endswith(self.suffixes) and kind_of_head(head) in KINDS

    def read(self, source: Source) -> Tables:
        """One table: a row for each finished response, a column for each item.

        Raises `Refused` for a file that is no JSON or holds no response.
        """
        resources = read_resources(source)
        responses = [one for one in resources if one.resource.get("resourceType") == RESPONSE]
        if not responses:
            return Tables((), (_without_responses(source, resources),))
        reading = _Reading(source, Forms(source, resources))
        rows = [row for one in responses if (row := reading.row(one)) is not None]
        problems = tuple(reading.problems_of_file())
        return Tables((reading.table(rows),) if rows else (), problems)


def _without_responses(source: Source, resources: Sequence[Located]) -> Problem:
    kinds = dict.fromkeys(text(one.resource, "resourceType") for one in resources)
    if QUESTIONNAIRE in kinds:
        return found("fhir-form-only", source.place)
    named = ", ".join(filter(None, kinds)) or "no resource"
    raise Refused([found("fhir-no-response", source.place, found=named)])


@frozen(kw_only=True)
class _Response:
    """What one response says, by heading, with the linkId of each."""

    where: str
    cells: Mapping[str, str]
    link_ids: Mapping[str, str]


class _Reading:
    """Reads the responses of one file."""

    def __init__(self, source: Source, forms: Forms) -> None:
        self.source = source
        self.forms = forms
        self.headings = Headings(source)
        self.columns: dict[str, None] = {"case_ref": None}
        self.problems: list[Problem] = []
        self.weighed: list[Weighed] = []

    def row(self, located: Located) -> _Response | None:
        """What a response says; None where it cannot be scored."""
        response, where = located
        reference = self._reference(response)
        place = self._place(where, reference)
        if not self._is_finished(response, place):
            return None
        form = self.forms.of(response)
        items = list(given_items(response))
        try:
            cells, link_ids = self._cells(items, form)
        except Unusable as unusable:
            self.problems.append(found(unusable.code, place, **unusable.facts))
            return None
        for heading, value in self._facts(response, reference, form):
            if not cells.get(heading):
                cells[heading] = value
        if not cells.get("case_ref"):
            self._tell_of_reference(response, place)
        self._weigh(items, form, where, reference)
        self.columns.update(dict.fromkeys((*self._asked(form), *cells)))
        return _Response(where=where, cells=cells, link_ids=link_ids)

    def table(self, rows: Sequence[_Response]) -> Table:
        headings = tuple(self.columns)

        def locate(row: Row, column: int) -> str:
            said = rows[row.number]
            link_id = said.link_ids.get(headings[column], headings[column])
            return ", ".join(filter(None, (said.where, f"item {link_id}")))

        return Table(
            file=self.source.name,
            headings=headings,
            rows=[
                Row(number, [one.cells.get(heading, "") for heading in headings])
                for number, one in enumerate(rows)
            ],
            locate=locate,
            locate_row=lambda row: rows[row.number].where,
        )

    def problems_of_file(self) -> Iterator[Problem]:
        """What is to be said of the forms, of each response, and of the weights."""
        yield from self.forms.problems()
        yield from self.problems
        is_coded = any(one.is_coded for one in self.weighed)
        if is_coded and all(one.weight is None for one in self.weighed):
            yield found("fhir-no-weight", self.source.place)

    def _place(self, where: str, reference: str) -> Place:
        return Place(file=self.source.name, cell=where or None, about=reference)

    def _is_finished(self, response: Part, place: Place) -> bool:
        status = text(response, "status")
        if not status:
            self.problems.append(found("fhir-no-status", place))
        elif status not in _FINISHED:
            self.problems.append(found("fhir-status", place, found=status[:40]))
        return status in ("", *_FINISHED)

    def _reference(self, response: Part) -> str:
        """The local identifier of the case: of the subject, else of the response itself."""
        own = text(part(response, "identifier"), "value")
        return own if _has_nhs_number(response) else identifier_value(response, "subject") or own

    def _tell_of_reference(self, response: Part, place: Place) -> None:
        code = "fhir-nhs-number" if _has_nhs_number(response) else "fhir-no-reference"
        self.problems.append(found(code, place))

    def _facts(self, response: Part, reference: str, form: Form) -> Iterator[tuple[str, str]]:
        """What the response says of the audit beside its items."""
        yield "case_ref", reference
        told = {
            "auditor": identifier_value(response, "author"),
            "audit_date": text(response, "authored")[:_DATE_LENGTH],
            **form.pins,
        }
        yield from ((heading, value) for heading, value in told.items() if value)

    def _cells(self, items: Sequence[Given], form: Form) -> tuple[dict[str, str], dict[str, str]]:
        """The answers by heading, and the linkIds by heading. Raises `Unusable`."""
        cells: dict[str, str] = {}
        link_ids: dict[str, str] = {}
        for given in items:
            asked = form.items.get(given.link_id)
            heading = self._heading(given, form)
            if not given.answers or (is_total(given, asked) and not self._asks(heading)):
                continue
            question = self.headings.question(heading)
            value = cell(given, asked, question, self.source.questions)
            if value and cells.get(heading):
                facts = {"first": link_ids[heading], "second": given.link_id, "heading": heading}
                raise Unusable("fhir-item-twice", **facts)
            if value:
                cells[heading], link_ids[heading] = value, given.link_id
        return cells, link_ids

    def _heading(self, given: Given, form: Form) -> str:
        asked = form.items.get(given.link_id)
        on = commented(given.link_id)
        other = form.items.get(on)
        if on and (other is not None or on in given.within):
            codes, words = (other.codes, other.text) if other else ((), "")
            return self.headings.comment_on(given.link_id, self.headings.of(on, codes, words))
        codes = asked.codes if asked else ()
        words = asked.text if asked and asked.text else given.text
        return self.headings.of(given.link_id, codes, words)

    def _asks(self, heading: str) -> bool:
        return self.headings.is_asked(heading)

    def _asked(self, form: Form) -> Iterator[str]:
        """The headings of all items that could have been answered: what is not, is blank."""
        for asked in form.items.values():
            given = Given(link_id=asked.link_id, text=asked.text, answers=(), within=())
            heading = self._heading(given, form)
            if asked.asks and (self._asks(heading) or not is_total(given, asked)):
                yield heading
        if form is NO_FORM and self.source.questions is not None:
            yield from self.source.questions.questions
            yield from (f"case.{name}" for name in self.source.questions.case_fields)

    def _weigh(self, items: Sequence[Given], form: Form, where: str, reference: str) -> None:
        answers = list(weighed(items, form))
        self.weighed += answers

        def place(link_id: str) -> Place:
            words = ", ".join(filter(None, (where, f"item {link_id}")))
            return self._place(words, reference)

        def is_asked(given: Given) -> bool:
            return self._asks(self._heading(given, form))

        self.problems += check_totals(items, form, answers, place, is_asked)


def _has_nhs_number(response: Part) -> bool:
    system = text(part(part(response, "subject"), "identifier"), "system")
    return _NHS_NUMBER in system.lower()
