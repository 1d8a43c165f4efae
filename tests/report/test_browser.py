"""The report in a real browser: axe-core finds nothing, nothing is asked for, nothing overflows.

Needs Chromium, Playwright and axe-core; `tox -e report` brings the last two and runs this file.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from report_examples import bundled_report, hostile_report, themed_report

from auditkit.report.as_html import report_html
from auditkit.report.model import ReportModel
from auditkit.report.notes import read_notes
from auditkit.report.publishing import Disclosure, published
from auditkit.reporting import evidence_of

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytest.importorskip("jinja2", reason="the extra report is not installed")
pytest.importorskip("sqlalchemy", reason="the extra store is not installed")
CHROMIUM = shutil.which("chromium")
AXE = Path(os.environ.get("AXE_CORE", "absent"))
if CHROMIUM is None:
    pytest.skip("Chromium is not installed", allow_module_level=True)
if not AXE.is_file():
    pytest.skip("AXE_CORE does not say where axe.min.js is", allow_module_level=True)

YEAR = Path(__file__).parents[2] / "examples/year"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without a sandbox, for tests run as root; the others keep it from talking to its makers.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ReportModel]:
    """The report on the first quarter of the invented year, in a language."""
    sys.path.insert(0, str(YEAR))
    from playing import open_year

    store, year = open_year(tmp_path_factory.mktemp("year") / "year.sqlite")
    with store:
        list(year.play(3))
        evidence = evidence_of(store, year.programme, "2026-27-Q1", date(2026, 7, 21))
    notes = read_notes(YEAR / "notes.md")
    return lambda language: year.kit.report(evidence=evidence, language=language, notes=notes)


@pytest.fixture(
    scope="module", params=["en", "cy", "stored en", "stored cy", "open", "hostile", "themed"]
)
def file(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    quarter: Callable[[str], ReportModel],
) -> Path:
    made = {"hostile": hostile_report, "themed": themed_report}.get(request.param)
    stored, _, language = request.param.rpartition(" ")
    if request.param == "open":
        report = published(quarter("en"), Disclosure(suppress_below=5))
    else:
        report = made() if made else quarter(language) if stored else bundled_report(language)
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(report_html(report))
    return path


class Opened:
    """A page in the browser, with everything that it asked for and said."""

    def __init__(self, browser: Any, file: Path, **settings: Any) -> None:
        self.page = browser.new_page(**settings)
        # A busy machine is no failure.
        self.page.set_default_timeout(300_000)
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda one: self.asked.append(one.url))
        self.page.on("console", lambda one: self.said.append(one.text))
        self.page.on("dialog", lambda one: self.said.append(one.message))
        self.page.goto(file.as_uri())


SIZE = {"width": 900, "height": 800}
NARROW = {"width": 320, "height": 800}
schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


@schemes
def test_axe_finds_nothing_amiss(browser, file, scheme):
    opened = Opened(browser, file, viewport=SIZE, color_scheme=scheme)
    opened.page.evaluate(AXE.read_text("utf-8"))
    found = opened.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    told = [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
    assert told == []
    assert len(found["passes"]) > 30
    opened.page.close()


def test_nothing_is_asked_for_and_nothing_is_run(browser, file):
    opened = Opened(browser, file, viewport=SIZE)
    assert [one for one in opened.asked if not one.startswith("data:")] == [file.as_uri()]
    assert opened.said == []
    opened.page.close()


def test_a_script_that_got_in_all_the_same_would_not_run(browser, file, tmp_path):
    bad = b"<script>console.log('run')</script><img src='https://example.org/x'></main>"
    worse = tmp_path / "worse.html"
    worse.write_bytes(file.read_bytes().replace(b"</main>", bad, 1))
    opened = Opened(browser, worse, viewport=SIZE)
    assert "run" not in opened.said
    assert [one for one in opened.said if "Content Security Policy" in one]
    opened.page.close()


@schemes
def test_a_narrow_screen_needs_no_scrolling_sideways(browser, file, scheme):
    opened = Opened(browser, file, viewport=NARROW, color_scheme=scheme)
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 320
    opened.page.close()


def test_a_wide_table_scrolls_within_its_region_by_keyboard(browser, file):
    opened = Opened(browser, file, viewport=NARROW)
    moved = opened.page.evaluate(
        """() => {
            const wide = [...document.querySelectorAll('.scroll')].filter(
                one => one.scrollWidth > one.clientWidth);
            return wide.map(one => { one.focus(); return document.activeElement === one; });
        }"""
    )
    assert moved
    assert all(moved)
    opened.page.close()


@schemes
def test_the_colours_of_the_scheme_are_those_that_are_shown(browser, file, scheme):
    opened = Opened(browser, file, viewport=SIZE, color_scheme=scheme)
    paper = opened.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 25, 31)"}[scheme]
    opened.page.close()


def test_paper_is_white_whatever_the_screen_is(browser, file):
    opened = Opened(browser, file, viewport=SIZE, color_scheme="dark")
    opened.page.emulate_media(media="print", color_scheme="dark")
    paper = opened.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    opened.page.close()


def test_the_first_stop_of_the_keyboard_leads_to_the_report(browser, file):
    opened = Opened(browser, file, viewport=SIZE)
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.className") == "skip"
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "report"
    opened.page.close()
