"""Compressing answers: the bundles of the components once per start, the small answers per request."""

from __future__ import annotations

from flask import Flask, Request
from flask_compress import Compress

STATIC_PREFIXES = ("/_dash-component-suites/", "/assets/")


class BundleCache:
    """Compressed bundles by path and algorithm; refuses anything else, whose content differs per request.

    Bounded by what the components ship: a path is only kept when the server answered it.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """The compressed bundle, or None."""
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Keeps a compressed bundle."""
        if any(prefix in key for prefix in STATIC_PREFIXES):
            self._kept[key] = value


def _key(request: Request) -> str:
    return request.path if request.path.startswith(STATIC_PREFIXES) else ""


def register(server: Flask) -> None:
    """Turns compression on for text answers."""
    server.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_LEVEL=6,
        COMPRESS_MIN_SIZE=500,
        COMPRESS_CACHE_KEY=_key,
        COMPRESS_CACHE_BACKEND=BundleCache,
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/javascript",
            "application/json",
            "image/svg+xml",
        ],
    )
    Compress(server)
