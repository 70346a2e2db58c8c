"""What is known of the time is kept, what is not is never made up, and how it was read is told."""

from __future__ import annotations

from datetime import date, datetime

import pytest

P = "3.705;51.045"
TIMES = "SELECT time_from, time_until, time_known, hour, month FROM incident ORDER BY incident_key"


def told(result) -> str:
    return "\n".join(result.messages)


@pytest.mark.parametrize(
    ("text", "time", "known"),
    [
        ("2024-03-01", datetime(2024, 3, 1), "day"),
        ("2024-03-01T22:05", datetime(2024, 3, 1, 22, 5), "minute"),
        ("2024-03-01 22:05:09.5", datetime(2024, 3, 1, 22, 5, 9), "minute"),
        ("31/03/2024", datetime(2024, 3, 31), "day"),
        ("31-3-2024 9u05", datetime(2024, 3, 31, 9, 5), "minute"),
        ("31.03.2024 09:05:00", datetime(2024, 3, 31, 9, 5), "minute"),
        ("03/31/2024 09:05", datetime(2024, 3, 31, 9, 5), "minute"),
        ("2024-03-01T22:30:00Z", datetime(2024, 3, 1, 23, 30), "minute"),
        ("2024-06-01T22:30:00+00:00", datetime(2024, 6, 2, 0, 30), "minute"),
        ("2024-06-01T22:30:00-0100", datetime(2024, 6, 2, 1, 30), "minute"),
    ],
)
def test_dates_as_people_write_them(load, ask, text, time, known) -> None:
    load(f"tijd;lon;lat\n{text};{P}\n")
    assert ask("SELECT time_from, time_known FROM incident") == [(time, known)]


def test_the_order_of_day_and_month_follows_from_all_rows_and_is_told(load, ask) -> None:
    result = load(f"tijd;lon;lat\n03/04/2024;{P}\n05/05/2024;{P}\n31/03/2024;{P}\n")
    assert "Datums als dd/mm/jjjj gelezen (afgeleid uit alle rijen): 3." in told(result)
    assert ask("SELECT max(month), min(month) FROM incident") == [(date(2024, 5, 1), date(2024, 3, 1))]


def test_a_declared_order_is_followed(load, ask) -> None:
    load(f"tijd;lon;lat\n03/04/2024;{P}\n", time={"moment": "tijd", "format": "mm/dd/yyyy"})
    assert ask("SELECT time_from FROM incident") == [(datetime(2024, 3, 4),)]


def test_windows_whole_half_and_turned_round(load, ask) -> None:
    rows = [
        "1;2024-03-01 22:00;2024-03-02 02:00",
        "2;2024-03-01 22:00;",
        "3;;2024-04-02 02:00",
        "4;2024-03-01 22:00;2024-03-01 21:00",
        "5;2024-03-01 22:00;2024-03-01 22:00",
        "6;2024-03-01;2024-03-02",
    ]
    content = "nr;van;tot;lon;lat\n" + "".join(f"{row};{P}\n" for row in rows)
    result = load(content, key=("nr",), time={"from": "van", "until": "tot"})
    ten, march = datetime(2024, 3, 1, 22), date(2024, 3, 1)
    assert ask(TIMES) == [
        (ten, datetime(2024, 3, 2, 2), "minute", None, march),
        (ten, None, "from", None, march),
        (None, datetime(2024, 4, 2, 2), "until", None, date(2024, 4, 1)),
        (ten, None, "from", None, march),
        (ten, None, "minute", 22, march),
        (datetime(2024, 3, 1), datetime(2024, 3, 3), "day", None, march),
    ]
    assert result.rows_rejected == 0
    assert "het einde ligt voor het begin: alleen het begin telt: 1" in told(result)
    assert "het begin van het tijdvenster ontbreekt: 1" in told(result)
    assert "het einde van het tijdvenster ontbreekt: 1" in told(result)


def test_parts_without_a_day_keep_the_month_and_the_hour(load, ask) -> None:
    content = "nr;j;m;d;u;lon;lat\n" + "".join(
        f"{row};{P}\n" for row in ("1;2024;3;;13", "2;2024;maart;5;13:45", "3;2024;03;99;99", "4;2024;3;5;")
    )
    result = load(content, key=("nr",), time={"year": "j", "month": "m", "day": "d", "hour": "u"})
    march = date(2024, 3, 1)
    assert ask(TIMES) == [
        (None, None, "month", 13, march),
        (datetime(2024, 3, 5, 13, 45), None, "minute", 13, march),
        (None, None, "month", None, march),
        (datetime(2024, 3, 5), None, "day", None, march),
    ]
    assert "de dag is niet gekend: maand en uur blijven bewaard: 2" in told(result)
    assert "het uur is niet gekend: 2" in told(result)


def test_a_date_with_an_hour_beside_it(load, ask) -> None:
    content = f"dag;uur;lon;lat\n2024-03-01;9;{P}\n2024-03-01;24;{P}\n"
    load(content, time={"date": "dag", "hour": "uur"})
    assert set(ask("SELECT time_from, time_known, hour FROM incident")) == {
        (datetime(2024, 3, 1, 9), "hour", 9),
        (datetime(2024, 3, 1), "day", None),
    }
