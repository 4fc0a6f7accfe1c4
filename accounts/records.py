"""The base of every row and form that belongs to a patient."""

import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.nudge import nudge_after_commit
from accounts.text import unreadable


class PatientQuerySet(models.QuerySet):
    def of(self, patient):
        return self.filter(patient=patient)


class PatientOwned(models.Model):
    """A row that belongs to one patient and is reached through `.of(patient)`."""

    patient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = PatientQuerySet.as_manager()

    class Meta:
        abstract = True


class DiaryState(models.Model):
    """How often one patient's diary has changed. A conclusion older than this number is stale."""

    # Its own row, not a column of User: a full user.save() would write an old number back.
    patient = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="diary_state"
    )
    revision = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return f"revision {self.revision}"


def bump(*patient_ids: int) -> None:
    """Count one more change of these diaries, inside the caller's transaction, and wake the worker after it."""
    for patient_id in patient_ids:
        state = DiaryState.objects.filter(patient_id=patient_id)
        if not state.update(revision=F("revision") + 1):
            DiaryState.objects.get_or_create(patient_id=patient_id)
            state.update(revision=F("revision") + 1)
        nudge_after_commit(patient_id)


class StaleEdit(Exception):
    """The row was changed by somebody else since it was read."""


class DiaryQuerySet(PatientQuerySet):
    """Every way of writing many rows bumps the revision of each patient concerned."""

    _blanked: tuple[str, ...] = ()

    def live(self):
        return self.filter(deleted_at=None)

    def of(self, patient):
        return self.live().filter(patient=patient)

    def ever_of(self, patient):
        """With the rows that were deleted."""
        return self.filter(patient=patient)

    def blank(self, *fields):
        """The same rows with these text fields emptied: what a reader without that scope gets."""
        clone = self._chain()
        clone._blanked = fields
        return clone

    def _clone(self):
        clone = super()._clone()
        clone._blanked = self._blanked
        return clone

    def _fetch_all(self):
        fresh = self._result_cache is None
        super()._fetch_all()
        # Rows of columns were checked when they were asked for.
        if fresh and self._fields is None:
            for row in self._result_cache:
                for field in self._blanked:
                    setattr(row, field, "")

    def values(self, *fields, **expressions):
        self._refuse_blanked(fields, expressions)
        return super().values(*fields, **expressions)

    def values_list(self, *fields, **options):
        self._refuse_blanked(fields)
        return super().values_list(*fields, **options)

    def iterator(self, *args, **kwargs):
        if self._blanked:
            raise TypeError("An iterator reads past the blanking; read the rows.")
        return super().iterator(*args, **kwargs)

    def _refuse_blanked(self, fields, expressions=()):
        # An expression may carry a blanked column under another name.
        plain = fields and not expressions and all(isinstance(name, str) for name in fields)
        if self._blanked and not (plain and set(self._blanked).isdisjoint(fields)):
            raise TypeError("Columns cannot be blanked in values(); name others, or read the rows.")

    def _patient_ids(self):
        rows = self.order_by() if not self.query.is_sliced else self
        return set(models.QuerySet.values_list(rows, "patient_id", flat=True))

    def update(self, **values):
        with transaction.atomic(using=self.db):
            touched = self._patient_ids()
            if "patient" in values or "patient_id" in values:
                raise TypeError("A diary row never changes its owner.")
            count = super().update(**values)
            bump(*touched)
            return count

    update.alters_data = True

    def delete(self):
        with transaction.atomic(using=self.db):
            touched = self._patient_ids()
            result = super().delete()
            bump(*touched)
            return result

    delete.alters_data = True
    delete.queryset_only = True

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **kwargs)
            bump(*{row.patient_id for row in objs})
            return created

    def bulk_update(self, objs, fields, batch_size=None):
        objs = list(objs)
        with transaction.atomic(using=self.db):
            plain = models.QuerySet(self.model, using=self.db)
            count = plain.bulk_update(objs, fields, batch_size)
            touched = plain.filter(pk__in=[row.pk for row in objs])
            bump(*set(touched.values_list("patient_id", flat=True)))
            return count


class DiaryRecord(PatientOwned):
    """Something the patient reported. Deleting leaves a tombstone, so that a late resend cannot revive it."""

    # The kind of care-link scope that opens this row to a doctor, and the date that its period cuts on.
    share_kind = "symptoms"
    share_date = "night"
    share_notes: tuple[str, ...] = ("note",)

    # The browser picks the id, so sending the same form twice stores one entry.
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    entered_by_carer = models.BooleanField("entered by a carer", default=False)

    objects = DiaryQuerySet.as_manager()
    # A row is removed for good only when its patient is; what it once said goes with it.
    history = HistoricalRecords(inherit=True, cascade_delete_history=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["patient", "client_id"], name="%(class)s_client_id"),
        ]

    def save(self, *args, **kwargs):
        with transaction.atomic():
            if not self._state.adding:
                self._claim()
            super().save(*args, **kwargs)
            bump(self.patient_id)

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            result = super().delete(*args, **kwargs)
            bump(self.patient_id)
            return result

    def discard(self):
        self.deleted_at = timezone.now()
        self.save()

    def restore(self):
        self.deleted_at = None
        self.save()

    def _claim(self):
        """Move the version on, or raise when another device was first."""
        rows = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        if not rows.update(version=F("version") + 1):
            raise StaleEdit
        self.version += 1


class PatientRecordForm(forms.ModelForm):
    """A form for a diary row: the owner comes from the view, never from what was posted.

    `if form.is_valid() and form.save_once():` stores exactly once however often the same form arrives;
    `form.instance` is then the stored row. A row changed meanwhile on another device is an error at the
    form, and everything typed stays.
    """

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *args, patient, instance=None, **kwargs):
        if instance is None:
            instance = self._meta.model(patient=patient)
        if instance.patient_id != patient.pk:
            raise ValueError("A form opens only its own patient's row.")
        super().__init__(data, *args, instance=instance, **kwargs)
        self.patient = patient
        self.initial.setdefault("client_id", instance.client_id)
        self.initial.setdefault("version", instance.version)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                field.error_messages.setdefault("null_characters_not_allowed", unreadable.message)
                field.validators.insert(0, unreadable)

    def clean(self):
        cleaned = super().clean()
        stored = self.instance.version
        if self.instance.pk and self.cleaned_data.get("version") not in (None, stored):
            self._say_stale()
        return cleaned

    def _get_validation_exclusions(self):
        excluded = super()._get_validation_exclusions()
        if self._resent is not None:
            # What it would collide with is itself.
            return excluded
        # Neither is on the form, but "one answer a night" is a constraint on the owner's live rows.
        return excluded - {"patient", "deleted_at"}

    def _post_clean(self):
        if not self.instance.pk and self.cleaned_data.get("client_id"):
            self.instance.client_id = self.cleaned_data["client_id"]
        self._resent = self._stored_before()
        was_fine, cleaned = not self._errors, self.cleaned_data.copy()
        super()._post_clean()
        if was_fine and self._errors and self._resent is None and (twin := self._stored_before()):
            # Two copies at once: it collided with its twin, stored since we looked.
            self._resent, self.cleaned_data = twin, cleaned
            self._errors.clear()
            super()._post_clean()

    def validate_unique(self):
        if self._resent is None:
            super().validate_unique()

    def save_once(self) -> bool:
        if self._resent is not None:
            return self._accept_resend(self._resent)
        try:
            with transaction.atomic():
                self.save()
        except StaleEdit:
            self._say_stale()
        except IntegrityError:
            return self._lost_the_race()
        return self.is_valid()

    def _stored_before(self):
        if self.instance.pk or not self.instance.client_id:
            return None
        rows = type(self.instance).objects.ever_of(self.patient)
        return rows.filter(client_id=self.instance.client_id).first()

    def _lost_the_race(self):
        self.instance.pk = None
        stored = self._stored_before()
        if stored is not None:
            return self._accept_resend(stored)
        self._resent = None
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())
        except ValidationError as refused:
            self._update_errors(refused)
            return False
        raise IntegrityError("The database refused a row that its own constraints accept.")

    def _accept_resend(self, stored):
        if stored.deleted_at:
            self.add_error(None, "This entry was deleted meanwhile. Undo the deletion to change it.")
            return False
        if any(getattr(stored, name) != getattr(self.instance, name) for name in self._model_fields()):
            self.add_error(
                None, "This entry is already stored with other values. Open it from the journal to change it."
            )
            return False
        self.instance = stored
        return True

    def _model_fields(self):
        names = {field.name for field in self.instance._meta.concrete_fields}
        return [name for name in self.fields if name in names and name not in ("client_id", "version")]

    def _say_stale(self):
        when = timezone.localtime(
            type(self.instance)._base_manager.values_list("updated_at", flat=True).get(pk=self.instance.pk)
        )
        self.add_error(
            None,
            f"This entry was changed on another device at {when:%H:%M on %d %B}. "
            "What you typed is still here: save again to keep yours.",
        )
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(self._current_version())

    def _current_version(self):
        return type(self.instance)._base_manager.values_list("version", flat=True).get(pk=self.instance.pk)
