"""A workbook of actions: written, worked in, handed back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from action_examples import action, done
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

from auditkit import Refused
from auditkit.action_files.columns import COLUMNS, WORDS, headings, labels
from auditkit.action_files.reading import Edits, apply_edits, read_actions_workbook
from auditkit.action_files.workbook import MOST_ACTIONS, write_actions
from auditkit.actions.checking import wrong_in
from auditkit.actions.model import Action
from auditkit.errors import ExtraMissing
from auditkit.frozen import changed
from auditkit.languages import languages_known, words_in
from auditkit.matching.damage import loss
from auditkit.matching.folding import fold, without_guard

ON = date(2026, 4, 28)
LETTERS = {one.field: chr(65 + index) for index, one in enumerate(COLUMNS)}
ACTIONS = (
    action(id="ACT-A"),
    action(id="ACT-B", version=3, status="in_progress", due=date(2026, 5, 6)),
    done(id="ACT-C", version=2, owner=None, finding="=1+1", evidence="+ a note\nof two lines"),
)


def written(actions=ACTIONS, language="en") -> bytes:
    stream = BytesIO()
    write_actions(actions, stream, on=ON, language=language)
    return stream.getvalue()


def worked_in(work: Callable[[Worksheet], Any], actions=ACTIONS, language="en") -> bytes:
    """The workbook after somebody did something to its sheet."""
    book = openpyxl.load_workbook(BytesIO(written(actions, language)))
    work(book.worksheets[0])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def put(**values: Any) -> Callable[[Worksheet], None]:
    """Put values into cells: ``status_2="Done"`` is the status in row 2."""

    def work(sheet: Worksheet) -> None:
        for name, value in values.items():
            field, _, row = name.rpartition("_")
            cell = sheet[f"{LETTERS[field]}{row}"]
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"

    return work


def read(data: bytes, actions=ACTIONS) -> Edits:
    return read_actions_workbook(data, "actions.xlsx", actions)


def refused(data: bytes, actions=ACTIONS) -> list[tuple[str, str | None]]:
    with pytest.raises(Refused) as caught:
        read(data, actions)
    return [(one.code, one.place.cell) for one in caught.value.problems]


def found(edits: Edits) -> list[tuple[str, dict[str, Any]]]:
    return [(one.action.id, dict(one.changes)) for one in edits.edits]


# Writing


def test_a_row_says_what_there_is_to_say_of_an_action():
    sheet = openpyxl.load_workbook(BytesIO(written()))["Actions"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [one.heading for one in COLUMNS]
    assert rows[1][:5] == ["ACT-A", "CASE-0142", "older_people", "north", ACTIONS[0].finding]
    told = dict(zip(rows[0], rows[1], strict=True))
    assert told["Kind"] == "Practice or learning support"
    assert told["Due"].date() == date(2026, 4, 27)
    assert (told["Status"], told["Overdue"], told["Version"]) == ("Open", "Overdue", 1)
    assert [row[14] for row in rows[1:]] == ["Overdue", None, None]


def test_the_same_actions_make_the_same_bytes():
    assert written() == written()


def test_what_is_not_to_be_changed_is_locked_and_the_version_is_hidden():
    sheet = openpyxl.load_workbook(BytesIO(written()))["Actions"]
    assert sheet.protection.sheet
    assert not sheet.protection.autoFilter  # false is what lets people filter
    unlocked = [
        one.heading for one in COLUMNS if not sheet[f"{LETTERS[one.field]}2"].protection.locked
    ]
    assert unlocked == [
        *("To be done", "Kind", "Owner", "Due", "Priority", "Status", "Evidence", "Reason")
    ]
    assert sheet.column_dimensions[LETTERS["version"]].hidden
    assert openpyxl.load_workbook(BytesIO(written()))["auditkit"].sheet_state == "veryHidden"


def test_words_are_chosen_from_lists():
    book = openpyxl.load_workbook(BytesIO(written()))
    lists = {
        str(one.sqref): one.formula1
        for one in book["Actions"].data_validations.dataValidation
        if one.type == "list"
    }
    assert set(lists) == {
        f"{LETTERS[name]}2:{LETTERS[name]}4" for name in ("kind", "priority", "status")
    }
    column, last = lists[f"{LETTERS['status']}2:{LETTERS['status']}4"].split("$")[-2:]
    offered = [book["auditkit"][f"{column}{row}"].value for row in range(1, int(last) + 1)]
    assert offered == ["Open", "In progress", "Done", "Verified", "Cancelled"]


def test_a_text_that_looks_like_a_formula_is_none():
    sheet = openpyxl.load_workbook(BytesIO(written()))["Actions"]
    cell = sheet[f"{LETTERS['finding']}4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_a_workbook_of_no_actions_can_be_made_and_read():
    assert read(written(()), ()) == Edits(())


def test_more_actions_than_can_be_read_back_are_refused():
    with pytest.raises(Refused, match="X040"):
        write_actions([ACTIONS[0]] * (MOST_ACTIONS + 1), BytesIO(), on=ON)


def test_as_many_actions_as_are_written_can_be_read():
    actions = [action(id=f"ACT-{number}") for number in range(MOST_ACTIONS)]
    assert read(written(actions), actions) == Edits(())


def test_without_the_library_of_workbooks_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ExtraMissing, match="practice-auditkit\\[excel\\]"):
        written()


# What was changed


def test_nothing_changed_is_no_change():
    assert read(written()) == Edits(())
    assert read(worked_in(lambda sheet: None)) == Edits(())


def test_changed_cells_are_changes():
    data = worked_in(
        put(
            status_2="Done",
            evidence_2="Plan of 28 April",
            owner_2=" TL-09 ",
            due_3="11/05/2026",
            priority_3="high",
            kind_3="training",
            owner_4="TL-01",
            title_4="=A plan",
        )
    )
    assert found(read(data)) == [
        ("ACT-A", {"owner": "TL-09", "status": "done", "evidence": "Plan of 28 April"}),
        ("ACT-B", {"kind": "training", "due": date(2026, 5, 11), "priority": "high"}),
        ("ACT-C", {"title": "=A plan", "owner": "TL-01"}),
    ]


def test_a_date_typed_as_one_is_a_date():
    data = worked_in(put(due_2=date(2026, 5, 11)))
    assert found(read(data)) == [("ACT-A", {"due": date(2026, 5, 11)})]


def test_an_emptied_cell_takes_the_owner_or_the_text_away():
    assert found(read(worked_in(put(owner_2=None, evidence_4=None)))) == [
        ("ACT-A", {"owner": None}),
        ("ACT-C", {"evidence": ""}),
    ]


def test_an_apostrophe_against_formulas_is_no_change():
    assert read(worked_in(put(evidence_4="'+ a note\nof two lines"))) == Edits(())


def test_rows_may_be_sorted_and_columns_moved():
    def work(sheet):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        rows[1:] = rows[:0:-1]
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row[::-1], 1):
                sheet.cell(number, column).value = value
        sheet[f"{chr(65 + len(COLUMNS) - 1 - 11)}4"] = "In progress"

    assert found(read(worked_in(work))) == [("ACT-A", {"status": "in_progress"})]


def test_a_deleted_row_is_told_of_and_changes_nothing():
    edits = read(worked_in(lambda sheet: sheet.delete_rows(3)))
    assert edits.edits == ()
    assert [(one.code, one.severity, one.facts["action"]) for one in edits.problems] == [
        ("X049", "warning", "ACT-B")
    ]


def test_a_deleted_row_of_an_action_closed_meanwhile_is_not_missed():
    closed = done(id="ACT-B", version=4, status="verified", closed_on=ON, closed_by="HOS-1")
    edits = read(worked_in(lambda sheet: sheet.delete_rows(3)), (ACTIONS[0], closed, ACTIONS[2]))
    assert edits == Edits(())


def test_what_is_written_beside_the_columns_is_told_of_and_left_out():
    edits = read(worked_in(lambda sheet: sheet.insert_cols(20) or sheet.__setitem__("S1", "Notes")))
    assert [(one.code, one.place.cell) for one in edits.problems] == [("X043", "cell S1")]


def test_a_column_that_is_only_shown_need_not_be_there():
    assert read(worked_in(put(team_1=None))) == Edits(())


def test_a_change_of_what_is_only_shown_is_told_of_and_left_out():
    edits = read(worked_in(put(finding_2="Another", subject_3="CASE-1")))
    assert edits.edits == ()
    assert [(one.code, one.place.cell) for one in edits.problems] == [
        ("X052", f"cell {LETTERS['finding']}2"),
        ("X052", f"cell {LETTERS['subject']}3"),
    ]


# What cannot be read


@pytest.mark.parametrize(
    ("values", "code", "said"),
    [
        ({"status_2": "Finished"}, "X009", "expected one of: Open, In progress, Done, Verified"),
        ({"status_2": "Cancled"}, "X009", 'Did you mean "Cancelled"?'),
        ({"status_2": None}, "X009", 'Found ""'),
        ({"priority_2": "top"}, "X009", "Low, Normal, High"),
        ({"kind_2": "Trainings"}, "X009", 'Did you mean "Training"?'),
        ({"due_2": "31/02/2026"}, "X050", 'Found "31/02/2026"'),
        ({"due_2": "05/13/2026"}, "X050", "the day first"),
        ({"due_2": None}, "X050", 'Found ""'),
        ({"title_2": "#REF!"}, "X051", "a formula error"),
        ({"id_2": "ACT-AA"}, "X045", 'no action "ACT-AA". Did you mean "ACT-A"?'),
        ({"id_2": None}, "X044", "auditkit actions add"),
        ({"id_3": "ACT-A"}, "X046", "stands in row 2 already"),
        ({"version_2": 2}, "X047", "its version"),
        ({"version_2": None}, "X047", "its version"),
        ({"version_2": "one"}, "X047", "its version"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_cell(values, code, said):
    with pytest.raises(Refused) as caught:
        read(worked_in(put(**values)))
    (problem,) = [one for one in caught.value.problems if one.code != "X049"]
    field, _, row = next(iter(values)).rpartition("_")
    cell = f"row {row}" if code == "X044" else f"cell {LETTERS[field]}{row}"
    assert (problem.code, problem.place.cell) == (code, cell)
    assert said in problem.message


def test_a_month_first_date_makes_the_others_of_the_column_doubtful():
    data = worked_in(put(due_2="05/13/2026", due_3="05/06/2026"))
    assert refused(data) == [
        ("X050", f"cell {LETTERS['due']}2"),
        ("X050", f"cell {LETTERS['due']}3"),
    ]


def test_every_problem_of_a_workbook_is_told_at_once():
    data = worked_in(put(status_2="x", due_2="x", priority_3="x"))
    assert [code for code, _ in refused(data)] == ["X050", "X009", "X009"]


@pytest.mark.parametrize("heading", ["Version", "Status"])
def test_a_missing_column_is_refused(heading):
    index = [one.heading for one in COLUMNS].index(heading) + 1
    assert refused(worked_in(lambda sheet: sheet.delete_cols(index))) == [("X042", None)]


def test_without_the_column_of_actions_it_is_none_of_ours():
    with pytest.raises(Refused, match='The column "Action" is missing'):
        read(worked_in(lambda sheet: sheet.delete_cols(1)))


def test_another_workbook_is_refused():
    stream = BytesIO()
    openpyxl.Workbook().save(stream)
    book = openpyxl.Workbook()
    book.active["A1"] = "Action"
    book.save(stream := BytesIO())
    assert refused(stream.getvalue()) == [("X041", None)]


def test_a_heading_twice_is_taken_once():
    edits = read(worked_in(put(raised_by_1="Status")))
    assert [(one.code, one.place.cell) for one in edits.problems] == [
        ("X043", f"cell {LETTERS['raised_by']}1")
    ]


# Languages


def test_a_workbook_speaks_welsh():
    book = openpyxl.load_workbook(BytesIO(written(language="cy")))
    sheet = book["Camau gweithredu"]
    told = {cell.value: sheet.cell(2, cell.column).value for cell in sheet[1]}
    assert list(told)[:6] == [
        "Cam gweithredu", "Yn ymwneud â", "Gwasanaeth", "Tîm", "Canfyddiad", "I'w wneud",
    ]  # fmt: skip
    assert (told["Math"], told["Statws"]) == ("Cymorth ymarfer neu ddysgu", "Agored")
    (due,) = [one for one in sheet.data_validations.dataValidation if one.type == "date"]
    assert due.error == "Rhowch ddyddiad megis 27/04/2026."


def test_a_welsh_workbook_is_read_back_with_words_of_either_language():
    data = worked_in(put(status_2="Ar waith", status_3="Done", priority_3="Uchel"), language="cy")
    assert found(read(data)) == [
        ("ACT-A", {"status": "in_progress"}),
        ("ACT-B", {"priority": "high", "status": "done"}),
    ]
    assert read(written(language="cy")) == Edits(())


def test_an_english_workbook_takes_welsh_words():
    assert found(read(worked_in(put(status_2="Cwblhawyd")))) == [("ACT-A", {"status": "done"})]


def test_a_conflict_over_a_welsh_workbook_shows_both_in_welsh():
    meanwhile = (action(id="ACT-A", version=2, status="in_progress"), *ACTIONS[1:])
    with pytest.raises(Refused) as caught:
        read(worked_in(put(status_2="Canslwyd"), language="cy"), meanwhile)
    (told,) = caught.value.problems
    facts = [told.facts[name] for name in ("heading", "ours", "theirs", "before")]
    assert facts == ["Statws", "Canslwyd", "Ar waith", "Agored"]


def test_no_heading_and_no_label_means_two_things():
    assert set(headings().values()) == {one.field for one in COLUMNS}
    for language in languages_known():
        told = [words_in(language).translate(one.heading) for one in COLUMNS]
        assert len(set(told)) == len(COLUMNS)
        for field in WORDS:
            said = [words_in(language).again(label) for label in WORDS[field].values()]
            assert [labels(field)[fold(label)] for label in said] == list(WORDS[field])


def test_what_is_no_word_is_told_in_the_language_of_who_reads():
    with pytest.raises(Refused) as caught:
        read(worked_in(put(status_2="Canslwy"), language="cy"))
    (told,) = caught.value.problems
    assert "expected one of: Open, In progress" in told.message
    assert "Agored, Ar waith, Cwblhawyd" in told.message_in("cy")
    assert "Canslwyd" in told.message


# What was changed meanwhile

LATER = (action(id="ACT-A", version=2, priority="high"), *ACTIONS[1:])


def test_a_row_that_was_left_alone_is_no_conflict():
    assert read(written(), LATER) == Edits(())


def test_a_cell_changed_here_and_an_action_changed_there_is_a_conflict_that_shows_both():
    data = worked_in(put(priority_2="Low"))
    with pytest.raises(Refused) as caught:
        read(data, LATER)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.cell) == ("X048", f"cell {LETTERS['priority']}2")
    assert (
        'version 1, now 2). Priority: here "Low", there "High", before "Normal".' in problem.message
    )


def test_every_cell_of_a_conflict_is_told():
    data = worked_in(put(priority_2="Low", due_2="11/05/2026", status_3="Done"))
    assert refused(data, LATER) == [
        ("X048", f"cell {LETTERS['due']}2"),
        ("X048", f"cell {LETTERS['priority']}2"),
    ]


def test_the_same_change_here_and_there_is_no_conflict():
    assert read(worked_in(put(priority_2="High")), LATER) == Edits(())


def test_a_workbook_newer_than_the_actions_is_refused():
    assert refused(written(LATER)) == [("X047", f"cell {LETTERS['version']}2")]


def test_a_row_of_another_copy_is_refused():
    def work(sheet):
        sheet[f"{LETTERS['id']}5"] = "ACT-D"
        sheet[f"{LETTERS['version']}5"] = 1

    assert refused(worked_in(work), (*ACTIONS, action(id="ACT-D"))) == [
        ("X047", f"cell {LETTERS['version']}5")
    ]


# Changes made


def applied(data: bytes, by: str = "HOS-1", actions=ACTIONS) -> tuple[Action, ...]:
    return apply_edits(read(data, actions).edits, by=by, on=ON)


def test_changes_are_made_by_who_hands_the_workbook_back():
    (one,) = applied(worked_in(put(status_2="Done", evidence_2="Plan of 28 April")))
    assert (one.status, one.done_by, one.done_on, one.version) == ("done", "HOS-1", ON, 2)


@pytest.mark.parametrize(
    ("values", "by", "code", "cell"),
    [
        ({"status_2": "Verified"}, "HOS-1", "X001", "status"),
        ({"status_2": "Done"}, "HOS-1", "X002", "evidence"),
        ({"status_4": "Verified"}, "TL-03", "X004", "status"),
        ({"status_2": "Cancelled"}, "HOS-1", "X005", "because"),
        ({"owner_4": "TL-01"}, "HOS-1", "X007", "owner"),
        ({"due_2": "01/04/2026"}, "HOS-1", "X008", "due"),
        ({"title_2": None}, "HOS-1", "X010", "title"),
        ({"title_2": "x" * 10_001}, "HOS-1", "X011", "title"),
        ({"owner_2": "x" * 201}, "HOS-1", "X011", "owner"),
    ],
)
def test_a_change_that_cannot_be_made_is_told_with_its_cell(values, by, code, cell):
    edits = read(worked_in(put(**values))).edits
    with pytest.raises(Refused) as caught:
        apply_edits(edits, by=by, on=ON)
    row = next(iter(values)).rpartition("_")[2]
    assert [(one.code, one.place.cell) for one in caught.value.problems] == [
        (code, f"cell {LETTERS[cell]}{row}")
    ]


def test_a_change_of_a_closed_action_is_told_at_the_first_cell_changed():
    closed = (done(id="ACT-A", status="verified", closed_on=ON, closed_by="HOS-1"),)
    with pytest.raises(Refused) as caught:
        applied(worked_in(put(priority_2="Low"), closed), actions=closed)
    assert [(one.code, one.place.cell) for one in caught.value.problems] == [
        ("X006", f"cell {LETTERS['priority']}2")
    ]


def test_one_change_that_cannot_be_made_keeps_the_others_from_being_made():
    edits = read(worked_in(put(priority_2="Low", status_3="Done"))).edits
    with pytest.raises(Refused) as caught:
        apply_edits(edits, by="HOS-1", on=ON)
    assert [one.code for one in caught.value.problems] == ["X002"]


# LibreOffice


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice_reads_back(tmp_path: Path):
    path = tmp_path / "actions.xlsx"
    path.write_bytes(worked_in(put(status_2="Done", evidence_2="=Plan", due_3=date(2026, 5, 11))))
    (tmp_path / "saved").mkdir()
    convert = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    convert += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(path)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    edits = read((tmp_path / "saved/actions.xlsx").read_bytes())
    assert edits.problems == ()
    assert found(edits) == [
        ("ACT-A", {"status": "done", "evidence": "=Plan"}),
        ("ACT-B", {"due": date(2026, 5, 11)}),
    ]


# Always

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\t\n\r"))
NAMES = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=20).filter(str.strip)
TOLD = {"finding": TEXTS, "title": TEXTS.filter(str.strip), "evidence": TEXTS, "because": TEXTS}
MAYBE = st.none() | NAMES


@settings(deadline=None)
@given(st.lists(st.builds(action, **TOLD, owner=MAYBE, team=MAYBE, owner_role=MAYBE), max_size=3))
def test_what_nobody_changed_is_no_change_whatever_it_says(made):
    actions = [changed(one, id=f"ACT-{number}") for number, one in enumerate(made)]
    actions = [action(id="ACT-9"), *(one for one in actions if not wrong_in(one))]
    assert read(written(actions), actions) == Edits(())


@settings(deadline=None)
@given(TEXTS.filter(lambda text: text.strip() and not loss(text)))
def test_a_text_typed_into_a_cell_is_what_the_action_then_says(text):
    def work(sheet):
        cell = sheet[f"{LETTERS['evidence']}2"]
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"

    wanted = without_guard(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    edits = read(worked_in(work, ACTIONS[:1]), ACTIONS[:1])
    assert [dict(one.changes) for one in edits.edits] == ([{"evidence": wanted}] if wanted else [])
