"""Tables of random returns under random sets, and what the rows come to one by one."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import pyarrow
from hypothesis import strategies as st
from pyarrow import parquet
from random_sets import Audit, audits
from small_sets import load

from auditkit.frames import Kernel
from auditkit.kit import AuditKit
from auditkit.questions.model import CaseField, QuestionSet
from auditkit.scoring.plain import flat_scorecard
from auditkit.scoring.scorecard import Scorecard

# A million in all: AUDITKIT_EXAMPLES=1000 AUDITKIT_ROWS=1000.
ROWS = int(os.environ.get("AUDITKIT_ROWS", "60"))
OTHERWISE = [str.upper, "  {} ".format, "\u00a0{}\u200b".format, str.title]
RIGHT = {
    "number": ["0", "3", "-2", "2.50", "7", ""],
    "text": ["a text", "A text", "another", ""],
    "service": ["Older People", "Mental Health", ""],
    "stage": ["first", "reaudit", ""],
    "audit_date": ["2026-04-13", "13/04/2026", ""],
    "date": ["2026-03-02", "2/3/2026", ""],
    "cost": ["10.0", "9.9", "-1", ""],
}
WRONG = {
    "number": ["1e3", "three"],
    "audit_date": ["soon", "31/02/2026"],
    "cost": ["9.95", "much"],
}
ABOUT = ("service", "stage", "audit_date")


class Returns:
    """A table of returns under a set, as texts. `likely` answers are given half of the time, so
    that the boundaries which a set was made around are met.
    """

    def __init__(
        self,
        kit: AuditKit,
        question_set: QuestionSet,
        chance: Random,
        likely: Mapping[str, Any] = MappingProxyType({}),
        rows: int = ROWS,
    ) -> None:
        self.kit, self.set, self.chance, self.likely = kit, question_set, chance, likely
        made = [self._row(number) for number in range(rows)]
        self.table = pyarrow.table({name: [row[name] for row in made] for name in made[0]})

    @classmethod
    def of_audit(cls, audit: Audit, chance: Random) -> Returns:
        """Returns under the set of a random audit, and much like it."""
        kit, question_set = load(audit.document)
        return cls(kit, question_set, chance, audit.answers)

    def one_by_one(self) -> pyarrow.Table:
        """The scorecards of the same returns in a file, as the CSV writer has them."""
        return pyarrow.Table.from_pylist(list(map(flat_scorecard, self.cards())), self.schema)

    def cards(self) -> list[Scorecard]:
        """The scorecards of the same returns in a file."""
        with TemporaryDirectory() as folder:
            path = Path(folder, "returns.csv")
            with path.open("w", newline="", encoding="utf-8") as stream:
                writer = csv.writer(stream)
                writer.writerow(self.table.column_names)
                writer.writerows(zip(*self.table.to_pydict().values(), strict=True))
            found = self.kit.read([path], self.set).returns
        return [self.kit.score(one, self.set) for one in found]

    @property
    def schema(self) -> pyarrow.Schema:
        return Kernel(self.kit, self.set, self.table.column_names).schema

    def _row(self, number: int) -> dict[str, str]:
        """One in eight may hold what cannot be read."""
        some_wrong = self.chance.random() < 0.125
        row = {"case_ref": f"CASE-{number:06}"}
        row |= {name: self._typed(name, some_wrong) for name in ABOUT}
        for name, told in self.set.case_fields.items():
            row[f"case.{name}"] = self._fact(told, some_wrong)
        for name in self.set.questions:
            row[name] = self._answer(name, some_wrong)
            row[f"{name}.comment"] = self._one(["why", "", ""])
        return row

    def _typed(self, name: str, some_wrong: bool) -> str:
        return self._one(RIGHT[name] + (WRONG.get(name, []) if some_wrong else []))

    def _fact(self, told: CaseField, some_wrong: bool) -> str:
        if told.type == "choice":
            return self._one([*told.options, "", *["emergency"] * some_wrong])
        return self._typed("cost" if told.type == "number" else told.type, some_wrong)

    def _answer(self, name: str, some_wrong: bool) -> str:
        question = self.set.questions[name]
        given = self.likely.get(name)
        if name in self.likely and self.chance.random() < 0.5:
            return ";".join(given) if isinstance(given, tuple) else str(given or "")
        if question.type not in ("choice", "choices"):
            return self._typed(question.type, some_wrong)
        offered = [one.id for one in self.set.options(question)]
        if question.type == "choices":
            offered = [one.id for one in self.set.options(question) if one.state is None]
        several = 1 + self.chance.randrange(3) if question.type == "choices" else 1
        typed = ";".join(self._one(offered) for _ in range(several))
        if self.chance.random() < 0.2:
            typed = self._one(OTHERWISE)(typed)
        return self._one([typed] * 9 + [""] + ["perhaps"] * some_wrong)

    def _one(self, of: list[Any]) -> Any:
        return self.chance.choice(of)


def returns(**wanted: Any) -> st.SearchStrategy[Returns]:
    return st.builds(Returns.of_audit, audits(**wanted), st.builds(Random, st.integers(0, 2**32)))


def write_lake(folder: Path) -> Returns:
    """Returns under a bundled set as Parquet, one folder a period."""
    kit = AuditKit(discover=False)
    made = Returns(kit, kit.question_set("managing-cost-of-care"), Random(12), rows=240)
    months = [f"2026-{1 + number % 12:02}" for number in range(240)]
    made.table = made.table.append_column("period", [months])
    parquet.write_to_dataset(made.table, str(folder), partition_cols=["period"])
    return made
