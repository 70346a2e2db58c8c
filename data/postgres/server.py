"""Engines on a PostgreSQL server: pools that survive its restart, and its faults as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from data.errors import BuurtError, DamagedSnapshotError, NoSnapshotError, UnreachableError

CONNECT_S = 3
"""A server that does not even refuse is given up after so many seconds."""
STATEMENT_MS = 20_000
"""What a visitor asked and takes longer is stopped: he is gone by then."""
_NO_ADDRESS = (
    "DATABASE_URL of STATE_URL is geen adres van PostgreSQL. Zet het als postgresql://gebruiker@machine/naam in de "
    "instellingen, en herstart."
)
AWAY = "De databank met de cijfers is nu niet bereikbaar. Probeer het over enkele ogenblikken opnieuw."
SLOW = "De databank met de cijfers antwoordt nu te traag. Probeer het straks opnieuw."
REFUSED = (
    "De databank met de cijfers weigert wat hiervoor nodig is: deze gebruiker mag het niet. Laat de beheerder kijken "
    "naar de rollen (python -m data.postgres roles) en naar DATABASE_URL en DATABASE_WRITE_URL."
)
DAMAGED = (
    "Aan de cijfers in de databank ontbreekt iets. Laad de cijfers opnieuw; deze pagina herstelt zich dan vanzelf."
)


def url_of(address: str) -> URL:
    """A setting as the URL of the driver that is here.

    Raises:
        BuurtError: when it is no address of PostgreSQL.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise BuurtError(_NO_ADDRESS) from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise BuurtError(_NO_ADDRESS)
    return url.set(drivername="postgresql+psycopg")


def engine(address: str, *, schema: str = "", read_only: bool = False, limits: Sequence[str] = ()) -> Engine:
    """An engine whose connections are looked at before they are used: one that a restart cut is replaced unseen.

    Args:
        address: Of the database.
        schema: In which tables are looked for; empty is what the role has.
        read_only: Refuses every change, whatever the role may do, and stops what takes too long.
        limits: More settings of each connection, as `lock_timeout=10s`.
    """
    url = url_of(address)
    options = [f"-c {limit}" for limit in ("jit=off", *limits)]  # compiling a long CASE took longer than running it
    if schema:
        options.append(f"-c search_path={schema}")
    if read_only:
        options += ["-c default_transaction_read_only=on", f"-c statement_timeout={STATEMENT_MS}"]
    given = str(url.query.get("options", ""))
    connect = {
        "options": " ".join([given, *options]).strip(),
        "connect_timeout": CONNECT_S,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
    }
    return create_engine(
        url.difference_update_query(["options"]),
        connect_args=connect,
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=5,
        pool_timeout=10,
        # Figures never change under their version: without transactions a question is one way there and one back.
        **({"isolation_level": "AUTOCOMMIT"} if read_only else {}),
    )


def reader(address: str, *, schema: str = "") -> Engine:
    """An engine for reading, with faults as sentences."""
    made = engine(address, schema=schema, read_only=True)
    event.listen(made, "handle_error", _told)
    return made


def connect(address: str) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of the driver itself, for who writes; each statement is a transaction unless a block says otherwise.

    Raises:
        psycopg.OperationalError: when the server does not answer.
    """
    url = url_of(address).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(
        url, autocommit=True, connect_timeout=CONNECT_S, keepalives_idle=30, keepalives_interval=10, keepalives_count=6
    )


def sentence_of(fault: BaseException) -> Exception | None:
    """The error with a sentence for a fault of the server, or None when it is a mistake of ours."""
    if isinstance(fault, errors.QueryCanceled):
        return NoSnapshotError(SLOW)
    if isinstance(fault, errors.InsufficientPrivilege | errors.InvalidAuthorizationSpecification):
        return NoSnapshotError(REFUSED)
    if isinstance(fault, errors.UndefinedTable | errors.UndefinedColumn | errors.InvalidSchemaName):
        return DamagedSnapshotError(DAMAGED)
    if isinstance(fault, errors.DataCorrupted | errors.IndexCorrupted):
        return DamagedSnapshotError(DAMAGED)
    if isinstance(fault, psycopg.OperationalError | psycopg.InterfaceError):
        return UnreachableError(AWAY)
    return None


def _told(context: ExceptionContext) -> None:
    if context.is_pre_ping:  # the pool makes a new connection, and tells when that fails too
        return
    told = sentence_of(context.original_exception)
    if told is not None:
        raise told
