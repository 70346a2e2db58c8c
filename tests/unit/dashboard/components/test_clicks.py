"""Dash hears of a click only where something waits for it."""

from __future__ import annotations

from dash import dcc, html

from dashboard.components.clicks import only_asked_clicks


def test_what_asks_for_clicks_counts_them_and_what_lies_around_it_does_not() -> None:
    button = html.Button("Deel", id="share", n_clicks=0)
    inner, store = html.Div([button, "tekst"], id="inner"), dcc.Store(id="store")
    outer = html.Main([inner, store, html.Section(id="empty")], id="outer")
    assert only_asked_clicks([outer, "woorden"]) == [outer, "woorden"]
    assert outer.disable_n_clicks
    assert inner.disable_n_clicks
    assert outer.children[2].disable_n_clicks
    assert not hasattr(button, "disable_n_clicks")
    assert not hasattr(store, "disable_n_clicks")
