"""Files of ratings: a row a unit with a column a rater, or a square table of counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditkit.agreement.ratings import Ratings, tabled
from auditkit.agreement.ratings import Row as Rated
from auditkit.agreement.scale import Scale, number_of
from auditkit.agreement.weights import Weights, own_weights
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.languages import said_plural
from auditkit.matching.folding import is_blank, tidy
from auditkit.problems import Place, Problem, problem
from auditkit.returns import Row
from auditkit.tables.files import AnyPath, name_of
from auditkit.tables.scale_cells import ScaleCells, grid_of, read_square
from auditkit.wording import several, shortened


@frozen
class RatingsFile:
    """Ratings as a file has them, and warnings about the file."""

    ratings: Ratings
    problems: tuple[Problem, ...] = ()


def read_ratings(path: AnyPath, scale: Scale, sheet: str | None = None) -> RatingsFile:
    """Ratings from a CSV or XLSX file: under a row of headings, the unit in the first column and
    one column for each rater; a blank cell is a missing rating.

    Raises `Refused` with every cell that is not on the scale.
    """
    grid = grid_of(path, scale, sheet)
    cells = ScaleCells(scale, grid)
    heading, *below = grid.rows
    place = Place(file=grid.file, sheet=grid.sheet)
    raters = len(heading.cells) - 1
    if raters < 2:
        found = said_plural("{count} column", "{count} columns", len(heading.cells))
        raise Refused([problem("G014", place, found=found)])
    if not below:
        raise Refused([problem("G015", place)])
    problems: list[Problem] = []
    rows = Counter(_rated(cells, below, raters, problems))
    if problems and _is_table(cells):
        raise Refused([problem("G017", place)])
    if problems:
        raise Refused(problems)
    ratings = Ratings(scale=scale, raters=raters, rows=rows)
    return RatingsFile(ratings, (*grid.notes, *_like_ratings(cells, heading)))


def _rated(
    cells: ScaleCells, rows: Sequence[Row], raters: int, problems: list[Problem]
) -> Iterator[Rated]:
    first: dict[str, int] = {}
    for row in rows:
        place = cells.row_place(row)
        unit = tidy(row.cells[0])
        if len(row.cells) != raters + 1:
            facts = {"found": len(row.cells), "expected": raters + 1}
            problems.append(problem("G013", place, **facts))
        elif not unit:
            problems.append(problem("G012", place))
        elif first.setdefault(unit, row.number) != row.number:
            found = shortened(unit)
            problems.append(problem("G011", place, found=found, first=first[unit]))
        else:
            yield tuple(_rating(cells, row, column, problems) for column in range(1, raters + 1))


def _rating(cells: ScaleCells, row: Row, column: int, problems: list[Problem]) -> int | None:
    text = row.cells[column]
    if is_blank(text):
        return None
    position = cells.position(text)
    if position is None:
        problems.append(cells.unknown("G010", text, cells.place(row, column)))
    return position


def _is_table(cells: ScaleCells) -> bool:
    """Whether options of the scale stand along the first row and down the first column."""
    heading, *below = cells.grid.rows
    texts = (*heading.cells[1:], *(row.cells[0] for row in below))
    return all(cells.position(text) is not None for text in texts)


def _like_ratings(cells: ScaleCells, heading: Row) -> Iterator[Problem]:
    """A note where the row taken for headings holds nothing but ratings."""
    texts = [text for text in heading.cells[1:] if not is_blank(text)]
    if texts and all(cells.position(text) is not None for text in texts):
        yield problem("G016", cells.row_place(heading), found=several(texts))


def read_counts(path: AnyPath, scale: Scale, sheet: str | None = None) -> RatingsFile:
    """Ratings of two raters from a square table of counts: the options that the first gave down
    the first column, those of the second along the first row. An option that is not there was
    never used; a blank cell is a count of 0.
    """
    grid = grid_of(path, scale, sheet)
    problems: list[Problem] = []
    found = read_square(ScaleCells(scale, grid), _count, "G020", problems)
    if not found and not problems:
        problems.append(problem("G015", Place(file=grid.file, sheet=grid.sheet)))
    if problems:
        raise Refused(problems)
    options = range(len(scale))
    counts = [[found.get((i, j), 0) for j in options] for i in options]
    return RatingsFile(tabled(scale, counts), grid.notes)


def _count(text: str) -> int | None:
    number = number_of("0" if is_blank(text) else text)
    return int(number) if number is not None and number >= 0 and number.denominator == 1 else None


def read_weights(path: AnyPath, scale: Scale, sheet: str | None = None) -> Weights:
    """Weights of somebody's own from a square table, named after the file: with the options along
    the first row and down the first column, or the bare numbers in the order of the scale.

    Raises `Refused` as `own_weights` does, and for a cell that is no number, 0 or more.
    """
    grid = grid_of(path, scale, sheet)
    place = Place(file=grid.file, sheet=grid.sheet)
    problems: list[Problem] = []
    cells = ScaleCells(scale, grid)
    is_bare = number_of(grid.rows[0].cells[0]) is not None
    table = (_bare if is_bare else _labelled)(cells, problems)
    if problems:
        raise Refused(problems)
    return own_weights(name_of(path), scale, table, place)


def _bare(cells: ScaleCells, problems: list[Problem]) -> list[list[Fraction]]:
    return [
        [_told_weight(cells, row, column, problems) for column in range(len(row.cells))]
        for row in cells.grid.rows
    ]


def _told_weight(cells: ScaleCells, row: Row, column: int, problems: list[Problem]) -> Fraction:
    text = row.cells[column]
    weight = _weight(text)
    if weight is None:
        place = cells.place(row, column)
        problems.append(problem("G031", place, found=shortened(text)))
    return weight or Fraction(0)


def _labelled(cells: ScaleCells, problems: list[Problem]) -> list[list[Fraction]]:
    """The weights in the order of the scale; options that are not there leave no room."""
    found = read_square(cells, _weight, "G031", problems)
    rows = sorted({row for row, _ in found})
    columns = sorted({column for _, column in found})
    return [[found.get((row, column), Fraction(0)) for column in columns] for row in rows]


def _weight(text: str) -> Fraction | None:
    number = number_of(text)
    return number if number is not None and number >= 0 else None
