"""Published instruments, said in YAML alone and scored as their sources say.

`instruments/<name>/` holds a `cases.yaml` and, where the instrument is not bundled, its
`set.yaml`. A case gives answers as somebody would type them; `otherwise` answers every other
question that offers such an option. The hand calculation stands in a comment above the case.
library does not meet yet carries `fault`, and fails as soon as it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditkit.kit import AuditKit
from auditkit.matching.options import answer_reader
from auditkit.matching.rows import case_reader
from auditkit.questions.model import QuestionSet, worded
from auditkit.returns import AuditReturn
from auditkit.scoring.scorecard import Scorecard

HERE = Path(__file__).parent / "instruments"
FILES = {"cases.yaml", "set.yaml"}
CASE_KEYS = {"case", "answers", "otherwise", "case_fields", "comments", "expect"}
NONE = "none at all"


def read_plain(path: Path) -> Any:
    """YAML with every scalar as the text that was typed, so that ``no`` stays the answer no."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def instruments() -> list[Path]:
    return sorted(path for path in HERE.iterdir() if path.is_dir())


def cases() -> Iterator[Any]:
    for folder in instruments():
        for case in read_plain(folder / "cases.yaml")["cases"]:
            yield pytest.param(folder, case, id=f"{folder.name}: {case['case']}")


def set_of(kit: AuditKit, folder: Path) -> QuestionSet:
    told = read_plain(folder / "cases.yaml").get("set")
    return kit.question_set(told) if told else kit.load(folder / "set.yaml")


def answers_of(question_set: QuestionSet, case: Mapping[str, Any]) -> dict[str, Any]:
    typed = dict(case.get("answers", {}))
    assert set(typed) <= set(question_set.questions)
    if "otherwise" in case:
        for name, question in question_set.questions.items():
            offered = [option.id for option in question_set.options(question)]
            if case["otherwise"] in offered:
                typed.setdefault(name, case["otherwise"])
    return {
        name: answer_reader(question_set.questions[name], question_set)(text)
        for name, text in typed.items()
    }


def return_of(question_set: QuestionSet, case: Mapping[str, Any]) -> AuditReturn:
    facts = {
        name: case_reader(question_set.case_fields[name])(text)
        for name, text in case.get("case_fields", {}).items()
    }
    return AuditReturn(
        case_ref="CASE-0001",
        question_set=question_set.id,
        set_version=question_set.version,
        case=facts,
        answers=answers_of(question_set, case),
        comments=case.get("comments", {}),
    )


def named(rating: str | None) -> str:
    return rating or NONE


def number(value: Decimal | None) -> str:
    return NONE if value is None else str(value)


def fraction(card: Scorecard) -> str:
    figure = card.overall
    return NONE if figure is None else f"{figure.numerator}/{figure.denominator}"


def coverage(card: Scorecard) -> str:
    found = card.coverage
    return f"{found.counted} of {found.applicable} of {found.asked}"


FOUND: dict[str, Callable[[Scorecard], Any]] = {
    "score": lambda card: number(card.score),
    "fraction": fraction,
    "rating": lambda card: named(card.rating),
    "computed": lambda card: named(card.computed_rating),
    "judged": lambda card: named(card.judged_rating),
    "score_alone": lambda card: named(card.unlimited_rating),
    "rule": lambda card: worded(card.rule) or NONE,
    "limits": lambda card: [worded(hit.because) for hit in card.limits],
    "undecided": lambda card: [one.kind for one in card.undecided],
    "escalations": lambda card: [told.to for told in card.escalations],
    "coverage": coverage,
    "warnings": lambda card: [warning.code for warning in card.warnings],
}


def of_sections(card: Scorecard, expected: Mapping[str, str]) -> dict[str, str]:
    figures = {name: card.sections[name].figure for name in expected}
    return {name: number(one and one.percentage) for name, one in figures.items()}


def of_rescored(card: Scorecard, expected: Mapping[str, str]) -> dict[str, str]:
    return {name: number(card.sections[name].rescored) for name in expected}


def of_states(card: Scorecard, expected: Mapping[str, str]) -> dict[str, str]:
    return {name: card.questions[name].state for name in expected}


FOUND_BY_NAME = {"sections": of_sections, "rescored": of_rescored, "states": of_states}


def found_of(card: Scorecard, expected: Mapping[str, Any]) -> dict[str, Any]:
    """What the scorecard says to everything that the case expects."""
    return {
        key: FOUND[key](card) if key in FOUND else FOUND_BY_NAME[key](card, value)
        for key, value in expected.items()
    }


@pytest.mark.parametrize(("folder", "case"), list(cases()))
def test_the_instrument_comes_to_what_its_source_says(folder: Path, case: dict[str, Any]) -> None:
    assert set(case) <= CASE_KEYS
    kit = AuditKit(discover=False)
    question_set = set_of(kit, folder)
    card = kit.score(return_of(question_set, case))
    assert case["expect"]
    assert found_of(card, case["expect"]) == case["expect"]


def test_every_file_belongs_to_an_instrument() -> None:
    inside = [path for path in HERE.rglob("*") if path.is_file()]
    stray = [path for path in inside if path.parent.parent != HERE or path.name not in FILES]
    assert stray == []


@pytest.mark.parametrize("folder", instruments(), ids=lambda path: path.name)
def test_an_instrument_has_cases_and_one_question_set(folder: Path) -> None:
    told = read_plain(folder / "cases.yaml")
    assert set(told) <= {"set", "cases"}
    assert ("set" in told) != (folder / "set.yaml").exists()


@pytest.mark.parametrize("folder", instruments(), ids=lambda path: path.name)
def test_no_two_cases_of_an_instrument_have_one_name(folder: Path) -> None:
    names = [case["case"] for case in read_plain(folder / "cases.yaml")["cases"]]
    assert sorted(set(names)) == sorted(names)
