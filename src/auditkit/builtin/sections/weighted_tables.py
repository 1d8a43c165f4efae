"""What tables of weighted shares have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from auditkit.builtin.sections.weighted import WeightedCases
from auditkit.languages import Words
from auditkit.report.model import STACKED_BARS, Cell, Chart, Column, DataTable


def audited_behind(share: str) -> str:
    """What the audited cases that a share rests on are called."""
    return f"audited {share}"


def share_columns(
    shares: Mapping[str, str], words: Words, *, is_open: bool = False
) -> Iterator[Column]:
    """Columns of shares in per cent by their headings, and one of the number of audited cases,
    from which nothing about people follows where it `is_open`.
    """
    for name, heading in shares.items():
        made_of = (audited_behind(name),)
        yield Column(name=name, heading=heading, is_number=True, made_of=made_of)
    heading = words.translate("Audited cases")
    yield Column(name="audited", heading=heading, is_number=True, is_open=is_open)


def shares_chart(
    shares: DataTable, series: tuple[str, ...], title: str, description: str, words: Words
) -> Chart:
    """A bar for each row of a table of shares."""
    return Chart(
        name=f"{shares.name}-chart",
        kind=STACKED_BARS,
        title=title,
        description=description,
        table=shares.name,
        series=series,
        note=words.translate(
            "Per cent of all cases that could have been drawn, weighted. Rounded figures may come"
            " to 99 or 101."
        ),
    )


def beside(
    cases: WeightedCases, name: str, caption: str, of: Column, rows: Iterable[tuple[Cell, ...]]
) -> DataTable:
    """Shares of each kind of cases beside those of all, in words."""
    kinds = cases.kinds.items()
    return DataTable(
        name=f"{name}-strata",
        caption=caption,
        columns=(of, *(Column(name=kind or "all", heading=heading) for kind, heading in kinds)),
        rows=tuple(rows),
        note=cases.words.translate(
            "Weighted to all cases of each kind; in brackets the interval (95%) and the number of"
            " audited cases. Where these are fewer than ten they are counted."
        ),
    )
