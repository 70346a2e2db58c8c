"""What publiek can ask of real single facts, asked and combined as cleverly as can be: no small count comes out.

Every number of every route has to be a sum of protected cells: then nothing else leaves the server, and whatever is
combined is a combination of those. And combining all that was received has to leave the small counts unknown.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from data import queries
from data.catalogue.incident_source import IncidentsSource
from data.ingest.derive import building_figures
from data.ingest.gent import write_gent
from data.ingest.incidents.load import import_incidents
from data.statistics.protection import VARIANCE, least, most
from data.tables import cell
from tests.conftest import pointed_at
from tests.integration.test_profiles import MAPPING, asked, visitor

FACTS, MONTHS = 1_700, 5
ASK = "?prioriteit=fietsdiefstal&periode="
FIETS = "Fietsdiefstal"
TOLD = re.compile(r"[Oo]ngeveer ([\d.]+) feit")
Place = tuple[str, str, str]
"""Level, area, month (2024-03)."""


@pytest.fixture(scope="module")
def town_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gent with real facts: many buurten have one or two a month."""
    folder, dice = tmp_path_factory.mktemp("town"), random.Random(5)
    lines = ["nr;tijd;lon;lat"]
    for number in range(FACTS):
        day = f"2024-{dice.randint(1, MONTHS):02}-{dice.randint(1, 28):02}"
        lines.append(f"{number};{day} 12:00;{dice.gauss(3.725, 0.03):.5f};{dice.gauss(51.05, 0.025):.5f}")
    (folder / "feiten.csv").write_text("\n".join(lines), encoding="utf-8")
    plain = {name: value for name, value in MAPPING.items() if name != "extra"}
    with pointed_at(folder):
        with building_figures(fresh=True) as made:
            write_gent(made)
        import_incidents(folder / "feiten.csv", mapping=IncidentsSource.model_validate(plain))
    return folder


@dataclass
class Attacker:
    """One who asks, and writes down which sum each number is of.

    Attributes:
        exact, shown: Of each place, the count that nobody may know and the protected one.
        sums: Of each number that came, its places and itself.
    """

    client: FlaskClient
    exact: dict[Place, int]
    shown: dict[Place, int]
    parents: dict[str, str]
    sums: list[tuple[list[Place], int]] = field(default_factory=list)

    def heard(self, places: list[Place], number: int, where: str) -> None:
        """Notes a number; it may say nothing but the sum of the protected counts."""
        assert number == sum(self.shown[place] for place in places), where
        self.sums.append((places, number))

    def get(self, address: str) -> bytes:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.get_data(as_text=True)[:300])
        return answer.get_data()

    def rows(self, address: str) -> list[dict[str, str]]:
        """The rows of a csv or xlsx, without what stands above them."""
        content = self.get(address)
        if ".xlsx" in address:
            sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
            table = max(([[str(v) for v in row] for row in s.values] for s in sheets), key=lambda rows: len(rows[0]))
        else:
            lines = [line for line in content.decode("utf-8-sig").splitlines() if line and not line.startswith("#")]
            table = list(csv.reader(lines, delimiter=";"))
        head = next(i for i, row in enumerate(table) if "feiten" in row)
        return [dict(zip(table[head], row, strict=False)) for row in table[head + 1 :] if any(row)]

    def look(self, codes: list[str], level: str, months: list[str], kind: str, where: str) -> None:
        """One selection, by one way of asking."""
        search = f"{ASK}{months[0]}_{months[-1]}&niveau={level}" + (f"&gebied={','.join(codes)}" if codes else "")
        areas = codes or [code for at, code, month in self.shown if at == "wijk" and month == months[0]]
        levels = {code: "buurt" if code in self.parents else "wijk" for code in areas}
        chosen = [(levels[code], code, month) for code in areas for month in months]
        if where in ("trend", "jaren"):
            rows = self.rows(f"/uitvoer/{where}.{kind}{search}")
            if where == "jaren":
                self.heard(chosen, int(rows[-1]["feiten"]), search)
                return
            for row in rows:
                self.heard([(levels[c], c, row["maand"][:7]) for c in areas], int(row["feiten"]), search)
        elif where in ("tabel", "kaart"):
            for row in self.rows(f"/uitvoer/{where}.{kind}{search}"):
                if row["status"] == "ok" and (row["code"] in self.parents) == (level == "buurt"):
                    places = [(level, row["code"], month) for month in months]
                    self.heard(places, int(row["feiten"]), f"{where} {search}")
        elif where == "sheet":  # by the callback of its page, and by its own file
            period = f"?periode={months[0]}_{months[-1]}"
            row = next(
                r for r in self.rows(f"/uitvoer/fiche-cijfers.csv{period}&blad={codes[0]}") if FIETS in r.values()
            )
            self.heard(chosen, int(row["feiten"]), f"{where} {search}")
            assert f'"{row["feiten"]}"' in asked(self.client, "search", period, pathname=f"/buurt/{codes[0]}")
        else:
            said = TOLD.search(self.text(where, search, codes))
            assert said or not sum(self.shown[place] for place in chosen), (where, search)
            if said:
                self.heard(chosen, int(said[1].replace(".", "")), f"{where} {search}")

    def text(self, where: str, search: str, codes: list[str]) -> str:
        """What a page, a callback, a report or a slide says."""
        if where == "report":
            with zipfile.ZipFile(io.BytesIO(self.get(f"/rapport.pptx{search}"))) as slides:
                names = [name for name in slides.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
                found = " ".join(slides.read(name).decode() for name in sorted(names))
            return re.sub(r"<[^>]+>", "", found)
        if where == "slides":
            return re.sub(r"<[^>]+>", "", self.get(f"/projectie?dia={search[1:].replace('&', ';')}").decode())
        _, _, story, _ = (json.loads(line) for line in self.get(f"/beeld{search}").decode().splitlines())
        sentence = story["words"]["sentence"]
        parts = sentence if isinstance(sentence, list) else [sentence]
        return "".join(part if isinstance(part, str) else str(part["props"]["children"]) for part in parts)


@pytest.fixture
def attacker(town_var: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attacker]:
    with pointed_at(town_var):
        client = visitor(monkeypatch, "publiek")
        query = select(cell.c.level, cell.c.area_code, cell.c.month, cell.c.n, cell.c.n_public)
        with queries.current().engine.connect() as connection:
            found = connection.execute(query.where(cell.c.level.in_(("wijk", "buurt")))).all()
        places = {(level, code, f"{month:%Y-%m}"): (n, shown) for level, code, month, n, shown in found}
        frame = queries.areas(queries.current(), audience="publiek")
        parents = frame.loc[frame["level"] == "buurt", "parent_code"].to_dict()
        exact, shown = ({place: int(pair[i]) for place, pair in places.items()} for i in (0, 1))
        yield Attacker(client, exact, shown, parents)


def combined(attacker: Attacker) -> tuple[np.ndarray, np.ndarray]:
    """The best guess at every buurt and month from all that was received, and what it really is.

    A wijk is its buurten; each number weighs as its noise, that of as many cells as it is a sum of.
    """
    buurten = [place for place in attacker.exact if place[0] == "buurt"]
    column = {place: i for i, place in enumerate(buurten)}
    inside: dict[str, list[str]] = {}
    for code, parent in attacker.parents.items():
        inside.setdefault(parent, []).append(code)
    sums = {tuple(sorted(places)): number for places, number in attacker.sums}
    matrix, right = np.zeros((len(sums), len(buurten))), np.zeros(len(sums))
    for i, (places, number) in enumerate(sums.items()):
        weight = len(places) ** -0.5
        right[i] = number * weight
        for level, code, month in places:
            for one in [code] if level == "buurt" else inside[code]:
                if ("buurt", one, month) in column:
                    matrix[i, column["buurt", one, month]] += weight
    ridge = 1e-9 * np.eye(len(buurten))  # a buurt and month without any number stays zero
    guess = np.linalg.solve(matrix.T @ matrix + ridge, matrix.T @ right)
    return guess, np.array([attacker.exact[place] for place in buurten])


def pinned(attacker: Attacker) -> int:
    """How many small counts follow from what each protected count can be, and from a wijk being its buurten."""
    known = {places[0]: number for places, number in attacker.sums if len(places) == 1}
    found = 0
    for (level, wijk, month), number in known.items():
        inside = [code for code, parent in attacker.parents.items() if parent == wijk]
        members = [code for code in inside if ("buurt", code, month) in known]
        if level != "wijk" or not members:
            continue
        shown = np.array([known["buurt", code, month] for code in members])
        low, high = least(shown), most(shown)
        whole = np.array([number])
        at_most = np.minimum(high, most(whole) - (low.sum() - low))
        at_least = np.maximum(low, least(whole) - (high.sum() - high))
        real = np.array([attacker.exact["buurt", code, month] for code in members])
        found += int(((at_most == at_least) & (real > 0) & (real < 3)).sum())
    return found


WAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("trend", ("csv", "xlsx")),
    ("jaren", ("csv",)),
    ("tabel", ("csv", "xlsx")),
    ("kaart", ("csv", "xlsx")),
    *((where, ("",)) for where in ("answer", "sheet")),
)


@pytest.mark.parametrize("rounds", [14, pytest.param(600, marks=pytest.mark.soak)], ids=["short", "long"])
def test_no_small_count_comes_out_of_combining_what_publiek_can_ask(attacker: Attacker, rounds: int) -> None:
    dice = random.Random(rounds)
    months = sorted({month for _, _, month in attacker.exact})
    assert len(months) == MONTHS
    for month in months:  # all there is, place by place
        for level in ("wijk", "buurt"):
            attacker.look([], level, [month], "csv", "kaart")
    wijken = sorted({code for level, code, _ in attacker.exact if level == "wijk" and code != "W00"})
    for number in range(rounds):  # and sums of it, of which the differences are small again
        wijk = dice.choice(wijken)
        members = [code for code, parent in attacker.parents.items() if parent == wijk]
        first = dice.randrange(MONTHS)
        period = months[first : dice.randint(first + 1, MONTHS)]
        some = dice.sample(members, dice.randint(1, len(members)))
        for codes in ([], [wijk], some, some[1:], dice.sample(wijken, 3))[number % 2 :: 2]:
            where, kinds = WAYS[number % len(WAYS)]
            if not codes and where == "sheet":
                continue
            attacker.look(codes[:1] if where == "sheet" else codes, "buurt", period, dice.choice(kinds), where)
    for where in ("report", "slides"):
        attacker.look([dice.choice(wijken)], "wijk", months, "", where)
    guess, real = combined(attacker)
    small = (real == 1) | (real == 2)
    error = float(((guess - real)[small] ** 2).mean())
    right = float((np.rint(guess[small]) == real[small]).mean())
    print(f"{len(attacker.sums)} numbers, {small.sum()} small counts: square error {error:.2f}, guessed {right:.0%}")
    assert small.sum() > 300
    assert error > VARIANCE * 2 / 3 - 0.3  # what two independent answers can give at the very best
    assert right < 0.5  # guessing "1" for all of these would be right oftener
    assert pinned(attacker) == 0
