"""Conclusions into their table: many patients in one transaction, and never older ones over newer ones."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection, transaction

from trends.batch.concluding import Conclusion
from trends.core import METHOD_VERSION
from trends.models import Assessment, News, TrendState

GIVEN = ("improved", "worsened", "no_clear_change")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a computation had seen of one diary: its revision, up to which night."""

    patient_id: int
    revision: int
    night: dt.date


def store(seen: Sequence[Seen], found: Iterable[Conclusion], now: dt.datetime) -> None:
    """Store what was found in these diaries, and forget what they no longer speak of.

    Whoever's stored conclusions have seen more meanwhile keeps those.
    """
    if not seen:
        return
    with transaction.atomic():
        newest = _mark(seen, now)
        mine = {one.patient_id: one for one in seen if one.patient_id in newest}
        _replace(mine, [one for one in found if one.patient_id in newest], now)


MARK = """
INSERT INTO {table} AS stored ({columns}) {rows}
ON CONFLICT (patient_id) DO UPDATE SET revision = excluded.revision, as_of_night = excluded.as_of_night,
    method_version = excluded.method_version, computed_at = excluded.computed_at
WHERE (stored.revision, stored.as_of_night) <= (excluded.revision, excluded.as_of_night)
    OR (stored.method_version <> excluded.method_version AND stored.revision <= excluded.revision)
RETURNING patient_id
"""
# The revision first: for a patient who has flown west the newest night is an older one. Of another method even the
# same revision is written over, or she would stay stale until that night has come again.


def _mark(seen: Sequence[Seen], now: dt.datetime) -> set[int]:
    """Take the patients' marks, and tell whose: not those that a computation that saw more has taken meanwhile."""
    marks = [
        {
            "patient_id": one.patient_id,
            "revision": one.revision,
            "as_of_night": one.night,
            "method_version": METHOD_VERSION,
            "computed_at": now,
        }
        # Always in the order of the ids: two batches that meet wait for each other, and neither for ever.
        for one in sorted(seen, key=lambda one: one.patient_id)
    ]
    table = TrendState._meta.db_table
    rows, parameters = _as_sql(table, marks)
    with connection.cursor() as cursor:
        cursor.execute(MARK.format(table=table, columns=", ".join(marks[0]), rows=rows), parameters)
        return {patient for (patient,) in cursor.fetchall()}


def _as_sql(table: str, rows: Sequence[dict[str, Any]]) -> tuple[str, list[Any]]:
    """Rows to insert: one JSON on Postgres, which is quicker than thousands of parameters; plain values elsewhere."""
    if connection.vendor == "postgresql":
        select = f"SELECT {', '.join(rows[0])} FROM json_populate_recordset(NULL::{table}, %s)"  # nosec B608
        return select, [json.dumps(rows, default=str)]
    adapt = {
        dt.datetime: connection.ops.adapt_datetimefield_value,
        dt.date: connection.ops.adapt_datefield_value,
    }
    values = [adapt.get(type(value), lambda same: same)(value) for row in rows for value in row.values()]
    one = f"({', '.join(['%s'] * len(rows[0]))})"
    return f"VALUES {', '.join([one] * len(rows))}", values


def _replace(seen: dict[int, Seen], found: Sequence[Conclusion], now: dt.datetime) -> None:
    names = ("pk", "patient_id", "symptom_id", "regimen_id", "verdict", "readout")
    stored = {
        (patient, symptom, regimen): (pk, verdict, readout)
        for pk, patient, symptom, regimen, verdict, readout in Assessment.objects.filter(
            patient_id__in=[*seen]
        ).values_list(*names)
    }
    before = {key: stored.pop(key, None) for key in map(_key, found)}
    changed = [one for one in found if (before[_key(one)] or (None,))[1:] != (one.verdict, one.readout)]
    given = {_key(one): seen[one.patient_id].night + dt.timedelta(1) for one in _worth_telling(changed)}
    _upsert(
        found,
        [
            {
                "revision": seen[one.patient_id].revision,
                "as_of_night": seen[one.patient_id].night,
                "method_version": METHOD_VERSION,
                "computed_at": now,
                "given_on": given.get(_key(one)),
            }
            for one in found
        ],
    )
    _note_given({before[_key(one)][0]: given.get(_key(one)) for one in changed if before[_key(one)]})
    News.objects.bulk_create(
        (
            News(patient_id=one.patient_id, key=_news_key(one), due_at=now)
            for one in changed
            if one.is_main and _key(one) in given
        ),
        ignore_conflicts=True,
    )
    # What the diary no longer speaks of: a deleted regimen, a symptom without entries.
    Assessment.objects.filter(pk__in=[pk for pk, _, _ in stored.values()]).delete()


def _key(one: Conclusion) -> tuple[int, int, int]:
    return one.patient_id, one.symptom_id, one.regimen_id


def _news_key(one: Conclusion) -> str:
    return f"{one.regimen_id}-{one.symptom_id}-{one.readout}-{one.verdict}"


def _worth_telling(changed: Sequence[Conclusion]) -> list[Conclusion]:
    """A read-out has a verdict that it did not have before."""
    return [one for one in changed if one.readout is not None and one.verdict in GIVEN]


def assessment(one: Conclusion, **fields: Any) -> Assessment:
    """A conclusion as a row, not yet stored."""
    return Assessment(**_computed(one), **fields)


COMPUTED = tuple(field.name for field in fields(Conclusion))


def _computed(one: Conclusion) -> dict[str, Any]:
    return {name: getattr(one, name) for name in COMPUTED}


KEYS = ("patient", "symptom", "regimen")
UPDATED = [
    field.name
    for field in Assessment._meta.concrete_fields
    if field.name not in ("id", "given_on", "seen_at", *KEYS)
]
"""What a new computation replaces; what was told about a verdict stays with it."""
UPSERT = """
INSERT INTO {table} ({columns}) {rows}
ON CONFLICT (patient_id, symptom_id, regimen_id) DO UPDATE SET {updates}
"""


def _upsert(found: Sequence[Conclusion], beside: Sequence[dict[str, Any]]) -> None:
    if not found:
        return
    if connection.vendor != "postgresql":
        Assessment.objects.bulk_create(
            (assessment(one, **more) for one, more in zip(found, beside, strict=True)),
            update_conflicts=True,
            unique_fields=KEYS,
            update_fields=UPDATED,
        )
        return
    table = Assessment._meta.db_table
    rows, parameters = _as_sql(
        table, [_computed(one) | more for one, more in zip(found, beside, strict=True)]
    )
    statement = UPSERT.format(
        table=table,
        columns=", ".join((*COMPUTED, *beside[0])),
        rows=rows,
        updates=", ".join(f"{name} = excluded.{name}" for name in UPDATED),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _note_given(given: dict[int, dt.date | None]) -> None:
    """For verdicts that replaced others: when they were given, and that nobody has seen them."""
    by_day: dict[dt.date | None, list[int]] = defaultdict(list)
    for pk, day in given.items():
        by_day[day].append(pk)
    for day, pks in by_day.items():
        unseen = {"seen_at": None} if day else {}
        Assessment.objects.filter(pk__in=pks).update(given_on=day, **unseen)
