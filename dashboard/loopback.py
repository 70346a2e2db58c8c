"""Profile intern without signing in is for this machine alone: not by its address, and not by the name in a request.

Another site can point its own name at 127.0.0.1 ("DNS rebinding"). The browser then takes our answers for those of that
site, which reads them. Only the name that the browser asked for, the header Host, tells the two apart.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Flask, Request, request

from dashboard import who
from data.errors import AccessError

FOREIGN = (
    "Dit verzoek is geweigerd: profiel intern zonder aanmelden kan enkel met het adres van deze machine zelf. "
    "Gebruik http://127.0.0.1 of http://localhost, met de poort erbij."
)


def register(server: Flask) -> None:
    """Refuses, on every route, a request that was not sent to this machine by a name of its own."""

    @server.before_request
    def guard() -> None:
        if is_foreign(request):
            raise AccessError(FOREIGN)


def is_foreign(asked: Request) -> bool:
    """Whether a request reached profile intern, which nobody signed in for, by a name that is not this machine's."""
    if who.stranger().audience != who.INTERN:  # people sign in here, or it is no secret
        return False
    try:
        return not is_loopback(urlsplit(f"//{asked.host}").hostname or "")
    except ValueError:  # brackets that do not close
        return True


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
