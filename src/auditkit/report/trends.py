"""The questions whose charts over time somebody asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.problems import Problem, did_you_mean, problem
from auditkit.questions.model import Question, QuestionSet
from auditkit.report.values import has_best_answer
from auditkit.wording import several


@frozen(kw_only=True)
class Trend:
    """A question, and the option whose share is followed; None for its best answer."""

    question: str
    option: str | None = None


def trends_of(asked: Iterable[str], question_sets: Mapping[str, QuestionSet]) -> tuple[Trend, ...]:
    """The trends in texts such as ``technology`` or ``route=direct_payment``.

    Raises `Refused` where no set has the question or the option, or where a question without a
    best answer stands without an option.
    """
    trends, problems = [], []
    for one in dict.fromkeys(asked):
        name, equals, option = one.partition("=")
        trend = Trend(question=name.strip(), option=option.strip() if equals else None)
        wrong = _wrong(trend, question_sets)
        trends.append(trend)
        problems += [wrong] if wrong else []
    if problems:
        raise Refused(problems)
    return tuple(trends)


def _wrong(trend: Trend, question_sets: Mapping[str, QuestionSet]) -> Problem | None:
    asking = [one for one in question_sets.values() if trend.question in one.questions]
    if not asking:
        names = sorted({name for one in question_sets.values() for name in one.questions})
        hint = did_you_mean(trend.question, names)
        return problem("W020", found=trend.question, hint=hint, known=several(names))
    question = asking[-1].questions[trend.question]
    options = _options(asking, question)
    if trend.option is None:
        if any(has_best_answer(one, one.questions[question.id]) for one in asking):
            return None
        example = f"{question.id}={options[0]}" if options else "–"
        return problem("W021", question=question.id, example=example)
    if trend.option in options:
        return None
    hint = did_you_mean(trend.option, options)
    facts = {"question": question.id, "found": trend.option, "hint": hint}
    return problem("W022", **facts, known=several(options))


def _options(asking: Iterable[QuestionSet], question: Question) -> list[str]:
    """The options of a question that are answers."""
    found = (
        option.id
        for one in asking
        for option in one.options(one.questions[question.id])
        if option.state is None
    )
    return list(dict.fromkeys(found))
