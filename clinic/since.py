"""What is new since the reader last opened this record, a few words each."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils import timezone

from clinic.results import value_words
from clinic.verdicts import Verdict
from journal.doses import phase_words
from journal.ledger import Ledger
from journal.models import Medicine
from labs.models import VITAMIN_D, LabResult
from safety.models import ShownNotice
from trends.loading import Diary
from trends.wording.numbers import counted, short_day


def news(
    since: dt.date,
    today: dt.date,
    *,
    flags: Sequence[ShownNotice],
    verdicts: Sequence[Verdict],
    ledger: Ledger,
    results: Sequence[LabResult],
    medicines: Iterable[Medicine],
    diary: Diary,
) -> list[str]:
    """The changes from the day `since` on, the pressing ones first."""
    found = []
    if fresh := [flag for flag in flags if timezone.localdate(flag.shown_at) >= since]:
        found.append(counted(len(fresh), "red flag shown", "red flags shown"))
    found += _given(since, verdicts)
    found += _plan(since, today, ledger)
    found += _vitamin_d(since, results)
    for medicine in medicines:
        if medicine.started_on and medicine.started_on >= since:
            found.append(f"{medicine.name} from {short_day(medicine.started_on)}")
        if medicine.stopped_on and since <= medicine.stopped_on <= today:
            found.append(f"{medicine.name} stopped {short_day(medicine.stopped_on)}")
    found += [
        f"{change.label} from {short_day(change.on)}"
        for change in diary.changes
        if since <= change.on <= today and change.kind != "medicine"
    ]
    return found


def _given(since, verdicts):
    return [
        f"{verdict.title}: {verdict.word.lower()}"
        for verdict in verdicts[:1]
        if verdict.conclusion.given_on and verdict.conclusion.given_on >= since
    ]


def _plan(since, today, ledger):
    found = []
    for taking in ledger.takings:
        name = taking.regimen.supplement.name
        for phase in taking.phases:
            if since <= phase.starts_on <= today:
                found.append(f"{name} {phase_words(phase)} since {short_day(phase.starts_on)}")
            if phase.ends_on and since <= phase.ends_on < today:
                found.append(f"{name} {phase_words(phase)} finished {short_day(phase.ends_on)}")
        if taking.regimen.ended_on and since <= taking.regimen.ended_on < today:
            found.append(f"{name} ended {short_day(taking.regimen.ended_on)}")
    return found


def _vitamin_d(since, results):
    values = [result for result in results if result.test.slug == VITAMIN_D]
    if not values or values[0].drawn_on < since:
        return []
    newest = value_words(values[0])
    same_unit = len(values) > 1 and values[1].unit == values[0].unit
    return [f"25(OH)D {values[1].printed} to {newest}" if same_unit else f"25(OH)D {newest}"]
