"""How the jobs are doing, for the admin: counts and ages, nothing of anybody's diary."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min

from trends.models import Heartbeat, News, NightlyRun
from trends.staleness import stale_patients

SILENT_AFTER = dt.timedelta(minutes=10)
"""The sweep runs each minute; this long without one, something stands still."""
STOPPED_AFTER = dt.timedelta(minutes=30)
"""A pass of which no range was finished for so long is not running any more."""
MISSED_AFTER = dt.timedelta(hours=26)
OLD_AFTER = dt.timedelta(hours=30)
"""A stored conclusion is renewed each night; one older than this was passed over."""


@dataclass(frozen=True)
class Pass:
    """A night's pass and how far it is. `run` comes from `NightlyRun.objects.with_progress()`."""

    run: NightlyRun
    now: dt.datetime

    @property
    def state(self) -> str:
        """`done`, `running` or `stopped`."""
        if self.run.finished_at:
            return "done"
        lately = self.run.last_done_at or self.run.started_at
        return "running" if self.now - lately < STOPPED_AFTER else "stopped"

    @property
    def seconds(self) -> float:
        """From its begin to the last range that was finished."""
        until = self.run.finished_at or self.run.last_done_at or self.run.started_at
        return (until - self.run.started_at).total_seconds()

    @property
    def seconds_to_go(self) -> float | None:
        """At the pace so far; None before the first range."""
        if not self.run.done or not self.seconds:
            return None
        return max(self.run.patients - self.run.done, 0) * self.seconds / self.run.done

    @property
    def diaries_a_second(self) -> float | None:
        return self.run.done / self.seconds if self.seconds else None


def passes(now: dt.datetime, most: int = 30) -> list[Pass]:
    """The newest first."""
    return [Pass(run, now) for run in NightlyRun.objects.with_progress()[:most]]


def swept_at() -> dt.datetime | None:
    """When the beat and a worker were last seen together."""
    return Heartbeat.objects.filter(job="sweep").values_list("at", flat=True).first()


def is_silent(now: dt.datetime) -> bool:
    """Whether the sweep ran once and has stopped."""
    swept = swept_at()
    return swept is not None and now - swept > SILENT_AFTER


def waiting(now: dt.datetime) -> dict:
    """Diaries that hold more than their conclusions saw, and since when the oldest of these conclusions stands."""
    found = stale_patients(now).order_by().aggregate(
        diaries=Count("pk"), oldest=Min("trend_state__computed_at")
    )  # fmt: skip
    return found | {"is_old": bool(found["oldest"]) and now - found["oldest"] > OLD_AFTER}


def mails_due(now: dt.datetime) -> dict:
    """News that is due and not sent, and since when the oldest is."""
    due = News.objects.filter(sent_at=None, due_at__lte=now)
    found = due.aggregate(mails=Count("pk"), oldest=Min("due_at"))
    return found | {"is_late": bool(found["oldest"]) and now - found["oldest"] > SILENT_AFTER}


def health(now: dt.datetime) -> dict:
    """Everything the page of the jobs shows."""
    found, swept = passes(now), swept_at()
    return {
        "waiting": waiting(now),
        "mails": mails_due(now),
        "seconds_since_sweep": (now - swept).total_seconds() if swept else None,
        "is_silent": is_silent(now),
        "latest": found[0] if found else None,
        "passes": found,
        "is_running": any(one.state == "running" for one in found[:1]),
        "was_missed": bool(found) and now - found[0].run.started_at > MISSED_AFTER,
    }
