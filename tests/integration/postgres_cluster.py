"""A PostgreSQL server for tests: a cluster of its own on a free port, run by a user that is not root."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from bench.serving import free_port
from tests.not_here import not_here

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
SUPERUSER = "beheerder"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",  # nothing here outlives the tests
    "full_page_writes": "off",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",  # in its own folder, which is removed
}


class Cluster:
    """A server that can be stopped and started; each test makes a database of its own in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self._made = 0
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Makes its files."""
        _run(
            "initdb",
            "-D",
            self.folder / "data",
            "-U",
            SUPERUSER,
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )

    def start(self) -> None:
        """Starts, and waits until it answers."""
        options = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *_as_other(),
                    str(_binary("postgres")),
                    "-D",
                    str(self.folder / "data"),
                    "-p",
                    str(self.port),
                    *options,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text(errors="replace")[-3000:]) from None
                time.sleep(0.05)

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stops: SIGINT cuts every connection and closes in order, SIGQUIT is a crash."""
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(int((self.folder / "data" / "postmaster.pid").read_text().split()[0]), how)
            self._process.wait(timeout=30)

    def url(self, database: str, user: str = SUPERUSER) -> str:
        """The address of a database."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def database(self, like: str = "") -> str:
        """A new database, as an address: empty, or a copy of another that nobody is in."""
        self._made += 1
        name = f"proef{self._made}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {like.rpartition('/')[2]}" if like else ""))
        return self.url(name)

    def drop(self, address: str) -> None:
        """Removes a database, whoever is in it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A cluster that is there for as long as the block lasts."""
    if not BINARIES:
        not_here("PostgreSQL is not installed")
    memory = Path("/dev/shm")  # a disk that others keep busy is no part of what is tested
    folder = Path(tempfile.mkdtemp(prefix="bvg-postgres-", dir=memory if os.access(memory, os.W_OK) else None))
    cluster = Cluster(folder)
    try:
        if os.geteuid() == 0:
            os.chown(folder, _other().pw_uid, _other().pw_gid)
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        cluster.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _other() -> pwd.struct_passwd:
    """Who runs it when root runs the tests: PostgreSQL refuses root."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("no user to run PostgreSQL as")


def _as_other() -> list[str]:
    return ["runuser", "-u", _other().pw_name, "--"] if os.geteuid() == 0 else []


def _binary(name: str) -> Path:
    return BINARIES[-1].with_name(name)


def _run(name: str, *arguments: object) -> None:
    command = [*_as_other(), str(_binary(name)), *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True, timeout=60, cwd="/")
