"""The groups in which tests are offered: what a report usually prints together."""

from itertools import groupby

from labs.models import LabTest

NAMES = {
    "vitamin-d": "Vitamin D and bone",
    "minerals": "Minerals",
    "sugar": "Blood sugar",
    "nerves": "Nerves",
    "kidney": "Kidneys",
    "muscle": "Muscle",
    "other": "Other",
}
WHOLE_REPORT = "everything"


def panel_name(slug: str) -> str:
    if slug == WHOLE_REPORT:
        return "Everything on one report"
    return NAMES.get(slug, slug.replace("-", " ").capitalize())


def tests_by_panel() -> list[tuple[str, str, list[LabTest]]]:
    """(slug, name, tests) in the order of each panel's first test."""
    tests = list(LabTest.objects.published())
    order = list(dict.fromkeys(test.panel for test in tests))
    tests.sort(key=lambda test: order.index(test.panel))
    grouped = groupby(tests, key=lambda test: test.panel)
    return [(slug, panel_name(slug), list(rows)) for slug, rows in grouped]
