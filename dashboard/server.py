"""Serving the app with gunicorn: warmed up once, then forked."""

from __future__ import annotations

import gc
import importlib
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd
from dash import Dash
from gunicorn.app.base import BaseApplication
from gunicorn.http import wsgi

from dashboard import audit, kept, metrics, sign_in, who
from dashboard.app_factory import make_app
from dashboard.brand import brand
from dashboard.callbacks import draw, routing
from dashboard.loopback import is_loopback
from data import queries, state
from data.config import settings
from data.errors import BuurtError

THREADS = 4
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"
"""The one script that the page asks when it is there already (assets/charts.js)."""
PAUSE_S = 0.05
"""Between two trends that are made in advance: a worker then spends about a sixth of its time on them."""

_stopping = threading.Event()


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn around one app that is already loaded, so that its workers share memory."""

    def __init__(self, app: Dash, options: dict[str, Any]) -> None:
        self._app, self._options = app, options
        wsgi.SERVER = "web"  # the header Server, for which gunicorn has no setting: it need not say what serves
        super().__init__()

    def load_config(self) -> None:
        """Hands the options to gunicorn."""
        for key, value in self._options.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        """The WSGI application."""
        return self._app.server


def serve() -> None:
    """Serves until it is stopped.

    Raises:
        SystemExit: with a sentence, when these settings are not allowed.
    """
    config = settings()
    try:
        sign_in.check_settings()
    except BuurtError as error:
        sys.exit(str(error))
    if config.auth == "none" and config.profile == "intern" and not is_loopback(config.host):
        sys.exit(f"PROFILE=intern kan enkel op deze machine zelf (127.0.0.1), niet op {config.host}.")
    # The frames of an answer are small, and their columns have names: with Arrow's strings it takes half as long again.
    pd.set_option("mode.string_storage", "python")
    try:
        state.prepare()
    except BuurtError as error:
        print(error, flush=True)  # figures are served without it, the pages that need it and /healthz say so
    app = make_app()
    warm(app)
    name = brand()  # looks at the figures, so before their connections close
    queries.close_connections()  # no connection goes through a fork: who inherits it aborts when it closes it
    state.close()
    # What is there by now stays, garbage or not (1,700 of 437,000 things, and half a second to find them): looking
    # through it took a tenth of the slowest answers.
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 50)  # an answer makes ten thousands of small things that are gone with it
    said = f"profiel {config.profile}" if config.auth == "none" else f"aanmelden: {config.auth}"
    print(f"{name} draait op http://{config.host}:{config.port} ({said})", flush=True)
    options = {
        "bind": f"{config.host}:{config.port}",
        "workers": config.workers,
        "worker_class": "dashboard.worker.FairWorker",
        "threads": THREADS,
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 5,
        "sendfile": False,  # the kernel sends past our own socket (dashboard/slow_reader.py)
        "keepalive": 0,  # a kept connection stays with its worker: one had four fifths of the work, the other waited
        "limit_request_line": 8190,  # what is longer than an address of ours can be gets a sentence of ours
        "forwarder_headers": "",  # no header of anybody says which path was asked, also not from this machine
        "loglevel": "warning",
        "proc_name": "buurtveiligheid",
        "post_worker_init": _start_reading,
        "worker_exit": _close,
    }
    Server(app, options).run()


def warm(app: Dash) -> None:
    """Answers the first visit once before the workers fork.

    Dash registers the scripts of its components while it makes the first layout; without this, a worker that is
    asked for a script before that answers 500. It also compresses the bundles only once, and beside that loads
    what the first answers need: each worker that did so by itself had its first visitors wait.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        # The verdicts need it; it can be loaded while the bundles are compressed.
        loading = beside.submit(importlib.import_module, "scipy.special")
        client = app.server.test_client()
        client.environ_base[who.WARMING] = "ja"
        index = client.get("/").get_data(as_text=True)
        client.get("/_dash-layout")
        client.get("/_dash-dependencies")
        paths = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', index)
        for path in (*paths, PLOTLY):
            client.get(path, headers={"Accept-Encoding": "br"})  # what every current browser asks for first
        loading.result()  # a start without it fails here, and not at each answer


def _start_reading(worker: Any) -> None:
    """Lets a worker read the figures beside its first visitors, who need not wait for every level."""
    metrics.NUMBERS.use_row(worker.age)
    reader = threading.Thread(target=_read_figures, name="read-figures", daemon=True)
    worker.reader = reader
    reader.start()


def _read_figures() -> None:
    """Reads the figures of every level once in each worker.

    Not before the fork: it would add to the start what the workers do at the same time.
    """
    try:
        routing.page("/")
        for search in ("", "?niveau=buurt", "?prioriteit=overpoort"):  # every level
            if _stopping.is_set():
                return
            draw.draw(search)
        for _ in kept.expect_every_trend(queries.current(audience=who.audience()), who.audience()):
            if _stopping.wait(PAUSE_S):  # the visitors go first
                return
    except BuurtError as error:
        print(f"Nog geen cijfers: {error}", flush=True)


def _close(_server: Any, worker: Any) -> None:
    """Ends the reading and closes the figures before a worker ends; the libraries abort when it ends under them."""
    _stopping.set()
    worker.reader.join(timeout=2.0)
    audit.close()
    state.close()
    if not worker.reader.is_alive():
        queries.close_connections()
