"""Entries of the diary in words, for templates."""

from django import template
from django.utils import timezone
from django.utils.dateformat import format as date_text
from django.utils.html import format_html_join

from accounts.templatetags.quiet import moon
from journal import words
from journal.calendar import worst_phase

register = template.Library()

register.filter("what_happened", words.what_happened)
register.filter("how_it_was", words.how_it_was)
register.filter("score_words", words.score_words)
register.filter("night_name", words.night_name)
register.filter("scored", words.scored)
register.filter("answer_words", words.answer_words)
register.filter("answer_details", words.answer_details)


@register.filter
def noun(symptom, number) -> str:
    """“cramp” or “cramps”, by the number."""
    return symptom.singular if number == 1 else symptom.plural


@register.filter
def phase_of(episode) -> str:
    """The moon of one entry, by how bad it was."""
    return "unrated" if episode.severity is None else worst_phase([episode.severity])


@register.filter
def moons(cells):
    """The moons of many nights; 365 of them have few looks between them, and each look is drawn once."""
    looks = [(cell.phase, cell.recalled) for cell in cells]
    drawn = {(phase, recalled): moon(phase, recalled=recalled) for phase, recalled in set(looks)}
    return format_html_join("", "{}", ((drawn[look],) for look in looks))


@register.filter
def saved_at(row):
    """When a row was stored: “07:41”, or with the day if that was not today."""
    when = timezone.localtime(row.updated_at)
    return date_text(when, "H:i" if when.date() == timezone.localdate() else "j F, H:i")


@register.filter
def yesno_is(value, other) -> str:
    """“true” or “false” for an attribute such as aria-pressed."""
    return "true" if value == other else "false"
