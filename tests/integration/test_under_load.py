"""Readers and people at work while figures change under their feet: nobody gets a fault, nothing is lost or doubled.

Each has a short form in `make test`; `make soak` runs the long one.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest

from bench.walk import walk
from data import queries
from data.snapshot import current_version
from tests.conftest import pointed_at
from tests.integration.opendata_server import year_records
from tests.integration.visitor import Visitor, said

ROOT = Path(__file__).resolve().parents[2]
FACTS = "SELECT sum(n) FROM cell WHERE grain = 'counts' AND level = 'wijk'"
SEARCH = "?periode=2022"
YEARS = (2022, 2021, 2020, 2019, 2018, 2023)


@dataclass
class Crowd:
    """What readers saw since the last look: the sentences, and whatever was no good answer."""

    sentences: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    answers: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> set[str]:
        """The sentences since the last time."""
        with self.lock:
            seen, self.sentences = self.sentences, set()
        return seen


@contextmanager
def reading(url: str, readers: int) -> Iterator[Crowd]:
    """Readers who ask the same view over and over."""
    crowd, stop = Crowd(), threading.Event()

    def reader() -> None:
        with Visitor(url) as visitor:
            while not stop.wait(random.uniform(0.05, 0.3)):
                try:
                    reply = visitor.answer(SEARCH)
                    sentence, fault = said(reply), "" if reply.status == 200 else f"status {reply.status}"
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    sentence, fault = "", repr(error)
                with crowd.lock:
                    crowd.answers += 1
                    if fault:
                        crowd.faults.append(fault)
                    else:
                        crowd.sentences.add(sentence)

    threads = [threading.Thread(target=reader) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield crowd
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def start_import(file: Path, var_dir: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "data.ingest", "counts", str(file)],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(var_dir)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def published(request: pytest.FixtureRequest, demo_var: Path, var_dir: Path) -> Iterator[None]:
    """The demonstration set is published, in a file or in a database of this test."""
    if request.param == "file":
        shutil.copytree(demo_var, var_dir, dirs_exist_ok=True)
        yield
        return
    with pointed_at(var_dir, DATABASE_URL=request.getfixturevalue("own_database")):
        yield


@pytest.mark.parametrize(
    ("kills", "readers", "published"),
    [
        (3, 4, "file"),
        pytest.param(20, 20, "file", marks=pytest.mark.soak),
        pytest.param(20, 20, "postgres", marks=pytest.mark.soak),
    ],
    ids=["short", "long", "long in PostgreSQL"],
    indirect=["published"],
)
def test_kills_during_imports_that_many_read(  # type: ignore[no-untyped-def]
    kills: int, readers: int, serve: Any, published: None, var_dir: Path, ask: Callable[[str], Any], tmp_path: Path
) -> None:
    files, totals = {}, {}
    years = YEARS[: max(2, kills // 3)]
    for year in years:
        records = year_records(year)
        files[year], totals[year] = tmp_path / f"{year}.json", sum(r["total"] for r in records)
        files[year].write_text(json.dumps(records), encoding="utf-8")
    demonstration, done, longest, dice = ask(FACTS), [], 4.0, random.Random(11)
    with serve(var_dir) as server, reading(server.url, readers) as crowd, Visitor(server.url) as visitor:
        for _ in range(kills):
            year = next((year for year in years if year not in done), years[0])
            version, before = current_version(), visitor.sentence(SEARCH)
            crowd.take()
            process, began = start_import(files[year], var_dir), time.monotonic()
            try:
                process.wait(timeout=dice.uniform(0.1, longest))
                longest = time.monotonic() - began  # the next moments lie inside
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait(timeout=10)
            if current_version() != version:
                done.append(year)
            assert ask(FACTS) == ([(sum(totals[year] for year in done),)] if done else demonstration)  # all or nothing
            after = visitor.sentence(SEARCH)
            assert crowd.take() <= {before, after}
        for year in years:  # what was killed can simply be done again, and what was not changes nothing
            assert start_import(files[year], var_dir).wait(timeout=120) == 0
    assert ask(FACTS) == [(sum(totals.values()),)]
    assert crowd.faults == []
    assert crowd.answers > kills * readers
    assert not list((var_dir / "snapshots").glob("building-*"))


@dataclass
class People:
    """Milliseconds of each answer, and whatever was no good one."""

    milliseconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def person(url: str, searches: Iterator[str], people: People, stop: threading.Event, every_s: float) -> None:
    """Changes a filter again and again, and asks what the page of a browser asks for it (assets/ask.js, when.js)."""
    with Visitor(url) as visitor:
        if stop.wait(random.uniform(0, every_s)):
            return
        while True:
            began = time.perf_counter()
            try:
                search = next(searches)
                reply = visitor.answer(search)
                people.milliseconds.append((time.perf_counter() - began) * 1000)
                when = json.loads(reply.body.splitlines()[2]).get("when")
                rest = [visitor.below(search), *([visitor.get(when)] if when else [])]
                if any(one.status != 200 for one in (reply, *rest)):
                    people.faults.append(f"{reply.status} {[one.status for one in rest]} {when}")
            except (httpx.HTTPError, ValueError, KeyError) as error:
                people.faults.append(repr(error))
            if stop.wait(max(every_s - (time.perf_counter() - began), 0.0)):
                return


def memory_of(group: int) -> int:
    """Bytes that the processes of a group hold, each shared page counted once."""
    found = 0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and os.getpgid(int(folder.name)) == group:
                told = (folder / "smaps_rollup").read_text(encoding="ascii")
                found += next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")) * 1024
        except OSError:
            continue  # it ended
    return found


@pytest.mark.parametrize(
    ("people", "seconds"),
    [pytest.param(50, 25, marks=pytest.mark.alone), pytest.param(100, 600, marks=pytest.mark.soak)],
    ids=["short", "long"],
)
def test_people_who_each_change_a_filter_every_five_seconds(
    people: int, seconds: int, serve: Any, demo_var: Path
) -> None:
    with pointed_at(demo_var):
        snapshot = queries.current()
        covered, areas = queries.snapshot_info(snapshot).months, queries.areas(snapshot)
        months = [str(month) for month in pd.period_range(covered.first, covered.last, freq="M")]
        codes = {
            level: list(areas.index[areas["is_located"] & (areas["level"] == level)]) for level in ("wijk", "buurt")
        }
    asked = [s.to_query() for s in islice(walk(months, codes), people * (seconds // 5 + 2))]
    seen, stop = People(), threading.Event()
    with serve(demo_var, WORKERS="2") as server:
        threads = [
            threading.Thread(target=person, args=(server.url, iter(asked[i::people]), seen, stop, 5.0))
            for i in range(people)
        ]
        for thread in threads:
            thread.start()
        memory, looks = [], max(seconds // 10, 2)
        for _ in range(looks):  # the looks share all of the seconds: 50 people make 250 changes in 25 s
            time.sleep(seconds / looks)
            memory.append(memory_of(server.process.pid) / 1e6)
        stop.set()
        for thread in threads:
            thread.join()
    p95 = statistics.quantiles(seen.milliseconds, n=20)[-1]
    print(
        f"{people} people, {len(seen.milliseconds)} changes in {seconds} s: median "
        f"{statistics.median(seen.milliseconds):.0f} ms, p95 {p95:.0f} ms; memory {[round(m) for m in memory]} MB"
    )
    assert seen.faults == []
    assert len(seen.milliseconds) > people * seconds / 5 * 0.8  # nobody had to wait for a turn
    assert p95 < 1000
    half = len(memory) // 2
    assert max(memory[half:]) < max(memory[:half]) * 1.1 + 20
