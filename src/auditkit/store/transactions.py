"""The transactions of a store: of its own, or joined to a host's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from auditkit.store.addresses import Address
from auditkit.store.engines import joined, one_at_a_time, writing
from auditkit.store.opening import told
from auditkit.store.writing import By, Entropy, Writing


class OwnTransactions:
    """Each change a transaction, on connections of the store's own."""

    def __init__(self, engine: Engine, address: Address) -> None:
        self.engine = engine
        self.address = address

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which everything that is read belongs together."""
        with told(self.address), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                # On the connection itself, until it goes back to its pool.
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """A connection of the one who writes; what is done there is there whole or not at all."""
        with (
            told(self.address),
            self.engine.connect() as connection,
            writing(connection).begin(),
        ):
            one_at_a_time(connection)
            yield connection

    def close(self) -> None:
        self.engine.dispose()


class JoinedTransactions:
    """Changes within the transaction of a host, who commits or not."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        yield self.connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """The host's connection; what is refused there leaves what the host did alone."""
        with joined(self.connection):
            yield self.connection

    def close(self) -> None:
        """Nothing: the connection is the host's."""


Transactions = OwnTransactions | JoinedTransactions


@contextmanager
def appending(transactions: Transactions, entropy: Entropy, who: By) -> Iterator[Writing]:
    """What is appended in one transaction."""
    with transactions.changing() as connection:
        found = Writing(connection, entropy, who)
        yield found
        found.current.flush()
