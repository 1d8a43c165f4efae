"""What is kept from batch to batch does not grow with the rows, whatever differs in each."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy
import pyarrow
import pytest
from small_sets import document, load, question, rated, scale, scorer_plugin, yaml_of

from auditkit.frames.growing import Kept
from auditkit.frames.kernel import Kernel, Scored, kernel_of
from auditkit.frames.recipe import Recipe
from auditkit.frames.score_files import Inputs, score_files
from auditkit.frames.sinks import CsvSink, ParquetSink
from auditkit.frames.sources import Batch
from auditkit.frames.summary import Summary
from auditkit.frames.twins import Twins, met
from auditkit.frozen import changed
from auditkit.kit import AuditKit
from auditkit.problems import Place
from auditkit.questions.model import QuestionSet
from auditkit.scoring.marks import Mark

ROWS = 100


def middle(values: Sequence[Fraction]) -> Fraction | None:
    return sorted(values)[len(values) // 2] if values else None


class Median:
    """The value in the middle, which wants to see all marks."""

    def score(self, marks: Sequence[Mark]) -> Fraction | None:
        return middle([mark.value for mark in marks])


class Folded(Median):
    """The same by runs, nearly all of which differ."""

    def begun(self, mark: Mark) -> tuple[Fraction, ...]:
        return (mark.value,)

    def joined(
        self, first: tuple[Fraction, ...], second: tuple[Fraction, ...]
    ) -> tuple[Fraction, ...]:
        return (*first, *second)

    def closed(self, whole: tuple[Fraction, ...]) -> Fraction | None:
        return middle(whole)


class Differing(NamedTuple):
    """A set, and what the return of a number says, which hardly any other does."""

    kit: AuditKit
    set: QuestionSet
    row: Callable[[int], dict[str, Any]]


def texts_of_cases() -> Differing:
    fields = {"note": {"type": "text"}, "cost": {"type": "number", "places": 2}}
    limit = {"limit": "l", "when": ("case", "note", "==", "bad"), "at_most": "improve"}
    limits = [{**limit, "because": "Bad"}]
    told = document(question("one"), case_fields=fields, rating=rated(limits=limits))
    return Differing(
        *load(told),
        lambda number: {
            "one": "yes",
            "case.note": f"About case {number}",
            "case.cost": f"{number}.25",
        },
    )


def texts_in_conditions() -> Differing:
    limit = {"limit": "l", "when": ("is", "note", "==", "bad"), "at_most": "improve"}
    told = document(
        question("one"),
        question("note", type="text"),
        rating=rated(limits=[{**limit, "because": "Bad"}]),
    )
    return Differing(*load(told), lambda number: {"one": "yes", "note": f"Note {number}"})


def unknown_answers() -> Differing:
    told = document(question("one"), question("two"), rating=rated())
    return Differing(*load(told), lambda number: {"one": "yes", "two": f"perhaps {number}"})


def teams() -> Differing:
    told = document(question("one"), rating=rated())
    return Differing(*load(told), lambda number: {"one": "yes", "team": f"Team {number}"})


def by_marks(scorer: type[Median]) -> Differing:
    names = [f"q{number}" for number in range(8)]
    chance = Random(1)
    scales = {"s": scale("0", "0.25", "0.5", "1")}
    told = document(
        *(question(name, scale="s") for name in names),
        scales=scales,
        scoring={"method": "mine"},
        rating=rated(),
    )
    return Differing(
        *load(told, [scorer_plugin(scorer)]),
        lambda number: {name: f"s{chance.randrange(4)}" for name in names},
    )


def sums(*, is_overlay: bool) -> Differing:
    names = [f"q{number}" for number in range(8)]
    chance = Random(1)
    weighted = [question(name, weight=5**index) for index, name in enumerate(names)]
    kit = AuditKit(discover=False)
    with TemporaryDirectory() as folder:
        base, local = Path(folder, "base.yaml"), Path(folder, "local.yaml")
        base.write_text(yaml_of(document(*weighted, rating=rated())), "utf-8")
        local.write_text("question_set: local\nversion: '2'\nextends: base.yaml\n", "utf-8")
        asked = kit.load(local if is_overlay else base)
    return Differing(
        kit, asked, lambda number: {name: chance.choice(["yes", "partly", "no"]) for name in names}
    )


DIFFERING = {
    "texts of cases": texts_of_cases,
    "texts in conditions": texts_in_conditions,
    "unknown answers": unknown_answers,
    "teams": teams,
    "sums": lambda: sums(is_overlay=False),
    "sums under a base": lambda: sums(is_overlay=True),
    "all marks": lambda: by_marks(Median),
    "runs of marks": lambda: by_marks(Folded),
}


class Consumed(NamedTuple):
    """The kernel, and what becomes of a batch that was scored."""

    kernel: Kernel
    use: Callable[[Scored], object]


def written(kernel: Kernel, sink: CsvSink | ParquetSink) -> Consumed:
    sink.begin(BytesIO())
    return Consumed(kernel, sink.rendered)


def summed_up(kernel: Kernel) -> Consumed:
    brief = kernel_of(changed(kernel.recipe, is_brief=True))
    summary = Summary(kernel.recipe.scoring.plan())
    return Consumed(brief, lambda scored: summary.write(summary.rendered(scored)))


CONSUMED: dict[str, Callable[[Kernel], Consumed]] = {
    "CSV": lambda kernel: written(kernel, CsvSink(kernel.schema)),
    "Parquet": lambda kernel: written(kernel, ParquetSink(kernel.schema)),
    "frames": lambda kernel: Consumed(kernel, kernel.cards),
    "summary": summed_up,
}


@contextmanager
def cycles_left_alone() -> Iterator[None]:
    """As the command line has it, where nothing looks for cycles for a long time; whatever is
    there already is left out when something does.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def batch_of(differing: Differing, number: int) -> pyarrow.RecordBatch:
    """Texts, of which those of teams are numbers of texts, as of columns of few of them."""
    numbers = range(number * ROWS, (number + 1) * ROWS)
    rows = [{"case_ref": f"CASE-{one}", **differing.row(one)} for one in numbers]
    table = pyarrow.Table.from_pylist(rows)
    for index, name in enumerate(table.column_names):
        if name == "team":
            table = table.set_column(index, name, table[name].dictionary_encode())
    return table.combine_chunks().to_batches()[0]


class Watched:
    """A kernel at work: what is made of its lists must go when they do."""

    def __init__(self, differing: Differing, consumed: Consumed) -> None:
        self.differing = differing
        self.consumed = consumed
        self.kept: list[weakref.ref[Kept]] = []

    def peak(self, batches: range) -> int:
        """The most memory at once while these batches are scored, in bytes; of Arrow, which
        nothing traces, what there is at the end.
        """
        tracemalloc.reset_peak()
        for number in batches:
            scored = self.consumed.kernel.scored(batch_of(self.differing, number))
            self.kept.append(weakref.ref(scored.kept))
            self.consumed.use(scored)
        return tracemalloc.get_traced_memory()[1] + pyarrow.total_allocated_bytes()

    def alive(self) -> int:
        """How often something was made of lists, and is still there."""
        return len({id(found) for found in (one() for one in self.kept) if found is not None})


# Of the other ways to consume, those in which most is kept.
TOGETHER = [
    *((what, how) for what in DIFFERING for how in ("CSV", "summary")),
    *((what, how) for what in ("texts of cases", "unknown answers") for how in CONSUMED),
]


@pytest.mark.parametrize(("what", "how"), sorted(set(TOGETHER)))
def test_memory_does_not_grow_with_rows(what: str, how: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("auditkit.frames.kernel._MOST_KNOWN", 10 * ROWS)
    monkeypatch.setattr("auditkit.frames.reading._REMEMBERED", 5 * ROWS)
    monkeypatch.setattr("auditkit.frames.marks._MOST_KEPT", 5 * ROWS)
    differing = DIFFERING[what]()
    names = batch_of(differing, 0).schema.names
    watched = Watched(differing, CONSUMED[how](Kernel(differing.kit, differing.set, names)))
    with cycles_left_alone():
        tracemalloc.start()
        try:
            early = watched.peak(range(20))
            late = watched.peak(range(20, 60))
        finally:
            tracemalloc.stop()
    assert late < 1.2 * early
    assert watched.alive() <= 2


def test_memory_does_not_grow_with_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("auditkit.frames.kernel._MOST_KNOWN", 100)
    monkeypatch.setattr("auditkit.frames.kernel._AT_LEAST", 20)
    made: list[weakref.ref[Any]] = []

    def watched(recipe: Recipe) -> Kernel:
        kernel = kernel_of(recipe)
        made.append(weakref.ref(kernel.idle[0].interpreter))
        return kernel

    monkeypatch.setattr("auditkit.frames.bulk.kernel_of", watched)
    kit, asked = load(document(question("one")))
    files = [tmp_path / f"{number}.csv" for number in range(30)]
    for file in files:
        file.write_text(f"case_ref,one\nCASE-{file.stem},yes\n", "utf-8")
    inputs = Inputs(tuple(map(str, files)))
    with cycles_left_alone():
        found = score_files(kit, asked, inputs, str(tmp_path / "out.csv"), engine="polars")
        alive = sum(one() is not None for one in made)
    assert found.rows == len(made) == 30
    assert alive < 10


# Of each row the case that it is of, and how many rows then stand with `latest`.
SPREAD = {
    "pairs": (lambda row: row // 2, lambda rows: rows // 2),
    "one case": (lambda row: 0, lambda rows: 1),
}


@pytest.mark.parametrize("policy", ["refuse", "latest"])
@pytest.mark.parametrize("spread", SPREAD)
def test_little_is_known_of_rows_whose_cases_are_there_twice(
    spread: str, policy: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("auditkit.frames.twins._TOGETHER", 7)
    kit, asked = load(document(question("one")))
    kernel = Kernel(kit, asked, ["case_ref", "one"])
    case, standing = SPREAD[spread]
    size, count = 200, 50
    there, every = numpy.arange(size), numpy.arange(size * count)
    batches = [
        pyarrow.record_batch(
            {"case_ref": [f"CASE-{case(row)}" for row in rows], "one": ["yes"] * size}
        )
        for rows in every.reshape(count, size).tolist()
    ]
    scored = [(Batch(rows, there), kernel.scored(rows)) for rows in batches]
    twins = Twins(policy, lambda source, number, about: Place(cell=f"row {source * size + number}"))
    found = (met(at, kernel.recipe, *one, there, policy) for at, one in enumerate(scored))
    tracemalloc.start()
    try:
        twins.meet(every, found)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Objects of Python would take some hundred bytes for each.
    assert kept < 100 * len(every)
    assert peak < 200 * len(every)
    if policy == "latest":
        assert numpy.count_nonzero(twins.other < 0) == standing(len(every))
        return
    told = {row: tuple(one.facts.values()) for row, one in twins.held(0, len(every)).items()}
    first = {case(row): row for row in reversed(range(len(every)))}
    assert told == {
        row: (
            f"CASE-{case(row)}",
            f"row {row + 1 if row == first[case(row)] else first[case(row)]}",
        )
        for row in range(len(every))
    }
