"""The mailbox page: what this installation would have sent, newest first, and nothing of it can run."""

import datetime as dt
import importlib

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import clear_url_caches, reverse

import config.urls


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def send(subject, body, to="alice@example.org"):
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend")
    EmailMessage(subject, body, "Quiet Nights <noreply@localhost>", [to], connection=connection).send()


def mailbox(client):
    return client.get(reverse("mailbox")).content.decode()


def test_an_empty_mailbox_says_what_would_fill_it(client, db, folder):
    assert "No mail yet." in mailbox(client)


def test_mails_are_shown_newest_first_with_their_links(client, db, folder, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC))
    send("First", "Open http://localhost/accounts/confirm-email/abc/ to go on.")
    time_machine.move_to(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))
    send("Second", "Grüße, mit Umlaut — and a dash.", to="dr_chen@example.org")

    page = mailbox(client)

    assert page.index("Second") < page.index("First")
    assert 'href="http://localhost/accounts/confirm-email/abc/"' in page
    assert "Grüße, mit Umlaut — and a dash." in page
    assert "dr_chen@example.org" in page


def test_a_long_link_stays_whole(client, db, folder):
    link = "http://localhost/clinic/invitations/" + "x" * 90 + "/"
    send("Invitation", f"To accept, open\n{link}\n")

    assert f'href="{link}"' in mailbox(client)


def test_a_mail_cannot_run_anything(client, db, folder):
    send("<script>alert(1)</script>", "<img src=x onerror=alert(1)> javascript:alert(1)")

    page = mailbox(client)

    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page


def test_there_is_no_mailbox_on_a_real_installation(client, db, settings):
    settings.EMBEDDED = False
    clear_url_caches()
    real = importlib.reload(config.urls)
    try:
        assert not [entry for entry in real.urlpatterns if "demo.urls" in str(entry)]
        assert client.get("/mailbox/").status_code != 200
    finally:
        settings.EMBEDDED = True
        importlib.reload(config.urls)
        clear_url_caches()
