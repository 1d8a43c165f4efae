"""What the actions of one proposal have in common, worked out once for all the cases that it is
made about.
"""

from __future__ import annotations

import json
from functools import cached_property
from json.encoder import encode_basestring as _quoted
from typing import Any, NamedTuple

from auditkit.actions.checking import wrong_in, wrong_text
from auditkit.actions.model import Action
from auditkit.actions.plain import action_dict
from auditkit.actions.proposals import Proposal
from auditkit.errors import Refused
from auditkit.problems import Problem

# What each action of a draft has for itself.
_OWN = ("case_ref", "id")


class Draft:
    """An action but for its id and its case; `problems` say that nobody was found to own it."""

    def __init__(
        self, proposal: Proposal, known: dict[str, Any], problems: tuple[Problem, ...]
    ) -> None:
        self.proposal = proposal
        self.known = known
        self.problems = problems
        self._is_sound = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Draft) and self.known == other.known

    def __hash__(self) -> int:
        return hash(tuple(self.known.items()))

    def about(self, case_ref: str, id: str) -> Drafted:
        """The action about a case. Raises `Refused` where it is none that can be."""
        drafted = Drafted(self, case_ref, id)
        if not self._is_sound or wrong_text(case_ref, is_name=True):
            problems = wrong_in(drafted.action())
            if problems:
                raise Refused(problems)
            self._is_sound = True
        return drafted

    @cached_property
    def told(self) -> dict[str, Any]:
        """What `action_dict` tells of every action of this draft."""
        told = action_dict(Drafted(self, *_OWN).action())
        return {name: value for name, value in told.items() if name not in _OWN}

    @cached_property
    def template(self) -> str:
        """The canonical JSON of its actions, with places for what each has for itself."""
        texts = {name: _json(value).replace("%", "%%") for name, value in self.told.items()}
        texts |= dict.fromkeys(_OWN, "%s")
        return "{" + ",".join(f'"{name}":{texts[name]}' for name in sorted(texts)) + "}"


class Drafted(NamedTuple):
    """An action of a draft, by what it has for itself: an audit of thousands raises more than
    anybody looks at.
    """

    draft: Draft
    case_ref: str
    id: str

    def action(self) -> Action:
        """The action itself."""
        return Action(id=self.id, case_ref=self.case_ref, **self.draft.known)

    def told(self) -> dict[str, Any]:
        """What `action_dict` tells of it."""
        return {**self.draft.told, "case_ref": self.case_ref, "id": self.id}

    def text(self) -> str:
        """The same as canonical JSON: keys sorted, no spaces, text as it was written."""
        return self.draft.template % (_quoted(self.case_ref), _quoted(self.id))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
