from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from labs.bands import bands_for, stretches
from labs.models import BandChoice, BandSet, LabTest


class BandSetField(forms.ModelChoiceField):
    """The sets of one test, each with its limits in words."""

    def label_from_instance(self, band_set):
        return f"{band_set.name} (shown unless you choose)" if band_set.is_default else band_set.name


class BandsForm(forms.Form):
    """One choice for every test that has more than one set."""

    def __init__(self, *args, bands, **kwargs):
        super().__init__(*args, **kwargs)
        self.tests = {}
        tests = LabTest.objects.published().in_bulk([pk for pk, row in bands.items() if len(row.choices) > 1])
        for pk, test in tests.items():
            self.tests[test.slug] = test
            self.fields[test.slug] = BandSetField(
                BandSet.objects.published().filter(test=test, always=False),
                label=test.short_name,
                empty_label=None,
                initial=bands[pk].chosen.pk,
                widget=forms.RadioSelect(attrs={"data-look": "list"}),
                error_messages={
                    "required": "Please choose one.",
                    "invalid_choice": "Please choose one of these.",
                },
            )

    def save(self, patient):
        with transaction.atomic():
            for slug, test in self.tests.items():
                BandChoice.objects.update_or_create(
                    patient=patient, test=test, defaults={"band_set": self.cleaned_data[slug]}
                )


def choose_bands(request):
    bands = bands_for(request.user)
    form = BandsForm(request.POST or None, bands=bands)
    if form.is_valid():
        form.save(request.user)
        messages.success(request, "The cut-offs are changed on every page.")
        return redirect("labs")
    sets = [band_set for row in bands.values() for band_set in row.choices + row.always]
    return render(request, "labs/bands.html", {"form": form, "sets": [_described(row) for row in sets]})


def _described(band_set):
    """Every band with a word, and where it lies in each unit that the set gives limits in."""
    units = [unit for unit in band_set.test.known_units.spellings if stretches(band_set.bands, unit)]
    columns = [stretches(band_set.bands, unit) for unit in units]
    parts = [(row[0].word, [part.reach for part in row]) for row in zip(*columns, strict=True)]
    return {"set": band_set, "units": units, "parts": [part for part in parts if part[0]]}
