import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from journal import calendar
from journal.calendar import DAY, Cell, NightNotes, cell_of, gather, summarise, tonight
from journal.cards import card_of
from journal.following import Following, following
from journal.models import CheckIn, DailyScore, Episode, SymptomType
from journal.night_converter import asked_night
from journal.views.listing import entries_page

EVERYTHING = "everything"
WEEKS, SUMMED_NIGHTS = 5, 28
# What a cell is made of.
DRAWN = {
    Episode: ("night", "symptom_id", "started_at", "severity", "is_several", "in_night_hours", "recalled"),
    CheckIn: ("night", "answer", "counts", "recalled"),
    DailyScore: ("night", "symptom_id", "score", "recalled"),
}


@dataclass(frozen=True)
class Wish:
    """What the address asks to see. What it asks wrongly is left out."""

    symptom: str
    night: dt.date | None
    month: dt.date | None
    year: int | None

    @classmethod
    def of(cls, params) -> "Wish":
        year = params.get("year", "")
        return cls(
            symptom=params.get("symptom", ""),
            night=asked_night(params.get("night", "")),
            month=asked_night(f"{params.get('month', '')}-01"),
            year=int(year) if re.fullmatch("(19|20|21)[0-9]{2}", year) else None,
        )


def journal(request):
    if request.GET.get("view") == "list":
        return entries_page(request)
    follows, wish = following(request.user), Wish.of(request.GET)
    if wish.year:
        return _year(request, follows, wish)
    return _calendar(request, follows, wish)


def _calendar(request, follows, wish):
    coming = tonight(timezone.now(), request.user.zone)
    nights = _nights(wish, coming)
    chosen = wish.night or (coming - DAY if coming - DAY in nights else None)
    summed = [coming - day * DAY for day in range(SUMMED_NIGHTS, 0, -1)]
    notes = _load(request.user, follows, {*nights, *summed, chosen} - {None})
    symptom = _symptom(follows, wish)
    cells = {night: cell_of(notes.get(night, NightNotes(night)), symptom) for night in {*nights, *summed}}
    chosen_notes = notes.get(chosen, NightNotes(chosen)) if chosen else None
    joined = tonight(request.user.date_joined, request.user.zone) - DAY
    began = min([joined, *notes])
    here = request.path + _address(wish, night=chosen)
    context = {
        "symptom": symptom,
        "segments": _segments(follows, wish, symptom),
        "more_symptoms": _more(follows, wish, symptom),
        "cells": [_drawn(cells[night], wish, chosen, (began, coming)) for night in nights],
        "recalled": any(cells[night].recalled for night in nights),
        "summary": summarise([cells[night] for night in summed]),
        "chosen": chosen_notes,
        "card": _question(request.user, chosen_notes, follows, coming, here),
        "month": wish.month,
        "pages": _pages(wish, nights, coming),
        "is_new": not notes and _is_new(request.user),
        "next": here,
        "new_href": f"{reverse('episode-new')}?{urlencode({'next': here})}",
    }
    return render(request, "journal/journal.html", context)


def _year(request, follows, wish):
    """Twelve small months. Each says in words what its moons show."""
    coming, symptom = tonight(timezone.now(), request.user.zone), _symptom(follows, wish)
    first, last = dt.date(wish.year, 1, 1), min(dt.date(wish.year, 12, 31), coming)
    notes = _load_cells(request.user, follows, first, last)
    months = []
    month = min((night.replace(day=1) for night in notes), default=first)
    while month <= last:
        end = min(calendar.next_month(month) - DAY, last)
        nights = [month + day * DAY for day in range((end - month).days + 1)]
        cells = [cell_of(notes.get(night, NightNotes(night)), symptom) for night in nights]
        past = [cell for cell in cells if cell.night < coming]
        months.append(
            {
                "first": month,
                "blanks": range(month.weekday()),
                "cells": cells,
                "summary": summarise(past),
                "has_anything": any(cell.phase != "none" for cell in cells),
                "href": _address(wish, month=month, year=None),
            }
        )
        month = calendar.next_month(month)
    context = {
        "symptom": symptom,
        "segments": _segments(follows, wish, symptom),
        "year": wish.year,
        "months": months,
        "earlier": _address(wish, year=wish.year - 1),
        "later": _address(wish, year=wish.year + 1) if wish.year < coming.year else "",
        "weeks": _address(wish, year=None),
    }
    return render(request, "journal/year.html", context)


def _nights(wish, coming):
    month = wish.month
    if month is None and wish.night and not 0 <= (coming - wish.night).days < 7 * (WEEKS - 1):
        month = wish.night.replace(day=1)
    return calendar.weeks_of_month(month) if month else calendar.weeks_until(coming, WEEKS)


def _load(patient, follows: Following, nights: set[dt.date]) -> dict[dt.date, NightNotes]:
    """Three queries, and only these nights, however long the diary is."""
    rows = [model.objects.of(patient).filter(night__in=nights) for model in (Episode, CheckIn, DailyScore)]
    return _gathered(rows, follows)


def _load_cells(patient, follows: Following, first: dt.date, last: dt.date) -> dict[dt.date, NightNotes]:
    """The same for a long stretch of which only the moons are drawn: most of a row is never read."""
    rows = [
        model.objects.of(patient).between(first, last).only("patient_id", *names)
        for model, names in DRAWN.items()
    ]
    return _gathered(rows, follows)


def _gathered(rows, follows):
    for row in (*rows[0], *rows[2]):
        row.symptom = follows.named[row.symptom_id]
    return gather(*rows)


def _question(patient, notes, follows, coming, here):
    """The one-tap question about the chosen night, while it has no answer."""
    if notes is None or notes.answer or notes.night >= coming:
        return None
    return card_of(notes, patient, follows, next=here)


def _is_new(patient) -> bool:
    return not any(model.objects.of(patient).exists() for model in (Episode, CheckIn, DailyScore))


def _symptom(follows, wish) -> SymptomType | None:
    """The symptom that the calendar is about; None for everything."""
    if wish.symptom == EVERYTHING:
        return None
    return next((symptom for symptom in follows.catalogue if symptom.slug == wish.symptom), follows.main)


def _segments(follows, wish, symptom):
    """(text, address, current) of the symptoms followed most, and everything."""
    shown = list(follows.followed[:2])
    if symptom and symptom not in shown:
        shown = [*shown[:1], symptom]
    return [
        *((_short(each), _address(wish, symptom=each.slug), each == symptom) for each in shown),
        ("Everything", _address(wish, symptom=EVERYTHING), symptom is None),
    ]


def _more(follows, wish, symptom):
    return [
        (_short(each), _address(wish, symptom=each.slug)) for each in follows.followed[2:] if each != symptom
    ]


def _short(symptom) -> str:
    """A name that fits a third of a phone: “Cramps”, “Burning”, “Muscle twitching”."""
    name = symptom.plural if " of " not in symptom.plural else symptom.name.partition(" or ")[0]
    return name.capitalize()


def _drawn(cell: Cell, wish, chosen, diary):
    """A cell as its piece of template takes it. A night before `diary` (first and coming night) owes no answer."""
    night, (began, coming) = cell.night, diary
    is_future = night > coming
    has_words = began <= night < coming or cell.phase != "none"
    return {
        "night": night,
        "href": "" if is_future else _address(wish, night=night),
        "phase": cell.phase if has_words and not is_future else "",
        "count": cell.count,
        "recalled": cell.recalled,
        "words": cell.words if has_words else "before this diary" if night < began else "still to come",
        "selected": night == chosen,
        "tonight": night == coming,
        "future": is_future,
    }


def _pages(wish, nights, coming):
    """The months around what is shown."""
    month = wish.month or (nights[6].replace(day=1) if nights[-1] < coming else None)
    earlier = calendar.previous_month(month) if month else calendar.previous_month(nights[-1])
    later = calendar.next_month(month) if month else None
    return {
        "earlier": earlier,
        "earlier_href": _address(wish, month=earlier, night=None),
        "later": later if later and later <= coming else None,
        "later_href": _address(wish, month=later, night=None) if later else "",
        "now_href": _address(wish, month=None, night=None) if month else "",
        "year_href": _address(wish, year=(month or coming).year, month=None, night=None),
    }


def _address(wish, **changes) -> str:
    """This page with something else chosen."""
    parts = {"symptom": wish.symptom, "month": wish.month, "year": wish.year, "night": wish.night} | changes
    if parts["month"]:
        parts["month"] = f"{parts['month']:%Y-%m}"
    return "?" + urlencode({name: value for name, value in parts.items() if value})
