"""Shipped content: loaded once, brought up to date, and never over what was edited here."""

import shutil

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from guides import revisions, shipped
from guides.models import Guide, Notice
from labs.models import BandSet

SLUG = "what-improved-means"


@pytest.fixture
def folder(settings, tmp_path):
    """A copy of the shipped content that a test may rewrite, as a newer release would."""
    settings.CONTENT_DIR = tmp_path / "content"
    shutil.copytree(settings.BASE_DIR / "content", settings.CONTENT_DIR)
    return settings.CONTENT_DIR


def reload(capsys):
    call_command("load_content")
    return capsys.readouterr().out


def ship_a_change(folder, old, new):
    """Another wording of every shipped guide that holds the old one."""
    for path in (folder / "guides").glob("*.md"):
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def edit_here(guide, words, admin_anna, noor):
    guide.summary = words
    draft = revisions.draft(guide, by=admin_anna)
    revisions.review(draft, by=noor)
    revisions.publish(draft, by=noor)


def test_twice_changes_nothing(content, folder, capsys):
    before = {row.pk: row.published_at for row in Guide.objects.all()}

    said = reload(capsys)

    assert "0 added, 0 updated" in said
    assert {row.pk: row.published_at for row in Guide.objects.all()} == before


def test_a_shipped_update_of_an_unedited_row_is_applied(content, guide, folder, capsys):
    ship_a_change(folder, guide.summary, "Shipped anew.")

    assert "0 added, 1 updated" in reload(capsys)

    assert Guide.objects.get(slug=SLUG).summary == "Shipped anew."


def test_what_was_edited_here_is_kept_and_said(content, guide, folder, admin_anna, noor, capsys):
    shipped_words = guide.summary
    edit_here(guide, "Our own words.", admin_anna, noor)
    ship_a_change(folder, shipped_words, "Shipped anew.")

    said = reload(capsys)

    assert f"kept as edited here: guide {SLUG}" in said
    assert Guide.objects.get(slug=SLUG).summary == "Our own words."


def test_an_edited_row_is_left_alone_when_nothing_new_was_shipped(
    content, guide, folder, admin_anna, noor, capsys
):
    edit_here(guide, "Our own words.", admin_anna, noor)

    assert "kept" not in reload(capsys)

    assert Guide.objects.get(slug=SLUG).summary == "Our own words."


def test_an_open_draft_survives_a_shipped_update(content, guide, folder, admin_anna, capsys):
    shipped_words = guide.summary
    guide.summary = "Being written."
    draft = revisions.draft(guide, by=admin_anna)
    ship_a_change(folder, shipped_words, "Shipped anew.")

    reload(capsys)

    draft.refresh_from_db()
    assert (draft.status, draft.fields["summary"]) == ("draft", "Being written.")


def test_a_word_we_do_not_know_stops_the_loading_of_everything(db, folder):
    Notice.objects.all().delete()
    BandSet.objects.all().delete()
    path = folder / "notices.toml"
    path.write_text(path.read_text("utf-8") + '\n[[notice]]\nslug = "new"\nurgent = true\n', "utf-8")

    with pytest.raises(ValueError, match="unknown fields"):
        call_command("load_content", verbosity=0)

    assert not Notice.objects.exists()
    assert not BandSet.objects.exists()


def test_a_row_that_may_not_be_shown_stops_the_loading(db, folder):
    path = folder / "notices.toml"
    path.write_text(path.read_text("utf-8").replace('urgency = "emergency"', 'urgency = "soon"', 1), "utf-8")

    with pytest.raises(ValidationError):
        call_command("load_content", verbosity=0)


def test_everything_shipped_is_published_and_awaits_its_clinician(content, settings):
    rows = {model for model, _ in shipped.read(settings.CONTENT_DIR)}

    for model in rows:
        assert not model.objects.filter(is_published=False).exists()
        assert not model.objects.filter(awaiting_clinical_review=False).exists()
