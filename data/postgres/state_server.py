"""The state store in PostgreSQL: opening it, and making its tables as who owns them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from data.errors import StateError
from data.postgres import roles, server

_LOCK_NUMBER = 20_180_100
"""Of the lock that one who migrates holds; any number that nobody else takes."""
_LIMITS = ("lock_timeout=10s", "statement_timeout=30s", "idle_in_transaction_session_timeout=60s")
"""Somebody who waits longer for a click is told so."""
_REFUSED = (
    "De opslag van zones, aanpak en beelden is niet klaar voor deze versie, en deze gebruiker mag dat niet doen. Voer "
    "'python -m data.postgres prepare' uit met STATE_WRITE_URL."
)


def opened(address: str, owner: str, migrate: Callable[[Connection], None]) -> Engine:
    """The engine of the state store, its tables brought to this version when that is still to be done.

    Args:
        address: STATE_URL. owner: STATE_WRITE_URL, of who may make tables.
        migrate: Runs what is still to be run, in the transaction of a connection.

    Raises:
        StateError: when it was made by a newer version, or must be brought up to date by somebody else.
        DBAPIError: when the server does not answer.
    """
    engine = server.engine(address, limits=_LIMITS)
    try:
        if not _is_ready(engine):
            _prepare(owner, migrate)
    except DBAPIError as error:
        engine.dispose()
        if isinstance(error.orig, errors.InsufficientPrivilege):
            raise StateError(_REFUSED) from error
        raise
    except BaseException:
        engine.dispose()
        raise
    return engine


def grant(owner: str) -> None:
    """Gives the readers their rights on tables that are there already."""
    engine = server.engine(owner)
    try:
        with engine.begin() as connection:
            roles.grant_state(driver_of(connection))
    finally:
        engine.dispose()


def driver_of(connection: Connection) -> psycopg.Connection[Any]:
    """The connection of the driver itself, in the same transaction."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    return raw


def _is_ready(engine: Engine) -> bool:
    from alembic.script import ScriptDirectory

    from data.state.store import alembic_config

    with engine.connect() as connection:
        if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
            return False
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return tuple(found) == tuple(ScriptDirectory.from_config(alembic_config()).get_heads())


def _prepare(owner: str, migrate: Callable[[Connection], None]) -> None:
    engine = server.engine(owner)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK_NUMBER})
            migrate(connection)
            roles.grant_state(driver_of(connection))
    finally:
        engine.dispose()
