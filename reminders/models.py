import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import zone_names
from accounts.records import PatientOwned, PatientQuerySet
from journal.models import CheckIn, DailyScore, Episode
from reminders.due import EARLIEST, LATEST, Wish, mornings

CLAIM_LASTS = dt.timedelta(minutes=10)
MOST_TRIES = 3
KEPT = dt.timedelta(days=14)


class ReminderQuerySet(PatientQuerySet):
    def wanted(self):
        return self.filter(wanted=True, patient__is_active=True)

    def about(self, night: dt.date, now: dt.datetime):
        """Those to be asked about this night: nothing is known of it, and nobody has asked or is just asking."""
        known = [
            Exists(model.objects.live().filter(patient=OuterRef("patient"), night=night))
            for model in (CheckIn, Episode, DailyScore)
        ]
        asked = SentReminder.objects.filter(patient=OuterRef("patient"), night=night)
        return self.filter(
            Q(paused_until=None) | Q(paused_until__lte=night),
            *[~one for one in known],
            ~Exists(asked.exclude(SentReminder.lapsed(now))),
            first_night__lte=night,
        )

    def due(self, now: dt.datetime) -> "list[tuple[dt.date, ReminderQuerySet]]":
        """Whoever is to be reminded at this moment, by the night that she is asked about."""
        times: dict[str, list[dt.time]] = {}
        for zone, at in self.wanted().values_list("patient__time_zone", "at").distinct():
            # A zone that this machine does not know must not keep everybody else waiting.
            if zone in zone_names():
                times.setdefault(zone, []).append(at)
        return [
            (night, self.wanted().about(night, now).filter(patient__time_zone__in=zones, at__lte=latest))
            for (night, latest), zones in mornings(now, times).items()
        ]


class Reminder(PatientOwned):
    """Whether, when and how one patient wants to be reminded in the morning. No row means that she does not."""

    patient = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    wanted = models.BooleanField("remind me in the morning", default=False)
    at = models.TimeField(default=dt.time(8))
    # The last morning without a reminder.
    paused_until = models.DateField(null=True, blank=True)
    # Nights before it were over, or reminded of, when she chose.
    first_night = models.DateField(editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(at__range=(EARLIEST, LATEST)), name="reminder_in_the_morning")
        ]

    def __str__(self):
        return f"at {self.at:%H:%M}" if self.wanted else "not wanted"

    @property
    def wish(self) -> Wish:
        return Wish(self.at, self.first_night, self.paused_until)


class PushDevice(PatientOwned):
    """One browser that shows the reminder. Its address is all we keep, and a secret between it, its service and us."""

    MOST = 5

    patient = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-added_at"]

    def __str__(self):
        return f"added {self.added_at:%Y-%m-%d}"

    @classmethod
    def add(cls, patient, endpoint: str, now: dt.datetime) -> None:
        """A browser that somebody else used before is hers from now on; the oldest of too many goes."""
        cls.objects.update_or_create(endpoint=endpoint, defaults={"patient": patient, "added_at": now})
        newest = cls.objects.of(patient).values_list("pk", flat=True)[: cls.MOST]
        cls.objects.of(patient).exclude(pk__in=list(newest)).delete()


class SentReminder(PatientOwned):
    """One reminder about one night. Claimed under a unique key before it goes out, so that two beats send one."""

    patient = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    night = models.DateField(db_index=True)
    claimed_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "night"], name="reminder_once_a_night")]

    def __str__(self):
        return f"about {self.night}"

    @staticmethod
    def lapsed(now: dt.datetime) -> Q:
        """Claims that a lost worker left behind, or letters that were refused, not too often."""
        return Q(sent_at=None, claimed_at__lt=now - CLAIM_LASTS, tries__lt=MOST_TRIES)

    @classmethod
    def claim(cls, patient, night: dt.date, now: dt.datetime) -> "SentReminder | None":
        """The right to ask about this night, or None when another worker has it."""
        row, is_mine = cls.objects.get_or_create(patient=patient, night=night, defaults={"claimed_at": now})
        if not is_mine:
            stale = cls.objects.filter(cls.lapsed(now), pk=row.pk)
            is_mine = stale.update(claimed_at=now, tries=F("tries") + 1)
        return row if is_mine else None

    def settle(self, now: dt.datetime) -> None:
        type(self).objects.filter(pk=self.pk).update(sent_at=now)

    def give_back(self, now: dt.datetime) -> None:
        """The next beat may try again at once. The try counts: a server that answers too late has perhaps sent it."""
        lapsed = now - 2 * CLAIM_LASTS
        type(self).objects.filter(pk=self.pk, sent_at=None).update(claimed_at=lapsed)

    @classmethod
    def forget_old(cls, today: dt.date) -> None:
        """When somebody was reminded is of no use later, and says which nights she did not answer."""
        cls.objects.filter(night__lt=today - KEPT).delete()
