import pytest

from tests.journal.posting import BREAKFAST


@pytest.fixture
def breakfast(content, time_machine, alice, client):
    """Alice is signed in, on a Friday morning."""
    time_machine.move_to(BREAKFAST, tick=False)
    client.force_login(alice)
