"""The registries: one entry adds one thing, a wrong or second entry is refused, and references lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

import data.catalogue as catalogue
from data.catalogue import (
    CATEGORIES,
    DENOMINATORS,
    MEASURES,
    PLANS,
    PRIORITIES,
    Category,
    Group,
    Measure,
    Priority,
    category_by_name,
    current_plan,
    priority_of_category,
    read_registry,
)

ENTRY = '[[category]]\nid = "{id}"\nname = "N"\ndriven_by = "burgers"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "categories.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_id_twice_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ENTRY.format(id="a") + ENTRY.format(id="a"))
    with pytest.raises(ValueError, match="'a' is there twice"):
        read_registry(path, "category", Category)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ENTRY.format(id="a") + 'colour = "red"\n')
    with pytest.raises(ValidationError, match="colour"):
        read_registry(path, "category", Category)


def test_one_entry_is_enough(tmp_path: Path) -> None:
    found = read_registry(written(tmp_path, ENTRY.format(id="a")), "category", Category)
    assert found["a"].name == "N"


def with_groups(*categories: str) -> dict[str, Priority]:
    group = Group(id="g", name="G", subject="g", categories=categories)
    return {"p": Priority(id="p", name="P", groups=(group,))}


@pytest.mark.parametrize(
    ("priorities", "message"),
    [
        (with_groups("tovenarij"), "unknown category 'tovenarij'"),
        (with_groups("ongeval-letsel", "parkeerovertreding"), "adds police effort to reports"),
    ],
)
def test_a_priority_that_leads_nowhere_is_refused(
    monkeypatch: pytest.MonkeyPatch, priorities: dict[str, Priority], message: str
) -> None:
    monkeypatch.setattr(catalogue, "PRIORITIES", priorities)
    with pytest.raises(ValueError, match=message):
        catalogue._check_references()


def test_a_measure_and_a_plan_that_lead_nowhere_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    measure = Measure(id="m", name="M", kind="rate", method="m", denominator="katten")
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "MEASURES", {"m": measure})
        with pytest.raises(ValueError, match="unknown denominator 'katten'"):
            catalogue._check_references()
    other = current_plan().other.model_copy(update={"counts": ("Tovenarij",)})
    monkeypatch.setattr(catalogue, "PLANS", (current_plan().model_copy(update={"other": other}),))
    with pytest.raises(ValueError, match="unknown category 'Tovenarij'"):
        catalogue._check_references()


def test_a_rate_names_its_denominator() -> None:
    with pytest.raises(ValidationError, match="names a denominator"):
        Measure(id="m", name="M", kind="rate", method="m")


def test_the_safety_plan_is_complete() -> None:
    plan = current_plan()
    assert plan.years == (2020, 2025)
    assert len(plan.theme) == 17
    assert sum(len(theme.sub) for theme in plan.theme) == 47
    assert list(PLANS) == sorted(PLANS, key=lambda p: p.years)


def test_every_dashboard_of_the_plan_is_a_priority() -> None:
    named = {sub.dashboard for theme in current_plan().theme for sub in (theme, *theme.sub)} - {None}
    assert named == set(PRIORITIES)


def test_the_sixteen_published_categories_are_all_there_under_every_spelling() -> None:
    assert len(CATEGORIES) == 16
    for spelling in ("Verkeerongevallen met lichamelijk letsel", "VERKEERSONGEVALLEN met lichamelijk letsel "):
        found = category_by_name(spelling)
        assert found is not None
        assert found.id == "ongeval-letsel"
    assert category_by_name("Tovenarij") is None


def test_what_follows_police_effort_is_marked_explained_and_off_by_default() -> None:
    assert {c.id for c in CATEGORIES.values() if c.driven_by == "politie"} == {"parkeerovertreding", "sluikstorten"}
    for priority in PRIORITIES.values():
        for group in priority.groups:
            if CATEGORIES[group.categories[0]].driven_by == "politie":
                assert group.note
                assert group is not priority.groups[0]


def test_categories_and_groups_find_each_other() -> None:
    found = priority_of_category("parkeerovertreding")
    assert found is not None
    assert (found[0].id, found[1].id) == ("verkeer", "parkeren")
    assert priority_of_category("autodiefstal") is None
    with pytest.raises(KeyError):
        PRIORITIES["verkeer"].group("bestaat-niet")


def test_measures_now() -> None:
    assert {"aantal", "inwoners", "km2", "stallingsplaatsen"} <= set(MEASURES)
    assert {m.denominator for m in MEASURES.values()} - {None} <= set(DENOMINATORS)
    for kind in DENOMINATORS.values():
        assert [m.id for m in MEASURES.values() if m.denominator == kind.id] == [
            kind.id,
            f"{kind.id}-glad",
            f"{kind.id}-lokaal",
        ]
    assert [p for p in PRIORITIES if DENOMINATORS["stallingsplaatsen"].suits(p)] == ["fietsdiefstal"]
    assert [p for p in PRIORITIES if DENOMINATORS["inwoners"].suits(p)] == list(PRIORITIES)


def test_a_denominator_that_takes_the_name_of_a_measure_or_names_no_priority_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kind = DENOMINATORS["inwoners"].model_copy(update={"id": "verandering"})
    with pytest.raises(ValueError, match="'verandering' is there twice"):
        catalogue.with_rates({m.id: m for m in MEASURES.values() if m.kind != "rate"}, {kind.id: kind})
    other = DENOMINATORS["inwoners"].model_copy(update={"priorities": ("katten",)})
    monkeypatch.setattr(catalogue, "DENOMINATORS", {"inwoners": other})
    with pytest.raises(ValueError, match="unknown priority 'katten'"):
        catalogue._check_references()
