"""The headline findings: what a board that reads nothing else takes away."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.builtin.sections.drawn import PLAN, audited_words
from auditkit.builtin.sections.fared import strongest_and_weakest
from auditkit.builtin.sections.reasons import UNAVOIDABLE
from auditkit.builtin.sections.weighted import weighted_cases
from auditkit.languages import Words
from auditkit.matching.folding import fold
from auditkit.report.evidence import Evidence
from auditkit.report.increases import unavoidable
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Block, Paragraph, Points, Section, Subheading
from auditkit.report.tallies import action_counts, actions_of, graded_again
from auditkit.report.wording import pairs_words
from auditkit.templates.layout import STAGE_LABELS
from auditkit.wording import lower_first, shortened

# So long a decision still stands on a line or two.
_LONGEST = 200


class Headlines:
    """The decision asked, activity, the strongest and the weakest question, increases,
    moderation and actions; a line for each that is known.
    """

    position = 20

    def make(self, material: ReportMaterial) -> Section | None:
        evidence, words = material.evidence, material.words
        if evidence is None:
            return None
        lines: list[Block] = [
            *_asked(material),
            *_audited(evidence, words),
            *_results(material, evidence),
            *_followed(evidence, words),
        ]
        if not lines:
            return None
        return Section(title=words.translate("Headline findings"), blocks=tuple(lines))


def _asked(material: ReportMaterial) -> Iterator[Paragraph]:
    """The first decision of the notes, and how many more there are."""
    words = material.words
    blocks = material.notes.decision if material.notes else ()
    texts = [one for one in blocks if not isinstance(one, Subheading)]
    if not texts:
        return
    lead = words.translate("The Group is asked to:")
    points = [item for one in texts if isinstance(one, Points) for item in one.items]
    first = texts[0]
    said = first.text if isinstance(first, Paragraph) else ""
    if points and said.endswith(":"):
        lead = said
    if points:
        asked = f"{lead} {shortened(points[0], _LONGEST)}"
        more = len(points) - 1
        if more:
            asked = words.plural(
                "{row} and {count} more", "{row} and {count} more", more, row=asked
            )
    elif fold(said).startswith(fold(lead.rstrip(":"))):
        asked = shortened(said, _LONGEST)
    else:
        asked = f"{lead} {lower_first(shortened(said, _LONGEST))}"
    yield Paragraph(asked)


def _audited(evidence: Evidence, words: Words) -> Iterator[Paragraph]:
    if evidence.drawn:
        yield Paragraph(audited_words(evidence, words), of=(PLAN,))


def _results(material: ReportMaterial, evidence: Evidence) -> Iterator[Paragraph]:
    """The ends of the rank under the set that most drawn cases were audited under, and what of
    the increases had to be.
    """
    words = material.words
    said: list[str] = []
    of: list[str] = []
    found = max(weighted_cases(material), key=lambda one: len(one.cards()), default=None)
    ends = strongest_and_weakest(found, words.language) if found else None
    if found and ends:
        strongest, weakest = ends
        said.append(
            words.translate(
                "Strongest: {strongest}. Weakest: {weakest}.",
                strongest=lower_first(strongest),
                weakest=lower_first(weakest),
            )
        )
        of.append(f"questions-{found.question_set.id}")
    count, among = unavoidable(evidence)
    if among:
        said.append(words.translate(UNAVOIDABLE, count=count, of=among))
        sets = {one.card.question_set.id: None for one in evidence.now}
        of += [f"increase-avoidable-{name}" for name in sets]
    if said:
        yield Paragraph(" ".join(said), of=tuple(of))


def _followed(evidence: Evidence, words: Words) -> Iterator[Paragraph]:
    """How far the last stage graded otherwise, and where actions stand."""
    said: list[str] = []
    of: list[str] = []
    stages = graded_again(evidence)
    if stages:
        last = stages[-1]
        stage = words.translate(STAGE_LABELS[last.stage])
        if last.pairs:
            told = pairs_words(last.pairs, last.lower, last.higher, words)
            of.append(f"ratings-{last.stage}")
        else:
            told = words.translate("no pair")
        said.append(words.translate("{stage}: {told}.", stage=stage, told=told))
    if actions_of(evidence):
        counts = action_counts(evidence)
        said.append(
            words.translate(
                "Actions: {open} open, {overdue} overdue.",
                open=counts.open,
                overdue=counts.overdue,
            )
        )
        of.append("actions-by-kind")
    if said:
        yield Paragraph(" ".join(said), of=tuple(of))
