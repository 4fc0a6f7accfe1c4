import pytest

from tests.conftest import make_patient


def told(client, zone, **more):
    return client.post("/zone/", {"time_zone": zone} | more)


def test_the_first_zone_a_browser_tells_is_taken(client, db):
    carol = make_patient("carol", time_zone="UTC")
    client.force_login(carol)

    answer = told(client, "America/Lima")

    carol.refresh_from_db()
    assert answer.status_code == 204
    assert carol.time_zone == "America/Lima"


def test_the_same_zone_asks_nothing(client, alice):
    client.force_login(alice)

    assert told(client, "Europe/Berlin").status_code == 204


def test_another_zone_is_asked_about_and_changes_nothing_by_itself(client, alice):
    client.force_login(alice)

    answer = told(client, "Europe/Madrid")

    alice.refresh_from_db()
    assert answer.status_code == 200
    assert "Use Europe/Madrid" in answer.text
    assert alice.time_zone == "Europe/Berlin"


def test_alice_takes_the_new_zone(client, alice):
    client.force_login(alice)

    answer = told(client, "Europe/Madrid", answer="use", next="/journal/")

    alice.refresh_from_db()
    assert answer.url == "/journal/"
    assert alice.time_zone == "Europe/Madrid"


def test_alice_keeps_her_zone_and_is_not_asked_again(client, alice):
    client.force_login(alice)

    told(client, "Europe/Madrid", answer="keep", next="/journal/")

    alice.refresh_from_db()
    assert alice.time_zone == "Europe/Berlin"
    assert told(client, "Europe/Madrid").status_code == 204
    assert told(client, "Europe/Lisbon").status_code == 200


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 5000])
def test_a_zone_nobody_knows_is_refused(client, alice, zone):
    client.force_login(alice)

    assert told(client, zone).status_code == 422
    alice.refresh_from_db()
    assert alice.time_zone == "Europe/Berlin"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_way_back_stays_on_the_site(client, alice, back):
    client.force_login(alice)

    assert told(client, "Europe/Madrid", answer="keep", next=back).url == "/"


def test_a_zone_is_not_told_by_following_a_link(client, alice):
    client.force_login(alice)

    assert client.get("/zone/?time_zone=Europe/Madrid").status_code == 405
