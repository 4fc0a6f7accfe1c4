"""The content that ships with the program: read from `content/`, loaded without touching local edits."""

import json
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.db import models
from django.utils import timezone

from guides.models import ReviewedContent

# File, its table, and the model it fills, in an order that keys can follow.
FILES = [
    ("symptoms.toml", "symptom", "journal.SymptomType"),
    ("substances.toml", "substance", "journal.Substance"),
    ("labs.toml", "lab_test", "labs.LabTest"),
    ("band_sets.toml", "band_set", "labs.BandSet"),
    ("notices.toml", "notice", "guides.Notice"),
]


def read(folder: Path) -> Iterator[tuple[type[ReviewedContent], dict]]:
    """Every shipped row as (model, values)."""
    for name, table, label in FILES:
        for row in tomllib.loads((folder / name).read_text("utf-8"))[table]:
            yield apps.get_model(label), row
    for path in sorted((folder / "guides").glob("*.md")):
        _, head, body = path.read_text("utf-8").split("+++\n", 2)
        yield apps.get_model("guides.Guide"), tomllib.loads(head) | {"body": body.strip()}


def digest(row: dict) -> str:
    return sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()


def load(folder: Path) -> dict[str, list[str]]:
    """Bring the database up to the shipped content. Returns what was "added", "updated" and "kept" (edited here)."""
    done: dict[str, list[str]] = {"added": [], "updated": [], "kept": []}
    for model, row in read(folder):
        stored = model.objects.filter(slug=row["slug"]).first()
        if stored and stored.shipped_digest == digest(row):
            continue
        if stored and was_edited(stored):
            done["kept"].append(f"{model._meta.verbose_name} {row['slug']}")
            continue
        _store(model, row, stored)
        done["updated" if stored else "added"].append(f"{model._meta.verbose_name} {row['slug']}")
    return done


def was_edited(stored: ReviewedContent) -> bool:
    """Whether somebody here has published a change of this row: every publication counts the version up."""
    return stored.version > 1


def _store(model, row, stored):
    known = set(model.revised_fields()) | {"slug"}
    if unknown := set(row) - known:
        raise ValueError(f"{model._meta.label} {row['slug']}: unknown fields {sorted(unknown)}")
    subject = stored or model()
    for name, value in row.items():
        setattr(subject, name, _value(model._meta.get_field(name), value))
    subject.is_published, subject.published_at = True, timezone.now()
    subject.shipped_digest = digest(row)
    subject.full_clean()
    subject.save()


def _value(field, value):
    if isinstance(field, models.ForeignKey):
        return field.related_model.objects.get(slug=value)
    return value
