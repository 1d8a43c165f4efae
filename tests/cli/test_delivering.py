"""``auditkit store deliver``: observers told of what was recorded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

_LONGEST = 60
# What a shell starts in the background ignores interrupts, and so does all that it starts.
_HEEDING = """\
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from auditkit.__main__ import run
run()
"""
ROWS = "case_ref,eligibility,contingency_plan,safeguarding\nCASE-0001,Yes,Yes,Yes\n"
OBSERVER = """\
import pathlib
from auditkit import hookimpl

@hookimpl
def auditkit_recorded(event):
    if pathlib.Path("away").exists():
        raise RuntimeError("the local system is away")
    with open("told.txt", "a") as file:
        print(event.seq, event.kind, file=file)
"""


@pytest.fixture
def store(call, folder, monkeypatch):
    """A store with one return, and a plugin that writes down what it is told."""
    (folder / "observer.py").write_text(OBSERVER)
    (folder / "returns.csv").write_text(ROWS)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("AUDITKIT_PLUGINS", "observer")
    monkeypatch.setenv("AUDITKIT_STORE", "audits.sqlite")
    monkeypatch.setenv("AUDITKIT_ACTOR", "AN-01")
    assert call("store", "init").code == 0
    assert call("audits", "record", "returns.csv", "--set", "small.yaml").code == 0
    yield folder
    sys.modules.pop("observer", None)


def told(folder: Path) -> list[str]:
    path = folder / "told.txt"
    return path.read_text().splitlines() if path.exists() else []


def test_recording_tells_nobody_and_delivery_does(call, store):
    assert told(store) == []
    found = call("store", "deliver")
    assert (found.code, found.out) == (0, "observer: 2 taken, up to entry 2\n")
    assert [line.split()[0] for line in told(store)] == ["1", "2"]
    assert call("store", "deliver").out == "observer: 0 taken, up to entry 2\n"
    assert len(told(store)) == 2


def test_what_was_not_taken_is_named_and_comes_again(call, store):
    (store / "away").touch()
    found = call("store", "deliver")
    assert found.code == 1
    assert "observer: entry 1 was not taken: RuntimeError: the local system is away" in found.err
    (store / "away").unlink()
    assert call("store", "deliver").out == "observer: 2 taken, up to entry 2\n"


def test_without_plugins_there_is_nobody_to_tell(call, store, monkeypatch):
    monkeypatch.setenv("AUDITKIT_PLUGINS", "")
    found = call("store", "deliver")
    assert (found.code, found.out) == (0, "")


def test_it_follows_until_it_is_stopped(call, store):
    command = [sys.executable, "-c", _HEEDING, "store", "deliver", "--follow", "0.1"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(store), *sys.path])}
    environment.pop("PYTHONUNBUFFERED", None)
    process = subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    # Where it says nothing, the test ends all the same.
    ending = Timer(_LONGEST, process.kill)
    ending.start()
    try:
        assert process.stdout.readline() == "observer: 2 taken, up to entry 2\n"
        (store / "more.csv").write_text(ROWS.replace("0001", "0002"))
        assert call("audits", "record", "more.csv", "--set", "small.yaml").code == 0
        assert process.stdout.readline() == "observer: 1 taken, up to entry 3\n"
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=_LONGEST)
        ending.cancel()
    assert (process.returncode, "Traceback" in err) == (1, False)
    assert [line.split()[0] for line in told(store)] == ["1", "2", "3"]
