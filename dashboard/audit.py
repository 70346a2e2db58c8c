"""Writing the log: what each answer was, looked at once here for every route, and written behind the visitors' backs.

A line is put in a queue and a thread of each worker writes the queue every second, so no answer waits for it; a worker
that is killed loses at most that second. Without signing in publiek and raad have no persons, so nothing is written.
"""

from __future__ import annotations

import queue
import re
import threading
import time
from typing import Any
from urllib.parse import parse_qs, unquote

from flask import Flask, Response, request

from dashboard import sheet_address, sign_in, who
from dashboard.answer_route import BELOW
from dashboard.answer_route import PATH as ANSWER
from dashboard.projection.address import PATH as PROJECTION
from dashboard.projection.deck import areas_asked
from data.errors import StateError
from data.state import audit
from data.state.audit import Line, areas_of

CALLBACK = "/_dash-update-component"
FACTS = ("/feiten", "/warmte", "/wanneer")
CALLBACK_PAGES = ("/", "/prioriteiten")
"""Pages that ask their figures by a callback of their own, which is what the log notes."""
EVERY_S = 1.0
MOST_WAITING = 20_000
AGAIN_S = 60
"""The same view by the same person is one line for so long: moving the map is not seeing another area."""
_MOST_REMEMBERED = 5_000
_IN_ANSWER = re.compile(rb'"(?:code|nummer)": ?"?([\w-]{1,60})')

_waiting: queue.Queue[Line | None] = queue.Queue()
_writer: threading.Thread | None = None
_writer_lock = threading.Lock()
_ending = threading.Event()
_seen: dict[tuple[str, ...], float] = {}


def register(server: Flask) -> None:
    """Notes every answer to a person, after it is made."""

    @server.after_request
    def note(answer: Response) -> Response:
        if answer.status_code in (200, 201, 302, 401, 403) and request.path.startswith("/"):
            visitor = who.visitor()
            if visitor.signed_in or visitor.audience == who.INTERN:
                found = told(answer)
                if found is not None:
                    keep(Line(visitor.name, visitor.audience, *found))
        return answer


def told(answer: Response) -> tuple[str, str, str] | None:
    """What, about what, and the address; None for what is not worth a line (scripts, polygons, the search box)."""
    path, method = request.path, request.method
    address = request.full_path.rstrip("?")
    if path == sign_in.BACK:
        return ("aangemeld", "", path) if answer.status_code == 302 else None
    if path == sign_in.OUT:
        return "afgemeld", "", path
    if answer.status_code in (401, 403):
        return "geweigerd", "", address
    if answer.status_code == 302:
        return None
    if path == CALLBACK:
        return _of_callback()
    if "attachment" in answer.headers.get("Content-Disposition", "") or path.startswith("/uitvoer/"):
        return "uitgevoerd", _areas(path, request.query_string.decode("utf-8", "replace")), address
    if path in (ANSWER, BELOW):  # within a minute one line
        search = request.query_string.decode("utf-8", "replace")
        return "bekeken", _areas("/", search), f"?{search}" if search else ""
    if path in FACTS:
        return "bekeken", _areas("/", request.query_string.decode("utf-8", "replace")), address
    if path == PROJECTION:
        return "bekeken", _of_slides(request.query_string.decode("utf-8", "replace")), address
    if method == "POST":
        what = "ingevoerd" if (path + "/").startswith("/invoer/") else "gewijzigd"
        return what, _named(answer), address
    return None


def _of_callback() -> tuple[str, str, str] | None:
    body = request.get_json(silent=True)
    given = [*body.get("inputs", []), *body.get("state", [])] if isinstance(body, dict) else []
    asked = {i.get("property"): i.get("value") or "" for i in given if isinstance(i, dict)}
    path, search = str(asked.get("pathname", "/")), str(asked.get("search", ""))
    if "search" in asked:
        return "bekeken", _areas(path, search), ("" if path == "/" else path) + search
    if "pathname" in asked and path not in CALLBACK_PAGES and not path.startswith(sheet_address.PATH):
        return "bekeken", path, path
    return None


def _areas(path: str, search: str) -> str:
    if path.startswith(sheet_address.PATH + "/"):
        return unquote(path[len(sheet_address.PATH) + 1 :])
    asked = parse_qs(search.lstrip("?"))
    codes = ",".join([*asked.get("gebied", []), *asked.get(sheet_address.SHEET_KEY, [])])
    return areas_of(codes.split(",") if codes else ())


def _of_slides(search: str) -> str:
    try:
        return areas_of(areas_asked(search))
    except StateError:  # the slides said so too; the address tells which list it was
        return "lijst die niet te lezen is"


def _named(answer: Response) -> str:
    """The code or number of what was written, as the route answers it, or as it was asked."""
    if request.args.get("naam"):
        return request.args["naam"]
    for content in (b"" if answer.is_streamed else answer.get_data()[:2000], _sent()):
        found = _IN_ANSWER.search(content)
        if found:
            return found.group(1).decode()
    return ""


def _sent() -> bytes:
    sent: Any = request.get_json(silent=True)
    return str(sent).replace("'", '"').encode() if isinstance(sent, dict) else b""


def keep(line: Line) -> None:
    """Puts a line in the queue; the same view by the same person shortly after is not another one."""
    now = time.monotonic()
    if line.what == "bekeken":
        path = line.address.partition("?")[0]
        key = (line.by, line.about, path if path in FACTS else line.address)
        if now - _seen.get(key, -AGAIN_S) < AGAIN_S:
            return
        if len(_seen) >= _MOST_REMEMBERED:
            _seen.clear()
        _seen[key] = now
    if _waiting.qsize() < MOST_WAITING:  # the store is away for hours: the page still answers
        _waiting.put(line)
        _start()


def close() -> None:
    """Writes what still waits; call it before a worker ends."""
    global _writer
    with _writer_lock:
        if _writer is not None:
            _ending.set()
            _waiting.put(None)
            _writer.join(timeout=5)
            _ending.clear()
            _writer = None


def _start() -> None:
    global _writer
    with _writer_lock:
        if _writer is None or not _writer.is_alive():
            _writer = threading.Thread(target=_write, name="logboek", daemon=True)
            _writer.start()


def _write() -> None:
    lines: list[Line] = []
    ends = False
    while not ends:
        if not lines:
            first = _waiting.get()
            ends = first is None
            lines += [first] if first else []
        if not ends:
            _ending.wait(EVERY_S)
        while True:
            try:
                more = _waiting.get_nowait()
            except queue.Empty:
                break
            ends = ends or more is None
            lines += [more] if more else []
        try:
            audit.add(lines)
            lines = []
        except StateError:
            lines = lines[-MOST_WAITING:]  # the next second again
            _ending.wait(EVERY_S)
