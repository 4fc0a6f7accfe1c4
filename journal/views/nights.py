from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.returning import wanted_next, way_back
from journal import facts
from journal.actions import questions_about, step_back, store, unread_about
from journal.calendar import DAY, NightNotes, gather, tonight
from journal.cards import card_of, score_card
from journal.following import following
from journal.forms.nights import AnswerForm, CheckInForm, DayBeforeForm, ScoreForm
from journal.history import changes_of
from journal.models import CheckIn, DailyScore, Dose, Episode, SymptomType
from journal.night_converter import FIRST
from journal.nights import was_recalled
from journal.templatetags.diary import saved_at
from journal.views.leading_on import next_step, night_address, questions_address
from journal.words import late_words, night_name, said, scored
from safety.watch import questions, signs

PIECES = {"night_tap": "_night_answer", "score_answer": "_score_answer"}


def night(request, night):
    """Everything about one night."""
    follows, notes = following(request.user), _notes(request.user, night)
    coming = tonight(timezone.now(), request.user.zone)
    scores = {row.symptom_id: row for row in notes.scores}
    return render(
        request,
        "journal/night.html",
        {
            "notes": notes,
            "is_open": night <= coming,
            "earlier": night - DAY if night > FIRST else None,
            "later": night + DAY if night < coming else None,
            "card": card_of(notes, request.user, follows, next=request.path),
            "score_cards": [
                score_card(request.user, night, symptom, scores.get(symptom.pk), next=request.path)
                for symptom in follows.scored
            ],
            "doses": Dose.objects.of(request.user)
            .filter(day=night, regimen__deleted_at=None)
            .select_related("regimen__supplement"),
            "changes": changes_of(request.user, night, follows.named),
        },
    )


def answer_night(request, night):
    """The whole answer on its page; a card posts its one tap here too."""
    if request.method == "POST" and {"tap", "undo"} & set(request.POST):
        return _tap_night(request, night)
    if request.method == "POST" and "day_before" in request.POST:
        return _add_day_before(request, night)
    notes, follows = _notes(request.user, night), following(request.user)
    answer = _meant(request, notes.answer)
    form = CheckInForm(
        request.POST or None,
        instance=answer or CheckIn(patient=request.user, night=night),
        patient=request.user,
        now=timezone.now(),
        following=follows,
        episodes=notes.episodes,
        signs=signs(),
    )
    asked = [sign.slug for sign in questions_about(answer)] if answer and form.is_bound else []
    if form.is_valid() and store(form):
        _say_saved(request, form.instance, "checkin", said(form.instance))
        return redirect(next_step(form.instance, way_back(request, night_address(night)), asked=asked))
    context = {
        "form": form,
        "notes": notes,
        "answer": answer,
        "is_late": was_recalled(night, timezone.now(), request.user.zone),
        "likely": {sign.slug for sign in questions(request.user, _facts(form, answer))},
        "next": wanted_next(request),
    }
    return render(request, "journal/night_answer.html", context)


def answer_score(request, symptom, night):
    """One daily score, by one tap on its page or on a card."""
    symptom = get_object_or_404(SymptomType.objects.published().scored(), slug=symptom)
    stored = DailyScore.objects.of(request.user).filter(night=night, symptom=symptom).first()
    onward = way_back(request, night_address(night))
    card = score_card(request.user, night, symptom, stored, next=onward)
    if request.method != "POST":
        return _show(request, "score_answer", card)
    if "undo" in request.POST:
        return _undo(request, stored, onward, lambda: _score_card(request, card))
    form = ScoreForm(
        request.POST,
        instance=_meant(request, stored) or DailyScore(patient=request.user, night=night, symptom=symptom),
        patient=request.user,
        now=timezone.now(),
    )
    if form.is_valid() and store(form):
        _say_saved(request, form.instance, "score", f"{symptom.name.lower()} {scored(form.instance.score)}")
        return _lead_on(request, form.instance, onward, lambda: _score_card(request, card))
    card = replace(card, error=_first_error(form))
    return _show(request, "score_answer", card)


def _tap_night(request, night):
    notes, follows = _notes(request.user, night), following(request.user)
    onward = way_back(request, night_address(night))

    def card(**more):
        return card_of(_notes(request.user, night), request.user, follows, next=onward, **more)

    if "undo" in request.POST:
        return _undo(request, notes.answer, onward, lambda: _show(request, "night_tap", card()))
    form = AnswerForm(
        request.POST,
        instance=_meant(request, notes.answer) or CheckIn(patient=request.user, night=night),
        patient=request.user,
        now=timezone.now(),
        following=follows,
        episodes=notes.episodes,
    )
    if form.is_valid() and store(form):
        _say_saved(request, form.instance, "checkin", said(form.instance))
        return _lead_on(request, form.instance, onward, lambda: _show(request, "night_tap", card()))
    asked = card(
        error=_first_error(form),
        questions=tuple((name, yes) for name, _, yes in form.questions),
        tapped=form.cleaned_data.get("answer") or request.POST.get("answer", ""),
    )
    return _show(request, "night_tap", asked)


def _add_day_before(request, night):
    """A tap on what was unusual. In place, only the line that says "Saved" comes back."""
    onward = way_back(request, night_address(night))
    answer = get_object_or_404(CheckIn.objects.of(request.user), night=night)
    form = DayBeforeForm(request.POST, instance=answer, patient=request.user, now=timezone.now())
    stored = form.is_valid() and store(form)
    if not request.htmx:
        if stored:
            _say_saved(request, answer, "checkin", said(answer))
        else:
            messages.error(request, _first_error(form))
        return redirect(next_step(answer, onward) if stored else onward)
    if stored and unread_about(answer).exists():
        return HttpResponse(headers={"HX-Redirect": next_step(answer, onward)})
    context = {
        "answer": answer,
        "next": onward,
        "error": "" if stored else _first_error(form),
        "question_href": questions_address(answer, onward) if stored and questions_about(answer) else "",
        "swap": True,
    }
    return render(request, "journal/_night_saved.html", context)


def _notes(patient, night) -> NightNotes:
    episodes = Episode.objects.of(patient).filter(night=night).select_related("symptom")
    answers = CheckIn.objects.of(patient).filter(night=night)
    scores = DailyScore.objects.of(patient).filter(night=night).select_related("symptom")
    return gather(episodes, answers, scores).get(night, NightNotes(night))


def _meant(request, stored):
    """The stored answer, if the page was opened to change it. A page opened before it existed makes a new one."""
    if stored and (request.method == "GET" or request.POST.get("record") == str(stored.pk)):
        return stored
    return None


def _facts(form, answer):
    if not form.is_bound:
        return facts.of_entry(answer) if answer else {"entry": "checkin"}
    return {"entry": "checkin", "contributors": form.cleaned_data.get("contributors", [])}


def _undo(request, stored, onward, show):
    """Only the change that was seen is undone: a second press finds another version."""
    if stored is None:
        raise Http404
    if request.POST["undo"] == str(stored.version):
        step_back(stored)
    return _changed(show()) if request.htmx else redirect(onward)


def _lead_on(request, entry, onward, show):
    following_page = next_step(entry, onward)
    if not request.htmx:
        return redirect(following_page)
    if following_page != onward:
        return HttpResponse(headers={"HX-Redirect": following_page})
    return _changed(show())


def _changed(response):
    """Tells the page around a card that the night looks different now."""
    response["HX-Trigger"] = "night-answered"
    return response


def _score_card(request, card):
    rows = DailyScore.objects.of(request.user).filter(night=card.night, symptom=card.symptom)
    return _show(request, "score_answer", replace(card, score=rows.first()))


def _show(request, page, card):
    """The card alone for the page that holds it, or a page of its own."""
    return render(request, f"journal/{PIECES[page] if request.htmx else page}.html", {"card": card})


def _first_error(form):
    return next((error for errors in form.errors.values() for error in errors), "")


def _say_saved(request, entry, kind, words):
    # The card says it itself.
    if request.htmx:
        return
    late = late_words(entry)
    messages.success(
        request,
        f"Saved {saved_at(entry)}, {night_name(entry.night)}: {words}.{late}",
        extra_tags="undo:" + reverse("record-undo", args=[kind, entry.pk, entry.version]),
    )
