"""What one day asks of a patient, and what is new: the page reads it down."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from journal import ledger
from journal.calendar import tonight
from journal.cards import DetailsCard, NightCard, details_card, night_card, score_cards
from journal.following import following
from journal.impressions import impression_due
from journal.models import Appointment, CheckIn, Impression, Regimen, SymptomType
from journal.nights import REMEMBERED_FOR
from journal.weeks import WeekQuestion, week_question
from safety.models import ShownNotice
from trends.models import Assessment

ONE_NIGHT = dt.timedelta(days=1)
MORNING_ENDS, EVENING_BEGINS = dt.time(12), dt.time(18)


@dataclass(frozen=True)
class Today:
    """One patient's day. `now` is an aware moment in her zone, `address` where a tap comes back to."""

    patient: User
    now: dt.datetime
    address: str

    @property
    def greeting(self) -> str:
        clock = self.now.time()
        part = "morning" if clock < MORNING_ENDS else "afternoon" if clock < EVENING_BEGINS else "evening"
        name = self.patient.name.split(" ")[0]
        return f"Good {part}, {name}" if name else f"Good {part}"

    @property
    def last_night(self) -> dt.date:
        return tonight(self.now, self.patient.zone) - ONE_NIGHT

    @cached_property
    def following(self):
        return following(self.patient)

    @property
    def log_symptoms(self) -> list[SymptomType]:
        """The two that a log button is for: what she follows first, then those of the night page."""
        usual = [symptom for symptom in self.following.catalogue if symptom.at_capture]
        return list(dict.fromkeys([*self.following.followed, *usual]))[:2]

    @cached_property
    def night_card(self) -> NightCard:
        return night_card(self.patient, self.last_night, self.following, next=self.address)

    @cached_property
    def score_cards(self):
        return score_cards(self.patient, self.last_night, self.following, next=self.address)

    @property
    def unfinished(self) -> list[DetailsCard]:
        """Last night's episodes that do not say where or how bad."""
        rows = [row for row in self.night_card.notes.episodes if row.severity is None or not row.sites]
        return [details_card(self.patient, row, next=self.address) for row in rows]

    @cached_property
    def open_nights(self) -> list[dt.date]:
        """Nights before the last that can still be answered, the newest first."""
        nights = [self.last_night - ONE_NIGHT * back for back in range(1, REMEMBERED_FOR.days + 1)]
        answered = CheckIn.objects.of(self.patient).filter(night__in=nights).values_list("night", flat=True)
        began = self.patient.date_joined.astimezone(self.patient.zone).date() - ONE_NIGHT
        return [night for night in nights if night not in set(answered) and night >= began]

    @cached_property
    def doses(self):
        return ledger.read(ledger.of_patient(self.patient), self.now.date()).questions

    @cached_property
    def week(self) -> WeekQuestion:
        return week_question(self.patient, self.now.date())

    @cached_property
    def impressions_due(self) -> list[Regimen]:
        given: dict[int, list[dt.date]] = {}
        for regimen_id, on in Impression.objects.of(self.patient).values_list("regimen_id", "given_on"):
            given.setdefault(regimen_id, []).append(on)
        regimens = Regimen.objects.of(self.patient).current(self.now.date()).select_related("supplement")
        return [row for row in regimens if impression_due(row, self.now.date(), given.get(row.pk, []))]

    @cached_property
    def notices(self):
        return ShownNotice.objects.of(self.patient).unread()

    @cached_property
    def news(self) -> Assessment | None:
        """A verdict of a read-out that the patient has not opened yet."""
        unseen = Assessment.objects.of(self.patient).current().filter(is_main=True, seen_at=None)
        return unseen.exclude(given_on=None).first()

    @cached_property
    def appointment(self) -> Appointment | None:
        return Appointment.objects.of(self.patient).filter(at__gte=self.now).first()
