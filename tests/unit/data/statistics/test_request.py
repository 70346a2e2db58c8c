"""What a request asks of the statistics is quick and imports nothing heavy."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from data.statistics.expectation import expectation
from data.statistics.funnel import funnel
from data.statistics.smoothing import smooth
from data.statistics.verdict import changes, correct

ROOT = Path(__file__).resolve().parents[4]


def test_one_selection_takes_little_time() -> None:
    rng = np.random.default_rng(0)
    denominator, mean = rng.uniform(10, 5000, 254), rng.uniform(0, 60, 254)
    frame = pd.DataFrame({"area_code": range(254), "n": rng.poisson(mean), "status": "ok", "denominator": denominator})
    frame["now"], frame["before"] = frame["n"], rng.poisson(mean)
    months = pd.date_range("2018-01-01", periods=96, freq="MS")
    series = pd.DataFrame({"month": months, "n": rng.poisson(20, 96), "status": "ok"})

    def once() -> float:
        started = time.thread_time()
        correct(changes(frame, 1.0))
        funnel(frame, per=1000, phi=2.0)
        smooth(frame, per=1000)
        expectation(series, phi=2.0)
        return time.thread_time() - started

    once()
    best = min(once() for _ in range(5))
    print(f"254 verdicts, funnel, smoothing and a trend of 96 months: {best * 1000:.0f} ms")
    assert best < 0.12  # some 35 ms on a quiet machine; the margin is for a busy one


def test_importing_the_statistics_imports_nothing_heavy() -> None:
    code = (
        "import sys; import data.statistics.verdict, data.statistics.against, data.statistics.signals, "
        "data.statistics.funnel, data.statistics.smoothing, data.statistics.expectation, data.statistics.dispersion, "
        "data.statistics.hotspots, data.statistics.neighbours, data.statistics.methods; "
        "print([m for m in ('scipy', 'statsmodels', 'esda', 'libpysal', 'geopandas', 'plotly', 'dash', 'sqlalchemy') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
