from django.shortcuts import render
from django.utils import timezone

from accounts.access import open_record
from clinic import comparison
from clinic.cards import card


def record(request, patient_id):
    opened = open_record(request, patient_id)
    page = {
        "card": card(opened, timezone.now()),
        "record": opened,
        "columns": comparison.COLUMNS.values(),
        "texts": comparison.texts(),
    }
    return render(request, "clinic/record.html", page)
