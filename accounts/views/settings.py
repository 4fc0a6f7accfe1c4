from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.forms import SettingsForm, ZoneForm
from accounts.models import User
from accounts.returning import wanted_next

KEPT = "zone_kept"
A_YEAR = 365 * 24 * 3600


def settings(request):
    # A copy: a refused form must not rename the person in the page around it.
    person = User.objects.select_related("clinician").get(pk=request.user.pk)
    form = SettingsForm(request.POST or None, instance=person)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("settings")
    return render(request, "accounts/settings.html", {"form": form, "person": person})


@require_POST
def zone(request):
    """A browser says where it is. Another place than the settings say is asked about, once on each device."""
    told, current = request.POST.get("time_zone", ""), request.user.time_zone
    form = ZoneForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return HttpResponse("This time zone is not known.", status=422, content_type="text/plain")
    if answer := request.POST.get("answer"):
        return _answered(request, form, answer)
    if told == current or request.COOKIES.get(KEPT) == told:
        return HttpResponse(status=204)
    if current == "UTC":
        # Nobody chose it: it is where an account stands before a browser has told.
        form.save()
        return HttpResponse(status=204)
    question = {"told": told, "current": current, "back": _back(request)}
    return render(request, "accounts/_zone_question.html", question)


def _answered(request, form, answer):
    response = redirect(_back(request))
    if answer == "use":
        form.save()
        messages.success(
            request, "From now on entries are made in this time zone. Those you have made stay as they are."
        )
    else:
        told = form.cleaned_data["time_zone"]
        response.set_cookie(KEPT, told, A_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    return response


def _back(request):
    if wanted := wanted_next(request):
        return wanted
    referer = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    # A whole address: redirect() would look up a bare word as the name of a page.
    return referer if safe and "://" in referer else "home"
