"""A council's theme: its name, logo and wording, which its reports have above and below."""

from __future__ import annotations

from attrs import field

from auditkit.documents.document import Document
from auditkit.documents.record import Record, model, reads
from auditkit.documents.shapes import TEXT, WORDS, Reading
from auditkit.documents.yaml_events import read_yaml
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.problems import problem
from auditkit.questions.model import worded
from auditkit.questions.shapes import Wording
from auditkit.report.logo import bare_png
from auditkit.report.model import Letterhead
from auditkit.tables.files import AnyPath, beside, name_of, read_bytes

MOST_BYTES = 256 * 1024


@model
class Theme:
    """What a council's reports have above and below."""

    organisation: Wording = reads(
        TEXT, "the council's name, which stands above; it says what the logo shows"
    )
    title: Wording | None = reads(TEXT, "what its reports are called", default=None)
    logo: str | None = reads(WORDS, "a PNG beside this file, up to 256 KiB", default=None)
    foot: Wording | None = reads(TEXT, "what stands below: who to ask, say", default=None)
    picture: bytes | None = field(default=None, repr=False)

    def title_in(self, language: str) -> str:
        """What reports are called in a language; nothing where the theme does not say."""
        return worded(self.title, language)

    def letterhead(self, language: str) -> Letterhead:
        return Letterhead(
            organisation=worded(self.organisation, language),
            logo=self.picture,
            foot=worded(self.foot, language),
        )


THEME = Record(lambda: Theme, "a theme")


def read_theme(path: AnyPath) -> Theme:
    """The theme in a YAML file, with its logo.

    Raises `Refused` with every problem found.
    """
    document = Document(name_of(path), read_yaml(read_bytes(path), name_of(path)))
    reading = Reading()
    theme: Theme = THEME.read(document.root, reading)
    if reading.problems:
        raise Refused(reading.problems)
    if theme.logo is None:
        return theme
    picture = bare_png(read_bytes(beside(path, theme.logo), MOST_BYTES))
    if picture is None:
        raise Refused([problem("W002", document.place("logo"), name=theme.logo)])
    return changed(theme, picture=picture)
