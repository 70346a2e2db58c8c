"""The arrows between the rooms hold, and each of them really catches the import that it is there for."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("data", "layers", "dashboard")
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}

PLANTED = [
    ("data/planted.py", "from layers import colours", "dashboard above layers above data"),
    ("layers/planted.py", "import dashboard", "dashboard above layers above data"),
    ("data/planted.py", "import plotly.express", "data cannot see Dash or plotly"),
    ("data/queries/planted.py", "from dash import html", "data cannot see Dash or plotly"),
    ("layers/planted.py", "from data import queries", "layers see only the catalogue of data"),
    ("layers/planted.py", "import data.config", "layers see only the catalogue of data"),
    ("layers/planted.py", "import sqlalchemy", "layers cannot see SQL or Dash callbacks"),
    ("layers/planted.py", "from dash import callback", "layers cannot see SQL or Dash callbacks"),
    ("dashboard/planted.py", "from data import ingest", "dashboard sees catalogue, queries, statistics"),
    ("dashboard/planted.py", "from data.ingest import jobs", "dashboard sees catalogue, queries, statistics"),
    ("dashboard/upload_guard.py", "from data.ingest import jobs", "dashboard sees catalogue, queries, statistics"),
    ("dashboard/upload_routes.py", "from data.ingest import counts", "dashboard sees catalogue, queries, statistics"),
    ("dashboard/planted.py", "from data.snapshot import current", "dashboard sees catalogue, queries, statistics"),
    ("dashboard/planted.py", "from data.tables import cell", "dashboard sees catalogue, queries, statistics"),
    ("dashboard/planted.py", "from sqlalchemy import select", "dashboard cannot see SQL or draw figures itself"),
    ("dashboard/planted.py", "import plotly.graph_objects as go", "dashboard cannot see SQL or draw figures itself"),
    (
        "data/queries/planted.py",
        "from data.ingest import record",
        "catalogue, queries and statistics cannot see ingest",
    ),
    ("data/statistics/planted.py", "from data import queries", "statistics are pure"),
]


def lint_imports(folder: Path) -> tuple[int, str]:
    """Exit code and output of lint-imports on the rooms that lie in `folder`."""
    done = subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def broken_contracts(output: str) -> list[str]:
    """Names of the contracts that lint-imports reports as broken."""
    return re.findall(r"^(.+) BROKEN", output, flags=re.MULTILINE)


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """A copy of the rooms and their contracts, to plant imports in."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def source_files() -> Iterator[Path]:
    for room in (*ROOMS, "tests", "bench"):
        yield from (ROOT / room).rglob("*.py")
    yield from ROOT.glob("*.py")


def imported_modules(path: Path) -> set[str]:
    """Full names of the modules that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_contracts_hold() -> None:
    code, output = lint_imports(ROOT)
    assert code == 0, output


@pytest.mark.parametrize(("path", "line", "contract"), PLANTED)
def test_planted_import_breaks_its_contract(rooms: Path, path: str, line: str, contract: str) -> None:
    (rooms / path).write_text(line + "\n", encoding="utf-8")
    code, output = lint_imports(rooms)
    assert code == 1, output
    assert any(name.startswith(contract) for name in broken_contracts(output)), output
    assert f"{path.removesuffix('.py').replace('/', '.')} -> " in output, output


def test_every_contract_has_a_planted_import() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        assert any(contract["name"].startswith(name) for _, _, name in PLANTED), contract["name"]


def test_app_only_starts_the_dashboard() -> None:
    app = ROOT / "app.py"
    assert len(app.read_text(encoding="utf-8").splitlines()) <= 40
    foreign = {
        name
        for name in imported_modules(app)
        if name.split(".")[0] not in sys.stdlib_module_names
        and name.split(".")[0] != "dashboard"
        and not name.startswith("data.config")
    }
    assert not foreign


def test_callbacks_hold_no_frames_and_no_figures() -> None:
    for path in (ROOT / "dashboard").rglob("*.py"):
        names = imported_modules(path)
        if names & {"dash.callback", "dash.clientside_callback"}:
            assert not {n for n in names if n.split(".")[0] in {"pandas", "numpy", "plotly"}}, path


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        path.relative_to(ROOT)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if path != ROOT / "data" / "config.py"
        and re.search(r"\bos\.environ\b|\bgetenv\b|import environ", path.read_text(encoding="utf-8"))
    ]
    assert not readers


def test_files_are_short_and_have_a_name_of_their_own() -> None:
    long = {str(p.relative_to(ROOT)): n for p in source_files() if (n := len(p.read_text("utf-8").splitlines())) > 300}
    assert not long
    assert not [p for p in source_files() if p.stem in NAMELESS]


def test_product_names_no_folder_outside_itself() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    product = [
        ROOT / name
        for name in listed.stdout.decode().split("\0")
        if name in {"app.py", "Makefile"} or name.split("/")[0] in {*ROOMS, "assets"}
    ]
    assert len(product) > 20
    for path in product:
        if path.is_file():
            found = re.search(rb"\.\./shared|shared/(real|facts|design)|/work/|/tmp/|/root/", path.read_bytes())
            assert found is None, f"{path.relative_to(ROOT)}: {found.group().decode()}"


def test_only_one_module_of_the_dashboard_reads_the_profile_of_a_visitor() -> None:
    """A page or route that reads the setting shows the wrong things as soon as people sign in."""
    may = {"who.py", "server.py"}
    read = re.compile(r"settings\(\)\.profile|config\.profile|queries\.current\(\)")
    files = [p for p in (ROOT / "dashboard").rglob("*.py") if p.name not in may]
    assert [str(p) for p in files if read.search(p.read_text(encoding="utf-8"))] == []
