"""What differs between two question sets, part by part, each named by its id."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from auditkit.documents.canonical import canonical_json
from auditkit.documents.record import ModelField, model_fields
from auditkit.documents.shapes import TEXT, MapOf
from auditkit.frozen import frozen
from auditkit.languages import noted, said, said_joined, said_plural
from auditkit.questions.model import Option, Question, QuestionSet, Section

WORDING, MEANING, SCORING = "wording", "meaning", "scoring"
_ORDER = (SCORING, MEANING, WORDING)
_SHOWN = 5
# Keys that change what an answer is worth, or what rating it leads to; other keys that are no
# texts change what is asked, of whom, or what an answer is.
_WORTH = frozenset({"score", "weight", "reverse", "rescore", "from", "at_most", "band"})
_RATED = ("scoring", "rating", "band", "rule", "limit")
_WORDED = frozenset({"synonyms", "unit", "favourable"})
_PARTS = frozenset({"questions", "sections", "bands", "rules", "limits", "rounding"})


@frozen(kw_only=True)
class Difference:
    """One thing that differs. `part` says what it belongs to, as in ``question plan``; `key` is
    empty where the whole part is new or gone. `before` and `after` are texts, None for nothing.
    """

    kind: str
    part: str
    key: str = ""
    before: str | None = None
    after: str | None = None

    def __str__(self) -> str:
        if not self.key:
            if self.before is None:
                return said("{part}: added", part=self.part)
            return said("{part}: removed", part=self.part)
        return said(
            "{part}: {key} {before} → {after}",
            part=self.part,
            key=self.key,
            before=_quoted(self.before),
            after=_quoted(self.after),
        )


def differences(before: QuestionSet, after: QuestionSet) -> Iterator[Difference]:
    """What differs, in the order of the sets; nothing where their content hashes are equal."""
    theirs, ours = dict(_parts(before)), dict(_parts(after))
    for part in dict.fromkeys((*theirs, *ours)):
        if part not in ours:
            kind = _bearing(part, theirs[part], before)
            yield Difference(kind=kind, part=part, before="")
        elif part not in theirs:
            yield Difference(kind=_bearing(part, ours[part], after), part=part, after="")
        else:
            yield from _of_part(part, theirs[part], ours[part])
    orders = _orders(after)
    for name, order in _orders(before).items():
        there = orders.get(name, ())
        old = [one for one in order if one in there]
        new = [one for one in there if one in order]
        if old != new:
            kind = SCORING if name in ("bands", "rules") else WORDING
            yield Difference(
                kind=kind, part=name, key=said("order"), before=", ".join(old), after=", ".join(new)
            )


def shown_differences(before: QuestionSet, after: QuestionSet) -> str:
    """What differs in one sentence: the first few, those that bear on scores first."""
    found = sorted(differences(before, after), key=lambda one: _ORDER.index(one.kind))
    shown = said_joined(map(str, found[:_SHOWN]), "; ")
    more = len(found) - _SHOWN
    if more <= 0:
        return shown
    return said_plural("{row} and {count} more", "{row} and {count} more", more, row=shown)


def _of_part(part: str, before: Any, after: Any) -> Iterator[Difference]:
    for one in model_fields(type(before)):
        if one.key in _PARTS or (part == "set" and one.key in _APART):
            continue
        old, new = getattr(before, one.attribute), getattr(after, one.attribute)
        if old != new:
            for key, first, second in _within(one.key, old, new):
                kind = _kind(part, one)
                yield Difference(kind=kind, part=part, key=key, before=first, after=second)


# Keys of a set that two versions do not share, or whose parts are compared on their own.
_APART = frozenset(
    {"question_set", "version", "case_fields", "scales", "actions"}
    | {"scoring", "rating", "escalations"}
)


def _bearing(part: str, thing: Any, question_set: QuestionSet) -> str:
    """Whether a part that is new or gone bears on scores, or only on what is asked."""
    if isinstance(thing, Question):
        return SCORING if question_set.counts(thing) else MEANING
    if isinstance(thing, Option):
        return SCORING if thing.score is not None else MEANING
    return SCORING if part.startswith(_RATED) else MEANING


def _kind(part: str, one: ModelField) -> str:
    is_text = one.shape is TEXT or (isinstance(one.shape, MapOf) and one.shape.item is TEXT)
    if is_text or one.key in _WORDED:
        return WORDING
    if one.key in _WORTH or part.startswith(_RATED):
        return SCORING
    return MEANING


def _within(key: str, before: Any, after: Any) -> Iterator[tuple[str, str | None, str | None]]:
    """A value that differs; of texts in languages, each that does."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys((*before, *after)):
            old, new = before.get(name), after.get(name)
            if old != new:
                yield from _within(f"{key}.{name}", old, new)
        return
    yield key, _text(before), _text(after)


def _text(value: Any) -> str | None:
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return ", ".join(str(_text(one)) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_text(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return str(value).lower()
    plain = json.loads(canonical_json(value))
    if isinstance(plain, dict):
        return " ".join(f"{name} {one}" for name, one in plain.items())
    return str(plain)


def _quoted(text: str | None) -> str:
    return said("nothing") if text is None else f'"{text}"'


def _parts(question_set: QuestionSet) -> Iterator[tuple[str, Any]]:
    """The parts of a set by name: those with an id by that, others by their number."""
    yield said("set"), question_set
    for name, field in question_set.case_fields.items():
        yield said("case field {name}", name=name), field
    for name, options in question_set.scales.items():
        for option in options:
            yield said("option {name} of {scale}", name=option.id, scale=name), option
    for section in question_set.sections:
        yield from _of_section(section)
    yield said("scoring"), question_set.scoring
    yield said("scoring rounding"), question_set.scoring.rounding
    rating = question_set.rating
    if rating is not None:
        yield said("rating"), rating
        yield from _listed(noted("band {name}"), rating.bands)
        yield from _listed(noted("rule {name}"), rating.rules)
        yield from _listed(noted("limit {name}"), rating.limits)
    yield from _listed(noted("action {name}"), question_set.actions)
    yield from _listed(noted("escalation {name}"), question_set.escalations)


def _orders(question_set: QuestionSet) -> dict[str, list[str]]:
    """The ids of what stands in a row, where the order is part of the set."""
    found = {said("questions"): [*question_set.questions]}
    for name, options in question_set.scales.items():
        found[said("scale {name}", name=name)] = [one.id for one in options]
    if question_set.rating is not None:
        found[said("bands")] = [one.id for one in question_set.rating.bands]
        found[said("rules")] = [one.id or str(one.when) for one in question_set.rating.rules]
    return found


def _of_section(section: Section) -> Iterator[tuple[str, Any]]:
    yield said("section {name}", name=section.id), section
    for question in section.questions:
        yield said("question {name}", name=question.id), question
    for inner in section.sections:
        yield from _of_section(inner)


def _listed(kind: str, items: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Each by its id or else by its condition, and by a number where that is there twice."""
    seen: Counter[str] = Counter()
    for item in items:
        name = said(kind, name=item.id or item.when or said("otherwise"))
        seen[name] += 1
        yield said_joined([name, f" ({seen[name]})"], "") if seen[name] > 1 else name, item
