"""What the record of access says to the patient: who opened what, how often, when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Max
from django.utils import timezone

from accounts.models import CareLink, RecordAccess


@dataclass(frozen=True)
class Openings:
    """How often one reader opened a patient's page, and when last."""

    times: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True)
class Visit:
    """One reader on one surface on one day. A list shown twenty times is one line, with its moments."""

    reader: str
    surface: str
    kinds: list[str] = field(default_factory=list)
    at: list[datetime] = field(default_factory=list)


def openings_of(patient) -> dict[int, Openings]:
    """By the reader's id: openings of the patient's own page, not her line in a list."""
    rows = RecordAccess.objects.of(patient).filter(surface="record").values("reader_id")
    counted = rows.annotate(times=Count("pk"), last_at=Max("at"))
    return {row["reader_id"]: Openings(row["times"], row["last_at"]) for row in counted}


def by_day(rows: Iterable[RecordAccess]) -> list[tuple[date, list[Visit]]]:
    """Rows, newest first, as days with their visits."""
    days = groupby(rows, key=lambda row: timezone.localdate(row.at))
    return [(day, _visits(entries)) for day, entries in days]


def _visits(rows):
    visits: dict[tuple, Visit] = {}
    for row in rows:
        key = (row.reader_id, row.surface, row.kinds)
        if key not in visits:
            names = [CareLink.KINDS[kind] for kind in row.kinds.split(",") if kind in CareLink.KINDS]
            visits[key] = Visit(row.reader_name, row.surface, names)
        visits[key].at.insert(0, row.at)
    return list(visits.values())
