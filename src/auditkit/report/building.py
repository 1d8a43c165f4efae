"""From material to a report: every section asked in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypedDict

from auditkit.frozen import changed
from auditkit.plugins import Registered
from auditkit.problems import Place, Problem, problem
from auditkit.report.evidence import Evidence
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Letterhead, NamedSection, Paragraph, ReportModel, Section
from auditkit.report.notes import Notes
from auditkit.report.theme import Theme
from auditkit.report.trends import trends_of
from auditkit.scoring.scorecard import Scorecard
from auditkit.version import __version__

# Gives the names of the sections one by one, and may show how far they have come.
Progress = Callable[[Sequence[str]], Iterable[str]]


class ReportOptions(TypedDict, total=False):
    """What a report is told besides what it is made from; see `AuditKit.report`."""

    title: str | None
    period: str | None
    language: str
    notes: Notes | None
    theme: Theme | None
    trends: Iterable[str]
    progress: Progress | None


def material_of(
    cards: Iterable[Scorecard], evidence: Evidence | None, options: ReportOptions
) -> ReportMaterial:
    """What a report is made from: what a store holds, or scorecards alone.

    Raises `Refused` for a trend of no question.
    """
    language, period = options.get("language", "en"), options.get("period")
    if evidence is not None:
        cards, period = evidence.cards, evidence.period.label(language)
    material = ReportMaterial(
        cards=tuple(cards),
        language=language,
        period=period,
        notes=options.get("notes"),
        evidence=evidence,
    )
    return changed(material, trends=trends_of(options.get("trends", ()), material.question_sets))


def build_report(
    material: ReportMaterial,
    sections: Mapping[str, Registered],
    options: ReportOptions,
) -> ReportModel:
    """The report that these sections make of the material, as the theme dresses it.

    A section that fails spoils no other: it is named, with its plugin, in its place and among
    the problems.
    """
    made: list[NamedSection] = []
    problems: list[Problem] = [*material.notes.problems] if material.notes else []
    theme, progress = options.get("theme"), options.get("progress")
    names = tuple(name for name, _ in sorted(sections.items(), key=_place))
    for name in progress(names) if progress else names:
        one = sections[name]
        try:
            section = _checked(one.object.make(material))
        except (Exception, SystemExit) as error:
            what = f"{type(error).__name__}: {error}"
            failed = problem("W001", Place(), section=name, plugin=str(one.origin), what=what)
            problems.append(failed)
            section = Section(title=name, blocks=(Paragraph(failed.message_in(material.language)),))
        if section is not None:
            made.append(NamedSection(name=name, section=section))
    return ReportModel(
        title=options.get("title") or _title(material, theme),
        period=material.period,
        language=material.language,
        sections=tuple(made),
        question_sets={name: one.content_hash for name, one in material.question_sets.items()},
        versions={"auditkit": __version__},
        problems=tuple(problems),
        letterhead=_letterhead(material, theme),
    )


def _title(material: ReportMaterial, theme: Theme | None) -> str:
    told = theme.title_in(material.language) if theme else None
    if material.evidence is not None and material.evidence.narrowed_to:
        return material.words.translate("Feedback: {name}", name=material.evidence.narrowed_to)
    return told or material.words.translate("Practice Oversight Group")


def _letterhead(material: ReportMaterial, theme: Theme | None) -> Letterhead:
    found = theme.letterhead(material.language) if theme else Letterhead()
    notes = material.notes
    if notes is None:
        return found
    told = {"marking": notes.marking, "author": notes.author, "meeting": notes.meeting}
    return changed(found, **told)


def _place(named: tuple[str, Registered]) -> tuple[float, str]:
    name, one = named
    position = getattr(one.object, "position", None)
    return (position if isinstance(position, int) else float("inf"), name)


def _checked(made: object) -> Section | None:
    if made is not None and not isinstance(made, Section):
        raise TypeError(f"make() gave {type(made).__name__}, expected a Section or None")
    return made
