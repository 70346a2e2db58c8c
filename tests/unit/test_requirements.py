"""A fresh clone gets what was tested: every import is a direct requirement, every requirement one exact release."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("data", "layers", "dashboard")


def canonical(name: str) -> str:
    """The name of a distribution as an index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file_name: str) -> dict[str, set[str]]:
    """Distribution -> its pinned versions (more than one when they differ by Python version)."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\#]+)", (ROOT / file_name).read_text("utf-8"), re.MULTILINE):
        found.setdefault(canonical(name), set()).add(version)
    return found


def imported_roots() -> set[str]:
    """Top-level names of everything that the product imports and that is neither its own nor Python's."""
    roots = set()
    for path in [*(p for room in ROOMS for p in (ROOT / room).rglob("*.py")), *ROOT.glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                roots |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                roots.add(str(node.module).split(".")[0])
    return roots - set(ROOMS) - set(sys.stdlib_module_names)


def test_every_import_is_a_direct_requirement() -> None:
    distributions = packages_distributions()
    direct = set(pins("requirements.in"))
    for root in imported_roots():
        names = {canonical(name) for name in distributions.get(root, [root])}
        assert names & direct, f"{root} is imported but requirements.in does not name {sorted(names)}"


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_direct_requirements_are_in_the_pins(name: str) -> None:
    pinned = pins(f"{name}.txt")
    for distribution, versions in pins(f"{name}.in").items():
        assert pinned.get(distribution) == versions, f"{distribution}: run make pins"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_are_exact_and_name_no_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    for block in re.split(r"\n(?=[A-Za-z-])", re.sub(r"(?m)^\s*#.*\n?", "", text).strip()):
        assert re.match(r"[\w.-]+==\S+", block), block
        assert "--hash=sha256:" in block, block


def test_tests_and_product_agree_on_shared_releases() -> None:
    product, development = pins("requirements.txt"), pins("requirements-dev.txt")
    for distribution in product.keys() & development.keys():
        assert product[distribution] == development[distribution], distribution
