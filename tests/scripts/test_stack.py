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
    """In a folder with a space in its name, as people have; no tables, which no process needs to start."""
    with Stack(tmp_path_factory.mktemp("a folder")) as stack:
        stack.start()
        yield stack


def test_everything_is_up(stack):
    assert set(stack.processes) == {"broker", "web", "worker", "beat"}
    with urllib.request.urlopen(f"{stack.url}/healthz/") as answer:
        assert answer.status == 200


def test_its_address_is_refused_to_a_second_one(stack, tmp_path):
    with pytest.raises(Problem, match="taken by another program"):
        Stack(tmp_path, port=stack.port).start()


@pytest.mark.parametrize("name", ["broker", "web", "worker", "beat"])
def test_each_can_be_killed_and_started_again(stack, name):
    others = {other: process.pid for other, process in stack.processes.items() if other != name}

    stack.kill(name)
    assert stack.dead().name == name
    with pytest.raises(Problem, match=f"The {name} stopped by itself"):
        stack.wait()
    stack.restart(name)

    assert stack.dead() is None
    assert {other: stack.processes[other].pid for other in others} == others


def test_stopping_leaves_nothing(stack):
    pids = {name: process.pid for name, process in stack.processes.items()}

    stack.stop()

    assert [name for name, pid in pids.items() if not ends(pid)] == []
    ports.check_free(stack.port)


def test_without_valkey_tasks_go_through_a_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("scripts.broker.valkey_binary", lambda python: None)
    stack = Stack(tmp_path)

    assert stack.environment["REDIS_URL"] == "filesystem://"
    assert "folder" in stack.broker.notice
    assert (tmp_path / "broker" / "tasks").is_dir()
