import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.models import RecordAccess
from journal.models import Episode, Medicine, Phase
from tests.clinic.conftest import NOTE, TODAY, result, share, shown, whole_diary
from tests.rows import row_of
from tests.trends.diaries import (
    clear_improvement,
    improve_scores,
    keep_diary,
    keep_scores,
    start_supplement,
)
from trends.models import Assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def diary(alice, dr_chen, content):
    return whole_diary(alice)


def page_of(client, doctor, patient):
    client.force_login(doctor)
    return client.get(f"/clinic/{patient.pk}/")


def words_of(page):
    """What is read on the page: text without tags, spaces made one."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_the_page_names_the_patient_and_what_it_rests_on(client, alice, dr_chen, diary):
    words = words_of(page_of(client, dr_chen, alice))

    assert "Alice born 14 April 1958 (68)" in words
    assert "Patient-reported, 2 Jul 2026 to 18 Nov 2026. Made 19 Nov 2026, 14:00" in words


def test_the_verdict_stands_in_words_and_numbers(client, alice, dr_chen, diary):
    page = page_of(client, dr_chen, alice)
    words = words_of(page)

    assert page.context["card"].leading.word == "Improved"
    assert "75 % range" in words
    assert "90 % range" in words
    assert "AB, unblinded, one patient" in words
    assert "works" not in words.lower().replace("fireworks", "")


def test_the_method_reads_the_same_nights_in_five_ways(client, alice, dr_chen, diary):
    card = page_of(client, dr_chen, alice).context["card"]
    facts, method = card.leading.facts, card.method

    assert [row[0] for row in method.rows] == [
        "As judged",
        "Last 14 days as baseline",
        "No natural trend",
        "Wide natural trend",
        "Unanswered as quiet",
    ]
    assert method.rows[0][1:3] == (f"{facts.rate_ratio:.2f}", f"{facts.low:.2f}–{facts.high:.2f}")
    assert method.lead_in.startswith("Last 14 nights before the start: ")
    assert "of 14 answered" in method.lead_in


def test_thin_data_get_no_doubtful_numbers_behind_the_method_either(client, alice, dr_chen, content):
    first = keep_diary(alice, [1, None, None, None, None] * 28)
    start_supplement(alice, first + dt.timedelta(days=56))

    card = page_of(client, dr_chen, alice).context["card"]

    assert card.leading.facts.is_thin
    assert card.method.rows == ()
    assert card.method.lead_in


def test_five_years_are_not_drawn_and_the_caption_says_so(client, alice, dr_chen, content):
    first = keep_diary(alice, [1, 0, 0, 1, 0, 0, 0] * 100)
    start_supplement(alice, first + dt.timedelta(days=140))

    picture = page_of(client, dr_chen, alice).context["card"].picture

    assert len(picture.chart.weeks) == 38
    assert "8 earlier and 54 later weeks of your diary are left out" in picture.caption


def test_the_picture_has_a_table_with_its_numbers(client, alice, dr_chen, diary):
    page = page_of(client, dr_chen, alice)

    assert 'id="desk' in page.text
    assert "The same numbers as a table" in page.text
    assert len(page.context["card"].picture.table.rows) == 20


def test_a_red_flag_stands_on_top_with_what_the_patient_did(client, alice, dr_chen, diary):
    share(alice, notes=True)
    shown(alice, patient_note="Rang the surgery.")

    words = words_of(page_of(client, dr_chen, alice))

    assert "Red flag shown 18 Nov 14:00: Cramp over 10 minutes (same-day notice)" in words
    assert "Rang the surgery." in words
    assert words.index("Red flag") < words.index("Improved")


def test_a_mild_notice_is_no_red_flag(client, alice, dr_chen, diary):
    shown(alice, urgency="see_doctor")

    assert "Red flag" not in page_of(client, dr_chen, alice).text


def test_a_first_opening_is_said_to_be_one(client, alice, dr_chen, diary):
    assert "You have not opened this page before today." in page_of(client, dr_chen, alice).text


def test_what_changed_since_the_last_opening_is_told(client, alice, dr_chen, diary):
    opened = timezone.now() - dt.timedelta(days=60)
    RecordAccess.objects.create(
        patient=alice, reader_id=dr_chen.pk, reader_name="Dr Chen", surface="record", kinds="labs", at=opened
    )
    row_of(Medicine, alice, name="Ibuprofen", started_on=TODAY - dt.timedelta(days=10))
    row_of(Phase, alice, regimen=diary, amount=2000, starts_on=TODAY - dt.timedelta(days=12))
    shown(alice)

    news = page_of(client, dr_chen, alice).context["card"].news

    assert news[0] == "1 red flag shown"
    assert "25(OH)D 14 to 38 ng/mL" in news
    assert "Ibuprofen from 9 Nov" in news
    assert "Vitamin D3 2,000 IU daily since 7 Nov" in news
    assert not [line for line in news if "Omeprazole" in line]


def test_todays_glances_do_not_hide_what_is_new(client, alice, dr_chen, diary):
    client.force_login(dr_chen)
    client.get(f"/clinic/{alice.pk}/")

    assert client.get(f"/clinic/{alice.pk}/").context["card"].opened_at is None


def test_the_openings_of_another_doctor_are_not_hers(client, alice, dr_chen, dr_diaz, diary):
    RecordAccess.objects.create(
        patient=alice,
        reader_id=dr_diaz.pk,
        reader_name="Dr Diaz",
        surface="record",
        kinds="labs",
        at=timezone.now() - dt.timedelta(days=9),
    )

    assert page_of(client, dr_chen, alice).context["card"].opened_at is None


def test_medicines_conditions_and_changes_are_named(client, alice, dr_chen, diary):
    row_of(Medicine, alice, name="Statin", started_on=TODAY - dt.timedelta(days=20))
    row_of(Medicine, alice, name="Old drug", stopped_on=TODAY - dt.timedelta(days=20))

    card = page_of(client, dr_chen, alice).context["card"]

    assert [(line.name, line.is_new) for line in card.medicines] == [
        ("Statin", True),
        ("Omeprazole 20 mg", False),
    ]
    assert [row.name for row in card.stopped] == ["Old drug"]
    assert ("evening walks", "day 60, 26 Oct") in card.changes


def test_labs_stand_with_the_labs_own_range_and_the_value_before(client, alice, dr_chen, diary):
    labs = page_of(client, dr_chen, alice).context["card"].labs

    first = labs.lines[0]
    assert (first.name, first.number, first.unit) == ("25(OH)D", "38", "ng/mL")
    assert first.beside == "95 nmol/L; 30–100; was 14, 7 Aug"
    assert labs.after == "11 weeks after the start"


def test_adherence_and_the_average_have_their_denominators(client, alice, dr_chen, diary):
    course = page_of(client, dr_chen, alice).context["card"].courses[0]

    assert ("Doses taken", "3 of 3 answered (84 planned)") in course.facts
    assert ("Average since then", "up to 1,000 IU a day, all sources") in course.facts


def test_how_it_feels_is_before_and_now(client, alice, dr_chen, diary):
    facts = dict(page_of(client, dr_chen, alice).context["card"].feeling)

    assert facts["Impression (PGIC)"] == "minimally improved, 1 Nov"
    assert facts["Nights with pain medicine"] == "? → 1 of 1"


def test_the_sheet_counts_what_episodes_say(client, alice, dr_chen, diary):
    counts = {line.label: line.count for line in page_of(client, dr_chen, alice).context["card"].counts}

    assert counts["Eased by stretching"] == "3 of 3"
    assert counts["One side only"] == "3 of 3"
    assert counts["Both feet, like socks"] == "3 of 3"
    assert "Urge to move" not in counts


def test_the_patients_own_question_is_there(client, alice, dr_chen, diary):
    assert "“Should I go on?”" in page_of(client, dr_chen, alice).text


def test_a_stale_verdict_is_computed_on_the_spot(client, alice, dr_chen, diary):
    Assessment.objects.filter(patient=alice).update(revision=0)
    alice.trend_state.revision = 0
    alice.trend_state.save()

    page_of(client, dr_chen, alice)

    assert Assessment.objects.get(patient=alice, is_main=True).revision > 0


def test_an_empty_diary_is_a_page_too(client, alice, dr_chen, content):
    page = page_of(client, dr_chen, alice)

    assert page.status_code == 200
    assert "No supplement has been started yet" in page.text
    assert "None entered" in page.text


def test_before_a_start_the_weeks_are_described(client, alice, dr_chen, content):
    keep_diary(alice, [1, 0] * 20)
    row_of(Episode, alice)

    card = page_of(client, dr_chen, alice).context["card"]

    assert card.leading is None
    assert card.picture.chart.start is None
    assert len(card.picture.table.rows) == 6


def test_a_supplement_begun_before_the_diary_gets_no_verdict(client, alice, dr_chen, content):
    first = keep_diary(alice, [1, 0] * 40)
    row_of(Episode, alice)
    start_supplement(alice, first - dt.timedelta(days=100), already_started=True)

    page = page_of(client, dr_chen, alice)

    assert page.context["card"].leading is None
    assert "no “before” to compare with" in page.text


def test_a_scored_symptom_is_judged_in_points_beside_its_raw_means(client, alice, dr_chen, content):
    improve_scores(alice)

    page = page_of(client, dr_chen, alice)
    card, words = page.context["card"], words_of(page)

    assert card.leading.title == "Burning or tingling, final read-out of 19 November"
    assert card.leading.headline == "Improved. Cause not shown by this design."
    assert card.leading.figures == (("7.1 → 2.0", "burning or tingling, mean of 0–10"),)
    assert re.search(r"points lower: 86 % range \d\.\d–\d\.\d points lower, 90 % range", words)
    assert "P(lower) &gt; 0.99. Answered 56 of 56 days before, 84 of 84 since the start" in words
    assert "Your own scale may have shifted." in words
    assert not re.search(r"% fewer|cramps", card.leading.line)
    assert ("Burning or tingling, worst of 24 h", "median 7 → 2 of 10") in card.feeling
    assert "Lowest to highest" in words


def test_a_score_beside_the_leading_count_is_judged_too(client, alice, dr_chen, content):
    clear_improvement(alice)
    keep_scores(alice, [7, 8, 7, 6, 8, 7, 7] * 8 + [2, 3, 2, 1, 2, 3, 1] * 12, slug="low-mood")

    card = page_of(client, dr_chen, alice).context["card"]

    assert card.leading.title.startswith("Cramps")
    assert card.other_symptoms == [("Low mood", "Improved", "final, 19 Nov")]


def test_what_patients_type_is_shown_as_text(client, alice, dr_chen, diary):
    evil = "<script>alert(1)</script>"
    share(alice, notes=True)
    row_of(Medicine, alice, name=evil, started_on=TODAY - dt.timedelta(days=60))
    row_of(Episode, alice, note=evil)
    result(alice, "calcium", "9.9", lab_name=evil, note=evil)

    page = page_of(client, dr_chen, alice)

    assert evil not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_the_page_asks_the_database_a_fixed_number_of_times(
    client, alice, dr_chen, diary, django_assert_max_num_queries
):
    for number in range(20):
        row_of(Episode, alice, severity=3)
        row_of(Medicine, alice, name=f"Medicine {number}")
        result(alice, "calcium", "9.5")
        shown(alice)
    client.force_login(dr_chen)
    client.get(f"/clinic/{alice.pk}/")

    with django_assert_max_num_queries(40):
        client.get(f"/clinic/{alice.pk}/")


def test_a_very_long_diary_shows_its_newest_episodes(client, alice, dr_chen, content):
    episodes = [row_of(Episode, alice) for _ in range(3)]
    Episode.objects.bulk_create(
        Episode(
            patient=alice,
            symptom=episodes[0].symptom,
            started_at=episodes[0].started_at,
            zone="UTC",
            night=episodes[0].night,
            in_night_hours=True,
        )
        for _ in range(250)
    )

    card = page_of(client, dr_chen, alice).context["card"]

    assert (len(card.episodes), card.episodes_in_all) == (200, 253)


def test_nothing_on_the_page_needs_a_style_or_a_script_of_its_own(client, alice, dr_chen, diary):
    text = page_of(client, dr_chen, alice).text

    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", text)


def test_notes_stay_with_the_patient_unless_she_shares_them(client, alice, dr_chen, diary):
    assert NOTE not in page_of(client, dr_chen, alice).text

    share(alice, notes=True)
    assert NOTE in page_of(client, dr_chen, alice).text
