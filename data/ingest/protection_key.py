"""The secret behind the record keys: made once, kept beside the snapshots, never in one of them.

A file of the var folder; with DATABASE_URL a table that who imports can read and the web cannot, so that every machine
that imports has the same one.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from data.config import settings
from data.errors import InputError

BYTES = 32
NAME = "protection"
"""Of the secret in a database."""


def protection_key() -> str:
    """The secret of this installation, as hexadecimal digits; made at the first call.

    It must outlive every snapshot: with another one, the same facts would get other protected counts, and the two
    together would tell more than either. It belongs in the backup.

    Raises:
        InputError: when the file is there and holds no secret.
    """
    path = _path()
    if settings().the_database_url:
        from data.postgres import publishing  # its driver is there for who uses it

        mine = _read(path) if path.exists() else secrets.token_hex(BYTES)
        return publishing.secret(NAME, mine)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # whoever comes second finds that of the first
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return _read(path)


def _read(path: Path) -> str:
    found = path.read_text(encoding="ascii", errors="replace").strip()
    if len(found) != 2 * BYTES or not set(found) <= set("0123456789abcdef"):
        raise InputError(
            f"{path.name} in de map var bevat geen sleutel: zet het bestand terug uit de reservekopie. Zonder dezelfde "
            "sleutel krijgen dezelfde feiten andere beschermde aantallen."
        )
    return found


def _path() -> Path:
    return settings().var_dir / "protection.key"
