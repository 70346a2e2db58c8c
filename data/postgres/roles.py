"""Who may do what in PostgreSQL: a reader for the web, a writer for imports, with no more than each needs.

`python -m data.postgres roles | psql ...` makes them; what is made later is granted when it is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

from data.config import settings

READER, WRITER = "bvg_reader", "bvg_writer"
STATE_GRANTS = {
    "own_area": "SELECT, INSERT, UPDATE",
    "action": "SELECT, INSERT, UPDATE",
    "saved_view": "SELECT, INSERT, UPDATE",
    "slide_list": "SELECT, INSERT, UPDATE",
    "history": "SELECT, INSERT",
    "audit": "SELECT, INSERT",
    "alembic_version": "SELECT",
}
"""What the web does with each table of the state store: nothing is ever deleted, what happened is never changed."""
_SETUP = """\
-- Once for a database, as its owner or a superuser: psql -d <databank> -f dit_bestand
-- Give both a way to sign in afterwards: \\password bvg_reader, \\password bvg_writer, or pg_hba.conf.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{reader}') THEN CREATE ROLE {reader} LOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{writer}') THEN CREATE ROLE {writer} LOGIN; END IF;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO {reader}, {writer}', current_database());
  EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO {writer}', current_database());
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {reader};
GRANT USAGE, CREATE ON SCHEMA public TO {writer};
"""


def setup_sql() -> str:
    """The statements that make both roles, for an administrator to read and to run; again does no harm."""
    return _SETUP.format(reader=READER, writer=WRITER)


def grant_figures(connection: psycopg.Connection[Any], schemas: Iterable[str]) -> None:
    """Lets the readers read schemas of figures that this role made; of the secrets nothing."""
    for reader in _readers(connection):
        who = sql.Identifier(reader)
        for schema in schemas:
            name = sql.Identifier(schema)
            connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(name, who))
            what = sql.SQL("ALL TABLES IN SCHEMA {}").format(name) if schema != "bvg" else sql.SQL("bvg.published")
            connection.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(what, who))


def grant_state(connection: psycopg.Connection[Any]) -> None:
    """Lets the web use the tables of the state store that this role made, where they lie in the search path."""
    for reader in _readers(connection):
        who = sql.Identifier(reader)
        for table, rights in STATE_GRANTS.items():
            name = sql.Identifier(table)
            connection.execute(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), name, who))
            sequence = f"{table}_id_seq"
            if connection.execute("SELECT to_regclass(%s)", (sequence,)).fetchone() != (None,):
                grant = sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sql.Identifier(sequence), who)
                connection.execute(grant)


def _readers(connection: psycopg.Connection[Any]) -> list[str]:
    """The roles that read: ours, and the one of DATABASE_URL; those that are there and are not this one."""
    from data.postgres.server import url_of

    config = settings()
    addresses = [address for address in (config.database_url, config.state_url) if address.startswith("postgres")]
    names = {READER, *(str(url_of(address).username) for address in addresses)}
    question = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND rolname <> current_user AND NOT rolsuper"
    return [str(name) for (name,) in connection.execute(question, (sorted(names),)).fetchall()]
