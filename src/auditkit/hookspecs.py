"""The hooks by which plugins, those built in among them, add to auditkit.

A registry hook returns names with objects, so that two plugins that offer the same name can
both be told. Hooks are called for one plugin at a time and in no order that matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, BinaryIO, Protocol

import pluggy

if TYPE_CHECKING:
    from pathlib import Path

    import click

    from auditkit.actions.proposals import ActionRules
    from auditkit.cases import CaseSource
    from auditkit.problems import Problem
    from auditkit.programme.criteria import Criterion
    from auditkit.questions.reading import LoadedSet
    from auditkit.report.material import ReportSection
    from auditkit.scoring.marks import ScorerFactory
    from auditkit.scoring.scorecard import Results
    from auditkit.store.trail import Entry
    from auditkit.tables.reading import Reader

hookspec = pluggy.HookspecMarker("auditkit")
hookimpl = pluggy.HookimplMarker("auditkit")


class Check(Protocol):
    """Looks at a question set that can be used for what is unwise in it."""

    def __call__(self, loaded: LoadedSet) -> Iterable[Problem]: ...


class Writer(Protocol):
    """Writes scorecards in one format. `suffixes` are the file names it is chosen by;
    `is_text` says whether a terminal can show it.
    """

    @property
    def suffixes(self) -> tuple[str, ...]: ...

    @property
    def is_text(self) -> bool: ...

    def write(self, results: Results, stream: BinaryIO) -> None:
        """Write everything, as bytes, and leave the stream open."""
        ...


@hookspec
def auditkit_question_sets() -> Mapping[str, Path | str]:  # type: ignore[empty-body]
    """Question sets, each as ``id@version`` with its YAML file.

    Called once, when a set is first asked for. The files are read only when they are needed.
    """


@hookspec
def auditkit_scorers() -> Mapping[str, ScorerFactory]:  # type: ignore[empty-body]
    """Scoring methods, each by the name that ``scoring: {method: …}`` gives.

    Called once, before the first set is compiled. The factory gets the set's ``arguments``. In
    bulk a scorer that adds or folds works by the few runs of marks that differ; any other is
    asked anew for every pattern of answers, which is slower, and said so.
    """


@hookspec
def auditkit_readers() -> Mapping[str, Reader]:  # type: ignore[empty-body]
    """Readers of audit returns, each by the name shown in ``auditkit plugins``.

    Called once, before the first file is read. Readers are asked in the order of their names
    whether they claim a file; the first that does reads it.
    """


@hookspec
def auditkit_writers() -> Mapping[str, Writer]:  # type: ignore[empty-body]
    """Writers of scorecards, each by the name that ``--format`` takes.

    Called once, before the first scorecard is written.
    """


@hookspec
def auditkit_case_sources() -> Mapping[str, CaseSource]:  # type: ignore[empty-body]
    """Sources of cases that may be audited, each by its name.

    Called once, when cases are first asked for by the name of their source. A source reads the
    extracts or lists of one system; its problems carry codes of its own.
    """


@hookspec
def auditkit_criteria() -> Mapping[str, Criterion]:  # type: ignore[empty-body]
    """Criteria for the strata and exclusions of programmes, each by the name that
    ``when: {criterion: …}`` gives.

    Called once, when a programme is first read. A criterion is a function of a case and its
    history, and of keyword arguments that the programme gives, annotated as int, Decimal, bool
    or str. It must say True or False: anything else, and whatever it raises, stops the draw.
    `auditkit.programme.criteria.looking_at` names the facts without which it holds for no case.
    """


@hookspec
def auditkit_action_rules() -> Mapping[str, ActionRules]:  # type: ignore[empty-body]
    """Rules that propose actions from scorecards, each by the name that its actions keep as
    their source.

    Called once, when the first audit is recorded. The rules then see the scorecard of every
    audit that is recorded, unless it is held, and propose what a condition of a set cannot say.
    """


@hookspec
def auditkit_checks() -> Mapping[str, Check]:  # type: ignore[empty-body]
    """Checks of question sets for ``auditkit sets check``, each by its name.

    Called once, when a set is first checked. A check sees a set that can be used.
    """


@hookspec
def auditkit_report_sections() -> Mapping[str, ReportSection]:  # type: ignore[empty-body]
    """Sections of the report to the Practice Oversight Group, each by its name.

    Called once, when a report is made. A section's `position` says where it stands; its
    `make(material)` gives a title with paragraphs, tables and charts, or None where the material
    has nothing that it is about. A section that fails is named in its place and spoils no other.
    """


@hookspec
def auditkit_commands() -> Mapping[str, click.Command]:  # type: ignore[empty-body]
    """Commands for the command line, each by its name.

    Called when a command is asked for that is not built in, and for the list of commands.
    """


@hookspec
def auditkit_recorded(event: Entry) -> None:
    """Something was recorded in a store: one entry of its trail.

    Called for each entry, in the order of the trail, when the store's entries are delivered;
    never while something is recorded. Each plugin has a cursor of its own: an entry that it
    raises for is offered again at the next delivery, before any later one, and after a crash
    the last one may come twice.
    """
