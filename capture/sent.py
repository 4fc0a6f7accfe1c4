"""What a phone sends, read and checked: pure, no database and no clock."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from journal.nights import QUIET, UNSURE, YES

LONGEST_TEXT = 20_000
"""More than this is not one entry."""
CLOCK_IS_RIGHT = dt.timedelta(minutes=2)
"""A phone's clock is left alone up to here: a slow network makes the same difference."""
AHEAD = dt.timedelta(minutes=15)
LONG_AGO = dt.timedelta(days=366)
BIGGEST_ID = 2**63 - 1

NOT_READ = "This entry cannot be read."
NOT_AN_ID = "This entry does not say which one it is."
NOT_A_MOMENT = "This entry does not say when it was, with the offset of the phone’s clock."
TOO_LONG_AGO = "This lies more than a year back. Please check the date, and enter it in the journal."


class Unreadable(ValueError):
    """`errors`: a sentence for each field that cannot be read."""

    def __init__(self, **errors: str):
        super().__init__(errors)
        self.errors = errors


@dataclass(frozen=True)
class Sent:
    """One thing a phone sends. `at` and `sent_at` are what its clock showed; `body` holds checked values."""

    client_id: UUID
    kind: str
    at: dt.datetime
    zone: str
    sent_at: dt.datetime
    body: dict[str, Any]

    @property
    def body_hash(self) -> str:
        """The same for every copy of one tap, whenever it is sent; another for anything else."""
        told = [self.kind, self.at.isoformat(), self.zone, self.body]
        return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    def moment(self, now: dt.datetime) -> tuple[dt.datetime, bool]:
        """When it really was, and whether the phone's clock had to be corrected to know.

        What the phone took for `now` when it sent tells how wrong it was. A tap in the future was now.
        """
        wrong = now - self.sent_at
        at, corrected = self.at, abs(wrong) > CLOCK_IS_RIGHT
        if corrected:
            try:
                at += wrong
            except OverflowError:
                at = now if wrong > dt.timedelta() else dt.datetime.min.replace(tzinfo=dt.UTC)
        if at > now + AHEAD:
            return now, True
        if now - at > LONG_AGO:
            raise Unreadable(at=TOO_LONG_AGO)
        return at, corrected


def read(text: bytes) -> Sent:
    """The entry in this JSON. Unreadable, with a sentence for each field, if it is none."""
    told = _json(text)
    errors: dict[str, str] = {}

    def field(name: str, reader: Callable[[Any], Any], source=told):
        try:
            return reader(source.get(name))
        except ValueError as wrong:
            errors[name] = str(wrong)

    client_id, kind = field("client_id", _id), field("kind", _one_of(*BODIES))
    at, sent_at = field("at", _instant), field("sent_at", _instant)
    zone, body = field("zone", _text), field("body", _object)
    if kind and body is not None:
        body = {name: field(name, reader, body) for name, reader in BODIES[kind].items()}
    if errors:
        raise Unreadable(**errors)
    return Sent(client_id, kind, at, zone, sent_at, body)


def _json(text):
    if len(text) > LONGEST_TEXT:
        raise Unreadable(entry="This is too long to be one entry.")
    try:
        return _object(json.loads(text.decode(), parse_constant=_no_number))
    except (ValueError, RecursionError):
        raise Unreadable(entry=NOT_READ) from None


def _no_number(name):
    raise ValueError(name)


def _object(value):
    if not isinstance(value, dict):
        raise ValueError(NOT_READ)
    return value


def _id(value):
    try:
        found = UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise ValueError(NOT_AN_ID) from None
    # Other spellings of one id would come back spelt differently, and stay on the phone for ever.
    if str(found) != value:
        raise ValueError(NOT_AN_ID)
    return found


def _instant(value):
    try:
        return dt.datetime.fromisoformat(value).astimezone(dt.UTC) if _has_offset(value) else _no_moment()
    except (ValueError, TypeError, OverflowError):
        raise ValueError(NOT_A_MOMENT) from None


def _has_offset(value):
    return dt.datetime.fromisoformat(value).tzinfo is not None


def _no_moment():
    raise ValueError(NOT_A_MOMENT)


def _text(value):
    if not isinstance(value, str):
        raise ValueError("This has to be a text.")
    return value


def _one_of(*words):
    def reader(value):
        if not isinstance(value, str) or value not in words:
            raise ValueError(f"This has to be one of: {', '.join(words)}.")
        return value

    return reader


def _day(value):
    try:
        day = dt.date.fromisoformat(value)
    except (ValueError, TypeError):
        day = None
    if day is None or day.isoformat() != value:
        raise ValueError("Please give a day, like 2026-11-20.")
    return day


def _several(value):
    if not isinstance(value, bool | None):
        raise ValueError("This has to be true or false.")
    return bool(value)


def _counts(value):
    numbers = _object({} if value is None else value)
    if not all(type(number) is int and 0 <= number <= 99 for number in numbers.values()):
        raise ValueError("Please give whole numbers from 0 to 99.")
    return numbers


def _regimen(value):
    if type(value) is not int or not 0 < value <= BIGGEST_ID:
        raise ValueError("This entry does not say which supplement it is about.")
    return value


BODIES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "episode": {"symptom": _text, "several": _several},
    "stop": {"entry": _id},
    "undo": {"entry": _id},
    "night": {"night": _day, "answer": _one_of(QUIET, YES, UNSURE), "counts": _counts},
    "dose": {"regimen": _regimen, "day": _day, "state": _one_of("taken", "skipped")},
}
