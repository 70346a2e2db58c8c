"""The commands for an administrator of PostgreSQL: `python -m data.postgres roles|prepare`."""

from __future__ import annotations

import typer

from data.command_line import run
from data.errors import InputError

app = typer.Typer(help="PostgreSQL.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def roles() -> None:
    """Toont de SQL die de rollen bvg_reader (de server) en bvg_writer (imports) maakt; voer ze uit met psql."""
    from data.postgres.roles import setup_sql

    print(setup_sql(), end="")


@app.command()
def prepare() -> None:
    """Maakt de tabellen voor cijfers en opslag, of werkt ze bij, met de rechten van de lezer; doe dit als schrijver."""
    from data.config import settings
    from data.postgres import publishing, state_server
    from data.state import store

    config = settings()
    if not config.the_database_url and not config.the_state_url.startswith("postgres"):
        raise InputError("DATABASE_URL en STATE_URL zijn niet ingesteld: er is niets voor te bereiden.")
    if config.the_database_url:
        publishing.prepare()
        print("De plaats voor de cijfers is klaar.")
    if config.the_state_url.startswith("postgres"):
        store.prepare()
        state_server.grant(config.the_state_write_url)
        print("De opslag (zones, aanpak, beelden, logboek) is klaar.")


if __name__ == "__main__":
    run(app)
