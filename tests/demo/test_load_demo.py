"""`load_demo`: everybody's story, the same on every machine and every day, and only where it belongs."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import CareLink, Clinician, DiaryState, User
from demo import loading
from demo.people import ADMINS, CAST, DOCTORS, DOMAIN, PASSWORD
from journal.models import CheckIn, DailyScore, Dose, Episode, Phase, Regimen
from labs.models import LabResult
from safety.models import ShownNotice
from trends.assessing import refresh
from trends.models import Assessment, SelfCheck
from trends.staleness import stale_patients

# Everything is written once, for all tests of this file.
pytestmark = pytest.mark.xdist_group("demo")

STORIES = {
    "alice": ("improved", set()),
    "bob": ("no_clear_change", {"started_at_worst"}),
    "carol": ("not_enough_data", {"too_few_after"}),
    "dan": ("worsened", set()),
    "erin": ("improved", {"other_change"}),
}
KINDS = [Episode, CheckIn, DailyScore, Dose, LabResult, Assessment, CareLink, User]


def somebody(login):
    return User.objects.get(email=f"{login}@{DOMAIN}")


def main(login):
    return Assessment.objects.of(somebody(login)).get(is_main=True)


def rows():
    return {kind.__name__: kind.objects.count() for kind in KINDS}


@pytest.mark.parametrize(("login", "verdict", "reasons"), [(who, *told) for who, told in STORIES.items()])
def test_each_of_the_cast_tells_the_promised_story(demo, login, verdict, reasons):
    row = main(login)

    assert row.verdict == verdict
    assert reasons <= set(row.reasons)


def test_erin_is_scored_and_judged_in_points(demo):
    row = main("erin")

    assert row.symptom.slug == "burning-tingling"
    assert row.symptom.is_scored
    assert row.low < row.change_points < row.high < -1
    assert row.rate_ratio is None
    assert DailyScore.objects.of(somebody("erin")).count() > 100


def test_dan_has_a_loading_regimen_and_a_red_flag(demo):
    dan = somebody("dan")

    phases = Phase.objects.of(dan).values_list("amount", "frequency")
    assert [(int(amount), frequency) for amount, frequency in phases] == [
        (50_000, "weekly"),
        (1_000, "daily"),
    ]
    assert ShownNotice.objects.of(dan).filter(notice="cramp-over-10-minutes").exists()


def test_all_four_verdicts_occur_in_the_crowd_too(demo):
    cast = [somebody(person.login).pk for person in CAST]
    verdicts = Counter(Assessment.objects.exclude(patient__in=cast).values_list("verdict", flat=True))

    assert set(verdicts) == {"improved", "worsened", "no_clear_change", "not_enough_data"}


def test_the_self_check_has_too_few_diaries_to_say(demo):
    assert [row.state for row in SelfCheck.objects.latest_night()] == ["too_few"] * 4


def test_everybody_is_there_and_marked_as_demo(demo):
    people = User.objects.filter(is_demo=True)

    assert not User.objects.filter(is_demo=False).exists()
    assert Regimen.objects.values("patient").distinct().count() == 45
    assert people.count() == 45 + len(DOCTORS) + len(ADMINS)
    assert Clinician.objects.filter(verified_at__isnull=False).count() == len(DOCTORS)
    assert CareLink.objects.active().count() == 45
    assert not {"alice", "carol"} & {link.patient.email for link in somebody("dr_diaz").patient_links.all()}


def test_nothing_is_stale_and_everything_is_twenty_weeks(demo):
    assert not stale_patients(timezone.now()).exists()
    for person in CAST:
        nights = CheckIn.objects.of(somebody(person.login)).values_list("night", flat=True)
        assert (max(nights) - min(nights)).days <= 139
        assert max(nights) <= dt.date(2026, 11, 19)
        assert min(nights) >= dt.date(2026, 7, 3)


def test_a_second_run_adds_nothing(demo, capsys):
    before = rows()

    call_command("load_demo")

    assert "already there" in capsys.readouterr().out
    assert rows() == before


def test_reset_tells_the_same_story_again(demo, alice):
    before, revision = rows(), DiaryState.objects.get(patient=somebody("bob")).revision
    somebody("bob").delete()
    Episode.objects.of(somebody("alice")).update(severity=1)

    call_command("load_demo", "--reset", verbosity=0)

    assert rows() == before
    assert DiaryState.objects.get(patient=somebody("bob")).revision == revision
    assert Episode.objects.of(somebody("alice")).filter(severity=6).exists()
    assert User.objects.filter(pk=alice.pk).exists()


def test_there_is_no_demo_on_a_real_installation(demo, settings):
    loading.forget()
    settings.EMBEDDED = False

    with pytest.raises(CommandError, match="embedded default only"):
        call_command("load_demo")

    assert not User.objects.exists()


def test_everybody_has_the_printed_password(demo):
    for login in ("alice", "dr_chen", "admin"):
        assert somebody(login).check_password(PASSWORD)


@pytest.mark.parametrize(
    "now",
    [
        dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC),
        dt.datetime(2027, 3, 30, 5, 0, tzinfo=dt.UTC),
        dt.datetime(2028, 2, 29, 12, 0, tzinfo=dt.UTC),
    ],
    ids=["evening", "after the clocks changed", "leap day"],
)
def test_the_stories_are_the_same_whenever_they_are_told(demo, time_machine, now):
    loading.forget()
    time_machine.move_to(now)
    doctors = {login: loading._doctor(login, *who) for login, who in DOCTORS.items()}

    for person in CAST:
        loading._patient(person, doctors[person.doctor], now.date())

    for login, (verdict, reasons) in STORIES.items():
        assert main(login).verdict == verdict
        assert reasons <= set(main(login).reasons)


def test_the_stories_hold_until_the_evening(demo, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 20, 20, 0, tzinfo=dt.UTC))

    for login, (verdict, _) in STORIES.items():
        refresh(somebody(login), now=dt.datetime(2026, 11, 20, 20, 0, tzinfo=dt.UTC))
        assert main(login).verdict == verdict
