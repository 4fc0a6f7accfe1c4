from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone


class ContentQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)


class ReviewedContent(models.Model):
    """Words or numbers that patients rely on. The row is what is shown; changes arrive through a Revision."""

    # What a Revision carries; subclasses name their own fields.
    content_fields: tuple[str, ...] = ()

    slug = models.SlugField(max_length=60, unique=True)
    source = models.TextField(help_text="One source a line: who, what, when.")
    reviewed_on = models.DateField("sources checked on")
    review_due_on = models.DateField("check again by")
    awaiting_clinical_review = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_published = models.BooleanField(default=False, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What the row looked like when it was last loaded: tells a local edit from an old shipped version.
    shipped_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ContentQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def revised_fields(cls) -> tuple[str, ...]:
        return (*cls.content_fields, "source", "reviewed_on", "review_due_on", "awaiting_clinical_review")

    def is_overdue(self, today) -> bool:
        return self.review_due_on < today


class Revision(models.Model):
    """One proposed, published or past wording of a piece of content: draft → reviewed → published."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        REVIEWED = "reviewed", "Reviewed"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    subject = GenericForeignKey("content_type", "object_id")
    number = models.PositiveIntegerField(editable=False)
    fields = models.JSONField(editable=False)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    reason = models.CharField("why this change", max_length=300, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    drafted_at = models.DateTimeField(default=timezone.now, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="revision_number"),
        ]

    def __str__(self):
        return f"{self.subject}, version {self.number} ({self.get_status_display().lower()})"


class Guide(ReviewedContent):
    """An article for patients, written by us from the sources it names."""

    content_fields = ("title", "summary", "body", "order")

    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    body = models.TextField(help_text="Markdown. {emergency_number} becomes the local number.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("guide", args=[self.slug])


class Notice(ReviewedContent):
    """A red flag: the sign a person can recognise, what to do about it, and when to ask or to show it."""

    class Urgency(models.TextChoices):
        EMERGENCY = "emergency", "Emergency: now"
        SAME_DAY = "same_day", "The same day"
        SEE_DOCTOR = "see_doctor", "See your doctor"

    content_fields = (
        "urgency", "title", "sign", "advice", "short", "question", "asked_when", "fires_when", "order",
    )  # fmt: skip

    urgency = models.CharField(max_length=10, choices=Urgency)
    title = models.CharField(max_length=160)
    sign = models.TextField(help_text="What the patient can tick, in plain words.")
    advice = models.TextField(help_text="What to do. {emergency_number} becomes the local number.")
    short = models.CharField("for the doctor's card", max_length=160)
    question = models.TextField(blank=True, help_text="Asked when an entry makes the sign plausible.")
    asked_when = models.JSONField(null=True, blank=True)
    fires_when = models.JSONField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.title
