"""Addresses and bodies for the tests that nothing breaks: some that can be, many that cannot, some that are no text."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from dash import Dash

from dashboard.selection import KEYS
from tests.hostile import HOSTILE

VALUES = (
    *(
        "W13",
        "W07,W13",
        "44021A001",
        "12m",
        "36m",
        "alles",
        "2021",
        "2021-03_2022-05",
        "wijk",
        "buurt",
        "zone",
        "groep",
    ),
    *("aantal", "inwoners", "km2", "verandering", "overlast", "verkeer", "fietsdiefstal", "overpoort", "jaar", "-naam"),
    *(
        "feiten,punten,warmte",
        "geen",
        "kalender,los",
        "seizoen",
        "nacht",
        "ma,di",
        "zwaar",
        "fiets",
        "13",
        "3.6,51,3.8,51.1",
    ),
    *(
        "",
        "0",
        "-1",
        "1e999",
        "nan",
        "2099",
        "0000",
        "9999-99_0000-00",
        "2022-05_2021-03",
        "\x00",
        "\ufffd",
        "💥",
        "é" * 50,
    ),
    *(
        "../../etc/passwd",
        "%00",
        "%25%00",
        "' OR 1=1 --",
        '"><script>alert(1)</script>',
        "{{7*7}}",
        "a" * 900,
        "1" * 400,
        ",",
    ),
    *("NaN,NaN,NaN,NaN", "1,2,3", "inf,inf,inf,inf", "-180,-90,180,90", "[]", "{}", "null", "\r\nX-Bad: 1", "\u202e"),
    *HOSTILE[:10],
)
PATHS = (
    *(
        "/",
        "/prioriteiten",
        "/gegevens",
        "/methode",
        "/invoer",
        "/mijn-gebieden",
        "/buurt",
        "/buurt/W13",
        "/buurt/stad",
    ),
    *("/feiten", "/warmte", "/wanneer", "/zoek", "/healthz", "/_dash-layout", "/_dash-dependencies", "/_reload-hash"),
    *(
        "/_favicon.ico",
        "/assets/",
        "/assets/map.js",
        "/_dash-component-suites/dash/dcc/async-graph.js",
        "/static/x",
        "//x",
    ),
    *("/_dash-component-suites/os/path.py", "/uitvoer/trend.csv", "/uitvoer/kaart.geojson", "/uitvoer/kaart.gpkg"),
)
METHODS = ("GET",) * 8 + ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")


def addresses(app: Dash, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Method and address of requests to every route, with values that can be, that cannot be, and that are no text."""
    rules = [rule.rule for rule in app.server.url_map.iter_rules()]
    keys = (
        *KEYS.values(),
        "vak",
        "zoom",
        "q",
        "v",
        "csv",
        "naam",
        "versie",
        "cancelJob",
        "job",
        "cacheKey",
        "x",
        "dia",
        "lijst",
        "beeld",
    )
    while True:
        path = dice.choice((*PATHS, *rules)) if dice.random() < 0.8 else "/" + _junk(dice)
        while "<" in path:
            before, _, rest = path.partition("<")
            path = before + quote(dice.choice(VALUES), safe="") + rest.partition(">")[2]
        if path.startswith("//"):
            path = "/." + path  # the client of the tests takes what follows for a host
        pairs = [f"{dice.choice(keys)}={quote(dice.choice(VALUES), safe=',')}" for _ in range(dice.randrange(5))]
        if dice.random() < 0.1:
            pairs.append(_junk(dice))
        yield dice.choice(METHODS), path + ("?" + "&".join(pairs) if pairs else "")


def _junk(dice: random.Random) -> str:
    return quote(dice.randbytes(dice.randrange(1, 30)))


def bodies(app: Dash, dice: random.Random) -> Iterator[bytes]:
    """Callback bodies: good ones with one thing changed, other JSON, and bytes."""
    good = [body_of(output, known) for output, known in app.callback_map.items()]
    while True:
        kind = dice.random()
        if kind < 0.1:
            yield dice.randbytes(dice.randrange(200))
        elif kind < 0.2:
            yield b"[" * dice.randrange(1, 90_000)
        else:
            body: Any = json.loads(json.dumps(dice.choice(good)))
            for entry in (*body["inputs"], *body["state"]):
                if dice.random() < 0.6:
                    address = f"?{dice.choice(list(KEYS.values()))}={quote(dice.choice(VALUES), safe=',')}"
                    entry["value"] = dice.choice((address, dice.choice(VALUES), "/" + dice.choice(VALUES)))
            for _ in range(dice.randrange(3)):
                _spoil(body, dice)
            text = json.dumps(body)
            yield (text[: dice.randrange(len(text))] if dice.random() < 0.05 else text).encode()


def body_of(output: str, known: dict[str, Any]) -> dict[str, Any]:
    outputs = known["output"]
    many = isinstance(outputs, (list, tuple))
    named = [{"id": o.component_id, "property": o.component_property} for o in (outputs if many else [outputs])]
    given = [dict(entry, value="/" if entry["property"] == "pathname" else "") for entry in known["inputs"]]
    states = [dict(entry, value="/buurt/W13") for entry in known["state"]]
    changed = [f"{entry['id']}.{entry['property']}" for entry in given]
    return {
        "output": output,
        "outputs": named if many else named[0],
        "inputs": given,
        "state": states,
        "changedPropIds": changed,
    }


def _spoil(node: Any, dice: random.Random) -> None:
    """Replaces, adds or removes one thing somewhere in a body."""
    other = dice.choice(
        (None, [], {}, 0, -1.5, True, "\ud800", "x" * 9000, [[]], {"id": 1}, ["a"], dice.choice(VALUES))
    )
    while isinstance(node, (dict, list)) and node:
        key = dice.choice(list(node)) if isinstance(node, dict) else dice.randrange(len(node))
        if dice.random() < 0.5 and isinstance(node[key], (dict, list)):
            node = node[key]
            continue
        if dice.random() < 0.3:
            del node[key]
        else:
            node[key] = other
        return
