"""Actions: what is new, open, overdue and closed, who was told, and what came of earlier ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from auditkit.actions.clocks import clocks_of, escalations, overdue
from auditkit.actions.following import BETTER, NOT_COMPARABLE, SAME, WORSE
from auditkit.actions.model import KINDS, Action
from auditkit.languages import Words, noted
from auditkit.programme.model import service_title
from auditkit.programme.services import ServiceNames
from auditkit.report.action_effects import effects
from auditkit.report.evidence import Evidence
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Block, Column, DataTable, Paragraph, Section
from auditkit.report.tallies import ActionCounts, action_counts, actions_of, counted
from auditkit.wording import date_words, role_words

# So many kinds of overdue ones are listed, by service.
_LISTED = 5
_OUTCOMES = {
    BETTER: noted("Better"),
    SAME: noted("The same"),
    WORSE: noted("Worse"),
    NOT_COMPARABLE: noted("Not comparable"),
}
_NO_SERVICE = "none"
_KINDS, _SERVICES = "actions-by-kind", "actions-by-service"
_CAPTIONS = {_KINDS: noted("Actions by kind"), _SERVICES: noted("Actions by service")}
# What an action is of, such as a kind, with what it is called.
_Groups = Mapping[str, tuple[str, Sequence[Action]]]


class Actions:
    """The actions of the programme as they stand on the day of the report; nobody is named."""

    position = 900

    def make(self, material: ReportMaterial) -> Section | None:
        evidence, words = material.evidence, material.words
        if evidence is None:
            return None
        title = words.translate("Actions")
        actions = actions_of(evidence)
        if not actions:
            nothing = Paragraph(words.translate("No action was raised yet."), of=())
            return Section(title=title, blocks=(nothing,))
        blocks: list[Block] = [
            Paragraph(_total(action_counts(evidence), words), of=(_KINDS,)),
            _table(_KINDS, _by_kind(actions, words), evidence, words),
            _table(_SERVICES, _by_service(actions, evidence, words), evidence, words),
            *_overdue(actions, evidence, words),
            *_escalated(actions, evidence, words),
            *_effects(evidence, words),
        ]
        return Section(title=title, blocks=tuple(blocks))


def _total(counts: ActionCounts, words: Words) -> str:
    return words.translate(
        "{raised} new in the period; {open} open now, {overdue} of them overdue and {done} done"
        " but not verified; {closed} closed in the period.",
        raised=counts.raised,
        open=counts.open,
        overdue=counts.overdue,
        done=counts.done,
        closed=counts.closed,
    )


def _by_kind(actions: Sequence[Action], words: Words) -> _Groups:
    return _grouped(
        {kind: words.translate(title) for kind, title in KINDS.items()},
        actions,
        lambda action: action.kind,
    )


def _by_service(actions: Sequence[Action], evidence: Evidence, words: Words) -> _Groups:
    """By the services of the programme; others, and none, last."""
    names = ServiceNames(evidence.programme)
    titles = {one.id: service_title(one, words.language) for one in evidence.programme.services}
    return _grouped(
        {**titles, _NO_SERVICE: words.translate("No service of the programme")},
        actions,
        lambda action: names.find(action.service or "") or _NO_SERVICE,
    )


def _grouped(
    titles: Mapping[str, str], actions: Sequence[Action], of: Callable[[Action], str]
) -> _Groups:
    found: dict[str, list[Action]] = {one: [] for one in titles}
    for action in actions:
        found[of(action)].append(action)
    return {one: (titles[one], some) for one, some in found.items() if some}


def _table(name: str, groups: _Groups, evidence: Evidence, words: Words) -> DataTable:
    of_kinds = name == _KINDS
    values = {title: one for one, (title, _) in groups.items()}
    counts = [(title, counted(some, evidence)) for title, some in groups.values()]
    return DataTable(
        name=name,
        caption=words.translate(_CAPTIONS[name]),
        columns=(
            Column(
                name="kind" if of_kinds else "service",
                heading=words.translate("Kind") if of_kinds else words.translate("Service"),
                tells="kind" if of_kinds else "service",
                values=values,
            ),
            _count("raised", words.translate("New in the period"), raised="in the period"),
            _count("open", words.translate("Open"), state="open"),
            _count("overdue", words.translate("Overdue"), state="open", clock="overdue"),
            _count("done", words.translate("Done, not verified"), state="open", clock="done"),
            _count("verified", words.translate("Verified in the period"), closed="verified"),
            _count("cancelled", words.translate("Cancelled in the period"), closed="cancelled"),
        ),
        rows=tuple(
            (title, one.raised, one.open, one.overdue, one.done, one.verified, one.cancelled)
            for title, one in counts
        ),
        note=words.translate("Open: neither verified nor cancelled.") if of_kinds else "",
        counted="actions",
    )


def _count(name: str, heading: str, **counts: str) -> Column:
    return Column(name=name, heading=heading, is_number=True, counts=counts)


def _overdue(actions: Sequence[Action], evidence: Evidence, words: Words) -> Iterator[DataTable]:
    """The kinds and services whose actions are overdue for longest."""
    groups: dict[tuple[str, str], list[Action]] = {}
    services = {
        one.id: title
        for title, some in _by_service(actions, evidence, words).values()
        for one in some
    }
    for one in overdue(actions, evidence.on):
        groups.setdefault((words.translate(KINDS[one.kind]), services[one.id]), []).append(one)
    if not groups:
        return
    yield DataTable(
        name="actions-overdue",
        caption=words.translate("Overdue for longest"),
        columns=(
            Column(name="kind", heading=words.translate("Kind")),
            Column(name="service", heading=words.translate("Service")),
            Column(name="overdue", heading=words.translate("Overdue"), is_number=True),
            Column(name="due", heading=words.translate("The oldest was due on")),
            Column(name="days", heading=words.translate("Days overdue"), is_number=True),
        ),
        rows=tuple(
            (
                *named,
                len(late),
                date_words(late[0].due, words.language),
                (evidence.on - late[0].due).days,
            )
            for named, late in [*groups.items()][:_LISTED]
        ),
    )


def _escalated(actions: Sequence[Action], evidence: Evidence, words: Words) -> Iterator[DataTable]:
    """How many overdue actions have reached each role that is told of them."""
    found = escalations(actions, clocks_of(evidence.programme), evidence.on)
    if not found:
        return
    told = Counter(role for role, _ in {(one.to, one.action.id) for one in found})
    roles = dict.fromkeys(one.to for one in evidence.programme.actions.escalate)
    yield DataTable(
        name="actions-escalated",
        caption=words.translate("Overdue actions that were escalated"),
        columns=(
            Column(name="role", heading=words.translate("Escalated to")),
            Column(name="actions", heading=words.translate("Actions"), is_number=True),
        ),
        rows=tuple((role_words(role, words.language), told[role]) for role in roles if told[role]),
    )


def _effects(evidence: Evidence, words: Words) -> Iterator[Block]:
    """What audits of the period say of the actions that earlier audits of their cases raised."""
    found = effects(evidence)
    if not found:
        told = words.translate(
            "No case with an action was audited again in the period, so that nothing can be said"
            " of the effect of earlier actions yet."
        )
        yield Paragraph(told, of=())
        return
    counts = Counter((action.kind, effect.outcome) for action, effect in found)
    kinds = {kind: words.translate(title) for kind, title in KINDS.items()}
    yield DataTable(
        name="actions-effect",
        caption=words.translate("Earlier actions: the next audit's answer to the same question"),
        columns=(
            Column(
                name="kind",
                heading=words.translate("Kind"),
                tells="kind",
                values={title: kind for kind, title in kinds.items()},
            ),
            *(
                _count(outcome, words.translate(heading), effect=outcome)
                for outcome, heading in _OUTCOMES.items()
            ),
        ),
        rows=tuple(
            (title, *(counts[kind, outcome] for outcome in _OUTCOMES))
            for kind, title in kinds.items()
            if any(counts[kind, outcome] for outcome in _OUTCOMES)
        ),
        note=words.translate(
            "An answer that is better after an action need not be so because of it. Not"
            " comparable: the question was worded or scored otherwise, or had no answer."
        ),
        counted="actions",
    )
