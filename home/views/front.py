import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone

NIGHT_FROM, NIGHT_UNTIL = dt.time(21), dt.time(5)


@login_not_required
def home(request):
    """The front door: each person's own desk, at the hour it is."""
    if not request.user.is_authenticated:
        return render(request, "home/landing.html", {"moons": LANDING_MOONS})
    if request.user.is_clinician:
        return redirect("clinic")
    if request.user.is_staff:
        return redirect("admin:index")
    clock = timezone.localtime().time()
    return redirect("now" if clock >= NIGHT_FROM or clock < NIGHT_UNTIL else "today")


# Three weeks that show what the signs mean; nobody's diary.
LANDING_MOONS = (
    "quiet mild quiet quiet moderate quiet quiet "
    "severe quiet none quiet mild quiet quiet "
    "quiet quiet moderate quiet quiet mild quiet"
).split()
