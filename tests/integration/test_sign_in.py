"""Who is who: headers of a trusted proxy alone, a real sign-in at a provider, no made-up session, and logout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from dashboard.app_factory import make_app
from dashboard.sign_in import check_settings
from data import state
from data.errors import InputError
from tests.conftest import forget_settings
from tests.integration.provider import CLIENT, SECRET, Provider, provider

OURS = {"X-Buurtveiligheid": "1"}
AN = {"X-Remote-User": "an", "X-Remote-Groups": "iets, analisten"}
ZONE = {
    "naam": "Zone",
    "vorm": {"type": "Polygon", "coordinates": [[[3.72, 51.04], [3.74, 51.04], [3.74, 51.06], [3.72, 51.04]]]},
}
Site = Callable[..., FlaskClient]


@pytest.fixture
def site(demo_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Makes the site with these settings, on the demonstration figures and a state store of its own."""

    def make(**settings: str) -> FlaskClient:
        shared = {"GROUPS_INTERN": "analisten", "GROUPS_RAAD": "raadsleden"}
        (tmp_path / "snapshots").symlink_to(demo_var / "snapshots")
        (tmp_path / "CURRENT").write_text((demo_var / "CURRENT").read_text())
        for name, value in (shared | settings | {"VAR_DIR": str(tmp_path)}).items():
            monkeypatch.setenv(name, value)
        forget_settings()
        check_settings()
        return make_app().server.test_client()

    yield make
    forget_settings()


def zone_status(client: FlaskClient, address: str = "127.0.0.1", **headers: str) -> int:
    """The status of drawing a zone, which only intern may."""
    from_there = {"REMOTE_ADDR": address}
    sent = client.post("/eigen-gebieden/zone", json=ZONE, headers=OURS | headers, environ_overrides=from_there)
    return sent.status_code


def test_a_header_is_believed_from_the_proxy_alone_and_its_name_is_kept_with_what_is_changed(site) -> None:
    client = site(AUTH="header", TRUSTED_PROXIES="10.1.0.0/16, 127.0.0.1")
    assert zone_status(client, "10.2.0.1", **AN) == 404
    assert zone_status(client, "", **AN) == 404
    assert zone_status(client, "10.1.0.1") == 404  # the proxy, without a name
    assert zone_status(client, "10.1.0.1", **(AN | {"X-Remote-Groups": "raadsleden"})) == 404
    assert zone_status(client, "10.1.0.1", **(AN | {"X-Remote-User": "an, baas"})) == 404  # sent twice
    assert zone_status(client, "10.2.0.1", **AN, **{"X-Forwarded-For": "127.0.0.1"}) == 404
    assert state.rows("own_area") == ()
    assert zone_status(client, "10.1.0.1", **AN) == 200
    (zone,) = state.rows("own_area")
    assert zone.created_by == "an"
    kept = client.get("/feiten?v=x", headers=AN).headers["Cache-Control"]
    assert "public" not in kept
    assert "max-age" not in kept


def test_one_in_no_group_sees_publiek_or_a_sentence_as_the_setting_says(site) -> None:
    client = site(AUTH="header", TRUSTED_PROXIES="127.0.0.1", AUTH_OTHERS="weigeren")
    html = {"Accept": "text/html"}
    refused = client.get("/", headers=html | {"X-Remote-User": "bert", "X-Remote-Groups": "onthaal"})
    assert (refused.status_code, "in geen van de groepen" in refused.get_data(as_text=True)) == (403, True)
    assert client.get("/uitvoer/kaart.csv").status_code == 403
    assert client.get("/healthz").status_code == 200
    assert client.get("/", headers=html | AN).status_code == 200


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"AUTH": "header"}, "TRUSTED_PROXIES"),
        ({"AUTH": "header", "TRUSTED_PROXIES": "overal"}, "overal"),
        ({"AUTH": "oidc", "BASE_URL": "https://x.example"}, "OIDC_ISSUER"),
        ({"AUTH": "header", "TRUSTED_PROXIES": "127.0.0.1", "GROUPS_INTERN": "", "GROUPS_RAAD": ""}, "GROUPS_INTERN"),
    ],
)
def test_settings_with_which_nobody_or_anybody_could_sign_in_are_refused(site, settings, said) -> None:
    with pytest.raises(InputError, match=said):
        site(**settings)


@pytest.fixture
def there() -> Iterator[Provider]:
    """The provider."""
    with provider() as made:
        yield made


def oidc(site: Site, there: Provider, base: str = "http://localhost", **more: str) -> FlaskClient:
    known = {"OIDC_ISSUER": there.url, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET, "BASE_URL": base}
    return site(AUTH="oidc", **known, **more)


def sign_in(client: FlaskClient, back_to: str = "/") -> TestResponse:
    """Follows the redirects as a browser does, to the provider and back."""
    begun = client.get("/aanmelden", query_string={"terug": back_to})
    assert begun.status_code == 302, begun.get_data(as_text=True)
    answer = httpx.get(begun.headers["Location"], trust_env=False)
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def test_signing_in_and_out_at_a_provider(site, there) -> None:
    client = oidc(site, there)
    assert zone_status(client) == 404
    done = sign_in(client, "/?prioriteit=overlast")
    assert (done.status_code, done.headers["Location"]) == (302, "/?prioriteit=overlast")
    cookie = done.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert zone_status(client) == 200
    assert state.rows("own_area")[0].created_by == "an"
    assert client.post("/afmelden", json={}).status_code == 403  # another site cannot sign people out
    out = client.post("/afmelden", json={}, headers=OURS)
    assert out.get_json()["naar"].startswith(f"{there.url}/logout?client_id={CLIENT}")
    assert zone_status(client) == 404
    assert sign_in(client, "//elders.example").headers["Location"] == "/"


def test_behind_https_the_cookie_is_secure_and_of_this_host_alone(site, there) -> None:
    client = oidc(site, there, "https://veiligheid.example", AUTH_OTHERS="weigeren")
    asked = client.get("/?a=1", headers={"Accept": "text/html"})
    assert asked.headers["Location"] == "/aanmelden?terug=/%3Fa%3D1"
    begun = client.get("/aanmelden")
    assert "redirect_uri=https%3A%2F%2Fveiligheid.example%2Faanmelden%2Fterug" in begun.headers["Location"]
    cookie = begun.headers["Set-Cookie"]
    assert cookie.startswith("__Host-buurtveiligheid=")
    assert "; Secure" in cookie
    assert client.get("/uitvoer/kaart.csv").status_code == 401


def test_what_a_provider_did_not_sign_for_us_signs_nobody_in(site, there) -> None:
    client = oidc(site, there)
    there.key = RSAKey.generate_key(2048, {"kid": "een"})
    assert sign_in(client).status_code == 403
    there.key = None
    for claims in ({"aud": "een-ander"}, {"iss": "http://elders.example"}, {"nonce": "oud"}, {"exp": 1}):
        there.claims = {"preferred_username": "an", "groups": ["analisten"]} | claims
        assert sign_in(client).status_code == 403, claims
    assert client.get("/aanmelden/terug?code=x&state=y").status_code == 403
    assert zone_status(client) == 404


def test_a_session_that_was_made_up_or_changed_is_refused(site, there) -> None:
    client = oidc(site, there)
    sign_in(client)
    good = client.get_cookie("buurtveiligheid").value
    payload, _, rest = good.partition(".")
    other = Flask("elders")
    other.secret_key = "0" * 64
    signer = SecureCookieSessionInterface().get_signing_serializer(other)
    forged = signer.dumps({"persoon": {"naam": "baas", "groepen": ["analisten"], "tot": 4_000_000_000}})
    for value in (forged, payload[:-2] + "AA." + rest, "onzin", "e30.e30.e30"):
        client.set_cookie("buurtveiligheid", value)
        assert zone_status(client) == 401, value
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 200  # as one who did not sign in
    client.set_cookie("buurtveiligheid", good)
    assert zone_status(client) == 200
