"""One page of the doctor's list, gathered in a fixed number of queries, each row cut to what its patient shares."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.access import SharedRecord
from accounts.models import User
from clinic.attention import LEADING, Why
from clinic.flags import is_shared, red_flags
from journal.models import Appointment, CheckIn, Dose
from labs.models import LabResult
from labs.units import plain, unit_words
from trends import reading
from trends.charts import spark
from trends.loading import VITAMIN_D
from trends.models import Assessment
from trends.wording import readout_name, second_line, verdict_word
from trends.wording.numbers import short_day

NIGHTS = 28
FRESH = dt.timedelta(days=2)
NOT_SHARED, IN_PART = "not shared", "shared in part"
ICONS = {
    Why.FLAG: ("alert", "alert"),
    Why.LAB: ("alert", "alert"),
    Why.WORSENED: ("worse", "caution"),
    Why.READOUT: ("calendar", "plain"),
    Why.THIN: ("moon", "plain"),
}


@dataclass(frozen=True)
class Cell:
    """Two lines: the answer, and what is needed to read it."""

    first: str
    second: str = ""


@dataclass(frozen=True)
class Reason(Cell):
    """Why this patient stands where she stands: with an icon, and how pressing it is."""

    icon: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One patient on the list."""

    patient: User
    age: int | None
    reason: Reason | None
    verdict: Cell
    spark: str
    answered: str
    doses: str
    vitamin_d: Cell | None
    visit_at: dt.datetime | None
    opened_at: dt.datetime | None
    shares_labs: bool
    shares_symptoms: bool


@dataclass(frozen=True)
class Found:
    """What was read for all patients of the page, by patient."""

    now: dt.datetime
    conclusions: dict[int, Assessment]
    results: dict[int, list[LabResult]]
    flags: dict[int, list]
    others: dict[int, User]


def rows(records: list[SharedRecord], now: dt.datetime) -> list[Row]:
    """The rows of these records, in their order. Every opening has been written down before."""
    ids = [record.patient.pk for record in records]
    found = Found(
        now=now,
        conclusions=_conclusions(ids),
        results=_grouped(
            LabResult.objects.live()
            .filter(patient__in=ids, test__slug=VITAMIN_D)
            .order_by("-drawn_on", "-pk")
        ),
        flags=_grouped(red_flags().filter(patient__in=ids).order_by("-shown_at", "-pk")),
        others=_counted_otherwise(ids, now),
    )
    return [_row(record, found) for record in records]


def _conclusions(ids):
    """The leading stored conclusion of each patient."""
    rows = Assessment.objects.filter(patient__in=ids, regimen__deleted_at=None).order_by(*LEADING)
    leading: dict[int, Assessment] = {}
    for row in rows.select_related("symptom", "regimen__supplement"):
        leading.setdefault(row.patient_id, row)
    return leading


def _grouped(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.patient_id].append(row)
    return found


def _counted_otherwise(ids, now):
    """Visits to come, and for diaries without a conclusion: nights and doses answered in the last four weeks."""
    since = timezone.localdate(now) - dt.timedelta(days=NIGHTS)
    mine = Q(patient=OuterRef("pk"))
    nights = CheckIn.objects.live().filter(mine, night__gte=since, recalled=False).exclude(answer="unsure")
    doses = Dose.objects.live().filter(mine, day__gte=since)
    visits = Appointment.objects.live().filter(mine, at__gte=now).order_by("at")
    return (
        User.objects.filter(pk__in=ids)
        .only("pk")
        .annotate(
            nights_answered=_number(nights),
            doses_answered=_number(doses),
            doses_taken=_number(doses.filter(state="taken")),
            visit_at=Subquery(visits.values("at")[:1]),
        )
        .in_bulk()
    )


def _number(rows):
    counted = rows.order_by().values("patient").annotate(number=Count("pk"))
    return Subquery(counted.values("number"))


def _row(record, found) -> Row:
    patient, link = record.patient, record.link
    today = timezone.localdate(found.now)
    other = found.others[patient.pk]
    conclusion = found.conclusions.get(patient.pk) if record.is_whole else None
    results = [row for row in found.results[patient.pk] if _is_shared(row, record)]
    return Row(
        patient=patient,
        age=patient.age_on(today),
        reason=_reason(record, found, conclusion, results),
        verdict=_verdict(record, conclusion, today),
        spark=_spark(patient, conclusion),
        answered=_answered(record, conclusion, other),
        doses=_doses(record, conclusion, other),
        vitamin_d=_lab(results[0]) if results else None,
        visit_at=other.visit_at if record.shares("symptoms") else None,
        opened_at=link.opened_at,
        shares_labs=record.shares("labs"),
        shares_symptoms=record.shares("symptoms"),
    )


def _is_shared(result, record):
    since = record.link.shares_from
    return record.shares("labs") and (since is None or result.drawn_on >= since)


def _verdict(record, conclusion, today) -> Cell:
    if not record.is_whole:
        return Cell("Shared in part", "open to read what is")
    if conclusion is None:
        return Cell("No verdict", "no start in this diary")
    facts = reading.facts(conclusion, today)
    age = conclusion.as_of_night < today - FRESH
    return Cell(
        verdict_word(facts),
        second_line(facts) + (f", as of {short_day(conclusion.as_of_night)}" if age else ""),
    )


def _spark(patient, conclusion) -> str:
    if conclusion is None:
        return ""
    start = conclusion.regimen.started_on
    symptom = conclusion.symptom
    return spark(
        reading.weeks(conclusion),
        start,
        reading.felt(symptom),
        scored=symptom.is_scored,
        prefix=f"spark-{patient.pk}",
    )


def _answered(record, conclusion, other) -> str:
    if conclusion is not None:
        coverage = conclusion.described["coverage"]
        return f"{coverage['answered']} of {coverage['nights']}"
    if not record.shares("symptoms"):
        return NOT_SHARED
    return f"{other.nights_answered or 0} of {NIGHTS}" if _reaches_back(record) else IN_PART


def _doses(record, conclusion, other) -> str:
    if conclusion is not None:
        told = conclusion.described["doses"]
        taken, answered = told["taken"], told["answered"]
    elif not record.shares("supplements"):
        return NOT_SHARED
    elif not _reaches_back(record):
        return IN_PART
    else:
        taken, answered = other.doses_taken or 0, other.doses_answered or 0
    return f"{taken} of {answered}" if answered else "none answered"


def _reaches_back(record) -> bool:
    """Whether the four weeks that are counted lie within what is shared."""
    since = record.link.shares_from
    return since is None or since <= timezone.localdate() - dt.timedelta(days=NIGHTS)


def _lab(result) -> Cell:
    year = f" {result.drawn_on.year}"
    return Cell(lab_text(result), short_day(result.drawn_on) + year)


def lab_text(result: LabResult) -> str:
    """A value as the report gives it."""
    sign = f"{result.comparator} " if result.comparator else ""
    return f"{sign}{plain(result.value)} {unit_words(result.unit)}".strip()


def _reason(record, found, conclusion, results) -> Reason | None:
    why = Why(record.link.why)
    words = {
        Why.FLAG: lambda: _flag_line(record, found),
        Why.LAB: lambda: Cell(
            f"Lab: {lab_text(results[0])}", f"high result, {short_day(results[0].drawn_on)}"
        ),
        Why.WORSENED: lambda: Cell(why.label, _readout_line(conclusion)),
        Why.READOUT: lambda: Cell(why.label, _due_line(conclusion)),
        Why.THIN: lambda: Cell(why.label, f"{_answered(record, conclusion, None)} nights answered"),
    }
    if why not in words:
        return None
    cell, (icon, tone) = words[why](), ICONS[why]
    return Reason(cell.first, cell.second, icon, tone)


def _flag_line(record, found) -> Cell:
    shared = [flag for flag in found.flags[record.patient.pk] if is_shared(flag, record)]
    return Cell("Red flag", f"{shared[0].short}, {short_day(shared[0].about_on)}" if shared else "")


def _readout_line(conclusion) -> str:
    day = conclusion.described["readout_on"]
    name = readout_name(conclusion.readout)
    return f"{name}, {short_day(dt.date.fromisoformat(day))}" if day else name


def _due_line(conclusion) -> str:
    coming = conclusion.described["next_readout"]
    return f"week {coming['nights'] // 7}, {short_day(dt.date.fromisoformat(coming['on']))}"
