"""The calendar of nights: from what was logged and answered to cells of moons. No queries, no clock."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isnan
from zoneinfo import ZoneInfo

from journal.models import CheckIn, DailyScore, Episode, SymptomType
from journal.nights import night_count
from journal.severity import severity_word
from journal.words import counted, listing, scored

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
# Before this hour the night that began yesterday is still "tonight".
MORNING = dt.timedelta(hours=5)
WORST = ("mild", "moderate", "severe")


@dataclass(frozen=True)
class NightNotes:
    """Everything in the diary about one night."""

    night: dt.date
    episodes: tuple[Episode, ...] = ()
    answer: CheckIn | None = None
    scores: tuple[DailyScore, ...] = ()

    @property
    def morning(self) -> dt.date:
        return self.night + DAY

    @property
    def is_empty(self) -> bool:
        return not (self.episodes or self.answer or self.scores)


@dataclass(frozen=True)
class Cell:
    """One night of the calendar as it is drawn, and in words."""

    night: dt.date
    phase: str = "none"
    count: int = 0
    recalled: bool = False
    words: str = "no answer"
    # Something was noted, but not what is counted or scored here.
    is_open: bool = False

    @property
    def is_quiet(self) -> bool:
        return self.phase == "quiet"

    @property
    def is_answered(self) -> bool:
        """Answered, and soon enough to be counted."""
        return self.phase != "none" and not self.recalled and not self.is_open

    @property
    def has_symptoms(self) -> bool:
        return self.is_answered and not self.is_quiet


@dataclass(frozen=True)
class Summary:
    """What a stretch of nights adds up to; recalled answers are said beside it, not counted."""

    nights: int
    answered: int
    quiet: int
    with_symptoms: int
    episodes: int
    recalled: int
    words: dict[str, int] = field(default_factory=dict)


def tonight(now: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The night that is running or comes next; the one before it is "last night".

    >>> tonight(dt.datetime(2026, 11, 20, 7, 41, tzinfo=dt.UTC), ZoneInfo("UTC"))
    datetime.date(2026, 11, 20)
    """
    return (now.astimezone(zone) - MORNING).date()


def weeks_until(last: dt.date, count: int) -> list[dt.date]:
    """The nights of `count` whole weeks, Monday first, the last of which holds `last`."""
    sunday = last + (6 - last.weekday()) * DAY
    return [sunday - day * DAY for day in range(7 * count - 1, -1, -1)]


def weeks_of_month(first: dt.date) -> list[dt.date]:
    """The nights of all weeks that touch the month beginning on `first`."""
    monday, following = first - first.weekday() * DAY, next_month(first)
    weeks = (following - DAY - monday).days // 7 + 1
    return [monday + day * DAY for day in range(7 * weeks)]


def next_month(first: dt.date) -> dt.date:
    return (first.replace(day=28) + 4 * DAY).replace(day=1)


def previous_month(first: dt.date) -> dt.date:
    return (first.replace(day=1) - DAY).replace(day=1)


def gather(
    episodes: Iterable[Episode], answers: Iterable[CheckIn], scores: Iterable[DailyScore]
) -> dict[dt.date, NightNotes]:
    """Rows by night, episodes in the order in which they happened."""
    found: dict[dt.date, list] = {}
    for row in sorted(episodes, key=lambda row: row.started_at):
        found.setdefault(row.night, [[], None, []])[0].append(row)
    for row in answers:
        found.setdefault(row.night, [[], None, []])[1] = row
    for row in scores:
        found.setdefault(row.night, [[], None, []])[2].append(row)
    return {
        night: NightNotes(night, tuple(logged), answer, tuple(given))
        for night, (logged, answer, given) in found.items()
    }


def cell_of(notes: NightNotes, symptom: SymptomType | None) -> Cell:
    """The cell of one night, about one symptom, or about everything."""
    if symptom is None:
        return _of_everything(notes)
    return _of_score(notes, symptom) if symptom.is_scored else _of_count(notes, symptom)


def summarise(cells: Sequence[Cell]) -> Summary:
    answered = [cell for cell in cells if cell.is_answered]
    phases = [cell.phase for cell in answered]
    words = {phase: phases.count(phase) for phase in ("quiet", *WORST, "unrated") if phase in phases}
    return Summary(
        nights=len(cells),
        answered=len(answered),
        quiet=sum(cell.is_quiet for cell in answered),
        with_symptoms=sum(cell.has_symptoms for cell in answered),
        episodes=sum(cell.count for cell in answered),
        recalled=sum(cell.recalled for cell in cells),
        words=words,
    )


def _of_count(notes, symptom):
    logged = [row for row in notes.episodes if row.symptom_id == symptom.pk and row.is_of_its_night]
    number = _number(notes, symptom, logged)
    recalled = _is_recalled(notes, logged)
    if isnan(number):
        if notes.answer and notes.answer.answer == CheckIn.Answer.YES:
            return Cell(notes.night, "unrated", 0, recalled, "symptoms, how many was not said", True)
        return _unknown(notes)
    if number == 0:
        return Cell(notes.night, "quiet", 0, recalled, _noted("quiet", recalled))
    phase = worst_phase(row.severity for row in logged)
    words = f"{counted(number, symptom.singular, symptom.plural)}, {_phase_words(phase)}"
    return Cell(notes.night, phase, int(number), recalled, _noted(words, recalled))


def _number(notes, symptom, logged) -> float:
    answer = notes.answer
    stated = answer.counts if answer else {}
    return night_count(
        answer.answer if answer else None,
        logged=len(logged),
        several=any(row.is_several for row in logged),
        stated=stated.get(symptom.slug),
        others=any(stated.get(slug) for slug in stated if slug != symptom.slug)
        or any(row.symptom_id != symptom.pk for row in notes.episodes),
    )


def _of_score(notes, symptom):
    given = next((row for row in notes.scores if row.symptom_id == symptom.pk), None)
    if given:
        phase = "quiet" if given.score == 0 else severity_word(given.score)
        return Cell(notes.night, phase, 0, given.recalled, _noted(scored(given.score), given.recalled))
    if any(row.symptom_id == symptom.pk for row in notes.episodes):
        return Cell(notes.night, "unrated", 0, False, "logged, no score for the day", True)
    return Cell(notes.night, words="no score")


def _of_everything(notes):
    answer, said = notes.answer, notes.answer and notes.answer.answer
    stated = {slug: number for slug, number in (answer.counts if answer else {}).items() if number}
    bad = [row for row in notes.scores if row.score]
    if not (notes.episodes or stated or bad or said == CheckIn.Answer.YES):
        if said == CheckIn.Answer.QUIET:
            return Cell(notes.night, "quiet", 0, answer.recalled, _noted("quiet", answer.recalled))
        return _unknown(notes)
    logged: dict[str, int] = {}
    for row in notes.episodes:
        logged[row.symptom.slug] = logged.get(row.symptom.slug, 0) + 1
    count = sum(max(stated.get(slug, 0), logged.get(slug, 0)) for slug in {*stated, *logged})
    phase = worst_phase([*(row.severity for row in notes.episodes), *(row.score for row in bad)])
    recalled = _is_recalled(notes, [*notes.episodes, *bad])
    names = {row.symptom.slug: row.symptom for row in (*notes.episodes, *bad)}
    words = listing(symptom.name.lower() for symptom in names.values()) or "symptoms"
    return Cell(notes.night, phase, count, recalled, _noted(f"{words}, {_phase_words(phase)}", recalled))


def _unknown(notes):
    if notes.answer and notes.answer.answer == CheckIn.Answer.UNSURE:
        return Cell(notes.night, words="you do not remember")
    return Cell(notes.night)


def _is_recalled(notes, logged) -> bool:
    """Whether only late words speak of this night."""
    words = [*logged, notes.answer] if notes.answer else logged
    return bool(words) and all(word.recalled for word in words)


def worst_phase(severities) -> str:
    """The moon of the worst of these numbers; not rated if none is known.

    >>> worst_phase([2, None, 5])
    'moderate'
    """
    known = [number for number in severities if number is not None]
    if not known:
        return "unrated"
    word = severity_word(max(known))
    return word if word in WORST else "mild"


def _phase_words(phase) -> str:
    return "not rated" if phase == "unrated" else phase


def _noted(words, recalled) -> str:
    return f"{words}, answered more than 3 days later" if recalled else words
