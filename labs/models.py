from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.records import DiaryQuerySet, DiaryRecord, PatientOwned
from guides.models import ReviewedContent
from labs.units import Units, plain, unit_words

# The test that the pages open with; everything else about it is content.
VITAMIN_D = "vitamin-d-25oh"


class LabTest(ReviewedContent):
    """A laboratory test: its code, units and exact conversions, usual range and what is impossible."""

    content_fields = (
        "name", "short_name", "loinc", "loinc_accepted", "canonical_unit", "units", "usual_low", "usual_high",
        "usual_female_low", "usual_female_high", "usual_male_low", "usual_male_high", "refuse_below",
        "refuse_above", "confirm_above", "unit_never_preselected", "whole_number", "fasting_only", "panel",
        "description", "note", "order",
    )  # fmt: skip

    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)
    loinc = models.CharField("LOINC", max_length=12)
    loinc_accepted = models.JSONField("codes also read on import", default=list, blank=True)
    canonical_unit = models.CharField("canonical unit (UCUM)", max_length=24)
    # [{"unit", "factor", "divisor"?, "shift"?}] as decimal texts: other = (canonical − shift) · factor / divisor
    units = models.JSONField("other units and their conversions", default=list, blank=True)
    usual_low = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    usual_high = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    usual_female_low = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    usual_female_high = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    usual_male_low = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    usual_male_high = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    refuse_below = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    refuse_above = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    confirm_above = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    unit_never_preselected = models.BooleanField(default=False)
    whole_number = models.BooleanField(default=False)
    fasting_only = models.BooleanField(default=False)
    panel = models.SlugField(max_length=20)
    description = models.TextField()
    note = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("lab-test", args=[self.slug])

    @cached_property
    def known_units(self) -> Units:
        return Units.of(self.canonical_unit, self.units)


class BandSet(ReviewedContent):
    """A named way of putting words to a test's values. Every band word is shown with the set's name."""

    content_fields = ("test", "name", "bands", "caveat", "is_default", "always", "order")

    test = models.ForeignKey(LabTest, on_delete=models.PROTECT, related_name="band_sets")
    name = models.CharField(max_length=80)
    # [{"below" or "up_to": {unit: decimal text}, "word", "meaning", "tone", "notice"?}], the last without a limit
    bands = models.JSONField()
    caveat = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)
    always = models.BooleanField("said beside any other set", default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class BandChoice(PatientOwned):
    """The band set that this patient wants to see for a test. No row means the default set."""

    test = models.ForeignKey(LabTest, on_delete=models.CASCADE, related_name="+")
    band_set = models.ForeignKey(BandSet, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "test"], name="band_choice_one_a_test")]

    def __str__(self):
        return f"{self.test}: {self.band_set}"


class LabResultQuerySet(DiaryQuerySet):
    def of_test(self, slug: str):
        return self.filter(test__slug=slug)

    def newest_of_each_test(self, patient):
        """One row a test, in the order of the tests."""
        newest = self.of(patient).filter(test=models.OuterRef("pk")).order_by("-drawn_on", "-pk")
        tests = LabTest.objects.annotate(newest=models.Subquery(newest.values("pk")[:1]))
        rows = self.filter(pk__in=tests.exclude(newest=None).order_by().values("newest"))
        return rows.select_related("test").order_by("test__order", "test__name")


class LabResult(DiaryRecord):
    """One value from one report, as printed there, and the same in the test's canonical unit."""

    class Comparator(models.TextChoices):
        EXACT = "", "exactly"
        BELOW = "<", "less than (<)"
        ABOVE = ">", "more than (>)"

    share_kind, share_date = "labs", "drawn_on"

    test = models.ForeignKey(LabTest, on_delete=models.PROTECT, related_name="+")
    comparator = models.CharField(max_length=1, choices=Comparator, blank=True, default="")
    value = models.DecimalField("value on the report", max_digits=14, decimal_places=4)
    unit = models.CharField("unit on the report", max_length=24)
    canonical_value = models.DecimalField(max_digits=16, decimal_places=6, editable=False)
    range_low = models.DecimalField(
        "lab's range, from", max_digits=14, decimal_places=4, null=True, blank=True
    )
    range_high = models.DecimalField(
        "lab's range, to", max_digits=14, decimal_places=4, null=True, blank=True
    )
    drawn_on = models.DateField("blood drawn on")
    fasting = models.BooleanField(null=True, blank=True)
    lab_name = models.CharField("laboratory", max_length=120, blank=True)
    note = models.TextField(max_length=4000, blank=True)

    objects = LabResultQuerySet.as_manager()

    class Meta(DiaryRecord.Meta):
        ordering = ["-drawn_on", "-pk"]
        indexes = [models.Index(fields=["patient", "test", "-drawn_on"])]
        constraints = [
            *DiaryRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(unit=""),
                name="labresult_has_a_unit",
                violation_error_message="Please choose the unit printed on your report.",
            ),
        ]

    def __str__(self):
        return f"{self.test.short_name} {self.printed} {unit_words(self.unit)}".rstrip()

    @property
    def printed(self) -> str:
        """The number as the report prints it, with its sign: "< 4", "9.6"."""
        return f"{self.comparator} {plain(self.value)}".lstrip()
