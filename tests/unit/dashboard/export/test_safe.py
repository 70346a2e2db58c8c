"""Texts stay texts in a spreadsheet, and names of files hold only what every disk can hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export.safe import MOST_SLUG, as_text, is_formula, slug


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n@x", "\x00=1"])
def test_what_would_be_computed_gets_an_apostrophe(text: str) -> None:
    assert as_text(text).startswith("'")


@pytest.mark.parametrize("text", ["Dampoort", "a=b", "12 - 3", "'s-Gravenhage", "", "→", "<script>"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert as_text(text) == text


@given(st.text(max_size=400))
def test_no_text_is_a_formula_or_more_than_one_line(text: str) -> None:
    written = as_text(text)
    assert not is_formula(written)
    assert not re.search(r"[\x00-\x1f]", written)


@given(st.text(max_size=400))
def test_a_name_of_a_file_is_plain(text: str) -> None:
    assert re.fullmatch(rf"[a-z0-9][a-z0-9-]{{0,{MOST_SLUG - 1}}}", slug(text))


def test_names_of_files_read_well() -> None:
    assert slug("Sluizeken - Tolhuis - Ham") == "sluizeken-tolhuis-ham"
    assert slug("Categorieën") == "categorieen"
    assert slug("דמפורט", instead="w07") == "w07"
