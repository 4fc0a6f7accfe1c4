from django.conf import settings


def page(request):
    """What every page needs to know about where and for whom it is shown."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "demo_mode": settings.EMBEDDED,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "theme": user.theme if signed_in else "auto",
        "time_zone": user.time_zone if signed_in else "",
    }
