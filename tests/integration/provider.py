"""A small OpenID Connect provider on this machine: real redirects, PKCE, and an id_token signed with RS256."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "buurtveiligheid", "geheim-van-de-proef"


@dataclass
class Provider:
    """Who signs in there, and what the provider answers.

    Attributes:
        claims: Of the person who signs in.
        key: Signs the id_token; another key than `published` is a forgery.
    """

    url: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"preferred_username": "an", "groups": ["analisten", "x"]})
    published: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "een"}))
    key: RSAKey | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def code_for(self, asked: dict[str, str]) -> str:
        """Lets the person sign in: a code that is good once."""
        code = secrets.token_hex(8)
        self.asked[code] = asked
        return code

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The token for a code, or None for one that is not good or not theirs."""
        asked = self.asked.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge:
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        signed = jwt.encode({"alg": "RS256", "kid": "een"}, claims | self.claims, self.key or self.published)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


@contextmanager
def provider() -> Iterator[Provider]:
    """Serves a provider while the block lasts."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/.well-known/openid-configuration":
                known = {name: f"{made.url}/{path}" for name, path in ENDPOINTS.items()}
                self._json(known | {"issuer": made.url, "id_token_signing_alg_values_supported": ["RS256"]})
            elif parts.path == "/jwks":
                self._json({"keys": [made.published.as_dict(private=False)]})
            else:
                asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
                there = f"{asked['redirect_uri']}?{urlencode({'code': made.code_for(asked), 'state': asked['state']})}"
                self.send_response(302)
                self.send_header("Location", there)
                self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            token = made.token({key: values[0] for key, values in parse_qs(body).items()})
            self._json(token or {"error": "invalid_grant"}, 200 if token else 400)

        def _json(self, content: Any, status: int = 200) -> None:
            text = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            """Nothing: tests read other output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


ENDPOINTS = {
    "authorization_endpoint": "authorize",
    "token_endpoint": "token",
    "jwks_uri": "jwks",
    "end_session_endpoint": "logout",
}
