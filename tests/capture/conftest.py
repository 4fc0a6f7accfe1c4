import datetime as dt

import pytest

from tests.capture.phone import THREE, Phone, device


@pytest.fixture
def clock(time_machine):
    """03:12 in Berlin; moves on when told."""

    def on(**span):
        time_machine.move_to(THREE + dt.timedelta(**span), tick=False)
        return THREE + dt.timedelta(**span)

    on()
    return on


@pytest.fixture
def phone(alice, content, clock):
    """Alice's phone, signed in."""
    return Phone(alice)


@pytest.fixture
def token_phone(alice, content, clock):
    """Alice's phone with a token and without a session."""
    return device(alice)[0]
