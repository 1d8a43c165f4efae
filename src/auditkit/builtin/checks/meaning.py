"""Whether what an overlay keeps under its old id still means what it meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from auditkit.languages import said
from auditkit.problems import Problem, problem
from auditkit.questions.model import Option, Question
from auditkit.questions.reading import LoadedSet
from auditkit.wording import several


def check_meaning(loaded: LoadedSet) -> Iterator[Problem]:
    """Questions and case fields of the base whose answers have come to mean something else."""
    if loaded.base is None:
        return
    base, ours = loaded.base.question_set, loaded.question_set
    removed = {one.id for one in loaded.removed if one.kind == "option"}
    for name, before in base.questions.items():
        after = ours.questions.get(name)
        if after is None:
            continue
        for key, what in _of_question(before, after):
            place = loaded.document.place_of_question(name, key)
            yield problem("L032", place, question=name, base=base.name, what=what)
        for path, what in _of_options(base.options(before), ours.options(after), removed):
            place = loaded.document.place_of_question(name, "scale")
            if path and before.scale == after.scale:
                place = loaded.document.place("scales", str(after.scale), *path)
            yield problem("L032", place, question=name, base=base.name, what=what)
    for name, field in base.case_fields.items():
        now = ours.case_fields.get(name)
        gone = [one for one in field.options if now and one not in now.options]
        if now is not None and (now.type != field.type or gone):
            what = (
                said("options {names}", names=several(gone))
                if gone
                else said("type {type}", type=field.type)
            )
            place = loaded.document.place("case_fields", name, "options" if gone else "type")
            yield problem("L033", place, field=name, base=base.name, what=what)


def _of_question(before: Question, after: Question) -> Iterator[tuple[str, str]]:
    """What changed in a question itself: the key, and what it is."""
    if before.type != after.type:
        yield "type", said("it was {before} and is {after}", before=before.type, after=after.type)
    if before.reverse != after.reverse:
        yield "reverse", said("what was the good answer is the poor one")


def _of_options(
    before: Sequence[Option], after: Sequence[Option], removed: Collection[str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """What changed in the options of a question: where within the scale, and what it is."""
    new = {one.id: one for one in after}
    gone = [one.id for one in before if one.id not in new and one.id not in removed]
    if gone:
        yield (), said("it no longer has {names}", names=several(gone))
    kept = [(one, new[one.id]) for one in before if one.id in new]
    for one, now in kept:
        if one.state != now.state:
            what = said(
                "{option} was {before} and is {after}",
                option=one.id,
                before=_state(one),
                after=_state(now),
            )
            yield (one.id, "state"), what
    for (one, now), (other, its) in combinations(kept, 2):
        if _is_turned(one, other, now, its):
            what = said("{one} and {other} have changed places", one=one.id, other=other.id)
            yield (other.id, "score"), what
            return


def _state(option: Option) -> str:
    return said("the state {state}", state=option.state) if option.state else said("an answer")


def _is_turned(one: Option, other: Option, now: Option, its: Option) -> bool:
    """Whether of two options the better one has become the poorer."""
    if None in (one.score, other.score, now.score, its.score):
        return False
    assert one.score is not None
    assert other.score is not None
    assert now.score is not None
    assert its.score is not None
    return (one.score - other.score) * (now.score - its.score) < 0
