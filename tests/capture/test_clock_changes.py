"""The nights on which the clocks change, in twelve places, every five minutes: stored as the phone showed it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from journal.models import Episode
from tests.capture.phone import THREE, entry

ZONES = [
    "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/St_Johns", "America/Havana",
    "America/Santiago", "Asia/Beirut", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Norfolk",
]  # fmt: skip
FIVE, AROUND = dt.timedelta(minutes=5), dt.timedelta(minutes=90)
YEAR = [dt.datetime(2025, 12, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hour) for hour in range(24 * 350)]


def changes(zone):
    """The instants, to the hour, after which the clocks of this zone are set anew."""
    offsets = [at.astimezone(zone).utcoffset() for at in YEAR]
    return [YEAR[n] for n in range(1, len(YEAR)) if offsets[n] != offsets[n - 1]]


@pytest.mark.parametrize("name", ZONES)
def test_every_tap_around_the_change_is_stored_as_the_clock_showed_it(phone, alice, name):
    zone, told = ZoneInfo(name), {}
    for change in changes(zone):
        for step in range(2 * AROUND // FIVE):
            at = (change - AROUND + step * FIVE).astimezone(zone)
            sent = entry(at=at, sent_at=THREE, zone=name) | {"at": at.isoformat()}
            assert phone.send(sent).status_code == 201, at
            told[sent["client_id"]] = at

    stored = {str(row.client_id): row for row in Episode.objects.of(alice)}

    assert len(stored) == len(told) == 72
    for client_id, at in told.items():
        row = stored[client_id]
        assert (row.local_start.isoformat(), row.zone) == (at.isoformat(), name)
        # In UTC: Python finds no moment of a repeated hour equal to any in another zone.
        assert row.started_at == at.astimezone(dt.UTC)
        assert row.night == (at.replace(tzinfo=None) - dt.timedelta(hours=12)).date()
