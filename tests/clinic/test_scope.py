"""What a doctor sees through a link is what she would see had the diary held nothing else."""

import datetime as dt

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.access import SharedRecord
from accounts.models import CareLink, RecordAccess
from accounts.records import DiaryRecord
from clinic.cards import card
from journal.models import Appointment, Episode
from tests.clinic.conftest import share, shown, whole_diary
from tests.rows import row_of
from trends.models import Assessment

pytestmark = pytest.mark.django_db

LATE = dt.date(2026, 9, 1)
DIARY = [model for model in apps.get_models() if issubclass(model, DiaryRecord)]


@pytest.fixture
def diary(alice, dr_chen, content):
    return whole_diary(alice)


def seen(record):
    """Everything on the page that comes from the diary."""
    page = card(record, timezone.now())
    return {
        "first_on": page.first_on,
        "verdicts": [
            (v.title, v.headline, v.figures, v.line, [d.text for d in v.doubts], v.conclusion.described)
            for v in page.verdicts
        ],
        "picture": page.picture and (page.picture.svg, page.picture.caption),
        "courses": [(course.taking.product, course.facts) for course in page.courses],
        "labs": page.labs,
        "feeling": page.feeling,
        "medicines": page.medicines,
        "conditions": [row.kind for row in page.conditions],
        "examinations": [(row.kind, row.note) for row in page.examinations],
        "changes": page.changes,
        "counts": page.counts,
        "question": page.appointment and page.appointment.question,
        "episodes": page.episodes,
    }


def keep_only(record):
    """Take everything out of the diary that this record does not hold; notes become empty."""
    kept = {model: [row.pk for row in record.rows(model)] for model in DIARY}
    for model in DIARY:
        model.objects.of(record.patient).exclude(pk__in=kept[model]).delete()
        if model.share_notes and not record.shares("notes"):
            model.objects.of(record.patient).update(**dict.fromkeys(model.share_notes, ""))
    Assessment.objects.of(record.patient).delete()
    record.patient.trend_state.delete()
    record.patient.refresh_from_db()


@pytest.mark.parametrize(
    "scope",
    [
        {},
        {"notes": True},
        {"labs": False},
        {"shares_from": LATE},
        {"shares_from": dt.date(2026, 7, 20)},
        {"shares_from": dt.date(2026, 11, 17), "notes": True},
        {"shares_from": LATE, "labs": False},
        {"shares_from": dt.date(2027, 1, 1)},
    ],
    ids=str,
)
def test_the_page_through_a_link_is_the_page_of_a_diary_cut_first(alice, diary, scope):
    through = SharedRecord(alice, CareLink(patient=alice, **scope))
    before = seen(through)

    keep_only(through)

    assert seen(SharedRecord(alice, CareLink(patient=alice, notes=True))) == before


def test_a_cut_verdict_is_made_on_the_spot_and_never_stored(client, alice, dr_chen, diary):
    stored = list(Assessment.objects.of(alice).values("verdict", "nights_answered_before", "computed_at"))
    share(alice, shares_from=LATE)
    client.force_login(dr_chen)

    page = client.get(f"/clinic/{alice.pk}/")

    assert page.context["card"].leading.word == "Not enough data"
    assert "computed on the part that is shared" in page.text
    assert (
        list(Assessment.objects.of(alice).values("verdict", "nights_answered_before", "computed_at"))
        == stored
    )


def page_with(client, alice, dr_chen, **scope):
    share(alice, **scope)
    client.force_login(dr_chen)
    return client.get(f"/clinic/{alice.pk}/")


def test_without_symptoms_there_is_no_verdict_no_picture_no_count(client, alice, dr_chen, diary):
    page = page_with(client, alice, dr_chen, symptoms=False)
    card = page.context["card"]

    assert (card.leading, card.picture, card.counts, card.episodes, card.appointment) == (
        None,
        None,
        [],
        [],
        None,
    )
    assert "Improved" not in page.text
    assert "cramp" not in page.text.lower()


def test_without_supplements_there_is_no_start_and_no_product(client, alice, dr_chen, diary):
    page = page_with(client, alice, dr_chen, supplements=False)
    card = page.context["card"]

    assert card.leading is None
    assert card.picture.chart.start is None
    assert not [
        word
        for word in ("Vitamin D3", "Omeprazole", "evening walks", "Diabetes", "Improved")
        if word in page.text
    ]
    assert "Supplements are not shared" in page.text


def test_without_labs_there_is_no_value_anywhere(client, alice, dr_chen, diary):
    page = page_with(client, alice, dr_chen, labs=False)

    assert page.context["card"].labs is None
    assert "38" not in [word.strip(".,;") for word in page.text.split()]
    assert "25(OH)D" not in page.text.split("Comparison sheet: what is often described")[0]


def test_a_red_flag_goes_with_the_row_that_raised_it(client, alice, dr_chen, diary):
    shown(alice, entry_kind="lab", short="A lab flag")
    shown(alice, entry_kind="episode", short="A night flag")
    shown(alice, entry_kind="checkin", short="An old flag", about_on=dt.date(2026, 8, 1))

    assert "A lab flag" not in page_with(client, alice, dr_chen, labs=False).text
    assert "A night flag" not in page_with(client, alice, dr_chen, labs=True, symptoms=False).text
    both = page_with(client, alice, dr_chen, labs=True, symptoms=True, shares_from=LATE).text
    assert "A lab flag" in both
    assert "A night flag" in both
    assert "An old flag" not in both


def test_a_red_flag_that_tells_what_is_taken_goes_with_that_too(client, alice, dr_chen, diary):
    shown(alice, notice="stop-self-started-vitamin-d", entry_kind="lab", short="Self-started vitamin D")

    client.force_login(dr_chen)
    for may_read in (False, True):
        share(alice, supplements=may_read)
        assert ("Self-started vitamin D" in client.get("/clinic/").text) is may_read

    assert "Self-started vitamin D" not in page_with(client, alice, dr_chen, supplements=False).text
    assert "Self-started vitamin D" in page_with(client, alice, dr_chen, supplements=True).text


def test_a_visit_today_is_not_told_without_symptoms(client, alice, dr_chen, diary):
    row_of(Appointment, alice, at=timezone.now())
    share(alice, symptoms=False)
    client.force_login(dr_chen)

    page = client.get("/clinic/?show=today")

    assert page.context["number"]["today"] == 0
    assert page.context["rows"] == []


def test_a_flag_shown_after_midnight_where_the_doctor_is_is_new(client, alice, dr_chen, diary):
    dr_chen.time_zone = "Pacific/Auckland"
    dr_chen.save()
    opened_at = dt.datetime(2026, 11, 16, 19, tzinfo=dt.UTC)
    RecordAccess.objects.create(
        patient=alice, reader_id=dr_chen.pk, reader_name="Dr Chen", surface="record", kinds="", at=opened_at
    )
    shown(alice, shown_at=opened_at + dt.timedelta(hours=1))

    assert "1 red flag shown" in page_with(client, alice, dr_chen).context["card"].news


def test_what_a_patient_wrote_beside_a_flag_is_a_note(client, alice, dr_chen, diary):
    shown(alice, patient_note="Rang the surgery.")

    assert "Rang the surgery." not in page_with(client, alice, dr_chen, notes=False).text
    assert "Rang the surgery." in page_with(client, alice, dr_chen, notes=True).text


def test_the_range_of_dates_is_that_of_what_is_shared(client, alice, dr_chen, diary):
    page = page_with(client, alice, dr_chen, shares_from=LATE)

    assert "Patient-reported, 1 Sep 2026 to 18 Nov 2026" in page.text
    assert "Nothing older than 1 Sep 2026 is shared." in page.text


def test_a_wider_consent_opens_more_at_once(client, alice, dr_chen, diary):
    assert page_with(client, alice, dr_chen, labs=False).context["card"].labs is None
    assert page_with(client, alice, dr_chen, labs=True).context["card"].labs


def test_an_impression_goes_with_its_deleted_supplement(client, alice, dr_chen, diary):
    assert "PGIC" in str(page_with(client, alice, dr_chen).context["card"].feeling)

    diary.discard()

    assert "PGIC" not in str(page_with(client, alice, dr_chen).context["card"].feeling)


def test_a_deleted_entry_is_gone_from_the_doctors_page_too(client, alice, dr_chen, diary):
    row = row_of(Episode, alice, walking_distance_m=321)
    assert "321 m" in page_with(client, alice, dr_chen).text

    row.discard()

    assert "321 m" not in page_with(client, alice, dr_chen).text
