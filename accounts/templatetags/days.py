"""Days and moments as people say them, in the zone of whoever reads."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day_words(day: dt.date) -> str:
    """today, yesterday, Tuesday (within the week), 12 November, 12 November 2024."""
    today = timezone.localdate()
    days_ago = (today - day).days
    if 0 <= days_ago < 2:
        return ("today", "yesterday")[days_ago]
    if 0 < days_ago < 7:
        return date_format(day, "l")
    return date_format(day, "j F" if abs(days_ago) < 180 else "j F Y")


@register.filter
def moment_words(moment: dt.datetime) -> str:
    """today at 08:52, on Tuesday at 08:52, on 12 November."""
    local = timezone.localtime(moment)
    words = day_words(local.date())
    days_ago = (timezone.localdate() - local.date()).days
    at = f" at {local:%H:%M}" if 0 <= days_ago < 7 else ""
    return f"{words if 0 <= days_ago < 2 else f'on {words}'}{at}"


@register.filter
def days_left(moment: dt.datetime) -> str:
    """today, 1 day left, 12 days left: whole days until a moment to come."""
    days = (timezone.localdate(moment) - timezone.localdate()).days
    if days <= 0:
        return "ends today"
    return "1 day left" if days == 1 else f"{days} days left"


@register.filter
def day_of(moment: dt.datetime) -> str:
    """Today, or the short date of a moment to come: 24 Nov."""
    local = timezone.localtime(moment)
    return "Today" if local.date() == timezone.localdate() else date_format(local, "j M")
