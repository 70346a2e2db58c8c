"""The command of the log: `python -m data.audit purge` removes what is older than AUDIT_KEEP_DAYS."""

from __future__ import annotations

from typing import Annotated

import typer

from data.command_line import run

app = typer.Typer(help="Het logboek.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def commands() -> None:
    """Het logboek van wie wat zag, meenam of wijzigde."""


@app.command()
def purge(
    is_sure: Annotated[bool, typer.Option("--klok-klopt", help="Ook wanneer er een maand niemand gezien is.")] = False,
) -> None:
    """Wist de regels die ouder zijn dan AUDIT_KEEP_DAYS dagen."""
    from data.config import settings
    from data.state import audit

    print(f"{audit.purge(is_sure=is_sure)} regels gewist, ouder dan {settings().audit_keep_days} dagen.")


if __name__ == "__main__":
    run(app)
