"""The report as its reader gets it: read back, whole, with the numbers of the screen, whatever the areas are called."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pptx import Presentation
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from dashboard import report_routes
from dashboard.app_factory import make_app
from dashboard.look import look
from dashboard.report import contents, pages
from dashboard.report.contents import Maker
from dashboard.report.pdf import FAILED, as_pdf
from dashboard.report.printed import BREAK
from dashboard.report.slides import as_pptx
from dashboard.selection import Selection
from data import queries
from data.catalogue import PRIORITIES
from tests.conftest import pointed_at
from tests.hostile import HOSTILE

ROOT = Path(__file__).resolve().parents[2]
NAMES = [priority.name for priority in PRIORITIES.values()]


@pytest.fixture(scope="module")
def served(demo_var: Path) -> Iterator[FlaskClient]:
    """Somebody who asks the app on the demonstration set."""
    with pointed_at(demo_var):
        yield make_app().server.test_client()


def titles(reader: PdfReader) -> list[str]:
    """The bookmarks of the first level."""
    return [str(item["/Title"]) for item in reader.outline if not isinstance(item, list)]


def alternatives(reader: PdfReader) -> list[str]:
    """The alternative text of every figure in the structure of the file."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            [walk(child) for child in node]
        elif isinstance(node, DictionaryObject):
            if node.get("/S") == "/Figure":
                found.append(str(node.get("/Alt", "")))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def text_of(reader: PdfReader) -> list[str]:
    """The text of every page, on one line."""
    return [re.sub(r"\s+", " ", page.extract_text().replace(BREAK, "")) for page in reader.pages]


def test_a_selection_is_a_page_per_priority(served: FlaskClient) -> None:
    answer = served.get("/rapport.pdf?gebied=W13&maat=inwoners")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="rapport_fietsdiefstal_dampoort_2022-05-tot-2023-04.pdf"'
    )
    reader = PdfReader(io.BytesIO(answer.data))
    assert len(reader.pages) == 1 + 4 + 4 + 2  # first page, pages, tables, methods
    assert titles(reader)[:5] == ["Overzicht", *NAMES]
    assert reader.metadata is not None
    assert reader.metadata.title == "Veiligheid in Dampoort"
    assert reader.metadata.author == "Buurtveiligheid Gent"
    assert str(reader.trailer["/Root"]["/Lang"]).lower() == "nl-be"
    text = text_of(reader)
    for number, page in enumerate(text, start=1):
        assert f"{number} van {len(text)}" in page
        assert "Demonstratiedata: geen echte cijfers" in page
    view = look(Selection.from_query("?gebied=W13&maat=inwoners"), queries.current(), audience="publiek")
    assert f"{view.figure.n:.0f} feiten in mei 2022 – apr 2023" in text[1]
    for wanted in ("Bron", "ingelezen op", "Citeer als", "Voorlopige cijfers", "http://localhost/?gebied=W13", "Trend"):
        assert wanted in text[1], wanted
    found = alternatives(reader)
    assert len(found) >= 4 * 4
    assert all(len(alt) > 20 for alt in found)
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in page_fonts(page)}
    assert any("FiraSans" in name for name in fonts)
    assert all(re.match(r"/[A-Z]{6}\+", name) for name in fonts)  # each a part of a font that is in the file


@pytest.mark.alone
@pytest.mark.parametrize("kind", ["pdf", "pptx"])
def test_a_report_takes_less_than_five_seconds(served: FlaskClient, kind: str) -> None:
    begun = time.perf_counter()
    assert served.get(f"/rapport.{kind}?gebied=W14&prioriteit=overlast&niveau=buurt").status_code == 200
    assert time.perf_counter() - begun < 5


def page_fonts(page: Any) -> list[Any]:
    """The fonts of a page."""
    fonts = page["/Resources"].get_object().get("/Font", {})
    return [font.get_object() for font in fonts.get_object().values()]


def test_charts_and_maps_are_vectors(served: FlaskClient) -> None:
    reader = PdfReader(io.BytesIO(served.get("/rapport.pdf").data))
    assert not [image for page in reader.pages for image in page.images]


def test_a_sheet_has_its_own_report(served: FlaskClient) -> None:
    answer = served.get("/rapport.pdf?blad=W13&periode=2022")
    text = text_of(PdfReader(io.BytesIO(answer.data)))
    assert "rapport-fiche_dampoort_2022-01-tot-2022-12.pdf" in answer.headers["Content-Disposition"]
    for wanted in ("Fiche van Dampoort", "Kerncijfers", "Wat valt op", "Ligging", "Parkeerboetes (volgt de inzet)"):
        assert wanted in text[0], wanted
    assert served.get("/rapport.pptx?blad=stad").status_code == 200


def test_every_hostile_name_comes_through(hostile_var: Path) -> None:
    with pointed_at(hostile_var):
        maker = Maker(queries.current(), "publiek", "https://voorbeeld.be")
        frame = queries.areas(queries.current())
        frame = frame[frame["is_located"].astype(bool)]
        wijken = set(frame.loc[frame["level"] == "wijk", "name"])
        rest = frame[(frame["level"] == "buurt") & ~frame["name"].isin(wijken)].drop_duplicates("name")
        assert wijken | set(rest["name"]) >= set(HOSTILE)
        buurten = Selection(level="buurt", areas=tuple(rest.index), rows="alle")
        for report, names in (
            (maker.of_level("wijk", Selection()), wijken),
            (maker.of_selection(buurten), rest["name"]),
        ):
            assert not report.failed
            body, made = as_pdf(report)
            assert made is report  # no page had to be left out
            text = " ".join(text_of(PdfReader(io.BytesIO(body))))
            for name in (name for name in names if name.isascii() and name.isprintable()):
                assert re.sub(r"\s+", " ", name).strip()[:60].strip() in text, name  # as text, not as markup
            deck = Presentation(io.BytesIO(as_pptx(report)))
            assert len(deck.slides) == 2 + 2 * len(report.pages)
            assert re.fullmatch(r"[a-z0-9_-]{3,160}", report.file)


@pytest.mark.parametrize(
    "address",
    [
        "pdf?prioriteit=onzin",
        "pptx?gebied=NERGENS",
        "pdf?blad=W99",
        "pdf?blad=%3Cscript%3E",
        "docx",
        "pdf?periode=1900",
    ],
)
def test_an_impossible_question_gets_a_sentence(served: FlaskClient, address: str) -> None:
    answer = served.get(f"/rapport.{address}")
    assert answer.status_code == 400
    assert re.search(r"[a-z]{3,} .*\.", answer.json["fout"])
    page = served.get(f"/rapport.{address}", headers={"Accept": "text/html"})
    assert page.mimetype == "text/html"
    assert "<script>" not in page.text


def test_who_comes_while_one_is_made_gets_a_sentence(served: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_routes, "WAIT_S", 0.01)
    with report_routes._turn():
        answer = served.get("/rapport.pdf")
    assert answer.status_code == 503
    assert "opnieuw" in answer.json["fout"]
    assert served.get("/rapport.pptx").status_code == 200  # and then it is free again


def test_a_failed_page_says_so_and_the_others_are_there(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = pages.make_page

    def breaks(title: str, *args: Any, **more: Any) -> Any:
        if title == "Overlast":
            raise ZeroDivisionError
        return make(title, *args, **more)

    monkeypatch.setattr(contents, "make_page", breaks)
    report = Maker(queries.current(), "publiek").of_selection(Selection())
    assert [page.title for page in report.failed] == ["Overlast"]
    text = text_of(PdfReader(io.BytesIO(as_pdf(report)[0])))
    assert "kon niet gemaakt worden" in text[2]
    assert "Trend per maand" in text[1]
    assert "Trend per maand" in text[3]
    assert len(Presentation(io.BytesIO(as_pptx(report))).slides) == 2 + 3 * 2 + 1


def test_a_page_that_cannot_be_set_does_not_lose_the_others(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.report import pdf
    from layers import paper

    report = Maker(queries.current(), "publiek").of_selection(Selection())
    broken = report.pages[2].trend.drawing
    monkeypatch.setattr(pdf.paper, "svg", lambda drawing, real=paper.svg: "<" if drawing is broken else real(drawing))
    body, made = as_pdf(report)
    assert [(page.title, page.why) for page in made.failed] == [("Verkeer", FAILED)]
    assert "Trend per maand" in text_of(PdfReader(io.BytesIO(body)))[1]


def test_the_command_makes_a_page_for_each_wijk(demo_var: Path, tmp_path: Path) -> None:
    def run(*arguments: str, base_url: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dashboard.report", "--out", str(tmp_path), *arguments],
            cwd=ROOT,
            env=os.environ | {"VAR_DIR": str(demo_var), "BASE_URL": base_url},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    begun = time.perf_counter()
    done = run("--level", "wijk", "--priority", "fietsdiefstal", base_url="https://voorbeeld.example")
    assert time.perf_counter() - begun < 90
    assert done.returncode == 0, done.stderr
    files = [Path(line) for line in done.stdout.split("\n") if line]
    assert [path.suffix for path in files] == [".pdf", ".pptx"]
    assert not list(tmp_path.glob("*.half"))
    reader = PdfReader(files[0])
    frame = queries_names(demo_var)
    assert titles(reader)[1:26] == frame
    text = re.sub(rf"[\s{BREAK}]", "", "".join(page.extract_text() for page in reader.pages))
    assert text.count("https://voorbeeld.example/?gebied=W") == 25
    assert "adres van het dashboard" not in done.stderr
    assert len(Presentation(str(files[1])).slides) == 2 + 2 * 25
    wrong = run("--priority", "onzin")
    assert wrong.returncode == 2
    assert "bestaat niet" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert wrong.stderr.count("krijgen geen link") == 1  # nobody told where the dashboard is


def queries_names(demo_var: Path) -> list[str]:
    """The names of the wijken, in the order of the alphabet."""
    with pointed_at(demo_var):
        frame = queries.areas(queries.current())
    located = frame[(frame["level"] == "wijk") & frame["is_located"].astype(bool)]
    return sorted(located["name"])
