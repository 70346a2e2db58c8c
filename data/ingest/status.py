"""What is published at this moment, in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from sqlalchemy import func, select

from data.ingest.progress import dutch
from data.snapshot import current
from data.tables import area, cell, denominator, incident, meta, source


def print_status(console: Console) -> None:
    """Prints the version, the period, how many rows there are, and every source.

    Raises:
        NoSnapshotError: when nothing was published yet.
    """
    snapshot = current()
    with snapshot.engine.connect() as connection:
        told = {row.key: row.value for row in connection.execute(select(meta))}
        sizes = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in (("gebieden", area), ("cellen", cell), ("feiten", incident), ("noemers", denominator))
        }
        sources = connection.execute(select(source).order_by(source.c.kind, source.c.source_id)).fetchall()
    console.print(f"Versie {snapshot.version}", highlight=False)
    console.print(f"Stad: {escape(told.get('city', 'onbekend'))}", highlight=False)
    period = f"{told['data_from'][:7]} tot en met {told['data_until'][:7]}" if told.get("data_from") else "geen cijfers"
    demo = " (demonstratie: geen echte cijfers)" if told.get("is_demo") == "1" else ""
    console.print(f"Periode: {period}{demo}", highlight=False)
    console.print(", ".join(f"{dutch(n)} {name}" for name, n in sizes.items()), highlight=False)
    for row in sources:
        console.print(f"\n{escape(row.source_id)} ({row.kind})", style="bold", highlight=False)
        console.print(f"  {escape(row.title)}", highlight=False)
        console.print(f"  {escape(row.publisher)}; licentie: {escape(row.licence)}", highlight=False)
        console.print(f"  {escape(row.file_name)}, opgehaald op {row.retrieved_at:%Y-%m-%d}", highlight=False)
        console.print(
            f"  {dutch(row.rows_in)} rijen gelezen, {dutch(row.rows_accepted)} aanvaard, "
            f"{dutch(row.rows_rejected)} verworpen",
            highlight=False,
        )
