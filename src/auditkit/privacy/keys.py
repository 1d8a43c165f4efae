"""Key files: the secret that makes pseudonyms, which is kept apart from the store."""

from __future__ import annotations

import hmac

from attrs import field

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.problems import Place, Problem, problem

LEAST_BYTES = 32
_MOST_BYTES = 128
# Chance leaves fewer different bytes among 32 less than once in 10**18 keys.
_LEAST_DIFFERENT = 12
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
# No local number is this text, for none holds a space.
_FINGERPRINT_OF = b"fingerprint of this key"
_NOTES = """\
# Key of auditkit's pseudonyms: whoever has it can tell which case is whose.
# Keep it apart from the store, with a copy in a safe place: without it nobody can.
"""


@frozen(kw_only=True)
class Key:
    """The secret of one council's pseudonyms. It is never shown."""

    secret: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Tells one key from another without giving it away: what a store may keep."""
        return self.digest(_FINGERPRINT_OF).hex()[:16]

    def digest(self, message: bytes) -> bytes:
        """The HMAC-SHA-256 of a message under this key (RFC 2104)."""
        return hmac.digest(self.secret, message, "sha256")


def new_key(entropy: bytes) -> str:
    """The text of a key file, from 32 bytes of chance that nobody else knows.

    Raises `Refused` for fewer bytes, or for bytes that are no chance.
    """
    _check(entropy, Place())
    return f"{_NOTES}{entropy.hex()}\n"


def read_key(data: bytes, file: str) -> Key:
    """The key in a key file: one line of hexadecimal digits, 64 or more; lines that begin with
    # are notes. Raises `Refused`, without quoting the file.
    """
    place = Place(file=file)
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Refused([_no_key(place, said("bytes that are no text"))]) from None
    told = [line for line in map(str.strip, lines) if line and not line.startswith("#")]
    if len(told) != 1:
        raise Refused([_no_key(place, said("{count} lines that are no notes", count=len(told)))])
    if not _HEXADECIMAL.issuperset(told[0]):
        raise Refused([_no_key(place, said("other characters"))])
    if len(told[0]) % 2 or len(told[0]) > 2 * _MOST_BYTES:
        raise Refused([_no_key(place, said("{count} digits", count=len(told[0])))])
    secret = bytes.fromhex(told[0])
    _check(secret, place)
    return Key(secret=secret)


def _check(secret: bytes, place: Place) -> None:
    if len(secret) < LEAST_BYTES:
        raise Refused([_no_key(place, said("{count} digits", count=2 * len(secret)))])
    if len(set(secret)) < _LEAST_DIFFERENT:
        raise Refused([problem("N002", place)])


def _no_key(place: Place, found: str) -> Problem:
    return problem("N001", place, found=found, least=2 * LEAST_BYTES, most=2 * _MOST_BYTES)
