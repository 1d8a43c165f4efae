"""What is published: no small number, nothing that it follows from, no text that people wrote."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from report_examples import (
    BAR_CHART,
    HOSTILE,
    bundled_report,
    hostile_report,
    one_section,
    themed_report,
)

from auditkit.frozen import changed
from auditkit.report.as_html import report_html
from auditkit.report.as_json import report_json
from auditkit.report.csvw import METADATA, csvw_files
from auditkit.report.model import (
    STACKED_BARS,
    Behind,
    Chart,
    Column,
    DataTable,
    Paragraph,
    Points,
    ReportModel,
    Subheading,
)
from auditkit.report.publishing import HIDDEN, Disclosure, published

FIVE = Disclosure(suppress_below=5)
ROUND = Disclosure(round_to=5)


def counting(name: str, **facts: str) -> Column:
    return Column(name=name, heading=name.capitalize(), is_number=True, counts=facts)


def services(rows: tuple[tuple[object, ...], ...], **more: object) -> DataTable:
    """First audits by service: how many were good, how many there were."""
    told = {
        "name": "services",
        "caption": "By service",
        "columns": (
            Column(name="service", heading="Service", tells="service", values={"All": ""}),
            counting("good", rating="good"),
            counting("cases"),
            Column(name="share", heading="Share", is_number=True, made_of=("good", "cases")),
        ),
        "rows": rows,
        "counted": "audits",
    }
    return DataTable(**{**told, **more})


def shown(report: ReportModel, disclosure: Disclosure = FIVE) -> list[object]:
    """The blocks of the first section as they are published."""
    return list(published(report, disclosure).sections[0].section.blocks)


def test_a_small_number_is_hidden_with_its_share_and_what_it_follows_from():
    table = services((("East", 3, 20, 15), ("West", 12, 24, 50), ("All", 15, 44, 34)))
    (found,) = shown(one_section(table))
    # 3 of 20; 3 is also 15 of all less 12 of West, so that West's 12 is hidden too.
    assert found.rows == (
        ("East", HIDDEN, 20, HIDDEN),
        ("West", HIDDEN, 24, HIDDEN),
        ("All", 15, 44, 34),
    )
    assert found.note == "[c] stands for a hidden number."


def test_all_but_a_few_is_as_telling_as_a_few():
    # 31 of 34 leaves 3.
    (found,) = shown(one_section(services((("East", 31, 34, 91),))))
    assert found.rows == (("East", HIDDEN, 34, HIDDEN),)


def test_nothing_small_is_published_as_it_is():
    table = services((("East", 10, 20, 50), ("West", 12, 24, 50)))
    said = Paragraph("22 of 44 were good.", of=("services",))
    assert shown(one_section(said, table)) == [said, table]


def test_the_same_cases_in_two_tables_are_one_number():
    other = DataTable(
        name="other",
        caption="Good ones",
        columns=(Column(name="service", heading="Service", tells="service"), counting("cases")),
        rows=(("East", 3), ("West", 12)),
        counted="audits",
        facts={"rating": "good"},
    )
    table = services((("East", 3, 20, 15), ("West", 12, 24, 50), ("All", 15, 44, 34)))
    _, found = shown(one_section(table, other))
    assert found.rows == (("East", HIDDEN), ("West", HIDDEN))


def test_numbers_are_rounded_each_for_itself_and_shares_are_hidden():
    table = services((("East", 3, 21, 14), ("West", 12, 24, 50), ("All", 15, 45, 33)))
    (found,) = shown(one_section(table), ROUND)
    assert found.rows == (
        ("East", 5, 20, HIDDEN),
        ("West", 10, 25, HIDDEN),
        ("All", 15, 45, HIDDEN),
    )


@pytest.mark.parametrize(
    "bad",
    [
        {"counted": ""},
        {"columns": (Column(name="a", heading="A"),), "rows": (("x",),)},
        {"columns": (counting("a"),), "rows": (("text",),)},
        {"columns": (counting("a"),), "rows": ((Decimal("1.5"),),)},
        {"columns": (counting("a"),), "rows": ((-1,),)},
        {"columns": (Column(name="a", heading="A", made_of=("b",)),), "rows": ((1,),)},
        # More good ones than cases.
        {"rows": (("East", 30, 20, 15),)},
        # Two numbers of the same cases.
        {"rows": (("East", 10, 20, 15), ("East", 11, 21, 15))},
    ],
)
def test_a_table_that_does_not_say_how_it_hangs_together_is_left_out(bad):
    table = changed(services((("East", 10, 20, 15),)), **bad)
    chart = Chart(
        name="c", kind=STACKED_BARS, title="T", description="D", table="services", series=()
    )
    (found,) = shown(one_section(table, chart))
    assert found.text.startswith("What is not shown here")


def test_what_people_wrote_is_left_out_and_what_repeats_hidden_figures_too():
    table = services((("East", 3, 20, 15),))
    blocks = (
        Paragraph("Written by somebody."),
        Points(("one",)),
        Subheading("Story"),
        Paragraph("3 of 20 were good.", of=("services",)),
        Paragraph("A method.", of=()),
        Paragraph("Of an absent table.", of=("absent",)),
        table,
    )
    first, found = shown(one_section(*blocks))
    assert (first.text, found.name) == ("A method.", "services")


def test_a_section_of_free_text_alone_goes_with_author_and_marking():
    found = published(themed_report(), FIVE)
    names = [one.name for one in found.sections]
    assert "decision" not in names
    assert names[-1] == "publication"
    assert (found.letterhead.author, found.letterhead.marking) == ("", "")
    assert found.letterhead.organisation == "Anytown Council"
    assert b"contingency-planning" not in report_json(found)


def test_a_ranked_table_with_hidden_figures_stands_in_the_order_of_its_names():
    rows = (("West", 12, 24, 50), ("East", 3, 20, 15))
    (found,) = shown(one_section(services(rows, is_ranked=True)))
    assert [row[0] for row in found.rows] == ["East", "West"]
    (found,) = shown(one_section(services(rows)))
    assert [row[0] for row in found.rows] == ["West", "East"]


def test_captions_and_notes_with_figures_are_not_published():
    rows = (("East", 10, 20, 50),)
    (found,) = shown(one_section(services(rows, caption="All 20", note="Of 20.")))
    assert (found.caption, found.note) == ("services", "")
    table = services(rows, caption="All 20", open_caption="All", note="Kept.")
    (found,) = shown(one_section(table))
    assert (found.caption, found.note) == ("All", "Kept.")


BARS = Chart(
    name="bars",
    kind=STACKED_BARS,
    title="Good ones",
    description="10 in the East.",
    table="services",
    series=("good",),
)


def test_a_chart_is_drawn_only_where_nothing_in_it_is_hidden():
    chart, _ = shown(one_section(BARS, services((("East", 10, 20, 50),))))
    assert chart.description == "The figures of the table beside it, drawn."
    kept, _ = shown(
        one_section(changed(BARS, description="Bars."), services((("East", 10, 20, 50),)))
    )
    assert kept.description == "Bars."
    (table,) = shown(one_section(BARS, services((("East", 3, 20, 15),))))
    assert table.rows[0][1] == HIDDEN


def weighted(poorest: int) -> DataTable:
    """Shares with the counts of audited cases that they are made from."""
    names = ("best", "between", "poorest")
    counts = (30, 12, poorest)
    return DataTable(
        name="all",
        caption="All cases",
        columns=(
            Column(name="question", heading="Question", asks=("answer",)),
            *(Column(name=one, heading=one, made_of=(f"audited {one}",)) for one in names),
            Column(name="audited", heading="Audited"),
        ),
        rows=(("Plan", 70, 25, 5, 45), ("Voice", 60, 30, 10, 60)),
        behind=tuple(
            Behind(name=f"audited {name}", counts={"answer": name}, cells=(count, 20))
            for name, count in zip(names, counts, strict=True)
        ),
        counted="cases",
    )


def test_shares_are_hidden_by_the_counts_behind_them():
    # 3 audited cases had the poorest answer, 12 one in between.
    (found,) = shown(one_section(weighted(3)))
    assert [one.name for one in found.columns] == ["question", "best", "between", "poorest"]
    assert found.rows == (("Plan", 70, HIDDEN, HIDDEN), ("Voice", 60, HIDDEN, HIDDEN))
    (found,) = shown(one_section(weighted(8)))
    assert found.rows[0] == ("Plan", 70, 25, 5)


def test_there_is_a_count_behind_each_row():
    with pytest.raises(ValueError, match="2 counts behind its rows"):
        changed(weighted(3), behind=(Behind(name="x", counts={}, cells=(1,)),))


def test_a_part_of_a_part_is_kept_with_its_whole():
    table = DataTable(
        name="actions",
        caption="Actions",
        columns=(
            Column(name="kind", heading="Kind", tells="kind"),
            counting("raised", raised="yes"),
            counting("open", state="open"),
            counting("overdue", state="open", clock="overdue"),
            counting("closed", state="closed"),
        ),
        rows=(("Training", 20, 12, 9, 8), ("Review", 30, 15, 15, 9), ("Other", 9, 6, 6, 7)),
        counted="actions",
    )
    (found,) = shown(one_section(table))
    # 3 open ones are not overdue: 12 less 9.
    assert HIDDEN in found.rows[0][2:4]
    assert found.column("raised") == (20, 30, 9)


def test_a_chart_of_columns_that_are_not_published_is_left_out():
    chart = Chart(
        name="c", kind=STACKED_BARS, title="T", description="D", table="all", series=("audited",)
    )
    (found,) = shown(one_section(chart, weighted(8)))
    assert found.name == "all"


def test_one_small_row_says_no_more_than_its_rest_is_known():
    # Nothing of 20 but that 3 of them were good: one row, which is its own total.
    table = DataTable(
        name="one",
        caption="One",
        columns=(Column(name="service", heading="Service", tells="service"), counting("cases")),
        rows=(("East", 3),),
        counted="audits",
    )
    (found,) = shown(one_section(table))
    assert found.rows == (("East", HIDDEN),)


@pytest.mark.parametrize("wrong", [{}, {"suppress_below": 5, "round_to": 5}, {"suppress_below": 2}])
def test_one_of_both_ways_is_chosen(wrong):
    with pytest.raises(ValueError, match="either suppress_below or round_to"):
        Disclosure(**wrong)


# CSV on the Web


def read(files: dict[str, bytes]) -> dict[str, list[list[str]]]:
    return {
        name: list(csv.reader(io.StringIO(data.decode(), newline="")))
        for name, data in files.items()
        if name != METADATA
    }


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("disclosure", [FIVE, ROUND])
def test_the_metadata_say_what_the_files_hold(language, disclosure):
    report = published(themed_report(language), disclosure)
    files = csvw_files(report, "https://example.org/licence")
    metadata = json.loads(files[METADATA])
    assert metadata["@context"] == ["http://www.w3.org/ns/csvw", {"@language": language}]
    assert metadata["dc:license"] == {"@id": "https://example.org/licence"}
    assert metadata["dc:publisher"] == "Anytown Council"
    assert metadata["dc:temporal"] == "April 2026"
    tables = read(files)
    assert [one["url"] for one in metadata["tables"]] == list(tables)
    for one in metadata["tables"]:
        check_columns(one["tableSchema"]["columns"], tables[one["url"]])


def check_columns(columns: list[dict[str, object]], rows: list[list[str]]) -> None:
    """The headings are the titles, and each cell is null or of the type of its column."""
    assert rows[0] == [one["titles"] for one in columns]
    assert len({one["name"] for one in columns}) == len(columns)
    for row in rows[1:]:
        for column, cell in zip(columns, row, strict=True):
            if cell in column["null"]:
                continue
            if column["datatype"] == "integer":
                assert cell.isdecimal()
            elif column["datatype"] == "decimal":
                Decimal(cell)


def test_hostile_texts_do_nothing_in_csv():
    open_ones = [
        changed(table, columns=tuple(changed(one, is_open=True) for one in table.columns))
        for one in hostile_report().sections
        for table in one.section.blocks
        if isinstance(table, DataTable)
    ]
    report = published(one_section(*open_ones), FIVE)
    files = csvw_files(report)
    metadata = json.loads(files[METADATA])
    assert "dc:license" not in metadata
    assert len(files) == len(HOSTILE) + 1
    for name in files:
        assert name == METADATA or name.replace("-", "").removesuffix(".csv").isalnum()
    for rows in read(files).values():
        assert len(rows) == 3
        for cell in (cell for row in rows for cell in row):
            assert not cell.startswith(("=", "+", "@", "＝", "\t"))
            assert not {"\u202e", "\u2066", "\u200f", "\0", "\n"} & set(cell)
    for one in metadata["tables"]:
        names = [column["name"] for column in one["tableSchema"]["columns"]]
        assert all(name.replace("_", "").isalnum() for name in names)


def test_the_published_page_is_a_whole_one():
    pytest.importorskip("jinja2", reason="the extra report is not installed")
    page = report_html(published(bundled_report(), FIVE)).decode()
    assert "[c]" in page
    assert page.count("<h1>") == 1


def test_tables_of_the_same_name_are_not_published():
    table = services((("East", 10, 20, 50),))
    found = shown(one_section(table, table))
    assert [type(one) for one in found] == [Paragraph]


def test_charts_of_what_is_not_told_are_left_out():
    bars = DataTable(
        name="bars",
        caption="Answers",
        columns=tuple(Column(name=one, heading=one) for one in ("question", "best", "poorest")),
        rows=(("Plan", 6, 2),),
    )
    (found,) = shown(one_section(BAR_CHART, bars))
    assert isinstance(found, Paragraph)
