from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.records import DiaryQuerySet, DiaryRecord
from guides.models import ReviewedContent
from journal.doses import amount_words
from journal.models.nights import LIVE
from journal.models.symptoms import SymptomType

ABOVE_ZERO = [MinValueValidator(0.000001, "Please give an amount above zero.")]


class Unit(models.TextChoices):
    IU = "IU", "units (IU)"
    MCG = "mcg", "micrograms (mcg)"
    MG = "mg", "milligrams (mg)"
    TABLET = "tablet", "tablets or capsules"


class Substance(ReviewedContent):
    """Something a supplement may contain: its units and the limits that its doses are checked against."""

    content_fields = (
        "name", "group", "units", "base_unit", "iu_per_mcg", "daily_limit", "limit_note", "warn_from",
        "warn_note", "confirm_above", "confirm_question", "refuse_above", "refuse_note", "ask_prescriber_note",
        "order",
    )  # fmt: skip

    name = models.CharField(max_length=80)
    group = models.SlugField(max_length=40)
    units = models.JSONField(default=list)
    base_unit = models.CharField(max_length=6, choices=Unit)
    iu_per_mcg = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    daily_limit = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    limit_note = models.TextField(blank=True)
    warn_from = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    warn_note = models.TextField(blank=True)
    confirm_above = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    confirm_question = models.TextField(blank=True)
    refuse_above = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    refuse_note = models.TextField(blank=True)
    ask_prescriber_note = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class Supplement(DiaryRecord):
    """One product that the patient takes: what the label says."""

    share_kind, share_date = "supplements", ""

    name = models.CharField("product", max_length=120)
    note = models.TextField(max_length=4000, blank=True)

    class Meta(DiaryRecord.Meta):
        ordering = ["name"]

    def __str__(self):
        return self.name


class Ingredient(DiaryRecord):
    """One substance in a product, and how much of it one tablet holds (if the label says so)."""

    share_kind, share_date, share_notes = "supplements", "", ()

    supplement = models.ForeignKey(Supplement, on_delete=models.CASCADE, related_name="ingredients")
    substance = models.ForeignKey(Substance, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(
        "in one tablet", max_digits=12, decimal_places=3, null=True, blank=True, validators=ABOVE_ZERO
    )
    unit = models.CharField(max_length=6, choices=Unit, blank=True)

    class Meta(DiaryRecord.Meta):
        ordering = ["pk"]

    def __str__(self):
        return f"{self.substance} in {self.supplement}"

    @property
    def words(self) -> str:
        """What the label says of one tablet; empty when it does not."""
        return amount_words(self.amount, self.unit) if self.amount else ""


class RegimenQuerySet(DiaryQuerySet):
    def current(self, today):
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=today), started_on__lte=today)


class Regimen(DiaryRecord):
    """Taking one product from a day on: why, how, until when. Its start is what the verdict is about."""

    share_kind, share_date, share_notes = "supplements", "", ("why_now",)

    supplement = models.ForeignKey(Supplement, on_delete=models.CASCADE, related_name="regimens")
    main_symptom = models.ForeignKey(
        SymptomType, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_now = models.TextField("why now", max_length=4000, blank=True)
    started_on = models.DateField("first dose on")
    ended_on = models.DateField("last dose on", null=True, blank=True)
    # Begun before the diary: there is no baseline, so no verdict is promised.
    already_started = models.BooleanField("already taking it", default=False)
    is_prescribed = models.BooleanField("prescribed", null=True, blank=True)

    objects = RegimenQuerySet.as_manager()

    class Meta(DiaryRecord.Meta):
        ordering = ["-started_on", "-pk"]
        constraints = [
            *DiaryRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="regimen_ends_after_start",
                violation_error_message="The last dose lies before the first.",
            ),
        ]

    def __str__(self):
        return f"{self.supplement} from {self.started_on}"


class Phase(DiaryRecord):
    """A stretch of a regimen with one amount and one rhythm."""

    class Frequency(models.TextChoices):
        DAILY = "daily", "every day"
        N_A_WEEK = "n_a_week", "several times a week"
        WEEKLY = "weekly", "once a week"
        MONTHLY = "monthly", "once a month"
        ONCE = "once", "once only"
        EVERY_N_DAYS = "every_n_days", "every so many days"

    share_kind, share_date, share_notes = "supplements", "", ()

    regimen = models.ForeignKey(Regimen, on_delete=models.CASCADE, related_name="phases")
    amount = models.DecimalField("amount a dose", max_digits=12, decimal_places=3, validators=ABOVE_ZERO)
    unit = models.CharField(max_length=6, choices=Unit)
    frequency = models.CharField(max_length=12, choices=Frequency)
    every = models.PositiveSmallIntegerField("how many", null=True, blank=True)
    starts_on = models.DateField("from")
    ends_on = models.DateField("until", null=True, blank=True)

    class Meta(DiaryRecord.Meta):
        ordering = ["starts_on"]
        constraints = [
            *DiaryRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="phase_ends_after_start",
                violation_error_message="This phase ends before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="phase_amount_above_zero",
                violation_error_message="Please give an amount above zero.",
            ),
        ]

    def __str__(self):
        return f"{self.amount} {self.unit} {self.get_frequency_display()}"


class Dose(DiaryRecord):
    """One day's answer about one regimen: taken or skipped. No row means unknown."""

    class State(models.TextChoices):
        TAKEN = "taken", "Taken"
        SKIPPED = "skipped", "Skipped"

    share_kind, share_date, share_notes = "supplements", "day", ()

    regimen = models.ForeignKey(Regimen, on_delete=models.CASCADE, related_name="doses")
    day = models.DateField()
    state = models.CharField(max_length=7, choices=State)
    # When it was tapped, which may be long before it arrived. None: when it was stored.
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(DiaryRecord.Meta):
        ordering = ["-day"]
        indexes = [
            models.Index(fields=["patient", "day"]),
            models.Index(
                fields=["patient", "regimen", "day", "state"], condition=LIVE, name="dose_for_trends"
            ),
        ]
        constraints = [
            *DiaryRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["patient", "regimen", "day"],
                condition=LIVE,
                name="dose_one_a_day",
                violation_error_message="You have already answered for this day's dose.",
            ),
        ]

    def __str__(self):
        return f"{self.day}: {self.state}"
