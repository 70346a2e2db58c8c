"""A portal on this machine that behaves as the city's does: exports, paging with its stop, and its bad days."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pandas as pd

PREFIX = "criminaliteitscijfers-per-wijk-per-maand-gent-"
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
ACCIDENTS = "Verkeersongevallen met lichamelijk letsel"
CATEGORIES = (
    "Autodiefstal",
    "Beschadiging aan auto",
    "Bromfietsdiefstal",
    "Diefstal gewapenderhand",
    "Diefstal met geweld zonder wapen",
    "Diefstal uit of aan voertuigen",
    "Fietsdiefstal",
    "Geluidshinder",
    "Graffiti",
    "Inbraak in bedrijf of handelszaak",
    "Motordiefstal",
    "Parkeerovertredingen",
    "Sluikstorten",
    "Woninginbraak",
    "Zakkenrollerij",
)
WIJKEN = (
    "Binnenstad",
    "Sluizeken - Tolhuis - Ham",
    "Macharius - Heirnis",
    "Brugse Poort - Rooigem",
    "Watersportbaan - Ekkergem",
    "Elisabethbegijnhof - Prinsenhof - Papegaai - Sint-Michiels",
    "Rabot - Blaisantvest",
    "Wondelgem",
    "Bloemekenswijk",
    "Muide - Meulestede - Afrikalaan",
    "Gentse Kanaaldorpen en -zone",
    "Oostakker",
    "Dampoort",
    "Sint-Amandsberg",
    "Moscou - Vogelhoek",
    "Gentbrugge",
    "Oud Gentbrugge",
    "Ledeberg",
    "Zwijnaarde",
    "Nieuw Gent - UZ",
    "Stationsbuurt-Zuid",
    "Stationsbuurt-Noord",
    "Sint-Denijs-Westrem - Afsnee",
    "Mariakerke",
    "Drongen",
    "Onbekend",
)
CLOCKWISE = [[3.7, 51.0], [3.7, 51.1], [3.8, 51.1], [3.8, 51.0], [3.7, 51.0]]
"""An outer ring the wrong way round, as the portal gives them."""


def total_of(year: int, month: int, category: str, wijk: str) -> int:
    """The made-up figure of a cell: about half are zero, as in the real ones."""
    return max(0, (year * 7 + month * 31 + len(category) * 13 + WIJKEN.index(wijk) * 17) % 23 - 11)


def year_records(year: int, *, last_month: int = 12, doubled: int = 0) -> list[dict[str, Any]]:
    """The records of one dataset, in the portal's shape and with the faults of that year."""
    accidents = {2018: [], 2019: [], 2020: ["Verkeerongevallen met lichamelijk letsel"]}.get(year, [ACCIDENTS])
    hyphen = year % 2 == 0
    made = []
    for month in range(1, last_month + 1):
        for category in (*CATEGORIES, *accidents):
            for code, wijk in enumerate(WIJKEN):
                cleaned = ACCIDENTS if category.startswith("Verkeer") else category
                made.append(
                    {
                        "year": str(year),
                        "month": MONTHS[month - 1],
                        "jaar_maand": f"{year}-{month:02d}-01",
                        "fact_category": category,
                        "quarter": wijk if hyphen else wijk.replace("Stationsbuurt-", "Stationsbuurt "),
                        "quarter_code": str(code),
                        "total": total_of(year, month, cleaned, wijk),
                        "geometry": {
                            "type": "Feature",
                            "geometry": {"coordinates": [CLOCKWISE], "type": "Polygon"},
                            "properties": {},
                        },
                        "geo_point_2d": {"lon": 3.75, "lat": 51.05},
                    }
                )
    return made + made[100 : 100 + doubled]


def as_format(records: Sequence[dict[str, Any]], kind: str) -> bytes:
    """Records as the portal exports them: json, csv (`;`, BOM), geojson or parquet."""
    if kind == "json":
        return json.dumps(records).encode()
    if kind == "geojson":
        features = [
            {
                "type": "Feature",
                "geometry": record["geometry"]["geometry"],
                "properties": {k: v for k, v in record.items() if k != "geometry"},
            }
            for record in records
        ]
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()
    flat = [{k: json.dumps(v) if isinstance(v, dict) else v for k, v in record.items()} for record in records]
    if kind == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, list(flat[0]), delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(flat)
        return text.getvalue().encode("utf-8-sig")
    file = io.BytesIO()
    pd.DataFrame(flat).to_parquet(file)
    return file.getvalue()


@dataclass
class Portal:
    """What the portal has, and how it behaves today.

    Attributes:
        datasets: Records by dataset id.
        faults: Answers to give before the real one, in order: (part of the path, status, headers, body); a status of
            None breaks the connection off halfway.
        always: The same, given every time.
        asked: Every path that was asked for, with its query.
        lost: How many records of each paged answer go missing.
    """

    datasets: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[tuple[str, int | None, dict[str, str], bytes]] = field(default_factory=list)
    always: list[tuple[str, int | None, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lost: int = 0
    url: str = ""

    def publish(self, year: int, records: list[dict[str, Any]]) -> None:
        """Puts a dataset on the portal."""
        self.datasets[f"{PREFIX}{year}"] = records

    def fault_for(self, path: str) -> tuple[str, int | None, dict[str, str], bytes] | None:
        """The next bad answer for a path, if there is one."""
        for number, fault in enumerate(self.faults):
            if fault[0] in path:
                return self.faults.pop(number)
        return next((fault for fault in self.always if fault[0] in path), None)


def _answer(portal: Portal, path: str, query: dict[str, list[str]]) -> tuple[int, bytes]:
    found = re.fullmatch(r"/api/explore/v2\.1/catalog/datasets/([^/]+)(?:/(records|exports/(\w+)))?", path)
    records = portal.datasets.get(found[1]) if found else None
    if found is None or records is None:
        return 404, b'{"error_code": "UnknownDatasetError", "message": "Unknown dataset"}'
    if found[2] is None:
        metas = {"title": f"Cijfers {found[1][-4:]}", "publisher": "Politie Gent", "license": "Gratis hergebruik"}
        return 200, json.dumps(
            {"dataset_id": found[1], "metas": {"default": {**metas, "modified": "2024-02-01T09:00:00+00:00"}}}
        ).encode()
    if found[3]:
        return 200, as_format(records, found[3])
    limit, offset = int(query.get("limit", ["10"])[0]), int(query.get("offset", ["0"])[0])
    if not 0 <= limit <= 100 or offset + limit > 10_000:
        return 400, b'{"error_code": "InvalidRESTParameterError", "message": "offset + limit"}'
    where = query.get("where", [""])[0]
    if is_value := re.fullmatch(r'(\w+)="(.*)"', where):
        records = [r for r in records if r[is_value[1]] == is_value[2]]
    elif is_null := re.fullmatch(r"(\w+) is null", where):
        records = [r for r in records if r[is_null[1]] is None]
    page = records[offset : offset + limit]
    return 200, json.dumps({"total_count": len(records), "results": page[: len(page) - portal.lost]}).encode()


@contextmanager
def serving() -> Iterator[Portal]:
    """Serves an empty portal on a free port of this machine."""
    portal = Portal()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            portal.asked.append(unquote(self.path))
            fault = portal.fault_for(split.path)
            if fault is None:
                status, body = _answer(portal, split.path, parse_qs(split.query))
                self._send(status, {}, body)
            elif fault[1] is None:
                self._send(200, {"Content-Length": "999999"}, fault[3])
                self.close_connection = True
            else:
                self._send(fault[1], fault[2], fault[3])

        def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    portal.url = f"http://127.0.0.1:{server.server_port}/api/explore/v2.1"
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
