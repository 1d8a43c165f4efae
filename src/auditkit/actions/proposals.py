"""What an audit gives rise to, before anybody owns it: by the rules of its set, and by plugins."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from auditkit.actions.model import KINDS, PRIORITIES
from auditkit.errors import PluginFailed
from auditkit.frozen import changed, frozen
from auditkit.languages import said, said_in_each
from auditkit.problems import Problem, problem
from auditkit.questions.model import QuestionSet, option_label, question_label, worded
from auditkit.questions.rating import ActionRule
from auditkit.scoring.outcomes import MOST_REMEMBERED
from auditkit.scoring.plan import Plan
from auditkit.scoring.planned_rule import PlannedRule
from auditkit.scoring.rows import figures, tally
from auditkit.scoring.scorecard import SCORED, QuestionResult, Scorecard
from auditkit.scoring.seen import Seen
from auditkit.wording import several

if TYPE_CHECKING:
    from auditkit.plugins import Registered

_LONGEST_RULE = 150


@frozen(kw_only=True)
class Proposal:
    """An action that an audit gives rise to. `due` counts working days; without it, the
    programme's days for this kind of action hold. `question` is the one whose answer is at
    fault; `source` is filled in by whoever asked for the proposal.
    """

    kind: str
    title: str
    owner_role: str | None = None
    due: int | None = None
    priority: str = "normal"
    question: str | None = None
    finding: str = ""
    source: str = ""


class ActionRules(Protocol):
    """Looks at a scorecard for what is to be done about it."""

    def __call__(self, card: Scorecard) -> Iterable[Proposal]: ...


class Proposed(NamedTuple):
    """What was proposed, and what is to be said about rules that could not be decided."""

    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...] = ()


def proposed(
    plan: Plan, card: Scorecard, plugins: Iterable[Registered], language: str = "en"
) -> Proposed:
    """What the rules of a card's set propose, then those of plugins.

    Raises `PluginFailed` where the rules of a plugin fail.
    """
    own = proposed_by_rules(plan, card, language)
    others: list[Proposal] = []
    for one in plugins:
        others += proposed_by_plugin(one.object, card, name=one.name, plugin=str(one.origin))
    return Proposed((*own.proposals, *others), own.problems) if others else own


def proposed_by_rules(plan: Plan, card: Scorecard, language: str = "en") -> Proposed:
    """What the rules of a card's set propose, in their order.

    A rule that rests on a question not assessed proposes nothing and is told of (X022). A card
    that is held gives rise to nothing.
    """
    if card.status != SCORED:
        return Proposed(())
    seen: Seen | None = None
    proposals, problems = [], []
    questions = card.questions
    for one in plan.action_rules:
        # Most rules rest on one option of one question, which says all by itself.
        rests_on = (questions[one.only].option if one.only else None) or one.rests_on(card)
        remembered = one.remembered[language]
        outcome = remembered.get(rests_on)
        if outcome is None:
            seen = seen or _seen(plan, card)
            outcome = _outcome(one, seen, card, language)
            if rests_on is not None and len(remembered) < MOST_REMEMBERED:
                remembered[rests_on] = outcome
        if not outcome:
            continue
        if isinstance(outcome, Proposal):
            proposals.append(outcome)
        else:
            title = said_in_each(partial(worded, one.rule.title))
            facts = {"title": title, "questions": several(outcome)}
            problems.append(problem("X022", card.audit_return.place, **facts))
    return Proposed(tuple(proposals), tuple(problems))


def _seen(plan: Plan, card: Scorecard) -> Seen:
    """The return of a card as the rules see it."""
    seen = Seen(plan, card.audit_return)
    seen.results = figures(plan, tally(plan, seen.given), seen.given)
    seen.learn_for((one.condition for one in plan.action_rules), card.audit_return.case)
    return seen


def _outcome(
    one: PlannedRule, seen: Seen, card: Scorecard, language: str
) -> Proposal | tuple[str, ...]:
    """What a rule proposes; else the questions that leave it undecided, none where it does not
    hold.
    """
    outcome = one.condition.outcome(seen)
    if outcome is None:
        names = one.condition.missing(seen)
        return tuple(said_in_each(partial(seen.plan.label, name)) for name in names)
    return _proposal(one, card, language) if outcome else ()


def proposed_by_plugin(
    rules: ActionRules, card: Scorecard, *, name: str, plugin: str
) -> tuple[Proposal, ...]:
    """What the rules of a plugin propose, known by the name they are registered under.

    Raises `PluginFailed` where they fail or propose what can be no action, for an action that
    is not raised would be missed by nobody. A card that is held gives rise to nothing.
    """
    if card.status != SCORED:
        return ()
    try:
        proposals = tuple(rules(card))
    except (Exception, SystemExit) as error:
        what = said(
            "action rules {name} failed: {found}",
            name=name,
            found=f"{type(error).__name__}: {error}",
        )
        raise PluginFailed(plugin, what) from error
    for one in proposals:
        wrong = _wrong(one, card.question_set)
        if wrong:
            raise PluginFailed(plugin, f"action rules {name} proposed {wrong}")
    return tuple(changed(one, source=f"plugin:{name}") for one in proposals)


def _wrong(proposal: object, question_set: QuestionSet) -> str:
    """What keeps a proposal from being an action, or nothing."""
    if not isinstance(proposal, Proposal):
        return f"{type(proposal).__name__}, expected a Proposal"
    if proposal.kind not in KINDS:
        return f"the kind {proposal.kind!r}, expected one of {', '.join(KINDS)}"
    if proposal.priority not in PRIORITIES:
        return f"the priority {proposal.priority!r}, expected one of {', '.join(PRIORITIES)}"
    title: object = proposal.title
    if not (isinstance(title, str) and title.strip()):
        return "an action without a title"
    if proposal.due is not None and (type(proposal.due) is not int or proposal.due < 0):
        return f"{proposal.due!r} working days"
    if proposal.question is not None and proposal.question not in question_set.questions:
        return f"the question {proposal.question!r}, which {question_set.name} does not ask"
    return ""


def _proposal(one: PlannedRule, card: Scorecard, language: str) -> Proposal:
    rule, named = one.rule, one.questions
    findings = [_finding(card.question_set, name, card.questions[name], language) for name in named]
    return Proposal(
        kind=rule.kind,
        title=worded(rule.title, language),
        owner_role=rule.owner,
        due=rule.due,
        priority=rule.priority,
        question=named[0] if named else None,
        finding="; ".join(findings) or _score(card),
        source=rule_source(rule),
    )


def rule_source(rule: ActionRule) -> str:
    """What an action that a rule raised says that it comes from: its id, else its condition."""
    told = rule.id or " ".join(str(rule.when).split())[:_LONGEST_RULE]
    return f"rule:{told}"


def _finding(question_set: QuestionSet, name: str, result: QuestionResult, language: str) -> str:
    """A question with what was answered. What somebody wrote stays with the audit, for it may
    be about a person.
    """
    question = question_set.questions[name]
    label = question_label(question, language)
    chosen = (result.option,) if isinstance(result.option, str) else result.option or ()
    options = {one.id: one for one in question_set.options(question)}
    labels = [option_label(question, options[one], language) for one in chosen]
    return f"{label}: {'; '.join(labels)}" if labels else label


def _score(card: Scorecard) -> str:
    return f"{card.overall}" if card.overall else ""
