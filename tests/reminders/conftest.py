import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from reminders import tasks
from reminders.models import Reminder

BERLIN = ZoneInfo("Europe/Berlin")
EIGHT = dt.datetime(2026, 11, 20, 8, 0, tzinfo=BERLIN)
LAST_NIGHT = dt.date(2026, 11, 19)


def reminded(patient, **fields):
    """A patient who asked for it three weeks ago."""
    fields = {"wanted": True, "at": dt.time(8), "first_night": dt.date(2026, 11, 1)} | fields
    return Reminder.objects.create(patient=patient, **fields)


@pytest.fixture
def beat(monkeypatch, time_machine):
    """The five-minute job at a moment, with the worker at its side."""
    monkeypatch.setattr(tasks.remind, "delay", tasks.remind)

    def at(moment=EIGHT):
        time_machine.move_to(moment, tick=False)
        tasks.send_due()

    return at
