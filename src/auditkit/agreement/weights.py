"""How much two ratings agree: weights for each two options of a scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import comb

from attrs import field

from auditkit.agreement.scale import Scale
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.languages import noted, said
from auditkit.problems import NOWHERE, Place, problem

# How large a table is.
_BY = noted("{rows} by {columns}")

Matrix = tuple[tuple[Fraction, ...], ...]


@frozen
class Weights:
    """Weights of agreement under a name: 1 in full, 0 not at all; row and column in the order
    of the scale.
    """

    name: str
    matrix: Matrix
    total: Fraction = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "total", sum((sum(row) for row in self.matrix), Fraction(0)))

    @property
    def is_symmetric(self) -> bool:
        """Whether it makes no difference which of two raters gave which option."""
        return self.matrix == tuple(zip(*self.matrix, strict=True))


def unweighted(scale: Scale) -> Weights:
    """Full agreement or none."""
    return _by_distance("unweighted", scale, lambda apart: Fraction(apart > 0))


def linear(scale: Scale) -> Weights:
    """One step off costs as much as the next (Cicchetti and Allison 1971)."""
    return _by_distance("linear", scale, Fraction)


def quadratic(scale: Scale) -> Weights:
    """The further off, the more a step costs (Fleiss and Cohen 1973)."""
    return _by_distance("quadratic", scale, lambda apart: Fraction(apart**2))


def ordinal(scale: Scale) -> Weights:
    """By how many pairs of options lie between the two, themselves among them (Gwet 2014)."""
    return _by_distance("ordinal", scale, lambda apart: Fraction(comb(apart + 1, 2)))


STANDARD: tuple[Callable[[Scale], Weights], ...] = (unweighted, linear, quadratic, ordinal)


def own_weights(
    name: str, scale: Scale, table: Sequence[Sequence[Fraction | int]], place: Place = NOWHERE
) -> Weights:
    """Weights of somebody's own, by row and column in the order of the scale: of disagreement
    where the diagonal is 0, as Cohen (1968) gives them, or of agreement where it is 1.

    Raises `Refused` for a table of another size, or one that is neither.
    """
    width = len(scale)
    if len(table) != width or any(len(row) != width for row in table):
        found = said(_BY, rows=len(table), columns=max(map(len, table), default=0))
        raise Refused(
            [problem("G030", place, found=found, expected=said(_BY, rows=width, columns=width))]
        )
    cells = [Fraction(cell) for row in table for cell in row]
    diagonal = {Fraction(table[position][position]) for position in range(width)}
    is_of_agreement = diagonal == {1} and max(cells) == 1
    if min(cells) < 0 or not (diagonal == {0} or is_of_agreement):
        raise Refused([problem("G032", place)])
    if len(set(cells)) == 1:
        raise Refused([problem("G033", place)])
    most = max(cells)
    matrix = tuple(
        tuple(Fraction(cell) if is_of_agreement else 1 - Fraction(cell) / most for cell in row)
        for row in table
    )
    return Weights(name, matrix)


def _by_distance(name: str, scale: Scale, cost: Callable[[int], Fraction]) -> Weights:
    positions = range(len(scale))
    most = cost(len(scale) - 1)
    matrix = tuple(
        tuple(1 - cost(abs(one - other)) / most for other in positions) for one in positions
    )
    return Weights(name, matrix)
