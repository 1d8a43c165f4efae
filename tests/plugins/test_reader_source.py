"""What a reader is told about the file that it reads."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from auditkit import AuditKit, Row, Table, Tables, hookimpl


class Seeing:
    """Keeps what it was given."""

    suffixes = (".seen",)

    def claims(self, name, head):
        return name.endswith(self.suffixes)

    def read(self, source):
        self.source = source
        return Tables((Table(file=source.name, headings=("case_ref",), rows=[Row(1, ["A-1"])]),))


@pytest.fixture
def seen(tmp_path):
    path = tmp_path / "one.seen"
    path.write_bytes(b"x")
    reader = Seeing()

    @hookimpl
    def auditkit_readers():
        return {"seeing": reader}

    plugin = SimpleNamespace(auditkit_readers=auditkit_readers)
    return AuditKit([plugin], discover=False), reader, path


def test_a_reader_is_told_where_the_file_stands(seen):
    kit, reader, path = seen
    kit.read([path], kit.question_set("chc-checklist"))
    assert (reader.source.name, reader.source.path) == ("one.seen", str(path))


def test_a_reader_is_told_the_set_that_was_asked_for(seen):
    kit, reader, path = seen
    questions = kit.question_set("chc-checklist")
    kit.read([path], questions)
    assert reader.source.questions is questions


def test_a_reader_is_told_no_set_where_each_return_names_its_own(seen):
    kit, reader, path = seen
    kit.read([path])
    assert reader.source.questions is None
