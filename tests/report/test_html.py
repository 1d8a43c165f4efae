"""The report as a page: what a checker of pages does not see, and that no text becomes markup."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from report_examples import (
    BAR_CHART,
    BARS,
    HOSTILE,
    bundled_report,
    hostile_report,
    one_section,
    themed_report,
)

from auditkit import ExtraMissing
from auditkit.report.as_html import report_html
from auditkit.report.model import Paragraph
from auditkit.report.shown import shown

pytest.importorskip("jinja2", reason="the extra report is not installed")

VOID = {"meta", "br", "img", "input", "link", "hr"}
KNOWN = "html head meta title style body a header h1 p nav h2 h3 ol ul li main section figure figcaption"
KNOWN += " div table caption span thead tr th tbody td footer img"
KNOWN_IN_SVG = "svg title desc defs pattern rect path text line circle"


LOGO = "data:image/png;base64,"


class Element:
    """An element of a page, as a browser's own parser would nest it."""

    def __init__(self, name: str, attributes: dict[str, str | None], parent: Element | None):
        self.name, self.attributes, self.parent = name, attributes, parent
        self.children: list[Element] = []
        self.text = ""

    def all(self, *names: str) -> list[Element]:
        found = [self] if self.name in names or not names else []
        return found + [one for child in self.children for one in child.all(*names)]

    def within(self, name: str) -> bool:
        return self.name == name or bool(self.parent and self.parent.within(name))


class Page(HTMLParser):
    def __init__(self, markup: bytes) -> None:
        super().__init__()
        self.root = self.at = Element("", {}, None)
        self.feed(markup.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, dict(attrs), self.at)
        self.at.children.append(made)
        if tag not in VOID:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Element(tag, dict(attrs), self.at))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.at.name
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.text += data


def page(report: object) -> Element:
    return Page(report_html(report)).root


@pytest.fixture(scope="module", params=["en", "cy", "hostile", "themed"])
def root(request: pytest.FixtureRequest) -> Element:
    made = {"hostile": hostile_report, "themed": themed_report}.get(request.param)
    return page(made() if made else bundled_report(request.param))


def test_there_is_one_first_heading_and_no_level_is_left_out(root):
    levels = [int(one.name[1]) for one in root.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels[1] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1


def test_every_table_has_a_caption_and_every_heading_says_what_it_heads(root):
    for table in root.all("table"):
        assert table.children[0].name == "caption"
        assert [one.attributes["scope"] for one in table.all("th") if one.within("thead")] == [
            "col"
        ] * len(table.all("thead")[0].all("th"))
        for row in table.all("tbody")[0].all("tr"):
            assert row.children[0].attributes["scope"] == "row"


def test_every_table_stands_in_a_region_that_has_its_name_and_the_focus(root):
    for table in root.all("table"):
        assert table.parent is not None
        about = table.parent.attributes
        assert (about["role"], about["tabindex"]) == ("region", "0")
        assert about["aria-labelledby"] == table.children[0].attributes["id"]


def test_every_chart_is_named_and_described_and_has_a_table_beside_it(root):
    charts = root.all("svg")
    assert charts
    for chart in charts:
        about = chart.attributes
        assert about["role"] == "img"
        title, description = chart.children[:2]
        assert (title.name, title.attributes["id"]) == ("title", about["aria-labelledby"])
        assert (description.name, description.attributes["id"]) == (
            "desc",
            about["aria-describedby"],
        )
        section = chart.parent.parent
        assert section.name == "section"
        assert section.all("table")


def test_no_id_is_given_twice_and_every_reference_leads_somewhere(root):
    ids = [one.attributes["id"] for one in root.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for one in root.all():
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((one.attributes.get(name) or "").split()) <= {*ids}
        for name, value in one.attributes.items():
            if name in ("href", "fill") and value and "#" in value:
                assert value.removeprefix("url(").rstrip(")").removeprefix("#") in ids


def test_nothing_but_our_own_elements_stands_in_the_page(root):
    for one in root.all()[1:]:
        assert one.name in (KNOWN_IN_SVG if one.within("svg") else KNOWN).split()
        assert not [name for name in one.attributes if name.startswith("on") or name == "style"]
        assert (one.attributes.get("href") or "#").startswith("#")
        assert one.attributes.get("src", LOGO).startswith(LOGO)


def test_the_style_alone_is_let_in_by_its_hash(root):
    (policy,) = (one for one in root.all("meta") if "http-equiv" in one.attributes)
    (style,) = root.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    logo = "; img-src data:" if root.all("img") else ""
    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        + logo
    )
    assert not re.search(r"url\(|@import|expression", style.text)


@pytest.mark.parametrize(
    ("language", "skip"), [("en", "Skip to the report"), ("cy", "Neidio i'r adroddiad")]
)
def test_the_page_says_its_language_and_where_to_skip_to(language, skip):
    root = page(bundled_report(language))
    assert root.all("html")[0].attributes["lang"] == language
    first = root.all("body")[0].children[0]
    assert (first.name, first.attributes["href"], first.text) == ("a", "#report", skip)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda one: ascii(one[:12]))
def test_a_hostile_text_is_a_text_as_it_was_written(text):
    (said,) = (one for one in page(one_section(Paragraph(text))).all("p") if one.within("section"))
    assert said.text == shown(text).replace("\r\n", "\n")


def test_marks_that_turn_text_around_are_left_out():
    markup = report_html(hostile_report()).decode()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\0\x07]", markup)


def test_the_notes_of_charts_and_tables_are_said():
    root = page(one_section(BAR_CHART, BARS))
    assert "A bar is as long as it is." in [one.text for one in root.all("p")]


def test_the_same_report_gives_the_same_bytes():
    assert report_html(bundled_report()) == report_html(bundled_report.__wrapped__())


def test_without_jinja_a_line_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(ExtraMissing, match=r"pip install 'practice-auditkit\[report\]'"):
        report_html(bundled_report())
