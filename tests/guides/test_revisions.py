"""Content changes by two people: draft, review, publish; nothing that was shown is ever lost."""

import pytest
from django.core.exceptions import ValidationError

from guides import revisions
from guides.models import Guide, Notice, Revision
from labs.models import BandSet, LabTest

pytestmark = pytest.mark.usefixtures("content")


def shown(guide):
    return Guide.objects.get(pk=guide.pk)


def reword(guide, words, *, by, reason="clearer"):
    """The same article with another summary, as a draft."""
    edited = Guide.objects.get(pk=guide.pk)
    edited.summary = words
    return revisions.draft(edited, by=by, reason=reason)


def take_through(revision, *, by):
    revisions.review(revision, by=by)
    return revisions.publish(revision, by=by)


def test_a_draft_is_reviewed_and_published_by_somebody_else(guide, admin_anna, noor):
    draft = reword(guide, "In fewer words.", by=admin_anna)
    assert draft.status == "draft"
    assert shown(guide).summary == guide.summary

    revisions.review(draft, by=noor)
    assert shown(guide).summary == guide.summary

    revisions.publish(draft, by=noor)

    row = shown(guide)
    assert (row.summary, row.version, row.is_published) == ("In fewer words.", draft.number, True)
    draft.refresh_from_db()
    assert (draft.status, draft.drafted_by, draft.reviewed_by, draft.published_by) == (
        "published", admin_anna, noor, noor,
    )  # fmt: skip


def test_nobody_approves_their_own_words(guide, admin_anna, noor):
    draft = reword(guide, "Mine.", by=admin_anna)

    with pytest.raises(revisions.Refused, match="their own words"):
        revisions.review(draft, by=admin_anna)
    revisions.review(draft, by=noor)
    with pytest.raises(revisions.Refused, match="their own words"):
        revisions.publish(draft, by=admin_anna)

    assert shown(guide).version == 1


def test_what_nobody_reviewed_is_not_published(guide, admin_anna, noor):
    draft = reword(guide, "Unread.", by=admin_anna)

    with pytest.raises(revisions.Refused, match="reviewed"):
        revisions.publish(draft, by=noor)

    assert shown(guide).summary == guide.summary


@pytest.mark.parametrize("step", ["review", "publish"])
def test_two_clicks_are_one_step(guide, admin_anna, noor, step):
    draft = reword(guide, "Once.", by=admin_anna)
    if step == "publish":
        revisions.review(draft, by=noor)
    same = Revision.objects.get(pk=draft.pk)

    getattr(revisions, step)(draft, by=noor)
    with pytest.raises(revisions.Refused):
        getattr(revisions, step)(same, by=noor)

    assert Revision.objects.filter(object_id=guide.pk, status=draft.status).count() == 1


def test_what_was_shown_before_is_kept(guide, admin_anna, noor):
    take_through(reword(guide, "Second words.", by=admin_anna), by=noor)
    take_through(reword(guide, "Third words.", by=noor), by=admin_anna)

    kept = revisions.revisions_of(guide).order_by("number")
    assert [(row.number, row.status, row.fields["summary"]) for row in kept] == [
        (1, "retired", guide.summary),
        (2, "retired", "Second words."),
        (3, "published", "Third words."),
    ]
    assert kept[0].reason == "as shipped"


def test_rolling_back_goes_through_the_same_two_people(guide, admin_anna, noor):
    take_through(reword(guide, "A mistake.", by=admin_anna), by=noor)
    first = revisions.revisions_of(guide).get(number=1)

    back = revisions.bring_back(first, by=noor)
    assert shown(guide).summary == "A mistake."
    with pytest.raises(revisions.Refused):
        revisions.review(back, by=noor)
    take_through(back, by=admin_anna)

    assert (shown(guide).summary, shown(guide).version) == (guide.summary, 3)
    assert back.reason == "back to version 1"


def test_the_same_persons_open_draft_is_replaced_and_anothers_is_not(guide, admin_anna, noor):
    first = reword(guide, "One.", by=admin_anna)
    second = reword(guide, "Two.", by=admin_anna)
    hers = reword(guide, "Hers.", by=noor)

    assert first.pk == second.pk
    assert hers.pk != second.pk
    assert hers.number == second.number + 1
    assert Revision.objects.get(pk=first.pk).fields["summary"] == "Two."


def test_a_reviewed_draft_is_not_changed_behind_the_reviewers_back(guide, admin_anna, noor):
    draft = reword(guide, "Read by noor.", by=admin_anna)
    revisions.review(draft, by=noor)

    later = reword(guide, "Slipped in.", by=admin_anna)

    assert later.pk != draft.pk
    assert Revision.objects.get(pk=draft.pk).fields["summary"] == "Read by noor."


def test_differences_name_the_field_and_both_wordings(guide, admin_anna):
    draft = reword(guide, "Other words.", by=admin_anna)

    assert revisions.differences(draft) == [("summary", guide.summary, "Other words.")]


def test_a_draft_like_what_is_shown_has_no_differences(guide, admin_anna):
    assert revisions.differences(revisions.draft(shown(guide), by=admin_anna)) == []


@pytest.mark.parametrize("model", [Guide, Notice, BandSet, LabTest])
def test_every_kind_of_content_freezes_and_thaws_to_itself(model, admin_anna):
    for row in model.objects.all():
        revision = revisions.draft(row, by=admin_anna)
        revision.refresh_from_db()

        assert revisions.frozen(revisions.thawed(revision)) == revisions.frozen(row)
        assert revisions.differences(revision) == []


def test_what_cannot_be_shown_is_not_published(guide, admin_anna, noor):
    draft = reword(guide, "", by=admin_anna)
    revisions.review(draft, by=noor)

    with pytest.raises(ValidationError):
        revisions.publish(draft, by=noor)

    assert shown(guide).summary == guide.summary
    assert Revision.objects.get(pk=draft.pk).status == "reviewed"


def test_a_draft_can_be_discarded_and_what_was_published_cannot(guide, admin_anna, noor):
    draft = reword(guide, "Never mind.", by=admin_anna)
    revisions.discard(draft)
    published = reword(guide, "For ever.", by=admin_anna)
    take_through(published, by=noor)

    with pytest.raises(revisions.Refused, match="kept for ever"):
        revisions.discard(published)

    assert not Revision.objects.filter(fields__summary="Never mind.").exists()
    assert Revision.objects.filter(fields__summary="For ever.").exists()
