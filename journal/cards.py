"""The questions about a night that one tap answers, ready for their pieces of template."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from journal.calendar import DAY, NightNotes, gather, tonight
from journal.following import Following
from journal.forms.details import DetailsForm
from journal.forms.nights import DayBeforeForm
from journal.models import CheckIn, DailyScore, Episode, SymptomType
from journal.words import LAST_24_HOURS, counted, how_long, listing, night_name, worst_of


@dataclass(frozen=True)
class NightCard:
    """The question about one night: `journal/_night_answer.html`."""

    notes: NightNotes
    asked: SymptomType | None
    next: str
    is_last_night: bool
    error: str = ""
    # (name of the button, what it says) where an answer is asked back
    questions: tuple[tuple[str, str], ...] = ()
    tapped: str = ""
    # What may be added once there is an answer.
    day_before: DayBeforeForm | None = None
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def night(self) -> dt.date:
        return self.notes.night

    @property
    def answer(self) -> CheckIn | None:
        return self.notes.answer

    @property
    def chosen(self) -> str:
        return self.tapped or (self.answer.answer if self.answer else "")

    @property
    def question(self) -> str:
        if self.is_last_night:
            return f"Last night, any {self.asked.plural}?" if self.asked else "How was last night?"
        name = night_name(self.night)
        return f"Any {self.asked.plural} in the {name}?" if self.asked else f"How was the {name}?"

    @property
    def logged(self) -> list[Episode]:
        """The episodes that a "yes" is about."""
        return [row for row in self.notes.episodes if self.asked is None or row.symptom_id == self.asked.pk]

    @property
    def yes(self) -> str:
        """“Yes, 1 cramp at 03:12”"""
        times = listing(f"{row.local_start:%H:%M}" for row in self.logged)
        if self.number and self.asked:
            words = counted(self.number, self.asked.singular, self.asked.plural)
            return f"Yes, {words}{f' at {times}' if times and len(self.logged) == self.number else ''}"
        return f"Yes, at {times}" if times else "Yes"

    @property
    def number(self) -> int:
        """How many are known: said, or logged if that is more."""
        stated = self.answer.counts.get(self.asked.slug, 0) if self.answer and self.asked else 0
        several = any(row.is_several for row in self.logged)
        return max(stated, len(self.logged) + several)

    @property
    def asks_how_many(self) -> bool:
        is_yes = self.asked and self.answer and self.answer.answer == CheckIn.Answer.YES
        return bool(is_yes and (not self.logged or any(row.is_several for row in self.logged)))

    @property
    def keys(self) -> range:
        return range(1, 6)


@dataclass(frozen=True)
class ScoreCard:
    """The question of a daily score: `journal/_score_answer.html`."""

    night: dt.date
    symptom: SymptomType
    score: DailyScore | None
    next: str
    is_last_night: bool
    error: str = ""
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def question(self) -> str:
        return worst_of(self.symptom) + (LAST_24_HOURS if self.is_last_night else "")

    @property
    def when(self) -> str:
        """Which day is meant, where it is not the last."""
        morning = self.night + DAY
        return "" if self.is_last_night else f"In the 24 hours to the morning of {morning.day} {morning:%B}"

    @property
    def given(self) -> int | None:
        return self.score.score if self.score else None

    @property
    def keys(self) -> range:
        return range(11)


@dataclass(frozen=True)
class DetailsCard:
    """What may be added to an entry of the night at breakfast: `journal/_episode_details.html`."""

    episode: Episode
    form: DetailsForm
    next: str

    @property
    def lasted(self) -> str:
        return "" if self.episode.still_going else how_long(self.episode.duration_minutes)


def details_card(patient, episode: Episode, *, next: str) -> DetailsCard:
    return DetailsCard(episode, DetailsForm(instance=episode, patient=patient), next)


def night_card(patient, night: dt.date, following: Following, *, next: str) -> NightCard:
    """Two queries."""
    episodes = Episode.objects.of(patient).filter(night=night).select_related("symptom")
    answers = CheckIn.objects.of(patient).filter(night=night)
    notes = gather(episodes, answers, []).get(night, NightNotes(night))
    return card_of(notes, patient, following, next=next)


def card_of(notes: NightNotes, patient, following: Following, *, next: str, **more) -> NightCard:
    answer = notes.answer
    before = DayBeforeForm(instance=answer, patient=patient, now=timezone.now()) if answer else None
    return NightCard(
        notes, following.asked, next, _is_last_night(patient, notes.night), day_before=before, **more
    )


def _is_last_night(patient, night) -> bool:
    return night == tonight(timezone.now(), patient.zone) - DAY


def score_cards(patient, night: dt.date, following: Following, *, next: str) -> list[ScoreCard]:
    """One card for each scored symptom that this patient follows. One query."""
    given = {row.symptom_id: row for row in DailyScore.objects.of(patient).filter(night=night)}
    return [
        score_card(patient, night, symptom, given.get(symptom.pk), next=next) for symptom in following.scored
    ]


def score_card(patient, night, symptom: SymptomType, score: DailyScore | None, *, next: str) -> ScoreCard:
    return ScoreCard(night, symptom, score, next, _is_last_night(patient, night))
