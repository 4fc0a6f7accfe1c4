from django.db import models
from django.db.models import F, Q

from accounts.records import DiaryQuerySet, DiaryRecord
from journal import choices
from journal.models.nights import LIVE


def ends_after_start(name, start, end):
    return models.CheckConstraint(
        condition=Q(**{start: None}) | Q(**{end: None}) | Q(**{f"{end}__gte": F(start)}),
        name=name,
        violation_error_message="The end lies before the start.",
    )


class Medicine(DiaryRecord):
    """A medicine and when it was taken."""

    share_kind, share_date = "supplements", ""

    name = models.CharField(max_length=120)
    dose = models.CharField("dose, as on the label", max_length=120, blank=True)
    kind = models.CharField(
        "kind, if you know it", max_length=40, choices=choices.medicine_classes, blank=True
    )
    started_on = models.DateField("since", null=True, blank=True)
    stopped_on = models.DateField("until", null=True, blank=True)
    note = models.TextField(max_length=4000, blank=True)

    class Meta(DiaryRecord.Meta):
        ordering = ["name"]
        constraints = [
            *DiaryRecord.Meta.constraints,
            ends_after_start("medicine_ends_after_start", "started_on", "stopped_on"),
        ]

    def __str__(self):
        return self.name


class Condition(DiaryRecord):
    """A condition in the background. No row means not asked or not said, never "no"."""

    share_kind, share_date = "supplements", ""

    kind = models.CharField("condition", max_length=40, choices=choices.conditions)
    has_it = models.BooleanField("do you have it?", default=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    note = models.TextField(max_length=4000, blank=True)

    class Meta(DiaryRecord.Meta):
        ordering = ["kind"]
        constraints = [
            *DiaryRecord.Meta.constraints,
            ends_after_start("condition_ends_after_start", "since", "until"),
            models.UniqueConstraint(
                fields=["patient", "kind"],
                condition=LIVE,
                name="condition_one_a_kind",
                violation_error_message="You have already answered for this condition.",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class Change(DiaryRecord):
    """Something else that changed and might explain a difference: exercise, travel, illness …"""

    objects = DiaryQuerySet.as_manager()
    share_kind, share_date = "supplements", "started_on"

    kind = models.CharField("what kind", max_length=40, choices=choices.changes)
    what = models.CharField("what changed", max_length=160)
    started_on = models.DateField("since")
    ended_on = models.DateField("until", null=True, blank=True)
    note = models.TextField(max_length=4000, blank=True)

    class Meta(DiaryRecord.Meta):
        ordering = ["-started_on"]
        constraints = [
            *DiaryRecord.Meta.constraints,
            ends_after_start("change_ends_after_start", "started_on", "ended_on"),
        ]

    def __str__(self):
        return self.what


class WeekAnswer(DiaryRecord):
    """The patient's word on one week: whether anything else changed. No row means not asked or not said."""

    share_kind, share_date, share_notes = "supplements", "week", ()

    week = models.DateField("week that began on")
    anything_new = models.BooleanField()

    class Meta(DiaryRecord.Meta):
        ordering = ["-week"]
        constraints = [
            *DiaryRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["patient", "week"],
                condition=LIVE,
                name="weekanswer_one_a_week",
                violation_error_message="You have already answered for this week.",
            ),
        ]

    def __str__(self):
        return f"week of {self.week}: {'something' if self.anything_new else 'nothing'} new"


class Examination(DiaryRecord):
    """A test that is not a blood value, as a dated note: nerve conduction, EMG, a scan."""

    share_kind, share_date = "supplements", "done_on"

    kind = models.CharField("which test", max_length=40, choices=choices.examinations)
    done_on = models.DateField("when")
    note = models.TextField("what it showed, in the words you were told", max_length=4000, blank=True)

    class Meta(DiaryRecord.Meta):
        ordering = ["-done_on", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.done_on}"
