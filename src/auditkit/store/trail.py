"""The trail: entries that each cover the one before, and bodies that may be erased.

An entry's digest covers when what was done by whom, the seal of its body, and the digest
before. The seal is a hash over a salt and the body. Both stand elsewhere and can be taken away
together: the chain still holds then, and without the salt nobody can guess the body from its
seal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any, NamedTuple

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.problems import problem
from auditkit.wording import shortened

NOTHING = "0" * 64
SALT_BYTES = 16
SALT = re.compile("[0-9a-f]{32}")
_HEAD = re.compile(r"(0|[1-9][0-9]{0,17}):([0-9a-f]{64})")
_copied = sha256().copy
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class Head(NamedTuple):
    """The end of a trail: the number of its last entry and the digest, which covers all of it.

    As text it is what people keep: ``12:3f0a…``.
    """

    seq: int
    digest: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.digest}"


START = Head(0, NOTHING)


@frozen(kw_only=True)
class Entry:
    """One entry of the trail. `body` says what was done; it is None once it was erased."""

    seq: int
    at: datetime
    actor: str
    kind: str
    key: str | None = None
    body: Mapping[str, Any] | None
    digest: str


def read_head(text: str) -> Head:
    """A head as somebody kept it. Raises `Refused` for what is none."""
    found = _HEAD.fullmatch(text.strip().lower())
    if found is None:
        raise Refused([problem("T034", found=f'"{shortened(text)}"')])
    return Head(int(found[1]), found[2])


def body_text(body: Mapping[str, Any]) -> str:
    """A body as it is kept and sealed: JSON with its keys sorted."""
    return storable(_DUMPS(body))


def storable(text: str) -> str:
    """A text of JSON that every database keeps as it is. Raises `Refused` for any other."""
    if not text.isascii():
        _refuse_surrogates(text)
    if "\\" in text and _NUL.search(text):
        raise Refused([problem("T011", found=said("the character NUL"), where=said("a text"))])
    return text


_DUMPS = json.JSONEncoder(
    ensure_ascii=False,
    sort_keys=True,
    separators=(",", ":"),
    allow_nan=False,
    check_circular=False,
).encode


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        found = said("half a character")
        raise Refused([problem("T011", found=found, where=said("a text"))]) from None


def seal(salt: str, body: str) -> str:
    """What an entry says of its body: a hash that nobody can guess the body from."""
    return _hashed(f"{salt}\n{body}")


def digest_of(
    seq: int, at: str, actor: str, kind: str, retry: str | None, sealed: str, previous: str
) -> str:
    """The digest of an entry; the same as that of its values as a JSON list."""
    key = "null" if retry is None else _quoted(retry)
    return _hashed(f'[{seq},{_told(at, actor, kind)},{key},"{sealed}","{previous}"]')


@lru_cache(maxsize=64)
def _told(at: str, actor: str, kind: str) -> str:
    """What the entries of one transaction have in common, but for a few kinds."""
    return f"{_quoted(at)},{_quoted(actor)},{_quoted(kind)}"


def _hashed(text: str) -> str:
    # A copy of an empty hash takes half as long as a new one.
    found = _copied()
    found.update(text.encode())
    return found.hexdigest()


def instant(at: datetime) -> str:
    """A time as the trail keeps it: in UTC, to the microsecond, always equally long.

    Raises `Refused` for one without a time zone.
    """
    if getattr(at, "tzinfo", None) is None or at.utcoffset() is None:
        raise Refused([problem("T010", found=at.isoformat())])
    return at.astimezone(UTC).isoformat(timespec="microseconds")
