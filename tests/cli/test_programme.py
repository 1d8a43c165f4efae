"""``auditkit programme``, and sets held against the roles of one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditkit.cli import main

ANYTOWN = Path(__file__).parents[1] / "programme/anytown.yaml"


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(ANYTOWN.read_text("utf-8").replace("other, share: 50%", "other, share: 60%"))
    return str(path)


@pytest.fixture
def unwise(tmp_path):
    path = tmp_path / "unwise.yaml"
    path.write_text(ANYTOWN.read_text("utf-8").replace("other, share: 50%", "other, share: 40%"))
    return str(path)


def test_a_good_programme(capsys):
    assert main(["programme", "check", str(ANYTOWN)]) == 0
    assert capsys.readouterr().out == f"{ANYTOWN}: 0 errors, 0 warnings\n"


def test_a_broken_programme(broken, capsys):
    assert main(["programme", "check", broken]) == 1
    said = capsys.readouterr().out
    assert "13:3: strata: The shares of the strata come to 110%, expected 100%. [P003]" in said
    assert "1 error, 0 warnings" in said


def test_an_unwise_programme(unwise, capsys):
    assert main(["programme", "check", unwise]) == 0
    assert main(["programme", "check", "--strict", unwise]) == 1
    assert main(["programme", "check", "--json", unwise]) == 0
    assert '"code": "P004"' in capsys.readouterr().out


def test_a_programme_shown(capsys):
    assert main(["programme", "show", str(ANYTOWN)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Practice audits 2026-27 (anytown-2026-27)"
    assert "  Stratum Other [other] 50%: all other cases" in said
    assert "  Stage first: Team Leader, 100%, within 20 working days" in said
    assert "  Left out: The case is closed [closed], where criterion closed" in said
    assert said[-2].endswith(
        "independent of person, team, service, on disagreement moderator stands"
    )


def test_a_programme_as_json(capsys):
    assert main(["programme", "show", "--json", str(ANYTOWN)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["programme"] == "anytown-2026-27"
    assert found["exclusions"][1]["when"] == {"criterion": "audited_within", "months": "12"}


def test_the_schema(capsys):
    assert main(["programme", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "auditkit programme"


def test_a_set_is_held_against_the_roles_of_a_programme(tmp_path, capsys):
    text = ANYTOWN.read_text("utf-8").replace("director_of_adult_social_services", "moderator")
    own = tmp_path / "own.yaml"
    own.write_text(
        f"{text}roles: [head_of_service, moderator, practice_educator]\n".replace(
            "team_leader", "moderator"
        )
    )
    asked = tmp_path / "set.yaml"
    asked.write_text(
        """
question_set: small
version: "1"
title: Small
scales:
  evidenced:
    - {option: yes, label: Yes, score: 1}
    - {option: no, label: "No, or not evidenced", score: 0}
sections:
  - section: all
    title: All
    questions: [{question: plan, text: Is there a plan, scale: evidenced}]
actions:
  - {when: 'plan == "no"', title: Plan, kind: training, owner: practice_educator, due: 5 working days}
  - {when: 'plan == "no"', title: Talk, kind: supervision, owner: team_leader, due: 5 working days}
"""
    )
    main(["sets", "check", str(asked)])
    usual = capsys.readouterr().out
    assert "practice_educator" in usual
    assert "team_leader" not in usual
    main(["sets", "check", str(asked), "--programme", str(own)])
    held = capsys.readouterr().out
    assert "practice_educator" not in held
    assert "team_leader" in held


def test_a_programme_is_adopted_by_a_store_once(call, folder):
    call("store", "init", "--store", "audits.sqlite")
    asked = ("programme", "adopt", ANYTOWN, "--store", "audits.sqlite", "--as", "AN-01")
    assert "Adopted anytown-2026-27\n" in call(*asked).err
    found = call(*asked)
    assert (found.code, "Already adopted: anytown-2026-27\n" in found.err) == (0, True)


def test_a_programme_with_errors_is_not_adopted(call, folder):
    call("store", "init", "--store", "audits.sqlite")
    (folder / "p.yaml").write_text("programme: anytown\n")
    found = call("programme", "adopt", "p.yaml", "--store", "audits.sqlite", "--as", "AN-01")
    assert (found.code, "[S005]" in found.err) == (1, True)
