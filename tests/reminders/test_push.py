"""Notifications: to whom they go, how they are signed, and what happens when a device or a service is gone."""

import base64
import datetime as dt
import json
import threading
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from reminders.models import PushDevice, SentReminder
from reminders.push import check_key, is_service, new_key, public_key
from tests.reminders.conftest import EIGHT, LAST_NIGHT, reminded

pytestmark = pytest.mark.django_db
KNOWN = "https://updates.push.services.mozilla.com/wpush/v2/gAAAA"


@pytest.fixture
def offered(settings):
    settings.VAPID_PRIVATE_KEY = new_key()


class Service(HTTPServer):
    """A push service of our own: remembers what came, answers what it is told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Desk)
        self.came, self.status, self.headers = [], {}, {}
        self.origin = f"http://127.0.0.1:{self.server_port}"


class Desk(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status.get(self.path, 201))
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def service(settings, offered):
    server = Service()
    settings.PUSH_SERVICES = [server.origin]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def add(patient, service, path="/phone"):
    return PushDevice.objects.create(patient=patient, endpoint=service.origin + path, added_at=EIGHT)


def paths(service):
    return [path for path, _, _ in service.came]


# ── Who gets one ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_device_gets_the_reminder_in_place_of_the_mail(alice, bob, service, beat):
    reminded(alice)
    reminded(bob)
    add(alice, service)

    beat()
    beat(EIGHT + dt.timedelta(minutes=5))

    assert paths(service) == ["/phone"]
    assert [letter.to for letter in mail.outbox] == [[bob.email]]


def test_every_device_of_hers_and_nobody_elses(alice, bob, service, beat):
    reminded(alice)
    add(alice, service, "/phone?a=1")
    add(alice, service, "/desk")
    add(bob, service, "/bobs")

    beat()

    assert sorted(paths(service)) == ["/desk", "/phone?a=1"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten_and_the_mail_comes(alice, service, beat, status):
    reminded(alice)
    add(alice, service)
    service.status["/phone"] = status

    beat()

    assert not PushDevice.objects.exists()
    assert [letter.to for letter in mail.outbox] == [[alice.email]]


@pytest.mark.parametrize("status", [307, 401, 429, 500])
def test_a_service_that_does_not_take_it_leaves_the_device_and_the_mail_comes(alice, service, beat, status):
    reminded(alice)
    add(alice, service)
    service.status["/phone"] = status
    service.headers["Location"] = service.origin + "/elsewhere"

    beat()

    assert paths(service) == ["/phone"]
    assert PushDevice.objects.exists()
    assert [letter.to for letter in mail.outbox] == [[alice.email]]


def test_one_device_that_is_gone_does_not_call_for_a_mail(alice, service, beat):
    reminded(alice)
    add(alice, service, "/old")
    add(alice, service, "/new")
    service.status["/old"] = 410

    beat()

    assert PushDevice.objects.get().endpoint.endswith("/new")
    assert mail.outbox == []


def test_a_service_that_is_away_is_tried_once_in_a_round(alice, bob, service, beat, monkeypatch):
    tried = []

    def away(endpoint, headers):
        tried.append(endpoint)
        raise TimeoutError

    monkeypatch.setattr("reminders.push._post", away)
    for patient in (alice, bob):
        reminded(patient)
        add(patient, service, f"/{patient.pk}")

    beat()

    assert len(tried) == 1
    assert len(mail.outbox) == 2


def test_without_a_key_everybody_gets_the_mail(alice, service, beat, settings):
    settings.VAPID_PRIVATE_KEY = ""
    reminded(alice)
    add(alice, service)

    beat()

    assert service.came == []
    assert [letter.to for letter in mail.outbox] == [[alice.email]]


def test_an_address_that_cannot_even_be_looked_up_holds_nobody_up(alice, bob, service, beat, settings):
    """One of those that were let in before the names were looked at so closely."""
    settings.PUSH_SERVICES = [*settings.PUSH_SERVICES, "https://*.push.apple.com"]
    reminded(alice)
    reminded(bob)
    PushDevice.objects.create(patient=alice, endpoint=f"https://{'a' * 64}.push.apple.com/x", added_at=EIGHT)
    add(bob, service)

    beat()

    assert [letter.to for letter in mail.outbox] == [[alice.email]]
    assert paths(service) == ["/phone"]


@pytest.mark.parametrize("error", [UnicodeError, HTTPException, OSError])
def test_whatever_a_connection_raises_the_mail_comes_instead(alice, service, beat, monkeypatch, error):
    reminded(alice)
    add(alice, service)
    monkeypatch.setattr("reminders.push._post", lambda *args: (_ for _ in ()).throw(error))

    beat()

    assert [letter.to for letter in mail.outbox] == [[alice.email]]


# ── What is sent ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_in_it_and_it_is_signed_for_this_service(alice, service, beat):
    reminded(alice)
    add(alice, service)

    beat()

    _, headers, body = service.came[0]
    token, key = (
        part.split("=", 1)[1] for part in headers["Authorization"].removeprefix("vapid ").split(", ")
    )
    assert body == b""
    assert key == public_key()
    claims = _verified(token, key)
    assert claims == {
        "aud": service.origin,
        "sub": "http://testserver",
        "exp": int((EIGHT + dt.timedelta(hours=12)).timestamp()),
    }
    # Until noon: then the night is over.
    assert headers["TTL"] == str(4 * 3600)


def _verified(token, key):
    head, claims, signature = token.split(".")
    raw = _bytes(signature)
    numbers = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(key))
    public.verify(encode_dss_signature(*numbers), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(_bytes(head)) == {"typ": "JWT", "alg": "ES256"}
    return json.loads(_bytes(claims))


def _bytes(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_key_of_the_standard_s_example_gives_its_public_key(settings):
    """RFC 8291, appendix A: the sender's key pair."""
    settings.VAPID_PRIVATE_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"

    assert public_key() == (
        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    )


@pytest.mark.parametrize("text", ["abc", "a" * 44, "ü" * 43, "A" * 43])
def test_a_key_that_is_none_stops_the_start_with_its_name(settings, text):
    settings.VAPID_PRIVATE_KEY = text

    with pytest.raises(ImproperlyConfigured, match="VAPID_PRIVATE_KEY"):
        check_key()


# ── Where it may be sent ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "endpoint",
    [KNOWN, "https://fcm.googleapis.com/fcm/send/a:b", "https://web.push.apple.com/x", "https://db5p.notify.windows.com/w/?t=1"],
)  # fmt: skip
def test_the_services_of_the_browsers_are_known(endpoint):
    assert is_service(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/?https://fcm.googleapis.com",
        "https://evil.example#.push.apple.com",
        "https://evil.example\\.push.apple.com/x",
        "https://user@web.push.apple.com/x",
        "https://xpush.apple.com/x",
        "https://web.push.apple.com/x\r\nX: y",
        "https://web.push.apple.com/a b",
        "https://[::1/x",
        "https://a..push.apple.com/x",
        "https://.push.apple.com/x",
        f"https://{'a' * 64}.push.apple.com/x",
        "http://169.254.169.254/",
        "http://localhost/",
        "file:///etc/passwd",
        "//web.push.apple.com/x",
        "",
    ],
)
def test_nothing_else_is_ever_posted_to(client, alice, offered, endpoint):
    client.force_login(alice)

    assert not is_service(endpoint)
    assert client.post("/reminders/devices/", {"endpoint": endpoint}).url == "/reminders/"
    assert not PushDevice.objects.exists()


# ── The page ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_alice_adds_this_phone_and_removes_it(client, alice, offered):
    client.force_login(alice)
    reminded(alice)

    client.post("/reminders/devices/", {"endpoint": KNOWN})
    client.post("/reminders/devices/", {"endpoint": KNOWN})
    device = PushDevice.objects.get()
    page = client.get("/reminders/").text
    assert "Device added on" in page
    assert KNOWN not in page

    client.post(f"/reminders/devices/{device.pk}/remove/")
    assert not PushDevice.objects.exists()


def test_a_browser_belongs_to_who_added_it_last(client, alice, bob, offered):
    for patient in (alice, bob):
        client.force_login(patient)
        client.post("/reminders/devices/", {"endpoint": KNOWN})

    assert PushDevice.objects.get().patient == bob


def test_the_oldest_of_too_many_devices_goes(client, alice, offered, time_machine):
    client.force_login(alice)
    for number in range(7):
        time_machine.move_to(EIGHT + dt.timedelta(minutes=number))
        client.post("/reminders/devices/", {"endpoint": f"{KNOWN}{number}"})

    assert [device.endpoint[-1] for device in PushDevice.objects.of(alice)] == ["6", "5", "4", "3", "2"]


def test_it_is_offered_only_with_a_key_and_to_who_wants_reminders(client, alice, settings):
    client.force_login(alice)
    reminded(alice)
    assert "on this device" not in client.get("/reminders/").text
    client.post("/reminders/devices/", {"endpoint": KNOWN})
    assert not PushDevice.objects.exists()

    settings.VAPID_PRIVATE_KEY = new_key()
    assert f'data-push-key="{public_key()}"' in client.get("/reminders/").text


def test_the_worker_is_a_script_for_everybody_with_neutral_words(client):
    answer = client.get("/reminders/worker.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert "Your diary is open" in answer.text
    assert answer.cookies == {}


def test_who_stopped_reminders_gets_no_notification(alice, service, beat):
    reminded(alice, wanted=False)
    add(alice, service)

    beat()

    assert service.came == []
    assert not SentReminder.objects.filter(night=LAST_NIGHT).exists()
