from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from reminders.due import next_at
from reminders.forms import DeviceForm, ReminderForm
from reminders.models import PushDevice, Reminder
from reminders.push import is_offered, public_key
from reminders.stopping import patient_id_of, stop


def reminders(request):
    now = timezone.localtime()
    stored = Reminder.objects.of(request.user).first()
    form = ReminderForm(request.POST or None, instance=stored or Reminder(patient=request.user), now=now)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("reminders")
    comes = stored and stored.wanted and next_at(now, request.user.zone, stored.wish)
    page = {"form": form, "next_at": comes}
    if comes and is_offered():
        page |= {"push_key": public_key(), "devices": PushDevice.objects.of(request.user)}
    return render(request, "reminders/reminders.html", page)


@require_POST
def device_add(request):
    form = DeviceForm(request.POST)
    if form.is_valid():
        PushDevice.add(request.user, form.cleaned_data["endpoint"], timezone.now())
        messages.success(request, "This device shows the reminder from now on.")
    else:
        messages.error(request, form.REFUSED)
    return redirect("reminders")


@require_POST
def device_remove(request, device_id):
    get_object_or_404(PushDevice.objects.of(request.user), pk=device_id).delete()
    messages.success(request, "Removed.")
    return redirect("reminders")


@login_not_required
def worker(request):
    """Public: a browser looks for a newer one also when nobody is signed in. Nothing of anybody is in it."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(
        render_to_string("reminders/worker.js"), content_type="text/javascript", headers=headers
    )


@login_not_required
@never_cache
@csrf_exempt  # the link's signature allows it; an in-box that posts for its reader has no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def reminders_stop(request, token):
    """The link in a mail. Opening it only shows a button: scanners open links too."""
    patient_id = patient_id_of(token)
    if patient_id is None:
        raise Http404
    if request.method == "POST":
        stop(patient_id)
    return render(request, "reminders/stop.html", {"is_stopped": request.method == "POST"})
