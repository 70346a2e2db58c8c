"""The command of the log: `python -m data.audit purge` removes what is older than AUDIT_KEEP_DAYS."""

from __future__ import annotations

import typer

from data.command_line import run

app = typer.Typer(help="Het logboek.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def commands() -> None:
    """Het logboek van wie wat zag, meenam of wijzigde."""


@app.command()
def purge() -> None:
    """Wist de regels die ouder zijn dan AUDIT_KEEP_DAYS dagen."""
    from data.config import settings
    from data.state import audit

    print(f"{audit.purge()} regels gewist, ouder dan {settings().audit_keep_days} dagen.")


if __name__ == "__main__":
    run(app)
