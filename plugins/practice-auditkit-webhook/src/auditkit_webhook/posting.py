"""One entry of the trail, posted to one address."""

from __future__ import annotations

import json
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from attrs import field, frozen

from auditkit import AuditkitError, hookimpl
from auditkit.store.trail import Entry
from auditkit_webhook.signing import SEQUENCE, SHORTEST_KEY, SIGNATURE, signature

_TIMEOUT = 10.0
_TAKEN = range(200, 300)


class NotTaken(AuditkitError):
    """The local system did not take an entry; it is to be offered again."""


class _NoRedirects(HTTPRedirectHandler):
    """Audits go to the address that was named, and to no other that it points to."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


# A local system is reached directly, whatever proxy the environment names.
_OPENER = build_opener(_NoRedirects, ProxyHandler({}))


def _known_scheme(_: Webhook, __: Any, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("the address must begin with http:// or https:// and name a host")
    if parts.username or parts.password:
        raise ValueError("the address must hold no name or password")


def _long_enough(_: Webhook, __: Any, key: bytes) -> None:
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"the key has {len(key)} bytes, expected at least {SHORTEST_KEY}")


@frozen(kw_only=True)
class Webhook:
    """A local system that is told of what is recorded; a plugin for `AuditKit(plugins=[…])`.

    `key` is the secret that both sides know, `timeout` seconds are waited for an answer.
    """

    url: str = field(validator=_known_scheme)
    key: bytes = field(validator=_long_enough, repr=False)
    timeout: float = _TIMEOUT

    @hookimpl
    def auditkit_recorded(self, event: Entry) -> None:
        """Post an entry. Raises `NotTaken` unless the answer is 2xx."""
        body = event_json(event)
        headers = {
            "Content-Type": "application/json",
            SEQUENCE: str(event.seq),
            SIGNATURE: signature(event.seq, body, self.key),
        }
        request = Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310
        try:
            answer: HTTPResponse
            with _OPENER.open(request, timeout=self.timeout) as answer:
                status = answer.status
        except HTTPError as error:
            status = error.code
            error.close()
        except (URLError, HTTPException, OSError) as error:
            raise NotTaken(f"entry {event.seq} could not be sent: {_why(error)}") from None
        if status not in _TAKEN:
            raise NotTaken(f"entry {event.seq} was answered with {status}, expected 200 to 299")


def _why(error: Exception) -> str:
    return str(getattr(error, "reason", "") or error or type(error).__name__)


def event_json(event: Entry) -> bytes:
    """An entry as it is sent: the same bytes each time. `body` is null once it was erased."""
    told = {
        "sequence": event.seq,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "kind": event.kind,
        "digest": event.digest,
        "body": event.body,
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def read_key(path: str) -> bytes:
    """The secret in a file, without the line's end."""
    return Path(path).read_bytes().rstrip(b"\r\n")
