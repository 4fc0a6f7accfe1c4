"""Whose trends are out of date: another revision of the diary, a newer night, or another method."""

import datetime as dt
from collections import defaultdict
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from accounts.models import DiaryState, User
from journal.nights import night_of
from trends.core import METHOD_VERSION
from trends.models import TrendState


def last_whole_night(now: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The newest night that is over (at noon): one still going on would be counted only where it hurts."""
    return night_of(now, zone) - dt.timedelta(days=1)


def is_stale(patient: User, now: dt.datetime) -> bool:
    """Whether this patient's diary holds more than her stored conclusions saw."""
    state = DiaryState.objects.filter(patient=patient).first()
    if state is None:
        return False
    mark = TrendState.objects.of(patient).first()
    return mark is None or (
        mark.revision < state.revision
        or mark.as_of_night < last_whole_night(now, patient.zone)
        or mark.method_version != METHOD_VERSION
    )


def stale_patients(now: dt.datetime):
    """The users whose diary holds more than their stored conclusions saw, as a queryset of User."""
    with_diary = User.objects.filter(is_active=True, diary_state__isnull=False)
    stale = (
        Q(trend_state=None)
        | Q(trend_state__revision__lt=F("diary_state__revision"))
        | ~Q(trend_state__method_version=METHOD_VERSION)
    )
    for night, zones in _zones_by_night(with_diary, now).items():
        stale |= Q(time_zone__in=zones, trend_state__as_of_night__lt=night)
    return with_diary.filter(stale).order_by("pk")


def _zones_by_night(users, now):
    nights = defaultdict(list)
    for name in users.order_by().values_list("time_zone", flat=True).distinct():
        nights[last_whole_night(now, ZoneInfo(name))].append(name)
    return nights
