"""The registry of methods lags neither the code nor itself."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from data.statistics.methods import METHODS, PUBLISHED, Method, read_methods


def resolve(dotted: str) -> object:
    module, name = dotted.rsplit(".", 1)
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS.keys())
def test_each_method_names_code_that_is_there_and_constants_as_they_are(method: Method) -> None:
    if method.code is not None:
        assert callable(resolve(method.code))
    for name, value in method.values.items():
        assert resolve(name) == value
    for part in (method.title, method.text, method.formula, method.source, method.limits):
        assert part.strip()


def test_every_statistic_that_makes_a_number_has_its_paragraph() -> None:
    described = {method.code for method in METHODS.values()}
    assert {
        "data.statistics.rates.rate",
        "data.statistics.smoothing.smooth",
        "data.statistics.verdict.changes",
        "data.statistics.verdict.correct",
        "data.statistics.verdict.change",
        "data.statistics.against.changes_against",
        "data.statistics.dispersion.dispersion",
        "data.statistics.funnel.funnel",
        "data.statistics.expectation.expectation",
        "data.statistics.signals.signals",
        "data.statistics.hotspots.hotspots",
    } <= described


def test_published_rows_have_a_number_under_every_heading_and_a_test() -> None:
    for published in PUBLISHED.values():
        assert published.rows
        assert {len(row) for row in published.rows} == {len(published.columns)}
        assert published.test.split("::")[1] in (Path(published.test.split("::")[0])).read_text(encoding="utf-8")


def test_a_duplicate_id_is_refused(tmp_path: Path) -> None:
    entry = '[[method]]\nid = "a"\ntitle = "t"\ntext = "t"\nformula = "f"\nsource = "s"\nlimits = "l"\n'
    path = tmp_path / "methods.toml"
    path.write_text(entry * 2, encoding="utf-8")
    with pytest.raises(ValueError, match="'a' is there twice"):
        read_methods(path, "method", Method)
