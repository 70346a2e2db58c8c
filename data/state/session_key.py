"""The secret that signs sessions: made once, beside the state store, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from data.config import settings
from data.errors import StateError

BYTES = 32


def session_key() -> str:
    """The secret of this installation, as hexadecimal digits; with another one everyone has to sign in again.

    Raises:
        StateError: when the file cannot be made, or holds no secret.
    """
    path = settings().var_dir / "session.key"
    try:
        if not path.exists():
            _make(path)
        found = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise StateError(
            f"Het geheim van de aanmelding kan niet bewaard worden in {path} ({error.strerror})."
        ) from error
    if len(found) != 2 * BYTES or not set(found) <= set("0123456789abcdef"):
        raise StateError(f"{path} bevat geen geheim. Verwijder dit bestand: dan wordt er een nieuw gemaakt.")
    return found


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(BYTES))
    try:
        os.link(fresh, path)  # whoever comes second finds that of the first
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
