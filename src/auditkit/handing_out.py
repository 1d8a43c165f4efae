"""The cases of a draw handed out: who audits which, their work lists and blank returns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from io import BytesIO

from auditkit.builtin.writers import write_csv
from auditkit.cases import Case
from auditkit.draws.record import Draw, DrawnCase
from auditkit.frozen import frozen
from auditkit.languages import ENGLISH, said, said_in_each, words_in
from auditkit.privacy.tables import LOCAL_NUMBER
from auditkit.problems import NOWHERE, Place, Problem, problem
from auditkit.programme.model import Stage
from auditkit.programme.reading import LoadedProgramme
from auditkit.programme.staff import Staff
from auditkit.questions.model import QuestionSet
from auditkit.returns import STAGES
from auditkit.stages.allocation import Allocation, allocated
from auditkit.stages.separation import Audited, BrokenRule
from auditkit.templates.layout import facts as template_facts
from auditkit.templates.workbook import write_template
from auditkit.working_days import WorkingDays

COLUMNS = (
    "case_ref",
    "service",
    "stratum",
    "team",
    "practitioner",
    "period",
    "stage",
    "auditor",
    "due",
)
# Who took part before, by the reference of the case.
History = Mapping[str, Sequence[Audited]]


@frozen
class HandedOut:
    """The files for auditors, by name; who got which case; and what is to be said."""

    files: Mapping[str, bytes]
    allocation: Allocation
    problems: tuple[Problem, ...]


def hand_out(
    draw: Draw,
    programme: LoadedProgramme,
    staff: Staff,
    *,
    on: date,
    history: History | None = None,
    numbers: Mapping[str, str] | None = None,
    language: str = ENGLISH,
) -> HandedOut:
    """For every auditor a workbook with a page a case, period and case filled in, and a work
    list. Separation of duties holds, and the load is as even as it lets it be.

    What is handed out on a day is due so many working days later as the programme says of the
    stage. `history` holds who took part in the earlier audits of each case; at a later stage it
    is warned about where it is not known. `numbers` are the local numbers of pseudonyms: work
    lists have them in front. Raises `ExtraMissing` where XlsxWriter, or for a day that is due the
    library of bank holidays, is not installed.
    """
    stage = _stage(draw, programme)
    allocation = _allocation(draw, stage, staff, history)
    question_set = programme.question_set
    assert question_set is not None  # the kit reads programmes with theirs
    rows = [{**row, "due": _due(programme, stage, on)} for row in _rows(draw, stage, allocation)]
    facts = {one.case_ref: one.facts for one in draw.cases()}
    files: dict[str, bytes] = {}
    for auditor in sorted(set(allocation.auditors.values())):
        mine = [row for row in rows if row["auditor"] == auditor]
        name = _file_name(auditor, files)
        files[f"{name}-work-list.csv"] = _work_list(mine, numbers)
        files[f"{name}.xlsx"] = _blank_returns(mine, facts, question_set, language)
    problems = _problems(allocation, stage, staff, is_history_known=history is not None)
    return HandedOut(files, allocation, problems)


def handed_out_rows(
    draw: Draw, programme: LoadedProgramme, staff: Staff
) -> tuple[dict[str, str], ...]:
    """Which case goes to whom, in the order of the draw numbers."""
    stage = _stage(draw, programme)
    return _rows(draw, stage, _allocation(draw, stage, staff))


def _allocation(
    draw: Draw, stage: Stage, staff: Staff, history: History | None = None
) -> Allocation:
    cases = [_case(one) for one in _in_order(draw)]
    return allocated(stage, cases, staff.actors, history)


def _rows(draw: Draw, stage: Stage, allocation: Allocation) -> tuple[dict[str, str], ...]:
    return tuple(
        _row(draw, one, stage, allocation.auditors[one.case_ref])
        for one in _in_order(draw)
        if one.case_ref in allocation.auditors
    )


def _due(programme: LoadedProgramme, stage: Stage, on: date) -> str:
    if stage.due is None:
        return ""
    return WorkingDays(programme.programme.bank_holidays).after(on, stage.due).isoformat()


def _in_order(draw: Draw) -> list[DrawnCase]:
    return sorted(draw.cases(), key=lambda one: one.draw_number)


def _stage(draw: Draw, programme: LoadedProgramme) -> Stage:
    stage = programme.programme.stage(draw.stage)
    assert stage is not None  # no draw is made for another
    return stage


def _case(one: DrawnCase) -> Case:
    return Case(
        case_ref=one.case_ref, service=one.service, team=one.team, practitioner=one.practitioner
    )


def _row(draw: Draw, one: DrawnCase, stage: Stage, auditor: str) -> dict[str, str]:
    service = next(each for each in draw.services if each.service == one.service)
    return {
        "case_ref": one.case_ref,
        "service": service.title,
        "stratum": draw.counts(one.service, one.stratum).title,
        "team": one.team or "",
        "practitioner": one.practitioner or "",
        "period": draw.period,
        "stage": stage.stage,
        "auditor": auditor,
    }


def _work_list(rows: Sequence[dict[str, str]], numbers: Mapping[str, str] | None) -> bytes:
    stream = BytesIO()
    if numbers is None:
        write_csv(rows, stream, COLUMNS)
    else:
        joined = [{LOCAL_NUMBER: numbers.get(row["case_ref"], ""), **row} for row in rows]
        write_csv(joined, stream, (LOCAL_NUMBER, *COLUMNS))
    return stream.getvalue()


def _blank_returns(
    rows: Sequence[dict[str, str]],
    facts: Mapping[str, Mapping[str, str]],
    question_set: QuestionSet,
    language: str,
) -> bytes:
    entries = {one.target: one.options for one in template_facts(question_set, language)}
    known = []
    for row in rows:
        told = {f"case.{name}": text for name, text in facts[row["case_ref"]].items()}
        texts = {name: text for name, text in {**row, **told}.items() if name in entries}
        known.append({name: entries[name].get(text, text) for name, text in texts.items()})
    stream = BytesIO()
    write_template(question_set, stream, language=language, cases=known)
    return stream.getvalue()


def _file_name(auditor: str, taken: Mapping[str, bytes]) -> str:
    """The name of an auditor's files: the code, without what a file name cannot hold."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", auditor).strip("-")[:60] or "auditor"
    found, number = name, 1
    while any(one.lower() == f"{found}.xlsx".lower() for one in taken):
        number += 1
        found = f"{name}-{number}"
    return found


def _problems(
    allocation: Allocation, stage: Stage, staff: Staff, *, is_history_known: bool
) -> tuple[Problem, ...]:
    found = []
    if stage.stage != STAGES[0] and not is_history_known:
        found.append(problem("D039", NOWHERE, stage=said(stage.stage)))
    if not staff.with_role(stage.role):
        found.append(problem("D055", NOWHERE, role=stage.role, stage=said(stage.stage)))
    for reference, reasons in allocation.unallocated.items():
        why = said_in_each(partial(_why, reasons)) if reasons else said("it is empty")
        found.append(problem("D038", Place(about=reference), case=reference, why=why))
    return tuple(found)


def _why(reasons: Mapping[str, Sequence[BrokenRule]], language: str) -> str:
    """The rules that keep each person from a case, in a language."""
    again = words_in(language).again
    told = (
        f"{person}: {', '.join(again(rule.words) for rule in rules)}"
        for person, rules in reasons.items()
    )
    return "; ".join(told).rstrip(".")
