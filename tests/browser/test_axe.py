"""axe-core on the main pages in light, dark and at night: nothing serious, nothing critical."""

import pytest

from scripts.places import ROOT
from tests.browser.pages import DOCTOR, PATIENT, PUBLIC, open_page

AXE = ROOT / "tests" / "vendor" / "axe.min.js"
RUN = """() => axe.run(document, {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}).then(({ violations }) => violations
  .filter(({ impact }) => ["serious", "critical"].includes(impact))
  .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.slice(0, 4).map((node) =>
    `${node.target.join(" ")} (${node.any.concat(node.all).map(({ message }) => message)[0] || ""})`).join(" | ")}`))"""
WHO = {None: PUBLIC, "alice": PATIENT, "dr_chen": DOCTOR}


def violations(page):
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", WHO, ids=lambda who: who or "anybody")
def test_nothing_serious_on_any_main_page(visit, who, scheme):
    one = visit(color_scheme=scheme)

    found = {}
    for name, path in WHO[who].items():
        if lines := violations(open_page(one, who, path)):
            found[name] = lines

    assert not found, "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines)


@pytest.mark.parametrize("colour", ["red", "amber"])
def test_nothing_serious_at_night(visit, colour):
    dan = visit(color_scheme="dark")
    page = open_page(dan, "dan", "/settings/")
    dan.choose(colour.title())
    dan.press("Save")

    open_page(dan, "dan", "/now/")
    assert page.locator("[data-night]").get_attribute("data-night") == colour
    before = violations(page)
    dan.press("Cramp now")
    running = violations(page)
    dan.press("Undo")

    assert before + running == []
