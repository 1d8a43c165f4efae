"""A council's theme: read strictly, its logo bared, and there in every form."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from pathlib import Path

import pytest
from report_examples import bundled_report, png, themed_report

from auditkit import AuditKit, Refused
from auditkit.frozen import changed
from auditkit.report.as_docx import report_docx
from auditkit.report.as_html import report_html
from auditkit.report.as_json import report_json
from auditkit.report.as_markdown import report_markdown
from auditkit.report.as_xlsx import report_xlsx
from auditkit.report.logo import bare_png
from auditkit.report.model import Letterhead
from auditkit.report.theme import read_theme

THEME = """\
organisation: {en: Anytown Council, cy: Cyngor Unrhyw Dref}
title: {en: Care Practice Board, cy: Bwrdd Ymarfer Gofal}
logo: logo.png
foot: "Questions: quality@example.org"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "theme.yaml").write_text(THEME, "utf-8")
    (tmp_path / "logo.png").write_bytes(png())
    return tmp_path


def refused(path: Path) -> list[str]:
    with pytest.raises(Refused) as found:
        read_theme(path)
    return [one.code for one in found.value.problems]


def test_a_report_has_the_title_and_the_letterhead_of_its_theme(folder):
    theme = read_theme(folder / "theme.yaml")
    kit = AuditKit(discover=False)
    report = kit.report([], theme=theme, language="cy")
    assert report.title == "Bwrdd Ymarfer Gofal"
    assert report.letterhead == Letterhead(
        organisation="Cyngor Unrhyw Dref", logo=png(), foot="Questions: quality@example.org"
    )
    assert kit.report([], theme=theme, title="Other").title == "Other"


def test_a_theme_may_be_a_name_alone(folder):
    (folder / "theme.yaml").write_text("organisation: Anytown Council\n", "utf-8")
    report = AuditKit(discover=False).report([], theme=read_theme(folder / "theme.yaml"))
    assert report.title == "Practice Oversight Group"
    assert report.letterhead == Letterhead(organisation="Anytown Council")
    assert "Anytown Council</p>\n<h1>" in report_html(report).decode()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("title: Board\n", ["S005"]),
        ("organisation: A\ncolour: red\n", ["S001"]),
        ("organisation: A\nlogo: absent.png\n", ["F001"]),
        ("organisation: A\nlogo: theme.yaml\n", ["W002"]),
    ],
)
def test_a_theme_that_cannot_be_used_is_refused_with_its_place(folder, text, codes):
    (folder / "theme.yaml").write_text(text, "utf-8")
    assert refused(folder / "theme.yaml") == codes


def test_a_logo_that_is_too_large_is_refused(folder):
    (folder / "logo.png").write_bytes(png() + bytes(256 * 1024))
    assert refused(folder / "theme.yaml") == ["F008"]


def test_a_logo_keeps_nothing_but_the_picture():
    told = png(3, 2, (b"tEXt", b"Author\0A. Person"), (b"eXIf", b"51.5N"))
    assert bare_png(told) == png(3, 2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        png()[:-4],
        png()[:30],
        png()[:50] + b"x" + png()[51:],
        png(4001, 1),
        png(0, 0),
        b"\x89PNG\r\n\x1a\n" + png()[33:],
    ],
)
def test_what_is_no_whole_picture_is_no_logo(data):
    assert bare_png(data) is None


# In every form


def test_the_logo_stands_in_the_page_and_says_whose_it_is():
    page = report_html(themed_report()).decode()
    assert f'src="data:image/png;base64,{base64.b64encode(png()).decode()}"' in page
    assert 'alt="Anytown Council"' in page
    assert "Ask quality@example.org" in page


def test_the_logo_stands_in_the_document_and_says_whose_it_is():
    docx = pytest.importorskip("docx", reason="the extra report is not installed")
    found = docx.Document(BytesIO(report_docx(themed_report())))
    picture = found.inline_shapes[0]
    assert picture._inline.docPr.get("descr") == "Anytown Council"
    # 300 by 60 pixels, 18 mm high.
    assert (round(picture.width.mm), round(picture.height.mm)) == (90, 18)
    assert found.paragraphs[-1].text == "Ask quality@example.org"
    assert found.sections[0].header.paragraphs[0].text == "OFFICIAL"
    points = [one.text for one in found.paragraphs if one.style.name == "List Bullet"]
    assert points == ["training on contingency planning", "a review in October"]


def test_a_wide_logo_is_no_wider_than_the_page():
    docx = pytest.importorskip("docx", reason="the extra report is not installed")
    wide = Letterhead(organisation="Anytown Council", logo=png(2000, 100))
    report = changed(bundled_report(), letterhead=wide)
    picture = docx.Document(BytesIO(report_docx(report))).inline_shapes[0]
    # 2,000 by 100 pixels would be 360 mm wide.
    assert (round(picture.width.mm), round(picture.height.mm)) == (174, 9)


def test_a_name_without_a_logo_stands_in_the_document():
    docx = pytest.importorskip("docx", reason="the extra report is not installed")
    named = changed(bundled_report(), letterhead=Letterhead(organisation="Anytown Council"))
    found = docx.Document(BytesIO(report_docx(named)))
    assert found.paragraphs[0].text == "Anytown Council"


def test_name_and_wording_stand_in_the_other_forms():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(BytesIO(report_xlsx(themed_report())))
    cover = [row[0] for row in book["Cover"].iter_rows(values_only=True)]
    assert cover[1:5] == ["OFFICIAL", "Anytown Council", "April 2026", "A. Person"]
    assert cover[-1] == "Ask quality@example.org"
    text = report_markdown(themed_report()).decode()
    assert text.startswith("OFFICIAL\n\nAnytown Council\n\n# Practice Oversight Group\n")
    assert "\n\nApril 2026\n\nA. Person\n\n## Decision asked\n\n" in text
    assert "\n\n- training on contingency planning\n- a review in October\n\n### Why now\n" in text
    assert text.endswith("\n\nAsk quality@example.org\n")
    found = json.loads(report_json(themed_report()))
    assert (found["organisation"], found["foot"]) == ("Anytown Council", "Ask quality@example.org")
    assert (found["marking"], found["author"]) == ("OFFICIAL", "A. Person")
    assert found["sections"][0]["blocks"][1:3] == [
        {"points": ["training on contingency planning", "a review in October"]},
        {"heading": "Why now"},
    ]
    texts = [row[1] for row in book["Notes"].iter_rows(values_only=True)]
    assert "a review in October" in texts


@pytest.mark.parametrize("form", [report_html, report_docx, report_xlsx])
def test_the_same_theme_gives_the_same_bytes(form):
    assert form(themed_report()) == form(themed_report())
