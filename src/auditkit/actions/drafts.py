"""What the actions of one proposal have in common, worked out once for all the cases that it is
made about.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring as _quoted
from typing import Any

from auditkit.actions.checking import wrong_in, wrong_text
from auditkit.actions.model import Action
from auditkit.actions.plain import action_dict
from auditkit.actions.proposals import Proposal
from auditkit.errors import Refused
from auditkit.problems import Problem


class Draft:
    """An action but for its id and its case; `problems` say that nobody was found to own it."""

    def __init__(
        self, proposal: Proposal, known: dict[str, Any], problems: tuple[Problem, ...]
    ) -> None:
        self.proposal = proposal
        self.problems = problems
        self._known = known
        self._is_sound = False
        self._told: dict[str, Any] = {}
        self._parts: dict[str, str] = {}

    def action(self, id: str, case_ref: str) -> Action:
        """The action about a case. Raises `Refused` where it is none that can be."""
        action = Action(id=id, case_ref=case_ref, **self._known)
        if not self._is_sound or wrong_text(case_ref, is_name=True):
            problems = wrong_in(action)
            if problems:
                raise Refused(problems)
            self._is_sound = True
        return action

    def told(self, action: Action) -> dict[str, Any]:
        """What `action_dict` tells of an action of this draft."""
        if not self._told:
            self._told = action_dict(action)
        return {**self._told, "id": action.id, "case_ref": action.case_ref}

    def text(self, action: Action) -> str:
        """The same as canonical JSON: keys sorted, no spaces, text as it was written."""
        if not self._parts:
            told = self.told(action)
            self._parts = {
                name: f'"{name}":{json.dumps(told[name], ensure_ascii=False)}'
                for name in sorted(told)
            }
        own = {
            "id": f'"id":"{action.id}"',
            "case_ref": f'"case_ref":{_quoted(str(action.case_ref))}',
        }
        return "{" + ",".join({**self._parts, **own}.values()) + "}"
