"""The styles of a Word document: everything that it looks like, so that a council can change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.frozen import frozen
from auditkit.report.palette import LIGHT

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

FONT = "Arial"
NOTE, HEADLINE = "Note", "Headline"


@frozen(kw_only=True)
class _Look:
    """How paragraphs of a style look; sizes and the room before and after are in points.
    `has_bar` draws a bar at their left.
    """

    size: float
    before: float = 0
    after: float = 0
    colour: str = LIGHT.ink
    is_bold: bool | None = None
    is_right: bool = False
    with_next: bool | None = None
    has_bar: bool = False


_LOOKS = {
    "Normal": _Look(size=10.5, after=6),
    "Heading 1": _Look(size=22, after=4, colour=LIGHT.link),
    "Heading 2": _Look(size=15, before=16, after=6, colour=LIGHT.link),
    "Heading 3": _Look(size=12, before=10, after=4, colour=LIGHT.link),
    "Caption": _Look(size=10.5, before=10, after=4, with_next=True),
    "Header": _Look(size=10.5, is_bold=True, is_right=True),
    "Footer": _Look(size=9),
    HEADLINE: _Look(size=12, before=2, after=4, has_bar=True),
    NOTE: _Look(size=9.5, before=5, after=6, colour=LIGHT.muted),
    "Table heading": _Look(size=10.5, before=3, after=3, is_bold=True),
    "Table heading of numbers": _Look(size=10.5, before=3, after=3, is_bold=True, is_right=True),
    "Table text": _Look(size=10.5, before=3, after=3),
    "Table number": _Look(size=10.5, before=3, after=3, is_right=True),
}


def style_document(document: Document, language: str) -> dict[str, str]:
    """Give a document its styles, and its language to all of them; their ids by their names."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn

    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)
    for name, look in _LOOKS.items():
        if name not in document.styles:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _style(document.styles[name], look)
    return {name: document.styles[name].style_id for name in _LOOKS}


def _style(style: ParagraphStyle, look: _Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    style.font.size = Pt(look.size)
    style.font.color.rgb = RGBColor.from_string(look.colour.removeprefix("#"))
    if look.is_bold is not None:
        style.font.bold = look.is_bold
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    if look.is_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if look.with_next is not None:
        paragraph.keep_with_next = look.with_next
    if look.has_bar:
        _bar(style)


def _bar(style: ParagraphStyle) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    colour = LIGHT.link.removeprefix("#")
    bar = f'<w:left w:val="single" w:sz="36" w:space="8" w:color="{colour}"/>'
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{bar}</w:pBdr>")
    spacing = style.element.get_or_add_pPr().get_or_add_spacing()
    spacing.addprevious(borders)
