"""What a first visit loads: one file of our scripts and one of our styles, and no polyfill for browsers of 2015."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app_factory import ASSETS, make_app
from dashboard.bundle import Bundle


@pytest.fixture
def client(demo: Path) -> FlaskClient:
    return make_app().server.test_client()


def loaded(client: FlaskClient, kind: str) -> list[str]:
    return re.findall(rf'(?:src|href)="(/[^"]+\.{kind}[^"]*)"', client.get("/").get_data(as_text=True))


@pytest.mark.parametrize("kind", ["js", "css"])
def test_everything_of_ours_is_in_one_file_that_browsers_keep(client: FlaskClient, kind: str) -> None:
    (address,) = [path for path in loaded(client, kind) if path.startswith("/assets/")]
    answer = client.get(address)
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in client.get(address.partition("?")[0]).headers["Cache-Control"]
    text, place = answer.get_data(as_text=True), 0
    for path in sorted(ASSETS.glob(f"*.{kind}")):
        place = text.index(path.read_text(encoding="utf-8"), place)  # whole, and in the order of their names


def test_the_address_of_a_bundle_changes_with_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "one.js").write_text("let one", encoding="utf-8")
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "two.js").write_text("let two // the end", encoding="utf-8")
    before = Bundle(tmp_path, "js")
    assert before.content == b"let two // the end\n;\nlet one"
    (tmp_path / "one.js").write_text("let three", encoding="utf-8")
    assert Bundle(tmp_path, "js").address != before.address
    assert Bundle(tmp_path, "js").address == Bundle(tmp_path, "js").address


def test_no_polyfill_takes_the_place_of_what_a_browser_has(client: FlaskClient) -> None:
    scripts = loaded(client, "js")
    assert not [path for path in scripts if "polyfill" in path]
    assert [path for path in scripts if "/dash/deps/react@" in path]
    for path in scripts:
        assert client.get(path).status_code == 200, path
    assert b"regeneratorRuntime" in client.get("/assets/bundle.js").data  # what Dash takes from the polyfill
