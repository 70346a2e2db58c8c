"""Where a file came from: kept beside a download, so that the file alone is never the only witness."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


class Provenance(BaseModel):
    """What is known of a downloaded file.

    Attributes:
        retrieved_at: UTC, without zone.
        modified: When the publisher last changed it, as the publisher writes it.
        sha256: Of the file that this describes; a file that was changed since is not this one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    dataset: str
    title: str | None = None
    publisher: str | None = None
    licence: str | None = None
    url: str
    modified: str | None = None
    retrieved_at: datetime
    sha256: str
    records: int


def provenance_path(path: Path) -> Path:
    """The file beside `path` that tells where it came from."""
    return path.with_name(f"{path.name}.provenance.json")


def write_provenance(path: Path, provenance: Provenance) -> None:
    """Writes the provenance beside a file."""
    provenance_path(path).write_text(provenance.model_dump_json(indent=2), encoding="utf-8")


def read_provenance(path: Path, sha256: str) -> Provenance | None:
    """The provenance beside a file, or None when there is none or the file is another one by now."""
    try:
        found = Provenance.model_validate_json(provenance_path(path).read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeError):
        return None
    return found if found.sha256 == sha256 else None
