"""The file of a backup: both stores and a manifest with their checksums, checked as a whole before anything uses it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
import time
from pathlib import Path
from typing import IO, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from data.errors import InputError

SNAPSHOT = "snapshot.duckdb"
STATE = "state.sqlite"
KEY = "protection.key"
"""The secret of this installation behind protected counts, once there is one (optional in a backup)."""
MANIFEST = "manifest.json"
FORMAT = 1
VERSION = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")
_PIECE = 1 << 20
_MOST_MANIFEST = 100_000


class Manifest(BaseModel):
    """What is in a backup; the last thing in its file, so that one that was cut off has none.

    Attributes:
        format: Of the file; another one is not read.
        made_at: UTC.
        version: Of the snapshot.
        schema_version: Of its tables.
        revision: Of the tables of the state store.
        sha256, bytes: Of each file, by its name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    made_at: str
    version: str
    schema_version: str
    revision: str
    sha256: dict[str, str]
    bytes: dict[str, int]


class _Hashed(io.RawIOBase):
    """A file that is read once, with the checksum of what went by."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest, self.count = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        self.count += len(piece)
        return piece


def write(target: Path, files: dict[str, Path], **about: Any) -> Manifest:
    """Writes a backup under its name once it is whole and on disk; only its owner can read it.

    Args:
        target: The file; one that is there is replaced.
        files: What goes in, by its name in the backup.
        about: The other fields of the manifest.
    """
    work = target.with_name(f".{target.name}.{os.getpid()}.half")
    sums: dict[str, str] = {}
    sizes: dict[str, int] = {}
    try:
        with open(os.open(work, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            with tarfile.open(fileobj=out, mode="w") as tar:
                for name, path in files.items():
                    with path.open("rb") as file:
                        hashed = _Hashed(file)
                        tar.addfile(_entry(name, os.fstat(file.fileno()).st_size), hashed)
                    sums[name], sizes[name] = hashed.digest.hexdigest(), hashed.count
                manifest = Manifest(format=FORMAT, sha256=sums, bytes=sizes, **about)
                text = manifest.model_dump_json(indent=2).encode()
                tar.addfile(_entry(MANIFEST, len(text)), io.BytesIO(text))
            out.flush()
            os.fsync(out.fileno())
        os.replace(work, target)
    finally:
        work.unlink(missing_ok=True)
    return manifest


def unpack(source: Path, folder: Path) -> Manifest:
    """Takes the files out of a backup and holds each to its checksum.

    Args:
        source: The backup.
        folder: Empty folder for the files.

    Raises:
        InputError: when it is no backup, or is damaged or cut off.
    """
    found: dict[str, str] = {}
    text = b""
    try:
        with tarfile.open(source, mode="r:") as tar:
            for entry in tar:
                file = tar.extractfile(entry) if entry.isreg() else None
                if file is None or entry.name in found:
                    raise InputError(_refused(source, "er zit iets in dat er niet hoort"))
                if entry.name == MANIFEST:
                    text = file.read(_MOST_MANIFEST)
                elif entry.name in (SNAPSHOT, STATE, KEY):
                    found[entry.name] = _copy(file, folder / entry.name)
                else:
                    raise InputError(_refused(source, "er zit iets in dat er niet hoort"))
        manifest = Manifest.model_validate(json.loads(text))
    except FileNotFoundError as error:
        raise InputError(f"De back-up {source} bestaat niet.") from error
    except (tarfile.TarError, EOFError, ValueError, ValidationError) as error:
        raise InputError(_refused(source, "het is geen volledige back-up van dit programma")) from error
    if manifest.format != FORMAT or not VERSION.fullmatch(manifest.version):
        raise InputError(_refused(source, "hij is van een andere versie van dit programma"))
    if found != manifest.sha256 or not {SNAPSHOT, STATE} <= set(found):
        raise InputError(_refused(source, "hij is beschadigd: de controlesom klopt niet"))
    return manifest


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(file: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as out:
        while piece := file.read(_PIECE):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(time.time())
    return entry


def _refused(source: Path, why: str) -> str:
    return f"De back-up {source.name} is niet bruikbaar: {why}. Er is niets gewijzigd; kies een andere back-up."
