"""“Is it helping?” for each of the cast: what it says, what it never says, and that it is never stale."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import DiaryState
from home.baseline import baseline_of, whole_diary
from journal.models import CheckIn, Impression, Regimen
from tests.rows import row_of, symptom
from tests.trends.diaries import NOON_AFTER, keep_diary, start_supplement
from trends.loading import load
from trends.models import Assessment, TrendState
from trends.what_if import what_if

# Everything is written once, for all tests of this file.
pytestmark = pytest.mark.xdist_group("stories")

# What may never be said about a supplement, and what is not ours to say.
NEVER = re.compile(
    r"\b(works?|worked|working|effective|cured?|diagnos\w+|significant|proves|proven|proof)\b", re.I
)

STORIES = {
    "alice": [
        "You are having fewer cramps than before.",
        "Week-8 read-out",
        r"about \d.*? nights answered",
        "3 chances in 4",
    ],
    "bob": [
        "No clear change in your cramps.",
        "does not mean that vitamin D3 has no effect",
        "People often start at their worst",
    ],
    "carol": ["There are not enough answered nights( yet)? to compare.", "says nothing about"],
    "dan": ["You are having more cramps than before.", "tell your doctor"],
    "erin": [
        "Your burning or tingling is milder than before.",
        "This diary alone cannot show the reason",
        "Duloxetine .*cannot be told apart",
        r"about 6 of 10 on average ?\d+ of 56 days answered",
        "6 chances in 7 that your score lies between .* points lower",
        "Your own scale may have shifted",
        "28 of 66 people on a dummy pill",
    ],
}


def words(answer):
    """What can be read on the page, without its marks."""
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def helping(client, patient):
    client.force_login(patient)
    return words(client.get(reverse("helping")))


@pytest.mark.parametrize(("login", "sentences"), STORIES.items())
def test_each_of_the_cast_reads_her_own_story(client, somebody, login, sentences):
    page = helping(client, somebody(login))

    for sentence in sentences:
        assert re.search(sentence, page, re.I), sentence


@pytest.mark.parametrize("login", STORIES)
def test_no_page_praises_or_diagnoses(client, somebody, login):
    page = helping(client, somebody(login))

    assert not NEVER.findall(page)


@pytest.mark.parametrize("login", STORIES)
def test_every_page_has_its_picture_and_the_same_numbers_as_a_table(client, somebody, login):
    client.force_login(somebody(login))
    page = client.get(reverse("helping")).content.decode()

    assert page.count("<svg") >= 2
    table = re.search(r"<table.*?</table>", page, re.S)[0]
    assert table.count("<tr>") > 15
    assert "nan" not in page.lower().split()
    assert not re.search(r"\bNone\b", strip_tags(page))


def test_a_score_is_judged_in_points_and_days(client, somebody):
    page = helping(client, somebody("erin"))

    assert "Allowing for ordinary ups and downs" in page
    assert not re.search(r"fewer|more burning|spells of|\d nights|after you started", page)


def test_thin_data_have_no_range(client, somebody):
    assert "Allowing for ordinary ups and downs" not in helping(client, somebody("carol"))


def test_who_had_already_started_is_promised_no_verdict(client, somebody):
    alice = somebody("alice")
    Regimen.objects.of(alice).update(already_started=True)

    page = helping(client, alice)

    assert "already started" in page
    assert "no verdict is promised" in page
    assert "Do not delay, skip or stop a medicine your doctor prescribed" in page
    assert not re.search(r"You are having (fewer|more)", page)
    assert not Assessment.objects.of(alice).exists()


def test_before_a_start_the_page_says_what_a_good_baseline_needs(client, alice, content):
    page = helping(client, alice)

    assert "First, what is usual for you" in page
    assert "quiet ones most of all" in page
    assert "Add a supplement" in page


@pytest.mark.parametrize(("hour", "nights"), [(9, 20), (13, 21)])
def test_a_night_counts_before_a_start_when_it_is_over(client, alice, content, time_machine, hour, nights):
    """As in every conclusion: at noon, on the patient's clock."""
    keep_diary(alice, [1] * 21)
    morning = dt.datetime(2026, 11, 19, hour, tzinfo=alice.zone)
    time_machine.move_to(morning, tick=False)

    diary, said = whole_diary(alice, now=morning)
    baseline = baseline_of(alice, diary, said, today=morning.date())

    assert (baseline.nights, baseline.answered) == (nights, nights)
    assert str(nights) in helping(client, alice)


def test_a_planned_start_is_named(client, alice, content):
    product = row_of(Regimen, alice, started_on=dt.date(2099, 1, 1), main_symptom=symptom()).supplement

    assert f"Before {product.name} starts" in helping(client, alice)


def test_an_entry_made_a_moment_ago_is_already_counted(client, somebody):
    """No worker runs here: the page computes on the spot."""
    dan = somebody("dan")
    client.force_login(dan)
    client.get(reverse("helping"))
    before = Assessment.objects.of(dan).get(is_main=True).nights_answered_after

    tested = Regimen.objects.of(dan).get().started_on + dt.timedelta(days=30)
    CheckIn.objects.of(dan).filter(answer="quiet", night__gt=tested).earliest("night").delete()
    client.get(reverse("helping"))

    assert Assessment.objects.of(dan).get(is_main=True).nights_answered_after == before - 1
    assert TrendState.objects.get(patient=dan).revision == DiaryState.objects.get(patient=dan).revision


def test_a_new_night_is_computed_on_the_spot(client, somebody, time_machine):
    alice = somebody("alice")
    time_machine.move_to(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=False)

    helping(client, alice)

    assert TrendState.objects.get(patient=alice).as_of_night == dt.date(2026, 11, 21)


def test_what_is_fresh_is_not_computed_again(client, somebody, monkeypatch):
    alice = somebody("alice")
    helping(client, alice)
    monkeypatch.setattr("trends.assessing.refresh", lambda *args, **kwargs: pytest.fail("computed again"))

    helping(client, alice)


def test_reading_it_is_remembered_once(client, somebody):
    alice = somebody("alice")
    assert Assessment.objects.of(alice).get(is_main=True).seen_at is None

    helping(client, alice)
    seen = Assessment.objects.of(alice).get(is_main=True).seen_at
    helping(client, alice)

    assert seen is not None
    assert Assessment.objects.of(alice).get(is_main=True).seen_at == seen


def test_a_detail_page_is_its_owners_alone(client, somebody):
    alice, bob = somebody("alice"), somebody("bob")
    hers = Assessment.objects.of(alice).get(is_main=True)
    client.force_login(alice)
    assert client.get(reverse("helping-detail", args=[hers.pk])).status_code == 200

    for other in (bob, somebody("dr_chen")):
        client.force_login(other)
        assert client.get(reverse("helping-detail", args=[hers.pk])).status_code == 404
    assert client.get(reverse("helping-detail", args=[999_999])).status_code == 404


def test_a_conclusion_that_the_diary_no_longer_supports_is_gone(client, somebody):
    alice = somebody("alice")
    hers = Assessment.objects.of(alice).get(is_main=True)
    Regimen.objects.of(alice).delete()
    client.force_login(alice)

    assert client.get(reverse("helping-detail", args=[hers.pk])).status_code == 404
    assert "First, what is usual for you" in words(client.get(reverse("helping")))


def shown(client, patient, address=None):
    """What the page was made from."""
    client.force_login(patient)
    return client.get(address or reverse("helping")).context


@pytest.mark.parametrize("login", ["alice", "bob", "dan", "erin"])
def test_what_would_change_the_answer_is_computed_on_the_nights_of_the_verdict(client, somebody, login):
    page = shown(client, somebody(login))["page"]
    diary = load(lambda model: model.objects.of(page.assessment.patient), page.assessment.as_of_night)

    judged = what_if(diary, page.assessment).readings[0]

    assert judged.code == "as_judged"
    assert (judged.estimate, judged.low, judged.high) == pytest.approx(
        (page.facts.estimate, page.facts.low, page.facts.high)
    )


CHANGES = {
    "alice": "Other ways of reading it do not: the range stays on the side of fewer",
    "bob": "If it went on like the last four weeks, the final read-out on 20 November would say the same",
    "carol": "More answers cannot, not for this start.",
    "dan": "the range stays on the side of more",
    "erin": "the range stays on the side of lower",
}


@pytest.mark.parametrize(("login", "sentence"), CHANGES.items())
def test_each_reads_what_would_change_her_answer(client, somebody, login, sentence):
    page = helping(client, somebody(login))

    assert "What would change this answer" in page
    assert sentence in page


def test_before_the_last_read_out_it_says_what_it_would_say_if_it_went_on(
    client, alice, content, time_machine
):
    time_machine.move_to(NOON_AFTER, tick=False)
    first = keep_diary(alice, [1, 2, 1, 0, 1, 1, 1] * 8 + [1, 0, 0, 0, 0, 0, 0] * 9)
    start_supplement(alice, first + dt.timedelta(days=56))

    page = helping(client, alice)

    assert "If it went on like the last four weeks, the final read-out on" in page
    assert "would say the same: fewer cramps than before" in page
    assert "not a forecast" in page
    assert "would leave the answer as it is" in page


def test_the_reason_to_start_is_told_in_her_own_words(client, somebody):
    assert "in your words: “Two terrible weeks.”" in helping(client, somebody("bob"))


def test_the_impression_stands_beside_the_verdict_with_its_history(client, somebody):
    alice = somebody("alice")
    regimen = Regimen.objects.of(alice).get()
    row_of(Impression, alice, regimen=regimen, change=4, given_on=dt.date(2026, 10, 1))

    page = helping(client, alice)

    assert "Your own impression: “much improved”, 14 November. Before that: “no change” (1 October)." in page
    assert "both may be true" not in page


def test_an_impression_that_differs_is_not_argued_with(client, somebody):
    dan = somebody("dan")
    Impression.objects.of(dan).update(change=2)

    assert "both may be true" in helping(client, dan)


def test_patterns_are_described_with_their_denominators_and_said_to_be_untested(client, somebody):
    page = helping(client, somebody("alice"))

    assert "Described, not tested" in page
    assert re.search(r"\d+ of \d+ between 0\d:00 and 0\d:00", page)
    assert re.search(r"\d+ of \d+ (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days to", page)
    assert re.search(r"After “[^”]+”: \d+ of \d+ nights with cramps; not ticked: \d+ of \d+", page)
    assert not re.search(r"\b(trigger\w*|cause[sd]?|p-value)\b", page)


def test_a_score_has_its_weekdays_and_no_places(client, somebody):
    titles = [section.title for section in shown(client, somebody("erin"))["around"].patterns.sections]

    assert titles == ["Day of the week"]


def test_too_little_for_a_pattern_is_a_sentence(client, somebody):
    page = helping(client, somebody("carol"))

    assert "Shown once every day of the week has 4 answers" in page


def test_who_had_already_started_sees_impression_and_patterns(client, somebody):
    alice = somebody("alice")
    Regimen.objects.of(alice).update(already_started=True)

    page = helping(client, alice)

    assert "Your own impression: “much improved”" in page
    assert "Time of night" in page
    assert "Week by week" in page
    assert "25(OH)D" in page


@pytest.fixture
def five_years(alice, content, time_machine):
    time_machine.move_to(NOON_AFTER, tick=False)
    first = keep_diary(alice, [1, 0, 0, 2, 0, None, 0] * 260)
    start_supplement(alice, first + dt.timedelta(days=7 * 60))
    return alice


def test_of_five_years_the_weeks_around_the_start_are_drawn(client, five_years):
    client.force_login(five_years)
    answer = client.get(reverse("helping"))

    assert len(answer.content) < 80_000
    assert "38 weeks are shown here. 48 earlier and 174 later weeks of your diary are left out." in words(
        answer
    )
    assert answer.content.decode().count('<th scope="row">') < 60


def test_the_newest_weeks_are_a_tap_away(client, five_years):
    around = shown(client, five_years, reverse("helping") + "?weeks=newest")["around"].weeks

    assert around.drawn.later == 0
    assert around.drawn.earlier == 246
    assert len(around.drawn.chart.weeks) == 14
    assert "Show the weeks around the start" in words(client.get(reverse("helping") + "?weeks=newest"))
