"""What the admin's pages about the jobs need."""

import math

from django import template
from django.utils import timezone

from trends.job_health import is_silent, swept_at
from trends.models import SelfCheck

register = template.Library()


@register.inclusion_tag("admin/trends/_alarms.html")
def standing_alarms(user):
    """Whatever somebody has to look at, for whoever may see it."""
    return {
        "alarms": SelfCheck.objects.alarms() if user.has_perm("trends.view_selfcheck") else [],
        "silent_since": _silent_since() if user.has_perm("trends.view_nightlyrun") else None,
    }


def _silent_since():
    return swept_at() if is_silent(timezone.now()) else None


@register.filter
def duration(seconds: float) -> str:
    """40 s, 12 min, 2.5 h: short, for a column."""
    if seconds < 1:
        return "under 1 s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


@register.filter
def percent(share: float) -> str:
    """2.2 %, and a dash for a share of none."""
    return "–" if math.isnan(share) else f"{share:.1%}".replace("%", "\u00a0%")
