from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reminders.due import next_at
from reminders.forms import ReminderForm
from reminders.models import Reminder
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
    return render(request, "reminders/reminders.html", {"form": form, "next_at": comes})


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
