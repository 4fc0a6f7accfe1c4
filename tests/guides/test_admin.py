"""The admin's desk: forms draft, a second person publishes, and patients' data are not there at all."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from accounts.models import RecordAccess
from accounts.records import PatientOwned
from guides import revisions
from guides.models import Guide, Notice, Revision
from journal.models import Substance, SymptomType
from labs.band_text import to_lines
from labs.models import BandSet, LabTest
from tests.guides.desk import send

CONTENT = [Guide, Notice, SymptomType, Substance, LabTest, BandSet]


@pytest.fixture
def anna(client, admin_anna, content):
    client.force_login(admin_anna)
    return admin_anna


@pytest.fixture
def bands(content):
    return BandSet.objects.get(slug="endocrine-2011")


def step(client, revision, name):
    return client.post(reverse("admin:guides_revision_step", args=[revision.pk, name]), follow=True)


def preview(client, revision):
    return client.get(reverse("admin:guides_revision_preview", args=[revision.pk]))


def test_saving_keeps_a_draft_and_the_published_row(client, anna, guide):
    answer = send(client, guide, summary="In fewer words.", reason="readers got lost")

    draft = Revision.objects.get()
    assert answer.url == reverse("admin:guides_revision_change", args=[draft.pk])
    assert (draft.status, draft.fields["summary"], draft.reason) == (
        "draft", "In fewer words.", "readers got lost",
    )  # fmt: skip
    assert Guide.objects.get(pk=guide.pk).summary == guide.summary
    assert "In fewer words." not in client.get(guide.get_absolute_url()).content.decode()


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_every_kind_of_content_can_be_edited_as_it_was_shipped(client, anna, model):
    for row in model.objects.all()[:4]:
        answer = send(client, row, reason="only looking")

        assert answer.status_code == 302, answer.context["adminform"].form.errors
    changed = {name for draft in Revision.objects.all() for name, _, _ in revisions.differences(draft)}
    assert changed <= {"bands"}  # an empty meaning that was written out is left out


def test_a_second_person_reviews_and_publishes(client, anna, noor, guide):
    send(client, guide, summary="In fewer words.")
    draft = Revision.objects.get()

    refused = step(client, draft, "review").content.decode()
    assert "nobody approves their own words" in refused

    client.force_login(noor)
    assert (
        "In fewer words."
        in client.get(reverse("admin:guides_revision_change", args=[draft.pk])).content.decode()
    )
    step(client, draft, "review")
    step(client, draft, "publish")

    assert Guide.objects.get(pk=guide.pk).summary == "In fewer words."
    client.logout()
    assert "In fewer words." in client.get(guide.get_absolute_url()).content.decode()


def test_publishing_needs_a_review_and_says_so(client, anna, noor, guide):
    send(client, guide, summary="Unread.")
    client.force_login(noor)

    page = step(client, Revision.objects.get(), "publish").content.decode()

    assert "Only a revision that is “reviewed” can take this step." in page
    assert Guide.objects.get(pk=guide.pk).summary == guide.summary


def test_an_old_version_is_drafted_again(client, anna, noor, guide):
    send(client, guide, summary="A mistake.")
    client.force_login(noor)
    for name in ("review", "publish"):
        step(client, Revision.objects.get(), name)
    shipped = revisions.revisions_of(guide).get(number=1)

    step(client, shipped, "bring-back")

    back = revisions.revisions_of(guide).get(status="draft")
    assert (back.fields["summary"], back.drafted_by) == (guide.summary, noor)


def test_a_revision_is_not_changed_past_its_form(client, anna, guide):
    draft = revisions.draft(guide, by=anna)
    address = reverse("admin:guides_revision_change", args=[draft.pk])

    assert client.post(address, {"reason": "x"}).status_code == 403
    assert client.get(reverse("admin:guides_revision_step", args=[draft.pk, "review"])).status_code == 405
    assert client.get(reverse("admin:guides_revision_add")).status_code == 403
    assert (
        client.post(reverse("admin:guides_guide_delete", args=[guide.pk]), {"post": "yes"}).status_code == 403
    )


def test_the_preview_shows_the_draft_as_patients_would_read_it(client, anna, guide):
    send(client, guide, body="## Tried out\n\nCall {emergency_number}.")

    page = preview(client, Revision.objects.get()).content.decode()

    assert "<h2>Tried out</h2>" in page
    assert "Call 112." in page
    assert "Patients do not see this" in page


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_every_kind_of_content_has_a_preview(client, anna, model):
    draft = revisions.draft(model.objects.first(), by=anna)

    assert "Patients do not see this" in preview(client, draft).content.decode()


def test_bands_are_edited_as_lines(client, anna, bands):
    lines = to_lines(bands.bands).replace("below 20 ng/mL = 50 nmol/L", "below 21 ng/mL = 52 nmol/L")

    send(client, bands, bands=lines)

    draft = Revision.objects.get()
    assert draft.fields["bands"][0]["below"] == {"ng/mL": "21", "nmol/L": "52"}
    assert BandSet.objects.get(pk=bands.pk).bands == bands.bands


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("below 20 ng/mL | low\nnonsense | x\nabove | fine", "Line 2: begin with"),
        ("below 20 ng/mL | low", "The last line begins with “above”"),
        ("below 20 apples | low\nabove | fine", "“apples” is not a unit of this test."),
    ],
)
def test_a_bad_line_is_named_and_what_was_typed_stays(client, anna, bands, lines, sentence):
    answer = send(client, bands, bands=lines)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert lines.splitlines()[0] in page
    assert not Revision.objects.exists()


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ('{"fact": "shoe_size", "is": 44}', "“shoe_size” is not a fact that the app knows."),
        ('{"all": [{"fact": "symptom"}]}', "A fact needs a comparison"),
        ('{"fact": ["symptom"], "is": 1}', "is not a fact that the app knows."),
        ('{"fact": "severity", "exceeds": 7}', "“exceeds” is not a comparison."),
        ('{"fact": "severity", "at_least": "seven"}', "compares with a number"),
        ('{"any": []}', "needs a list of rules"),
        ("[1, 2]", "A rule is a table"),
        ("{not json", "valid JSON"),
    ],
)
def test_a_rule_that_cannot_be_met_is_refused(client, anna, rule, sentence):
    notice = Notice.objects.first()

    answer = send(client, notice, fires_when=rule)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Revision.objects.exists()


@pytest.mark.parametrize(
    "units",
    [
        '[{"factor": "2"}]',
        '[{"unit": "x", "factor": "0"}]',
        '[{"unit": "x", "factor": "two"}]',
        '["x"]',
        '{"unit": "x"}',
    ],
)
def test_units_that_cannot_be_converted_are_refused(client, anna, units):
    answer = send(client, LabTest.objects.first(), units=units)

    assert "A list of units, each with" in answer.content.decode()
    assert not Revision.objects.exists()


def test_a_label_has_only_units_that_can_be_added_up(client, anna):
    answer = send(client, Substance.objects.first(), units="IU\nspoons")

    assert "Not a unit of a label: spoons." in answer.content.decode()


def test_a_band_names_only_notices_that_exist(client, anna, bands):
    lines = to_lines(bands.bands) + " | notice vitamin-d-levle-high"

    assert "There is no notice “vitamin-d-levle-high”." in send(client, bands, bands=lines).content.decode()


def test_a_new_article_is_invisible_until_it_is_published(client, anna, noor):
    sent = {
        "slug": "sleep", "title": "Sleeping again", "summary": "Short.", "body": "Text.", "order": "9",
        "source": "NHS, Insomnia", "reviewed_on": "2026-11-20", "review_due_on": "2027-11-20",
    }  # fmt: skip

    client.post(reverse("admin:guides_guide_add"), sent)
    assert client.get("/guides/sleep/").status_code == 404

    client.force_login(noor)
    for name in ("review", "publish"):
        step(client, Revision.objects.get(), name)
    assert client.get("/guides/sleep/").status_code == 200


def test_patients_data_are_not_browsable():
    owned = {model for model in apps.get_models() if issubclass(model, PatientOwned)}
    history = {model for model in apps.get_models() if model.__name__.startswith("Historical")}

    # Who opened what is looked at here; it says nothing of what stands in the record.
    assert set(admin.site._registry) & (owned | history) == {RecordAccess}


def test_the_desk_is_closed_to_everybody_else(client, alice, dr_chen, content):
    for person in (alice, dr_chen):
        client.force_login(person)
        assert client.get(reverse("admin:guides_guide_changelist")).status_code in (302, 403)
