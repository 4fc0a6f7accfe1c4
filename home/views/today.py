from django.shortcuts import render
from django.utils import timezone

from home.today import Today


def today(request):
    """The morning card and everything else that one day asks."""
    return render(
        request,
        "home/today.html",
        {"today": Today(request.user, timezone.localtime(), request.path)},
    )
