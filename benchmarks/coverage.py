"""How often the 95% intervals of a report cover the truth: the synthetic year of `examples/year`,
whose true shares are known, drawn and estimated again and again.

    python benchmarks/coverage.py [REPETITIONS]

Each repetition draws all twelve months with a seed of its own, every drawn case is audited without
a mistake, and what a report would print of a month, a quarter and the year is held against what
is true of all eligible cases.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import click

from auditkit import AuditKit
from auditkit.draws.record import Draw
from auditkit.moderation.standing import StagesOfCase, standing
from auditkit.periods import Period, period
from auditkit.programme.model import Programme
from auditkit.programme.reading import LoadedProgramme
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.report.weighting import weighted_share

YEAR = Path(__file__).parents[1] / "examples" / "year"
sys.path.insert(0, str(YEAR))

from population import MONTHS, TENDENCIES, Person, people  # noqa: E402

REPETITIONS = 500
LEAST, MOST = 93.0, 97.0
# The stratum of a share, or all of them, weighted.
FIGURES = {"increased": "increased", "all, weighted": None}
SPANS = ("month", "quarter", "year")

# What an audit of each case finds in each month: 1 for the good answer, 0 for another, None where
# the question does not concern the case.
Truth = Mapping[str, Mapping[tuple[str, str], Fraction | None]]


class Council:
    """The cases of the year, month by month, and what is true of them."""

    def __init__(self, kit: AuditKit) -> None:
        kit.load(YEAR / "questions.yaml")
        self.kit = kit
        self.loaded: LoadedProgramme = kit.load_programme(YEAR / "programme.yaml")
        self.programme: Programme = self.loaded.programme
        self.people = people("coverage")
        self.names = [f"{first:%Y-%m}" for first in MONTHS]
        self.lists = [[one.case(at) for one in self.people] for at in range(len(MONTHS))]
        self.values: Truth = {
            question: {
                (name, one.case_ref): value(one, question, at)
                for at, name in enumerate(self.names)
                for one in self.people
            }
            for question in TENDENCIES
        }

    def draws(self, repetition: int) -> list[Draw]:
        """All draws of the year with another seed."""
        seed = f"repetition {repetition:09}".replace(" ", "-")
        return [
            self.kit.draw(self.loaded, name, cases, seed=seed).draw
            for name, cases in zip(self.names, self.lists, strict=True)
        ]

    def span(self, kind: str, repetition: int) -> Period:
        """A month or a quarter of the year, each in its turn, or the year."""
        name = {
            "month": self.names[repetition % 12],
            "quarter": f"2026-27-Q{repetition % 4 + 1}",
            "year": "2026-27",
        }[kind]
        return period(name, self.programme.year_starts)

    def truth(self, question: str, span: Period, stratum: str | None) -> Fraction:
        """The share of the eligible cases that the question concerns with the good answer."""
        found = [
            self.values[question][self.names[at], one.case_ref]
            for at, first in enumerate(MONTHS)
            if first in span
            for one in self.people
            if not one.is_closed(at) and (stratum is None or one.is_increased(at))
        ]
        known = [one for one in found if one is not None]
        return sum(known, Fraction(0)) / len(known)


def value(person: Person, question: str, month: int) -> Fraction | None:
    answer = person.answers(month).get(question, "na")
    return None if answer == "na" else Fraction(answer == TENDENCIES[question].options[0])


def evidence(council: Council, draws: Sequence[Draw], span: Period) -> Evidence:
    """What a store would hold, were every drawn case audited."""
    return Evidence(
        programme=council.programme,
        period=span,
        on=date(2027, 4, 20),
        cases=tuple(_audited(council.programme, draws)),
        draws=tuple(draws),
        head="",
    )


def _audited(programme: Programme, draws: Sequence[Draw]) -> Iterator[AuditedCase]:
    nothing = StagesOfCase(cards={})
    stands = standing(programme, nothing)
    for draw in draws:
        month = period(draw.period, programme.year_starts)
        for case in draw.cases():
            yield AuditedCase(
                case_ref=case.case_ref,
                period=month,
                service=case.service,
                team=case.team,
                stratum=case.stratum,
                stages=nothing,
                standing=stands,
            )


def main() -> None:
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else REPETITIONS
    council = Council(AuditKit(discover=False))
    covered: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    truths: dict[tuple[str, str, str | None], Fraction] = {}
    turns = click.progressbar(range(repetitions), label="Drawing the year", file=sys.stderr)
    with turns:
        for repetition in turns:
            draws = council.draws(repetition)
            for kind in SPANS:
                span = council.span(kind, repetition)
                known = evidence(council, draws, span)
                for question, values in council.values.items():
                    for figure, stratum in FIGURES.items():
                        about = (question, span.name, stratum)
                        if about not in truths:
                            truths[about] = council.truth(question, span, stratum)
                        found = weighted_share(
                            known,
                            lambda case, of=values: of[case.period.name, case.case_ref],
                            stratum=stratum,
                        )
                        if found is not None and found.interval is not None:
                            low, high = found.interval
                            covered[kind, figure, question].append(low <= truths[about] <= high)
    tell(covered)


def tell(covered: Mapping[tuple[str, str, str], Sequence[bool]]) -> None:
    """A line for each span and figure, and one for each question in it."""
    for kind in SPANS:
        for figure in FIGURES:
            of = {question: covered[kind, figure, question] for question in TENDENCIES}
            every = [one for held in of.values() for one in held]
            share = 100 * sum(every) / len(every)
            word = "holds" if LEAST <= share <= MOST else "DOES NOT HOLD"
            print(f"{kind}, {figure}: {share:.1f} of 100 ({LEAST:g} to {MOST:g}: {word})")
            for question, held in of.items():
                one = 100 * sum(held) / len(held)
                note = "" if LEAST <= one <= MOST else "  outside"
                print(f"  {question:24}{one:6.1f}  of {len(held)}{note}")


if __name__ == "__main__":
    main()
