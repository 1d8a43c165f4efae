"""The first page of a report from a store: what was asked, found and done, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from council import ANALYST, PROGRAMME, Council, council
from found import has_section, section_of, texts_of

from auditkit.actions.model import Action
from auditkit.errors import Refused
from auditkit.report.as_html import report_html
from auditkit.report.as_json import report_json
from auditkit.report.as_markdown import report_markdown
from auditkit.report.model import ReportModel
from auditkit.report.notes import Notes, notes_of

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")

MONTH = "2026-04"


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path) as found:
        yield found


def report(council: Council, notes: Notes | None = None, language: str = "en") -> ReportModel:
    return council.kit.report(evidence=council.evidence(MONTH), notes=notes, language=language)


def lines(made: ReportModel) -> list[str]:
    return texts_of(section_of(made, "headlines")).splitlines()


NOTES = """\
Marking: OFFICIAL
Meeting: 2026-07-21

# Decision
The Group is asked to:

- agree contingency-planning training (A. Person, by September)
"""


def play(anytown: Council) -> None:
    """One of two cases of either service is left over; one of two increases could be avoided; the
    moderation of one case grades lower; one of two actions is overdue.
    """
    cases = anytown.cases("older_people", 2, 2) + anytown.cases("mental_health", 1, 0)
    avoidable = iter(("no", "yes"))
    for one in anytown.draw(MONTH, cases).cases():
        told = {"contingency_plan": "partly", "service": one.service}
        if one.stratum == "increased":
            told |= {"increase_reasons": "mobility", "increase_avoidable": next(avoidable)}
        anytown.audit(one.case_ref, MONTH, **told)
        if one.service == "older_people" and one.stratum == "increased":
            told |= {"eligibility_evidenced": "no"}
            anytown.audit(one.case_ref, MONTH, "moderation", **told)
    for at, due in enumerate((date(2026, 7, 1), date(2026, 8, 1))):
        action = Action(
            id=f"ACT-{at}", programme="anytown", title="Talk", due=due,
            raised_on=date(2026, 4, 30), raised_by="AN-01",
        )  # fmt: skip
        anytown.store.add_action(action, actor=ANALYST, at=datetime(2026, 4, 30, 9, tzinfo=UTC))


def test_a_page_in_five_lines(anytown: Council):
    play(anytown)
    made = report(anytown, notes_of(NOTES, "notes.md"))
    assert made.dated == "21 July 2026 · April 2026"
    assert made.letterhead.marking == "OFFICIAL"
    found = lines(made)
    assert found[:3] == [
        "The Group is asked to: agree contingency-planning training (A. Person, by September)",
        "Audited 3 of 4 planned. Shortfall: Mental Health 1.",
        "Strongest: eligibility evidenced. Weakest: contingency plan."
        " Increased-cost cases: 1 of 2 unavoidable.",
    ]
    # Two actions by hand, one of them late; three plans to be completed and one case whose
    # eligibility is to be evidenced, raised by the audits in April and late by now.
    assert found[3:] == [
        "Moderation: 1 pair, 1 graded lower, 0 higher; too few for statistics."
        " Actions: 6 open, 5 overdue."
    ]


def test_the_page_in_welsh(anytown: Council):
    play(anytown)
    notes = notes_of(NOTES.replace("Meeting:", "Cyfarfod:"), "notes.md")
    made = report(anytown, notes, "cy")
    assert made.dated == "21 Gorffennaf 2026 · Ebrill 2026"
    assert section_of(made, "headlines").title == "Prif ganfyddiadau"
    assert not set(lines(made)[1:]) & set(lines(report(anytown, notes))[1:])


def test_what_is_not_known_is_left_out(anytown: Council):
    anytown.audit("CASE-1", MONTH)
    assert lines(report(anytown)) == ["Moderation: no pair."]


def test_nothing_known_is_no_section(tmp_path: Path):
    first_alone = PROGRAMME[: PROGRAMME.index("  - {stage: reaudit")]
    with council(tmp_path, first_alone) as found:
        found.audit("CASE-1", MONTH)
        assert not has_section(report(found), "headlines")


@pytest.mark.parametrize(
    ("decision", "line"),
    [
        ("Agree the training", "The Group is asked to: agree the training"),
        ("The Group is asked to agree the training", "The Group is asked to agree the training"),
        (
            "The Group is asked to note:\n\n- this\n- that",
            "The Group is asked to note: this and 1 more",
        ),
        ("- agree this\n- and that\n- note", "The Group is asked to: agree this and 2 more"),
        ("Costs rose.\n\n- agree this", "The Group is asked to: agree this"),
        ("## Training\nAgree it", "The Group is asked to: agree it"),
    ],
)
def test_the_first_decision_stands_at_the_top(anytown: Council, decision: str, line: str):
    anytown.audit("CASE-1", MONTH)
    made = report(anytown, notes_of(f"# Decision\n{decision}\n", "notes.md"))
    assert lines(made)[0] == line


def test_a_decision_without_words_is_none(anytown: Council):
    anytown.audit("CASE-1", MONTH)
    made = report(anytown, notes_of("# Decision\n## Training\n", "notes.md"))
    assert lines(made) == ["Moderation: no pair."]


def test_the_day_of_the_meeting_may_be_called_its_date():
    assert notes_of("Date: 2026-07-21\n", "notes.md").meeting == date(2026, 7, 21)


def test_a_day_that_nobody_can_read_is_refused():
    with pytest.raises(Refused, match="W008"):
        notes_of("Meeting: 21/7/26\n", "notes.md")


def test_every_form_tells_the_day(anytown: Council):
    play(anytown)
    made = report(anytown, notes_of(NOTES, "notes.md"))
    assert '<p class="period">21 July 2026 · April 2026</p>' in report_html(made).decode()
    assert "\n21 July 2026 · April 2026\n" in report_markdown(made).decode()
    assert '"meeting": "2026-07-21"' in report_json(made).decode()


def test_the_headlines_are_set_apart(anytown: Council):
    play(anytown)
    page = report_html(report(anytown)).decode()
    assert page.count('<section class="headlines">') == 1


def test_the_headlines_are_set_apart_in_word(anytown: Council):
    docx = pytest.importorskip("docx", reason="the extra report is not installed")
    from io import BytesIO

    from auditkit.report.as_docx import report_docx

    play(anytown)
    made = report(anytown)
    document = docx.Document(BytesIO(report_docx(made)))
    told = [one.text for one in document.paragraphs if one.style.name == "Headline"]
    assert told == lines(made)
