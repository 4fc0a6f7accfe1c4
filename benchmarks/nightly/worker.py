"""One process that does the tasks' work, on the database that the environment names.

Reads one request a line on standard input, [name, argument] as JSON, and answers each with one line of JSON.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core import serializers  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402

from accounts.models import DiaryState  # noqa: E402
from accounts.records import bump  # noqa: E402
from trends import tasks  # noqa: E402
from trends.batch import concluding  # noqa: E402
from trends.models import Assessment, NightlyRun  # noqa: E402

OWN = ("accounts.User", "accounts.DiaryState", "journal.Supplement", "journal.Regimen", "journal.Phase")
OWN += ("journal.Dose", "journal.CheckIn", "journal.Episode", "journal.DailyScore", "journal.Medicine")
OWN += ("labs.LabResult",)
WARM_UP = 5


class Clock:
    """The time spent inside one function."""

    def __init__(self, function: Callable[..., Any]):
        self.function, self.seconds = function, 0.0

    def __call__(self, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return self.function(*arguments)
        finally:
            self.seconds += time.perf_counter() - began


concluding._answers = arithmetic = Clock(concluding._answers)


def begin(_: None) -> list[int]:
    """The night's task, its ranges handed to the processes of the benchmark and not to a broker."""
    ranges: list[int] = []
    tasks.assess_range.delay = ranges.append
    tasks.assess_everyone()
    return ranges


def assess(range_id: int) -> dict[str, float]:
    arithmetic.seconds, began, worked = 0.0, time.perf_counter(), time.process_time()
    tasks.assess_range(range_id)
    return {
        "pid": os.getpid(),
        "seconds": time.perf_counter() - began,
        "python": time.process_time() - worked,
        "arithmetic": arithmetic.seconds,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "backend": _backend_memory(),
    }


def _backend_memory() -> float:
    """The most memory that our end of the database has used, in MB, shared buffers among it; 0 if it is elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def outcome(_: None) -> dict[str, int]:
    """What is in the tables afterwards."""
    run = NightlyRun.objects.exclude(finished_at=None).latest("started_at")
    return {"conclusions": Assessment.objects.count(), "done": run.done, "failed": run.failed}


def one_patient(patients: int) -> list[float]:
    """Milliseconds from stale to stored, one patient after the other; the first ones pay for what is made once."""
    times = []
    for patient_id in DiaryState.objects.order_by("pk").values_list("pk", flat=True)[:patients]:
        bump(patient_id)
        began = time.perf_counter()
        tasks.assess_patient(patient_id)
        times.append((time.perf_counter() - began) * 1000)
    return times[WARM_UP:]


def give(request: list) -> int:
    """Write all rows of the first so many patients into a file."""
    patients, path = request
    rows: list[models.Model] = []
    for label in OWN:
        model = apps.get_model(label)
        owner = "pk" if label == "accounts.User" else "patient"
        rows += model._base_manager.filter(**{f"{owner}__lte": patients})
    Path(path).write_text(serializers.serialize("json", rows), "utf-8")
    return len(rows)


def take(path: str) -> int:
    """Read them into this database."""
    with transaction.atomic():
        rows = list(serializers.deserialize("json", Path(path).read_text("utf-8")))
        for row in rows:
            row.save()
    return len(rows)


REQUESTS: dict[str, Callable[[Any], Any]] = {
    function.__name__: function for function in (begin, assess, outcome, one_patient, give, take)
}

if __name__ == "__main__":
    for line in sys.stdin:
        name, argument = json.loads(line)
        print(json.dumps(REQUESTS[name](argument)), flush=True)
