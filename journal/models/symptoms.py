from django.db import models

from guides.models import ContentQuerySet, ReviewedContent


class SymptomTypeQuerySet(ContentQuerySet):
    def counted(self):
        return self.filter(outcome=SymptomType.Outcome.COUNTED)

    def scored(self):
        return self.filter(outcome=SymptomType.Outcome.SCORED)


class SymptomType(ReviewedContent):
    """A symptom of the catalogue: its words, where it may sit, and how it is measured."""

    class Outcome(models.TextChoices):
        COUNTED = "counted", "Counted in episodes"
        SCORED = "scored", "Scored daily, 0–10"

    class CountedBy(models.TextChoices):
        NIGHT = "night", "By night hours"
        DAY = "day", "By the whole noon-to-noon day"

    content_fields = (
        "name", "singular", "plural", "log_label", "description", "outcome", "counted_by", "usually_nocturnal",
        "score_question", "sites", "words", "at_capture", "order",
    )  # fmt: skip

    name = models.CharField(max_length=80)
    singular = models.CharField(max_length=60)
    plural = models.CharField(max_length=60)
    log_label = models.CharField(max_length=60)
    description = models.TextField()
    outcome = models.CharField(max_length=7, choices=Outcome)
    counted_by = models.CharField(max_length=5, choices=CountedBy)
    usually_nocturnal = models.BooleanField(default=False)
    score_question = models.CharField(max_length=160, blank=True)
    sites = models.JSONField(default=list, blank=True)
    words = models.JSONField(default=list, blank=True)
    at_capture = models.BooleanField("on the night page", default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = SymptomTypeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    @property
    def is_scored(self) -> bool:
        return self.outcome == self.Outcome.SCORED
