"""From an invented person to the rows of a diary that ends last night."""

import datetime as dt
from decimal import Decimal

import numpy as np

from accounts.models import User
from demo.people import NIGHTS, Person
from demo.simulator import simulate_counts, simulate_scores
from journal import models as journal
from journal.nights import in_night_hours
from labs.models import LabResult, LabTest

LOADING_DAYS = 56
RELIEF = ["stretching", "walking", "massage", "heat"]
WORDS = {"leg-cramp": ["hard knot"], "burning-tingling": ["burning", "pins and needles"]}


class DiaryWriter:
    """Writes one person's twenty weeks. `today` is the day after the last night."""

    def __init__(self, person: Person, patient: User, today: dt.date):
        self.person, self.patient = person, patient
        self.rng = np.random.default_rng(person.seed)
        self.symptom = journal.SymptomType.objects.get(slug=person.symptom)
        self.first = today - dt.timedelta(days=NIGHTS)
        self.start = self.first + dt.timedelta(days=person.course.start)
        self.today = today

    def write(self) -> None:
        if self.symptom.is_scored:
            self._write_scores(simulate_scores(self.rng, self.person.course))
        else:
            self._write_nights(simulate_counts(self.rng, self.person.course))
        regimen = self._write_regimen()
        self._write_doses(regimen)
        self._write_labs()
        self._write_background(regimen)

    def _night(self, number: int) -> dt.date:
        return self.first + dt.timedelta(days=number)

    def _morning_after(self, night: dt.date) -> dt.datetime:
        minute = int(self.rng.integers(0, 120))
        clock = dt.time(6 + minute // 60, minute % 60)
        return dt.datetime.combine(night + dt.timedelta(days=1), clock, self.patient.zone)

    def _write_nights(self, counts):
        check_ins, episodes = [], []
        for number, count in enumerate(counts):
            if np.isnan(count):
                continue
            night = self._night(number)
            check_ins.append(self._check_in(night, int(count)))
            episodes += [self._episode(night, number) for _ in range(min(int(count), 6))]
        if self.person.long_cramp:
            episodes[-1].duration_minutes, episodes[-1].signs = Decimal(14), ["cramp-over-10-minutes"]
        journal.CheckIn.objects.bulk_create(check_ins)
        journal.Episode.objects.bulk_create(episodes)

    def _check_in(self, night, count):
        picks = self.rng.random(4)
        return journal.CheckIn(
            patient=self.patient,
            night=night,
            answer="yes" if count else "quiet",
            counts={self.symptom.slug: count} if count else {},
            answered_at=self._morning_after(night),
            sleep_quality=int(np.clip(7 - count + self.rng.integers(-1, 2), 0, 10))
            if picks[0] < 0.6
            else None,
            awakenings=int(min(count, 5)) if picks[1] < 0.5 else None,
            contributors=[str(self.rng.choice(["long-standing", "hard-exercise", "little-fluid"]))]
            if picks[2] < 0.2
            else [],
            pain_medicine=bool(picks[3] < 0.15) if count else None,
        )

    def _episode(self, night, number):
        at = self._small_hours(night)
        helped = str(self.rng.choice(RELIEF))
        return journal.Episode(
            patient=self.patient,
            symptom=self.symptom,
            started_at=at,
            zone=self.patient.time_zone,
            night=night,
            in_night_hours=in_night_hours(at, self.patient.zone),
            duration_minutes=Decimal(int(self.rng.integers(1, 9))) if self.rng.random() < 0.7 else None,
            severity=int(np.clip(self.rng.normal(5.5, 1.7), 1, 10)) if self.rng.random() < 0.8 else None,
            sites=[str(self.rng.choice(["left-calf", "left-calf", "right-calf", "left-foot"]))],
            words=[word for word in self.symptom.words[:1] if self.rng.random() < 0.4],
            woke=bool(self.rng.random() < 0.8),
            relief=[helped] if self.rng.random() < 0.7 else [],
            relief_helped=[helped] if self.rng.random() < 0.5 else [],
        )

    def _small_hours(self, night):
        minutes = int(np.clip(self.rng.normal(195, 70), 0, 420))
        moment = dt.datetime.combine(night + dt.timedelta(days=1), dt.time(), self.patient.zone)
        return (moment + dt.timedelta(minutes=minutes)).astimezone(dt.UTC)

    def _write_scores(self, scores):
        answered = [
            (self._night(number), int(score)) for number, score in enumerate(scores) if not np.isnan(score)
        ]
        journal.DailyScore.objects.bulk_create(
            journal.DailyScore(
                patient=self.patient,
                symptom=self.symptom,
                night=night,
                score=score,
                answered_at=self._morning_after(night),
            )
            for night, score in answered
        )
        journal.CheckIn.objects.bulk_create(self._check_in(night, 0) for night, _ in answered)

    def _write_regimen(self):
        product = journal.Supplement.objects.create(patient=self.patient, name="Vitamin D3")
        d3 = journal.Substance.objects.get(slug="vitamin-d3")
        journal.Ingredient.objects.create(patient=self.patient, supplement=product, substance=d3)
        loading = self.person.plan == "loading"
        regimen = journal.Regimen.objects.create(
            patient=self.patient,
            supplement=product,
            main_symptom=self.symptom,
            why_now=self.person.why_now,
            started_on=self.start,
            is_prescribed=loading,
        )
        then = self.start + dt.timedelta(days=LOADING_DAYS)
        phases = (
            [(50_000, "weekly", self.start, then - dt.timedelta(days=1)), (1_000, "daily", then, None)]
            if loading
            else [(2_000, "daily", self.start, None)]
        )
        for amount, frequency, starts_on, ends_on in phases:
            journal.Phase.objects.create(
                patient=self.patient, regimen=regimen, amount=amount, unit="IU",
                frequency=frequency, starts_on=starts_on, ends_on=ends_on,
            )  # fmt: skip
        return regimen

    def _write_doses(self, regimen):
        weekly_until = self.start + dt.timedelta(days=LOADING_DAYS if self.person.plan == "loading" else 0)
        days = [self.start + dt.timedelta(days=day) for day in range((self.today - self.start).days)]
        planned = [day for day in days if day >= weekly_until or not (day - self.start).days % 7]
        journal.Dose.objects.bulk_create(
            journal.Dose(
                patient=self.patient,
                regimen=regimen,
                day=day,
                state="taken" if self.rng.random() < 0.95 else "skipped",
            )
            for day in planned
            if self.rng.random() < 0.9
        )

    def _write_labs(self):
        before, after = self.person.vitamin_d
        later = min(self.start + dt.timedelta(days=77), self.today - dt.timedelta(days=2))
        self._lab("vitamin-d-25oh", before, "ng/mL", self.start - dt.timedelta(days=9), (30, 100))
        self._lab("vitamin-d-25oh", after, "ng/mL", later, (30, 100))
        self._lab("calcium", round(float(self.rng.normal(9.5, 0.2)), 1), "mg/dL", later, (8.8, 10.4))
        self._lab("phosphate", round(float(self.rng.normal(3.4, 0.3)), 1), "mg/dL", later, (2.5, 4.5))
        self._lab("magnesium", round(float(self.rng.normal(2.0, 0.1)), 1), "mg/dL", later, (1.7, 2.4))
        self._lab("egfr", round(float(self.rng.normal(74, 8))), "mL/min/{1.73_m2}", later, (60, None))

    def _lab(self, slug, value, unit, drawn_on, limits):
        low, high = limits
        LabResult.objects.create(
            patient=self.patient,
            test=LabTest.objects.get(slug=slug),
            value=Decimal(str(value)),
            unit=unit,
            canonical_value=Decimal(str(value)),
            range_low=low,
            range_high=high,
            drawn_on=drawn_on,
            lab_name="Demo laboratory",
        )

    def _write_background(self, regimen):
        own = {"patient": self.patient}
        for name, kind, day in self.person.medicines:
            journal.Medicine.objects.create(
                **own, name=name, kind=kind, started_on=self.start + dt.timedelta(days=day)
            )
        for kind, what, day in self.person.changes:
            journal.Change.objects.create(
                **own, kind=kind, what=what, started_on=self.start + dt.timedelta(days=day)
            )
        for kind in self.person.conditions:
            journal.Condition.objects.create(**own, kind=kind)
        if self.person.impression:
            journal.Impression.objects.create(
                **own,
                regimen=regimen,
                change=self.person.impression,
                given_on=self.today - dt.timedelta(days=6),
            )
        self._write_appointment()

    def _write_appointment(self):
        ahead = int(self.rng.integers(0, 24))
        at = dt.datetime.combine(self.today + dt.timedelta(days=ahead), dt.time(9, 20), self.patient.zone)
        journal.Appointment.objects.create(
            patient=self.patient, at=at, with_whom="the practice", question=self.person.question
        )
