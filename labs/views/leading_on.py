"""What comes after results were stored: what must be read, what should be asked, then where the person was going."""

from django.urls import reverse
from django.utils.http import urlencode

from labs.actions import questions_about, unread_notices
from labs.models import LabResult


def next_step(patient, results: list[LabResult], onward: str, *, asked=()) -> str:
    """The address to go to: unread notices first, then the questions they make plausible, then `onward`."""
    if questions_about(results, asked):
        ids = ",".join(str(result.pk) for result in results)
        onward = _address("lab-questions", {"results": ids, "asked": ",".join(asked), "next": onward})
    if unread_notices(patient, results):
        return _address("notices", {"next": onward})
    return onward


def _address(name, query):
    return f"{reverse(name)}?{urlencode(query)}"
