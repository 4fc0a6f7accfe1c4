"""From diaries to their conclusions, and into the table: one patient's at once, or many patients' together."""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db import OperationalError

from accounts.models import User
from journal.models import Regimen, SymptomType
from trends.batch.concluding import conclusions
from trends.batch.people import People, Rows
from trends.models import Assessment
from trends.staleness import is_stale, last_whole_night
from trends.storing import Seen, assessment, store

log = logging.getLogger(__name__)


def refresh(patient: User, *, now: dt.datetime) -> None:
    """Recompute and store everything about this patient. Running twice, or at once with another, changes nothing."""
    _refresh([patient.pk], now)


def refresh_many(patient_ids: Sequence[int], *, now: dt.datetime) -> list[int]:
    """The same for many, in ascending order; gives back those whose diary could not be computed.

    One such diary does not hold up the others: they are tried again without it, in halves.
    """
    if not patient_ids:
        return []
    try:
        _refresh(patient_ids, now)
    except OperationalError:
        # No diary's fault: the whole is tried again later.
        raise
    except Exception:
        if len(patient_ids) == 1:
            log.exception("trends of patient %s could not be computed", *patient_ids)
            return [*patient_ids]
        middle = len(patient_ids) // 2
        halves = (patient_ids[:middle], patient_ids[middle:])
        return [patient_id for half in halves for patient_id in refresh_many(half, now=now)]
    return []


def _refresh(patient_ids: Sequence[int], now: dt.datetime) -> None:
    # The revisions are read before the rows: a change in between leaves the result stale, never wrongly fresh.
    seen = _look(patient_ids, now)
    if seen:
        people = People(
            ids=np.array([one.patient_id for one in seen]),
            until=np.array([one.night.toordinal() for one in seen]),
        )
        store(seen, conclusions(_rows_of(people.ids.tolist()), people), now)


def _look(patient_ids: Sequence[int], now: dt.datetime) -> list[Seen]:
    wanted, users = {*patient_ids}, User.objects.filter(**_where("pk", patient_ids)).order_by("pk")
    nights: dict[str, dt.date] = {}
    seen = []
    for patient_id, zone, revision in users.values_list("pk", "time_zone", "diary_state__revision"):
        if patient_id not in wanted:
            continue
        if zone not in nights:
            nights[zone] = last_whole_night(now, ZoneInfo(zone))
        seen.append(Seen(patient_id, revision or 0, nights[zone]))
    return seen


def _rows_of(patient_ids: Sequence[int]) -> Rows:
    return lambda model: model.objects.live().filter(**_where("patient", patient_ids))


def _where(owner: str, patient_ids: Sequence[int]) -> dict[str, Any]:
    """These patients, ascending by id: a stretch where they are neighbours, else one by one."""
    first, last = patient_ids[0], patient_ids[-1]
    if last - first < 2 * len(patient_ids):
        return {f"{owner}__gte": first, f"{owner}__lte": last}
    return {f"{owner}__in": patient_ids}


def unsaved(rows: Rows, patient: User, night: dt.date, now: dt.datetime) -> list[Assessment]:
    """What a diary that was cut for a reader says: shown, never stored."""
    found = conclusions(rows, People.one(patient.pk, night))
    symptoms = SymptomType.objects.in_bulk([one.symptom_id for one in found])
    regimens = {row.pk: row for row in rows(Regimen).select_related("supplement")} if found else {}
    assessments = [assessment(one, as_of_night=night, computed_at=now) for one in found]
    for row in assessments:
        row.symptom, row.regimen = symptoms[row.symptom_id], regimens[row.regimen_id]
    return sorted(assessments, key=lambda row: (-row.regimen.started_on.toordinal(), row.symptom.order))


def fresh_assessments(patient: User, *, now: dt.datetime):
    """The patient's conclusions, brought up to date on the spot if they are stale."""
    if is_stale(patient, now):
        refresh(patient, now=now)
    return Assessment.objects.of(patient).current()
