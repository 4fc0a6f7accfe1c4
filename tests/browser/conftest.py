"""One real site for all tests in a browser: web, worker, beat and broker, with the demo people in it."""

import datetime as dt

import pytest
from playwright.sync_api import expect, sync_playwright

from scripts import chromium
from tests.browser.phones import Phone, Server
from tests.browser.visit import Visit
from tests.live import chromium_or_skip, live_stack

# A busy machine is slow, not wrong.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items):
    # One site and one browser: all of these run in the same process.
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            # Chromium's own clocks (background sync, network changes) now and then overtake a scene. What fails twice
            # is wrong; a scene that was played again is named at the end of the run ("rerun").
            if item.path.name.startswith(("test_capture", "test_outbox")):
                item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="package")
def browser():
    path = chromium_or_skip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(browser, tmp_path_factory):
    """Running, with the demo. The sweep is quick, so that waiting for the worker is short."""
    with live_stack(tmp_path_factory.mktemp("browser"), start=False, SWEEP_SECONDS="5") as stack:
        stack.manage("load_demo")
        stack.start()
        yield stack


@pytest.fixture
def visit(browser, site):
    """`visit()` is a new person at the door; all their errors are checked at the end."""
    yield from _visits(Visit, browser, site)


@pytest.fixture
def phone(browser, site):
    """`phone()` is a new phone beside the bed."""
    yield from _visits(Phone, browser, site)


@pytest.fixture
def server(phone):
    """A phone that is its owner's own, on which the tests play the server: `server.phone`."""
    server = Server(phone(service_workers="block"))
    server.phone.becomes_own()
    server.forgets()
    return server


def _visits(kind, browser, site):
    visits = []

    def new(**options) -> Visit:
        visits.append(kind(browser, site.url, **({"timezone_id": early_afternoon()} | options)))
        return visits[-1]

    yield new
    problems = [line for one in visits for line in one.close()]
    assert not problems, "\n".join(problems)


def early_afternoon() -> str:
    """A time zone in which it is early afternoon now: pages change with the hour, the story does not."""
    east = 14 - dt.datetime.now(dt.UTC).hour
    return f"Etc/GMT{-east:+d}" if east else "Etc/GMT"
