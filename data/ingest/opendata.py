"""Fetching the yearly datasets of a city's Opendatasoft portal (API "Explore v2.1").

Source of the method: the API's documentation; `exports` gives everything, `records` pages of 100 up to 10,000.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from data import clock
from data.catalogue.sources import CountsSource, OpenDataset
from data.config import settings
from data.errors import InputError
from data.ingest.fetch import Patience, PoliteClient, RefusedError
from data.ingest.formats import read_rows
from data.ingest.months import MONTH_NAMES
from data.ingest.progress import Progress, silent
from data.ingest.provenance import Provenance, write_provenance
from data.ingest.record import sha256_of

PAGE = 100
LAST_RECORD = 10_000
"""`records` refuses to look past this one; more are asked for month by month."""


def fetch_years(
    years: Sequence[int],
    *,
    source: CountsSource,
    progress: Progress = silent,
    patience: Patience | None = None,
    skip_absent: bool = False,
) -> list[Path]:
    """Downloads one dataset a year to `var/raw/`, each with its provenance beside it.

    Args:
        years: Calendar years.
        source: A source that a portal publishes.
        progress: Is told of every step.
        patience: How long to keep trying.
        skip_absent: Leave out years that the portal has no dataset of, in place of giving up.

    Returns:
        One json file a year, in the order of the years; a file whose content was downloaded before is that file.

    Raises:
        InputError: when a year is not published, or the server cannot be reached or answers with something broken.
    """
    portal = source.opendata
    if portal is None:
        raise InputError(f"De bron '{source.id}' staat niet op een opendata-portaal.")
    paths: list[Path] = []
    with PoliteClient(patience or Patience()) as client:
        for year in sorted(set(years)):
            if not portal.first_year <= year <= clock.today().year:
                raise InputError(f"Er zijn geen cijfers van {year}: ze worden gepubliceerd vanaf {portal.first_year}.")
            try:
                paths.append(_fetch(client, source, portal.dataset_id(year), f"Cijfers van {year} ophalen", progress))
            except RefusedError as error:
                if error.status != 404:
                    raise
                if not skip_absent:
                    raise InputError(
                        f"De stad publiceert geen cijfers van {year}: dataset {portal.dataset_id(year)} bestaat niet."
                    ) from error
    if not paths:
        raise InputError("De stad publiceert van geen enkel gevraagd jaar cijfers.")
    return paths


def published_years(portal: OpenDataset, first: int | None = None) -> list[int]:
    """Every year that there may be a dataset of, from `first` on."""
    return list(range(max(first or 0, portal.first_year), clock.today().year + 1))


def _fetch(client: PoliteClient, source: CountsSource, dataset: str, step: str, progress: Progress) -> Path:
    progress(step, 0, None)
    address = f"{settings().opendata_url.rstrip('/')}/catalog/datasets/{dataset}"
    described = client.json(address)
    retrieved_at = clock.now()
    raw = settings().var_dir / "raw"
    part = raw / "part" / f"{dataset}-{retrieved_at:%Y%m%dT%H%M%S}.json"
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        try:
            client.download(f"{address}/exports/json", part, step=step, progress=progress)
        except RefusedError as error:
            if error.status == 429:
                raise
            _save_pages(client, f"{address}/records", source, part, step, progress)
        records = len(read_rows(part, source.columns.names).frame)
        sha256 = sha256_of(part)
        for older in sorted(raw.glob(f"{dataset}-*.json")):
            if not older.name.endswith(".provenance.json") and sha256_of(older) == sha256:
                return older
        path = raw / part.name
        told = described.get("metas", {})
        told = told.get("default", {}) if isinstance(told, dict) else {}
        provenance = Provenance(
            dataset=dataset,
            title=_text(told, "title"),
            publisher=_text(told, "publisher"),
            licence=_text(told, "license"),
            url=f"{address.split('/api/')[0]}/explore/dataset/{dataset}/",
            modified=_text(told, "modified"),
            retrieved_at=retrieved_at,
            sha256=sha256,
            records=records,
        )
        write_provenance(path, provenance)
        os.replace(part, path)
        return path
    finally:
        part.unlink(missing_ok=True)


def _text(told: object, key: str) -> str | None:
    value = told.get(key) if isinstance(told, dict) else None
    return value if isinstance(value, str) and value.strip() else None


def _save_pages(
    client: PoliteClient, address: str, source: CountsSource, to: Path, step: str, progress: Progress
) -> None:
    """Saves every record through the paged answer, and checks that none is lost."""
    total = _total(client.json(address, {"limit": 1}))
    month = source.columns.month
    wheres: list[str | None] = [None]
    if total > LAST_RECORD:
        if month is None:
            raise InputError("De dataset is te groot om in bladzijden op te halen. Download hem als bestand.")
        wheres = [*(f'{month}="{name}"' for name in MONTH_NAMES), f"{month} is null"]
    done = 0
    with to.open("w", encoding="utf-8") as file:
        file.write("[")
        for where in wheres:
            for record in _pages(client, address, where, source):
                file.write(("," if done else "") + "\n" + json.dumps(record, ensure_ascii=False))
                done += 1
                if done % PAGE == 0:
                    progress(step, done, total)
        file.write("\n]\n")
    if done != total:
        raise InputError(f"De opendata-server belooft {total} rijen maar geeft er {done}. Probeer later opnieuw.")


def _pages(client: PoliteClient, address: str, where: str | None, source: CountsSource) -> Iterator[dict[str, Any]]:
    columns = source.columns
    order = ",".join(name for name in (columns.date or columns.month, columns.area, columns.category) if name)
    params: dict[str, str | int] = {"limit": PAGE, "order_by": order, **({"where": where} if where else {})}
    offset, total = 0, 1
    while offset < total:
        answer = client.json(address, {**params, "offset": offset})
        total = _total(answer)
        if total > LAST_RECORD:
            raise InputError("De dataset is te groot om in bladzijden op te halen. Download hem als bestand.")
        results = answer.get("results")
        if not isinstance(results, list) or (not results and offset < total):
            raise InputError("De opendata-server geeft een onvolledige bladzijde. Probeer later opnieuw.")
        yield from results
        offset += PAGE


def _total(answer: dict[str, Any]) -> int:
    total = answer.get("total_count")
    if not isinstance(total, int) or total < 0:
        raise InputError("De opendata-server zegt niet hoeveel rijen er zijn. Probeer later opnieuw.")
    return total
