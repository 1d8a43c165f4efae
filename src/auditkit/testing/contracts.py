"""What every hook promises, tried on what a plugin gives."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import partial, reduce
from io import BytesIO
from typing import Any

from auditkit.actions.proposals import proposed_by_plugin
from auditkit.cases import Cases
from auditkit.errors import AuditkitError, PluginFailed, Refused, one_line
from auditkit.kit import AuditKit
from auditkit.languages import noted, said, said_in_each
from auditkit.plugins import HOOKS, Registered
from auditkit.problems import Problem, errors
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Section
from auditkit.scoring.checked import CheckedScorer
from auditkit.scoring.marks import AdditiveScorer, Mark, Scorer
from auditkit.scoring.scorecard import Results, Scorecard, ScorerUsed
from auditkit.tables.reading import Source, Tables
from auditkit.testing.factories import made_cases, made_history, made_return, made_set

Try = Callable[[AuditKit, Registered], Iterator[str]]


def broken_promises(kit: AuditKit, plugin: str) -> list[str]:
    """What a plugin of this kit gives or does that its hooks do not allow, a line each.

    Everything it offers is tried with small inputs. Raises `KeyError` where there is no such
    plugin.
    """
    if plugin in kit.plugins.failures:
        origin, what = kit.plugins.failures[plugin]
        return [said("{origin}: {what}", origin=str(origin), what=what)]
    origin = kit.plugins.origins[plugin]
    found: list[str] = []
    offers = False
    for hook in HOOKS:
        try:
            registered = kit.plugins.registry(hook)
        except PluginFailed as failed:
            found.append(failed.args[0])
            continue
        for name, one in registered.items():
            if one.origin == origin:
                offers = True
                found += [_told(hook, name, what) for what in _tried(kit, hook, one)]
    if plugin in kit.plugins.failures:
        found.append(kit.plugins.failures[plugin][1])
    return found if offers or found else [said("It offers nothing through any hook")]


def _told(hook: str, name: str, what: str) -> str:
    kind = hook.removeprefix("auditkit_").removesuffix("s").replace("_", " ")
    return said("{kind} {name}: {what}", kind=said(kind), name=name, what=what)


def _tried(kit: AuditKit, hook: str, one: Registered) -> list[str]:
    attempt = _TRIES.get(hook)
    try:
        return list(attempt(kit, one)) if attempt else []
    except AuditkitError as error:
        return [error.args[0]]
    except (Exception, SystemExit) as error:
        return [said("raised {found}", found=one_line(error))]


def _question_set(kit: AuditKit, one: Registered) -> Iterator[str]:
    yield from (said_in_each(found.text_in) for found in errors(kit.check(one.name)))


def _scorer(_kit: AuditKit, one: Registered) -> Iterator[str]:
    """A scorer gives exact shares of all, some and no marks, from 0 to 1, and the same twice."""
    used = ScorerUsed(one.name, {}, one.origin.distribution, one.origin.version)
    try:
        scorer = CheckedScorer(one.object, used, str(one.origin))
    except PluginFailed as failed:
        if isinstance(failed.__cause__, ValueError | TypeError):
            return  # it needs arguments, which only a set can give
        raise
    if not isinstance(scorer.scorer, Scorer | AdditiveScorer):
        yield said("has neither score(marks) nor parts(mark) and close(earned, attainable)")
        return
    for marks in _MARKS:
        shares = [_share(scorer, marks) for _ in range(2)]
        if shares[0] != shares[1]:
            yield said(
                "gave {first} and then {second} for the same marks",
                first=shares[0],
                second=shares[1],
            )
        if scorer.folds and marks and _folded(scorer, marks) != shares[0]:
            yield said("does not fold to what it gives for the same marks at once")
        if not marks and shares[0] is not None:
            yield said("gave {found} for no marks, expected None", found=shares[0])
        if shares[0] is not None and not 0 <= shares[0] <= 1:
            yield said("gave {found}, expected a share from 0 to 1", found=shares[0])


def _share(scorer: CheckedScorer, marks: list[Mark]) -> Fraction | None:
    if not scorer.adds:
        found = scorer.score(marks)
    else:
        parts = [scorer.parts(mark) for mark in marks]
        earned = sum((part[0] for part in parts), Fraction(0))
        attainable = sum((part[1] for part in parts), Fraction(0))
        factor = earned.denominator * attainable.denominator
        found = scorer.close(int(earned * factor), int(attainable * factor)) if marks else None
    return None if found is None else Fraction(*found)


def _folded(scorer: CheckedScorer, marks: list[Mark]) -> Fraction | None:
    whole = reduce(scorer.joined, map(scorer.begun, marks))
    found = scorer.closed(whole)
    return None if found is None else Fraction(*found)


def _mark(question: str, value: Fraction, weight: int = 1) -> Mark:
    return Mark(question, value, Fraction(0), Fraction(1), Fraction(weight), value)


_MARKS: list[list[Mark]] = [
    [],
    [_mark("a", Fraction(0))],
    [_mark("a", Fraction(1))],
    [_mark("a", Fraction(1, 3)), _mark("b", Fraction(1), weight=2), _mark("c", Fraction(0))],
]


def _reader(_kit: AuditKit, one: Registered) -> Iterator[str]:
    """A reader says what it claims, and of what it cannot read raises `Refused` alone."""
    reader = one.object
    suffixes = reader.suffixes
    if not all(isinstance(one, str) and one.startswith(".") for one in suffixes):
        yield said("suffixes are {found}, expected texts such as .csv", found=repr(suffixes))
    name = f"returns{suffixes[0] if suffixes else '.txt'}"
    for head in (b"", b"\x00\xff", b"case_ref,plan\n"):
        if not isinstance(reader.claims(name, head), bool):
            yield said("claims() must say true or false")
        source = Source(
            name=name,
            data=head,
            sheet=None,
            is_reference=lambda text: text == "case_ref",
            is_known=lambda text: text == "case_ref",
        )
        try:
            found = reader.read(source)
        except Refused:
            continue
        if not isinstance(found, Tables):
            yield _gave("read()", found, "Tables")


def _writer(kit: AuditKit, one: Registered) -> Iterator[str]:
    """A writer writes bytes, for nothing, for scored and for held returns, and leaves the
    stream open.
    """
    for shown in ([], _scored_and_held(kit)):
        stream = BytesIO()
        one.object.write(Results(shown), stream)
        if stream.closed:
            yield said("closed the stream")
        elif shown and not stream.getvalue():
            yield said("wrote nothing of two returns")


def _scored_and_held(kit: AuditKit) -> list[Scorecard]:
    questions = made_set("plan")
    return [
        kit.score(made_return(questions, {"plan": text}), questions)
        for text in ("Yes", "no such answer")
    ]


def _check(kit: AuditKit, one: Registered) -> Iterator[str]:
    for name in kit.question_set_names():
        for found in one.object(kit.loaded(kit.question_set(name))):
            if not isinstance(found, Problem):
                yield said("gave {found}, expected problems", found=type(found).__name__)
                return
            str(found)


def _case_source(_kit: AuditKit, one: Registered) -> Iterator[str]:
    """A case source gives cases, and of what it cannot read raises `Refused` alone."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        empty = os.path.join(folder, "cases.csv")
        with open(empty, "wb"):
            pass
        for path in (os.path.join(folder, "none.csv"), empty):
            try:
                found = one.object.read(path, at=_DAY)
            except Refused:
                continue
            if not isinstance(found, Cases):
                yield _gave("read()", found, "Cases")
                return


def _report_section(kit: AuditKit, one: Registered) -> Iterator[str]:
    """A section is made, or None, of nothing and of scored and held returns, twice the same."""
    if not isinstance(one.object.position, int):
        yield f"position is {one.object.position!r}, expected a whole number"
    for cards in ([], _scored_and_held(kit)):
        material = ReportMaterial(cards=tuple(cards))
        made, again = one.object.make(material), one.object.make(material)
        if made is not None and not isinstance(made, Section):
            yield f"make() gave {type(made).__name__}, expected a Section or None"
        elif made != again:
            yield "make() gave two sections that differ for the same material"


def _criterion(_kit: AuditKit, one: Registered) -> Iterator[str]:
    """A criterion says True or False of a case of which everything is known, and of one of which
    nothing is; what it must be told only a programme can say.
    """
    from auditkit.programme.criteria import parameters

    try:
        needs = any(argument.is_needed for argument in parameters(one.object).values())
    except (TypeError, ValueError) as error:
        yield str(error)
        return
    for case in () if needs else made_cases():
        found = one.object(case, made_history(case))
        if not isinstance(found, bool):
            yield f"gave {found!r}, expected True or False"


def _action_rules(kit: AuditKit, one: Registered) -> Iterator[str]:
    """Action rules propose what can be an action, and the same twice of the same card."""
    rules = partial(proposed_by_plugin, one.object, name=one.name, plugin=str(one.origin))
    for name in kit.question_set_names():
        questions = kit.question_set(name)
        for pick in (0, -1):
            chosen = {
                asked.id: questions.options(asked)[pick].id
                for asked in questions.questions.values()
                if asked.type == "choice"
            }
            card = kit.score(made_return(questions, chosen), questions)
            if rules(card) != rules(card):
                yield f"proposed one thing and then another for the same return of {name}"


def _command(_kit: AuditKit, one: Registered) -> Iterator[str]:
    if not one.object.get_short_help_str():
        yield said("has no help")


def _gave(method: str, found: object, expected: str) -> str:
    return said(
        "{method} gave {found}, expected {expected}",
        method=method,
        found=type(found).__name__,
        expected=expected,
    )


# What hooks are for, one by one, for translators.
KINDS = (
    noted("question set"),
    noted("scorer"),
    noted("reader"),
    noted("writer"),
    noted("case source"),
    noted("check"),
    noted("command"),
)
_DAY = date(2026, 3, 31)
_TRIES: dict[str, Any] = {
    "auditkit_question_sets": _question_set,
    "auditkit_scorers": _scorer,
    "auditkit_readers": _reader,
    "auditkit_writers": _writer,
    "auditkit_case_sources": _case_source,
    "auditkit_action_rules": _action_rules,
    "auditkit_checks": _check,
    "auditkit_report_sections": _report_section,
    "auditkit_criteria": _criterion,
    "auditkit_commands": _command,
}
