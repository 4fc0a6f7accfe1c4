"""What a phone sends, read: the same tap is the same whenever it is sent, and a wrong clock is corrected."""

import copy
import datetime as dt
import json
import random
import uuid

import pytest

from capture.sent import Unreadable, read
from tests.capture.phone import LAST_NIGHT, THREE, entry, night

MINUTE = dt.timedelta(minutes=1)


def hash_of(told):
    return read(json.dumps(told).encode()).body_hash


def some_entry(chance):
    at = THREE + dt.timedelta(seconds=chance.randrange(10**6))
    bodies = {
        "episode": {"symptom": chance.choice(["leg-cramp", "fatigue"]), "several": chance.random() < 0.5},
        "stop": {"entry": str(uuid.UUID(int=chance.getrandbits(128)))},
        "undo": {"entry": str(uuid.UUID(int=chance.getrandbits(128)))},
        "night": {
            "night": LAST_NIGHT - dt.timedelta(days=chance.randrange(30)),
            "answer": chance.choice(["quiet", "yes", "unsure"]),
            "counts": {slug: chance.randrange(99) for slug in chance.sample(["leg-cramp", "a", "b"], 2)},
        },
        "dose": {
            "regimen": chance.randrange(1, 100),
            "day": LAST_NIGHT - dt.timedelta(days=chance.randrange(30)),
            "state": chance.choice(["taken", "skipped"]),
        },
    }
    kind = chance.choice(list(bodies))
    return entry(kind, at=at, **bodies[kind])


def said_differently(told, chance):
    """The same tap as another browser, or a later try, may write it."""
    names = list(told)
    chance.shuffle(names)
    other = {name: copy.deepcopy(told[name]) for name in names}
    inner = list(other["body"].items())
    chance.shuffle(inner)
    other["body"] = dict(inner)
    zone = dt.timezone(dt.timedelta(minutes=chance.randrange(-700, 700)))
    other["at"] = dt.datetime.fromisoformat(told["at"]).astimezone(zone).isoformat()
    other["sent_at"] = (THREE + dt.timedelta(seconds=chance.randrange(10**7))).isoformat()
    return other


def with_one_thing_else(told, chance):
    other = copy.deepcopy(told)
    name = chance.choice(["at", "zone", *other["body"]])
    if name == "at":
        moved = dt.timedelta(microseconds=chance.choice([-1, 1]) * chance.randrange(1, 10**9))
        other["at"] = (dt.datetime.fromisoformat(told["at"]) + moved).isoformat()
    elif name == "zone":
        other["zone"] += "x"
    else:
        other["body"][name] = another(other["body"][name], chance)
    return other


def another(value, chance):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, dict):
        slug = chance.choice(list(value))
        return value | {slug: (value[slug] + 1) % 99}
    choices = {"quiet": "yes", "yes": "unsure", "unsure": "quiet", "taken": "skipped", "skipped": "taken"}
    if len(value) == 36:
        return str(uuid.uuid4())
    if value[:4] == "2026":
        return (dt.date.fromisoformat(value) + dt.timedelta(days=1)).isoformat()
    return choices.get(value, value + "x")


def test_the_same_tap_is_the_same_however_it_is_written_and_anything_else_is_not():
    chance = random.Random(20261120)
    for _ in range(3000):
        told = some_entry(chance)

        assert hash_of(told) == hash_of(said_differently(told, chance))
        assert hash_of(told) != hash_of(with_one_thing_else(told, chance)), told


def test_the_kind_is_part_of_what_is_said():
    same = str(uuid.uuid4())

    assert hash_of(entry("stop", entry=same)) != hash_of(entry("undo", entry=same))


def test_what_is_left_out_is_what_it_means():
    told = entry()
    del told["body"]["several"]

    assert hash_of(told) == hash_of(told | {"body": {"symptom": "leg-cramp", "several": False}})
    assert hash_of(night()) == hash_of(night(counts={}))


def moment(at, sent_at, now=THREE):
    return read(json.dumps(entry(at=at, sent_at=sent_at)).encode()).moment(now)


@pytest.mark.parametrize("wrong", [-2 * MINUTE, -MINUTE, 0 * MINUTE, MINUTE, 2 * MINUTE])
def test_a_clock_that_is_about_right_is_believed(wrong):
    at = THREE - 60 * MINUTE

    assert moment(at, THREE + wrong) == (at, False)


@pytest.mark.parametrize("wrong", [-3, 3, 61, -61, 60 * 24 * 400, -60 * 24 * 365 * 56])
def test_a_wrong_clock_is_corrected_by_what_it_took_for_now(wrong):
    at, shown = THREE - 60 * MINUTE, wrong * MINUTE

    assert moment(at + shown, THREE + shown) == (at, True)


def test_what_lies_in_the_future_was_now():
    assert moment(THREE + 16 * MINUTE, THREE) == (THREE, True)
    assert moment(THREE + 15 * MINUTE, THREE) == (THREE + 15 * MINUTE, False)


@pytest.mark.parametrize(
    ("at", "sent_at"),
    [
        ("9999-12-31T23:00:00+00:00", "0001-01-02T00:00:00+00:00"),
        ("9999-12-31T23:00:00+00:00", "2026-11-20T02:12:30+00:00"),
    ],
)
def test_no_clock_is_wrong_enough_to_break_it(at, sent_at):
    told = entry() | {"at": at, "sent_at": sent_at}

    assert read(json.dumps(told).encode()).moment(THREE) == (THREE, True)


@pytest.mark.parametrize(
    ("at", "sent_at"),
    [
        ("0001-01-02T00:00:00+00:00", "9999-12-31T23:00:00+00:00"),
        ("0001-01-02T00:00:00+00:00", "2026-11-20T02:12:30+00:00"),
        ("2025-11-18T02:12:30+00:00", "2026-11-20T02:12:30+00:00"),
    ],
)
def test_what_lies_more_than_a_year_back_is_asked_back(at, sent_at):
    told = entry() | {"at": at, "sent_at": sent_at}

    with pytest.raises(Unreadable) as refused:
        read(json.dumps(told).encode()).moment(THREE)
    assert list(refused.value.errors) == ["at"]
