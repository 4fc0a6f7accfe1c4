"""The four processes of a site: up together, down together, each replaceable while the others run."""

import urllib.request

import pytest

from scripts import ports
from scripts.places import Problem
from scripts.stack import Stack
from tests.scripts.test_processes import ends

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """In a folder with a space in its name, as people have."""
    with Stack(tmp_path_factory.mktemp("a folder")) as stack:
        stack.manage("migrate", "--noinput", "-v0")
        stack.manage("createcachetable")
        yield stack


@pytest.fixture
def running(stack):
    stack.start()
    yield stack
    stack.stop()


def test_everything_starts_and_nothing_is_left(stack):
    stack.start()
    pids = {name: process.pid for name, process in stack.processes.items()}

    assert set(pids) == {"broker", "web", "worker", "beat"}
    with urllib.request.urlopen(f"{stack.url}/healthz/") as answer:
        assert answer.status == 200

    stack.stop()
    assert [name for name, pid in pids.items() if not ends(pid)] == []
    ports.check_free(stack.port)


@pytest.mark.parametrize("name", ["broker", "web", "worker", "beat"])
def test_each_can_be_killed_and_started_again(running, name):
    others = {other: process.pid for other, process in running.processes.items() if other != name}

    running.kill(name)
    assert running.dead().name == name
    running.restart(name)

    assert running.dead() is None
    assert {other: running.processes[other].pid for other in others} == others


def test_the_one_that_dies_is_named(running):
    running.kill("beat")

    with pytest.raises(Problem, match="The beat stopped by itself"):
        running.wait()


def test_without_valkey_tasks_go_through_a_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("scripts.broker.valkey_binary", lambda python: None)
    stack = Stack(tmp_path)

    assert stack.environment["REDIS_URL"] == "filesystem://"
    assert "folder" in stack.broker.notice
    assert (tmp_path / "broker" / "tasks").is_dir()


def test_its_address_is_refused_while_somebody_has_it(stack):
    stack.start()

    with pytest.raises(Problem, match="taken by another program"):
        Stack(stack.folder, port=stack.port).start()

    stack.stop()
