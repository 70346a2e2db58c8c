"""An upload on the real server: read, corrected, checked and published by processes beside it, while others look."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from data.snapshot import building
from tests.conftest import pointed_at
from tests.integration.visitor import Visitor, said

OURS = {"X-Buurtveiligheid": "invoer"}
HEAD = "nr;feit;tijd;lon;lat\n"
PATIENCE_S = 120
ROWS = 60_000
SLOWEST_S = 3.0
"""For any answer while an import runs, on a busy machine; a blocked worker would take as long as the import."""
SEARCHES = ("", "?gebied=W07", "?periode=2021", "?prioriteit=verkeer", "?niveau=buurt", "?gebied=W02&periode=2022")


class Uploader:
    """Somebody on the upload page, without a browser."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, headers=OURS, timeout=60, trust_env=False)
        self.job = ""

    def send(self, content: str, name: str = "feiten.csv") -> dict[str, Any]:
        answer = self.client.post("/invoer/bestand", params={"naam": name}, content=content.encode())
        assert answer.status_code == 200, answer.text
        self.job = f"/invoer/taak/{answer.json()['taak']}"
        return self.ended()["proposal"]

    def start(self, step: str, form: dict[str, Any] | None = None) -> httpx.Response:
        return self.client.post(f"{self.job}/{step}", json=form or {})

    def status(self) -> dict[str, Any]:
        return self.client.get(self.job).json()

    def ended(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE_S
        while (told := self.status())["running"]:
            assert time.monotonic() < until, told
            time.sleep(0.1)
        return told

    def checked(self, form: dict[str, Any]) -> dict[str, Any]:
        assert self.start("controle", form).status_code == 200
        return self.ended()

    def process(self) -> int:
        """The process that is at work on the job."""
        wanted = self.job.rsplit("/", 1)[-1].encode()
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    if wanted in path.read_bytes():
                        return int(path.parent.name)
                except OSError:
                    continue
        raise AssertionError("no process is at work on the job")


@pytest.fixture(scope="module")
def own_var(demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("upload") / "var"
    shutil.copytree(demo_var, folder)
    return folder


@pytest.fixture(scope="module")
def server(serve: Any, own_var: Path) -> Iterator[Any]:
    with serve(own_var, PROFILE="intern") as running:
        yield running


@pytest.fixture
def uploader(server: Any) -> Iterator[Uploader]:
    somebody = Uploader(server.url)
    yield somebody
    somebody.client.close()


def rows(n: int, *, start: int = 0) -> str:
    return HEAD + "".join(
        f"{start + i};Fietsdiefstal;2023-0{1 + i % 4}-1{i % 10} 1{i % 10}:00;{3.70 + i % 50 / 1000};51.05\n"
        for i in range(n)
    )


def current(var_dir: Path) -> str:
    return (var_dir / "CURRENT").read_text(encoding="utf-8")


def test_a_killed_import_changes_nothing_and_says_so_and_one_that_waits_starts_by_itself(uploader, own_var) -> None:
    form = uploader.send(rows(10))["form"]
    told = uploader.checked(form)
    assert (told["check"]["rows_in"], told["check"]["accepted"], told["check"]["rejected"]) == (10, 10, 0)
    version = current(own_var)
    with pointed_at(own_var), building() as made:  # somebody else imports
        made.changed = False
        assert uploader.start("publicatie").status_code == 200
        until = time.monotonic() + PATIENCE_S
        while "Wacht op een andere import" not in str(uploader.status()["progress"]):
            assert time.monotonic() < until
            time.sleep(0.1)
        assert uploader.start("publicatie").status_code == 409
        os.kill(uploader.process(), signal.SIGKILL)
        told = uploader.ended()
        assert told["error"] == "De import is afgebroken. Er is niets gewijzigd. Probeer het opnieuw."
        assert uploader.start("publicatie").status_code == 200
        time.sleep(1)
        assert uploader.status()["running"]
    assert current(own_var) == version
    told = uploader.ended()
    assert told["publish"]["accepted"] == 10
    assert current(own_var) != version


def test_visitors_are_answered_while_a_large_file_comes_in(uploader, server, own_var) -> None:
    form = uploader.send(rows(ROWS, start=1000), name="groot.csv")["form"]
    assert uploader.checked(form)["check"]["accepted"] == ROWS
    version, took = current(own_var), []
    assert uploader.start("publicatie").status_code == 200
    with Visitor(server.url) as visitor:
        before = visitor.sentence("?gebied=W01")
        while uploader.status()["running"] and current(own_var) == version:
            began = time.monotonic()
            answer = visitor.answer(SEARCHES[len(took) % len(SEARCHES)])
            took.append(time.monotonic() - began)
            assert answer.status in (200, 400)  # of accidents there are no figures any more: a sentence
            assert said(answer)
        told = uploader.ended()
        assert told["error"] is None
        assert told["publish"]["rows_in"] == told["publish"]["accepted"] + told["publish"]["rejected"] == ROWS
        assert told["publish"]["new"] == ROWS
        assert len(took) >= 10
        assert max(took) < SLOWEST_S, sorted(took)[-5:]
        assert visitor.sentence("?gebied=W01&periode=2023-01_2023-04") != before
    assert "Traceback" not in server.printed()


def test_bad_rows_are_named_and_a_form_can_be_corrected(uploader, own_var) -> None:
    version = current(own_var)
    bad = "901;Fietsdiefstal;2023-13-01;3.72;51.05\n902;Tak;2023-03-01;3.72;51.05\n903;Graffiti;2023-03-01;9;9\n"
    form = uploader.send(HEAD + "900;Graffiti;2023-03-01 10:00;3.72;51.05\n" + bad)["form"]
    told = uploader.checked(form)["check"]
    assert (told["rows_in"], told["accepted"], told["rejected"], told["outside"]) == (4, 1, 3, 1)
    assert [(line, reason.split(" (")[0].split(":")[0]) for line, reason, _ in told["rejected_rows"]] == [
        (3, "deze datum bestaat niet"),
        (4, "de catalogus kent dit soort feit niet"),
        (5, "het punt ligt buiten alle gebieden"),
    ]
    report = uploader.client.get(f"{uploader.job}/verworpen.csv")
    assert report.text.count("\n") == 4
    assert "attachment" in report.headers["Content-Disposition"]
    told = uploader.checked(form | {"category_values": {"Tak": "Vandalisme"}, "open_categories": True})["check"]
    assert (told["accepted"], told["rejected"]) == (2, 2)
    mapping = uploader.client.get(f"{uploader.job}/mapping.toml").text
    assert "[category_names]" in mapping
    refused = uploader.start("controle", form | {"crs": "28992"})
    assert (refused.status_code, "place.crs" in refused.json()["fout"]) == (400, True)
    assert current(own_var) == version


def test_a_file_that_is_none_gets_its_sentence(uploader) -> None:
    assert "webpagina of XML" in uploader.send("<html></html>", name="raar.xlsx")["error"]
    told = uploader.status()
    assert "webpagina of XML" in told["error"]
    assert uploader.start("publicatie").status_code == 400
