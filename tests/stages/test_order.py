"""The order of stages, and what is seen of earlier ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auditkit.programme.model import Programme, Service, Stage
from auditkit.stages.order import (
    ORDER_RULES,
    needed_before,
    order_broken,
    visible_stages,
)


def programme(*stages: Stage) -> Programme:
    return Programme(
        id="made",
        title="Made for a test",
        question_set="made@1",
        seed="1234567890",
        per_service=4,
        services=(Service(id="older_people"),),
        stages=stages,
    )


FIRST = Stage(stage="first", role="team_leader", due=20)
REAUDIT = Stage(stage="reaudit", role="head_of_service", due=10)
SOME = Stage(stage="reaudit", role="head_of_service", share=Decimal("0.5"))
MODERATION = Stage(stage="moderation", role="moderator", share=Decimal("0.1"), blind=True)
ALL = programme(FIRST, REAUDIT, MODERATION)
PARTLY = programme(FIRST, SOME, MODERATION)
TWO = programme(FIRST, MODERATION)


@pytest.mark.parametrize(
    ("of", "stage", "done", "expected"),
    [
        (ALL, "first", [], None),
        (ALL, "reaudit", ["first"], None),
        (ALL, "moderation", ["first", "reaudit"], None),
        (ALL, "reaudit", [], ("stages_in_order", "first")),
        (ALL, "moderation", ["first"], ("stages_in_order", "reaudit")),
        (ALL, "moderation", [], ("stages_in_order", "first")),
        (ALL, "reaudit", ["first", "moderation"], ("stages_in_order", "moderation")),
        (ALL, "first", ["moderation"], ("stages_in_order", "moderation")),
        (PARTLY, "moderation", ["first"], None),
        (PARTLY, "moderation", ["reaudit"], ("stages_in_order", "first")),
        (TWO, "moderation", ["first"], None),
        (TWO, "reaudit", ["first"], ("stage_is_declared", "reaudit")),
    ],
)
def test_stages_come_in_order(of, stage, done, expected):
    found = order_broken(of, stage, done, "TL-04")
    assert [(one.rule, one.other) for one in found] == ([expected] if expected else [])
    assert all(one.words == ORDER_RULES[one.rule] and one.person == "TL-04" for one in found)


def test_a_stage_waits_for_those_that_every_case_goes_through():
    assert needed_before(ALL, "moderation") == ("first", "reaudit")
    assert needed_before(PARTLY, "moderation") == ("first",)
    assert needed_before(ALL, "first") == ()


def test_a_blind_stage_sees_nothing_of_those_before():
    done = ["moderation", "reaudit", "first"]
    assert visible_stages(MODERATION, done) == ()
    assert visible_stages(REAUDIT, done) == ("first",)
    assert visible_stages(Stage(stage="moderation", role="m"), done) == ("first", "reaudit")
    assert visible_stages(REAUDIT, []) == ()
