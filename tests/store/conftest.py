"""What the tests of the store share: both engines, a set, returns, actors, and a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

# So that the tests can import the modules beside them, in whatever way pytest runs.
sys.path.insert(0, str(Path(__file__).parent))

from audits import KIT, made_entropy
from cluster import programs, running

from auditkit.store import Store, open_store
from auditkit.store.addresses import Address


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a database in PostgreSQL that is there for the tests."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with running() as url:
        yield url


@pytest.fixture
def emptied(postgresql: str) -> str:
    """The same database, with no store in it."""
    engine = create_engine(Address(postgresql).url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS auditkit CASCADE"))
        connection.execute(text("DROP TABLE IF EXISTS visits"))
    engine.dispose()
    return postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store can be made, in either engine."""
    if request.param == "sqlite":
        return str(tmp_path / "audits.sqlite")
    return str(request.getfixturevalue("emptied"))


@pytest.fixture
def opened() -> Iterator[Callable[..., Store]]:
    """Opens stores, makes them where need be, and closes them in the end."""
    stores: list[Store] = []

    def opened(where: str | Path, **options: object) -> Store:
        told = {"create": True, "kit": KIT, "entropy": made_entropy(), **options}
        store = open_store(where, **told)  # type: ignore[arg-type]
        stores.append(store)
        return store

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def store(where: str, opened: Callable[..., Store]) -> Store:
    """An empty store."""
    return opened(where)
