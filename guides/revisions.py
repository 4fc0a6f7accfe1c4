"""How content changes: somebody drafts, somebody else reviews and publishes, and every version is kept."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from guides.models import ReviewedContent, Revision

Status = Revision.Status


class Refused(Exception):
    """Why this step is not open to this person, as a sentence."""


def frozen(subject: ReviewedContent) -> dict[str, Any]:
    """The content of a row as JSON."""
    return {name: _plain(subject._meta.get_field(name), subject) for name in subject.revised_fields()}


def thawed(revision: Revision) -> ReviewedContent:
    """The row as this revision words it; not saved."""
    subject = revision.subject
    for name, value in revision.fields.items():
        field = subject._meta.get_field(name)
        setattr(
            subject, field.attname, value if isinstance(field, models.JSONField) else field.to_python(value)
        )
    return subject


def revisions_of(subject: ReviewedContent):
    kind = ContentType.objects.get_for_model(subject)
    return Revision.objects.filter(content_type=kind, object_id=subject.pk)


@transaction.atomic
def draft(subject: ReviewedContent, *, by, reason: str = "") -> Revision:
    """Keep this wording as a draft; the row itself stays as published. The same person's open draft is replaced."""
    before = revisions_of(subject)
    open_draft = before.filter(status=Status.DRAFT, drafted_by=by).first()
    revision = open_draft or Revision(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        number=max(before.aggregate(last=models.Max("number"))["last"] or 0, subject.version) + 1,
        drafted_by=by,
    )
    revision.fields, revision.reason, revision.drafted_at = frozen(subject), reason, timezone.now()
    revision.save()
    return revision


def review(revision: Revision, *, by) -> None:
    """A second person has read the draft and stands by it."""
    _refuse_author(revision, by)
    _move(revision, Status.DRAFT, status=Status.REVIEWED, reviewed_by=by, reviewed_at=timezone.now())


@transaction.atomic
def publish(revision: Revision, *, by) -> ReviewedContent:
    """Put a reviewed revision in front of people; what was there before is kept as a retired revision."""
    _refuse_author(revision, by)
    now = timezone.now()
    _keep_what_is_shown(revision)
    subject = thawed(revision)
    subject.full_clean()
    _move(revision, Status.REVIEWED, status=Status.PUBLISHED, published_by=by, published_at=now)
    others = revisions_of(subject).filter(status=Status.PUBLISHED).exclude(pk=revision.pk)
    others.update(status=Status.RETIRED)
    subject.version, subject.is_published, subject.published_at = revision.number, True, now
    subject.save()
    return subject


def bring_back(revision: Revision, *, by) -> Revision:
    """An earlier wording as a new draft: rolling back goes through the same two people."""
    return draft(thawed(revision), by=by, reason=f"back to version {revision.number}")


def discard(revision: Revision) -> None:
    if revision.status not in (Status.DRAFT, Status.REVIEWED):
        raise Refused("What was published is kept for ever.")
    revision.delete()


def differences(revision: Revision) -> list[tuple[str, Any, Any]]:
    """(field, as published now, as in this revision) for every field that differs."""
    shown = type(revision.subject).objects.get(pk=revision.object_id)
    now = frozen(shown)
    return [
        (str(shown._meta.get_field(name).verbose_name), now.get(name), value)
        for name, value in revision.fields.items()
        if now.get(name) != value
    ]


def _keep_what_is_shown(revision):
    """Shipped content has no revision of its own until it is first replaced."""
    shown = type(revision.subject).objects.select_for_update().get(pk=revision.object_id)
    if shown.is_published and not revisions_of(shown).filter(number=shown.version).exists():
        Revision.objects.create(
            content_type=revision.content_type,
            object_id=shown.pk,
            number=shown.version,
            fields=frozen(shown),
            status=Status.RETIRED,
            reason="as shipped",
            published_at=shown.published_at,
        )


def _refuse_author(revision, by):
    if revision.drafted_by_id == by.pk:
        raise Refused("Somebody else has to do this: nobody approves their own words.")


def _move(revision, expected, **changes):
    """Claimed with the old status in the WHERE, so that two clicks are one step."""
    if not Revision.objects.filter(pk=revision.pk, status=expected).update(**changes):
        raise Refused(f"Only a revision that is “{expected.label.lower()}” can take this step.")
    for name, value in changes.items():
        setattr(revision, name, value)


def _plain(field, subject):
    value = getattr(subject, field.attname)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
