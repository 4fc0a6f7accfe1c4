import secrets
from datetime import timedelta
from functools import cache
from hashlib import sha256
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.records import DiaryState, PatientOwned, PatientQuerySet

__all__ = ["CareLink", "Clinician", "DiaryState", "RecordAccess", "User"]

INVITATION_LIFE = timedelta(days=14)
CARE_LIFE = timedelta(days=90)


@cache
def zone_names() -> frozenset[str]:
    """Every time zone this machine knows. Kept: asking the file system takes a while."""
    return frozenset(available_timezones())


def known_zone(name: str) -> None:
    if name not in zone_names():
        raise ValidationError("Please choose a time zone from the list.")


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One person who signs in by e-mail: a patient; a clinician if she has a Clinician row; staff."""

    class Sex(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"

    class Theme(models.TextChoices):
        AUTO = "auto", "As the device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    class NightColour(models.TextChoices):
        RED = "red", "Red"
        AMBER = "amber", "Amber"

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("name", max_length=120, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_zone])
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    night_colour = models.CharField(max_length=5, choices=NightColour, default=NightColour.RED)
    news_by_mail = models.BooleanField("e-mail me when there is something new to read", default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(models.functions.Lower("email"), name="user_email_any_case")]

    def __str__(self):
        return self.name or self.email

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_clinician(self) -> bool:
        return hasattr(self, "clinician")

    @property
    def is_verified_clinician(self) -> bool:
        return self.is_clinician and self.clinician.verified_at is not None

    def age_on(self, day):
        born = self.date_of_birth
        return born and day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Clinician(models.Model):
    """A doctor or nurse. Until an admin has verified her she sees nobody."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="clinician")
    practice = models.CharField(max_length=160)
    registration = models.CharField("registration number", max_length=60)
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    verification_note = models.CharField("how it was checked", max_length=300, blank=True)

    def __str__(self):
        return f"{self.user}, {self.practice}"


class CareLinkQuerySet(PatientQuerySet):
    def active(self, at=None):
        """The links through which somebody may read at this moment."""
        at = at or timezone.now()
        return self.filter(
            accepted_at__isnull=False,
            ended_at=None,
            expires_at__gt=at,
            clinician__is_active=True,
            clinician__clinician__verified_at__isnull=False,
        )

    def waiting(self, at=None):
        return self.filter(accepted_at=None, ended_at=None, invitation_expires_at__gt=at or timezone.now())


class CareLink(PatientOwned):
    """One patient lets one clinician in: what she may read, from which date, until when."""

    KINDS = {
        "symptoms": "Symptoms and nights",
        "supplements": "Supplements, medicines and background",
        "labs": "Blood tests",
        "notes": "Notes written beside entries",
    }

    patient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="care_links")
    clinician = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="patient_links"
    )
    invited_email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    invitation_expires_at = models.DateTimeField(editable=False)
    symptoms = models.BooleanField(KINDS["symptoms"], default=True)
    supplements = models.BooleanField(KINDS["supplements"], default=True)
    labs = models.BooleanField(KINDS["labs"], default=True)
    notes = models.BooleanField(KINDS["notes"], default=False)
    shares_from = models.DateField("nothing older than", null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = CareLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinician", "patient"])]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "clinician"],
                condition=Q(accepted_at__isnull=False, ended_at=None),
                name="care_link_one_open_a_pair",
            )
        ]

    def __str__(self):
        return f"{self.patient_id} lets in {self.clinician_id or self.invited_email}"

    def standing(self, at) -> str:
        """Where this consent stands: waiting, lapsed (never accepted in time), open, over (its time) or ended."""
        if self.ended_at:
            return "ended"
        if self.accepted_at:
            return "open" if self.expires_at > at else "over"
        return "waiting" if self.invitation_expires_at > at else "lapsed"

    def shares(self, kind: str) -> bool:
        return kind in self.KINDS and getattr(self, kind)

    @property
    def kind_names(self) -> list[str]:
        return [self.KINDS[kind] for kind in self.kinds]

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.KINDS if self.shares(kind))


def new_token() -> tuple[str, str]:
    """A secret for a link, and the hash of it that is stored."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class AppendOnlyQuerySet(PatientQuerySet):
    def update(self, **values):
        raise TypeError("The record of access is append-only.")

    def delete(self):
        raise TypeError("The record of access is append-only.")


class RecordAccess(PatientOwned):
    """Somebody opened a patient's record: who, when, what. Written before the data is read."""

    # Plain values, no keys to the reader: the row must outlive the reader's account.
    reader_id = models.BigIntegerField()
    reader_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    surface = models.CharField(max_length=20, choices=[("list", "patient list"), ("record", "record")])
    kinds = models.CharField(max_length=100)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "opening of a record", "openings of records"
        indexes = [models.Index(fields=["patient", "-at"])]
        constraints = [models.CheckConstraint(condition=~Q(reader_name=""), name="access_names_its_reader")]

    def __str__(self):
        return f"{self.reader_name} opened {self.patient_id} at {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The record of access is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The record of access is append-only.")
