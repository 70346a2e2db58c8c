"""What every answer tells the browser about itself: what the page may load, who may show it, and who may keep it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Response, request

from dashboard import who
from dashboard.compression import STATIC_PREFIXES
from data.config import settings

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "same-origin",  # an address says what somebody looks at; our own forms still say where from
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PERMISSIONS = ", ".join(
    [
        *(f"{name}=()" for name in ("camera", "microphone", "geolocation", "payment", "usb", "serial", "midi")),
        *(f"{name}=(self)" for name in ("clipboard-write", "fullscreen", "screen-wake-lock")),
    ]
)
NO_PAGE = "default-src 'none'; frame-ancestors 'none'"
"""The policy of an answer that is no page: opened by itself it may load nothing."""
MARK = "m"
"""By which the page asks its own scripts and styles: when the file was last changed, another address each time."""
_HTML = "text/html"
_YEAR_S = 31_536_000


def content_policy(script_hashes: list[str], tile_url: str) -> str:
    """The Content-Security-Policy of a page.

    Args:
        script_hashes: Hashes of the scripts that stand in the page itself, each in single quotes.
        tile_url: Address of the online background map; empty when this installation has none.
    """
    tiles = tile_origin(tile_url)
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *script_hashes],
        # The theme and the charts write <style> elements and style attributes as they go, each time with other
        # contents, so that there is nothing to hash. No text of a visitor becomes a style.
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:", *tiles],  # blob: and data: are the pictures of an export
        "font-src": ["'self'", "data:"],  # data: is the font within an exported picture
        "connect-src": ["'self'"],
        "worker-src": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def tile_origin(tile_url: str) -> list[str]:
    """Where the online background map comes from, as a source of the policy; nothing for none or one of our own."""
    parts = urlsplit(tile_url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return []
    host = parts.netloc.replace("{s}", "*")  # the subdomains of a tile server
    return [f"{parts.scheme}://{host}"]


def script_hash(script: str) -> str:
    """The source of the policy that allows this script in the page itself."""
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def register(server: Flask, app: Dash, *scripts: str) -> None:
    """Adds the headers to every answer; after every callback is registered, which may add a script to the page.

    Args:
        scripts: That stand in the page itself, beside those of Dash.
    """
    page = content_policy([*map(script_hash, scripts), *app.csp_hashes()], settings().tile_url)

    @server.after_request
    def headers(answer: Response) -> Response:
        for name, value in FIXED.items():
            answer.headers[name] = value
        is_page = answer.mimetype == _HTML
        answer.headers["Content-Security-Policy"] = page if is_page else NO_PAGE
        if is_page:
            answer.headers["Permissions-Policy"] = PERMISSIONS
        if request.is_secure or settings().base_url.startswith("https://"):
            answer.headers["Strict-Transport-Security"] = f"max-age={_YEAR_S}"
        if request.path.startswith("/assets/") and MARK in request.args and answer.status_code in (200, 304):
            # A browser asks the icon of the page again at each new address, so at each choice of a filter.
            answer.headers["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable"
        if not request.path.startswith(STATIC_PREFIXES):
            answer.headers["Cache-Control"] = keeping(answer.headers.get("Cache-Control"), is_intern=who.is_personal())
        return answer


def keeping(said: str | None, *, is_intern: bool) -> str:
    """Who may keep an answer that is no script or style: what its route said, but of intern never a shared cache.

    Args:
        said: Cache-Control of the route, None when it says nothing.
    """
    if said is None:
        return "no-store" if is_intern else "private, no-cache"
    if not is_intern or "no-store" in said or "private" in said:
        return said
    return ", ".join(["private", *(part for part in said.split(", ") if part != "public")])
