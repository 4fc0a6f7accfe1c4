"""Everything one page about one patient needs, gathered within what she shares."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.access import SharedRecord, opened_before
from clinic import comparison
from clinic.feeling import feeling, other_symptoms
from clinic.flags import shown_flags
from clinic.method import Method, method
from clinic.results import Labs, labs
from clinic.since import news
from clinic.verdicts import Picture, Verdict, picture, verdicts
from journal import ledger as ledgers
from journal.ledger import Ledger
from journal.models import Appointment, Condition, Episode, Examination, Medicine
from journal.taking import Taking
from journal.words import how_it_was, how_long, places
from labs.models import LabResult
from safety.models import ShownNotice
from trends.loading import Diary, load
from trends.staleness import last_whole_night
from trends.wording.numbers import thousands

NEW = dt.timedelta(days=84)
LONGEST_LIST = 200


@dataclass(frozen=True)
class MedicineLine:
    """A medicine as the card names it; `is_new` within the last twelve weeks."""

    name: str
    since: str
    is_new: bool


@dataclass(frozen=True)
class Course:
    """One supplement: what is taken now, how much of it was, and on average."""

    taking: Taking
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class EpisodeLine:
    """One episode in words: when, what it was, how it was, and the patient's note where that is shared."""

    night: dt.date
    words: str
    more: str
    note: str


@dataclass(frozen=True)
class Card:
    """The page, from top to bottom."""

    record: SharedRecord
    now: dt.datetime
    first_on: dt.date | None
    last_on: dt.date
    flags: Sequence[ShownNotice]
    opened_at: dt.datetime | None
    news: list[str]
    verdicts: list[Verdict]
    picture: Picture | None
    method: Method | None
    courses: list[Course]
    labs: Labs | None
    feeling: list[tuple[str, str]]
    other_symptoms: list[tuple[str, str, str]]
    medicines: list[MedicineLine]
    stopped: list[Medicine]
    conditions: list[Condition]
    examinations: list[Examination]
    changes: list[tuple[str, str]]
    counts: list[comparison.CountLine]
    appointment: Appointment | None
    episodes: list[EpisodeLine]
    episodes_in_all: int

    @property
    def patient(self):
        return self.record.patient

    @property
    def age(self) -> int | None:
        return self.patient.age_on(timezone.localdate(self.now))

    @property
    def leading(self) -> Verdict | None:
        return self.verdicts[0] if self.verdicts else None

    @property
    def shares_symptoms(self) -> bool:
        return self.record.shares("symptoms")

    @property
    def shares_supplements(self) -> bool:
        return self.record.shares("supplements")

    @property
    def shares_labs(self) -> bool:
        return self.record.shares("labs")

    @property
    def shares_notes(self) -> bool:
        return self.record.shares("notes")

    @property
    def hidden(self) -> list[str]:
        """The kinds that are not shared, as the patient was asked about them."""
        link = self.record.link
        return [name for kind, name in link.KINDS.items() if not link.shares(kind)]


def card(record: SharedRecord, now: dt.datetime) -> Card:
    """Read the record once, within its scope, and lay it out. A fixed number of queries."""
    today, night = timezone.localdate(now), last_whole_night(now, record.patient.zone)
    diary = load(record.rows, night)
    ledger = ledgers.read(record.rows, today)
    found = verdicts(record, diary, now=now, today=today)
    results = list(record.rows(LabResult).select_related("test"))
    medicines = list(record.rows(Medicine))
    episodes = list(record.rows(Episode).select_related("symptom"))
    flags = shown_flags(record)
    morning = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    opened_at = opened_before(record, morning)
    leading = found[0] if found else None
    return Card(
        record=record,
        now=now,
        first_on=_first_night(diary),
        last_on=night,
        flags=flags,
        opened_at=opened_at,
        news=news(
            timezone.localdate(opened_at),
            today,
            flags=flags,
            verdicts=found,
            ledger=ledger,
            results=results,
            medicines=medicines,
            diary=diary,
        )
        if opened_at
        else [],
        verdicts=found,
        picture=picture(diary, leading) if record.shares("symptoms") else None,
        method=method(diary, leading),
        courses=_courses(ledger, today),
        labs=labs(results, record.patient, _dose_changes(ledger)),
        feeling=feeling(record, found, night),
        other_symptoms=other_symptoms(found),
        medicines=_current(medicines, today),
        stopped=[row for row in medicines if row.stopped_on and row.stopped_on < today],
        conditions=list(record.rows(Condition)),
        examinations=list(record.rows(Examination)),
        changes=_changes(diary, leading),
        counts=comparison.counts(episodes, _scores_by_slug(diary)),
        appointment=_appointment(record, now),
        episodes=[_episode(row) for row in episodes[:LONGEST_LIST]],
        episodes_in_all=len(episodes),
    )


def _first_night(diary: Diary) -> dt.date | None:
    nights = {*diary.answers}
    for by_night in (*diary.logged.values(), *diary.scores.values()):
        nights |= {*by_night}
    return min(nights, default=None)


def _courses(ledger: Ledger, today) -> list[Course]:
    return [Course(taking, _course_facts(ledger, taking, today)) for taking in ledger.current]


def _course_facts(ledger, taking, today) -> list[tuple[str, str]]:
    answered = taking.answered
    plan = taking.plan or "amount not said"
    facts = [("Plan", f"{plan}, since {taking.regimen.started_on:%-d %b %Y}")]
    if answered.answered:
        doses = f"{answered.taken} of {answered.answered} answered ({answered.planned} planned)"
    else:
        doses = "no dose answered"
    facts.append(("Doses taken", doses))
    return facts + _average_fact(ledger, taking, today)


def _average_fact(ledger, taking, today):
    """All sources of vitamin D together, since this one began."""
    if not taking.has(ledgers.VITAMIN_D):
        return []
    average = ledger.average(ledgers.VITAMIN_D, taking.regimen.started_on, today)
    # A dose without an answer counts as taken: what was swallowed is at most this.
    most = "up to " if average.assumes_taken else ""
    amount = thousands(round(float(average.per_day), -1))
    return [("Average since then", f"{most}{amount} IU a day, all sources")]


def _dose_changes(ledger) -> list[dt.date]:
    days = {
        phase.starts_on
        for taking in ledger.takings
        if taking.has(ledgers.VITAMIN_D)
        for phase in taking.phases
    }
    return sorted(days | {t.regimen.started_on for t in ledger.takings if t.has(ledgers.VITAMIN_D)})


def _current(medicines, today) -> list[MedicineLine]:
    kept = [row for row in medicines if not row.stopped_on or row.stopped_on >= today]
    lines = [
        MedicineLine(
            " ".join(filter(None, [row.name, row.dose])),
            f"from {row.started_on:%-d %b %Y}" if row.started_on else "",
            bool(row.started_on and row.started_on > today - NEW),
        )
        for row in kept
    ]
    return sorted(lines, key=lambda line: not line.is_new)


def _changes(diary, leading) -> list[tuple[str, str]]:
    """Other changes with their day counted from the start, or their date where nothing was started."""
    if leading is None:
        return [(change.label, f"{change.on:%-d %b %Y}") for change in diary.changes[-8:]]
    regimen = leading.conclusion.regimen
    near = [
        (change, (change.on - regimen.started_on).days)
        for change in diary.changes_besides(regimen)
        if -56 <= (change.on - regimen.started_on).days < 84
    ]
    return [(change.label, f"day {day}, {change.on:%-d %b}") for change, day in near]


def _episode(row: Episode) -> EpisodeLine:
    what = f"several {row.symptom.plural}" if row.is_several else row.symptom.singular
    lasted = "end not noted" if row.still_going else how_long(row.duration_minutes)
    woke = {True: "woke the patient", False: "did not wake the patient"}.get(row.woke, "")
    words = ", ".join(filter(None, [f"{row.local_start:%H:%M} {what}", places(row.sites), lasted, woke]))
    return EpisodeLine(row.night, words, how_it_was(row), row.note)


def _scores_by_slug(diary):
    return {diary.symptoms[pk].slug: nights for pk, nights in diary.scores.items()}


def _appointment(record, now) -> Appointment | None:
    """The next visit, or today's: its question stays on the page while it is being answered."""
    earliest = now - dt.timedelta(hours=12)
    return record.rows(Appointment).filter(at__gte=earliest).order_by("at").first()
