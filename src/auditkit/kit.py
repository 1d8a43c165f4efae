"""`AuditKit`: the one way in for programs, with plugins and question sets of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from auditkit.errors import Refused
from auditkit.frozen import changed, frozen
from auditkit.languages import said
from auditkit.library import Library
from auditkit.matching.duplicates import REFUSE, settle_duplicates
from auditkit.matching.intake import Intake
from auditkit.plugins import Origin, Plugins, answering
from auditkit.problems import Problem
from auditkit.questions.model import QuestionSet
from auditkit.questions.reading import LoadedSet
from auditkit.return_files import (
    FileReaders,
    Progress,
    columns_map,
    read_files,
    without_names,
)
from auditkit.returns import AuditReturn
from auditkit.scoring.cards import score_return
from auditkit.scoring.plan import Plan
from auditkit.scoring.scorecard import Scorecard
from auditkit.tables.files import AnyPath, name_of, read_bytes, suffix_of
from auditkit.version import __version__

if TYPE_CHECKING:
    from typing import Unpack

    from auditkit.actions.proposals import Proposed
    from auditkit.actors import Actor
    from auditkit.cases import Case, Cases
    from auditkit.choosing import Drawing, DrawingOptions, ReadingOptions
    from auditkit.matching.mapping import ColumnsMap
    from auditkit.programme.history import PastAudit
    from auditkit.programme.model import Programme
    from auditkit.programme.reading import LoadedProgramme
    from auditkit.programme.staff import Staff
    from auditkit.report.building import ReportOptions
    from auditkit.report.evidence import Evidence
    from auditkit.report.model import ReportModel
    from auditkit.store import Store

BUILT_IN = {
    f"auditkit_{name}": f"auditkit.builtin.{name}"
    for name in (
        "question_sets",
        "scorers",
        "readers",
        "writers",
        "checks",
        "criteria",
        "report_sections",
    )
}

_VERSIONS = {"auditkit": __version__}


@frozen
class Reading:
    """What reading returns came to: the returns, and the problems that are not of one return."""

    returns: tuple[AuditReturn, ...]
    problems: tuple[Problem, ...] = ()


@frozen
class FormReading:
    """What the fields of a form came to: the return, and the problems in it."""

    audit_return: AuditReturn
    problems: tuple[Problem, ...]


class AuditKit:
    """Question sets, readers, scorers and writers, ready for use.

    `plugins` are modules or objects with hooks to add to those built in. With `discover`, the
    plugins installed on this machine are added too, but for those named in `without`; or
    only those named in `only`, which may name modules besides.
    """

    def __init__(
        self,
        plugins: Iterable[object] = (),
        *,
        discover: bool = True,
        without: Sequence[str] = (),
        only: Sequence[str] | None = None,
    ) -> None:
        self.plugins = Plugins(BUILT_IN, __version__)
        for plugin in plugins:
            name = getattr(plugin, "__name__", type(plugin).__name__)
            self.plugins.register(plugin, Origin(name, said("given by the program"), "-"))
        if discover:
            self.plugins.discover(without, only)
        self._library = Library(self.plugins)
        self._plans: dict[str, Plan] = {}

    # Question sets

    def question_set_names(self) -> tuple[str, ...]:
        """Every set there is, as ``id@version``, in order."""
        return self._library.names()

    def load(self, path: AnyPath) -> QuestionSet:
        """Read a question set from a YAML file and keep it under its id and version.

        Raises `Refused` with every problem found in the file.
        """
        question_set = self._library.load(path).question_set
        self._plans.pop(question_set.name, None)
        return question_set

    def loaded(self, question_set: QuestionSet) -> LoadedSet:
        """A set of this kit with the document it was read from and, for an overlay, its base."""
        return self._library.get(question_set.name)

    def question_set(
        self, id: str, version: str | None = None, on: date | None = None
    ) -> QuestionSet:
        """The set of this id (or ``id@version``) in this version; without one the only version
        there is, else the one in force on the day `on`.

        Raises `Refused` where there is none, or where it would be a guess.
        """
        return self._library.find(id, version, on)

    def check(self, path_or_name: AnyPath, programme: Programme | None = None) -> list[Problem]:
        """Every problem of a set, from a file or by name: what makes it unusable, or else what
        the checks find unwise. With a `programme`, roles are held against those it knows.
        """
        try:
            if suffix_of(path_or_name) in (".yaml", ".yml"):
                loaded = self.loaded(self.load(path_or_name))
            else:
                loaded = self.loaded(self.question_set(str(path_or_name)))
        except Refused as refused:
            return list(refused.problems)
        loaded = changed(loaded, versions=self._library.other_versions(loaded))
        if programme is not None:
            from auditkit.programme.roles import roles_of

            loaded = changed(loaded, roles=roles_of(programme))
        found: list[Problem] = []
        for check in self.plugins.registry("auditkit_checks").values():
            with answering(check):
                found += check.object(loaded)
        return sorted(found, key=lambda one: (one.place.line or 0, one.place.column or 0))

    # Programmes

    def load_programme(self, path: AnyPath) -> LoadedProgramme:
        """Read a programme from a YAML file, with the question set that it names.

        Raises `Refused` with every problem found in the file; what is merely unwise is among
        its `warnings`.
        """
        from auditkit.programme.reading import read_programme

        criteria = self.plugins.registry("auditkit_criteria")
        loaded = read_programme(
            read_bytes(path),
            name_of(path),
            find_set=self.question_set,
            criteria={name: one.object for name, one in criteria.items()},
        )
        return changed(loaded, path=str(path))

    # Cases, and draws from them

    def read_cases(
        self, path: AnyPath, programme: LoadedProgramme, **options: Unpack[ReadingOptions]
    ) -> Cases:
        """The cases in a list, each in a service of the programme. Options: `source` names the
        plugin's source that reads it, where it is no table, with its own `source_options`, the
        day `at` and an `earlier` file; `staff` knows practitioners by their addresses; `sheet`.

        Raises `Refused` for whatever cannot be read: a draw must know every case.
        """
        from auditkit.choosing import read_cases

        return read_cases(self.plugins, path, programme, **options)

    def read_past(
        self, path: AnyPath, programme: LoadedProgramme, sheet: str | None = None
    ) -> tuple[PastAudit, ...]:
        """The earlier audits in a list. Raises `Refused` for whatever cannot be read."""
        from auditkit.choosing import read_past

        return read_past(self.plugins, path, programme, sheet)

    def read_staff(
        self, path: AnyPath, programme: LoadedProgramme | Programme, sheet: str | None = None
    ) -> Staff:
        """The staff in a list. Raises `Refused` for whatever cannot be read."""
        from auditkit.choosing import read_staff

        return read_staff(self.plugins, path, programme, sheet)

    def draw(
        self,
        programme: LoadedProgramme,
        period: str,
        cases: Iterable[Case],
        **options: Unpack[DrawingOptions],
    ) -> Drawing:
        """The cases to be audited in a period: the same for the same cases, past audits, seed
        and programme. Options: `past`, the earlier audits; `seed`, where it is not to be the
        programme's; `purpose`, the stage that completed audits are drawn for; `progress`.

        Raises `Refused`, and `PluginFailed` where a criterion fails.
        """
        from auditkit.choosing import draw

        return draw(self.plugins, programme, period, cases, **options)

    # Scoring

    def plan(self, question_set: QuestionSet) -> Plan:
        """The set compiled for scoring; compiled once for each content."""
        plan = self._plans.get(question_set.name)
        if plan is None or plan.question_set is not question_set:
            plan = Plan(question_set, self._library.scorer(question_set))
            self._plans[question_set.name] = plan
        return plan

    def score(
        self, audit_return: AuditReturn, question_set: QuestionSet | None = None
    ) -> Scorecard:
        """The scorecard of a return, under the set and version that it names.

        Raises `Refused` where that set is not there, `PluginFailed` where its scorer fails.
        """
        if question_set is None:
            name = f"{audit_return.question_set}@{audit_return.set_version}"
            plan = self._plans.get(name) or self.plan(self._library.get(name).question_set)
        else:
            plan = self.plan(question_set)
        return self._with_base(score_return(plan, audit_return, _VERSIONS))

    def _with_base(self, card: Scorecard) -> Scorecard:
        """A scorecard, under an overlay with the score under its base."""
        loaded = self._library.source_of(card.question_set)
        if loaded is None or loaded.base is None:
            return card
        from auditkit.scoring.base_score import with_base

        base = self.plan(loaded.base.question_set)
        return with_base(card, base, loaded.relation or "", _VERSIONS)

    def explain(self, card: Scorecard, language: str = "en") -> str:
        """A scorecard in words and numbers, for a sceptical reader."""
        from auditkit.scoring.explaining import explain

        return explain(self.plan(card.question_set), card, language)

    def what_if(self, card: Scorecard, changes: Mapping[str, str]) -> Scorecard:
        """The scorecard as it would be with these options instead, by question; under an overlay
        with the score that its base would give.
        """
        from auditkit.scoring.what_if import what_if

        return self._with_base(what_if(self.plan(card.question_set), card, changes))

    def report(
        self,
        cards: Iterable[Scorecard] = (),
        *,
        evidence: Evidence | None = None,
        **options: Unpack[ReportOptions],
    ) -> ReportModel:
        """The report that the `evidence` of a store gives, which `evidence_of` gathers; or that
        of scorecards alone: no draw, no agreement, no actions. Options: `title`, else that of the
        `theme`; `period`, of scorecards alone; `language`; `notes`; `trends`, questions whose
        charts are wanted, as ``technology`` or ``route=direct_payment``; `progress`, told the
        names of the sections.

        Raises `Refused` for a trend of no question.
        """
        from auditkit.report.building import build_report, material_of

        material = material_of(cards, evidence, options)
        sections = self.plugins.registry("auditkit_report_sections")
        return build_report(material, sections, options)

    def proposals(self, card: Scorecard, language: str = "en") -> Proposed:
        """The actions that a scorecard gives rise to, by the rules of its set and of plugins.

        Raises `PluginFailed` where the rules of a plugin fail.
        """
        from auditkit.actions.proposals import proposed

        registered = self.plugins.registry("auditkit_action_rules").values()
        return proposed(self.plan(card.question_set), card, registered, language)

    # The store

    def open_store(
        self,
        url_or_path: AnyPath,
        *,
        entropy: Callable[[int], bytes],
        create: bool = False,
        staff: Mapping[str, Actor] | None = None,
    ) -> Store:
        """Open the store in a file, or in PostgreSQL by its URL, with the sets and scorers of
        this kit; with `create`, make it if need be.

        `entropy` gives random bytes, such as ``os.urandom``. `staff` are members of staff by
        code, whose roles, services and teams the rules of stages ask for.

        Raises `Refused` where there is no store, or one of another version, or one that is
        damaged.
        """
        from auditkit.store import open_store

        return open_store(url_or_path, entropy=entropy, create=create, kit=self, staff=staff)

    # Answers of a form

    def read_answers(
        self,
        questions: QuestionSet,
        answers: Mapping[str, Any],
        *,
        comments: Mapping[str, str] | None = None,
        case: Mapping[str, Any] | None = None,
        about: Mapping[str, Any] | None = None,
    ) -> FormReading:
        """The audit return that the fields of a host's own form make.

        Answers are ids, labels or synonyms, several as a list, dates and numbers as such;
        `about` holds the metadata. What cannot be read is among the problems, each of which
        names its question.
        """
        from auditkit.matching.forms import read_answers

        found = read_answers(questions, answers, comments or {}, case or {}, about or {})
        return FormReading(found, found.problems)

    def asked(
        self,
        questions: QuestionSet,
        answers: Mapping[str, Any],
        case: Mapping[str, Any] | None = None,
    ) -> tuple[str, ...]:
        """The questions that apply, given the answers so far, in the order asked."""
        from auditkit.scoring.seen import asked

        found = self.read_answers(questions, answers, case=case).audit_return
        return asked(self.plan(questions), found)

    # Reading

    def read(
        self,
        paths: Iterable[AnyPath],
        questions: QuestionSet | str | None = None,
        *,
        columns: ColumnsMap | AnyPath | None = None,
        duplicates: str = REFUSE,
        sheet: str | None = None,
        strict: bool = False,
        drop_identifying: bool = False,
        progress: Progress | None = None,
    ) -> Reading:
        """The audit returns in files and folders.

        `questions` is the set, or the id of one, for all of them; without it each must name its
        own. `columns` is a mapping file. `duplicates` is ``refuse`` or ``latest``. With
        `strict`, a file with a problem in any return is refused whole. With `drop_identifying`,
        columns that say who somebody is are left out and named. A file that cannot be used is
        among the problems and does not keep the others from being read.
        """
        mapping = None if columns is None else columns_map(columns)
        narrow = without_names() if drop_identifying else None
        intake = Intake(self.question_set, questions, mapping, narrow)
        returns, problems = read_files(
            FileReaders(self.plugins), paths, intake, sheet=sheet, strict=strict, progress=progress
        )
        kept, gone = settle_duplicates(returns, duplicates)
        return Reading(tuple(map(self._library.told_what_changed, kept)), (*problems, *gone))
