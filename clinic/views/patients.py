import datetime as dt

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone

from accounts.access import clinician_of, open_list
from accounts.models import CareLink
from clinic import roster
from clinic.attention import Why, ranked, totals
from clinic.search import matching

ROWS_A_PAGE = 25
NARROWED = {
    "attention": ~Q(why=Why.NOTHING),
    "today": Q(visits_today=True),
    "readout": Q(why=Why.READOUT),
}


def patients(request):
    """The doctor's list. A search is posted: a name has no place in an address or a log."""
    clinician = clinician_of(request)
    if not clinician.verified_at:
        waiting = CareLink.objects.waiting().filter(invited_email=request.user.email).count()
        return render(request, "clinic/waiting.html", {"clinician": clinician, "invitations": waiting})
    now = timezone.now()
    links = ranked(request.user, now)
    number = totals(links)
    words = request.POST.get("words", "").strip()[:120]
    show = request.GET.get("show", "")
    shown = links.filter(matching(words)) if words else links.filter(NARROWED.get(show, Q()))
    page = _page(shown, request, None if words else number[show if show in NARROWED else "everybody"])
    records = open_list(request, list(page))
    found = roster.rows(records, now)
    return render(
        request,
        "clinic/patients.html",
        {
            "page": page,
            "rows": found,
            "attention": [row for row in found if row.reason],
            "others": [row for row in found if not row.reason],
            "number": number,
            "show": show if show in NARROWED else "",
            "words": words,
            "now": now,
            # The newest night that is over.
            "until": timezone.localdate(now) - dt.timedelta(days=1),
        },
    )


def _page(links, request, count) -> Page:
    paginator = Paginator(links, ROWS_A_PAGE)
    if count is not None:
        # Counted already, with the totals over the list.
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))
