"""Three overlays, one over the other, make the same set as one written by hand."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit import AuditKit
from auditkit.returns import Answer, AuditReturn

CORE = Path(__file__).parents[2] / "question_sets/managing-cost-of-care/1.0.yaml"
BASE: dict[str, Any] = yaml.load(CORE.read_text("utf-8"), Loader=yaml.BaseLoader)
SEVEN = [
    "eligibility_evidenced",
    "support_appropriate",
    "other_support",
    "technology",
    "missed_prevention",
    "contingency_plan",
    "other_funding",
]
# Questions that no limit, escalation or condition names, so that they can be taken away.
FREE = ["support_appropriate", "other_support", "technology", "missed_prevention", "other_funding"]
OPTIONS = ["yes", "partly", "no", "na"]


def listed(document: dict[str, Any], kind: str) -> list[tuple[list[Any], dict[str, Any]]]:
    """Everything of a kind, with the list that holds it, written without the library."""
    if kind == "question":
        return [(one["questions"], it) for one in document["sections"] for it in one["questions"]]
    if kind == "option":
        return [(options, it) for options in document["scales"].values() for it in options]
    held = document[f"{kind}s"] if kind == "action" else document["rating"][f"{kind}s"]
    return [(held, it) for it in held]


def find(document: dict[str, Any], kind: str, id: str) -> tuple[list[Any], dict[str, Any]]:
    return next((held, it) for held, it in listed(document, kind) if it.get(kind) == id)


@st.composite
def steps(draw: st.DrawFn, level: int) -> list[tuple[Any, ...]]:
    """What one level says, as steps that either side can follow."""
    weighted = draw(st.lists(st.sampled_from(SEVEN), unique=True, max_size=3))
    found: list[tuple[Any, ...]] = [
        ("weight", name, str(draw(st.integers(1, 5)))) for name in weighted
    ]
    if draw(st.booleans()):
        found.append(("band", "good", str(draw(st.integers(50, 80)))))
    if draw(st.booleans()):
        found.append(("score", "partly", draw(st.sampled_from(["0.4", "0.5", "0.75"]))))
    if draw(st.booleans()):
        beside = draw(st.sampled_from(["after", "before"]))
        found.append(("add", f"extra_{level}", beside, "eligibility_evidenced"))
    if draw(st.booleans()):
        found.append(("limit", f"limit_{level}", "support_appropriate"))
    if level == 3:
        gone = draw(st.lists(st.sampled_from(FREE[1:]), unique=True, max_size=2))
        found += [("remove", name) for name in gone]
    return found


def overlay_of(said: list[tuple[Any, ...]], level: int, below: str) -> dict[str, Any]:
    change: dict[str, Any] = {}
    add: dict[str, Any] = {}
    remove: dict[str, Any] = {}
    gone = {step[1] for step in said if step[0] == "remove"}
    for step in said:
        match step:
            case ("weight", name, weight) if name not in gone:
                change.setdefault("questions", {})[name] = {"weight": weight}
            case ("band", name, start):
                change["bands"] = {name: {"from": start}}
            case ("score", name, score):
                change["options"] = {"evidenced": {name: {"score": score}}}
            case ("add", name, beside, other):
                add["questions"] = [{**extra(name), "section": "eligibility", beside: other}]
            case ("limit", name, question):
                add["limits"] = [limit(name, question)]
            case ("remove", name):
                remove.setdefault("questions", {})[name] = "Elsewhere"
    whole = {"question_set": f"level-{level}", "version": "1", "extends": below}
    return {**whole, "change": change, "add": add, "remove": remove}


def extra(name: str) -> dict[str, Any]:
    return {"question": name, "text": f"Asked as {name}", "scale": "evidenced"}


def limit(name: str, question: str) -> dict[str, Any]:
    when = f'{question} == "no"'
    return {"limit": name, "when": when, "at_most": "requires_improvement", "because": name}


def by_hand(document: dict[str, Any], said: list[tuple[Any, ...]]) -> None:
    """The same steps taken in the set itself."""
    gone = {step[1] for step in said if step[0] == "remove"}
    for step in said:
        match step:
            case ("weight", name, weight) if name not in gone:
                find(document, "question", name)[1]["weight"] = weight
            case ("band", name, start):
                find(document, "band", name)[1]["from"] = start
            case ("score", name, score):
                scale = document["scales"]["evidenced"]
                next(one for one in scale if one["option"] == name)["score"] = score
            case ("add", name, beside, other):
                held, there = find(document, "question", other)
                held.insert(held.index(there) + (beside == "after"), extra(name))
            case ("limit", name, question):
                document["rating"]["limits"].append(limit(name, question))
            case ("remove", name):
                held, there = find(document, "question", name)
                held.remove(there)
                document["actions"] = [
                    one for one in document["actions"] if not one["when"].startswith(f"{name} ")
                ]


def typed(value: Any) -> str:
    """As YAML: JSON, but for what must not stand in quotes, true and false."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace('"true"', "true").replace('"false"', "false")


@settings(max_examples=40, deadline=None)
@given(
    steps(1), steps(2), steps(3),
    st.dictionaries(st.sampled_from([*SEVEN, "extra_1", "extra_2", "extra_3"]), st.sampled_from(OPTIONS)),
    st.sampled_from(["planned", "unplanned", None]),
)  # fmt: skip
def test_three_levels_score_as_the_flat_set_does(first, second, third, answers, review) -> None:
    flat = copy.deepcopy(BASE)
    with TemporaryDirectory() as folder:
        below = str(CORE)
        for level, said in enumerate((first, second, third), 1):
            path = Path(folder, f"level-{level}.yaml")
            path.write_text(typed(overlay_of(said, level, below)), "utf-8")
            below = path.name
            by_hand(flat, said)
        kit = AuditKit(discover=False)
        resolved = kit.load(path)
        written = Path(folder, "flat.yaml")
        written.write_text(typed({**flat, "question_set": "flat", "version": "1"}), "utf-8")
        by_itself = kit.load(written)
    assert evolve(resolved, id="flat") == by_itself
    given_ = {name: one for name, one in answers.items() if name in by_itself.questions}
    scale = {
        name: {it.id for it in by_itself.options(by_itself.questions[name])} for name in given_
    }
    audit = AuditReturn(
        case_ref="CASE-0001",
        question_set="level-3",
        set_version="1",
        case={} if review is None else {"review_type": review},
        answers={n: Answer("answered", o) for n, o in given_.items() if o in scale[n]},
    )
    ours = kit.score(audit)
    theirs = kit.score(evolve(audit, question_set="flat"))
    for key in ("overall", "coverage", "rating", "computed_rating", "sections", "questions"):
        assert getattr(ours, key) == getattr(theirs, key)
    assert (ours.limits, ours.undecided, ours.escalations) == (
        theirs.limits,
        theirs.undecided,
        theirs.escalations,
    )
