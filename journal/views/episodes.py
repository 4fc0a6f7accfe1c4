from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.returning import wanted_next, way_back
from journal import facts
from journal.actions import near_duplicate, questions_about, store, unread_about
from journal.following import following
from journal.forms.details import DetailsForm
from journal.forms.episodes import EpisodeForm
from journal.models import Episode
from journal.night_converter import asked_night
from journal.nights import night_bounds
from journal.views.leading_on import next_step, night_address, questions_address
from journal.views.undo import undo_tag
from journal.words import late_words, what_happened
from safety.watch import KNOWN_FACTS, questions, signs


def new_episode(request):
    return _page(request, None)


def edit_episode(request, pk):
    episode = get_object_or_404(Episode.objects.of(request.user).select_related("symptom"), pk=pk)
    # Shown and read on the clocks of where it happened.
    with timezone.override(episode.zone):
        return _page(request, episode)


@require_POST
def delete_episode(request, pk):
    episode = get_object_or_404(Episode.objects.of(request.user).select_related("symptom"), pk=pk)
    episode.discard()
    words = f"{episode.symptom.singular} of {episode.local_start:%H:%M}"
    messages.success(request, f"Deleted the {words}.", extra_tags=undo_tag(episode))
    return redirect(way_back(request, night_address(episode.night)))


@require_POST
def add_details(request, pk):
    """Breakfast's few taps on an entry of the night. In place, only the line that says "Saved" comes back."""
    episode = get_object_or_404(Episode.objects.of(request.user).select_related("symptom"), pk=pk)
    onward = way_back(request, night_address(episode.night))
    form = DetailsForm(request.POST, instance=episode, patient=request.user)
    stored = form.is_valid() and store(form)
    if not request.htmx:
        _say_details(request, form, stored)
        return redirect(next_step(form.instance, onward) if stored else onward)
    if stored and unread_about(episode).exists():
        return HttpResponse(headers={"HX-Redirect": next_step(form.instance, onward)})
    context = {
        "form": form,
        "episode": episode,
        "stored": stored,
        "question_href": questions_address(episode, onward) if stored and questions_about(episode) else "",
        "next": onward,
    }
    return render(request, "journal/_details_saved.html", context)


def _say_details(request, form, stored):
    if stored:
        messages.success(request, f"Saved: {what_happened(form.instance)}")
    else:
        messages.error(request, next(error for errors in form.errors.values() for error in errors))


def _page(request, episode):
    form = EpisodeForm(
        request.POST or None,
        instance=episode,
        initial=_start(request) if episode is None else None,
        patient=request.user,
        following=following(request.user),
        signs=signs(),
    )
    night = _wanted_night(request)
    if night:
        form.ask_within(*night)
    asked = [sign.slug for sign in questions_about(episode)] if episode and form.is_bound else []
    if form.is_valid() and store(form):
        _say_saved(request, form.instance)
        return redirect(next_step(form.instance, _onward(request, form.instance), asked=asked))
    context = {
        "form": form,
        "episode": episode,
        "likely": {sign.slug for sign in questions(request.user, _facts(form, episode))},
        "next": wanted_next(request),
        "night": night[0] if night else None,
    }
    return render(request, "journal/episode_form.html", context)


def _start(request):
    """A new entry begins with the time; with nothing else, unless the page before said which symptom it is."""
    night = _wanted_night(request)
    start = {} if night else {"started_at": timezone.now().replace(second=0, microsecond=0)}
    return start | ({"symptom": request.GET["symptom"]} if "symptom" in request.GET else {})


def _wanted_night(request):
    """The past night that an entry is being added to, if the page before named one."""
    night = asked_night(request.GET.get("night", ""))
    if night is None:
        return None
    first, end = night_bounds(night, request.user.zone)
    return night, first, min(end, timezone.now())


def _facts(form, episode):
    """What is known of the entry on the page so far."""
    if not form.is_bound:
        symptom = form.initial.get("symptom")
        return facts.of_entry(episode) if episode else {"entry": "episode", "symptom": symptom}
    known = {name: value for name, value in form.cleaned_data.items() if name in KNOWN_FACTS}
    symptom, minutes = known.pop("symptom", None), known.pop("duration_minutes", None)
    return known | {
        "entry": "episode",
        "symptom": symptom.slug if symptom else None,
        "duration_minutes": None if minutes is None else float(minutes),
    }


def _say_saved(request, episode):
    undo = "undo:" + reverse("record-undo", args=["episode", episode.pk, episode.version])
    other = near_duplicate(episode)
    if other:
        words = f"{other.symptom.singular} of {other.local_start:%H:%M}, which you logged before"
        messages.warning(
            request, f"This looks like the {words}. If it is the same one, undo this.", extra_tags=undo
        )
    else:
        messages.success(request, f"Saved: {what_happened(episode)}{late_words(episode)}", extra_tags=undo)


def _onward(request, episode):
    return way_back(request, night_address(episode.night))
