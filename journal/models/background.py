from django.db import models
from django.db.models import F, Q

from accounts.records import DiaryQuerySet, DiaryRecord
from journal import choices


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
