"""Aanpak: checked, kept with who and when, the second editor told, for intern alone; and the same out of a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import ConflictError, InputError
from data.state import action_file, actions
from data.state.actions import Action, Draft

AREAS = pd.DataFrame(
    {"name": ["Dampoort", "Dampoort - Zuid", "Onbekend", "=Zone"], "level": ["wijk", "buurt", "wijk", "zone"]}
    | {"is_located": [True, True, False, True]},
    index=["W01", "B01", "X", "Z-1"],
)
GOOD = Draft("Fietslabelactie", "W01", "fietsdiefstal", "2026-03-01", "2026-05-31", "Aan het station")
INTERN = {"audience": "intern"}


def keep(*drafts: Draft, **more: str) -> tuple[Action, ...]:
    return actions.create_actions(drafts, areas=AREAS, **(INTERN | more))


def test_an_action_is_kept_changed_and_deleted_and_every_change_stays(var_dir) -> None:
    (made,) = keep(GOOD, user="an")
    assert (made.title, made.first, made.until) == ("Fietslabelactie", date(2026, 3, 1), date(2026, 5, 31))
    changed = actions.change_action(made.id, replace(GOOD, until=""), version=1, areas=AREAS, user="bea", **INTERN)
    assert (changed.until, changed.version) == (None, 2)
    with pytest.raises(ConflictError, match="intussen gewijzigd door bea"):  # an had the page open all the while
        actions.change_action(made.id, replace(GOOD, title="Te laat"), version=1, areas=AREAS, user="an", **INTERN)
    assert actions.action(made.id, **INTERN) == changed
    actions.delete_action(made.id, version=2, user="an", **INTERN)
    assert actions.actions(**INTERN) == ()
    assert [(c.change, c.by) for c in actions.action_changes(**INTERN)] == [
        ("delete", "an"),
        ("update", "bea"),
        ("create", "an"),
    ]


@pytest.mark.parametrize("audience", ["publiek", "raad"])
def test_nobody_else_sees_or_writes_any(var_dir, audience) -> None:
    (made,) = keep(GOOD)
    assert actions.actions(audience=audience) == ()
    assert actions.actions() == ()
    assert actions.action(made.id, audience=audience) is None
    assert actions.action_changes(audience=audience) == ()
    with pytest.raises(InputError, match="enkel in het profiel intern"):
        keep(GOOD, audience=audience)
    with pytest.raises(InputError):
        actions.change_action(made.id, GOOD, version=1, areas=AREAS, audience=audience)
    with pytest.raises(InputError):
        actions.delete_action(made.id, version=1, audience=audience)
    assert actions.actions(**INTERN) == (made,)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " x "}, "minstens twee tekens"),
        ({"title": "x" * 81}, "te lang"),
        ({"title": "a\x00b"}, "op het scherm"),
        ({"note": "x" * 2001}, "te lang"),
        ({"area_code": ""}, "Kies een gebied"),
        ({"area_code": "W99"}, "bestaat niet"),
        ({"area_code": "X"}, "bestaat niet"),
        ({"priority": "geluk"}, "bestaat niet. Kies uit"),
        ({"first": ""}, "begindatum"),
        ({"first": "2026-02-30"}, "bestaat niet. Schrijf"),
        ({"first": "20260201"}, "bestaat niet. Schrijf"),
        ({"first": "1815-06-18", "until": ""}, "niet tussen"),
        ({"until": "2026-02-28"}, "voor hij begint"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_kept(var_dir, wrong, said) -> None:
    with pytest.raises(InputError, match=said):
        keep(GOOD, replace(GOOD, **wrong))
    assert actions.actions(**INTERN) == ()


TEXT = st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" ='+-@;\"\n"), max_size=60)
DRAFTS = st.lists(
    st.builds(
        Draft,
        title=TEXT.filter(lambda text: len(" ".join(text.split())) >= 2 and " ".join(text.split()).isprintable()),
        area_code=st.sampled_from(["W01", "B01", "Z-1"]),
        priority=st.sampled_from(["fietsdiefstal", "overlast"]),
        first=st.dates(date(1990, 1, 1), date(2050, 1, 1)).map(date.isoformat),
        until=st.one_of(st.just(""), st.dates(date(2050, 1, 1), date(2099, 1, 1)).map(date.isoformat)),
        note=TEXT,
    ),
    max_size=5,
)


def as_action(draft: Draft) -> Action:
    values = actions.checked(draft, areas=AREAS)
    texts = (values["title"], values["area_code"], values["priority"], values["date_from"], values["date_until"])
    return Action(1, 1, *texts, values["note"] or "", None, "")


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(DRAFTS)
def test_what_goes_out_as_csv_comes_back_the_same_and_is_no_formula(drafts) -> None:
    kept = [as_action(draft) for draft in drafts]
    content = action_file.to_csv(kept, names=AREAS["name"].to_dict())
    assert content.startswith(b"\xef\xbb\xbf")
    read = action_file.from_csv(content, areas=AREAS)
    assert read.rejected == ()
    assert [as_action(draft) for draft in read.accepted] == kept
    rows = action_file._rows(content)
    assert not [cell for _, cells in rows for cell in cells.values() if cell.lstrip()[:1] in tuple("=+-@") and cell]


def test_bad_rows_have_a_line_and_a_reason_and_none_is_lost() -> None:
    lines = [
        "titel;gebied;gebied_naam;prioriteit;van;tot;nota",
        'Goed;W01;;fietsdiefstal;1/03/2026;;"twee\nregels"',
        "",
        "Fout gebied;W99;;fietsdiefstal;2026-03-01;;",
        "Te kort;W01",
        "Ook goed;B01;;overlast;2026-03-01;31/05/2026;",
    ]
    read = action_file.from_csv("\r\n".join(lines).encode(), areas=AREAS)
    assert [d.first for d in read.accepted] == ["2026-03-01", "2026-03-01"]
    assert [r.line for r in read.rejected] == [5, 6]  # the note of the first takes two lines
    assert "W99" in read.rejected[0].reason
    assert "cellen" in read.rejected[1].reason
    assert read.rows == 4
    again = action_file.from_csv("\r\n".join(lines).encode(), areas=AREAS, there=[as_action(read.accepted[0])])
    assert [r.line for r in again.rejected] == [2, 5, 6]
    assert again.rows == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leeg|kolommen"),
        (b"a;b\r\n1;2", "kolommen niet"),
        ("titel;gebied;prioriteit;van\r\né".encode("cp1252"), "UTF-8"),
        (b'titel;gebied;prioriteit;van\r\n"open;W01;x;y', "niet te lezen"),
        (b"x" * 2_000_001, "te groot"),
    ],
)
def test_what_is_no_file_of_actions_is_refused(content, said) -> None:
    with pytest.raises(InputError, match=said):
        action_file.from_csv(content, areas=AREAS)
