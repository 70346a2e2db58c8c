"""Asking a public server for data, politely: retried with growing pauses, and only so often."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import httpx

from data import clock
from data.errors import InputError
from data.ingest.progress import Progress, silent

_T = TypeVar("_T")
MAX_BYTES = 2_000_000_000
"""A download that is larger is not a table of monthly figures."""


@dataclass(frozen=True)
class Patience:
    """How long to keep trying.

    Attributes:
        tries: Requests for one thing, the first included.
        first_wait: Seconds before the second try; doubles every time.
        longest_wait: Seconds; a server that asks for more is left alone.
        timeout: Seconds without a byte before a try is given up.
    """

    tries: int = 5
    first_wait: float = 0.5
    longest_wait: float = 60.0
    timeout: float = 60.0


class RefusedError(InputError):
    """The server answered, and the answer is no.

    Attributes:
        status: HTTP status.
    """

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


class PoliteClient:
    """An HTTP client that waits when it is told to and says in Dutch why it gave up."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._client = httpx.Client(
            timeout=httpx.Timeout(patience.timeout, connect=min(10.0, patience.timeout)),
            follow_redirects=True,
            headers={"User-Agent": "buurtveiligheid-gent"},
        )

    def __enter__(self) -> PoliteClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def json(self, url: str, params: Mapping[str, str | int] | None = None) -> dict[str, Any]:
        """A json object.

        Raises:
            RefusedError: when the server keeps refusing.
            InputError: when it cannot be reached, or answers with something else.
        """

        def read(response: httpx.Response) -> httpx.Response:
            response.read()
            return response

        response = self._try(url, params, read)
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise InputError(f"Het antwoord van {response.url.host} is geen geldige json. Probeer later opnieuw.")
        return answer

    def download(self, url: str, to: Path, *, step: str, progress: Progress = silent) -> None:
        """Streams a file to disk; a try that breaks off starts again from the first byte.

        Raises:
            RefusedError: when the server keeps refusing.
            InputError: when it cannot be reached, breaks off every time or never ends.
        """

        def save(response: httpx.Response) -> None:
            length = response.headers.get("Content-Length", "")
            total = int(length) if length.isdigit() and "Content-Encoding" not in response.headers else None
            done = 0
            with to.open("wb") as file:
                for chunk in response.iter_bytes(1 << 16):
                    done += file.write(chunk)
                    progress(step, done, total)
                    if done > MAX_BYTES:
                        raise InputError(
                            f"De download van {response.url.host} is onwaarschijnlijk groot en is gestopt."
                        )

        self._try(url, None, save)

    def _try(self, url: str, params: Mapping[str, str | int] | None, use: Callable[[httpx.Response], _T]) -> _T:
        patience, wait = self._patience, self._patience.first_wait
        for attempt in range(1, patience.tries + 1):
            pause, allowed = wait, patience.tries
            try:
                with self._client.stream("GET", url, params=params) as response:
                    if response.status_code < 400:
                        return use(response)
                    told = self._refusal(response)
                    if told.status != 429 and told.status < 500:
                        raise told
                    pause = max(pause, _retry_after(response.headers.get("Retry-After")))
                    fault: InputError = told
            except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                raise InputError(f"Het adres van de opendata-server is ongeldig: {url}") from error
            except httpx.HTTPError as error:
                fault = _unreachable(url, error)
                if isinstance(error, httpx.ConnectError):
                    allowed = 2  # nobody there: a second try is enough to be sure
            if attempt >= allowed or pause > patience.longest_wait:
                raise fault
            time.sleep(pause)
            wait *= 2
        raise AssertionError("unreachable")

    @staticmethod
    def _refusal(response: httpx.Response) -> RefusedError:
        host, status = response.url.host, response.status_code
        if status == 429:
            return RefusedError(f"{host} krijgt te veel vragen (429). Probeer het over een kwartier opnieuw.", status)
        if status >= 500:
            return RefusedError(f"{host} heeft een storing (fout {status}). Probeer later opnieuw.", status)
        return RefusedError(f"{host} weigert de vraag (fout {status}).", status)


def _unreachable(url: str, error: httpx.HTTPError) -> InputError:
    try:
        host = httpx.URL(url).host
    except httpx.InvalidURL:
        host = url
    if isinstance(error, httpx.TimeoutException):
        return InputError(f"{host} antwoordt niet op tijd. Probeer later opnieuw.")
    if isinstance(error, httpx.ConnectError):
        return InputError(
            f"{host} is niet bereikbaar. Zonder internet: haal het bestand elders op en laad het met "
            "'python -m data.ingest counts BESTAND'."
        )
    return InputError(f"De verbinding met {host} brak af. Probeer later opnieuw.")


def _retry_after(value: str | None) -> float:
    """Seconds that a server asks to wait, as a number or as a date."""
    if value is None:
        return 0.0
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (moment.astimezone(UTC) - clock.now().replace(tzinfo=UTC)).total_seconds())
