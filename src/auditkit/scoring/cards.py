"""From a plan and an audit return to the scorecard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import getitem

from auditkit.expressions.facts import Facts
from auditkit.frozen import changed
from auditkit.languages import said_in_each, said_plural
from auditkit.problems import Place, Problem, problem
from auditkit.questions.model import INVALID, NOT_ASSESSED, short_option_labels
from auditkit.returns import BLANK, Answer, AuditReturn
from auditkit.scoring.outcomes import InvalidAnswer, PlannedQuestion
from auditkit.scoring.plan import Plan
from auditkit.scoring.ratings import Computed
from auditkit.scoring.rows import figures, tally
from auditkit.scoring.scorecard import (
    HELD,
    SCORED,
    Coverage,
    EscalationHit,
    QuestionResult,
    Scorecard,
    Undecided,
)
from auditkit.scoring.seen import Seen
from auditkit.wording import listed, shortened


def score_return(plan: Plan, audit_return: AuditReturn, versions: Mapping[str, str]) -> Scorecard:
    """The scorecard of one return; a held return has neither score nor rating.

    Raises `PluginFailed` where the scorer fails.
    """
    if audit_return.is_held:
        return _held(plan, audit_return, versions)
    try:
        return _scored(plan, audit_return, versions)
    except InvalidAnswer:
        return _held(plan, audit_return, versions, *_invalid(plan, audit_return))


def _scored(plan: Plan, audit_return: AuditReturn, versions: Mapping[str, str]) -> Scorecard:
    seen = Seen(plan, audit_return)
    if seen.has_empty and _is_unreadable(plan, seen, audit_return.answers):
        raise InvalidAnswer
    questions = dict(zip(plan.names, map(getitem, plan.results, seen.given), strict=True))
    results = figures(plan, tally(plan, seen.given), seen.given)
    whole = results[0]
    seen.results = results
    scoring = plan.question_set.scoring
    if scoring.missing == "refuse" and whole.coverage.counted < whole.coverage.applicable:
        missing = [name for name in plan.names if is_missing(plan, name, questions[name].state)]
        return _held(plan, audit_return, versions, refused(plan, audit_return.place, missing))
    because = too_few(plan, whole.coverage)
    computed = plan.ratings.compute(whole.figure, seen)
    if because:
        computed = Computed(undecided=computed.undecided)
    judged = _judged(plan, seen)
    rating = plan.question_set.rating
    official = judged if rating and rating.official == "judged" else computed.rating
    escalations, open_escalations = _escalations(plan, seen)
    return Scorecard(
        audit_return=audit_return,
        question_set=plan.question_set,
        status=SCORED,
        overall=whole.figure,
        coverage=whole.coverage,
        rating=None if because else official,
        computed_rating=computed.rating,
        judged_rating=judged,
        unlimited_rating=computed.unlimited,
        no_rating_because=because,
        rule=computed.rule,
        limits=computed.limits,
        undecided=(*computed.undecided, *open_escalations),
        escalations=escalations,
        sections=dict(zip(plan.section_names, results[1:], strict=True)),
        questions=questions,
        warnings=(
            *audit_return.problems,
            *_warnings(plan, seen, audit_return, computed.rating, judged),
            *([problem("C007", audit_return.place, because=because)] if because and rating else ()),
        ),
        scorer=plan.scorer.used,
        versions=versions,
    )


def too_few(plan: Plan, coverage: Coverage) -> str | None:
    """Why there are too few answers for a rating, or None where there are enough."""
    scoring = plan.question_set.scoring
    if coverage.counted < scoring.minimum_counted:
        return said_plural(
            "{count} question counted, at least {least} needed",
            "{count} questions counted, at least {least} needed",
            coverage.counted,
            least=scoring.minimum_counted,
        )
    if coverage.counted < scoring.minimum_coverage * coverage.applicable:
        least = f"{(100 * scoring.minimum_coverage).normalize():f}%"
        return said_plural(
            "{answered} of {count} questions answered, {least} needed",
            "{answered} of {count} questions answered, {least} needed",
            coverage.applicable,
            answered=coverage.counted,
            least=least,
        )
    return None


def _judged(plan: Plan, seen: Seen) -> str | None:
    if plan.judgement is None:
        return None
    value = seen.given[plan.judgement]
    return value if value in plan.ratings.rank else None


def _escalations(
    plan: Plan, facts: Facts
) -> tuple[tuple[EscalationHit, ...], tuple[Undecided, ...]]:
    if not plan.escalations:
        return (), ()
    hits, undecided = [], []
    for condition, told in plan.escalations:
        outcome = condition.outcome(facts)
        if outcome is not False:
            hits.append(EscalationHit(told.to, told.because, outcome is None))
        if outcome is None:
            undecided.append(Undecided("escalation", told.because, condition.missing(facts)))
    return tuple(hits), tuple(undecided)


def _warnings(
    plan: Plan, seen: Seen, audit_return: AuditReturn, computed: str | None, judged: str | None
) -> list[Problem]:
    """What a reader of the scorecard should know, though it changes nothing."""
    given, comments, case = seen.given, audit_return.comments, audit_return.case
    found = [("C001", {"question": plan.worded(name)}) for name in seen.kept]
    found += [("C002", {"question": plan.worded(name)}) for name in seen.uncertain]
    found += [
        ("C003", {"question": plan.worded(name)})
        for index, name, needed in plan.comment_required
        if needed[given[index]] and not comments.get(name)
    ]
    found += [("C005", {"field": name}) for name in plan.case_fields if case.get(name) is None]
    found += _judgement_warnings(plan, audit_return, computed, judged)
    return [Problem(code, audit_return.place, facts) for code, facts in found]


def _judgement_warnings(
    plan: Plan, audit_return: AuditReturn, computed: str | None, judged: str | None
) -> list[tuple[str, dict[str, str]]]:
    rating = plan.question_set.rating
    if rating is None or rating.judgement is None:
        return []
    if judged is None:
        return [("C006", {})] if rating.official == "judged" else []
    if computed is None or computed == judged:
        return []
    reason = audit_return.answers.get(rating.reason or "")
    if (reason is not None and reason.value) or audit_return.comments.get(rating.judgement):
        return []
    labels = plan.ratings.labels
    return [("C004", {"judged": labels[judged], "computed": labels[computed]})]


def is_missing(plan: Plan, name: str, state: str) -> bool:
    """Whether a question in this state is one that a set which refuses blanks refuses."""
    return state == NOT_ASSESSED and plan.questions[name].counts


def refused(plan: Plan, place: Place, missing: Sequence[str]) -> Problem:
    """That questions of a set that refuses blanks were left so."""

    def labels(language: str) -> str:
        return ", ".join(plan.label(name, language) for name in missing)

    return problem("R030", place, questions=said_in_each(labels))


def _is_unreadable(plan: Plan, seen: Seen, answers: Mapping[str, Answer]) -> bool:
    """Whether what looks like a blank is an answer that could not be read."""
    for name, value in zip(plan.names, seen.given, strict=True):
        if value is None and name in answers and answers[name].state == INVALID:
            return True
    return False


def _invalid(plan: Plan, audit_return: AuditReturn) -> Iterator[Problem]:
    """Each answer that is invalid, where no reader has said so."""
    for name, one in plan.questions.items():
        answer = audit_return.answers.get(name, BLANK)
        if _is_invalid(one, answer):
            found = f"{plan.worded(name)}: {shortened(_typed(answer))}"
            facts = {"found": found, "hint": "", "allowed": _allowed(one)}
            yield problem("R012", audit_return.place, **facts)


def _allowed(one: PlannedQuestion) -> str:
    """What may be answered: the options, or else the type."""
    if not one.options:
        return f"a {one.question.type}"

    def labels(language: str) -> str:
        return listed(short_option_labels(one.question, one.options.values(), language).values())

    return said_in_each(labels)


def _is_invalid(one: PlannedQuestion, answer: Answer) -> bool:
    return INVALID in (answer.state, one.state(answer.value))


def _typed(answer: Answer) -> str:
    value = answer.value if isinstance(answer.value, tuple) else (answer.value or "",)
    return answer.text or "; ".join(map(str, value))


def _held(
    plan: Plan, audit_return: AuditReturn, versions: Mapping[str, str], *problems: Problem
) -> Scorecard:
    """A scorecard that says what was answered and who must be told, and no more."""
    questions = {}
    readable = {}
    for name, one in plan.questions.items():
        answer = audit_return.answers.get(name, BLANK)
        if _is_invalid(one, answer):
            weight = one.question.weight
            questions[name] = QuestionResult(INVALID, None, _typed(answer), weight)
        else:
            questions[name] = one.results[answer.value]
            readable[name] = answer
    seen = Seen(plan, changed(audit_return, answers=readable), is_held=True)
    seen.results = figures(plan, tally(plan, seen.given), seen.given)
    escalations, undecided = _escalations(plan, seen)
    return Scorecard(
        audit_return=audit_return,
        question_set=plan.question_set,
        status=HELD,
        questions=questions,
        escalations=escalations,
        undecided=undecided,
        warnings=(*audit_return.problems, *problems),
        scorer=plan.scorer.used,
        versions=versions,
    )
