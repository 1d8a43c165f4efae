"""The webhook against a real server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from attrs import define, field
from auditkit_webhook import Webhook, auditkit_recorded, read_key
from auditkit_webhook.posting import NotTaken, event_json
from auditkit_webhook.signing import is_genuine, signature

from auditkit import AuditKit
from auditkit.store.trail import Entry
from auditkit.testing import broken_promises

KEY = b"k" * 32
ENTRY = Entry(
    seq=12,
    at=datetime(2026, 4, 13, 9, tzinfo=UTC),
    actor="HOS-2",
    kind="return",
    body={"case_ref": "CASE-0150", "comment": "Cynllun wrth gefn – ✓"},
    digest="3f0a" * 16,
)


@define
class LocalSystem:
    """A server that keeps what it was sent and answers with the next of its statuses."""

    url: str
    received: list[tuple[dict[str, str], bytes]] = field(factory=list)
    statuses: list[int] = field(factory=list)
    location: str = ""


@pytest.fixture
def local_system() -> Iterator[LocalSystem]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.received.append((dict(self.headers), body))
            self.send_response(found.statuses.pop(0) if found.statuses else 204)
            if found.location:
                self.send_header("Location", found.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = LocalSystem(f"http://127.0.0.1:{server.server_port}/auditkit")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_entry_is_posted_signed(local_system):
    Webhook(url=local_system.url, key=KEY).auditkit_recorded(ENTRY)
    ((headers, body),) = local_system.received
    assert headers["Auditkit-Sequence"] == "12"
    assert headers["Content-Type"] == "application/json"
    assert is_genuine(headers["Auditkit-Sequence"], body, headers["Auditkit-Signature"], KEY)
    assert json.loads(body) == {
        "sequence": 12,
        "at": "2026-04-13T09:00:00+00:00",
        "actor": "HOS-2",
        "kind": "return",
        "digest": "3f0a" * 16,
        "body": {"case_ref": "CASE-0150", "comment": "Cynllun wrth gefn – ✓"},
    }


@pytest.mark.parametrize("status", [200, 202, 204, 299])
def test_every_2xx_takes_an_entry(local_system, status):
    local_system.statuses.append(status)
    Webhook(url=local_system.url, key=KEY).auditkit_recorded(ENTRY)


@pytest.mark.parametrize("status", [300, 400, 401, 404, 500, 503])
def test_any_other_answer_does_not(local_system, status):
    local_system.statuses.append(status)
    with pytest.raises(NotTaken, match=f"entry 12 was answered with {status}"):
        Webhook(url=local_system.url, key=KEY).auditkit_recorded(ENTRY)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(local_system, status):
    local_system.statuses.append(status)
    local_system.location = local_system.url + "/elsewhere"
    with pytest.raises(NotTaken, match=str(status)):
        Webhook(url=local_system.url, key=KEY).auditkit_recorded(ENTRY)
    assert len(local_system.received) == 1


def test_a_system_that_is_not_there(local_system):
    # Port 9 of this machine is the discard service, which nothing answers here.
    with pytest.raises(NotTaken, match=r"entry 12 could not be sent: .*refused"):
        Webhook(url="http://127.0.0.1:9/", key=KEY).auditkit_recorded(ENTRY)


def test_a_system_that_never_answers():
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        webhook = Webhook(url=f"http://127.0.0.1:{port}/", key=KEY, timeout=0.05)
        with pytest.raises(NotTaken, match="timed out"):
            webhook.auditkit_recorded(ENTRY)


def test_no_proxy_is_used(local_system, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    Webhook(url=local_system.url, key=KEY).auditkit_recorded(ENTRY)
    assert len(local_system.received) == 1


def test_the_same_entry_is_the_same_bytes():
    assert event_json(ENTRY) == event_json(ENTRY)


def test_a_body_that_was_erased_is_null():
    from attrs import evolve

    assert json.loads(event_json(evolve(ENTRY, body=None)))["body"] is None


# Signatures


def test_a_signature_by_the_standard():
    # printf '12.{}' | openssl dgst -sha256 -hmac kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
    expected = "sha256=73ffd70831b6c4998d635c938345ec8729cd6c56992f7be6f5c2ef074588feac"
    assert signature(12, b"{}", KEY) == expected


@pytest.mark.parametrize(
    ("sequence", "body", "signed", "key"),
    [
        ("13", b"{}", signature(12, b"{}", KEY), KEY),
        ("12", b"{ }", signature(12, b"{}", KEY), KEY),
        ("12", b"{}", signature(12, b"{}", KEY), b"j" * 32),
        ("12", b"{}", signature(12, b"{}", KEY).removeprefix("sha256="), KEY),
        ("12", b"{}", "", KEY),
        ("12", b"{}", "sha256=é", KEY),
        ("", b"{}", signature(12, b"{}", KEY), KEY),
        ("²", b"{}", signature(12, b"{}", KEY), KEY),
    ],
)
def test_what_was_changed_is_not_genuine(sequence, body, signed, key):
    assert not is_genuine(sequence, body, signed, key)


# Settings


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://127.0.0.1/", "must begin with http"),
        ("http:///path", "name a host"),
        ("file:///etc/hosts", "must begin with http"),
        ("http://user:secret@127.0.0.1/", "no name or password"),
    ],
)
def test_an_address_that_cannot_be(url, said):
    with pytest.raises(ValueError, match=said) as raised:
        Webhook(url=url, key=KEY)
    assert "secret" not in str(raised.value)


def test_a_key_that_is_too_short():
    with pytest.raises(ValueError, match="the key has 31 bytes, expected at least 32"):
        Webhook(url="http://127.0.0.1/", key=b"k" * 31)


def test_the_key_is_never_shown():
    assert "kkk" not in repr(Webhook(url="http://127.0.0.1/", key=KEY))


def test_the_plugin_takes_address_and_key_from_the_environment(local_system, monkeypatch, tmp_path):
    (tmp_path / "key").write_bytes(KEY + b"\n")
    assert read_key(str(tmp_path / "key")) == KEY
    monkeypatch.setenv("AUDITKIT_WEBHOOK_URL", local_system.url)
    monkeypatch.setenv("AUDITKIT_WEBHOOK_KEY_FILE", str(tmp_path / "key"))
    auditkit_recorded(ENTRY)
    assert len(local_system.received) == 1


def test_without_settings_it_says_which_are_missing(monkeypatch):
    monkeypatch.delenv("AUDITKIT_WEBHOOK_URL", raising=False)
    monkeypatch.setenv("AUDITKIT_WEBHOOK_KEY_FILE", "key")
    with pytest.raises(ValueError, match="set AUDITKIT_WEBHOOK_URL, or leave"):
        auditkit_recorded(ENTRY)


def test_the_plugin_keeps_the_promises_of_its_hook():
    assert broken_promises(AuditKit(), "webhook") == []
