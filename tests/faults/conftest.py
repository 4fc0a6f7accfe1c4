import pytest


@pytest.fixture
def say(capsys):
    """Lines that are read also when nothing fails: what was tried, and what that shows."""

    def lines(*texts):
        with capsys.disabled():
            print("", *texts, sep="\n    ")  # noqa: T201

    return lines
