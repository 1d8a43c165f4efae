"""What auditkit raises, and what a caller would do about each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from auditkit.languages import said

if TYPE_CHECKING:
    from auditkit.languages import Words
    from auditkit.problems import Problem


class AuditkitError(Exception):
    """The root of everything this library raises on purpose."""

    def text_in(self, words: Words) -> str:
        """What it says, in these words."""
        return str(words.again(self.args[0])) if self.args else ""


def one_line(error: BaseException) -> str:
    """What somebody else's code raised, on one line."""
    try:
        message = " ".join(str(error).split())
    except Exception:
        message = ""
    return f"{type(error).__name__}: {message[:_LONGEST]}"


_LONGEST = 500


class Refused(AuditkitError):
    """A document, file or request that cannot be used; `problems` says why, each with its place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Conflict(Refused):
    """What was asked for stands against what is there already; nothing is written or lost.

    `recorded` is what is there, `offered` what was to be written.
    """

    status = 409

    def __init__(
        self, problems: Iterable[Problem], recorded: object = None, offered: object = None
    ) -> None:
        super().__init__(problems)
        self.recorded = recorded
        self.offered = offered


class NotAllowed(Refused):
    """Somebody may not do this, by the rules that `problems` name."""

    status = 403


class InvalidReturn(Refused):
    """An audit return that cannot be recorded: it is held, or something needed is missing."""

    status = 422


class ExtraMissing(AuditkitError):
    """An optional part of auditkit is not installed."""

    def __init__(self, purpose: str, extra: str) -> None:
        self.extra = extra
        super().__init__(
            said(
                "{purpose} needs the extra '{extra}': pip install 'practice-auditkit[{extra}]'",
                purpose=purpose,
                extra=extra,
            )
        )


class PluginFailed(AuditkitError):
    """A plugin did something that a result could have depended on; `plugin` names it with its version."""

    def __init__(self, plugin: str, what: str) -> None:
        self.plugin = plugin
        super().__init__(said("Plugin {plugin}: {what}", plugin=plugin, what=what))
