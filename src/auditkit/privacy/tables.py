"""Tables of cases under pseudonyms, and work lists with their local numbers back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.matching.folding import is_blank
from auditkit.privacy.columns import without_identifying
from auditkit.privacy.keys import Key
from auditkit.privacy.pseudonyms import as_pseudonym, joined_back, pseudonym
from auditkit.problems import Problem, problem
from auditkit.returns import Table

LOCAL_NUMBER = "Local number"
# A row by its headings, as it is written.
TextRow = Mapping[str, str]


@frozen
class TextRows:
    """Rows to be written, and what is to be said of them."""

    rows: tuple[TextRow, ...]
    problems: tuple[Problem, ...] = ()


def pseudonymous_rows(table: Table, column: int, key: Key) -> TextRows:
    """The rows of a table with pseudonyms in the column of cases, without the columns that say
    who somebody is.

    Raises `Refused` for every broken pseudonym in the column.
    """
    left, said = without_identifying(table, (column,))
    cases = left.headings.index(table.headings[column])
    problems: list[Problem] = []
    rows: list[TextRow] = []
    for row in left.rows:
        cells = list(row.cells)
        try:
            cells[cases] = pseudonym(cells[cases], key)
        except Refused as refused:
            place = left.place(row, cases)
            problems += [problem(one.code, place, **one.facts) for one in refused.problems]
        rows.append(dict(zip(left.headings, cells, strict=True)))
    if problems:
        raise Refused(problems)
    return TextRows(tuple(rows), said)


def joined_rows(table: Table, column: int, numbers: Iterable[str], key: Key) -> TextRows:
    """The rows of a work list, each with the local number of its case in front.

    A case of which no number is known has none there, and is warned about (N011). Raises
    `Refused` where not one is known.
    """
    told = [row.cells[column] for row in table.rows if not is_blank(row.cells[column])]
    back = joined_back(told, (one for one in numbers if not is_blank(one)), key)
    rows: list[TextRow] = []
    problems: list[Problem] = []
    for row in table.rows:
        reference = row.cells[column]
        number = back.numbers.get(as_pseudonym(reference) or reference, "")
        if not number and not is_blank(reference):
            problems.append(problem("N011", table.place(row, column), found=reference))
        cells = zip(table.headings, row.cells, strict=True)
        rows.append({LOCAL_NUMBER: number, **dict(cells)})
    return TextRows(tuple(rows), tuple(problems))
