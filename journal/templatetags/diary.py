"""Entries of the diary in words, for templates."""

from django import template
from django.utils import timezone
from django.utils.dateformat import format as date_text

from journal import words

register = template.Library()

register.filter("what_happened", words.what_happened)
register.filter("how_it_was", words.how_it_was)
register.filter("score_words", words.score_words)
register.filter("night_name", words.night_name)
register.filter("scored", words.scored)


@register.filter
def saved_at(row):
    """When a row was stored: “07:41”, or with the day if that was not today."""
    when = timezone.localtime(row.updated_at)
    return date_text(when, "H:i" if when.date() == timezone.localdate() else "j F, H:i")
