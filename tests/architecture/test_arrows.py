"""Imports go one way. The picture is docs/architecture.md; a new arrow is drawn there first."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    *("accounts", "guides", "safety", "journal", "labs", "trends", "reminders", "capture"),
    *("home", "clinic", "demo", "config"),
)
MAY_IMPORT = {
    "accounts": set(),
    "guides": set(),
    "safety": {"accounts", "guides"},
    "journal": {"accounts", "guides", "safety"},
    "labs": {"accounts", "guides", "safety"},
    "trends": {"accounts", "guides", "safety", "journal", "labs"},
    "reminders": {"accounts", "journal"},
    "capture": {"accounts", "guides", "safety", "journal"},
    "home": {"accounts", "guides", "safety", "journal", "labs", "trends"},
    "clinic": {"accounts", "guides", "safety", "journal", "labs", "trends"},
    "demo": set(ROOMS) - {"config"},
    "config": set(ROOMS),
}
# Pure: the standard library, numpy in the core, and pure neighbours.
PURE = {
    "trends/core": {"numpy", "trends.core"},
    "trends/wording": {"trends.wording", "trends.charts.data"},  # the types of what a picture shows
    "trends/charts": {"trends.charts", "trends.wording"},
    "journal/nights.py": set(),
    "journal/doses": {"journal.doses"},
    "journal/products.py": {"journal.doses"},
    "labs/units.py": set(),
    "labs/ranges.py": {"labs.units"},
    "labs/wording.py": {"labs.ranges", "labs.units"},
    "labs/cross_check.py": set(),
    "labs/history.py": set(),
    "labs/band_text.py": set(),
    "safety/rules.py": set(),
    "reminders/due.py": {"journal.nights"},
    "capture/sent.py": {"journal.nights"},
}


def files(place):
    path = ROOT / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imports(path):
    """The absolute names of every module that a file imports."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if not node.level:
                yield node.module
                continue
            base = package.split(".")[: len(package.split(".")) - node.level + 1]
            yield ".".join([*base, *filter(None, [node.module])])


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room):
    for path in files(room):
        for name in imports(path):
            other = name.split(".")[0]
            if other in ROOMS and other != room:
                assert other in MAY_IMPORT[room], (
                    f"{path.relative_to(ROOT)} imports {name}: {room} may import {sorted(MAY_IMPORT[room])}. "
                    "Move the code to the room that may know both, or draw the arrow in docs/architecture.md first."
                )


@pytest.mark.parametrize("place", PURE)
def test_pure_modules_import_the_standard_library_and_their_own(place):
    found = files(place)

    assert found, f"{place} is gone: mend this list"
    for path in found:
        for name in imports(path):
            own = any(name == allowed or name.startswith(allowed + ".") for allowed in PURE[place])
            assert own or name.split(".")[0] in sys.stdlib_module_names, (
                f"{path.relative_to(ROOT)} imports {name}, but it is pure: pass the values in instead."
            )


def test_every_top_level_package_is_a_known_room():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert packages <= {*ROOMS, "tests", "benchmarks", "scripts"}


def test_there_is_no_room_for_odds_and_ends():
    banned = {"utils", "common", "services", "helpers", "signals"}

    for room in ROOMS:
        assert not [path for path in files(room) if path.stem in banned]
