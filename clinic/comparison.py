"""The comparison sheet: the patient's own counts beside what is often described. Counts, never a diagnosis."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.conf import settings

from journal import choices
from journal.models import Episode

with (settings.CONTENT_DIR / "comparison.toml").open("rb") as file:
    SHEET = tomllib.load(file)
COLUMNS = {column["slug"]: column for column in SHEET["column"]}


@dataclass(frozen=True)
class CountLine:
    """One thing the diary counts: "21 of 29", and the columns in which it is often described."""

    label: str
    count: str
    often: tuple[str, ...]
    note: str


def counts(episodes: Iterable[Episode], scores: dict[str, dict]) -> list[CountLine]:
    """The rows that these episodes say something about. `scores`: of a scored symptom's slug, by night."""
    rows = list(episodes)
    found = []
    for row in SHEET["count"]:
        words = _measured(row, rows, scores)
        if words:
            often = tuple(short_name(slug) for slug in row["often"])
            found.append(CountLine(row["label"], words, often, row["note"]))
    return found


def texts() -> list[tuple[str, list[str]]]:
    """What is often described, in words: a label and one text a column."""
    return [(row["label"], [row["cells"][slug] for slug in COLUMNS]) for row in SHEET["text"]]


def short_name(slug: str) -> str:
    return COLUMNS[slug]["short"]


def _measured(row, episodes, scores) -> str:
    """The count in words, "" when no episode says anything about it."""
    value = row["value"]
    return {
        "relief_helped": lambda: _share(
            (e for e in episodes if value in e.relief or value in e.relief_helped),
            lambda episode: value in episode.relief_helped,
        ),
        "hint": lambda: _share((e for e in episodes if e.hints), lambda episode: value in episode.hints),
        "sites": lambda: _share(
            (e for e in episodes if _sides(e)), lambda episode: len(_sides(episode)) == 1
        ),
        "urge_to_move": lambda: _share(
            (e for e in episodes if e.urge_to_move is not None), lambda episode: episode.urge_to_move
        ),
        "at_night": lambda: _share(episodes, lambda episode: episode.in_night_hours),
        "walking_distance_m": lambda: _median(e.walking_distance_m for e in episodes),
        "same_day_score": lambda: _on_days_with(row["from"], episodes, scores.get(value, {})),
    }[row["measure"]]()


def _median(distances) -> str:
    given = [distance for distance in distances if distance is not None]
    return f"{median(given):,.0f} m ({len(given)})" if given else ""


def _on_days_with(least, episodes, scores) -> str:
    days = {episode.night for episode in episodes} & set(scores)
    return _share(days, lambda night: scores[night] >= least)


def _share(among, holds) -> str:
    among = list(among)
    return f"{sum(map(bool, map(holds, among)))} of {len(among)}" if among else ""


def _sides(episode) -> set[str]:
    """left, right of the sites ticked; what lies in the middle has no side."""
    sides = {choices.SITES.get(site, "").split(" ")[0].lower() for site in episode.sites}
    return sides & {"left", "right"}
