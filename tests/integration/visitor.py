"""A visitor without a browser: asks the running server what a browser would ask, byte for byte."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

TIMEOUT_S = 30


@dataclass(frozen=True)
class Reply:
    """An answer of the server; `wire` is how many bytes of body crossed the wire."""

    status: int
    headers: httpx.Headers
    body: bytes
    wire: int

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Visitor:
    """One browser, with a connection of its own that stays open.

    Attributes:
        url: The server.
        encoding: What the browser can decompress.
    """

    url: str
    encoding: str = "gzip, deflate, br"
    session: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.session = httpx.Client(base_url=self.url, timeout=TIMEOUT_S, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()  # a server that stops waits for connections that are open

    def ask(self, method: str, path: str, **options: Any) -> Reply:
        """One request, with the bytes of its body as they came over the wire counted."""
        headers = {"Accept-Encoding": self.encoding}
        with self.session.stream(method, path, headers=headers, **options) as response:
            body = b"".join(response.iter_bytes())
            return Reply(response.status_code, response.headers, body, response.num_bytes_downloaded)

    def get(self, path: str) -> Reply:
        """A page or a file."""
        return self.ask("GET", path)

    def first_visit(self, search: str = "") -> list[tuple[str, int]]:
        """Everything that a browser fetches the first time, with the status of each."""
        index = self.get("/" + search)
        found = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', index.body.decode())
        files = [(path, self.get(path).status) for path in (*found, "/_dash-layout", "/_dash-dependencies")]
        panels = [("page", self.page("/").status), ("answer", self.answer(search).status)]
        panels.append(("below", self.below(search).status))
        return [("/", index.status), *files, *panels]

    def page(self, path: str) -> Reply:
        """The answer to a change of the path: the page, without figures."""
        known = self.get("/_dash-dependencies").json()
        inputs = [{"id": "url", "property": "pathname"}]
        (wanted,) = [d for d in known if d["inputs"] == inputs and "page.children" in d["output"]]
        outputs = [one.rsplit(".", 1) for one in wanted["output"].strip(".").split("...")]
        body = {
            "output": wanted["output"],
            "outputs": [{"id": name, "property": prop} for name, prop in outputs],
            "inputs": [inputs[0] | {"value": path}],
            "changedPropIds": ["url.pathname"],
            "state": [{"id": one["id"], "property": one["property"], "value": ""} for one in wanted["state"]],
        }
        return self.ask("POST", "/_dash-update-component", json=body)

    def answer(self, search: str = "") -> Reply:
        """What the main page gets for a selection."""
        return self.get("/beeld" + search)

    def below(self, search: str = "") -> Reply:
        """What the main page asks when the answer is on screen."""
        return self.get("/beeld/onder" + search)

    def sentence(self, search: str = "") -> str:
        """The sentence above the map for a selection."""
        return said(self.answer(search))


def parts_of(reply: Reply) -> list[dict[str, Any]]:
    """The four parts of an answer: the trend, the map, the story, and what the controls offer."""
    trend, painted, story, offered = (json.loads(line) for line in reply.body.splitlines())
    return [trend, painted, story, offered]


def said(reply: Reply) -> str:
    """The sentence in the answer to a selection."""
    trend, _, story, _ = parts_of(reply)
    children = (trend.get("words") or story["words"])["sentence"]  # in the first part when there is nothing to show
    pieces = children if isinstance(children, list) else [children]
    return "".join(piece if isinstance(piece, str) else piece["props"]["children"] for piece in pieces)
