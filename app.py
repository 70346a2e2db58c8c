"""Starts Buurtveiligheid Gent: `python app.py`, or `make run`."""

from __future__ import annotations

from dashboard.server import serve

if __name__ == "__main__":
    serve()
