"""A whole snapshot by COPY: from its DuckDB file into a schema, and back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
from psycopg import errors, sql
from pyarrow import csv
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.types import TypeEngine

from data.tables import metadata

SORTED_BY = {
    "incident": ("category_id", "month"),
    "incident_grid": ("category_id", "month"),
    "cell": ("grain", "level", "category_id", "month"),
}
"""What is asked together lies together, and has an index on the same columns."""
INDEXES = {**SORTED_BY, "incident_field": ("field",), "hotspot": ("priority", "group_id", "level")}
_ROWS = 65_536
_PIECE = 1 << 22
_ARROW: tuple[tuple[type[TypeEngine[Any]], pa.DataType], ...] = (
    (Integer, pa.int32()),
    (Float, pa.float64()),
    (Boolean, pa.bool_()),
    (DateTime, pa.timestamp("us")),
    (Date, pa.date32()),
    (LargeBinary, pa.string()),
    (String, pa.string()),
)


def load(connection: psycopg.Connection[Any], file: Path, schema: str) -> None:
    """Makes a schema with all tables of a finished snapshot, also one of an older version; call it in a transaction.

    Args:
        connection: Of who writes.
        file: The snapshot, not open elsewhere.
        schema: A name that is not there yet.

    Raises:
        RuntimeError: when a table got another number of rows than it has.
    """
    name = sql.Identifier(schema)
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    connection.execute(sql.SQL("SET LOCAL search_path = {}").format(name))
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    with duckdb.connect(str(file), read_only=True) as figures:
        question = "SELECT table_name, column_name FROM information_schema.columns"
        there = set(figures.execute(question).fetchall())
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if (table.name, column.name) in there]
            made = _as_here(table, {column.name for column in columns})
            connection.execute(str(CreateTable(made).compile(dialect=dialect)).encode())
            if columns:
                _copy_in(connection, figures, table, columns)
            for index in made.indexes:
                connection.execute(str(CreateIndex(index).compile(dialect=dialect)).encode())
            connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table.name)))


def unload(connection: psycopg.Connection[Any], schema: str, file: Path) -> None:
    """Writes a schema as the DuckDB file that an import goes on from; also one of an older version of the tables.

    Args:
        connection: Of who reads or writes.
        schema: Of a snapshot.
        file: Not there yet.

    Raises:
        psycopg.errors.InvalidSchemaName: when there is no such schema.
    """
    engine = create_engine(f"duckdb:///{file}")
    metadata.create_all(engine)
    engine.dispose()
    question = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s"
    there = set(connection.execute(question, (schema,)).fetchall())
    if not there:
        raise errors.InvalidSchemaName(schema)
    with duckdb.connect(str(file)) as figures:
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if (table.name, column.name) in there]
            if columns:
                _copy_out(connection, figures, schema, table, columns)


def _as_here(table: Table, known: set[str]) -> Table:
    """A table as PostgreSQL gets it: texts in the order of their bytes, as in DuckDB, in any language.

    Args:
        known: Its columns that there is something to put in; the others are null.
    """
    made = table.to_metadata(MetaData())
    for column in made.columns:
        column.nullable = column.nullable or column.name not in known
        if isinstance(column.type, String):
            column.type = String(collation="C")
        elif isinstance(column.type, Float):
            column.type = Double()
    if table.name in INDEXES:
        Index(f"{table.name}_asked", *(made.c[name] for name in INDEXES[table.name]))
    return made


def _copy_in(
    connection: psycopg.Connection[Any],
    figures: duckdb.DuckDBPyConnection,
    table: Table,
    columns: list[Column[Any]],
) -> None:
    names = [column.name for column in columns]
    order = f" ORDER BY {', '.join(SORTED_BY[table.name])}" if table.name in SORTED_BY else ""
    query = f"SELECT {', '.join(_outward(column) for column in columns)} FROM {table.name}{order}"
    batches = figures.execute(query).to_arrow_reader(_ROWS)
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, FREEZE)").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    rows = 0
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for batch in batches:
                text = io.BytesIO()
                csv.write_csv(batch, text, csv.WriteOptions(include_header=False))
                copy.write(text.getbuffer())
                rows += batch.num_rows
        if cursor.rowcount != rows:
            raise RuntimeError(f"{table.name}: {cursor.rowcount} rows arrived of {rows}")


def _outward(column: Column[Any]) -> str:
    if isinstance(column.type, LargeBinary):
        return f'\'\\x\' || hex("{column.name}") AS "{column.name}"'
    if isinstance(column.type, String):  # a text in PostgreSQL cannot hold a zero byte, that of a rejected row can
        return f'replace("{column.name}", chr(0), \'\ufffd\') AS "{column.name}"'
    return f'"{column.name}"'


def _copy_out(
    connection: psycopg.Connection[Any],
    figures: duckdb.DuckDBPyConnection,
    schema: str,
    table: Table,
    columns: list[Column[Any]],
) -> None:
    names = [column.name for column in columns]
    statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv)").format(
        sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(schema, table.name)
    )
    inward = ", ".join(_inward(column) for column in columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        pieces = iter(copy)
        first = next(pieces, None)
        if first is None:
            return
        reader = csv.open_csv(
            io.BufferedReader(_Pieces(bytes(first), pieces), _PIECE),
            read_options=csv.ReadOptions(column_names=names, block_size=_PIECE * 8),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types={column.name: _arrow(column) for column in columns},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["t"],
                false_values=["f"],
            ),
        )
        quoted = ", ".join(f'"{name}"' for name in names)
        for batch in reader:
            figures.register("incoming", pa.Table.from_batches([batch]))
            figures.execute(f"INSERT INTO {table.name} ({quoted}) SELECT {inward} FROM incoming")
            figures.unregister("incoming")


def _inward(column: Column[Any]) -> str:
    return f'unhex("{column.name}"[3:])' if isinstance(column.type, LargeBinary) else f'"{column.name}"'


def _arrow(column: Column[Any]) -> pa.DataType:
    return next(kind for of, kind in _ARROW if isinstance(column.type, of))


class _Pieces(io.RawIOBase):
    """What COPY gives, as a file."""

    def __init__(self, first: bytes, rest: Iterator[bytes | bytearray | memoryview]) -> None:
        self._left, self._rest = first, rest

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._left:
            piece = next(self._rest, None)
            if piece is None:
                return 0
            self._left = bytes(piece)
        n = min(len(into), len(self._left))
        into[:n], self._left = self._left[:n], self._left[n:]
        return n
