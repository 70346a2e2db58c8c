"""Only callbacks that the pages of this site can send reach Dash, which answers any other with a trace."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash
from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard.errors import UNREADABLE, BadRequestError

PATH = "/_dash-update-component"
MOST_BYTES = 100_000
"""Of a callback: the address of a view is at most some thousands."""
TEXTS = frozenset({"search", "pathname", "href", "hash"})
"""Properties of the address, the only ones that callbacks on the server take: text, or nothing yet."""
MOST_CHARACTERS = 8_000


def register(server: Flask, app: Dash) -> None:
    """Refuses a callback that is not one of the app's, or not in its shape, with 400 and a sentence."""

    @server.before_request
    def guard() -> None:
        if request.path != PATH or request.method != "POST":
            return
        request.max_content_length = MOST_BYTES
        if (request.content_length or 0) > MOST_BYTES:
            raise RequestEntityTooLarge
        if not request.is_json:
            raise BadRequestError(UNREADABLE)
        try:
            body = json.loads(request.get_data(cache=True))
        except (ValueError, RecursionError) as error:
            raise BadRequestError(UNREADABLE) from error
        if not fits(body, app.callback_map):
            raise BadRequestError(UNREADABLE)


def fits(body: Any, callbacks: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a body asks for one of these callbacks, with its outputs, inputs and states and with values that can be.

    No callback here has an output or an input that stands for several components.

    Args:
        body: The body, read as JSON.
        callbacks: Output -> what Dash knows of a callback; the ones of the browser alone have no `callback`.
    """
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    known = callbacks.get(body["output"])
    if known is None or "callback" not in known:
        return False
    return (
        _are_outputs(body.get("outputs"), known["output"])
        and _are_values(body.get("inputs", []), known["inputs"])
        and _are_values(body.get("state", []), known["state"])
        and _are_texts(body.get("changedPropIds", []))
    )


def _are_outputs(given: Any, known: Any) -> bool:
    if not isinstance(known, (list, tuple)):
        given, known = [given], [known]
    names = [(output.component_id, output.component_property.partition("@")[0]) for output in known]
    return isinstance(given, list) and [_name(one) for one in given] == names


def _are_values(given: Any, known: Sequence[Mapping[str, str]]) -> bool:
    names = [(_id(entry["id"]), entry["property"]) for entry in known]
    if not isinstance(given, list) or [_name(one) for one in given] != names:
        return False
    return all(one["property"] not in TEXTS or _is_text(one.get("value")) for one in given)


def _name(one: Any) -> tuple[Any, Any] | None:
    return (one.get("id"), one.get("property")) if isinstance(one, dict) else None


def _id(text: str) -> Any:
    """An id as the browser sends it: text, or a record when it has parts."""
    return json.loads(text) if text.startswith("{") else text


def _are_texts(given: Any) -> bool:
    return isinstance(given, list) and len(given) <= 100 and all(isinstance(one, str) for one in given)


def _is_text(value: Any) -> bool:
    """Whether this is text that can be written down, or nothing; JSON can hold halves of characters."""
    if value is None:
        return True
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
