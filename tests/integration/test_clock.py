"""The clock of the machine set back and ahead, an hour to 73 years: nothing lost, nothing doubled, nobody shut out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data import clock, state
from data.backup import stores
from data.catalogue.incident_source import IncidentsSource
from data.errors import StateError
from data.ingest import jobs
from data.ingest.incidents.load import import_incidents
from data.ingest.incidents.moments import read_moments
from data.snapshot import building, current, current_version
from data.state import audit
from data.state.audit import Line
from data.tables import area
from tests.conftest import forget_settings
from tests.integration.commands import run
from tests.integration.provider import Provider, provider
from tests.integration.test_profiles import MAPPING
from tests.integration.test_sign_in import Site, oidc, sign_in, site, zone_status
from tests.unit.dashboard.test_rate_limits import limited
from tests.unit.data.queries.conftest import area_rows

__all__ = ["site"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = (-HOUR, HOUR, -DAY, DAY, timedelta(days=26_700), timedelta(days=-26_710), timedelta(0))
Set = Callable[[timedelta], None]


@pytest.fixture
def shift(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets the clock of this process ahead or back; what it measures waiting by goes on."""
    real, moved = time.time, timedelta(0)

    def move(by: timedelta) -> None:
        nonlocal moved
        moved += by

    monkeypatch.setattr(time, "time", lambda: real() + moved.total_seconds())
    return move


@pytest.mark.parametrize("where", ["file", "postgres"])
def test_what_is_published_last_is_shown_and_comes_first_however_the_clock_jumps(
    where: str, var_dir: Path, shift: Set, request: pytest.FixtureRequest
) -> None:
    if where == "postgres":
        request.getfixturevalue("database")
    with building(fresh=True) as made:
        made.append(area, area_rows())
    versions = [made.version]
    jumps = JUMPS if where == "file" else JUMPS[3:]
    for number, jump in enumerate(jumps):
        shift(jump)  # between two imports, and in the middle of one
        with building() as made:
            made.set_meta(**{f"import-{number}": "1"})
            shift(jump * -1)
            shift(jump)
        versions.append(made.version)
        assert current_version() == current().version == made.version
        there = sorted(path.stem for path in (var_dir / "snapshots").glob("[0-9]*.duckdb"))
        assert there == versions[-3:]  # the last ones stay, and are the newest by their names too
    with current().engine.connect() as connection:
        told = dict(connection.exec_driver_sql("SELECT key, value FROM meta").fetchall())  # type: ignore[arg-type]
    assert [key for key in told if key.startswith("import-")] == [f"import-{n}" for n in range(len(jumps))]
    if where == "file":
        (var_dir / "CURRENT").write_text("20300101T000000-00000000")  # the pointer is lost: the next import goes on
        assert current_version() == versions[-1]


def facts(folder: Path, *days: date) -> Path:
    file = folder / "feiten.csv"
    lines = [f"nr-{day};{day} 02:30;3.7201;51.0501;fiets;" for day in days]
    file.write_text("\n".join(["nr;tijd;lon;lat;wat;wie", *lines]), encoding="utf-8")
    return file


@pytest.mark.parametrize("hour", [12, 23])  # at 23 UTC it is tomorrow in Belgium
def test_the_same_file_with_another_clock_loses_and_doubles_no_fact(
    hour: int, gent_var: Path, var_dir: Path, shift: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift(clock.now().replace(hour=hour, minute=30) - clock.now())
    monkeypatch.setattr("data.ingest.derive.derive_statistics", lambda made: None)  # seconds, and tested elsewhere
    shutil.copytree(gent_var, var_dir, dirs_exist_ok=True)
    file = facts(var_dir, clock.today(), clock.today() - DAY, date(2024, 3, 31), date(2024, 10, 27))
    mapping = IncidentsSource.model_validate(MAPPING)
    first = import_incidents(file, mapping=mapping)
    assert (first.rows_accepted, first.rows_rejected) == (4, 0)
    for jump in JUMPS[2:]:
        shift(jump)
        again = import_incidents(file, mapping=mapping)
        assert (again.rows_accepted, again.rows_rejected, again.changed) == (4, 0, False), clock.now()
    with current().engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*), count(DISTINCT incident_key) FROM incident").one() == (4, 4)


def test_what_people_keep_stays_in_the_order_in_which_it_was_done(var_dir: Path, shift: Set) -> None:
    made = state.create("saved_view", {"name": "0", "query": "", "sort": 0})
    for number, jump in enumerate(JUMPS, start=1):
        shift(jump)
        made = state.change("saved_view", made.id, {"name": str(number)}, version=made.version)
        state.create("saved_view", {"name": f"ernaast {number}", "query": "", "sort": 0})
    changes = state.changes("saved_view", made.id)[::-1]
    assert [(line.version, line.after and line.after["name"]) for line in changes] == [
        (number + 1, str(number)) for number in range(len(JUMPS) + 1)
    ]
    assert len(state.rows("saved_view")) == 1 + len(JUMPS)


def test_a_wrong_clock_wipes_nothing_from_the_log(var_dir: Path, shift: Set) -> None:
    def add(what: str, ago: timedelta = timedelta(0)) -> None:
        audit.add([Line(what, "intern", "bekeken", "", "", at=clock.now() - ago)])

    def there() -> list[str]:
        return [line.by for line in audit.lines()[::-1]]

    for days in (740, 731, 729, 700, 690, 20):
        add(f"{days} dagen", timedelta(days=days))
    shift(timedelta(days=-26_710))  # an empty battery: 1953
    add("klok op 1953")
    shift(timedelta(days=26_710))
    add("nu")
    shift(timedelta(days=26_700))  # and a typing error: 2100
    add("klok op 2100")
    with pytest.raises(StateError, match="Staat haar klok juist"):
        audit.purge()
    assert len(there()) == 9
    shift(timedelta(days=-26_700))
    assert audit.purge() == 2  # the two that are really older than two years, and nothing else
    assert there()[:2] == ["729 dagen", "700 dagen"]
    assert {"klok op 1953", "nu", "klok op 2100"} <= set(there())
    assert audit.purge() == 0
    shift(timedelta(days=26_700))
    with pytest.raises(StateError):  # even who is sure: the database itself keeps what is of the last thirty days
        audit.purge(is_sure=True)
    shift(timedelta(days=-26_700))
    assert {"klok op 1953", "nu", "klok op 2100"} <= set(there())


def test_a_log_in_which_nobody_was_seen_for_long_is_cleared_by_who_looked_at_the_clock(var_dir: Path) -> None:
    audit.add([Line("an", "intern", "bekeken", "", "", at=clock.now() - timedelta(days=900))])
    with pytest.raises(StateError, match="klok-klopt"):
        audit.purge()
    assert "1 regels gewist" in run("data.audit", "purge", "--klok-klopt", VAR_DIR=str(var_dir)).stdout


@pytest.fixture
def there() -> Iterator[Provider]:
    with provider() as made:
        yield made


def test_a_session_never_lasts_longer_than_it_may(site: Site, there: Provider, shift: Set) -> None:
    client = oidc(site, there)
    sign_in(client)
    assert zone_status(client) == 200
    good = client.get_cookie("buurtveiligheid")
    assert good is not None
    for jump, is_out in ((DAY, True), (-2 * DAY, True), (DAY - HOUR, True), (HOUR, False)):
        shift(jump)  # a day ahead it is over; before it began it is not believed
        client.set_cookie("buurtveiligheid", good.value)
        assert (zone_status(client) == 401) == is_out, clock.now()
    shift(-HOUR)
    sign_in(client)  # who signs in again is in, whatever the clock says
    assert zone_status(client) != 401


def test_nobody_is_shut_out_by_a_clock_that_is_set_back(shift: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    client, asked = limited(monkeypatch), {"headers": {"X-Forwarded-For": "192.0.2.1"}}
    for jump in JUMPS[:-1]:
        assert [client.get("/uitvoer/trend.csv", **asked).status_code for _ in range(3)] == [200, 200, 429]
        shift(jump)
    assert client.get("/uitvoer/trend.csv", **asked).status_code == 200
    forget_settings()


def test_an_upload_waits_as_long_as_it_may_whatever_the_clock_says(
    var_dir: Path, shift: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send() -> str:
        return jobs.receive([b"a;b\n1;2\n"], file_name="feiten.csv", expected=None).id

    sent = []
    for jump in JUMPS:
        sent.append(send())
        shift(jump)
    assert all(jobs.find_job(job) for job in sent)
    running = time.clock_gettime(time.CLOCK_BOOTTIME) + 25 * 3600
    monkeypatch.setattr(time, "clock_gettime", lambda _clock: running)
    new = send()
    assert [job for job in (*sent, new) if jobs.find_job(job)] == [new]


def test_two_restores_at_the_same_time_on_the_clock_keep_what_was_there_twice(
    var_dir: Path, tmp_path: Path, shift: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    with building(fresh=True) as made:
        made.append(area, area_rows())
    file = tmp_path / "back-up.tar"
    stores.make(file)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
    kept = []
    for name in ("eerste", "tweede"):
        state.create("saved_view", {"name": name, "query": "", "sort": 0})
        kept.append(stores.restore(file)[1])
        assert state.rows("saved_view") == ()
    assert len(set(kept)) == 2
    assert all(path.is_file() for path in kept)


COLUMNS = IncidentsSource.model_validate(MAPPING | {"time": {"from": "van", "until": "tot"}}).time


def moments(*rows: tuple[str, str]) -> Any:
    frame = pd.DataFrame(rows, columns=["van", "tot"]).replace("", None).astype("str")
    return read_moments(frame, COLUMNS, "dd/mm/yyyy", date(2025, 1, 1))


def test_facts_in_the_nights_that_the_clock_is_set_are_kept_once_with_their_hour() -> None:
    """In spring 02:30 is not there, in autumn it is there twice; a file that writes it means an hour all the same."""
    from data.statistics.aoristic import hour_weekday

    spring, autumn = "2024-03-31", "2024-10-27"
    read = moments(
        (f"{spring} 02:30", ""),
        (f"{spring} 01:30", f"{spring} 03:30"),
        (f"{autumn} 02:30", f"{autumn} 02:30"),
        (f"{autumn} 01:30", f"{autumn} 03:30"),
        (f"{autumn}T02:50+02:00", f"{autumn}T02:10+01:00"),  # twenty minutes, in which the clock went back
        (f"{autumn}T00:50Z", f"{autumn}T01:30Z"),  # 02:50 to 02:30
        (f"{spring}T00:30Z", f"{spring}T01:30Z"),  # 01:30 to 03:30, in one hour
        (f"{autumn} 02:50", f"{autumn} 02:10"),  # without a zone nobody can tell
    )
    frame = read.frame
    assert frame["fault"].isna().all()
    assert set(frame["month"].dt.month) == {3, 10}
    assert frame["hour"].fillna(-1).tolist() == [-1, -1, 2, -1, 2, 2, -1, -1]
    (wrong,) = read.flags.values()
    assert wrong.tolist() == [False] * 7 + [True]
    weights = hour_weekday(frame)
    assert weights.loc[7, [1, 2, 3]].to_numpy() == pytest.approx([0.75, 1.5 + 3.0, 0.75])  # all on that Sunday
    assert weights.to_numpy().sum() == pytest.approx(weights.loc[7].sum())


def test_today_is_the_day_in_belgium(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, day in (
        ("2024-06-30T22:30:00+00:00", date(2024, 7, 1)),
        ("2024-12-31T22:30:00+00:00", date(2024, 12, 31)),
    ):
        monkeypatch.setattr(time, "time", datetime.fromisoformat(text).timestamp)
        assert clock.today() == day
