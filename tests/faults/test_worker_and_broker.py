"""The worker and the broker die, hang and come back while patients log: no entry is lost, no trend stays behind."""

import os
import time

import pytest

from tests.faults.history import REFUSED, bound, judge
from tests.faults.loggers import Crew, until
from tests.live import live_stack

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

QUICK = os.environ.get("QUICK", "1") not in ("", "0")
ROUNDS, LOGGERS, ENTRIES = (1, 4, 20) if QUICK else (20, 8, 100)
FAULTS_A_ROUND = 4
SWEEP = 2
CAUGHT_UP = 120
"""Seconds within which every trend is due."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """With a broker of its own, even beside Postgres: it is going to be killed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("REDIS_URL", raising=False)
        with live_stack(tmp_path_factory.mktemp("faults"), SWEEP_SECONDS=str(SWEEP)) as stack:
            if stack.broker.process is None:
                pytest.skip("NO BROKER to kill: this machine has no Valkey, tasks go through a folder")
            yield stack


@pytest.fixture(scope="module")
def crew(site):
    return Crew(site, LOGGERS)


def test_nothing_is_lost_when_the_worker_or_the_broker_dies(site, crew, say):
    with crew.logging():
        for _ in range(ROUNDS):
            break_things(site, crew)
    took = until(lambda: not crew.stale(), CAUGHT_UP, "every trend is up to date")

    findings, entries = judge(crew.history, crew.stored()), len(crew.history.acknowledged)
    say(
        f"{ROUNDS * FAULTS_A_ROUND} faults, {LOGGERS} patients, {len(crew.history.tries)} requests, "
        f"{entries} entries acknowledged; 95 % of the answers within {crew.history.slowest() * 1000:.0f} ms",
        f"lost, doubled, changed, unexpected or 5xx: {findings or bound(entries)}",
        f"every trend up to date {took:.1f} s after the last entry (allowed: {CAUGHT_UP} s)",
    )
    assert not findings
    assert not [one for one in crew.history.tries if one.outcome == REFUSED]
    assert entries >= ROUNDS * FAULTS_A_ROUND * ENTRIES
    assert crew.unread() == []


def break_things(site, crew):
    """One fault after the other, each while entries go on arriving."""
    site.kill("worker")
    crew.go_on_for(ENTRIES)
    site.restart("worker")

    site.kill("broker")
    crew.go_on_for(ENTRIES)
    site.restart("broker")

    site.pause("broker")
    crew.go_on_for(ENTRIES)
    site.resume("broker")

    site.kill("broker")
    site.kill("worker")
    crew.go_on_for(ENTRIES)
    site.restart("broker")
    site.restart("worker")


def test_without_the_sweep_a_lost_nudge_is_noticed(site, crew, say):
    """A seeded fault: the test above proves nothing unless it fails without the sweep."""
    site.kill("beat")
    site.kill("worker")
    # A sweep that was asked for before would find them still.
    crew.forget_tasks()
    site.kill("broker")
    with crew.logging():
        crew.go_on_for(ENTRIES)
    site.restart("broker")
    site.restart("worker")
    # As long as two sweeps would have taken, and the worker is there all the while.
    end = time.monotonic() + 2 * SWEEP + 1
    while time.monotonic() < end:
        assert crew.stale(), "caught up without a sweep: the fault was not one"
        time.sleep(0.2)

    site.restart("beat")

    took = until(lambda: not crew.stale(), CAUGHT_UP, "every trend is up to date")
    assert not judge(crew.history, crew.stored())
    say(f"sweep off: stale trends noticed; on again: up to date after {took:.1f} s")
