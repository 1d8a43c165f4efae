"""The part of a starter folder that plays the audit cycle: a programme with invented cases.

Everything is made by rule, so that the same folder is written each time. No case is real.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from io import BytesIO
from tempfile import TemporaryDirectory

from auditkit.builtin.writers import write_csv
from auditkit.cases import Case
from auditkit.draws.choosing import DRAWN_STRATUM
from auditkit.draws.record import Draw
from auditkit.draws.replacing import replaced
from auditkit.frozen import frozen
from auditkit.handing_out import handed_out_rows
from auditkit.kit import AuditKit
from auditkit.programme.reading import LoadedProgramme
from auditkit.questions.model import Question, QuestionSet

PERIOD, NEXT_PERIOD = "2026-04", "2026-05"
REPLACED = "CASE-0008"
RECORD = f"draw-{PERIOD}.json"
MODERATION = f"moderation-{PERIOD}.json"
# Services with how many cases each has, and the letters of its staff.
_SERVICES = (
    ("older_people", "Older People", 45, "OP"),
    ("mental_health", "Mental Health", 25, "MH"),
    ("learning_disability", "Learning Disability", 30, "LD"),
    ("physical_disability", "Physical Disability", 20, "PD"),
)
_TEAMS = ("North", "South")
_PRACTITIONERS = 3
_FACTS = ("case_ref", "service", "team", "practitioner", "stage", "period", "auditor")
_AUDITED = date(2026, 4, 13)
# Of each later stage: days after which a case is audited again, and of how many answers one is
# another than the first time.
_LATER = {"reaudit": (8, 9), "moderation": (15, 7)}


@frozen(kw_only=True)
class Cycle:
    """The files that a year is played from, and an answer of a moderated case that its README
    corrects: of which case and question, to what, by whom; and who moderated it.
    """

    files: Mapping[str, bytes]
    corrected: Mapping[str, str]


def cycle(kit: AuditKit, question_set: QuestionSet) -> Cycle:
    """The programme, the lists that it draws from, and returns of the cases that it draws."""
    files = {
        "programme.yaml": programme_text(question_set).encode(),
        "cases.csv": _csv(case_rows()),
        "past-audits.csv": _csv(past_rows()),
        "staff.csv": _csv(staff_rows()),
    }
    with TemporaryDirectory() as folder:
        paths = {name: os.path.join(folder, name) for name in files}
        for name, path in paths.items():
            with open(path, "wb") as stream:
                stream.write(files[name])
        loaded = kit.load_programme(paths["programme.yaml"])
        cases = kit.read_cases(paths["cases.csv"], loaded).cases
        past = kit.read_past(paths["past-audits.csv"], loaded)
        draw = kit.draw(loaded, PERIOD, cases, past=past).draw
        staff = kit.read_staff(paths["staff.csv"], loaded)
    after = replaced(draw, REPLACED, because="Moved to another council")
    again = _moderation(kit, loaded, after)
    rows, first, moderated = (handed_out_rows(one, loaded, staff) for one in (draw, after, again))
    told = {one.case_ref: one.facts for each in (draw, after) for one in each.cases()}
    audits = tuple(_returns(kit, first, told, question_set))
    moderations = tuple(_returns(kit, moderated, told, question_set))
    files["example-returns.csv"] = _csv(_returns(kit, rows, told, question_set))
    files["example-audits.csv"] = _csv(audits)
    files["example-reaudits.csv"] = _csv(_returns(kit, map(_reaudited, first), told, question_set))
    files["example-moderations.csv"] = _csv(moderations)
    return Cycle(files=files, corrected=_corrected(audits, moderations, question_set))


def _moderation(kit: AuditKit, loaded: LoadedProgramme, draw: Draw) -> Draw:
    """The audits of a draw that come to be moderated, once all of them are made."""
    completed = [
        Case(
            case_ref=one.case_ref,
            service=one.service,
            team=one.team,
            practitioner=one.practitioner,
            facts={DRAWN_STRATUM: one.stratum},
        )
        for one in draw.cases()
    ]
    return kit.draw(loaded, PERIOD, completed, purpose="moderation").draw


def _reaudited(row: Mapping[str, str]) -> dict[str, str]:
    """The row of an audit, for the head of the service to audit again."""
    return {**row, "stage": "reaudit", "auditor": _head(row["practitioner"])}


def _head(practitioner: str) -> str:
    """The head of somebody's service, by the letters that codes begin with."""
    return f"HOS-{practitioner.partition('-')[0]}"


def _corrected(
    audits: Iterable[Mapping[str, object]],
    moderations: Iterable[Mapping[str, object]],
    question_set: QuestionSet,
) -> dict[str, str]:
    """The first answer of a moderated case that is not the best there is, and what is."""
    made = {str(row["case_ref"]): row for row in audits}
    for later in moderations:
        first = made[str(later["case_ref"])]
        for question in question_set.questions.values():
            ordered = _best_first(question_set, question)
            if ordered and first[question.id] not in ("", ordered[0]):
                return {
                    "case": str(later["case_ref"]),
                    "question": question.id,
                    "answer": ordered[0],
                    "auditor": str(first["auditor"]),
                    "reauditor": _head(str(first["practitioner"])),
                    "moderator": str(later["auditor"]),
                }
    raise AssertionError("every set has questions whose answers differ")


def _csv(rows: Iterable[Mapping[str, object]]) -> bytes:
    stream = BytesIO()
    write_csv(list(rows), stream)
    return stream.getvalue()


def programme_text(question_set: QuestionSet) -> str:
    """A programme under this question set."""
    services = "\n".join(
        f"  - {{service: {id}, title: {title}, synonyms: [{letters}]}}"
        for id, title, _, letters in _SERVICES
    )
    return _PROGRAMME.format(question_set=question_set.name, services=services)


_PROGRAMME = """\
# A year of practice audits. Every key is explained in the reference, "Programmes".
programme: practice-audits-2026-27
title: Practice audits 2026-27
question_set: {question_set}
year_starts: 1 April

# Throw your own before the year begins, where others see it, and keep it for the year:
# ten digits or more from dice, or from a public draw that has not been held yet.
seed: "20237331128159211123"

# What an increase in cost is: more than the fee uplift, by more than GBP 20 a week and 5%.
cost: {{look_back: 12 months, fee_uplift: 4.5%, increase_above: {{pounds: 20, percent: 5}}}}

# Cases of each service in each period. A service may say its own: per_service: 6
per_service: 4
services:
{services}

# The first stratum that fits a case is its own; the last, without when, holds all others.
strata:
  - {{stratum: increased, title: Increased cost, when: {{criterion: increased_cost}}, share: 50%}}
  - {{stratum: other, title: Other cases, share: 50%}}

exclusions:
  - exclude: closed
    when: {{criterion: closed}}
    because: The case is closed
  - exclude: audited_recently
    when: {{criterion: audited_within, months: 12}}
    because: Audited in the last 12 months

stages:
  - stage: first
    role: team_leader
    due: 20 working days
  - stage: reaudit
    role: head_of_service
    independent_of: [person]
    due: 10 working days
  - stage: moderation
    role: moderator
    share: 10%
    blind: yes
    independent_of: [person, team, service]
    on_disagreement: moderator_stands

actions:
  due: {{supervision: 10 working days, training: 60 working days}}
  escalate:
    - {{after: 5 working days, to: head_of_service}}
"""


def case_rows() -> Iterator[dict[str, object]]:
    """The rows of an invented list of cases."""
    number = 0
    for _, title, count, letters in _SERVICES:
        for at in range(count):
            number += 1
            team = _TEAMS[at % len(_TEAMS)]
            before = 150_00 + (number * 7_919) % 900_00
            now = _cost_now(number, before)
            yield {
                "case_ref": f"CASE-{number:04}",
                "service": title,
                "team": f"{letters} {team}",
                "practitioner": f"{letters}-{team[0]}{at % _PRACTITIONERS + 1}",
                "weekly_cost": _pounds(now),
                "weekly_cost_before": "" if number % 23 == 0 else _pounds(before),
                "weekly_cost_change": "" if number % 23 == 0 else _pounds(now - before),
                "review_type": "unplanned" if number % 3 == 0 else "planned",
                "closed": "yes" if number % 17 == 0 else "no",
            }


def _cost_now(number: int, before: int) -> int:
    """The cost now, in pence: every fourth rose by a third, others by the uplift or not at all."""
    if number % 4 == 0:
        return before * 4 // 3
    return before * 1045 // 1000 if number % 2 else before


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"


def past_rows() -> Iterator[dict[str, object]]:
    """The rows of invented earlier audits: some within the last year, some before."""
    first = date(2024, 10, 7)
    for number in range(5, 120, 9):
        day = first + timedelta(days=number * 5)
        yield {"case_ref": f"CASE-{number:04}", "audit_date": day.isoformat(), "stage": "first"}


def staff_rows() -> Iterator[dict[str, object]]:
    """The rows of an invented staff list: two team leaders and a head for each service, and two
    moderators, who belong to none.
    """
    for id, _, _, letters in _SERVICES:
        for team in _TEAMS:
            code = f"TL-{letters}-{team[0]}"
            yield _member(code, "team_leader", id, f"{letters} {team}")
        yield _member(f"HOS-{letters}", "head_of_service", id, "")
    for number in (1, 2):
        yield _member(f"MOD-{number}", "moderator", "", "Quality")


def _member(code: str, role: str, service: str, team: str) -> dict[str, object]:
    return {
        "staff": code,
        "roles": role,
        "services": service,
        "teams": team,
        "email": f"{code.lower()}@council.example",
    }


def _returns(
    kit: AuditKit,
    rows: Iterable[Mapping[str, str]],
    told: Mapping[str, Mapping[str, str]],
    question_set: QuestionSet,
) -> Iterator[dict[str, object]]:
    """An invented return for each case handed out: most answers are the best there is. At a later
    stage some are others than the first time.
    """
    for number, row in enumerate(rows):
        facts = told[row["case_ref"]]
        days, differs = _LATER.get(row["stage"], (0, 0))
        turns = enumerate(question_set.questions.values(), int(row["case_ref"][-4:]))
        chosen = {
            one.id: _answer(question_set, one, turn, bool(differs) and not turn % differs)
            for turn, one in turns
        }
        asked = kit.asked(question_set, chosen, facts)
        yield {
            **{name: row[name] for name in _FACTS},
            "audit_date": (_AUDITED + timedelta(days=number + days)).isoformat(),
            "question_set": question_set.id,
            "set_version": question_set.version,
            **{f"case.{name}": facts.get(name, "") for name in question_set.case_fields},
            **_cells(question_set, {name: chosen[name] for name in asked}),
        }


def _cells(question_set: QuestionSet, chosen: Mapping[str, str]) -> dict[str, str]:
    """The answers with the comments that they need."""
    cells = {}
    for question in question_set.questions.values():
        answer = chosen.get(question.id, "")
        cells[question.id] = answer
        if question.comment_required:
            needs = answer in question.comment_required
            cells[f"{question.id}.comment"] = "See the file" if needs else ""
    return cells


def _answer(question_set: QuestionSet, question: Question, turn: int, is_other: bool) -> str:
    """The id of an option, three times in four the best of its scale, or the one after; nothing
    where there is none to choose, and no judgement of the whole.
    """
    if question_set.rating is not None and question.id == question_set.rating.judgement:
        return ""
    options = question_set.options(question)
    ordered = _best_first(question_set, question)
    if not ordered:
        # Every fourth case costs more, and these do not all have the same answer.
        which = turn + turn // 4 + is_other
        return options[which % len(options)].id if options else ""
    chosen = 0 if turn % 4 else turn // 4
    return ordered[(chosen + is_other) % len(ordered)]


def _best_first(question_set: QuestionSet, question: Question) -> list[str]:
    """The ids of the options that have a score, in the order of what they say."""
    scored = [one for one in question_set.options(question) if one.score is not None]
    ordered = sorted(scored, key=lambda one: one.score or 0, reverse=not question.reverse)
    return [one.id for one in ordered]
