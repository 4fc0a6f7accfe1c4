from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from journal.forms.visits import AppointmentForm, ImpressionForm
from journal.models import Appointment, Impression, Regimen
from journal.views.undo import came_from, undo_tag


def appointments(request):
    now = timezone.now()
    rows = list(Appointment.objects.of(request.user))
    upcoming = [visit for visit in rows if visit.at >= now]
    past = [visit for visit in reversed(rows) if visit.at < now]
    return render(request, "journal/appointments.html", {"upcoming": upcoming, "past": past})


def new_appointment(request):
    form = AppointmentForm(request.POST or None, patient=request.user)
    if form.is_valid() and form.save_once():
        messages.success(request, "Saved your appointment.")
        return redirect("appointments")
    return render(request, "journal/appointment_form.html", {"form": form})


def edit_appointment(request, pk):
    visit = get_object_or_404(Appointment.objects.of(request.user), pk=pk)
    form = AppointmentForm(request.POST or None, patient=request.user, instance=visit)
    if form.is_valid() and form.save_once():
        messages.success(request, "Saved your appointment.")
        return redirect("appointments")
    return render(request, "journal/appointment_form.html", {"form": form, "visit": visit})


@require_POST
def delete_appointment(request, pk):
    visit = get_object_or_404(Appointment.objects.of(request.user), pk=pk)
    visit.discard()
    messages.success(request, "Deleted the appointment.", extra_tags=undo_tag(visit))
    return redirect("appointments")


def new_impression(request, regimen_id):
    """How much has changed since the start, as the patient sees it. A second answer on one day replaces the first."""
    today = timezone.localdate()
    regimens = Regimen.objects.of(request.user).select_related("supplement", "main_symptom")
    regimen = get_object_or_404(regimens, pk=regimen_id, started_on__lte=today)
    given = list(Impression.objects.of(request.user).filter(regimen=regimen))
    answer = next((one for one in given if one.given_on == today), None)
    form = ImpressionForm(
        request.POST or None,
        patient=request.user,
        instance=answer or Impression(patient=request.user, regimen=regimen, given_on=today),
    )
    if form.is_valid() and form.save_once():
        undo = reverse("impression-delete", args=[form.instance.pk])
        messages.success(request, "Saved your impression.", extra_tags=f"undo:{undo}")
        return redirect("supplements")
    page = {"form": form, "regimen": regimen, "given": given}
    return render(request, "journal/impression.html", page)


@require_POST
def delete_impression(request, pk):
    impression = get_object_or_404(Impression.objects.of(request.user), pk=pk)
    impression.discard()
    messages.success(request, "Deleted your impression.", extra_tags=undo_tag(impression))
    return redirect(came_from(request, "supplements"))
