"""The journal as a list: what was logged, newest first, found by filters and words."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import CharField, F, Q, TextField, Value
from django.db.models.functions import Cast
from django.shortcuts import render

from journal import choices
from journal.following import Following, following
from journal.forms.listing import FilterForm
from journal.models import CheckIn, Episode

A_PAGE = 25
TAGS = {"sites": choices.SITES, "relief": choices.RELIEF, "hints": choices.HINTS}


@dataclass(frozen=True)
class Found:
    """One entry of the list: an episode, or a night's answer with a note."""

    kind: str
    row: Episode | CheckIn


def entries_page(request):
    follows = following(request.user)
    form = FilterForm(request.GET, following=follows)
    # A wrong filter is said at its field and left out; the others still hold.
    form.is_valid()
    page = Paginator(_matching(request.user, form, follows), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "found": _rows(request.user, page, follows),
        "is_filtered": any(value not in (None, "") for value in form.cleaned_data.values()),
    }
    return render(request, "journal/list.html", context)


def _matching(patient, form, follows):
    """(kind, key, night, moment) of everything that fits, from both tables at once, newest first."""
    wanted = form.cleaned_data
    found = _columns(_episodes(patient, form, follows), "episode", "started_at")
    if not any(wanted.get(name) not in (None, "") for name in ("symptom", "severity", "woke")):
        notes = _within(CheckIn.objects.of(patient).exclude(note=""), wanted)
        if wanted.get("q"):
            notes = notes.filter(note__icontains=wanted["q"])
        found = found.union(_columns(notes, "checkin", "answered_at"))
    return found.order_by("-night", "-moment", "-pk")


def _columns(rows, kind, moment):
    rows = rows.order_by().annotate(kind=Value(kind, CharField()), moment=F(moment))
    return rows.values_list("kind", "pk", "night", "moment")


def _episodes(patient, form, follows: Following):
    wanted = form.cleaned_data
    rows = _within(Episode.objects.of(patient), wanted)
    if wanted.get("symptom"):
        rows = rows.about(wanted["symptom"])
    if form.least is not None:
        rows = rows.filter(severity__gte=form.least)
    if wanted.get("woke") is not None:
        rows = rows.filter(woke=wanted["woke"])
    return _saying(rows, wanted["q"], follows) if wanted.get("q") else rows


def _saying(rows, text, follows):
    """Rows whose note, symptom, place, words, relief or hints hold this text."""
    small = text.lower()
    named = [
        key for key, symptom in follows.named.items() if small in f"{symptom.name} {symptom.plural}".lower()
    ]
    query = Q(note__icontains=text) | Q(symptom__in=named) | Q(words_text__icontains=text)
    rows = rows.annotate(words_text=Cast("words", TextField()))
    for field, labels in TAGS.items():
        rows = rows.annotate(**{f"{field}_text": Cast(field, TextField())})
        for slug, label in labels.items():
            if small in label.lower():
                query |= Q(**{f"{field}_text__contains": f'"{slug}"'})
    return rows.filter(query)


def _within(rows, wanted):
    if wanted.get("first"):
        rows = rows.filter(night__gte=wanted["first"])
    if wanted.get("last"):
        rows = rows.filter(night__lte=wanted["last"])
    return rows


def _rows(patient, page, follows):
    """The rows of one page, in its order. Two queries."""
    keys = {kind: [key for k, key, *_ in page if k == kind] for kind in ("episode", "checkin")}
    episodes = Episode.objects.of(patient).in_bulk(keys["episode"])
    answers = CheckIn.objects.of(patient).in_bulk(keys["checkin"])
    for row in episodes.values():
        row.symptom = follows.named[row.symptom_id]
    rows = {"episode": episodes, "checkin": answers}
    return [Found(kind, rows[kind][key]) for kind, key, *_ in page if key in rows[kind]]
