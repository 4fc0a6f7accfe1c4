"""The fixed vocabulary of the journal (content/choices.toml): slug → label."""

import tomllib

from django.conf import settings

with (settings.CONTENT_DIR / "choices.toml").open("rb") as file:
    _tables = tomllib.load(file)

SITES = _tables["sites"]
RELIEF = _tables["relief"]
HINTS = _tables["hints"]
CONTRIBUTORS = _tables["contributors"]
CONDITIONS = _tables["conditions"]
MEDICINE_CLASSES = _tables["medicine_classes"]
CHANGES = _tables["changes"]
SEVERITY_FROM = _tables["severity_from"]
EXAMINATIONS = _tables["examinations"]
SUBSTANCE_GROUPS = _tables["substance_groups"]
# What in the background speaks against a high dose without asking: slug of a condition or medicine kind → sentence.
HIGH_DOSE_CAUTIONS = _tables["high_dose_cautions"]


# Functions, so that a new word in the content is not a migration.
def conditions():
    return CONDITIONS


def medicine_classes():
    return MEDICINE_CLASSES


def changes():
    return CHANGES


def examinations():
    return EXAMINATIONS
