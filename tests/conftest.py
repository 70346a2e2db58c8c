"""What all tests share: no network but loopback, a var folder of their own, the demonstration set, a real server."""

from __future__ import annotations

import inspect
import ipaddress
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings

from bench.serving import Server, running_server
from tests.integration.postgres_cluster import Cluster, running_cluster
from tests.not_here import not_here

ROOT = Path(__file__).resolve().parents[1]
hypothesis_settings.register_profile("shared", deadline=None)  # how long an example takes says how busy the machine is
hypothesis_settings.load_profile("shared")
BOTH_STORES = ("test_own", "test_availability", "test_sources_page")
"""Modules whose tests on the demonstration set run on both kinds of store; EVERY_STORE=1 is every one that can."""
Serve = Callable[..., AbstractContextManager[Server]]


class NetworkUsedError(RuntimeError):
    """A test reached for an address that it may not use."""


def is_loopback(host: object) -> bool:
    """Whether a host name or address is this machine itself."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture
def loopback_allowed() -> bool:
    """Whether the test may talk to servers on this machine; tests/unit says no."""
    return True


@pytest.fixture(autouse=True)
def network_attempts(monkeypatch: pytest.MonkeyPatch, loopback_allowed: bool) -> Iterator[list[str]]:
    """Refuses every address that the test may not use, and fails the test even if the refusal was swallowed."""
    attempts: list[str] = []

    def check(host: object) -> None:
        if not (loopback_allowed and is_loopback(host)):
            attempts.append(str(host))
            raise NetworkUsedError(f"a test may not open the network, and this one reached for {host!r}")

    def guarded(name: str) -> Callable[..., Any]:
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *args: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                check(args[-1][0])
            return original(self, *args)

        return call

    resolve = socket.getaddrinfo

    def guarded_resolve(host: Any, *args: Any, **keywords: Any) -> Any:
        check(host)
        return resolve(host, *args, **keywords)

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, guarded(name))
    monkeypatch.setattr(socket, "getaddrinfo", guarded_resolve)
    yield attempts
    assert not attempts, f"the test reached for {attempts}"


@pytest.fixture(scope="session")
def shared_real() -> Path:
    """Folder with the real police files of other cities; they lie beside the repository and are not shipped."""
    folder = ROOT.parent / "shared" / "real"
    if not folder.is_dir():
        not_here(f"the real files of other cities are not there: {folder}")
    return folder


def forget_settings() -> None:
    """Lets the next reader of the settings see the environment anew, and closes what was open."""
    from data import snapshot, state
    from data.config import settings

    if "dashboard.audit" in sys.modules:
        sys.modules["dashboard.audit"].close()  # what it still has to write is of this store and not of the next
    settings.cache_clear()
    state.close()
    for version in list(snapshot._open):
        snapshot._open.pop(version).engine.dispose()
    if "data.postgres.versions" in sys.modules:
        sys.modules["data.postgres.versions"].close()


@contextmanager
def pointed_at(folder: Path, **environment: str) -> Iterator[None]:
    """Makes `folder` the var folder of this process, with other settings, for as long as the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAR_DIR", str(folder))
        for name, value in environment.items():
            patch.setenv(name, value)
        forget_settings()
        try:
            yield
        finally:
            forget_settings()


@contextmanager
def looked_at(folder: Path, read: dict[str, Any]) -> Iterator[None]:
    """`pointed_at` for figures that nobody changes: `read` keeps the snapshot, with all that was read of it by then."""
    from data import snapshot

    with pointed_at(folder):
        snapshot._open.update(read)
        yield
        read.update(snapshot._open)
        snapshot._open.clear()
        for held in read.values():
            held.engine.dispose()  # the file is free for others; what was read stays


@pytest.fixture
def var_dir(tmp_path: Path) -> Iterator[Path]:
    """An empty var folder for this test alone; the settings point at it."""
    folder = tmp_path / "var"
    folder.mkdir()
    with pointed_at(folder):
        yield folder


@pytest.fixture(scope="session")
def demo_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with the demonstration set, built once; look at it, never write to it."""
    from data.ingest.demo import ensure

    folder = tmp_path_factory.mktemp("demo")
    with pointed_at(folder):
        ensure()
    return folder


@pytest.fixture(scope="session")
def gent_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with Gent's areas and no figures, built once, to copy."""
    from data.ingest.gent import write_gent
    from data.snapshot import building

    folder = tmp_path_factory.mktemp("gent")
    with pointed_at(folder), building(fresh=True) as made:
        write_gent(made)
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Asks the demonstration set in a file and in PostgreSQL, in the modules of BOTH_STORES or, when asked, in all."""
    path, _, name = metafunc.module.__name__.rpartition(".")
    of_files = path.endswith("ingest") or name == "test_light_process"  # building is in a file; no driver in memory
    if "demo" in metafunc.fixturenames and (name in BOTH_STORES or (os.environ.get("EVERY_STORE") and not of_files)):
        metafunc.parametrize("demo", ["file", "postgres"], indirect=True)


@pytest.fixture(scope="session")
def demo_read() -> dict[str, Any]:
    """The snapshot of the demonstration set by its version, with what was read of it: a server keeps that as well."""
    return {}


@pytest.fixture
def demo(
    request: pytest.FixtureRequest,
    demo_var: Path,
    demo_read: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Points the settings of this process at the demonstration set, to query it.

    What one test read of it the next need not read again, but for who puts something in the place of a function.
    """
    if getattr(request, "param", "file") == "file":
        kept = {} if "monkeypatch" in inspect.signature(request.function).parameters else demo_read
        with looked_at(demo_var, kept):
            yield demo_var
        return
    address = request.getfixturevalue("demo_database")
    with pointed_at(tmp_path_factory.mktemp("empty"), DATABASE_URL=address):  # where nothing is known of the figures
        yield demo_var


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for all tests that need one; each makes a database of its own."""
    with running_cluster() as made:
        yield made


@pytest.fixture(scope="session")
def demo_template(cluster: Cluster, demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the demonstration set, loaded once, to copy; nobody is ever in it."""
    from data.snapshot_store import import_lock, publish

    address, folder = cluster.database(), tmp_path_factory.mktemp("demo-database")
    version = (demo_var / "CURRENT").read_text()
    (folder / "snapshots").mkdir()
    with pointed_at(folder, DATABASE_URL=address), import_lock():
        shutil.copyfile(demo_var / "snapshots" / f"{version}.duckdb", folder / "loading.duckdb")
        publish(version, folder / "loading.duckdb")
    return address


@pytest.fixture(scope="session")
def demo_database(cluster: Cluster, demo_template: str) -> str:
    """A database with the demonstration set; it can only be looked at."""
    address = cluster.database(demo_template)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            f"ALTER DATABASE {address.rpartition('/')[2]} SET default_transaction_read_only = on".encode()
        )
    return address


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Starts the real server: `with serve(var_dir, PROFILE="raad") as server`; `wait=False` returns while it starts."""

    def start(var_dir: Path, *, wait: bool = True, **environment: str) -> AbstractContextManager[Server]:
        return running_server(var_dir, tmp_path_factory.mktemp("server") / "server.log", wait=wait, **environment)

    return start
