"""Makes the invented returns in `returns-2026-04/`, with the problems that its README lists.

    python examples/make_returns.py [FOLDER]

The same bytes every time. Needs XlsxWriter (`pip install "practice-auditkit[excel]"`).
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

FOLDER = Path(__file__).parent / "returns-2026-04"
MADE = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)

# A case with nothing amiss: no health needs, no doubt about capacity, no rise in cost.
GOOD = {
    "eligibility_evidenced": "Yes",
    "support_appropriate": "Yes",
    "other_support": "Yes",
    "technology": "Yes",
    "missed_prevention": "No",
    "contingency_plan": "Yes",
    "other_funding": "Yes",
    "health_needs": "No",
    "voice": "Yes",
    "outcomes_recorded": "Yes",
    "mental_capacity": "Not applicable",
    "proportionate_timely": "Yes",
    "safeguarding": "Yes",
    "oversight": "Yes",
}
NO = "No, or not evidenced on the file"
NA = "Not applicable"

ENGLISH = {
    "eligibility_evidenced": "Is eligibility clear and evidenced?",
    "support_appropriate": (
        "Does the support match the person's eligible needs, no more and no less?"
    ),
    "other_support": (
        "Was other support looked at first, such as family, friends, community groups or equipment?"
    ),
    "technology": "Was technology considered that could meet the need or support independence?",
    "missed_prevention": "Were there missed opportunities for preventative action?",
    "contingency_plan": "Is a contingency plan in place?",
    "other_funding": "Was other funding considered, such as the NHS or joint funding?",
    "health_needs": "Does the person have health needs that the NHS may have to meet?",
    "continuing_healthcare": "Was the person considered for NHS Continuing Healthcare?",
    "voice": "Are the person's voice and wishes clear in the record?",
    "outcomes_recorded": "Are the outcomes recorded in the person's own words?",
    "mental_capacity": (
        "Where there was doubt about mental capacity, was it assessed for this decision"
        " and recorded?"
    ),
    "proportionate_timely": "Was the work proportionate and done in good time?",
    "safeguarding": "Were risks recognised, and any safeguarding concern acted on?",
    "oversight": "Is there evidence of management oversight where it was needed?",
    "increase_reasons": "Why did the cost go up? Choose all that apply.",
    "increase_avoidable": "Could the increase have been avoided?",
    "overall_judgement": "What is your overall judgement of this case?",
    "judgement_rationale": "Why did you come to this judgement?",
    "worked_well": "What worked well?",
    "practitioner_response": "What is the practitioner's response to this audit?",
    "person_feedback": (
        "What did the person, or somebody who speaks for them, say about their care?"
    ),
}
LABELS = {
    "eligibility_evidenced": "Eligibility evidenced",
    "support_appropriate": "Support appropriate",
    "other_support": "Other support",
    "technology": "Technology",
    "missed_prevention": "Missed prevention",
    "contingency_plan": "Contingency plan",
    "other_funding": "Other funding",
    "health_needs": "Health needs",
    "continuing_healthcare": "Continuing Healthcare",
    "voice": "Voice and wishes",
    "outcomes_recorded": "Outcomes recorded",
    "mental_capacity": "Mental capacity",
    "proportionate_timely": "Proportionate and timely",
    "safeguarding": "Risk and safeguarding",
    "oversight": "Management oversight",
    "increase_reasons": "Reasons for increase",
    "increase_avoidable": "Increase avoidable",
    "overall_judgement": "Overall judgement",
    "judgement_rationale": "Rationale",
    "worked_well": "Worked well",
    "practitioner_response": "Practitioner's response",
    "person_feedback": "Person's feedback",
}
WELSH = {
    "eligibility_evidenced": "A yw'r cymhwystra yn glir ac wedi'i ategu gan dystiolaeth?",
    "support_appropriate": (
        "A yw'r cymorth yn cyfateb i anghenion cymwys y person, heb fod yn fwy nac yn llai?"
    ),
    "other_support": (
        "A ystyriwyd cymorth arall yn gyntaf, megis teulu, ffrindiau, grwpiau cymunedol neu offer?"
    ),
    "technology": "A ystyriwyd technoleg a allai ddiwallu'r angen neu gefnogi annibyniaeth?",
    "missed_prevention": "A gollwyd cyfleoedd i gymryd camau ataliol?",
    "contingency_plan": "A oes cynllun wrth gefn ar waith?",
    "other_funding": "A ystyriwyd cyllid arall, megis cyllid gan y GIG neu gyllid ar y cyd?",
    "health_needs": (
        "A oes gan y person anghenion iechyd y gallai fod yn rhaid i'r GIG eu diwallu?"
    ),
    "continuing_healthcare": "A ystyriwyd y person ar gyfer Gofal Iechyd Parhaus y GIG?",
    "voice": "A yw llais a dymuniadau'r person yn glir yn y cofnod?",
    "outcomes_recorded": "A yw'r canlyniadau wedi'u cofnodi yng ngeiriau'r person ei hun?",
    "mental_capacity": (
        "Lle'r oedd amheuaeth ynghylch galluedd meddyliol, a gafodd ei asesu ar gyfer y"
        " penderfyniad hwn a'i gofnodi?"
    ),
    "proportionate_timely": "A oedd y gwaith yn gymesur ac yn amserol?",
    "safeguarding": "A gafodd risgiau eu hadnabod, ac a weithredwyd ar unrhyw bryder diogelu?",
    "oversight": "A oes tystiolaeth o oruchwyliaeth gan reolwyr lle'r oedd ei hangen?",
    "increase_reasons": "Pam y cododd y gost? Dewiswch bob un sy'n berthnasol.",
    "increase_avoidable": "A oedd modd osgoi'r cynnydd?",
    "overall_judgement": "Beth yw eich barn gyffredinol am yr achos hwn?",
    "judgement_rationale": "Pam y daethoch i'r farn hon?",
    "worked_well": "Beth a weithiodd yn dda?",
    "practitioner_response": "Beth yw ymateb yr ymarferydd i'r archwiliad hwn?",
    "person_feedback": "Beth a ddywedodd y person, neu rywun sy'n siarad ar ei ran, am ei ofal?",
}
IN_WELSH = {
    "eligibility_evidenced": {"Yes": "Ydy", NO: "Nac ydy, neu nid oes tystiolaeth ar y ffeil"},
    "support_appropriate": {"Yes": "Ydy", NO: "Nac ydy, neu nid oes tystiolaeth ar y ffeil"},
    "missed_prevention": {"Yes": "Do, neu nid yw'r ffeil yn dangos", "No": "Naddo"},
    "contingency_plan": {"Yes": "Oes", NO: "Nac oes, neu nid oes tystiolaeth ar y ffeil"},
    "health_needs": {"Yes": "Oes", "No": "Nac oes"},
    "voice": {"Yes": "Ydyn", NO: "Nac ydyn, neu nid oes tystiolaeth ar y ffeil"},
    "outcomes_recorded": {"Yes": "Ydyn", NO: "Nac ydyn, neu nid oes tystiolaeth ar y ffeil"},
    "proportionate_timely": {"Yes": "Oedd", NO: "Nac oedd, neu nid oes tystiolaeth ar y ffeil"},
    "oversight": {"Yes": "Oes", NO: "Nac oes, neu nid oes tystiolaeth ar y ffeil"},
    "increase_avoidable": {"Yes": "Oedd", "No": "Nac oedd"},
}
IN_WELSH_ANYWHERE = {
    "Yes": "Do",
    NO: "Naddo, neu nid oes tystiolaeth ar y ffeil",
    "Partly": "Yn rhannol",
    NA: "Amherthnasol",
}

OPTIONS = {"strings_to_urls": False, "strings_to_formulas": False, "remove_timezone": True}

Return = dict[str, Any]


def audit(
    case: str, when: Any, who: str, holder: str, review: str, cost: Any, **told: Any
) -> Return:
    """One invented return: the facts, then what differs from a case with nothing amiss.

    A name that ends in `__comment` is the comment on that question.
    """
    facts = {
        "case_ref": case,
        "audit_date": when,
        "auditor": who,
        "practitioner": holder,
        "review_type": review,
        "weekly_cost_change": cost,
        "period": "2026-04",
        "stage": "First audit",
    }
    return {**facts, **GOOD, **told}


def april(day: int, hour: int, minute: int, second: int) -> datetime:
    """When a form was sent, in April 2026."""
    return datetime(2026, 4, day, hour, minute, second, tzinfo=UTC)


def older_people() -> list[Return]:
    def one(*facts: Any, **told: Any) -> Return:
        team = told.pop("team", "North")
        return audit(*facts, service="Older People", team=team, **told)

    return [
        one(
            "CASE-0142", date(2026, 4, 13), "TL-03", "SW-11", "unplanned", 120.5,
            technology="Partly", technology__comment="Pendant alarm mentioned, no sensors",
            contingency_plan=NO, contingency_plan__comment="Nothing if the daughter falls ill",
            other_funding=NA, other_funding__comment="no health needs",
            increase_reasons="Loss of main carer;Overnight needs;", increase_avoidable="No",
            overall_judgement="Requires improvement",
            judgement_rationale="A sound package that would not survive one bad week",
            worked_well="The assessment is in her own words",
            practitioner_response="Will write the plan with her this month",
            person_feedback="She feels safe at night again",
        ),
        one(
            "CASE-0117", date(2026, 4, 14), "TL-03", "SW-14", "unplanned", 210,
            safeguarding=NO, safeguarding__comment="Bruising noted twice, no concern raised",
            support_appropriate="Partly",
            support_appropriate__comment="Four calls a day where the plan says three",
            contingency_plan=NO, contingency_plan__comment="Left to the agency",
            increase_reasons="Needs increased;", increase_avoidable="Cannot be told from the file",
            increase_avoidable__comment="No review before the hospital stay",
            overall_judgement="Inadequate",
            judgement_rationale="Safety comes first, whatever the score",
        ),
        one(
            "CASE-0123", date(2026, 4, 15), "TL-04", "SW-09", "planned", 0, team="South",
            overall_judgement="Outstanding", worked_well="Family and community mapped first",
        ),
        one(
            "CASE-0123", date(2026, 4, 28), "HOS-01", "SW-09", "planned", 0, team="South",
            stage="Re-audit",
            other_support="Partly", other_support__comment="Lunch club not followed up",
            missed_prevention="Partly", missed_prevention__comment="A fall in January",
            overall_judgement="Good",
        ),
        one(
            "CASE-0131", date(2026, 4, 16), "TL-04", "SW-12", "planned", 64.2, team="South",
            eligibility_evidenced=NO, eligibility_evidenced__comment="Assessment from 2023 only",
            increase_reasons="Reduced mobility or double-handed care;", increase_avoidable="Partly",
            increase_avoidable__comment="A hoist would have served for longer",
            overall_judgement="Requires improvement",
        ),
        one(
            "CASE-0150", date(2026, 4, 17), "TL-03", "SW-11", "planned", 35,
            contingency_plan="Partial", contingency_plan__comment="Day care only",
            increase_reasons="Dementia or impact on carers;", increase_avoidable="No",
        ),
        one(
            "CASE-0156", date(2026, 4, 20), "TL-03", "SW-15", "planned", -20,
            technology="#N/A",
        ),
        one(
            "CASE-0163", date(2026, 4, 21), "TL-04", "SW-12", "unplanned", 310.75, team="South",
            eligibility_evidenced="Partly", eligibility_evidenced__comment="Two outcomes implied",
            technology=NO, technology__comment="Not mentioned",
            missed_prevention="Yes, or the file does not show",
            missed_prevention__comment="Carer asked for respite in autumn",
            other_funding="Partly", other_funding__comment="Checklist begun, not sent",
            health_needs="Yes", continuing_healthcare="Partly",
            continuing_healthcare__comment="Checklist begun, not sent",
            increase_reasons="Substantial change in health;Loss of main carer;Overnight needs;",
            increase_avoidable="Yes", increase_avoidable__comment="Respite was asked for and not given",
            overall_judgement="Requires improvement",
        ),
    ]  # fmt: skip


def learning_disability() -> list[Return]:
    def one(*facts: Any, **told: Any) -> Return:
        return audit(*facts, service="Learning Disability", team="Transitions", **told)

    return [
        one(
            "CASE-0201", "13/04/2026", "TL-07", "SW-21", "planned", "£85.00",
            technology="Partly", technology__comment="Talked about, not tried",
            increase_reasons="Needs increased", increase_avoidable="No",
            worked_well="Moved out of his parents’ home – a café job came with it",
        ),
        one(
            "CASE-0202", "04/14/2026", "TL-07", "SW-22", "planned", "£0.00",
            other_support="Partly", other_support__comment="Circle of friends not asked",
        ),
        one(
            "CASE-0203", "08/04/2026", "TL-07", "SW-21", "unplanned", "£140.00",
            contingency_plan="in part", contingency_plan__comment="Nothing for weekends",
            increase_reasons="Other support reduced", increase_avoidable="No",
        ),
        one(
            "CASE-0204", "22/04/2026", "TL-08", "SW-23", "planned", "-£12.50",
            technology="Partly", technology__comment="Tablet tried; not his “thing”",
            voice=NO, voice__comment="Written about him, not with him",
        ),
        one(
            "CASE-0205", "2026-04-23", "TL-08", "SW-24", "unplanned", "£1,250.50",
            support_appropriate=NO, support_appropriate__comment="2:1 staffing, reason not recorded",
            missed_prevention="Yes, or the file does not show",
            missed_prevention__comment="Three placements in a year",
            other_funding=NO, other_funding__comment="Never raised with the NHS",
            health_needs="Yes", continuing_healthcare="no", continuing_healthcare__comment="None",
            increase_reasons="Substantial change in health;Another reason",
            increase_reasons__comment="The provider’s price rose by £400",
            increase_avoidable="Yes", increase_avoidable__comment="An earlier review",
            oversight=NO, oversight__comment="No panel decision",
        ),
        one(
            "CASE-0206", "24 April 2026", "TL-08", "SW-24", "planned", "£0.00",
            other_support=NO, other_support__comment="Family not asked",
            technology="Partly", technology__comment="Door sensor only",
        ),
    ]  # fmt: skip


def mental_health() -> list[Return]:
    def one(*facts: Any, **told: Any) -> Return:
        given = audit(*facts, service="Mental Health", team="Tîm y Gogledd", **told)
        return {key: in_welsh(key, value) for key, value in given.items()}

    return [
        one(
            "CASE-0301", "2026-04-09", "TL-10", "SW-31", "planned", "0",
            worked_well="Gŵr a gwraig yn cynllunio gyda’i gilydd; llais clir drwyddi draw",
        ),
        one(
            "CASE-0302", "2026-04-10", "TL-10", "SW-32", "unplanned", "96.40",
            contingency_plan=NO,
            contingency_plan__comment="Dim cynllun os bydd y tŷ yn cael ei werthu",
            increase_reasons="Colli'r prif ofalwr;Anghenion dros nos", increase_avoidable="No",
        ),
        one(
            "CASE-0303", "2026-04-16", "TL-11", "SW-33", "planned", "0",
            other_funding="Partly", other_funding__comment="Adran 117 heb ei gwirio",
            contingency_plan="Partly", contingency_plan__comment="Dim byd ar gyfer y penwythnos",
            outcomes_recorded="Partly",
        ),
        one(
            "CASE-0304", "2026-04-17", "TL-11", "SW-33", "planned", "0",
            technology="",
        ),
        one(
            "CASE-0305", "2026-04-24", "TL-11", "SW-34", "", "0",
            contingency_plan="Nac oes", contingency_plan__comment="Neb wedi gofyn",
        ),
    ]  # fmt: skip


def in_welsh(key: str, value: Any) -> Any:
    return IN_WELSH.get(key, {}).get(value) or IN_WELSH_ANYWHERE.get(value, value)


def physical_disability() -> list[Return]:
    def one(*facts: Any, **told: Any) -> Return:
        return audit(*facts, service="Physical Disability", team="Central", **told)

    return [
        one(
            "CASE-0401", april(13, 10, 2, 11), "TL-12", "SW-41", "Planned", 0,
            overall_judgement="Outstanding",
        ),
        one(
            "CASE-0402", april(14, 15, 40, 5), "TL-12", "SW-42", "Unplanned", 75,
            contingency_plan=NO, contingency_plan__comment="Still to be written",
            increase_reasons="Reduced mobility or double-handed care;Overnight needs;",
            increase_avoidable="No",
        ),
        one(
            "CASE-0403", april(20, 9, 31, 47), "TL-13", "SW-43", "Planned", 42.5,
            support_appropriate="Partly", support_appropriate__comment="Sitting service unused",
            missed_prevention="Partly", missed_prevention__comment="Pressure sore in February",
            health_needs="Yes", continuing_healthcare="Yes",
            increase_reasons="Substantial change in health;", increase_avoidable="Partly",
            increase_avoidable__comment="Earlier equipment",
        ),
        one(
            "CASE-0402", april(21, 11, 15, 30), "TL-12", "SW-42", "Unplanned", 75,
            contingency_plan="Yes",
            increase_reasons="Reduced mobility or double-handed care;Overnight needs;",
            increase_avoidable="No",
        ),
        one(
            "CASE-0404", april(27, 16, 5, 2), "TL-13", "SW-43", "Planned", 0,
            other_funding=NA, other_funding__comment="Working, no benefits, no health needs",
            technology="Partly", technology__comment="Smart lock declined",
        ),
    ]  # fmt: skip


# Writing


def commented(returns: Iterable[Mapping[str, Any]]) -> list[str]:
    """The questions that have a comment somewhere, in the order asked."""
    keys = {key for one in returns for key in one}
    return [name for name in LABELS if f"{name}__comment" in keys]


def write_table(path: Path, returns: Sequence[Return]) -> None:
    """A plain table, as somebody keeps it in Excel: the seven checks first, facts at the end."""
    headings = {"case_ref": "Case reference", "audit_date": "Audit date"}
    headings |= {name: LABELS[name] for name in list(LABELS)[:7]}
    headings |= {f"{name}__comment": f"Comment: {LABELS[name]}" for name in commented(returns)}
    headings |= {name: LABELS[name] for name in list(LABELS)[7:]}
    headings |= {
        "service": "Service",
        "team": "Team",
        "practitioner": "Practitioner",
        "auditor": "Auditor",
        "stage": "Audit stage",
        "period": "Period",
        "review_type": "Planned or unplanned review",
        "weekly_cost_change": "Change in weekly cost",
    }
    write_workbook(path, "Return", list(headings.values()), rows_of(returns, headings))


def write_forms(path: Path, returns: Sequence[Return]) -> None:
    """An export of Microsoft Forms: its own six columns, then one for each question."""
    own = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    facts = {
        "case_ref": "Mosaic ID",
        "service": "Which service?",
        "team": "Which team?",
        "practitioner": "Who holds the case? (code)",
        "auditor": "Who are you? (code)",
        "period": "Which month is the audit for?",
        "review_type": "Was the review planned or unplanned?",
        "weekly_cost_change": "By how much did the weekly cost change?",
    }
    headings, keys = [*own, *facts.values()], list(facts)
    explained = 0
    for name, text in ENGLISH.items():
        headings.append(text)
        keys.append(name)
        if name in commented(returns):
            explained += 1
            headings.append("Please explain" if explained == 1 else f"Please explain{explained}")
            keys.append(f"{name}__comment")
    rows = []
    for number, one in enumerate(returns, 1):
        done = one["audit_date"]
        begun = done.replace(minute=0, second=0)
        who = one["auditor"].lower()
        sent = [number, begun, done, f"{who}@anytown.example", f"Auditor {number}", None]
        rows.append([*sent, *(one.get(key) for key in keys)])
    write_workbook(path, "Sheet1", headings, rows)


def rows_of(returns: Iterable[Return], keys: Iterable[str]) -> list[list[Any]]:
    wanted = list(keys)
    return [[one.get(key) for key in wanted] for one in returns]


def write_workbook(
    path: Path, sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    book = xlsxwriter.Workbook(path, OPTIONS)
    book.set_properties({"title": "Invented returns", "created": MADE})
    table = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    table.freeze_panes(1, 1)
    table.set_column(0, len(headings) - 1, 18)
    for column, heading in enumerate(headings):
        table.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                table.write_datetime(number, column, value, moment)
            elif isinstance(value, date):
                table.write_datetime(number, column, value, day)
            elif value == "#N/A":
                table.write_formula(number, column, "=VLOOKUP(A8,A1:A1,1,FALSE)", None, "#N/A")
            elif isinstance(value, str) and value:
                table.write_string(number, column, value)
            elif isinstance(value, int | float):
                table.write_number(number, column, value)
    book.close()


def write_semicolons(path: Path, returns: Sequence[Return]) -> None:
    """A CSV file as Excel saves it where the list separator is a semicolon: Windows-1252."""
    headings = metadata_headings() | ENGLISH
    headings |= {f"{name}__comment": f"Comment: {LABELS[name]}" for name in commented(returns)}
    path.write_bytes(separated(headings, returns, ";").encode("cp1252"))


def write_commas(path: Path, returns: Sequence[Return]) -> None:
    """A CSV file in Welsh, saved as CSV UTF-8, with a row of totals below."""
    headings = metadata_headings() | WELSH
    headings |= {f"{name}__comment": f"{name}.comment" for name in commented(returns)}
    totals = {"case_ref": "Cyfanswm", "weekly_cost_change": "96.40"}
    text = separated(headings, [*returns, totals], ",")
    path.write_bytes(text.encode("utf-8-sig"))


def metadata_headings() -> dict[str, str]:
    return {
        "case_ref": "Case reference",
        "service": "Service",
        "team": "Team",
        "practitioner": "Practitioner",
        "stage": "Audit stage",
        "period": "Period",
        "auditor": "Auditor",
        "audit_date": "Audit date",
        "review_type": "Planned or unplanned review",
        "weekly_cost_change": "Change in weekly cost",
    }


def separated(
    headings: Mapping[str, str], returns: Iterable[Mapping[str, Any]], delimiter: str
) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headings.values())
    for one in returns:
        writer.writerow([one.get(key, "") for key in headings])
    return stream.getvalue()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / "older-people.xlsx", older_people())
    write_semicolons(folder / "learning-disability.csv", learning_disability())
    write_commas(folder / "mental-health.csv", mental_health())
    write_forms(folder / "microsoft-forms-export.xlsx", physical_disability())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
