"""Starts Buurtveiligheid Gent: `python app.py`, or `make run`."""

from __future__ import annotations

import gc

if __name__ == "__main__":
    gc.disable()  # nothing that a start loads is garbage, and looking for it takes a while; `serve` enables it
    from dashboard.server import serve

    serve()
