"""Rejected rows wait on disk, and are told in the order of the file, in full or not at all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.ingest import refused
from data.ingest.refused import Refused


def rows(*lines: int, reason: str = "geen datum") -> pd.DataFrame:
    return pd.DataFrame(
        {"line": lines, "reason": [f"{reason} ({n})" for n in lines], "raw": [f'a="{n}";b' for n in lines]}
    )


def read(path: Path) -> list[tuple[int, str]]:
    found = pd.read_csv(path, sep=";", encoding="utf-8-sig")
    assert [f'a="{n}";b' for n in found["line"]] == found["raw"].tolist()
    return list(zip(found["line"], found["reason"].str.split(" ").str[0], strict=True))


def test_late_rows_take_their_places_and_only_the_first_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refused, "FIRST", 4)
    found = Refused(tmp_path / "building-1.refused.csv")
    found.add(rows(2, 5))
    found.add(rows())
    found.add(rows(9, 12, 13))
    found.add_late(rows(3, 7, reason="dubbel"))
    found.add_late(rows(11, reason="dubbel"))
    found.settle()
    assert found.first["line"].tolist() == [2, 3, 5, 7]
    assert (found.rows, dict(found.reasons)) == (8, {"geen datum": 5, "dubbel": 3})
    found.write(tmp_path / "rapporten" / "1.csv")
    told = read(tmp_path / "rapporten" / "1.csv")
    assert [line for line, _ in told] == [2, 3, 5, 7, 9, 11, 12, 13]
    assert [line for line, word in told if word == "dubbel"] == [3, 7, 11]
    found.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["rapporten"]


def test_no_report_without_rejected_rows_and_none_that_is_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Refused(tmp_path / "a.csv")
    found.settle()
    found.write(tmp_path / "b.csv")
    assert not (tmp_path / "b.csv").exists()
    found.remove()

    again = Refused(tmp_path / "c.csv")
    again.add(rows(2))
    again.settle()

    def full(*_: object) -> None:
        raise OSError("schijf vol")

    monkeypatch.setattr(refused.os, "replace", full)
    with pytest.raises(OSError, match="schijf vol"):
        again.write(tmp_path / "d.csv")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("d.csv")]
