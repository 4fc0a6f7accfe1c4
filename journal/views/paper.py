import re
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from journal.actions import step_back
from journal.calendar import DAY, gather, tonight
from journal.following import following
from journal.models import CheckIn, DailyScore, Episode
from journal.night_converter import FIRST, asked_night
from journal.paper import A_SHEET, A_WEEK, Columns, paper_nights, store_all
from journal.views.leading_on import next_step
from journal.words import counted


def sheet(request):
    """A fortnight to fill in by hand. Nothing of the diary is on it: paper lies about."""
    coming = tonight(timezone.now(), request.user.zone)
    first = asked_night(request.GET.get("from", "")) or coming
    nights = [first + day * DAY for day in range(A_SHEET)]
    context = {
        "nights": [(night, night + DAY) for night in nights],
        "columns": Columns.of(following(request.user)),
        "first": first,
        "next_sheet": first + A_SHEET * DAY,
        "coming": coming,
    }
    return render(request, "journal/paper.html", context)


def type_in(request):
    """A week of it, typed in at once: everything is saved, or nothing and every word is still there."""
    if request.method == "POST" and "undo" in request.GET:
        return _undo(request)
    now, follows = timezone.now(), following(request.user)
    last = tonight(now, request.user.zone) - DAY
    first = min(asked_night(request.GET.get("from", "")) or last - (A_WEEK - 1) * DAY, last)
    nights = [night for day in range(A_WEEK) if (night := first + day * DAY) <= last]
    notes = _notes(request.user, follows, nights)
    data = request.POST if request.method == "POST" else None
    rows = paper_nights(request.user, notes, nights, follows, now=now, data=data)
    here = _week(first)
    if data is not None and all(line.form.is_valid() for row in rows for line in row.lines):
        entries = store_all(rows)
        if entries is not None:
            _say_saved(request, entries, here)
            return redirect(_onward(entries, here))
    context = {
        "rows": rows,
        "columns": Columns.of(follows, request.POST.getlist("column")),
        "first": first,
        "last": nights[-1],
        "earlier": first - A_WEEK * DAY if first - A_WEEK * DAY >= FIRST else None,
        "later": first + A_WEEK * DAY if first + A_WEEK * DAY <= last else None,
        "has_problems": any(line.problems for row in rows for line in row.lines),
        "by_carer": bool(request.POST.get("entered_by_carer")),
    }
    return render(request, "journal/paper_week.html", context)


def _notes(patient, follows, nights):
    """Three queries."""
    rows = [
        list(model.objects.of(patient).filter(night__in=nights)) for model in (Episode, CheckIn, DailyScore)
    ]
    for row in (*rows[0], *rows[2]):
        row.symptom = follows.named[row.symptom_id]
    return gather(*rows)


def _undo(request):
    """Take back what one press saved. An entry that was changed since stays as it is."""
    kinds = {"n": CheckIn, "s": DailyScore}
    wanted = re.findall(r"([ns])(\d{1,18})v(\d{1,9})", request.GET["undo"])
    with transaction.atomic():
        for kind, pk, version in wanted:
            rows = kinds[kind].objects.of(request.user)
            if entry := rows.filter(pk=pk, version=version).first():
                step_back(entry)
    messages.success(request, "Undone.")
    return redirect(_week(request.GET.get("from", "")))


def _week(first) -> str:
    return f"{reverse('paper-week')}?{urlencode({'from': first})}"


def _say_saved(request, entries, here):
    if not entries:
        messages.info(request, "Nothing was changed.")
        return
    nights = sum(isinstance(entry, CheckIn) for entry in entries)
    scores = len(entries) - nights
    parts = [counted(nights, "night") if nights else "", counted(scores, "score") if scores else ""]
    late = sum(entry.recalled for entry in entries)
    messages.success(
        request,
        f"Saved {' and '.join(filter(None, parts))}."
        + (f" Kept as recalled, because it is more than 3 days later: {late}." if late else ""),
        extra_tags=f"undo:{here}&undo={'.'.join(map(_stamp, entries))}",
    )


def _stamp(entry) -> str:
    """One entry in an address: what it is, its number, and how it was just saved."""
    return f"{'n' if isinstance(entry, CheckIn) else 's'}{entry.pk}v{entry.version}"


def _onward(entries, here):
    """To what must be read or asked about one of these first, then back to the week."""
    steps = (next_step(entry, here) for entry in entries)
    return next((step for step in steps if step != here), here)
