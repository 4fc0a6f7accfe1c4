"""What the red-flag rules may know from the laboratory."""

from typing import Any


def of_patient(patient) -> dict[str, Any]:
    return {}
