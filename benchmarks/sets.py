"""Question sets and returns for the benchmarks, made by rule and by a fixed seed."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

SEVEN = (
    "eligibility_evidenced",
    "support_appropriate",
    "other_support",
    "technology",
    "missed_prevention",
    "contingency_plan",
    "other_funding",
)
LABELS = {
    "yes": "Yes",
    "partly": "Partly",
    "no": "No, or not evidenced on the file",
    "na": "Not applicable",
}
HEAD = """\
question_set: {id}
version: "1.0"
title: {{en: A set of {count} questions, cy: Set o {count} o gwestiynau}}
case_fields:
  review_type: {{type: choice, options: [planned, unplanned]}}
scales:
  evidenced:
    - {{option: yes, label: Yes, score: 1}}
    - {{option: partly, label: Partly, score: 0.5, synonyms: [in part]}}
    - {{option: no, label: "No, or not evidenced on the file", score: 0}}
    - {{option: na, label: Not applicable, state: not_applicable}}
sections:
"""
TAIL = """\
scoring: {{method: weighted_mean, minimum_coverage: 80%, minimum_counted: 5}}
rating:
  bands:
    - {{band: outstanding, label: Outstanding, from: 88}}
    - {{band: good, label: Good, from: 63}}
    - {{band: requires_improvement, label: Requires improvement, from: 39}}
    - {{band: inadequate, label: Inadequate, from: 0}}
  limits:
    - when: {first} == "no" and case.review_type == "unplanned"
      at_most: requires_improvement
      because: The first question was answered no, and the review was unplanned
"""


def names_of(count: int) -> list[str]:
    return list(SEVEN[:count]) + [f"question_{number}" for number in range(count - len(SEVEN))]


def set_text(count: int) -> str:
    """A set of so many questions in sections of ten, as YAML."""
    lines = [HEAD.format(id=f"set-of-{count}", count=count)]
    for index, name in enumerate(names_of(count)):
        if index % 10 == 0:
            lines.append(f"  - section: section_{index // 10}\n")
            lines.append(f"    title: Section {index // 10}\n    questions:\n")
        lines.append(f"      - question: {name}\n")
        lines.append(
            f"        text: Is {name.replace('_', ' ')} clear and evidenced on the file?\n"
        )
        lines.append("        scale: evidenced\n")
        if index % 3 == 0:
            lines.append("        weight: 2\n        comment_required: [no, na]\n")
        if name == "missed_prevention":
            lines.append("        reverse: true\n")
    lines.append(TAIL.format(first=names_of(count)[0]))
    return "".join(lines)


def returns_of(count: int, many: int) -> list[dict[str, object]]:
    """Returns under that set: three in five answers are yes, and comments where they are due."""
    chance = random.Random(20260413)
    found = []
    for number in range(many):
        answers = {
            name: chance.choices(list(LABELS), (60, 15, 15, 10))[0] for name in names_of(count)
        }
        found.append(
            {
                "case_ref": f"CASE-{number:04}",
                "service": chance.choice(["Older People", "Mental Health", "Learning Disability"]),
                "stage": "first",
                "audit_date": "2026-04-13",
                "question_set": f"set-of-{count}",
                "set_version": "1.0",
                "case": {"review_type": chance.choice(["planned", "unplanned"])},
                "answers": answers,
                "comments": {
                    name: "Nothing on the file says so"
                    for name, answer in answers.items()
                    if answer in ("no", "na")
                },
            }
        )
    return found


def write_csv(path: Path, count: int, many: int) -> None:
    """The same returns as a table, answers by their labels."""
    names = names_of(count)
    heads = ["case_ref", "service", "stage", "audit_date", "question_set", "set_version"]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        comments = [f"{name}.comment" for name in names]
        writer.writerow([*heads, "case.review_type", *names, *comments])
        for one in returns_of(count, many):
            writer.writerow(
                [one[head] for head in heads]
                + [one["case"]["review_type"]]
                + [LABELS[one["answers"][name]] for name in names]
                + [one["comments"].get(name, "") for name in names]
            )


def as_json(one: dict[str, object]) -> str:
    return json.dumps(one)
