"""Small question sets as plain documents, the kits that know them, and returns to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reference import in_words

from auditkit.hookspecs import hookimpl
from auditkit.kit import AuditKit
from auditkit.questions.model import QuestionSet
from auditkit.returns import Answer, AuditReturn
from auditkit.scoring.scorecard import Scorecard


def option(id: str, score: object = None, state: str | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {"option": id, "label": id.capitalize()}
    told |= {} if score is None else {"score": str(score)}
    return told | ({} if state is None else {"state": state})


EVIDENCED = [
    option("yes", 1),
    option("partly", "0.5"),
    option("no", 0),
    option("na", state="not_applicable"),
    option("unclear", state="not_assessed"),
]
PLAIN = [option("a"), option("b"), option("unclear", state="not_assessed")]
JUDGEMENT = [option(one) for one in ("outstanding", "good", "improve", "inadequate")]
SCALES = {"evidenced": EVIDENCED, "plain": PLAIN, "judgement": JUDGEMENT}
BANDS = [
    {"band": "outstanding", "label": "Outstanding", "from": 88},
    {"band": "good", "label": "Good", "from": 63},
    {"band": "improve", "label": "Requires improvement", "from": 39},
    {"band": "inadequate", "label": "Inadequate", "from": 0},
]


def scale(*scores: object) -> list[dict[str, Any]]:
    """Options s0, s1, … with these scores."""
    return [option(f"s{index}", score) for index, score in enumerate(scores)]


def question(id: str, **keys: Any) -> dict[str, Any]:
    """A choice on the scale `evidenced`, unless the keys say otherwise."""
    if keys.get("type", "choice") in ("choice", "choices"):
        keys.setdefault("scale", "evidenced")
    return {"question": id, "text": f"Is {id} so?", **keys}


def section(id: str, *inside: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """A section with these questions and sections in it."""
    return {
        "section": id,
        "title": id.capitalize(),
        "questions": [one for one in inside if "question" in one],
        "sections": [one for one in inside if "section" in one],
        **keys,
    }


def document(*inside: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """A set of these sections, or of these questions in one section called `all`."""
    sections = [one for one in inside if "section" in one] or [section("all", *inside)]
    scales = {**SCALES, **keys.pop("scales", {})}
    head = {"question_set": "small", "version": "1.0", "title": "Small"}
    return {**head, "scales": scales, "sections": sections, **keys}


def rated(**keys: Any) -> dict[str, Any]:
    """The rating of a set: the four bands, unless the keys say otherwise."""
    return {"bands": BANDS, **keys}


def yaml_of(document: Mapping[str, Any]) -> str:
    """The document as YAML, in its flow style; conditions in words, numbers as typed."""
    return json.dumps(_plain(document), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return in_words(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int | str) else str(value)


def load(
    document: Mapping[str, Any], plugins: Iterable[object] = ()
) -> tuple[AuditKit, QuestionSet]:
    """A kit of its own for a document, and the set that it read."""
    kit = AuditKit(plugins, discover=False)
    with TemporaryDirectory() as folder:
        file = Path(folder, "set.yaml")
        file.write_text(yaml_of(document), encoding="utf-8")
        return kit, kit.load(file)


def state_of(document: Mapping[str, Any], name: str, value: Any) -> str:
    """The state that a reader would give an answer."""
    if value in (None, ()):
        return "not_assessed"
    asked = next(one for one in questions_of(document["sections"]) if one["question"] == name)
    options = document["scales"].get(asked.get("scale"), ())
    states = {one["option"]: one.get("state", "answered") for one in options}
    return states.get(value[0] if isinstance(value, tuple) else value, "answered")


def questions_of(sections: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for one in sections:
        yield from one.get("questions", ())
        yield from questions_of(one.get("sections", ()))


def filled(document: Mapping[str, Any], answers: Mapping[str, Any], **facts: Any) -> AuditReturn:
    """A return with these answers: an option, a tuple of them, a number, or None for a blank."""
    return AuditReturn(
        case_ref=facts.pop("case_ref", "CASE-0001"),
        question_set=document["question_set"],
        set_version=document["version"],
        answers={
            name: Answer(state_of(document, name, value), value) for name, value in answers.items()
        },
        **facts,
    )


def score(
    document: Mapping[str, Any],
    answers: Mapping[str, Any],
    plugins: Iterable[object] = (),
    **facts: Any,
) -> Scorecard:
    """The scorecard of these answers under the document."""
    kit, _ = load(document, plugins)
    return kit.score(filled(document, answers, **facts))


def exact(card: Scorecard, section: str | None = None) -> Fraction | None:
    """The exact share of the whole, or of a section."""
    figure = card.overall if section is None else card.sections[section].figure
    return None if figure is None else Fraction(figure.numerator, figure.denominator)


def printed(card: Scorecard, section: str | None = None) -> str | None:
    """The percentage as printed."""
    figure = card.overall if section is None else card.sections[section].figure
    return None if figure is None else str(figure.percentage)


def coverage(card: Scorecard, section: str | None = None) -> tuple[int, int, int]:
    found = card.coverage if section is None else card.sections[section].coverage
    return found.counted, found.applicable, found.asked


def codes(card: Scorecard) -> list[str]:
    return [warning.code for warning in card.warnings]


def limits(card: Scorecard) -> list[object]:
    return [hit.because for hit in card.limits]


def undecided(card: Scorecard) -> list[tuple[str, object, tuple[str, ...]]]:
    return [(one.kind, one.because, one.questions) for one in card.undecided]


def scorer_plugin(factory: Any, name: str = "mine") -> object:
    """A plugin that offers one scorer."""

    class ScorerPlugin:
        @hookimpl
        def auditkit_scorers(self) -> Any:
            return {name: factory}

    return ScorerPlugin()


Answers = Mapping[str, str | tuple[str, ...] | Decimal | None]
Names = Sequence[str]
