"""The trend as plotly draws it: missing months are gaps, provisional months hollow, and a click means a month."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from data.queries import Months
from layers import trend

MONTHS = Months(date(2022, 9, 1), date(2023, 2, 1)).all()
NAN = float("nan")


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": MONTHS,
            "n": [4.0, NAN, NAN, 0.0, 7.0, 9.0],
            "status": ["ok", "missing", "missing", "ok", "ok", "provisional"],
            "city": [40.0, NAN, NAN, 30.0, 70.0, 90.0],
            "expected": [4.5, 4.6, NAN, 4.0, 4.0, 4.0],
            "low": [1.0, 1.0, NAN, 1.0, 1.0, 1.0],
            "high": [8.0, 8.0, NAN, 8.0, 8.0, 8.0],
            "outside": ["binnen", None, None, "onder", "binnen", "boven"],
        }
    )


EVENTS = [(date(2022, 9, 26), date(2022, 9, 26), "Start academiejaar", False)]
LOCKDOWN = [(date(2022, 10, 1), date(2022, 11, 15), "Lockdown", True)]


def _day(x: int) -> str:
    """A place on the axis as a day."""
    return date.fromordinal(x).isoformat()


def _month(x: int) -> str:
    return _day(x)[:7]


def drawn(frame: pd.DataFrame, city_share: float | None = None, **more: Any) -> dict[str, Any]:
    texts = {"months": [f"{m:%m/%Y}" for m in frame["month"]], "city": "Gent", "outside": "feb 2023: 9"}
    return trend(frame, period=(MONTHS[3], MONTHS[5]), city_share=city_share, texts=texts, **more)


def line_of_the_selection(figure: dict[str, Any]) -> dict[str, Any]:
    (line,) = [trace for trace in figure["data"] if trace.get("customdata")]
    return line


def dots_of_the_selection(figure: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Month -> colour and size of its dot."""
    (dots,) = [trace for trace in figure["data"] if trace["mode"] == "markers" and "text" not in trace]
    found = zip(dots["x"], dots["y"], dots["marker"]["color"], dots["marker"]["size"], strict=True)
    return {_month(x): {"y": y, "colour": colour, "size": size} for x, y, colour, size in found}


def test_a_missing_month_is_null_and_zero_stays_zero(frame: pd.DataFrame) -> None:
    line = line_of_the_selection(drawn(frame))
    assert line["y"] == [4, None, None, 0, 7, 9]
    assert _month(line["x"][0]) == "2022-09"


@pytest.mark.parametrize("share", [None, 0.1])
def test_the_figure_is_json_without_nan_that_plotly_knows(frame: pd.DataFrame, share: float | None) -> None:
    figure = drawn(frame, share, events=EVENTS + LOCKDOWN)
    json.dumps(figure, allow_nan=False)
    go.Figure(figure)  # raises for a property that plotly does not have


def test_a_click_on_a_month_means_that_month(frame: pd.DataFrame) -> None:
    line = line_of_the_selection(drawn(frame))
    assert line["customdata"][3] == "periode=2022-12_2022-12"
    assert len(line["customdata"]) == len(MONTHS)


def test_provisional_months_look_and_read_otherwise(frame: pd.DataFrame) -> None:
    figure = drawn(frame.assign(outside="binnen"))
    line, dots = line_of_the_selection(figure), dots_of_the_selection(figure)
    assert dots["2023-02"]["colour"] == "#ffffff"
    assert "2023-01" not in dots
    assert "voorlopig" in line["text"][-1]
    assert "voorlopig" not in line["text"][-2]


def test_a_month_between_two_without_figures_has_a_dot(frame: pd.DataFrame) -> None:
    dots = dots_of_the_selection(drawn(frame))
    assert dots["2022-09"]["y"] == 4
    assert "2022-10" not in dots


def test_months_without_figures_say_so(frame: pd.DataFrame) -> None:
    said = [note["text"] for note in drawn(frame)["layout"]["annotations"]]
    assert "niet gepubliceerd" in said
    whole = frame.assign(n=1.0, city=1.0, status="ok")
    assert "niet gepubliceerd" not in [note["text"] for note in drawn(whole)["layout"]["annotations"]]


def test_words_at_a_narrow_gap_stand_beside_the_axis_and_its_numbers(frame: pd.DataFrame) -> None:
    long = pd.concat([frame.assign(n=1.0, city=1.0, status="ok")] * 4, ignore_index=True)
    long["month"] = [date(2021 + i // 12, i % 12 + 1, 1) for i in range(len(long))]
    long.loc[0, ["n", "status"]] = [NAN, "missing"]
    (words,) = [note for note in drawn(long)["layout"]["annotations"] if note["text"] == "niet gepubliceerd"]
    assert (_month(words["x"]), words["xanchor"]) == ("2021-01", "left")


def test_the_city_is_brought_to_the_size_of_the_selection(frame: pd.DataFrame) -> None:
    assert len(drawn(frame, 0.1)["data"]) == len(drawn(frame)["data"]) + 1
    assert len([t for t in drawn(frame, 0.1)["data"] if t["y"] == [4.0, None, None, 3.0, 7.0, 9.0]]) == 1


def test_a_month_outside_the_band_is_marked_and_the_last_one_has_words(frame: pd.DataFrame) -> None:
    figure = drawn(frame)
    dots = dots_of_the_selection(figure)
    assert dots["2022-12"]["size"] == dots["2023-02"]["size"] > dots["2022-09"]["size"]
    assert dots["2022-12"]["colour"] != dots["2022-09"]["colour"]
    assert "2023-01" not in dots
    assert [note["text"] for note in figure["layout"]["annotations"] if _day(note["x"]) == "2023-02-01"] == [
        "feb 2023: 9"
    ]
    quiet = drawn(frame.assign(outside="binnen"))
    assert "feb 2023: 9" not in [note["text"] for note in quiet["layout"]["annotations"]]


@pytest.mark.parametrize(("where", "n"), [("boven", 9.0), ("onder", 0.0)])
def test_words_of_a_month_stand_above_the_drawing_with_a_line_down_to_it(
    frame: pd.DataFrame, where: str, n: float
) -> None:
    rows = frame.assign(outside=[None] * 5 + [where], n=[*frame["n"].tolist()[:5], n])
    layout = drawn(rows)["layout"]
    (note,) = [note for note in layout["annotations"] if note["text"] == "feb 2023: 9"]
    assert (note["y"], note["yref"], note["yanchor"]) == (1.0, "paper", "bottom")
    assert layout["margin"]["t"] > note["font"]["size"]
    (line,) = [shape for shape in layout["shapes"] if shape["type"] == "line"]
    assert (_day(line["x0"]), _day(line["x1"])) == ("2023-02-01",) * 2
    assert (line["y0"], line["y1"]) == (n, max(n, 8.0))  # the band reaches 8


def test_the_line_of_the_words_reaches_over_the_city_too(frame: pd.DataFrame) -> None:
    (line,) = [shape for shape in drawn(frame, 0.2)["layout"]["shapes"] if shape["type"] == "line"]
    assert line["y1"] == 0.2 * 90


def test_words_of_a_month_stay_within_the_drawing() -> None:
    months = [date(2022 + m // 12, m % 12 + 1, 1) for m in range(21)]
    n = np.full(21, 9.0)
    frame = pd.DataFrame({"month": months, "n": n, "city": n, "expected": n, "low": n, "high": n, "status": "ok"})
    for at, anchor in ((0, "left"), (10, "center"), (20, "right")):
        figure = trend(
            frame.assign(outside=[None] * at + ["onder"] + [None] * (20 - at)),
            period=(months[0], months[-1]),
            city_share=None,
            texts={"months": [""] * 21, "city": "", "outside": "laag"},
        )
        (note,) = [note for note in figure["layout"]["annotations"] if note["text"] == "laag"]
        assert note["xanchor"] == anchor


def test_without_enough_history_there_is_no_band(frame: pd.DataFrame) -> None:
    without = frame.assign(expected=NAN, low=NAN, high=NAN, outside=None)
    assert len(drawn(without)["data"]) == 2  # the facts and their dots
    assert len(drawn(frame)["data"]) == 4  # a ribbon and the expected level too


def test_nothing_is_expected_of_months_that_are_not_published(frame: pd.DataFrame) -> None:
    expected = [trace["y"] for trace in drawn(frame)["data"] if trace.get("line", {}).get("dash") == "dash"]
    assert expected == [[4.5, None, None, 4.0, 4.0, 4.0]]


def test_events_are_marks_and_lockdowns_are_shades(frame: pd.DataFrame) -> None:
    marked, shaded = drawn(frame, events=EVENTS), drawn(frame, events=LOCKDOWN)
    assert marked["data"][-1]["text"] == ["Start academiejaar"]
    assert len(shaded["layout"]["shapes"]) == len(drawn(frame)["layout"]["shapes"]) + 1


def test_an_action_is_a_green_dashed_line_with_its_title_beside_it(frame: pd.DataFrame) -> None:
    done = [(date(2015, 1, 1), "Te vroeg"), (date(2022, 10, 5), "Eerste <b>"), (date(2023, 1, 20), "Tweede " * 9)]
    layout = drawn(frame, actions=done)["layout"]
    lines = [shape for shape in layout["shapes"] if shape["type"] == "line" and shape["yref"] == "paper"]
    assert [(_day(line["x0"]), _day(line["x1"])) for line in lines] == [("2022-10-05",) * 2, ("2023-01-20",) * 2]
    assert {(line["line"]["color"], line["line"]["dash"]) for line in lines} == {("#38ab30", "dash")}
    notes = {_day(note["x"]): note for note in layout["annotations"]}
    assert notes["2022-10-05"]["text"] == "Eerste &lt;b&gt;"  # a title is text, never markup
    assert notes["2023-01-20"]["text"].endswith("…")
    assert notes["2022-10-05"]["xanchor"] == "left"
    assert notes["2023-01-20"]["xanchor"] == "right"
    assert notes["2022-10-05"]["y"] != notes["2023-01-20"]["y"]
    go.Figure(drawn(frame, actions=done))


def test_titles_of_actions_and_the_words_of_a_month_never_meet(frame: pd.DataFrame) -> None:
    for where in ("onder", "boven"):
        rows = frame.assign(outside=[None] * (len(frame) - 1) + [where])
        notes = {n["text"]: n for n in drawn(rows, actions=[(date(2022, 10, 5), "Actie")])["layout"]["annotations"]}
        assert (notes["Actie"]["y"], notes["Actie"]["yanchor"]) == (0.01, "bottom")
        assert notes["feb 2023: 9"]["y"] == 1.0


def test_the_years_stand_at_their_first_day(frame: pd.DataFrame) -> None:
    axis = drawn(frame)["layout"]["xaxis"]
    ticks = {_day(x): text for x, text in zip(axis["tickvals"], axis["ticktext"], strict=True)}
    assert ticks == {"2023-01-01": "2023"}
    assert axis["range"][0] < MONTHS[0].toordinal() < MONTHS[-1].toordinal() < axis["range"][1]
