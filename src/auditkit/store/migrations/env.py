"""What Alembic runs: the migrations, on the connection and in the transaction that it is given."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
is_postgresql = connection.dialect.name == "postgresql"
context.configure(
    connection=connection,
    version_table="version" if is_postgresql else "auditkit_version",
    version_table_schema="auditkit" if is_postgresql else None,
)
with context.begin_transaction():
    context.run_migrations()
