"""The templates of pages, in which every text is escaped and shown as people may see it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from auditkit.errors import ExtraMissing
from auditkit.report.model import HEADLINES, STACKED_BARS, Chart, Paragraph, Points, Subheading
from auditkit.report.shown import shown_cell

if TYPE_CHECKING:
    from jinja2 import Environment


def page_templates(purpose: str) -> Environment:
    """The templates in the folder `pages`.

    Raises `ExtraMissing`, which names the purpose, where Jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise ExtraMissing(purpose, "report") from None
    environment = Environment(
        loader=PackageLoader("auditkit.report", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.tests |= {
        "headlines": lambda one: one.name == HEADLINES,
        "paragraph": lambda block: isinstance(block, Paragraph),
        "points": lambda block: isinstance(block, Points),
        "subheading": lambda block: isinstance(block, Subheading),
        "chart": lambda block: isinstance(block, Chart),
        "bars": lambda chart: chart.kind == STACKED_BARS,
    }
    return environment


def _finalized(value: Any) -> Any:
    """What stands in braces, as people see it; markup of our own stays what it is."""
    is_plain = isinstance(value, str | int | Decimal | None) and not hasattr(value, "__html__")
    return shown_cell(value) if is_plain else value
