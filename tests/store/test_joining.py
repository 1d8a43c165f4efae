"""A store that joins the transaction of a host's own database."""

from __future__ import annotations

import sys

import pytest
from audits import AT, KIT, LEADER, a_return, made_entropy
from sqlalchemy import create_engine, event, text

from auditkit import Refused
from auditkit.errors import Conflict
from auditkit.store import Store, create_within, open_store
from auditkit.store.addresses import Address


@pytest.fixture
def host(where):
    """A host's engine as hosts make it, with a table of its own, and a store beside it."""
    engine = create_engine(Address(where).url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE visits (day TEXT)"))
        create_within(connection)
    yield engine
    engine.dispose()


def joined(connection) -> Store:
    return Store(connection=connection, entropy=made_entropy(), kit=KIT)


def visits(engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM visits")).scalar_one()


def audits(engine) -> int:
    with engine.connect() as connection:
        found = joined(connection)
        found.verify()
        return len(found.audits())


def visit(connection) -> None:
    connection.execute(text("INSERT INTO visits VALUES ('2026-04-13')"))


def test_what_is_recorded_is_there_once_the_host_commits(host):
    with host.begin() as connection:
        visit(connection)
        assert joined(connection).record(a_return(), actor=LEADER, at=AT).is_new
    assert (visits(host), audits(host)) == (1, 1)


@pytest.mark.parametrize("visit_first", [True, False])
def test_what_is_recorded_goes_when_the_host_rolls_back(host, visit_first):
    with host.connect() as connection:
        if visit_first:
            visit(connection)
        joined(connection).record(a_return(), actor=LEADER, at=AT)
        visit(connection)
        connection.rollback()
    assert (visits(host), audits(host)) == (0, 0)


def test_what_is_refused_leaves_the_rest_of_the_transaction_alone(host):
    with host.begin() as connection:
        visit(connection)
        store = joined(connection)
        store.record(a_return(), actor=LEADER, at=AT)
        with pytest.raises(Conflict):
            store.record(a_return(voice="No"), actor=LEADER, at=AT)
        store.record(a_return("CASE-0150"), actor=LEADER, at=AT)
        visit(connection)
    assert (visits(host), audits(host)) == (2, 2)


def test_the_host_s_own_savepoint_takes_what_was_recorded_in_it_along(host):
    with host.begin() as connection:
        joined(connection).record(a_return(), actor=LEADER, at=AT)
        inner = connection.begin_nested()
        joined(connection).record(a_return("CASE-0150"), actor=LEADER, at=AT)
        inner.rollback()
    assert audits(host) == 1


def test_several_stores_in_one_transaction_go_on_with_one_trail(host):
    with host.begin() as connection:
        joined(connection).record(a_return(), actor=LEADER, at=AT)
        joined(connection).record(a_return("CASE-0150"), actor=LEADER, at=AT)
        # The set, and two returns.
        assert joined(connection).head().seq == 3
    assert audits(host) == 2


def test_closing_leaves_the_connection_to_the_host(host):
    with host.begin() as connection:
        with joined(connection) as store:
            store.record(a_return(), actor=LEADER, at=AT)
        visit(connection)
    assert visits(host) == 1


def refuses_autocommit(engine) -> None:
    with engine.connect() as connection:
        for attempt in (
            lambda: joined(connection).record(a_return(), actor=LEADER, at=AT),
            lambda: create_within(connection),
        ):
            with pytest.raises(Refused) as refused:
                attempt()
            assert [one.code for one in refused.value.problems] == ["T015"]
        assert joined(connection).audits() == ()


def test_a_connection_that_commits_every_statement_by_itself_is_refused(host, where):
    refuses_autocommit(host.execution_options(isolation_level="AUTOCOMMIT"))
    made = create_engine(Address(where).url, isolation_level="AUTOCOMMIT")
    refuses_autocommit(made)
    made.dispose()
    assert audits(host) == 0


# Before, the driver knows no autocommit.
if sys.version_info >= (3, 12):

    @pytest.mark.parametrize("is_told", [True, False])
    def test_python_s_own_autocommit_is_refused_and_its_opposite_is_not(tmp_path, is_told):
        url = f"sqlite:///{tmp_path / 'host.sqlite'}"
        made = create_engine(url)
        with made.begin() as connection:
            create_within(connection)
        made.dispose()
        told = create_engine(url, connect_args={"autocommit": is_told})
        if is_told:
            refuses_autocommit(told)
        else:
            with told.begin() as connection:
                joined(connection).record(a_return(), actor=LEADER, at=AT)
            assert audits(told) == 1
        told.dispose()


def test_a_host_may_begin_its_transactions_itself(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'host.sqlite'}")

    @event.listens_for(engine, "connect")
    def connected(connection, _):
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begun(connection):
        connection.exec_driver_sql("BEGIN")

    with engine.begin() as connection:
        create_within(connection)
    with engine.connect() as connection:
        joined(connection).record(a_return(), actor=LEADER, at=AT)
        connection.commit()
    assert audits(engine) == 1
    engine.dispose()


def test_a_transaction_that_the_host_s_driver_has_begun_is_joined(host):
    engine = host.execution_options(isolation_level="AUTOCOMMIT")
    for end, count in (("ROLLBACK", 0), ("COMMIT", 1)):
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            joined(connection).record(a_return(), actor=LEADER, at=AT)
            connection.exec_driver_sql(end)
        assert audits(host) == count


def test_a_host_s_file_is_not_marked_as_a_store(host, where):
    if host.dialect.name == "sqlite":
        with pytest.raises(Refused) as refused:
            open_store(where, entropy=made_entropy())
        assert [one.code for one in refused.value.problems] == ["T002"]
    else:
        with open_store(where, entropy=made_entropy()) as store:
            assert store.head().seq == 0
