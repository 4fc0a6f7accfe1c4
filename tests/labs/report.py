"""What a patient posts when she copies a result from a report."""

from labs.models import LabResult, LabTest

NEW = "/labs/new/"


def posted(test="calcium", **fields):
    usual = {"vitamin-d-25oh": ("38", "ng/mL"), "calcium": ("9.6", "mg/dL"), "potassium": ("4.1", "mmol/L")}
    value, unit = usual.get(test, ("10", ""))
    return {"test": test, "value": value, "unit": unit, "drawn_on": "2026-08-05"} | fields


def add(client, test="calcium", **fields):
    """Post a result, and answer yes to whatever is asked."""
    data = posted(test, **fields)
    response = client.post(NEW, data)
    return confirm(client, NEW, data, response)


def confirm(client, address, data, response):
    if response.context is None or "confirm_key" not in response.context:
        return response
    return client.post(address, data | {"confirmed": response.context["confirm_key"]})


def errors(response, name="form"):
    return response.context[name].errors


def results(patient):
    return LabResult.objects.of(patient)


def lab(slug):
    return LabTest.objects.get(slug=slug)
