from journal.models import Episode
from tests.rows import row_of


def test_what_was_said_to_one_person_is_not_shown_to_the_next(client, alice, bob, content):
    entry = row_of(Episode, alice)
    client.force_login(alice)
    client.post(f"/journal/episodes/{entry.pk}/delete/")
    client.post("/accounts/logout/")

    client.force_login(bob)

    assert "Deleted the" not in client.get("/today/").content.decode()
    assert "messages" not in client.cookies
