"""The admin's form as a browser sends it: every field as it stands, with some of them changed."""

from django.urls import reverse


def form_of(client, row):
    page = client.get(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]))
    form = page.context["adminform"].form
    sent = {}
    for field in form:
        value = field.value()
        if value is True:
            sent[field.html_name] = "on"
        elif value is not False and value not in (None, ""):
            sent[field.html_name] = value
    return sent


def send(client, row, **changes):
    """Submit the row's form with these changes; returns the answer."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return client.post(address, form_of(client, row) | changes)
