"""What stops a start is said in one sentence that names the way out."""

import runpy
import socket
import sys

import pytest

from scripts import ports, venv
from scripts.places import ROOT, Problem
from scripts.progress import CommandFailed, follow


def test_an_old_python_gets_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, and this is 3\.9"):
        runpy.run_path(str(ROOT / "dev.py"))


def test_a_python_without_venv_gets_a_sentence(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(Problem, match=r"cannot create a virtual environment: install its venv package"):
        venv.check_venv(uv=None)


def test_uv_makes_up_for_a_missing_venv(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    venv.check_venv(uv="/usr/bin/uv")


def test_a_taken_port_gets_a_sentence():
    with socket.socket() as other_program:
        other_program.bind((ports.HOST, 0))
        other_program.listen()
        taken = other_program.getsockname()[1]

        with pytest.raises(Problem, match=f"Port {taken} is taken by another program: choose another"):
            ports.check_free(taken)


@pytest.mark.parametrize("typed", ["eight", "", "-1", "80.5", "²"])
def test_a_port_that_is_no_number_gets_a_sentence(typed):
    with pytest.raises(Problem, match="is not a port"):
        ports.port_from(typed)


@pytest.mark.parametrize("number", [0, 65536])
def test_a_port_that_does_not_exist_gets_a_sentence(number):
    with pytest.raises(Problem, match="is not a port"):
        ports.check_free(number)


@pytest.mark.parametrize(
    "said",
    [
        "Retrying after connection broken by 'NewConnectionError: [Errno -3] Temporary failure in name resolution",
        "npm error code EAI_AGAIN",
        "npm error network request failed, reason: getaddrinfo ENOTFOUND",
    ],
)
def test_no_network_gets_a_sentence(said):
    sentence = venv.explain(CommandFailed("Installing", said), "the Python packages")

    assert sentence.startswith("No network: the Python packages could not be downloaded.")
    assert "\n" not in sentence


def test_another_failure_shows_what_was_said():
    sentence = venv.explain(
        CommandFailed("Installing", "line\nno space left on device"), "the Python packages"
    )

    assert "no space left on device" in sentence


def test_a_followed_command_returns_its_output_and_keeps_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("scripts.progress.LOGS", tmp_path)

    said = follow([sys.executable, "-c", "print('hello')"], "Greeting")

    assert said == "hello\n"
    assert "hello" in (tmp_path / "setup.log").read_text()
    assert "Greeting" in capsys.readouterr().out


def test_a_failing_command_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr("scripts.progress.LOGS", tmp_path)

    with pytest.raises(CommandFailed) as failure:
        follow([sys.executable, "-c", "import sys; sys.exit('it broke')"], "Breaking")

    assert failure.value.last_lines() == "it broke"
