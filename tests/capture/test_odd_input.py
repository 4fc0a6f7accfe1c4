"""Whatever is sent, the answer is a sentence about it: never an error of ours, and nothing is stored."""

import json
import random

import pytest
from django.urls import reverse

from capture.models import Delivery
from tests.capture.phone import LAST_NIGHT, entry, night

ODD = [
    None, True, False, 0, -1, 1.5, 10**30, 2**63, "", " ", "\x00", "a\x00b", "\ud800", "\ufffd", "x" * 9000, "NaN",
    [], {}, [[]], {"": ""}, {"\x00": 1}, {"leg-cramp": "2"}, {"leg-cramp": True}, {"leg-cramp": -1},
    {"leg-cramp": 1e999}, "0000-00-00", "2026-02-30", "2026-11-20T03:12", "2026-11-20T24:61+00:00",
    "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "20261120", "2026-W47-5", "٢٠٢٦-١١-٢٠", "' OR 1=1 --",
    "{00000000-0000-0000-0000-000000000000}", "urn:uuid:00000000-0000-0000-0000-000000000000",
    "00000000-0000-0000-0000-00000000000A",
]  # fmt: skip
TEXTS = [
    b"", b" ", b"null", b"[]", b"1", b'"x"', b"{", b"{}", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf{}", b"NaN",
    b'{"a": NaN}', b'{"a": Infinity}', b"[" * 19_000, b'{"a":' * 3_000, b"1" * 10_000,
    b'{"client_id": ' + b"9" * 9_000 + b"}", b"x" * 30_000, b"symptom=leg-cramp",
]  # fmt: skip
SAMPLES = [
    entry(),
    entry("stop", entry="7f2c1f9e-5c1e-4bb4-9d3c-0a6f3a1f0e11"),
    night("yes", counts={"leg-cramp": 2}),
    entry("dose", regimen=1, day=LAST_NIGHT, state="taken"),
]


def refused(answer):
    told = answer.json()
    if answer.status_code == 422:
        return all(isinstance(text, str) and len(text) > 10 for text in told["errors"].values())
    return (answer.status_code, told) == (404, {"error": "not_there"})


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:20]))
def test_what_is_no_entry_is_said_to_be_none(phone, alice, text):
    answer = phone.send(text)

    assert (answer.status_code, refused(answer)) == (422, True)


def test_every_field_may_hold_anything_without_harm(phone, alice):
    """Every odd value in every place; what happens to make sense is stored, all else is refused with a sentence."""
    for sample in SAMPLES:
        for name in sample:
            for odd in ODD:
                answer = phone.send(json.dumps(sample | {name: odd}).encode())
                assert answer.status_code in (200, 201, 409) or refused(answer), (name, odd, answer.text)
        for name in sample["body"]:
            for odd in ODD:
                told = sample | {"body": sample["body"] | {name: odd}}
                answer = phone.send(json.dumps(told).encode())
                assert answer.status_code in (200, 201, 409) or refused(answer), (name, odd, answer.text)


def test_torn_and_bitten_bytes_do_no_harm(phone, alice):
    chance = random.Random(4)
    for _ in range(300):
        text = bytearray(json.dumps(chance.choice(SAMPLES)).encode())
        for _ in range(chance.randrange(1, 4)):
            text[chance.randrange(len(text))] = chance.randrange(256)
        text = bytes(text[: chance.randrange(len(text))] if chance.random() < 0.3 else text)
        assert phone.send(text).status_code in (200, 201, 404, 409, 410, 422), text


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"])
def test_a_form_is_no_entry(phone, alice, kind):
    answer = phone.client.post(
        reverse("now-entries"), data=json.dumps(entry()), content_type=kind, headers={"X-Owner": phone.owner}
    )

    assert (answer.status_code, refused(answer)) == (422, True)
    assert not Delivery.objects.exists()


def test_more_than_the_server_takes_is_refused(phone, alice):
    assert phone.send(b"x" * 2_600_000).status_code == 400
