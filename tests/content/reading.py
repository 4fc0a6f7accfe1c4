"""The shipped content as plain tables, read without Django."""

import tomllib
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[2] / "content"


def table(name, key):
    return tomllib.loads((CONTENT / name).read_text("utf-8"))[key]


SYMPTOMS = table("symptoms.toml", "symptom")
CHOICES = tomllib.loads((CONTENT / "choices.toml").read_text("utf-8"))
SUBSTANCES = {row["slug"]: row for row in table("substances.toml", "substance")}
LABS = {row["slug"]: row for row in table("labs.toml", "lab_test")}
BAND_SETS = {row["slug"]: row for row in table("band_sets.toml", "band_set")}
NOTICES = {row["slug"]: row for row in table("notices.toml", "notice")}
COMPARISON = tomllib.loads((CONTENT / "comparison.toml").read_text("utf-8"))
GUIDES = {}
for path in sorted((CONTENT / "guides").glob("*.md")):
    _, head, body = path.read_text("utf-8").split("+++\n", 2)
    GUIDES[path.name] = tomllib.loads(head) | {"body": body}
