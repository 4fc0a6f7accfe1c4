"""A phone that sends what it has noted, in its owner's session or by its token."""

import datetime as dt
import json
import uuid

from django.urls import reverse

from capture.models import issue_token, owner_name
from tests.conftest import Visitor

THREE = dt.datetime(2026, 11, 20, 2, 12, 30, tzinfo=dt.UTC)
"""03:12 in Berlin."""
BERLIN = dt.timezone(dt.timedelta(hours=1))
LAST_NIGHT = dt.date(2026, 11, 19)


def entry(kind="episode", *, at=THREE, sent_at=None, client_id=None, zone="Europe/Berlin", **body):
    """One entry as it lies in the outbox."""
    if kind == "episode":
        body = {"symptom": "leg-cramp", "several": False} | body
    return {
        "client_id": str(client_id or uuid.uuid4()),
        "kind": kind,
        "at": at.astimezone(BERLIN).isoformat(),
        "zone": zone,
        "sent_at": (sent_at or at).isoformat(),
        "body": {
            name: value.isoformat() if isinstance(value, dt.date) else value for name, value in body.items()
        },
    }


def night(answer="quiet", on=LAST_NIGHT, **more):
    return entry("night", night=on, answer=answer, **more)


class Phone:
    """Sends under its owner's name. With `token` no cookie is there."""

    def __init__(self, owner, *, token=""):
        self.owner, self.token = owner_name(owner), token
        self.client = Visitor()
        if not token:
            self.client.force_login(owner)

    def send(self, told, **headers):
        """A dict as JSON, bytes as they are."""
        text = told if isinstance(told, bytes) else json.dumps(told).encode()
        known = {"X-Owner": self.owner} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        sent = {name: value for name, value in (known | headers).items() if value is not None}
        return self.client.post(
            reverse("now-entries"), data=text, content_type="application/json", headers=sent
        )


def device(owner, *, at=THREE, label="my phone"):
    """A phone with a token, and its row."""
    secret, row = issue_token(owner, label, at=at)
    return Phone(owner, token=secret), row
