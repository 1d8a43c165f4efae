"""Whether what keeps its id still means what it means in the base, and in other versions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from auditkit.languages import said
from auditkit.problems import Problem, problem
from auditkit.questions.model import Option, Question, QuestionSet
from auditkit.questions.reading import LoadedSet
from auditkit.wording import several


def check_meaning(loaded: LoadedSet) -> Iterator[Problem]:
    """Questions and case fields whose answers have come to mean something else.

    Under a base nothing may be lost but what is removed with a reason. Another version may do
    without an option; what is there in both must mean the same.
    """
    if loaded.base is not None:
        removed = {one.id for one in loaded.removed if one.kind == "option"}
        yield from _questions(loaded, loaded.base.question_set, removed)
        yield from _case_fields(loaded, loaded.base.question_set, may_lose=False)
    for other in loaded.versions:
        options = {one.id for scale in other.scales.values() for one in scale}
        yield from _questions(loaded, other, options)
        yield from _case_fields(loaded, other, may_lose=True)


def _questions(loaded: LoadedSet, base: QuestionSet, may_go: Collection[str]) -> Iterator[Problem]:
    """The questions that both have; of their options, which may be there no longer."""
    ours = loaded.question_set
    for name, before in base.questions.items():
        after = ours.questions.get(name)
        if after is None:
            continue
        for key, what in _of_question(before, after):
            place = loaded.document.place_of_question(name, key)
            yield problem("L032", place, question=name, base=base.name, what=what)
        for path, what in _of_options(base.options(before), ours.options(after), may_go):
            place = loaded.document.place_of_question(name, "scale")
            if path and before.scale == after.scale:
                place = loaded.document.place("scales", str(after.scale), *path)
            yield problem("L032", place, question=name, base=base.name, what=what)


def _case_fields(loaded: LoadedSet, base: QuestionSet, *, may_lose: bool) -> Iterator[Problem]:
    for name, field in base.case_fields.items():
        now = loaded.question_set.case_fields.get(name)
        lost = [] if may_lose or now is None else field.options
        gone = [one for one in lost if now and one not in now.options]
        if now is not None and (now.type != field.type or gone):
            what = said("type {type}", type=field.type)
            if gone:
                what = said("options {names}", names=several(gone))
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
