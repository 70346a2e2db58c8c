"""The routes of the upload page: the file comes in piece by piece, everything else is a process of its own.

The only module of the dashboard that sees `data.ingest`, and only its jobs.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask, Response, request, send_file

from dashboard import upload_guard
from dashboard.upload_guard import PATH
from dashboard.upload_link import map_link
from data.errors import BusyError, BuurtError
from data.ingest import jobs
from data.ingest.jobs import Job

PIECE = 1 << 18
"""Bytes of a file that are in memory at a time."""
MOST_FORM = 1_000_000
"""Characters of a form; a file does not come this way."""
_GONE = "Deze invoer bestaat niet (meer). Kies het bestand opnieuw."
_SEPARATORS, _ENCODINGS = {";", ",", "\t", "|"}, {"utf-8", "utf-16", "cp1252"}


def register(server: Flask) -> None:
    """Adds the routes; in other profiles than intern each of them, and the page itself, is a 404 with a sentence."""

    @server.before_request
    def guard() -> Response | None:
        return upload_guard.refusal() if (request.path + "/").startswith(PATH + "/") else None

    @server.after_request
    def unframed(answer: Response) -> Response:
        if (request.path + "/").startswith(PATH + "/"):
            answer.headers["X-Frame-Options"] = "DENY"  # no other site can put its own picture over our buttons
        return answer

    @server.post(f"{PATH}/bestand")
    def receive() -> Response:
        def make() -> dict[str, Any]:
            request.max_content_length = None  # jobs.receive counts the bytes, and has a sentence
            name = request.args.get("naam", "bestand")
            job = jobs.receive(_pieces(), file_name=name, expected=request.content_length)
            jobs.start_proposal(job)
            return {"taak": job.id}

        return _answer(make)

    @server.get(f"{PATH}/taak/<job_id>")
    def status(job_id: str) -> Response:
        return _of_job(job_id, _status)

    @server.post(f"{PATH}/taak/<job_id>/voorstel")
    def propose(job_id: str) -> Response:
        return _of_job(job_id, _propose)

    @server.post(f"{PATH}/taak/<job_id>/controle")
    def check(job_id: str) -> Response:
        return _of_job(job_id, lambda job: jobs.start_check(job, _form()))

    @server.post(f"{PATH}/taak/<job_id>/publicatie")
    def publish(job_id: str) -> Response:
        return _of_job(job_id, jobs.start_publish)

    @server.post(f"{PATH}/taak/<job_id>/weg")
    def remove(job_id: str) -> Response:
        return _of_job(job_id, jobs.remove)

    @server.get(f"{PATH}/taak/<job_id>/mapping.toml")
    def mapping(job_id: str) -> Response:
        job = jobs.find_job(job_id)
        return _download(job.mapping if job is not None else None, "mapping.toml", "application/toml")

    @server.get(f"{PATH}/taak/<job_id>/verworpen.csv")
    def rejected(job_id: str) -> Response:
        job = jobs.find_job(job_id)
        return _download(job.rejected if job is not None else None, "verworpen.csv", "text/csv")


def _pieces() -> Iterator[bytes]:
    while piece := request.stream.read(PIECE):
        yield piece


def _status(job: Job) -> dict[str, Any]:
    told = jobs.status(job)
    if told["publish"] and not told["publish"].get("error"):
        told["link"] = map_link(told["publish"])
    return told


def _propose(job: Job) -> None:
    form = _form()
    separator, encoding = form.get("separator"), form.get("encoding")
    jobs.start_proposal(
        job,
        separator=separator if separator in _SEPARATORS else None,
        encoding=encoding if encoding in _ENCODINGS else None,
    )


def _form() -> dict[str, Any]:
    if (request.content_length or 0) > MOST_FORM:
        return {}
    given = request.get_json(force=True, silent=True)
    return given if isinstance(given, dict) else {}


def _of_job(job_id: str, act: Callable[[Job], dict[str, Any] | None]) -> Response:
    job = jobs.find_job(job_id)
    if job is None:
        return _json({"fout": _GONE}, 404)
    return _answer(lambda: act(job) or {})


def _answer(make: Callable[[], dict[str, Any]]) -> Response:
    try:
        return _json(make(), 200)
    except BusyError as error:
        return _json({"fout": str(error)}, 409)
    except BuurtError as error:
        return _json({"fout": str(error)}, 400)
    except OSError as error:
        why = "de schijf is vol" if error.errno == errno.ENOSPC else error.strerror or "onbekende fout"
        return _json({"fout": f"Bewaren op schijf lukt niet ({why}). Er is niets gewijzigd."}, 507)


def _json(content: dict[str, Any], status: int) -> Response:
    text = json.dumps(content, ensure_ascii=False)
    return Response(text, status=status, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _download(path: Any, name: str, kind: str) -> Response:
    if path is None or not path.is_file():
        return Response(_GONE + "\n", status=404, mimetype="text/plain")
    answer = send_file(path, mimetype=kind, as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    return answer
