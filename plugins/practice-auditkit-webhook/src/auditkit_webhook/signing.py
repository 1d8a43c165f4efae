"""Signatures: that a message comes from who has the key, and when it was sent.

What is signed is the number of the entry, a full stop, and the body, byte by byte.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

SEQUENCE, SIGNATURE = "Auditkit-Sequence", "Auditkit-Signature"
SCHEME = "sha256="
# As long as the hash it is for (RFC 2104, section 3).
SHORTEST_KEY = 32


def signature(sequence: int, body: bytes, key: bytes) -> str:
    """HMAC-SHA-256 in hex, with its scheme: the value of the header `Auditkit-Signature`."""
    return SCHEME + hmac.new(key, b"%d.%s" % (sequence, body), sha256).hexdigest()


def is_genuine(sequence: str, body: bytes, signed: str, key: bytes) -> bool:
    """Whether a message was signed with this key: `sequence` and `signed` are its headers
    `Auditkit-Sequence` and `Auditkit-Signature`, `body` is what was received, unread.
    """
    if not (sequence.isascii() and sequence.isdigit() and signed.isascii()):
        return False
    return hmac.compare_digest(signature(int(sequence), body, key), signed)
