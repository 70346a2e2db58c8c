"""The file of drawn counts, which data.ingest.demo.draw makes."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pandas as pd

COUNTS = Path(__file__).parent / "counts.csv.gz"


def packed(counts: pd.DataFrame) -> bytes:
    """The counts as the bytes of counts.csv.gz: one row per wijk and category, one column per month."""
    wide = counts.pivot(index=["area_code", "category_id"], columns="month", values="n").astype("Int64")
    text = io.StringIO()
    wide.rename(columns=lambda month: f"{month:%Y-%m}").to_csv(text, lineterminator="\n")
    return gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)


def read_counts(path: Path = COUNTS) -> pd.DataFrame:
    """The drawn counts.

    Returns:
        One row per wijk and published category x month: area_code, category_id, month (timestamp), n (int).
    """
    wide = pd.read_csv(path, index_col=["area_code", "category_id"])
    long = wide.reset_index().melt(["area_code", "category_id"], var_name="month", value_name="n").dropna(subset="n")
    long = long.assign(n=long["n"].astype(int), month=pd.to_datetime(long["month"] + "-01"))
    return long.reset_index(drop=True)
