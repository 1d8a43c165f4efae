"""Exports of Microsoft Forms: what it adds by itself, and what must never be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from auditkit.kit import AuditKit, Reading

ADDED = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
EMAIL, NAME = "tl-03@council.example", "Siân Example"
SENT = datetime.fromisoformat("2026-04-20T09:41:30")
EXAMPLES = Path(__file__).parents[2] / "examples" / "returns-2026-04"
Read = Callable[..., Reading]


def as_csv(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[str, bytes]:
    lines = [headings, *([value_in_csv(value) for value in row] for row in rows)]
    text = "".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
    return "export.csv", text.encode("utf-8-sig")


def value_in_csv(value: object) -> object:
    return f"{value:%d/%m/%Y %H:%M:%S}" if isinstance(value, datetime) else value


def as_xlsxwriter(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[str, bytes]:
    stream = BytesIO()
    # As Forms formats its times.
    with xlsxwriter.Workbook(stream, {"default_date_format": "m/d/yy h:mm:ss"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([headings, *rows]):
            sheet.write_row(number, 0, row)
    return "export.xlsx", stream.getvalue()


def as_openpyxl(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    for row in [headings, *rows]:
        book.active.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return "export.xlsx", stream.getvalue()


@pytest.fixture(params=[as_csv, as_xlsxwriter, as_openpyxl])
def read_export(request: pytest.FixtureRequest, read: Read) -> Callable[..., Reading]:
    """Reads an export with these questions, and these answers of each person, in each format."""

    def read_export(
        questions: Sequence[str], *answers: Sequence[object], columns: str = ""
    ) -> Reading:
        added = [[number, SENT, SENT, EMAIL, NAME, ""] for number, _ in enumerate(answers, 1)]
        rows = [[*own, *given] for own, given in zip(added, answers, strict=True)]
        name, content = request.param([*ADDED, *questions], rows)
        told = f"columns:\n  case_ref: Mosaic ID\n  {columns}"
        return read(content, "whole", name=name, columns=told)

    return read_export


def test_an_export_is_read_with_its_mapping_file(read_export: Callable[..., Reading]) -> None:
    questions = ["Mosaic ID", "Is a plan in place", "Why did the cost rise"]
    (one,) = read_export(
        questions, ["CASE-1", "Yes", "Needs increased;Loss of carer; sudden;Health, worse;"]
    ).returns
    assert (one.case_ref, one.answers["plan"].value) == ("CASE-1", "yes")
    assert one.answers["reasons"].value == ("carer", "health", "needs")
    assert not one.is_held


def test_the_time_of_completion_supplies_the_audit_date(
    read_export: Callable[..., Reading],
) -> None:
    (one,) = read_export(["Mosaic ID", "Is a plan in place"], ["CASE-1", "Yes"]).returns
    assert one.audit_date == date(2026, 4, 20)


def test_the_time_of_completion_supplies_only_the_audit_dates_that_are_missing(
    read_export: Callable[..., Reading],
) -> None:
    questions = ["Mosaic ID", "Is a plan in place", "Date of audit"]
    answers = [["CASE-1", "Yes", "13 April 2026"], ["CASE-2", "Yes", ""], ["CASE-3", "Yes", "soon"]]
    found = read_export(questions, *answers).returns
    assert [one.audit_date for one in found] == [date(2026, 4, 13), date(2026, 4, 20), None]
    assert [one.is_held for one in found] == [False, False, True]


def test_the_time_of_completion_is_when_the_form_was_sent_in(
    read_export: Callable[..., Reading],
) -> None:
    questions = ["Mosaic ID", "Is a plan in place", "Date of audit"]
    (one,) = read_export(questions, ["CASE-1", "Yes", "13 April 2026"]).returns
    assert (one.audit_date, one.submitted) == (date(2026, 4, 13), SENT)


def test_a_form_without_times_of_change_was_sent_in_when_it_was_completed(read: Read) -> None:
    _, content = as_csv(["Start time", "Completion time", "Case", "plan"], [[SENT, SENT, "C", ""]])
    (one,) = read(content).returns
    assert one.submitted == SENT


def test_another_table_does_not_say_when_it_was_sent_in(read: Read) -> None:
    (one,) = read("case_ref,plan,Completion time\nC1,Yes,20/04/2026 09:41\n").returns
    assert (one.audit_date, one.submitted) == (None, None)


def test_e_mail_and_name_are_nowhere(read_export: Callable[..., Reading]) -> None:
    questions = ["Mosaic ID", "Is a plan in place", "Which level", "Colour"]
    answers = [["CASE-1", "Maybe", 3, "red"], ["", "", "", ""], ["CASE-1", "Yes", 1, ""]]
    reading = read_export(questions, *answers)
    said = [str(problem) for one in reading.returns for problem in one.problems]
    everything = " ".join([repr(reading), *said, *map(str, reading.problems)])
    assert len(said) > 4
    assert EMAIL not in everything
    assert NAME not in everything


def test_what_forms_adds_is_not_reported_as_unknown(read_export: Callable[..., Reading]) -> None:
    reading = read_export(["Mosaic ID", "Is a plan in place", "Colour"], ["CASE-1", "Yes", "red"])
    (problem,) = [one for one in reading.problems if one.code == "R003"]
    assert problem.message.endswith("left out: Colour.")


def test_headings_that_repeat_have_a_number(read_export: Callable[..., Reading]) -> None:
    questions = ["Mosaic ID", "Is a plan in place", "Please explain", "How many hours"]
    questions.append("Please explain2")
    columns = "plan.comment: Please explain\n  hours.comment: Please explain2"
    (one,) = read_export(questions, ["CASE-1", "Yes", "a", 4, "b"], columns=columns).returns
    assert one.comments == {"plan": "a", "hours": "b"}


def test_without_its_mapping_file_an_export_is_refused_without_showing_anybody(
    read: Read,
) -> None:
    name, content = as_csv([*ADDED, "Mosaic ID", "Is a plan in place"], [])
    reading = read(content, "whole", name=name)
    (problem,) = reading.problems
    assert problem.code == "F011"
    assert "(--columns)" in problem.message


def test_an_export_without_headings_shows_no_address(read: Read) -> None:
    row = f"1,20/04/2026,20/04/2026,{EMAIL},CASE-1,Yes\n"
    (problem,) = read(row).problems
    assert EMAIL not in problem.message


def test_an_address_is_read_where_it_is_mapped(read_export: Callable[..., Reading]) -> None:
    questions = ["Mosaic ID", "Is a plan in place"]
    (one,) = read_export(questions, ["CASE-1", "Yes"], columns="auditor: Email").returns
    assert one.auditor == EMAIL


def test_a_set_that_asks_for_a_name_does_not_get_that_of_the_sender(
    read: Read, kit: AuditKit, tmp_path: Path
) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(
        """
question_set: names
version: "1"
title: A set with a field called name
case_fields: {name: {type: text}, email: {type: text}}
sections:
  - section: only
    title: Only
    questions: [{question: id_seen, label: ID, text: Which ID was seen, type: text}]
""",
        encoding="utf-8",
    )
    questions = AuditKit(discover=False).load(path)
    name, content = as_csv(
        [*ADDED, "Case", "case.name"], [[1, SENT, SENT, EMAIL, NAME, "", "C", "x"]]
    )
    (one,) = read(content, questions, name=name).returns
    assert (one.case, one.answers) == ({"name": "x"}, {})


def test_the_export_among_the_examples_is_read_as_its_readme_says(kit: AuditKit) -> None:
    reading = kit.read(
        [EXAMPLES / "microsoft-forms-export.xlsx"],
        "managing-cost-of-care",
        columns=EXAMPLES / "forms-columns.yaml",
    )
    held = [one.case_ref for one in reading.returns if one.is_held]
    assert (len(reading.returns), held) == (5, ["CASE-0402", "CASE-0402"])


def test_the_folder_of_examples_is_read_but_for_the_export(kit: AuditKit) -> None:
    reading = kit.read([EXAMPLES], "managing-cost-of-care")
    assert len(reading.returns) == 19
    refused = [one.place.file for one in reading.problems if one.severity == "error"]
    assert refused == ["microsoft-forms-export.xlsx"]


def test_the_folder_of_examples_is_read_whole_with_the_mapping_file(kit: AuditKit) -> None:
    reading = kit.read([EXAMPLES], "managing-cost-of-care", columns=EXAMPLES / "forms-columns.yaml")
    held = sum(one.is_held for one in reading.returns)
    assert (len(reading.returns), held) == (24, 6)
