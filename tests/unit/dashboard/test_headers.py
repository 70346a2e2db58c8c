"""The policy allows what the page needs and no more, and nobody shares what only one profile may see."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.app_factory import make_app
from dashboard.headers import content_policy, keeping, tile_origin


def test_a_policy_has_no_inline_scripts_and_only_the_tile_host_of_this_installation() -> None:
    policy = content_policy(["'sha256-x'"], "https://tile.example/{z}/{x}/{y}.png")
    rules = {name: sources for name, _, sources in (rule.partition(" ") for rule in policy.split("; "))}
    assert rules["script-src"] == "'self' 'sha256-x'"
    assert rules["img-src"] == "'self' data: blob: https://tile.example"
    assert "tile" not in content_policy([], "")
    assert rules["frame-ancestors"] == rules["object-src"] == "'none'"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("", []),
        ("/tegels/{z}/{x}/{y}.png", []),
        ("https://{s}.tile.example:8443/{z}/{x}/{y}.png", ["https://*.tile.example:8443"]),
    ],
)
def test_the_origin_of_tiles(url: str, origin: list[str]) -> None:
    assert tile_origin(url) == origin


def test_who_may_keep_an_answer() -> None:
    assert keeping(None, is_intern=True) == "no-store"
    assert keeping("public, max-age=60, immutable", is_intern=True) == "private, max-age=60, immutable"
    assert keeping("public, max-age=60", is_intern=False) == "public, max-age=60"
    assert keeping("no-cache", is_intern=True) == "private, no-cache"


@pytest.mark.usefixtures("demo")
def test_every_kind_of_answer_has_the_headers(demo: Path) -> None:
    client = make_app().server.test_client()
    for path in (
        "/",
        "/healthz",
        "/_dash-layout",
        "/assets/map.js",
        "/zoek?q=dam",
        "/uitvoer/trend.json",
        "/geo/0.json",
    ):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert "unsafe-inline" not in headers["Content-Security-Policy"].partition("style-src")[0], path
    kept = client.get("/assets/map.js?m=1").headers["Cache-Control"]
    assert "max-age=31536000" in kept, "a browser asks the icon again at each choice of a filter"
    assert "no-cache" in client.get("/assets/map.js").headers["Cache-Control"]
    assert "immutable" not in client.get("/assets/gone.js?m=1").headers["Cache-Control"]
    page = client.get("/")
    assert "geolocation=()" in page.headers["Permissions-Policy"]
    assert '"python_version":""' in page.get_data(as_text=True)
    assert "Loading..." not in page.get_data(as_text=True)
