"""Two presses of one button at the same moment: the later one is told, and nothing is lost or doubled."""

import pytest

from journal.models import Episode, Regimen
from tests.rows import row_of


@pytest.fixture(autouse=True)
def signed_in(client, alice, content):
    client.force_login(alice)


@pytest.fixture
def somebody_is_faster(monkeypatch):
    """Between reading a row and saving it, another press has changed it."""
    claim = Episode._claim

    def late(row):
        type(row)._base_manager.filter(pk=row.pk).update(version=row.version + 1)
        claim(row)

    monkeypatch.setattr("accounts.records.DiaryRecord._claim", late)


@pytest.mark.parametrize(
    "button",
    [
        "/journal/episodes/{episode}/delete/",
        "/journal/restore/episode/{episode}/",
        "/journal/undo/episode/{episode}/1/",
        "/now/{client_id}/stop/",
        "/now/{client_id}/undo/",
        "/supplements/{regimen}/delete/",
        "/supplements/{regimen}/reopen/",
    ],
)
def test_the_later_press_is_told_and_changes_nothing(client, alice, somebody_is_faster, button):
    episode = row_of(Episode, alice, still_going=True)
    regimen = row_of(Regimen, alice)
    address = button.format(episode=episode.pk, client_id=episode.client_id, regimen=regimen.pk)

    answer = client.post(address, {"next": "/journal/"}, follow=True)

    assert answer.redirect_chain[0] == ("/journal/", 302)
    assert "changed a moment ago" in answer.text
    assert Episode.objects.of(alice).get().still_going
    assert Regimen.objects.of(alice).exists()


def test_a_card_is_led_to_a_page_that_says_it(client, alice, somebody_is_faster):
    episode = row_of(Episode, alice)

    answer = client.post(f"/journal/episodes/{episode.pk}/delete/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == "/"
