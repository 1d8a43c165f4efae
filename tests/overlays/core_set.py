"""A small set to lay overlays over."""

from __future__ import annotations

BASE = """\
question_set: core
version: "1.0"
title: {en: Core, cy: Craidd}
effective_from: 2026-04-01
case_fields:
  review_type: {type: choice, options: [planned, unplanned]}
scales:
  found:
    - {option: yes, label: Yes, score: 1}
    - {option: partly, label: Partly, score: 0.5}
    - {option: no, label: No, score: 0}
    - {option: na, label: Not applicable, state: not_applicable}
sections:
  - section: needs
    title: Needs
    questions:
      - {question: eligible, text: "Eligible?", scale: found, weight: 2}
      - {question: technology, text: "Technology?", scale: found}
    sections:
      - section: planning
        title: Planning
        questions:
          - {question: plan, text: "A plan?", scale: found}
  - section: person
    title: Person
    questions:
      - {question: voice, text: "Voice?", scale: found, weight: 0}
actions:
  - {action: use_technology, when: 'technology == "no"', title: Look at technology, kind: other, owner: lead, due: 5 working days}
scoring: {minimum_counted: 1, rounding: {mode: half_up, places: 1}}
rating:
  bands:
    - {band: good, label: Good, from: 60}
    - {band: poor, label: Poor, from: 0}
  rules:
    - {rule: all_no, band: poor, when: 'count("no") == 3', because: All missing}
  limits:
    - {limit: no_plan, when: 'plan == "no"', at_most: poor, because: No plan}
escalations:
  - {escalation: unheard, when: 'voice == "no"', to: head, because: Not heard}
"""
HEAD = 'question_set: local\nversion: "2"\nextends: core.yaml\n'
