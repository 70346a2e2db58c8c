"""The real server: cold start with a crowd, what it sends and how large, and figures that change under its feet."""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import update

from data.snapshot import building, current_version
from data.tables import cell
from tests.conftest import pointed_at
from tests.integration.visitor import Visitor, parts_of, said

VISITORS = 20
SELECTIONS = ("?gebied=W07", "?prioriteit=verkeer&periode=2021", "?niveau=buurt&maat=km2", "?prioriteit=overpoort")


@pytest.fixture(scope="module")
def served(serve: Any, demo_var: Path) -> Iterator[Any]:
    """The server on the demonstration set, shared by the tests that only look."""
    with serve(demo_var) as running:
        yield running


@pytest.fixture
def visitor(served: Any) -> Iterator[Visitor]:
    """Somebody with a browser that knows brotli."""
    with Visitor(served.url) as somebody:
        yield somebody


@pytest.fixture
def own_var(demo_var: Path, tmp_path: Path) -> Path:
    """The demonstration set in a folder that this test may change."""
    folder = tmp_path / "var"
    shutil.copytree(demo_var, folder)
    return folder


def wait_for_port(url: str) -> None:
    """Waits until somebody listens, without asking anything: the first request is the test's own."""
    port = urlsplit(url).port
    assert port is not None
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    pytest.fail("the server does not listen")


def first_visit(url: str, search: str) -> list[tuple[str, int]]:
    """What one of the crowd got."""
    with Visitor(url) as somebody:
        return somebody.first_visit(search)


def test_twenty_first_visits_at_once_right_after_a_cold_start(serve: Any, demo_var: Path) -> None:
    with serve(demo_var, wait=False) as server:
        wait_for_port(server.url)
        with ThreadPoolExecutor(VISITORS) as crowd:
            searches = [SELECTIONS[i % len(SELECTIONS)] for i in range(VISITORS)]
            visits = list(crowd.map(lambda search: first_visit(server.url, search), searches))
        assert min(len(visit) for visit in visits) > 15  # the page, its scripts and styles, layout, callbacks
        assert [answer for visit in visits for answer in visit if answer[1] != 200] == []
        assert "Traceback" not in server.printed()


def test_a_start_with_figures_fits_in_five_seconds_of_two_cores(serve: Any, demo_var: Path) -> None:
    def used() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    before = used()
    with serve(demo_var):
        pass
    # Seconds of work of all its processes, which depend less than the clock on what else this machine is doing;
    # test_make_run looks at the clock.
    assert used() - before < 2 * 5


def test_stopping_says_nothing(serve: Any, demo_var: Path) -> None:
    with serve(demo_var) as server, Visitor(server.url) as visitor:
        for search in SELECTIONS:
            assert visitor.answer(search).status == 200
    assert server.process.returncode == 0
    assert len(server.printed().splitlines()) == 1  # where it runs


@pytest.mark.alone
def test_visitors_who_say_nothing_keep_nobody_waiting(served: Any) -> None:
    where = urlsplit(served.url)
    silent = [socket.create_connection((where.hostname, where.port)) for _ in range(2 * VISITORS)]
    try:
        with Visitor(served.url) as somebody:
            began = time.monotonic()
            assert somebody.get("/healthz").status == 200
            assert time.monotonic() - began < 2.0
    finally:
        for connection in silent:
            connection.close()


def test_healthz_tells_what_is_served(visitor: Visitor, demo_var: Path) -> None:
    with pointed_at(demo_var):
        version = current_version()
    answer = visitor.get("/healthz")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["server"] == "web"  # not which program, nor its version
    assert answer.json() == {"status": "ok", "data_version": version, "data_until": "2023-04", "is_demo": True}


def geo_paths(visitor: Visitor) -> dict[str, str]:
    """Addresses of the polygon files on the page, by the name of their map pane."""
    page = visitor.page("/").body.decode()
    found: dict[str, str] = {}

    def walk(node: Any, pane: str) -> None:
        if isinstance(node, dict):
            props = node.get("props", {})
            if isinstance(url := props.get("url"), str) and url.startswith("/geo/"):
                found[pane] = url
            pane = props.get("name", pane) if node.get("type") == "Pane" else pane
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(child, pane)

    walk(json.loads(page), "")
    return found


def test_polygons_are_small_compressed_and_cached_for_ever(served: Any) -> None:
    sizes = {}
    for encoding, name in product(("br", "gzip", "identity"), ("bv-wijk", "bv-buurt")):
        with Visitor(served.url, encoding=encoding) as visitor:
            answer = visitor.get(geo_paths(visitor)[name])
            assert answer.status == 200
            assert answer.headers.get("content-encoding", "identity") == encoding
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert "Accept-Encoding" in answer.headers["vary"]
            assert len(answer.json()["features"]) == {"bv-wijk": 25, "bv-buurt": 254}[name]
            sizes[encoding, name] = answer.wire
    assert sizes["br", "bv-wijk"] + sizes["br", "bv-buurt"] < 150_000
    assert sizes["gzip", "bv-wijk"] + sizes["gzip", "bv-buurt"] < 150_000


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO", "Script-Name", "Path-Info"])
def test_no_header_says_which_path_was_asked(served: Any, name: str) -> None:
    """gunicorn believes these of whoever is on this machine, and so of all that a proxy here sends on."""
    answer = httpx.get(f"{served.url}/zoek?q=dam", headers={name: "/healthz"}, trust_env=False)
    assert (answer.status_code, "data_version" in answer.text) == (200, False)


def test_polygons_that_do_not_exist(visitor: Visitor) -> None:
    assert visitor.get("/geo/0000000000000000.json").status == 404


def test_an_answer_holds_values_and_never_polygons(visitor: Visitor) -> None:
    for search in ("", *SELECTIONS):
        answer = visitor.answer(search)
        below = visitor.below(search)
        for one in (answer, below):
            assert b"coordinates" not in one.body
            assert b"Polygon" not in one.body
        paint = json.dumps(parts_of(answer)[1]["paint"])
        wire = answer.wire + below.wire
        print(
            f"{search or '/'}: map {len(paint)} bytes, answer {len(answer.body)}, below {len(below.body)}, wire {wire}"
        )
        assert len(paint) < 20_000
        assert wire < 40_000


def test_bundles_are_compressed_once_and_answers_never_mixed_up(visitor: Visitor, served: Any) -> None:
    alone = {search: said(visitor.answer(search)) for search in SELECTIONS}
    assert len(set(alone.values())) == len(SELECTIONS)
    script = max((p for p, _ in visitor.first_visit() if p.endswith(".js")), key=lambda p: visitor.get(p).wire)
    bundles = set()
    for _ in range(6):
        for search in SELECTIONS:
            answer = visitor.answer(search)
            assert answer.headers["content-encoding"] == "gzip"
            assert said(answer) == alone[search]
        bundle = visitor.get(script)
        assert bundle.headers["content-encoding"] == "br"
        bundles.add((hashlib.sha256(bundle.body).hexdigest(), bundle.wire))
    assert len(bundles) == 1
    with Visitor(served.url, encoding="gzip") as older, Visitor(served.url, encoding="identity") as oldest:
        assert said(oldest.answer(SELECTIONS[0])) == alone[SELECTIONS[0]]
        assert "content-encoding" not in oldest.answer(SELECTIONS[0]).headers
        assert older.get(script).headers["content-encoding"] == "gzip"
        assert older.get(script).body == oldest.get(script).body == bundle.body


@pytest.mark.alone
def test_a_bundle_from_the_cache_comes_faster_than_compressing_it(visitor: Visitor) -> None:
    script = max((p for p, _ in visitor.first_visit() if p.endswith(".js")), key=lambda p: visitor.get(p).wire)
    times = []
    for _ in range(8):
        began = time.perf_counter()
        size = len(visitor.get(script).body)
        times.append(time.perf_counter() - began)
    assert size > 900_000
    assert min(times) < 0.1  # brotli needs more than that for a megabyte


def test_a_worker_with_an_open_connection_shows_new_figures_without_a_restart(serve: Any, own_var: Path) -> None:
    with serve(own_var, WORKERS="1") as server, Visitor(server.url) as visitor:
        before, old = visitor.sentence("?gebied=W07"), visitor.get("/healthz").json()["data_version"]
        with pointed_at(own_var), building() as made:
            here = (cell.c.area_code == "W07", cell.c.category_id == "fietsdiefstal")
            made.connection.execute(
                update(cell).where(*here).values(n=cell.c.n + 1000, n_public=cell.c.n_public + 1000)
            )
        assert visitor.get("/healthz").json()["data_version"] == made.version != old
        after = visitor.sentence("?gebied=W07")
        was, now = (int(s.split(": ")[1].split(" feiten")[0].replace(".", "")) for s in (before, after))
        assert now == was + 12_000
        assert server.process.poll() is None


def test_the_web_process_never_writes_to_the_snapshot(serve: Any, own_var: Path) -> None:
    def contents() -> dict[str, tuple[int, str]]:
        files = sorted(path for path in own_var.rglob("*") if path.is_file() and "state" not in path.name)
        return {
            str(p.relative_to(own_var)): (p.stat().st_mtime_ns, hashlib.sha256(p.read_bytes()).hexdigest())
            for p in files
        }

    snapshots = own_var / "snapshots"
    for path in snapshots.iterdir():
        path.chmod(0o444)
    before = contents()
    with serve(own_var) as server, Visitor(server.url) as visitor:
        assert all(status == 200 for _, status in visitor.first_visit())
        for search in SELECTIONS:
            assert visitor.answer(search).status == 200
    assert contents() == before


def test_without_figures_there_is_a_sentence_and_no_error(serve: Any, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with serve(empty, wait=False) as server:
        wait_for_port(server.url)
        with Visitor(server.url) as visitor:
            health, index, page = visitor.get("/healthz"), visitor.get("/"), visitor.page("/")
    assert (health.status, health.json()["status"]) == (503, "down")
    assert "Er zijn nog geen cijfers geladen" in health.json()["reason"]
    assert (index.status, page.status) == (200, 200)
    assert "Er zijn nog geen cijfers geladen. Voer 'python -m data.ingest ensure' uit." in page.body.decode()
    assert "Traceback" not in server.printed()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_the_internal_profile_is_refused_on_an_open_address(serve: Any, demo_var: Path, host: str) -> None:
    with serve(demo_var, wait=False, PROFILE="intern", HOST=host) as server:
        assert server.process.wait(timeout=30) != 0
        assert "PROFILE=intern kan enkel op deze machine zelf" in server.printed()
        assert "Traceback" not in server.printed()
