"""Notes for a report: read strictly, uncleared case studies left out, identifiers warned about."""

from __future__ import annotations

import pytest

from auditkit import AuditKit, Refused
from auditkit.report.model import Paragraph, Points, Subheading
from auditkit.report.notes import Notes, notes_of, read_notes

TEXT = """\
Author: A. Person, Principal Social Worker
Marking: OFFICIAL

# Decision
The Group is asked to agree
training on contingency planning:

- for all teams
- by October,
  at the latest
* with the provider forum

# Commentary
## What changed
Reviews were late.

# Case studies
## A plan in time
Cleared by: B. Person

A carer fell ill. The plan held.

## Not yet read
A neighbour helped.

## Nothing told
"""


def test_notes_are_read_part_by_part():
    notes = notes_of(TEXT, "notes.md")
    assert (notes.author, notes.marking) == ("A. Person, Principal Social Worker", "OFFICIAL")
    assert notes.decision == (
        Paragraph("The Group is asked to agree training on contingency planning:"),
        Points(("for all teams", "by October, at the latest", "with the provider forum")),
    )
    assert notes.commentary == (Subheading("What changed"), Paragraph("Reviews were late."))


def test_a_case_study_that_nobody_cleared_is_left_out_and_named():
    notes = notes_of(TEXT, "notes.md")
    assert notes.case_studies == (
        Subheading("A plan in time"),
        Paragraph("A carer fell ill. The plan held."),
    )
    (warning,) = notes.problems
    assert (warning.code, str(warning.place), warning.severity) == (
        "W006",
        "notes.md:23",
        "warning",
    )


def test_a_case_study_may_have_no_title():
    told = notes_of("# Case studies\nCleared by: B. Person\nThe plan held.\n", "n")
    assert (told.case_studies, told.problems) == ((Paragraph("The plan held."),), ())
    assert notes_of("# Case studies\nThe plan held.\n", "n").case_studies == ()


def test_a_heading_ends_paragraphs_and_points():
    notes = notes_of("# Commentary\nOne\n- two\n## Three\n- four\n## Five", "n")
    assert notes.commentary == (
        Paragraph("One"),
        Points(("two",)),
        Subheading("Three"),
        Points(("four",)),
        Subheading("Five"),
    )


def test_notes_in_welsh():
    notes = notes_of("Awdur: A. Person\n\n# PENDERFYNIAD\nCytuno.\n", "n")
    assert (notes.author, notes.decision) == ("A. Person", (Paragraph("Cytuno."),))


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("# Desicion\nx\n# Colour\n", [("W003", 1), ("W003", 3)]),
        ("# Decision\nx\n# decision\n", [("W005", 3)]),
        ("Author: A\n\nDear all,\n# Decision\n", [("W004", 3)]),
        ("Colour: red\n", [("W004", 1)]),
    ],
)
def test_notes_that_no_report_has_a_place_for_are_refused(text, problems):
    with pytest.raises(Refused) as refused:
        notes_of(text, "notes.md")
    assert [(one.code, one.place.line) for one in refused.value.problems] == problems


def test_a_heading_that_is_nearly_right_is_suggested():
    with pytest.raises(Refused, match='Did you mean "Decision"'):
        notes_of("# Desicion\n", "notes.md")


def test_an_identifier_is_warned_about_and_never_repeated():
    text = "# Commentary\nAsk me.\nHe lives at SW1A 1AA.\n# Decision\nAsk a.person@example.org\n"
    (warning,) = notes_of(text, "notes.md").problems
    assert (warning.code, str(warning.place)) == ("W007", "notes.md:3:13")
    assert "SW1A" not in str(warning)


def test_nothing_is_no_notes():
    assert notes_of("", "n") == Notes()


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "notes.md").write_bytes(b"\xff\xfe#\0")
    with pytest.raises(Refused) as refused:
        read_notes(tmp_path / "notes.md")
    assert [one.code for one in refused.value.problems] == ["Y001"]


def test_the_parts_stand_where_a_board_looks_for_them(tmp_path):
    (tmp_path / "notes.md").write_text(TEXT, "utf-8")
    notes = read_notes(tmp_path / "notes.md")
    report = AuditKit(discover=False).report([], notes=notes)
    assert [one.name for one in report.sections] == [
        "decision",
        "commentary",
        "audited",
        "case_studies",
        "limits",
    ]
    assert (report.letterhead.author, report.letterhead.marking) == (notes.author, "OFFICIAL")
    assert report.problems == notes.problems
    titles = [
        one.section.title for one in AuditKit().report([], notes=notes, language="cy").sections
    ]
    assert titles[:2] == ["Y penderfyniad y gofynnir amdano", "Sylwebaeth"]
