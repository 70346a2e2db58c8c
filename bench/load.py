"""Many people at once: every client asks things that nobody asked before, as the browser would ask them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, cycle, islice, product

import httpx
import numpy as np

from bench.budget import Line
from dashboard.answer_route import BELOW, PATH
from dashboard.fact_choice import SEVERITIES, WEEKDAYS, WHEN
from dashboard.selection import Selection
from data.catalogue import PRIORITIES

CLIENTS = 20
ROUNDS = 10
ALONE = 200
FILTERED = ("fietsdiefstal", "overlast", "verkeer")
"""Priorities whose facts are chosen by when they were; accidents by how serious they were as well."""
TIMEOUT_S = 30.0


@dataclass(frozen=True)
class Ask:
    """One request of a client."""

    path: str


@dataclass(frozen=True)
class Answers:
    """What came back: the path, milliseconds and bytes on the wire of each good answer."""

    good: list[tuple[str, float, int]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def milliseconds(self) -> list[float]:
        """Of each good answer."""
        return [took for _, took, _ in self.good]

    @property
    def sizes(self) -> list[int]:
        """Of each good answer."""
        return [size for _, _, size in self.good]

    def of(self, route: str) -> Answers:
        """Those of one route."""
        return Answers([one for one in self.good if one[0].partition("?")[0] == route], self.errors)


def new_selections(months: list[str], areas: list[str]) -> Iterator[Selection]:
    """Selections that are all different: period by period, area by area, over every priority and both levels.

    Args:
        months: ISO months (2021-03) that have figures, oldest first.
        areas: Codes of wijken.
    """
    spans = [(first, last) for first in range(len(months)) for last in range(first + 2, len(months), 5)]
    np.random.default_rng(7).shuffle(spans)
    kinds = cycle(product(PRIORITIES, ("wijk", "buurt")))
    for (first, last), (priority, level), area in zip(spans, kinds, cycle(areas), strict=False):
        yield Selection(priority=priority, level=level, period=f"{months[first]}_{months[last]}", areas=(area,))


def new_filters(areas: list[str]) -> Iterator[Selection]:
    """Selections that each ask for other facts: other days of the week, hours or severities, in one area each.

    Args:
        areas: Codes of wijken.
    """
    days = [some for n in range(1, len(WEEKDAYS)) for some in combinations(WEEKDAYS, n)]
    severities = [some for n in range(1, len(SEVERITIES)) for some in combinations(SEVERITIES, n)]
    asked = list(product(days, WHEN, FILTERED))
    np.random.default_rng(11).shuffle(asked)
    for (weekdays, when, priority), severity, area in zip(asked, cycle(severities), cycle(areas), strict=False):
        chosen = Selection(priority=priority, areas=(area,), weekdays=tuple(weekdays), when=when)
        yield chosen.but(severity=severity) if priority == "verkeer" else chosen


def answer_asks(selections: Iterator[Selection], n: int) -> list[Ask]:
    """Requests for the answer to each of the next `n` selections, and for what stands below it, as the page asks."""
    return [Ask(path + s.to_query()) for s in islice(selections, n) for path in (PATH, BELOW)]


def ask_one_by_one(url: str, asks: list[Ask]) -> Answers:
    """One client, one request after the other."""
    return _ask_all(url, [asks])


def ask_at_once(url: str, asks: list[Ask], *, clients: int = CLIENTS) -> Answers:
    """Deals the requests out to clients who start together; each waits for its answer before asking the next."""
    each = -(-len(asks) // clients)
    return _ask_all(url, [asks[i * each : (i + 1) * each] for i in range(clients)])


def _ask_all(url: str, dealt: list[list[Ask]]) -> Answers:
    answers = Answers()
    start = threading.Barrier(len(dealt))

    def client(mine: list[Ask]) -> None:
        with httpx.Client(base_url=url, timeout=TIMEOUT_S, trust_env=False, headers=HEADERS) as session:
            start.wait()
            for ask in mine:
                _ask(session, ask, answers)

    threads = [threading.Thread(target=client, args=(mine,)) for mine in dealt]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


HEADERS = {"Accept-Encoding": "gzip"}


def _ask(session: httpx.Client, ask: Ask, answers: Answers) -> None:
    began = time.perf_counter()
    try:
        with session.stream("GET", ask.path) as response:
            size = sum(len(part) for part in response.iter_raw())
    except httpx.HTTPError as error:
        answers.errors.append(f"{ask.path}: {error!r}")
        return
    if response.status_code >= 400:
        answers.errors.append(f"{ask.path}: {response.status_code}")
        return
    answers.good.append((ask.path, (time.perf_counter() - began) * 1000, size))


def measure_load(url: str, *, months: list[str], areas: list[str]) -> list[Line]:
    """Asks new things, first alone and then with twenty at once, and returns the figures.

    Args:
        url: The running server.
        months: ISO months that have figures, oldest first.
        areas: Codes of wijken.
    """
    selections = new_selections(months, areas)
    ask_one_by_one(url, answer_asks(selections, 2 * len(PRIORITIES) * 4))  # warm both workers
    alone = ask_one_by_one(url, answer_asks(selections, ALONE))
    crowd = ask_at_once(url, answer_asks(selections, CLIENTS * ROUNDS))
    for error in [*alone.errors, *crowd.errors][:5]:
        print(error)
    return [
        Line.of("server answer, new selection", alone.of(PATH).milliseconds, "ms", None, 60.0),
        Line.of("   then what stands below it", alone.of(BELOW).milliseconds, "ms", None, 60.0),
        Line("   largest answer on the wire", max(alone.sizes, default=0) / 1000, "kB"),
        Line("   its part for the map, before compression", _map_part(url) / 1000, "kB", 20.0),
        Line.of(f"{CLIENTS} clients at once, new selections", crowd.milliseconds, "ms", None, 500.0),
        Line("   errors", len(alone.errors) + len(crowd.errors), "errors", 0.0),
    ]


def measure_filters(url: str, *, areas: list[str]) -> list[Line]:
    """Chooses other facts each time, one after the other, and returns the figures.

    Args:
        url: The running server.
        areas: Codes of wijken.
    """
    selections = new_filters(areas)
    ask_one_by_one(url, answer_asks(selections, 12))  # warm both workers
    alone = ask_one_by_one(url, answer_asks(selections, ALONE))
    for error in alone.errors[:5]:
        print(error)
    return [
        Line.of(
            "server answer, new choice of facts (days, hours, severity)", alone.of(PATH).milliseconds, "ms", None, 60.0
        ),
        Line.of("   then what stands below it", alone.of(BELOW).milliseconds, "ms", None, 60.0),
        Line("   errors", len(alone.errors), "errors", 0.0),
    ]


def _map_part(url: str) -> int:
    """Bytes of the values for the map: all buurten of the city, with a rate."""
    asked = PATH + Selection(level="buurt", measure="km2").to_query()
    answer = httpx.get(url + asked, timeout=TIMEOUT_S, trust_env=False)
    part = json.loads(answer.text.splitlines()[1])["paint"]
    return len(json.dumps(part, separators=(",", ":")))
