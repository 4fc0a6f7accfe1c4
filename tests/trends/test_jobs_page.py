"""The jobs in the admin: how far tonight's pass is, what waits, and whether anything runs at all."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission

from journal.models import CheckIn
from tests.conftest import make_patient
from tests.rows import row_of
from trends import tasks
from trends.job_health import health
from trends.models import Heartbeat, News, NightlyRun
from trends.templatetags.desk import duration

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 2, 21, 40, tzinfo=dt.UTC)
JOBS, INDEX = "/admin/trends/nightlyrun/", "/admin/"


def ago(**span):
    return NOW - dt.timedelta(**span)


@pytest.fixture(autouse=True)
def night(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def anna(client, admin_anna):
    admin_anna.time_zone = "UTC"
    admin_anna.save()
    client.force_login(admin_anna)
    return admin_anna


@pytest.fixture
def noor(client, db):
    """Staff, with no permission yet."""
    user = make_patient("noor", is_staff=True)
    user.authenticator_set.create(type="totp", data={})
    client.force_login(user)
    return user


def run_of(ranges=100, done=0, failed=0, started_at=None):
    """A pass over ranges of 984 diaries; so many of them finished, one a second, the first with failures."""
    started_at = started_at or ago(seconds=100)
    run = NightlyRun.begin([(i * 1000, i * 1000 + 999, 984) for i in range(ranges)], started_at)
    for second, part in enumerate(run.ranges.open()[:done], 1):
        part.finish(
            patients=984,
            failed=0 if second > 1 else failed,
            seconds=1.0,
            now=started_at + dt.timedelta(seconds=second),
        )
    return run


def words(client, address=JOBS):
    return " ".join(client.get(address).text.split())


def test_before_the_first_night_the_page_says_so(client, anna):
    page = words(client)

    assert "None yet. It runs each night at 02:20 UTC" in page
    assert "Every conclusion is up to date." in page
    assert "Not seen yet" in page
    assert "every 3s" not in page


def test_a_running_pass_shows_how_far_it_is(client, anna):
    run_of(done=63, failed=2)

    page = words(client)

    assert (
        "63 of 100 ranges, 61,992 of 98,400 diaries, <strong>2 could not be computed</strong>; "
        "since today at 02:20, about 37 s to go."
    ) in page
    assert '<progress max="98400" value="61992"' in page


def test_the_page_of_a_running_pass_asks_again_and_that_of_a_finished_one_does_not(client, anna):
    run = run_of(ranges=2, done=1)
    assert 'hx-trigger="every 3s"' in words(client)

    run.ranges.open()[0].finish(patients=984, failed=0, seconds=1, now=NOW)
    page = words(client)

    assert "hx-trigger" not in page
    assert "2 of 2 ranges, 1,968 of 1,968 diaries, none failed; today at 02:20, in 100 s." in page


def test_a_pass_of_which_nothing_is_heard_has_stopped(client, anna):
    run_of(done=3, started_at=ago(hours=3))

    page = words(client)

    assert "Stopped before its end" in page
    assert "to go" not in page
    assert "hx-trigger" not in page


def test_a_night_without_a_pass_is_noticed(client, anna):
    run_of(ranges=1, done=1, started_at=ago(hours=27))

    assert "No pass has begun for more than a day." in words(client)


def test_the_newest_pass_is_the_one_shown_first(client, anna):
    run_of(ranges=1, done=1, started_at=ago(days=2))
    newest = run_of(ranges=1, done=1)

    assert health(NOW)["latest"].run == newest


def test_diaries_that_wait_are_counted_with_the_age_of_the_oldest(client, anna, alice, bob, content):
    for patient in (alice, bob):
        row_of(CheckIn, patient)
    assert health(NOW)["waiting"] == {"diaries": 2, "oldest": None, "is_old": False}

    tasks.assess_patients([alice.pk, bob.pk])
    assert health(NOW)["waiting"]["diaries"] == 0

    row_of(CheckIn, alice, night=dt.date(2026, 11, 11))
    assert health(NOW)["waiting"] == {"diaries": 1, "oldest": NOW, "is_old": False}
    later = NOW + dt.timedelta(hours=31)
    assert health(later)["waiting"] == {"diaries": 2, "oldest": NOW, "is_old": True}


def test_mails_that_are_due_are_counted(client, anna, alice):
    News.objects.create(patient=alice, key="1", due_at=ago(minutes=30))
    News.objects.create(patient=alice, key="2", due_at=ago(minutes=-30))
    News.objects.create(patient=alice, key="3", due_at=ago(hours=9), sent_at=ago(hours=8))

    assert health(NOW)["mails"] == {"mails": 1, "oldest": ago(minutes=30), "is_late": True}
    assert "due since today at 01:51: mail does not go out" in words(client)


def test_the_sweep_leaves_a_sign_of_life(client, anna):
    tasks.sweep_stale()

    page = words(client)

    assert "under 1 s ago" in page
    assert "The beat and a worker are alive." in page
    assert "stand still" not in words(client, INDEX)


def test_a_sweep_that_falls_silent_is_said_on_the_first_page(client, anna):
    Heartbeat.beat("sweep", ago(minutes=25))

    assert "25 min ago" in words(client)
    assert "The jobs stand still" in words(client, INDEX)


def test_the_page_names_no_patient_and_no_id(client, anna, alice, content):
    row_of(CheckIn, alice)
    NightlyRun.begin([(7777001, 7777999, 1)], NOW)

    page = words(client)

    assert "7777" not in page
    assert alice.name not in page
    assert alice.email not in page


def test_the_page_costs_the_same_however_much_there_is(client, anna, django_assert_max_num_queries):
    for day in range(3):
        run_of(ranges=5, done=4, started_at=ago(days=day))

    with django_assert_max_num_queries(12):
        client.get(JOBS)


@pytest.mark.parametrize("who", ["alice", "dr_chen"])
def test_nobody_but_staff_sees_it(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(JOBS).status_code == 302


def test_staff_need_the_permission(client, noor):
    Heartbeat.beat("sweep", ago(hours=5))
    assert client.get(JOBS).status_code == 403
    assert "stand still" not in words(client, INDEX)

    noor.user_permissions.add(Permission.objects.get(codename="view_nightlyrun"))

    assert client.get(JOBS).status_code == 200
    assert "stand still" in words(client, INDEX)


def test_it_is_only_looked_at(client, anna):
    run_of()

    assert client.post(JOBS, {"action": "delete_selected"}).status_code in (200, 405)
    assert NightlyRun.objects.count() == 1
    for address in ("add/", "1/change/", "1/delete/"):
        assert client.get(JOBS + address).status_code == 404


def test_durations_are_short():
    assert [duration(seconds) for seconds in (0.4, 95, 700, 9000)] == ["under 1 s", "95 s", "12 min", "2.5 h"]


def test_the_beat_knows_its_jobs(settings):
    known = {
        task.name for task in (tasks.sweep_stale, tasks.send_news, tasks.assess_everyone, tasks.self_check)
    }

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} == known
