"""Signing in and out: through an OpenID Connect provider (Authlib) or a trusted proxy; there are no passwords here."""

from __future__ import annotations

import ipaddress
import time
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, jsonify, redirect, request, session

from dashboard import same_site, who
from dashboard.compression import STATIC_PREFIXES
from data.config import settings
from data.errors import AccessError, BuurtError, InputError
from data.state.session_key import session_key

IN, BACK, OUT = "/aanmelden", "/aanmelden/terug", "/afmelden"
OPEN = (*STATIC_PREFIXES, IN, OUT, "/healthz", "/metrics", "/favicon.ico")
"""Beginnings of the addresses that everyone may ask, also when others are refused."""
ENDED = "Uw aanmelding is verlopen. Meld opnieuw aan."
NOT_YOU = "Uw aanmelding geeft geen toegang tot deze cijfers: u bent in geen van de groepen. Vraag het de beheerder."
_FAILED = "Aanmelden is niet gelukt. Probeer opnieuw; lukt het niet, verwittig dan de beheerder."
_LONGEST_PATH = 1500


def check_settings() -> None:
    """Refuses settings with which nobody, or anybody, could sign in.

    Raises:
        InputError: with the name of the setting and what to do.
    """
    config = settings()
    if config.auth == "header" and not who.names_of(config.trusted_proxies):
        raise InputError("AUTH=header vraagt TRUSTED_PROXIES: het adres van de proxy, bijvoorbeeld 127.0.0.1.")
    for net in who.names_of(config.trusted_proxies):
        try:
            ipaddress.ip_network(net, strict=False)
        except ValueError as error:
            raise InputError(f"TRUSTED_PROXIES bevat '{net}': dat is geen adres of netwerk.") from error
    if config.auth == "oidc":
        needed = {
            "BASE_URL": config.base_url,
            "OIDC_ISSUER": config.oidc_issuer,
            "OIDC_CLIENT_ID": config.oidc_client_id,
            "OIDC_CLIENT_SECRET": config.oidc_client_secret.get_secret_value(),
        }
        if missing := [name for name, value in needed.items() if not value]:
            raise InputError(f"AUTH=oidc vraagt nog: {', '.join(missing)}.")
    if config.auth != "none" and not who.names_of(config.groups_intern) | who.names_of(config.groups_raad):
        raise InputError("AUTH vraagt GROUPS_INTERN of GROUPS_RAAD: welke groepen welk profiel krijgen.")


def register(server: Flask) -> None:
    """Adds the routes and the guard; without AUTH there is nothing of it."""
    if not who.signs_in():
        return
    if settings().auth == "oidc":
        _with_provider(server)
    server.before_request(_guard)
    server.post(OUT)(_sign_out)


def _guard() -> Response | None:
    if who.WARMING in request.environ or request.path.startswith(OPEN):
        return None
    if who.visitor().audience != "publiek":
        return None
    is_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    refuses = settings().auth_others == "weigeren"
    if who.visitor().signed_in:
        if refuses:
            raise AccessError(NOT_YOU)
        return None
    if settings().auth == "oidc" and (refuses or (_ended() and not is_page)):
        if is_page:
            return redirect(f"{IN}?terug={quote(request.full_path.rstrip('?'))}")  # type: ignore[return-value]
        return _json({"fout": ENDED}, 401)
    if refuses:
        raise AccessError(NOT_YOU)
    return None


def _ended() -> bool:
    """Whether a session was sent that is not valid any more, or never was."""
    sent = request.cookies.get(_cookie())
    return bool(sent) and (not session or who.PERSON in session)


def _with_provider(server: Flask) -> None:
    from authlib.integrations.flask_client import OAuth  # only this installation needs it

    config = settings()
    secure = config.base_url.startswith("https://")
    server.secret_key = session_key()
    server.config.update(
        SESSION_COOKIE_NAME=_cookie(),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=config.session_minutes),
    )
    client = OAuth(server).register(
        "aanmelding",
        client_id=config.oidc_client_id,
        client_secret=config.oidc_client_secret.get_secret_value(),
        server_metadata_url=config.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": config.oidc_scope, "code_challenge_method": "S256", "timeout": 10},
    )

    @server.get(IN)
    def sign_in() -> Any:
        session.clear()
        session["terug"] = _own_path(request.args.get("terug", "/"))
        try:
            return client.authorize_redirect(config.base_url.rstrip("/") + BACK)
        except Exception as error:  # whatever the provider or the network does is the same to the visitor
            raise BuurtError(_FAILED) from error

    @server.get(BACK)
    def signed_in() -> Any:
        there = _own_path(session.get("terug", "/"))
        try:
            claims = client.authorize_access_token()["userinfo"]
            name = next(str(claims[key]) for key in (config.oidc_user_claim, "email", "sub") if claims.get(key))
        except Exception as error:
            session.clear()
            raise AccessError(_FAILED) from error
        found = who.person(name, _groups(claims.get(config.oidc_groups_claim)))
        until = int(time.time()) + config.session_minutes * 60
        session.clear()
        session.permanent = True
        session[who.PERSON] = {"naam": found.name, "groepen": sorted(found.groups), "tot": until}
        return redirect(there)

    server.extensions["aanmelding"] = client


def _groups(claim: Any) -> list[str]:
    if isinstance(claim, str):
        return [claim]
    return [str(group) for group in claim] if isinstance(claim, list) else []


def _sign_out() -> Response:
    """Ends the session here, and tells the page where to end it at the provider or the proxy."""
    same_site.check(request)
    there = settings().logout_url or "/"
    if settings().auth == "oidc":
        session.clear()
        there = _end_at_provider() or "/"
    answer = _json({"naar": there}, 200)
    answer.headers["Clear-Site-Data"] = '"cache"'  # what the browser kept was for this person
    return answer


def _end_at_provider() -> str | None:
    from flask import current_app

    try:
        known = current_app.extensions["aanmelding"].load_server_metadata()
    except Exception:  # signed out here all the same
        return None
    address = known.get("end_session_endpoint")
    back = settings().base_url.rstrip("/") + "/"
    asked = urlencode({"client_id": settings().oidc_client_id, "post_logout_redirect_uri": back})
    return f"{address}{'&' if '?' in address else '?'}{asked}" if address else None


def _own_path(path: str) -> str:
    """A path of this site: an address of another one would send people there after they signed in."""
    good = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if good and len(path) <= _LONGEST_PATH and not path.startswith((IN, OUT)) else "/"


def _cookie() -> str:
    """With the prefix a browser takes the cookie only over https and only from this host."""
    return "__Host-buurtveiligheid" if settings().base_url.startswith("https://") else "buurtveiligheid"


def _json(content: dict[str, Any], status: int) -> Response:
    answer = jsonify(content)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer
