"""Another site that points its name at this machine reads and changes nothing of profile intern."""

from __future__ import annotations

import pytest

from dashboard.app_factory import make_app
from tests.conftest import forget_settings

ROUTES = (
    ("GET", "/"),
    ("GET", "/logboek.csv"),
    ("GET", "/feiten?prioriteit=fietsdiefstal"),
    ("GET", "/healthz"),
    ("GET", "/assets/style.css"),
    ("GET", "/invoer/taak/x"),
    ("POST", "/eigen-gebieden/zone"),
    ("POST", "/_dash-update-component"),
    ("GET", "/bestaat-niet"),
)
EVIL = {"Host": "evil.example", "Origin": "http://evil.example", "X-Buurtveiligheid": "1"}


@pytest.fixture(scope="module")
def server():
    return make_app().server


@pytest.fixture
def client(server, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    monkeypatch.setenv("PROFILE", request.param)
    forget_settings()
    yield server.test_client()
    forget_settings()


@pytest.mark.parametrize("client", ["intern"], indirect=True)
def test_intern_answers_only_to_names_of_this_machine(client) -> None:
    for method, path in ROUTES:
        answer = client.open(path, method=method, headers=EVIL, json={} if method == "POST" else None)
        assert answer.status_code == 403, path
        assert "geweigerd: profiel intern" in answer.get_data(as_text=True), path
    for host in ("127.0.0.1.evil.example", "localhost.evil.example:8050", "192.0.2.1", "[::1"):
        assert client.get("/_dash-layout", headers={"Host": host}).status_code in (400, 403), host
    for host in ("127.0.0.1", "127.0.0.1:8451", "localhost:8050", "LOCALHOST", "[::1]", "[::1]:8050"):
        assert client.get("/_dash-layout", headers={"Host": host}).status_code == 200, host


@pytest.mark.parametrize("client", ["publiek"], indirect=True)
def test_publiek_answers_to_the_name_of_the_site(client) -> None:
    assert client.get("/_dash-layout", headers={"Host": "veiligheid.example"}).status_code == 200
