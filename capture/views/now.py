"""The night page: one tap stores what is happening. Its shell is public and holds no data."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from guides.models import Notice
from journal import capture
from journal.models import Episode, SymptomType

LONG = dt.timedelta(minutes=10)
LONG_NOTICE = "cramp-over-10-minutes"


@login_not_required
def now(request):
    return _page(request)


def log(request):
    if request.method != "POST":
        # She tapped, had to sign in first, and comes from there.
        return redirect("now")
    # By name, not by query: Postgres fails on a NUL, and a few rows are quickly looked through.
    named = {symptom.slug: symptom for symptom in SymptomType.objects.published()}
    if (symptom := named.get(request.POST.get("symptom"))) is None:
        raise Http404
    try:
        client_id = uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return HttpResponseBadRequest("This page is incomplete. Please open the night page again.")
    several = bool(request.POST.get("several"))
    episode = capture.log_now(request.user, symptom, client_id=client_id, at=timezone.now(), several=several)
    return redirect("now-running", client_id=episode.client_id)


def running(request, client_id):
    """What was just stored: its timer, the comfort line, stop and undo."""
    episode = get_object_or_404(_own(request), client_id=client_id)
    is_long = episode.still_going and timezone.now() - episode.started_at >= LONG
    return _page(request, episode=episode, is_long=is_long)


@require_POST
def stop(request, client_id):
    episode = get_object_or_404(_own(request), client_id=client_id)
    if capture.stop(episode, at=timezone.now()):
        return redirect("notices")
    return redirect("now-running", client_id=client_id)


@require_POST
def undo(request, client_id):
    episode = get_object_or_404(_own(request), client_id=client_id)
    episode.discard()
    return redirect("now")


def _page(request, **shown):
    """Buttons and timer are one page: the script turns from one to the other without the server."""
    symptoms = SymptomType.objects.published().filter(at_capture=True)
    context = {
        "buttons": [{"symptom": symptom, "client_id": uuid.uuid4()} for symptom in symptoms],
        "several_id": uuid.uuid4(),
        "long_advice": _long_advice(),
    }
    return render(request, "capture/now.html", context | shown)


def _long_advice():
    """What a timer that runs too long raises: in the page from the start, also for a phone without network."""
    notice = Notice.objects.published().filter(slug=LONG_NOTICE).first()
    return notice.advice.replace("{emergency_number}", settings.EMERGENCY_NUMBER) if notice else ""


def _own(request):
    return Episode.objects.of(request.user).select_related("symptom")
