"""Faults as answers: a sentence and a status for every route, as a page for a person and as JSON for the page."""

from __future__ import annotations

import html
import json

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from dashboard import request_log
from dashboard.brand import brand
from dashboard.compression import STATIC_PREFIXES
from dashboard.errors import sentence_of, status_of
from data.errors import BuurtError, NoSnapshotError

PAGE = """<!DOCTYPE html>
<html lang="nl-BE"><head><meta charset="utf-8"><title>{sentence}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/assets/style.css">
</head><body><header class="top"><a class="brand" href="/">{brand}</a></header>
<main class="sentence"><h1>{sentence}</h1><p><a href="/">Naar het beginbeeld</a></p></main></body></html>
"""


def register(server: Flask) -> None:
    """Adds the handlers; what a route answers by itself stays as it is."""
    server.register_error_handler(BuurtError, _answer)
    server.register_error_handler(HTTPException, _http)
    server.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:  # a redirect, or an answer that is ready
        return Response.force_type(error.get_response())
    answer = _answer(error)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Content-Range"):
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    if isinstance(error, FileNotFoundError) and request.path.startswith(STATIC_PREFIXES):
        return _refusal("Dit bestand bestaat niet.", 404)  # Dash knows its name, but the package does not ship it
    if status_of(error) >= 500:
        request_log.fault(error)
    return _answer(error)


def _answer(error: Exception) -> Response:
    there_are_figures = not isinstance(error, NoSnapshotError)
    return _refusal(sentence_of(error, request_log.request_id()), status_of(error), ask=there_are_figures)


def _refusal(sentence: str, status: int, *, ask: bool = True) -> Response:
    if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("Accept", ""):
        named = {"sentence": html.escape(sentence), "brand": html.escape(brand(ask=ask))}
        answer = Response(PAGE.format(**named), status=status, mimetype="text/html")
    else:
        content = {"fout": sentence, "verzoek": request_log.request_id()}
        answer = Response(json.dumps(content, ensure_ascii=False), status=status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
