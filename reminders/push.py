"""A notification in place of the mail, to devices that asked for it (RFC 8030), signed with our key (VAPID, RFC 8292).

The message is empty: its words stand in the worker on the device, so nothing passes through anybody's push service.
"""

import base64
import binascii
import datetime as dt
import json
import re
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SIGNED_FOR = dt.timedelta(hours=12)
TIMEOUT_SECONDS = 5
LABEL = r"[a-z0-9-]{1,63}"
HOST = re.compile(rf"{LABEL}(\.{LABEL})*(:\d+)?")
NUMBER = 32
"""Bytes of a key's secret number, and of each half of a signature."""


def is_offered() -> bool:
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """What a browser is told, so that only we can send to it."""
    return _text(_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def check_key() -> None:
    """At start-up: a key that is no key is said then, and not in the middle of a morning."""
    if is_offered():
        _key()


def is_service(endpoint: str) -> bool:
    """Whether this is an address of a push service that we know. Nothing else is ever posted to."""
    origin = _origin(endpoint)
    return origin is not None and any(_fits(origin, service) for service in settings.PUSH_SERVICES)


class Courier:
    """One round of deliveries. A service that could not be reached is not tried again in it."""

    def __init__(self, now: dt.datetime):
        self.now = now
        self.away: set[str] = set()

    def reaches(self, devices, *, until: dt.datetime) -> bool:
        """Whether any of these took the message; one that is gone for good is forgotten."""
        # Not any(): each of them is to show it.
        return sum([self._deliver(device, until) for device in devices]) > 0

    def _deliver(self, device, until):
        origin = _origin(device.endpoint)
        if not is_service(device.endpoint) or origin in self.away:
            return False
        try:
            status = _post(device.endpoint, _headers(origin, self.now, until))
        # ValueError: a name or a port that no connection can be made from.
        except (OSError, HTTPException, ValueError):
            self.away.add(origin)
            return False
        if status in (404, 410):
            device.delete()
        return 200 <= status < 300


def _headers(origin, now, until):
    return {
        "Authorization": f"vapid t={_signed(origin, now)}, k={public_key()}",
        # A phone that is switched on in the evening is not asked about the night before.
        "TTL": str(max(0, int((until - now).total_seconds()))),
        "Topic": "morning",
        "Content-Length": "0",
    }


def _signed(origin, now):
    claims = {"aud": origin, "exp": int((now + SIGNED_FOR).timestamp()), "sub": settings.SITE_URL}
    parts = [{"typ": "JWT", "alg": "ES256"}, claims]
    words = ".".join(_text(json.dumps(part).encode()) for part in parts)
    halves = decode_dss_signature(_key().sign(words.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{words}.{_text(b''.join(half.to_bytes(NUMBER, 'big') for half in halves))}"


def _post(endpoint, headers):
    """The status. A redirect is not followed: it could lead anywhere."""
    address = urlsplit(endpoint)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.netloc, timeout=TIMEOUT_SECONDS)
    try:
        path = address.path + (f"?{address.query}" if address.query else "")
        connection.request("POST", path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _origin(endpoint):
    try:
        address = urlsplit(endpoint)
    except ValueError:
        return None
    # Printable ASCII only, and no user name before the host: nothing that two readers could read in two ways.
    plain = endpoint.isascii() and endpoint.isprintable() and not {" ", "\\"} & set(endpoint)
    host = address.netloc.lower()
    return f"{address.scheme}://{host}" if plain and HOST.fullmatch(host) else None


def _fits(origin, service):
    scheme, _, host = service.partition("://")
    if host.startswith("*."):
        return origin.startswith(f"{scheme}://") and origin.endswith(host[1:])
    return origin == service


def _key():
    return _read_key(settings.VAPID_PRIVATE_KEY)


@cache
def _read_key(text):
    try:
        secret = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if len(secret) != NUMBER:
            raise ValueError
        return ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())
    except (ValueError, binascii.Error) as error:
        raise ImproperlyConfigured(
            "VAPID_PRIVATE_KEY is no key: make one with `manage.py make_push_key`."
        ) from error


def new_key() -> str:
    """A secret number, as VAPID_PRIVATE_KEY wants it."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _text(number.to_bytes(NUMBER, "big"))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
