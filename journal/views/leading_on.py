"""What comes after an entry was stored: what must be read, what should be asked, then where the person was going."""

from urllib.parse import urlencode

from django.urls import reverse

from journal import facts
from journal.actions import questions_about, unread_about
from journal.models import CheckIn, DailyScore, Episode

# The names that the red-flag rules and the addresses have for them.
ENTRIES = {"episode": Episode, "checkin": CheckIn, "score": DailyScore}


def next_step(entry, onward: str, *, asked=()) -> str:
    """The address to go to: unread notices first, then new questions, then `onward`."""
    open_questions = questions_about(entry, asked)
    if open_questions:
        onward = questions_address(entry, onward, asked)
    if unread_about(entry).exists():
        return f"{reverse('notices')}?{urlencode({'next': onward})}"
    return onward


def questions_address(entry, onward: str, asked=()) -> str:
    address = reverse("entry-questions", args=[facts.of_entry(entry)["entry"], entry.pk])
    return f"{address}?{urlencode({'next': onward, 'asked': ','.join(asked)})}"


def night_address(night) -> str:
    return f"{reverse('journal')}?night={night:%Y-%m-%d}"
