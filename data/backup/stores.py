"""Making a backup of both stores and putting one back, while the server runs.

Putting back is decided in one step: everything is unpacked and checked beside what is there, then one rename says that
it will be used. A process that is killed before it changes nothing; one that is killed after it is finished by the
next command.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from data import clock, snapshot, snapshot_files, state
from data.backup import archive, state_rows
from data.backup.archive import KEY, SNAPSHOT, STATE, Manifest
from data.config import settings
from data.errors import InputError, NoSnapshotError
from data.snapshot_store import copy_file, import_lock, publish, store
from data.state.records import RESTORED
from data.state.store import is_file

PROTECTION = "protection"
"""Of that secret in a database (data/ingest/protection_key.py)."""
_READY = "restore-ready"
_WAIT_S = 30
BY = "beheer"
"""Who restores, in the history."""


def make(target: Path) -> Manifest:
    """Writes a backup of the figures that are published now and of what people keep.

    Raises:
        NoSnapshotError: when there are no figures. StateError, InputError: when a database does not answer.
    """
    finish()
    target.parent.mkdir(parents=True, exist_ok=True)
    state.prepare()
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        kept, figures = Path(folder) / STATE, Path(folder) / SNAPSHOT
        _copy_live(kept)
        version = _hold_snapshot(figures)
        key = _key(Path(folder))
        manifest = archive.write(
            target,
            {SNAPSHOT: figures, STATE: kept, **({KEY: key} if key.is_file() else {})},
            made_at=f"{clock.now().isoformat()}+00:00",
            version=version,
            schema_version=_schema_of(figures, version),
            revision=_revision_of(kept),
        )
    return manifest


def restore(source: Path) -> tuple[Manifest, Path]:
    """Puts both stores back as they are in a backup; before that moment, and after any fault, they are as they were.

    Returns:
        What was in the backup, and where what people kept until now is still to be found.

    Raises:
        InputError: when the backup is damaged or of a newer version; nothing was changed.
        BusyError: when an import is under way.
    """
    var = settings().var_dir
    var.mkdir(parents=True, exist_ok=True)
    with import_lock():
        _finish()
        for leftover in var.glob("restoring-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        work = var / f"restoring-{secrets.token_hex(4)}"
        work.mkdir(mode=0o700)
        try:
            manifest = archive.unpack(source, work)
            _check(work, manifest, source)
            (work / "plan.json").write_text(json.dumps(_plan(work, manifest)), encoding="utf-8")
            os.rename(work, var / _READY)  # the decision
        finally:
            shutil.rmtree(work, ignore_errors=True)
        kept = _finish()
        assert kept is not None
    return manifest, kept


def finish() -> None:
    """Finishes a restore whose process was killed after it was decided.

    Raises:
        BusyError: when another process is at it, or an import is under way.
    """
    if (settings().var_dir / _READY).is_dir():
        with import_lock():
            _finish()


def _finish() -> Path | None:
    """Does what a decided restore says; each step may be done again."""
    ready = settings().var_dir / _READY
    if not ready.is_dir():
        return None
    plan = json.loads((ready / "plan.json").read_text(encoding="utf-8"))
    target = settings().var_dir / str(plan["kept"])
    if not target.is_file() and (not is_file() or _state_path().is_file()):
        half = target.with_suffix(".half")
        half.unlink(missing_ok=True)
        state.prepare()
        _copy_live(half)
        os.replace(half, target)
    if (ready / SNAPSHOT).is_file():
        publish(plan["version"], ready / SNAPSHOT)
    else:  # it is there already, and may be open: only what is published changes
        snapshot_files.point_at(plan["version"])
    if (ready / KEY).is_file():
        _put_key_back(ready / KEY)
    _replace_state(ready / STATE, plan["made_at"])
    shutil.rmtree(ready)
    return target


def _plan(work: Path, manifest: Manifest) -> dict[str, str]:
    version = manifest.version
    there = settings().snapshots_dir / f"{version}.duckdb"
    settings().snapshots_dir.mkdir(parents=True, exist_ok=True)
    database = settings().the_database_url != ""
    if database:
        is_another = store().identity(version) is not None
    else:
        is_another = there.is_file() and archive.checksum(there) != manifest.sha256[SNAPSHOT]
    if is_another:
        # A file of that name that is open keeps showing what it held: the good one gets a name that nobody opened.
        version = f"{version[:16]}{secrets.token_hex(4)}"
        engine = create_engine(f"duckdb:///{work / SNAPSHOT}")
        with engine.begin() as connection:
            connection.execute(text("UPDATE meta SET value = :v WHERE key = 'version'"), {"v": version})
        engine.dispose()
    elif there.is_file() and not database:
        (work / SNAPSHOT).unlink()
    kept = f"state.before-restore.{clock.now():%Y%m%dT%H%M%S}-{secrets.token_hex(2)}.sqlite"
    return {"version": version, "kept": kept, "made_at": manifest.made_at}


def _check(work: Path, manifest: Manifest, source: Path) -> None:
    """Opens both stores as the server will."""
    known = {path.stem for path in _revisions()}
    if manifest.revision not in known or _revision_of(work / STATE) != manifest.revision:
        raise InputError(
            f"De back-up {source.name} is van een nieuwere versie van dit programma. Installeer eerst die versie; "
            "er is niets gewijzigd."
        )
    try:
        _schema_of(work / SNAPSHOT, manifest.version)
    except DBAPIError as error:
        raise InputError(
            f"De cijfers in de back-up {source.name} zijn niet te openen. Er is niets gewijzigd."
        ) from error


def _revisions() -> Iterator[Path]:
    from alembic.script import ScriptDirectory

    from data.state.store import alembic_config

    for script in ScriptDirectory.from_config(alembic_config()).walk_revisions():
        yield Path(script.revision)


def _state_path() -> Path:
    return Path(make_url(settings().the_state_url).database or "")


def _copy_live(target: Path) -> None:
    """Writes what people keep, wherever it is, as a file."""
    if is_file():
        _copy_state(_state_path(), target)
    else:
        state_rows.to_file(target)


def _key(folder: Path) -> Path:
    """The file with the secret of this installation, if it has one; with a database a copy in this folder."""
    if not settings().the_database_url:
        return settings().var_dir / KEY
    from data.postgres import publishing  # its driver is there for who uses it

    found, path = publishing.kept_secret(PROTECTION), folder / KEY
    if found is not None:
        path.touch(mode=0o600)
        path.write_text(found, encoding="ascii")
    return path


def _put_key_back(source: Path) -> None:
    if settings().the_database_url:
        from data.postgres import publishing

        publishing.put_secret(PROTECTION, source.read_text(encoding="ascii").strip())
        return
    source.chmod(0o600)
    os.replace(source, settings().var_dir / KEY)


def _hold_snapshot(target: Path) -> str:
    """Gives the published snapshot a second name, or a copy, that no import removes."""
    for _ in range(10):
        version = snapshot.current_version()
        if version is None:
            break
        source = settings().snapshots_dir / f"{version}.duckdb"
        try:
            if settings().the_database_url:
                copy_file(version, target)
                return version
            try:
                os.link(source, target)
            except FileNotFoundError:
                raise
            except OSError:  # on another disk
                shutil.copyfile(source, target)
        except (FileNotFoundError, NoSnapshotError):
            target.unlink(missing_ok=True)
            continue  # an import published a newer one in between
        return version
    raise NoSnapshotError("Er zijn nog geen cijfers om een back-up van te maken.")


def _schema_of(path: Path, version: str) -> str:
    engine = create_engine(f"duckdb:///{path}", connect_args={"read_only": True})
    try:
        with engine.connect() as connection:
            found = {key: value for key, value in connection.execute(text("SELECT key, value FROM meta"))}
    finally:
        engine.dispose()
    if found.get("version") != version:
        raise InputError(f"De cijfers van versie {version} zijn van een andere versie: {found.get('version')}.")
    return str(found.get("schema", ""))


def _revision_of(path: Path) -> str:
    try:
        with closing(sqlite3.connect(path)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise InputError("Wat mensen bewaarden is beschadigd. Er is niets gewijzigd.")
            return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.Error, TypeError) as error:
        raise InputError("Wat mensen bewaarden is niet te lezen. Er is niets gewijzigd.") from error


def _copy_state(source: Path, target: Path) -> None:
    """Copies the store as it is at one moment, also while others write."""
    with closing(sqlite3.connect(source, timeout=_WAIT_S)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _replace_state(source: Path, made_at: str) -> None:
    """Puts what is in a file in place of what people keep, in one transaction of that store itself.

    Its history goes on after the highest number that either had, so that no number means two things.
    """
    if not is_file():
        state_rows.from_file(source, made_at, by=BY)
        return
    with _open_live() as live, closing(sqlite3.connect(source)) as kept:
        latest = max(_latest(live), _latest(kept))
        now = clock.now()
        line = (latest + 1, f"{now}.000000", BY, RESTORED, 0, 1, "create", None, json.dumps({"made_at": made_at}))
        kept.execute("PRAGMA journal_mode = DELETE")
        kept.execute("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", line)
        kept.commit()
        kept.backup(live)


@contextmanager
def _open_live() -> Iterator[sqlite3.Connection]:
    path = _state_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=_WAIT_S)) as live:
        live.execute("PRAGMA journal_mode = WAL")
        live.execute("PRAGMA synchronous = FULL")
        yield live


def _latest(connection: sqlite3.Connection) -> int:
    try:
        return int(connection.execute("SELECT max(id) FROM history").fetchone()[0] or 0)
    except sqlite3.OperationalError:
        return 0  # a store that is made now
