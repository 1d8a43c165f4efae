"""5,000 returns in a workbook, against openpyxl's read-only mode."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import xlsxwriter
from measuring import least, ratio
from sets import LABELS, names_of, returns_of

from auditkit.tables.workbook import read_workbook

RETURNS = 5_000


def workbook() -> bytes:
    stream = BytesIO()
    names = names_of(25)
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Return")
        sheet.write_row(0, 0, ["Case reference", "Service", "Audit date", *names])
        for row, one in enumerate(returns_of(25, RETURNS), 1):
            answers = [LABELS[one["answers"][name]] for name in names]
            sheet.write_row(row, 0, [one["case_ref"], one["service"], one["audit_date"], *answers])
    return stream.getvalue()


def read_with_openpyxl(data: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    return list(book["Return"].iter_rows(values_only=True))


def main() -> None:
    data = workbook()
    rows = read_workbook(data, "returns.xlsx").visible[0].rows
    assert [list(row) for row in read_with_openpyxl(data)] == [list(row.cells) for row in rows]
    ours = least(lambda: read_workbook(data, "returns.xlsx"), times=5)
    theirs = least(lambda: read_with_openpyxl(data), times=3)
    print(
        f"{RETURNS} returns: auditkit reads {theirs / ours:.1f} times as fast as openpyxl read-only"
    )
    ratio("  time to openpyxl's", ours, theirs, 1 / 3)


if __name__ == "__main__":
    main()
