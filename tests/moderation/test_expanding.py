"""Further cases of a draw, where the audits of its cases disagree with those before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auditkit import AuditKit
from auditkit.cases import Case
from auditkit.choosing import draw as drawn
from auditkit.documents.document import Document
from auditkit.documents.yaml_events import read_yaml
from auditkit.draws.numbers import in_draw_order
from auditkit.draws.plain import draw_dict, draw_json, read_draw
from auditkit.draws.record import Draw
from auditkit.draws.replacing import replaced
from auditkit.draws.showing import cases_table
from auditkit.draws.verifying import differences, drawn_again
from auditkit.moderation.expanding import further_cases, with_further
from auditkit.programme.model import Programme, Service, Stage
from auditkit.programme.reading import LoadedProgramme
from auditkit.testing import made_set

SEED = "20237331128159211123"
NUMBERS = range(100, 200)
NAMES = [f"CASE-{number}" for number in NUMBERS]
# The cases in the order in which moderation draws them.
ORDER = [
    case for case, _ in in_draw_order(NAMES, seed=SEED, period="2026-04", purpose="moderation")
]


def a_draw(cases: list[str] | None = None) -> Draw:
    """A tenth of a hundred completed audits, or of other cases."""
    programme = Programme(
        id="made",
        title="Made for a test",
        question_set="made@1",
        seed=SEED,
        per_service=4,
        services=(Service(id="older_people"),),
        stages=(
            Stage(stage="first", role="a"),
            Stage(stage="moderation", role="b", share=Decimal("0.1")),
        ),
    )
    listed = [
        Case(case_ref=one, service="older_people") for one in (NAMES if cases is None else cases)
    ]
    document = Document("made.yaml", read_yaml(b"a: b", "made.yaml"))
    loaded = LoadedProgramme(programme, document, question_set=made_set())
    plugins = AuditKit(discover=False).plugins
    return drawn(plugins, loaded, "2026-04", listed, purpose="moderation").draw


@pytest.fixture
def draw() -> Draw:
    return a_draw()


def names(cases) -> list[str]:
    return [one.case_ref for one in cases]


def test_the_whole_line_is_kept_for_disagreements_may_ask_for_it(draw):
    assert names(draw.taken) == ORDER[:10]
    assert names(draw.next) == ORDER[10:]
    assert names(further_cases(draw, ORDER)) == ORDER[10:]


def test_as_many_cases_again_come_to_a_draw_until_a_round_agrees(draw):
    assert further_cases(draw, ()) == ()
    found = further_cases(draw, ORDER[3:4])
    assert names(found) == ORDER[10:20]
    grown = with_further(draw, found, f"after {ORDER[3]}")
    assert names(grown.cases()) == ORDER[:20]
    assert further_cases(grown, ORDER[3:4]) == ()
    assert names(further_cases(grown, [ORDER[3], ORDER[15]])) == ORDER[20:30]
    # A disagreement that a correction takes back takes no case back.
    assert further_cases(grown, ()) == ()


def test_a_case_disagrees_where_the_one_in_its_stead_does(draw):
    first = replaced(draw, ORDER[0], because="File lost")
    again = replaced(first, ORDER[10], because="File lost, too")
    assert names(further_cases(again, [ORDER[11]])) == ORDER[12:22]
    assert names(further_cases(again, [ORDER[50]])) == []


def test_a_replacement_is_none_of_the_further_cases(draw):
    grown = with_further(draw, further_cases(draw, ORDER[:1]), "after one")
    found = replaced(grown, ORDER[12], because="File lost")
    assert found.replacements[0].by == ORDER[20]
    assert names(found.cases())[10:14] == [*ORDER[10:12], ORDER[20], ORDER[13]]


def test_a_draw_with_further_cases_is_read_back_and_drawn_again(draw):
    grown = with_further(draw, further_cases(draw, ORDER[:1]), "after one")
    assert read_draw(draw_json(grown).encode(), "draw.json") == grown
    assert "further" not in draw_dict(draw)
    assert drawn_again(a_draw(), grown) == (grown, ())
    assert cases_table(grown)[11][-1] == "after one"


def test_further_cases_that_are_not_drawn_again_are_told(draw):
    grown = with_further(draw, further_cases(draw, ORDER[:1]), "after one")
    again, _ = drawn_again(a_draw([one for one in NAMES if one != ORDER[12]]), grown)
    assert f"further[{ORDER[12]}]: in the record, not drawn again" in differences(grown, again)
    none, _ = drawn_again(a_draw(ORDER[:10]), grown)
    assert f"further[{ORDER[12]}]: in the record, not drawn again" in differences(grown, none)
