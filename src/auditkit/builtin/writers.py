"""The writers of scorecards that come with auditkit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from auditkit.hookspecs import Writer, hookimpl
from auditkit.matching.folding import FORMULA_STARTS
from auditkit.scoring.scorecard import Results

_BOM = b"\xef\xbb\xbf"


class Terminal:
    """A table for people, as a terminal shows it."""

    suffixes = (".txt",)
    is_text = True

    def write(self, results: Results, stream: BinaryIO) -> None:
        from auditkit.builtin.summary import summary_lines

        stream.write(("\n".join(summary_lines(results)) + "\n").encode("utf-8", "replace"))


class Json:
    """A list of scorecards, whole."""

    suffixes = (".json",)
    is_text = True

    def write(self, results: Results, stream: BinaryIO) -> None:
        between = b"[\n"
        for line in _json_lines(results):
            stream.write(between + line)
            between = b",\n"
        stream.write(b"\n]\n" if results.cards else b"[]\n")


class JsonLines:
    """One scorecard a line, whole."""

    suffixes = (".jsonl", ".ndjson")
    is_text = True

    def write(self, results: Results, stream: BinaryIO) -> None:
        stream.writelines(line + b"\n" for line in _json_lines(results))


def _json_lines(results: Results) -> Iterable[bytes]:
    import json

    from auditkit.scoring.plain import scorecard_dict

    for card in results.cards:
        text = json.dumps(scorecard_dict(card), ensure_ascii=False, allow_nan=False)
        yield text.encode("utf-8", "surrogatepass")


class Csv:
    """One row a scorecard, with a byte order mark so that Excel reads it as UTF-8."""

    suffixes = (".csv",)
    is_text = True

    def write(self, results: Results, stream: BinaryIO) -> None:
        from auditkit.scoring.plain import flat_scorecard

        write_csv([flat_scorecard(card) for card in results.cards], stream)


class Answers:
    """One row an answer, as CSV, for pivots and Power BI."""

    suffixes: tuple[str, ...] = ()
    is_text = True

    def write(self, results: Results, stream: BinaryIO) -> None:
        from auditkit.scoring.plain import answer_rows

        write_csv([row for card in results.cards for row in answer_rows(card)], stream)


class Workbook:
    """A workbook to pivot: scorecards, answers, figures by question, problems, and about."""

    suffixes = (".xlsx",)
    is_text = False

    def write(self, results: Results, stream: BinaryIO) -> None:
        from auditkit.builtin.result_workbook import write_results

        write_results(results, stream)


def columns_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every column of these rows; one that only later rows have stands beside its neighbours."""
    columns: list[str] = []
    known: set[str] = set()
    for row in rows:
        if row.keys() <= known:
            continue
        position = 0
        for name in row:
            if name in known:
                position = columns.index(name) + 1
            else:
                columns.insert(position, name)
                known.add(name)
                position += 1
    return columns


def write_csv(
    rows: Sequence[Mapping[str, Any]], stream: BinaryIO, columns: Sequence[str] = ()
) -> None:
    """Rows as CSV in UTF-8; a text that a spreadsheet would take for a formula is disarmed.
    Without `columns`, they are those of the rows.
    """
    import csv
    from io import TextIOWrapper

    stream.write(_BOM)
    text = TextIOWrapper(stream, encoding="utf-8", errors="surrogatepass", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    columns = columns or columns_of(rows)
    writer.writerow(columns)
    writer.writerows([disarmed(row.get(name)) for name in columns] for row in rows)
    text.flush()
    text.detach()


def csv_rows(rows: Iterable[Sequence[Any]], stream: BinaryIO) -> None:
    """More rows of a CSV file that was begun by `write_csv`."""
    import csv
    from io import StringIO

    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([map(disarmed, row) for row in rows])
    stream.write(text.getvalue().encode("utf-8", "surrogatepass"))


def disarmed(value: Any) -> Any:
    """A value safe in a spreadsheet: text that begins like a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value


@hookimpl
def auditkit_writers() -> dict[str, Writer]:
    return {
        "answers": Answers(),
        "csv": Csv(),
        "json": Json(),
        "jsonl": JsonLines(),
        "table": Terminal(),
        "xlsx": Workbook(),
    }
