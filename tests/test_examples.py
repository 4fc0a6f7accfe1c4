"""Every worked example in a docstring of the pure modules is run, and those of the documents."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

PACKAGES = ("trends.core", "journal.doses")
MODULES = (
    *("journal.calendar", "journal.severity", "journal.words", "safety.rules"),
    *("journal.nights", "journal.products", "labs.units", "labs.ranges", "labs.cross_check", "labs.history"),
    "trends.diary_csv",
    *(
        f"trends.wording.{name}"
        for name in ("numbers", "outcome", "doctor", "coaching", "next_step", "pictures", "ranges", "method")
    ),
    *(f"trends.charts.{name}" for name in ("text", "svg", "palette", "axes", "labs")),
)


def modules():
    yield from MODULES
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield from (info.name for info in pkgutil.iter_modules(package.__path__, f"{name}."))


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_examples_in_the_docstrings_hold(name):
    result = doctest.testmod(importlib.import_module(name))

    assert result.attempted, f"{name} explains nothing by example"
    assert not result.failed


def test_the_example_of_the_documents_holds():
    page = Path(__file__).resolve().parents[1] / "docs" / "reanalysing-a-series.md"

    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")

    assert result.attempted
    assert not result.failed
