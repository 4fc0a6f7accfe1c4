"""What a phone keeps and asks before it sends: the same for everybody, but for one question."""

import json
import uuid

import pytest
from django.urls import reverse

from capture.models import Owner
from tests.conftest import Visitor


@pytest.mark.parametrize(
    ("name", "address", "kind"),
    [
        ("service-worker", "/sw.js", "text/javascript"),
        ("now-manifest", "/now/manifest.webmanifest", "application/manifest+json"),
    ],
)
def test_what_is_installed_is_at_its_address_and_always_asked_for_again(
    client, alice, content, name, address, kind
):
    assert reverse(name) == address
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"].split(";")[0] == kind
    assert answer["Cache-Control"] == "no-cache"
    assert not answer.cookies
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_worker_may_look_after_the_whole_site(client, content):
    assert client.get("/sw.js")["Service-Worker-Allowed"] == "/"


def test_the_worker_is_the_same_for_everybody(client, alice, content):
    nobodys = Visitor().get("/sw.js")
    client.force_login(alice)

    assert client.get("/sw.js").content == nobodys.content


def test_the_manifest_leads_to_the_night_page_by_three_short_ways(client, content):
    manifest = json.loads(client.get("/now/manifest.webmanifest").content)

    assert manifest["start_url"].startswith("/now/")
    assert len(manifest["shortcuts"]) == 3
    assert all(short["url"].startswith("/now/") for short in manifest["shortcuts"])


def test_a_stranger_has_no_name_and_a_patient_always_the_same(client, alice, bob, content):
    nobody = client.get(reverse("now-csrf"))
    assert (nobody.json()["signed_in"], nobody.json()["owner"]) == (False, None)
    assert nobody["Cache-Control"] == "no-store, private"
    assert not Owner.objects.exists()

    names = []
    for patient in (alice, bob, alice):
        client.force_login(patient)
        told = client.get(reverse("now-csrf")).json()
        assert told["signed_in"]
        names.append(uuid.UUID(told["owner"]))

    assert names[0] == names[2] != names[1]
    assert not {str(alice.pk), alice.email} & {str(name) for name in names}


def test_only_who_is_signed_in_is_told_the_colour_of_her_night(client, alice, content):
    assert "colour" not in client.get(reverse("now-csrf")).json()
    alice.night_colour = "amber"
    alice.save()
    client.force_login(alice)

    assert client.get(reverse("now-csrf")).json()["colour"] == "amber"
