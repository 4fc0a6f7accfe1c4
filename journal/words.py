"""An entry in words: what happened, and how it was. Pure."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from journal import choices
from journal.models import CheckIn, DailyScore, Episode, SymptomType
from journal.severity import severity_word

LAST_24_HOURS = " in the last 24 hours"


def listing(words: Iterable[str], joiner: str = "and") -> str:
    """Words as a person lists them.

    >>> listing(["calf", "foot", "toes"])
    'calf, foot and toes'
    """
    *most, last = list(words) or [""]
    return f"{', '.join(most)} {joiner} {last}" if most else last


def night_name(night: dt.date) -> str:
    """“night of 19 to 20 November”.

    >>> night_name(dt.date(2026, 11, 30))
    'night of 30 November to 1 December'
    """
    morning = night + dt.timedelta(days=1)
    evening = f"{night.day}" if night.month == morning.month else f"{night.day} {night:%B}"
    return f"night of {evening} to {morning.day} {morning:%B}"


def places(slugs: Iterable[str]) -> str:
    """Where it was, the two sides of a pair said together.

    >>> places(["left-calf", "right-calf", "left-foot"])
    'left and right calf and left foot'
    """
    sides: dict[str, list[str]] = {}
    for slug in slugs:
        side, _, part = choices.SITES.get(slug, slug).lower().partition(" ")
        if side in ("left", "right"):
            sides.setdefault(part, []).append(side)
        else:
            sides.setdefault(f"{side} {part}".strip(), [])
    return listing(f"{' and '.join(found)} {part}".strip() for part, found in sides.items())


def how_long(minutes: Decimal | float | None) -> str:
    """A duration as one says it; empty when it is not known.

    >>> how_long(0.5), how_long(1), how_long(85)
    ('under a minute', '1 minute', '1 hour 25 minutes')
    """
    if minutes is None:
        return ""
    if minutes < 1:
        return "under a minute"
    hours, rest = divmod(round(minutes), 60)
    parts = [counted(number, noun) for number, noun in ((hours, "hour"), (rest, "minute")) if number]
    return " ".join(parts)


def counted(number: int | float, singular: str, plural: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "cramp"), counted(3, "cramp"), counted(2, "spell of pain", "spells of pain")
    ('1 cramp', '3 cramps', '2 spells of pain')
    """
    return f"{number:.0f} {singular if number == 1 else plural or singular + 's'}"


def what_happened(episode: Episode) -> str:
    """“03:12 cramp, left calf, 4 minutes, woke you.”"""
    symptom = episode.symptom
    name = f"several {symptom.plural}" if episode.is_several else symptom.singular
    woke = {True: "woke you", False: "did not wake you"}.get(episode.woke, "")
    lasted = "end not noted" if episode.still_going else how_long(episode.duration_minutes)
    parts = [f"{episode.local_start:%H:%M} {name}", places(episode.sites), lasted, woke]
    return ", ".join(filter(None, parts)) + "."


def how_it_was(episode: Episode) -> str:
    """“Severity 5 of 10, moderate. Stretching helped.”"""
    labels = choices.RELIEF
    helped = [labels.get(slug, slug) for slug in episode.relief_helped]
    tried = [labels.get(slug, slug) for slug in episode.relief if slug not in episode.relief_helped]
    sentences = [
        "" if episode.severity is None else f"Severity {scored(episode.severity)}",
        f"Felt {listing(episode.words)}" if episode.words else "",
        listing(_lowered(choices.HINTS.get(slug, slug) for slug in episode.hints)),
        f"{listing(_lowered(helped))} helped" if helped else "",
        f"{listing(_lowered(tried))} tried" if tried else "",
        {True: "Urge to move", False: "No urge to move"}.get(episode.urge_to_move, ""),
        f"Came after {episode.walking_distance_m:,} metres of walking" if episode.walking_distance_m else "",
        {True: "Sore afterwards", False: "Not sore afterwards"}.get(episode.soreness, ""),
    ]
    return " ".join(f"{text[0].upper()}{text[1:]}." for text in sentences if text)


def scored(number: int) -> str:
    """A number from 0 to 10 with its word.

    >>> scored(5)
    '5 of 10, moderate'
    """
    return f"{number} of 10, {severity_word(number)}"


def score_words(score: DailyScore) -> str:
    """“Worst burning or tingling of that day: 4 of 10, moderate.”"""
    return f"{worst_of(score.symptom)} of that day: {scored(score.score)}."


def worst_of(symptom: SymptomType) -> str:
    """“Worst burning or tingling”: the daily question without its time."""
    return symptom.score_question.removesuffix(LAST_24_HOURS) or f"Worst {symptom.name.lower()}"


def answer_words(answer: CheckIn) -> str:
    """“Answered: a quiet night.”"""
    return f"Answered: {said(answer)}."


def said(answer: CheckIn) -> str:
    """“yes, leg cramp twice”"""
    label = answer.get_answer_display()
    # “I” stays a capital.
    label = label if answer.answer == answer.Answer.UNSURE else label[:1].lower() + label[1:]
    named = [f"{slug.replace('-', ' ')} {_times(number)}" for slug, number in answer.counts.items() if number]
    return f"{label}, {listing(named)}" if named else label


def answer_details(answer: CheckIn) -> str:
    """“Slept 6 of 10. Woke up 2 times. The day before: alcohol.”"""
    woke = answer.awakenings
    contributors = _lowered(choices.CONTRIBUTORS.get(slug, slug) for slug in answer.contributors)
    sentences = [
        "" if answer.sleep_quality is None else f"Sleep {answer.sleep_quality} of 10",
        "" if woke is None else f"Woke up {counted(woke, 'time')}" if woke else "Did not wake up",
        f"The day before: {listing(contributors)}" if contributors else "",
        {True: "Pain medicine taken", False: "No pain medicine"}.get(answer.pain_medicine, ""),
    ]
    return " ".join(f"{text}." for text in sentences if text)


def _times(number) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _lowered(labels):
    return [label[:1].lower() + label[1:] for label in labels]


def late_words(entry) -> str:
    """What is said about an entry that came more than three days after its night; empty for one in time."""
    if not entry.recalled:
        return ""
    return " This is more than 3 days later, so it is kept as recalled: shown in the journal, not counted in trends."
