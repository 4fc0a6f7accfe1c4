import os

import pytest

# Kills whole browsers and once in a while stands still: only where somebody watches, under `make test-faults`.
collect_ignore = [] if os.environ.get("FAULTS") else ["test_phone_dies.py"]


@pytest.fixture
def say(capsys):
    """Lines that are read also when nothing fails: what was tried, and what that shows."""

    def lines(*texts):
        with capsys.disabled():
            print("", *texts, sep="\n    ")  # noqa: T201

    return lines
