"""Who needs attention first: the doctor's live links, ranked in the database, each within its own scope.

Nothing is computed here but an order: verdicts are the stored ones.
"""

import datetime as dt

from django.db.models import (
    Case,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerChoices,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from accounts.access import links_of
from accounts.models import RecordAccess
from clinic.flags import of_kind, red_flags
from journal.models import Appointment
from labs.models import BandSet, LabResult
from trends.loading import VITAMIN_D
from trends.models import Assessment
from trends.wording import Needs

FLAG_LASTS = dt.timedelta(days=28)
DUE_SOON = dt.timedelta(days=7)
LEADING = ("-is_main", "-regimen__started_on", "-regimen_id", "symptom__order")
"""Of several conclusions one about a main symptom comes first, as on the patient's page, and the newest start's."""


class Why(IntegerChoices):
    """What puts a patient on top, in this order."""

    FLAG = 0, "Red flag"
    LAB = 1, "25(OH)D"
    WORSENED = 2, "Worsened"
    READOUT = 3, "Read-out due"
    THIN = 4, "Data too thin"
    NOTHING = 5, ""


def ranked(clinician, now: dt.datetime) -> QuerySet:
    """The clinician's live links with `why`, `visits_today` and `opened_at`, those who need attention first."""
    today = timezone.localdate(now)
    return (
        links_of(clinician)
        .alias(
            leading=Subquery(_conclusions().order_by(*LEADING).values("pk")[:1]),
            # A stored conclusion cannot be cut: it speaks of the whole diary or not at all.
            whole=Case(When(WHOLE, then=F("leading")), output_field=IntegerField()),
        )
        .annotate(
            opened_at=_opened_at(clinician),
            why=Case(
                When(_unread_flag(now), then=Why.FLAG),
                When(Q(labs=True) & Q(_newest_is_alarming()), then=Why.LAB),
                When(_whole(verdict=Assessment.Verdict.WORSENED), then=Why.WORSENED),
                When(_readout_due(today), then=Why.READOUT),
                When(_thin(), then=Why.THIN),
                default=Why.NOTHING,
                output_field=IntegerField(),
            ),
            visits_today=Case(
                When(Q(symptoms=True) & Q(Exists(_visits_on(today))), then=True), default=False
            ),
        )
        .order_by("why", "patient__name", "pk")
    )


def totals(links: QuerySet) -> dict[str, int]:
    """How many links there are, and how many of each kind that the list can be narrowed to."""
    return links.order_by().aggregate(
        everybody=Count("pk"),
        attention=Count("pk", filter=~Q(why=Why.NOTHING)),
        readout=Count("pk", filter=Q(why=Why.READOUT)),
        today=Count("pk", filter=Q(visits_today=True)),
    )


WHOLE = Q(shares_from=None, symptoms=True, supplements=True, labs=True)
SHARES_FROM = Coalesce(
    OuterRef("shares_from"), Value(dt.date.min, output_field=DateField()), output_field=DateField()
)


def _conclusions():
    return Assessment.objects.filter(patient=OuterRef("patient"), regimen__deleted_at=None)


def _whole(**conditions):
    return Q(Exists(Assessment.objects.filter(pk=OuterRef("whole"), **conditions)))


def _opened_at(clinician):
    openings = RecordAccess.objects.filter(
        patient=OuterRef("patient"), reader_id=clinician.pk, surface="record"
    )
    last = openings.order_by().values("patient").annotate(last=Max("at")).values("last")
    return Subquery(last, output_field=DateTimeField())


def _unread_flag(now):
    """A red flag of the last four weeks that this reader has not opened the page since."""
    opened_at = Coalesce(OuterRef("opened_at"), Value(now - FLAG_LASTS), output_field=DateTimeField())
    recent = (
        red_flags()
        .filter(
            patient=OuterRef("patient"),
            shown_at__gt=now - FLAG_LASTS,
            about_on__gte=SHARES_FROM,
        )
        .filter(shown_at__gt=opened_at)
    )
    found = Q(pk__in=[])
    for kind in ("symptoms", "supplements", "labs"):
        raised = of_kind(recent, kind)
        found |= Q(Exists(raised.filter(tells_background=False)), **{kind: True})
        found |= Q(Exists(raised), **{kind: True, "supplements": True})
    return found


def _newest_is_alarming():
    """Whether the newest 25(OH)D lies in a band that carries a notice."""
    results = LabResult.objects.live().filter(
        patient=OuterRef("patient"), test__slug=VITAMIN_D, drawn_on__gte=SHARES_FROM
    )
    newest = results.order_by("-drawn_on", "-pk")
    newest = newest.annotate(alarms=Case(When(alarming(), then=True), default=False))
    return Subquery(newest.values("alarms")[:1])


def alarming() -> Q:
    """A result above a limit that the content answers with a notice, in the unit as reported."""
    found = Q(pk__in=[])
    for band_set in BandSet.objects.published().filter(test__slug=VITAMIN_D, always=True):
        for lower, band in zip(band_set.bands, band_set.bands[1:], strict=False):
            if band.get("notice"):
                found |= _above(lower)
    return found & ~Q(comparator="<")


def _above(band):
    how, limits = ("gt", band["up_to"]) if "up_to" in band else ("gte", band["below"])
    other_units = ~Q(unit__in=list(limits)) & Q(**{f"canonical_value__{how}": next(iter(limits.values()))})
    by_unit = (Q(unit=unit, **{f"value__{how}": limit}) for unit, limit in limits.items())
    combined = other_units
    for condition in by_unit:
        combined |= condition
    return combined


def _readout_due(today):
    return _whole(
        described__next_readout__on__gte=today.isoformat(),
        described__next_readout__on__lte=(today + DUE_SOON).isoformat(),
    )


def _thin():
    """No verdict, and of the last four weeks fewer nights answered than a read-out asks for."""
    needs = Needs()
    thin = (
        Assessment.objects.filter(pk=OuterRef("whole"), verdict=Assessment.Verdict.NOT_ENOUGH_DATA)
        .annotate(
            answered=Cast(KT("described__coverage__answered"), IntegerField()),
            nights=Cast(KT("described__coverage__nights"), IntegerField()),
        )
        .filter(
            nights__gte=needs.lead_nights,
            answered__lt=F("nights") * needs.answered_after / needs.nights_after,
        )
    )
    return Q(Exists(thin))


def _visits_on(today):
    begins = timezone.make_aware(dt.datetime.combine(today, dt.time.min))
    return Appointment.objects.live().filter(
        patient=OuterRef("patient"), at__gte=begins, at__lt=begins + dt.timedelta(days=1)
    )
