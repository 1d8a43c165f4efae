"""What the figures of a store cannot say."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.builtin.sections.weighted import coverage
from auditkit.languages import Words
from auditkit.programme.model import stratum_title
from auditkit.report.activity import activity, not_drawn
from auditkit.report.evidence import Evidence
from auditkit.report.increases import increased_strata
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Points, Section


def stored_limits(material: ReportMaterial, evidence: Evidence) -> Section:
    """Limits that every report has, and those of this one with their numbers."""
    words = material.words
    every = Points(tuple(_of_every_report(evidence, words)), of=())
    these = tuple(_of_this_report(evidence, words))
    blocks = (every, Points(these)) if these else (every,)
    return Section(title=words.translate("Limits of the data"), blocks=blocks)


def _of_every_report(evidence: Evidence, words: Words) -> Iterator[str]:
    yield words.translate(
        "Fewer than ten cases are counted, without a percentage, and no single case shows a trend."
    )
    strata = increased_strata(evidence.programme)
    if strata and len(evidence.programme.strata) > 1:
        titles = [
            stratum_title(one, words.language)
            for one in evidence.programme.strata
            if one.id in strata
        ]
        yield words.translate(
            "Some cases are chosen more often than others, to learn more of them: {strata}. Counts"
            " of audited cases are therefore no shares of all cases; what is said of all cases is"
            " weighted.",
            strata=", ".join(titles),
        )
    else:
        yield words.translate(
            "Services of different size may have the same number of places. Counts of audited cases are"
            " therefore no shares of all cases; what is said of all cases is weighted."
        )
    yield words.translate(
        "Audits say what a file shows and how an auditor judged it, not what the person lived"
        " through. First audits are made within the service; agreement says how far others saw the"
        " same."
    )


def _of_this_report(evidence: Evidence, words: Words) -> Iterator[str]:
    yield from coverage(evidence, words)
    found = activity(evidence)
    if found.outstanding:
        yield words.plural(
            "{count} drawn case is still to be audited; it is taken to be like the others of its"
            " kind.",
            "{count} drawn cases are still to be audited; they are taken to be like the others of"
            " their kind.",
            found.outstanding,
        )
    if not evidence.drawn and not evidence.narrowed_to:
        yield words.translate(
            "No draw is kept for this period, so that nothing is said of all cases."
        )
    undrawn = len(not_drawn(evidence)) if evidence.drawn else 0
    if undrawn:
        yield words.plural(
            "{count} case was audited that was not drawn; no figure of all cases counts it.",
            "{count} cases were audited that were not drawn; no figure of all cases counts them.",
            undrawn,
        )
    unsettled = sum(not one.is_settled for one in evidence.now)
    if unsettled:
        yield words.plural(
            "In {count} case two auditors disagree and have not decided yet; its first audit counts"
            " until then.",
            "In {count} cases two auditors disagree and have not decided yet; their first audits"
            " count until then.",
            unsettled,
        )
    stale = sum(bool(one.stages.stale) for one in evidence.now)
    if stale:
        yield words.plural(
            "In {count} case an audit was corrected after a later one was made, which nobody has"
            " looked at again yet.",
            "In {count} cases an audit was corrected after a later one was made, which nobody has"
            " looked at again yet.",
            stale,
        )
    if evidence.unplaced:
        yield words.plural(
            "{count} case has neither a period nor a date, and stands in no report.",
            "{count} cases have neither a period nor a date, and stand in no report.",
            evidence.unplaced,
        )
