"""Every address × everybody × own, foreign and missing rows. What is not declared here fails.

A new page needs one line in TABLE: who may open it. `everybody()`, `each_her_own()`, `hers(...)` (a row of one patient,
named by its id) or `desk()` (a clinician's page).
"""

import datetime as dt
import logging
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import CareLink
from journal.models import (
    Appointment,
    Change,
    CheckIn,
    Condition,
    Episode,
    Examination,
    Impression,
    Medicine,
    Regimen,
)
from labs.models import LabResult
from safety.models import ShownNotice
from tests.architecture.routes import routes
from tests.conftest import let_in, make_clinician, make_patient
from tests.rows import row_of, symptom
from trends.assessing import refresh
from trends.models import Assessment

CANARY = "canary-of-alice"
MISSING = 987654321
NIGHT = dt.date(2026, 11, 10)
DOCTORS_LET_IN = {"dr_chen", "dr_part"}
DOCTORS = DOCTORS_LET_IN | {"dr_late", "dr_out", "dr_diaz"}
ACTORS = ("nobody", "alice", "bob", *sorted(DOCTORS), "staff", "superuser")

OPEN, SENT_ON, LOGIN = "open", "open, and sent on", "to the log-in"
HIDDEN, REFUSED, NOT_OFFERED = "404", "403", "405"
STATUSES = {
    # Reached, whether or not what was sent made sense.
    **dict.fromkeys((200, 204, 400, 409, 422), OPEN),
    403: REFUSED,
    404: HIDDEN,
    405: NOT_OFFERED,
}
OUTCOMES = {OPEN, SENT_ON, LOGIN, REFUSED, HIDDEN, NOT_OFFERED}


@dataclass(frozen=True)
class Rule:
    """Who gets what. `hits` gives the keyword arguments of an address from the row it names; None: no row."""

    expected: Callable[[str], str]
    row: Any = None
    hits: Callable[[Any], dict] = lambda row: {}
    # What a POST has to say to be understood at all.
    sends: tuple[tuple[str, str], ...] = ()


def everybody(**arguments):
    """Public: the same for all, and nothing of anybody in it."""
    return Rule(lambda actor: OPEN, hits=lambda row: arguments)


def each_her_own(sends=(), **arguments):
    """Anybody who is signed in, her own rows only: the address names no patient and no row."""
    return Rule(lambda actor: LOGIN if actor == "nobody" else OPEN, hits=lambda row: arguments, sends=sends)


def hers(model, key="pk", **arguments):
    """A row of alice's, named by `key`. For anybody else it does not exist."""

    def expected(actor):
        return {"nobody": LOGIN, "alice": OPEN}.get(actor, HIDDEN)

    return Rule(
        expected, model, lambda row: arguments | {key: row if isinstance(row, int | uuid.UUID) else row.pk}
    )


def by_client_id(model):
    rule = hers(model)
    return Rule(
        rule.expected,
        model,
        lambda row: {"client_id": uuid.UUID(int=row) if isinstance(row, int) else row.client_id},
    )


def desk(who, **arguments):
    """A clinician's page: open to these, hidden from everybody else who is signed in."""

    def expected(actor):
        return LOGIN if actor == "nobody" else OPEN if actor in who else HIDDEN

    return Rule(expected, hits=lambda row: arguments)


def patients_page():
    rule = desk(DOCTORS_LET_IN)
    return Rule(rule.expected, "alice", lambda row: {"patient_id": row if isinstance(row, int) else row.pk})


TABLE = {
    # Everybody
    "alive": everybody(),
    "home": everybody(),
    "now": everybody(),
    "guides": everybody(),
    "guide": everybody(slug="leg-cramps-at-night"),
    "get-help": everybody(),
    "how-it-works": everybody(),
    "mailbox": everybody(),
    # People
    "settings": each_her_own(),
    "zone": each_her_own(),
    "sharing": each_her_own(),
    "share-invite": each_her_own(),
    "access-record": each_her_own(),
    "share-resend": hers(CareLink, "link_id"),
    "share-revoke": hers(CareLink, "link_id"),
    "share-restore": hers(CareLink, "link_id"),
    # Red flags
    "notices": each_her_own(),
    "notice-read": hers(ShownNotice),
    # The night, the day, the verdict
    "now-log": each_her_own(sends=(("symptom", "leg-cramp"), ("client_id", str(uuid.uuid4())))),
    "now-running": by_client_id(Episode),
    "now-stop": by_client_id(Episode),
    "now-undo": by_client_id(Episode),
    "today": each_her_own(),
    "helping": each_her_own(),
    "helping-detail": hers(Assessment, "assessment_id"),
    # The diary
    "journal": each_her_own(),
    "night": each_her_own(night=NIGHT),
    "night-answer": each_her_own(night=NIGHT),
    "score-answer": each_her_own(symptom="fatigue", night=NIGHT),
    "episode-new": each_her_own(),
    "episode-edit": hers(Episode),
    "episode-delete": hers(Episode),
    "episode-details": hers(Episode),
    "entry-questions": hers(Episode, kind="episode"),
    "record-undo": hers(Episode, kind="episode", version=1),
    "record-restore": hers(Episode, kind="episode"),
    # What is taken
    "supplements": each_her_own(),
    "regimen-new": each_her_own(),
    "regimen-edit": hers(Regimen, "regimen_id"),
    "regimen-end": hers(Regimen, "regimen_id"),
    "regimen-reopen": hers(Regimen, "regimen_id"),
    "regimen-delete": hers(Regimen, "regimen_id"),
    "regimen-doses": hers(Regimen, "regimen_id"),
    "dose-answer": hers(Regimen, "regimen_id"),
    "impression-new": hers(Regimen, "regimen_id"),
    "impression-delete": hers(Impression),
    # Background and visits
    "background": each_her_own(),
    "anything-new": each_her_own(),
    "anything-new-undo": each_her_own(),
    "condition-answer": each_her_own(kind="thyroid"),
    "condition-edit": hers(Condition),
    "condition-delete": hers(Condition),
    "medicine-new": each_her_own(),
    "medicine-edit": hers(Medicine),
    "medicine-delete": hers(Medicine),
    "change-new": each_her_own(),
    "change-edit": hers(Change),
    "change-delete": hers(Change),
    "examination-new": each_her_own(),
    "examination-edit": hers(Examination),
    "examination-delete": hers(Examination),
    "appointments": each_her_own(),
    "appointment-new": each_her_own(),
    "appointment-edit": hers(Appointment),
    "appointment-delete": hers(Appointment),
    # Laboratory
    "labs": each_her_own(),
    "lab-test": each_her_own(slug="vitamin-d-25oh"),
    "lab-bands": each_her_own(),
    "lab-new": each_her_own(),
    "lab-panel": each_her_own(slug="vitamin-d"),
    "lab-questions": each_her_own(),
    "lab-import": each_her_own(),
    "lab-import-store": each_her_own(),
    "lab-edit": hers(LabResult),
    "lab-delete": hers(LabResult),
    "lab-restore": hers(LabResult),
    # The doctor's desk
    "clinic": desk(DOCTORS),
    "clinic-patient": patients_page(),
    "clinic-invitation": Rule(
        lambda actor: LOGIN if actor == "nobody" else REFUSED, hits=lambda row: {"token": "no-such-secret"}
    ),
}


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of refusals are what this file is about."""
    log = logging.getLogger("django.request")
    level, log.level = log.level, logging.ERROR
    yield
    log.setLevel(level)


@pytest.fixture
def cast(alice, bob, dr_chen, content):
    people = {"alice": alice, "bob": bob, "dr_chen": dr_chen}
    for name in ("dr_part", "dr_late", "dr_out", "dr_diaz"):
        people[name] = make_clinician(name)
    now = timezone.now()
    let_in(alice, people["dr_part"], labs=False, supplements=False)
    let_in(alice, people["dr_late"], expires_at=now - dt.timedelta(minutes=1))
    let_in(alice, people["dr_out"], ended_at=now)
    let_in(bob, people["dr_diaz"])
    people["staff"] = _with_factor(make_patient("noor", is_staff=True))
    people["superuser"] = _with_factor(make_patient("anna", is_staff=True, is_superuser=True))
    return people


def _with_factor(user):
    user.authenticator_set.create(type="totp", data={})
    return user


@pytest.fixture
def rows(cast):
    """One row of alice's for every kind that an address can name; its words are the canary."""
    alice = cast["alice"]
    regimen = row_of(Regimen, alice, main_symptom=symptom(), why_now=CANARY)
    notice = ShownNotice.objects.create(
        patient=alice,
        notice="canary",
        notice_version=1,
        urgency="same_day",
        title=CANARY,
        advice=CANARY,
        short=CANARY,
        entry_kind="episode",
        entry_id=1,
        about_on=NIGHT,
    )
    rows = [
        regimen,
        notice,
        row_of(Episode, alice, note=CANARY),
        row_of(CheckIn, alice, night=NIGHT, note=CANARY),
        row_of(Impression, alice, regimen=regimen),
        row_of(Medicine, alice, name=CANARY),
        row_of(Condition, alice, note=CANARY),
        row_of(Change, alice, what=CANARY),
        row_of(Examination, alice, note=CANARY),
        row_of(Appointment, alice, question=CANARY),
        row_of(LabResult, alice, note=CANARY, lab_name=CANARY),
        alice.care_links.get(clinician=cast["dr_chen"]),
    ]
    refresh(alice, now=timezone.now())
    rows.append(Assessment.objects.of(alice).first())
    return {type(row): row for row in rows} | {"alice": alice}


def test_every_address_is_declared():
    undeclared = [r for r in routes() if not (r.is_admins or r.is_a_door) and r.name not in TABLE]

    assert not undeclared, "Say in TABLE (tests/architecture/test_access_walk.py) who may open: " + ", ".join(
        f"{route.name} ({route.route})" for route in undeclared
    )


def test_nothing_is_declared_that_is_gone():
    gone = set(TABLE) - {route.name for route in routes()}

    assert not gone, f"No such address any more, take it out of TABLE: {sorted(gone)}"


@pytest.mark.parametrize("actor", ACTORS)
def test_everybody_reaches_what_is_declared_and_nothing_else(client, cast, rows, actor):
    _sign_in(client, cast, actor)
    shared = {"clinic", "clinic-patient"} if actor in DOCTORS_LET_IN else set()
    wrong = []
    for name, rule in TABLE.items():
        address = reverse(name, kwargs=rule.hits(rows.get(rule.row)))
        for method in ("get", "post"):
            got, text = _visit(client, method, address, **dict(rule.sends))
            if not (rule.expected(actor) in (got, got.removesuffix(", and sent on")) or got == NOT_OFFERED):
                wrong.append(
                    f"{method.upper()} {address} ({name}): {got}, declared is {rule.expected(actor)}"
                )
            if CANARY in text and actor != "alice" and name not in shared:
                wrong.append(f"{method.upper()} {address} ({name}) shows alice's words")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("actor", ["alice", "dr_chen"])
def test_a_missing_row_is_missing_for_everybody(client, cast, rows, actor):
    _sign_in(client, cast, actor)

    wrong = [
        f"{method.upper()} {address} ({name}): {got}"
        for name, rule in TABLE.items()
        if rule.row
        for address in [reverse(name, kwargs=rule.hits(MISSING))]
        for method in ("get", "post")
        if (got := _visit(client, method, address)[0]) not in (HIDDEN, NOT_OFFERED)
    ]

    assert not wrong, "\n".join(wrong)


def test_no_other_method_opens_a_foreign_row(client, cast, rows):
    _sign_in(client, cast, "bob")

    wrong = [
        f"{method.upper()} {name}: {got}"
        for name, rule in TABLE.items()
        if rule.row
        for address in [reverse(name, kwargs=rule.hits(rows[rule.row]))]
        for method in ("put", "patch", "delete", "head", "options")
        if (got := _visit(client, method, address)[0]) not in (HIDDEN, NOT_OFFERED)
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("actor", ["nobody", "alice", "dr_chen", "staff", "superuser"])
def test_the_admin_lets_in_nobody_but_staff(client, cast, rows, actor):
    _sign_in(client, cast, actor)
    addresses = [_address(route) for route in routes() if route.is_admins]

    assert len(addresses) > 40
    for address in addresses:
        got, text = _visit(client, "get", address)
        assert got in OUTCOMES, f"{address}: {got}"
        assert actor in ("staff", "superuser") or got in (SENT_ON, LOGIN, REFUSED, HIDDEN), (
            f"{address}: {got}"
        )
        assert CANARY not in text, address


@pytest.mark.parametrize("actor", ["nobody", "bob", "dr_chen", "superuser"])
def test_the_doors_work_for_everybody_and_hold_nothing_of_others(client, cast, rows, actor):
    _sign_in(client, cast, actor)
    addresses = [_address(route) for route in routes() if route.is_a_door]

    assert len(addresses) > 20
    for address in addresses:
        for method in ("get", "post"):
            got, text = _visit(client, method, address)
            assert got in OUTCOMES, f"{method.upper()} {address}: {got}"
            assert cast["alice"].email not in text, address


def _sign_in(client, cast, actor):
    if actor != "nobody":
        client.force_login(cast[actor])


def _visit(client, method, address, **sent) -> tuple[str, str]:
    """What became of it and what was read, undone afterwards: a deletion must not hide a row from the next address."""
    with transaction.atomic():
        answer = client.post(address, sent) if method == "post" else getattr(client, method)(address)
        transaction.set_rollback(True)
    text = "" if answer.streaming else answer.text
    if answer.status_code == 302:
        return (LOGIN if answer.url.startswith("/accounts/login/") else SENT_ON), text
    return STATUSES.get(answer.status_code, str(answer.status_code)), text


def _address(route) -> str:
    """An address of a pattern, its arguments filled with something that may or may not exist."""
    filled = re.sub(r"\(\?P<(\w+)>[^)]*\)", "1", route.route)
    filled = re.sub(r"<(?:\w+:)?\w+>", "1", filled)
    return "/" + re.sub(r"[\^$]|\\Z|\(\?:|\)\?", "", filled)
