"""No naive datetimes: neither in the tables, nor in the code that fills them."""

import ast
import datetime as dt

import pytest
from django.conf import settings
from django.core.management import call_command

from journal.models import Appointment
from tests.architecture.test_arrows import ROOMS, ROOT, files
from tests.rows import row_of

NAIVE = {"utcnow", "utcfromtimestamp", "today"}


def calls(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def test_the_database_keeps_instants():
    assert settings.USE_TZ


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_asks_the_machine_for_a_naive_moment(room):
    for path in files(room):
        for call in calls(path):
            name = call.func.attr
            bare_now = name == "now" and not call.args and not call.keywords
            of_datetime = isinstance(call.func.value, ast.Name | ast.Attribute) and (
                getattr(call.func.value, "id", getattr(call.func.value, "attr", "")) in ("datetime", "date")
            )
            assert not (of_datetime and (name in NAIVE or bare_now)), (
                f"{path.relative_to(ROOT)}:{call.lineno} uses {name}(): take the moment as an argument, "
                "or ask django.utils.timezone."
            )


@pytest.mark.django_db
def test_a_naive_moment_in_a_table_is_an_error(alice, content):
    naive = dt.datetime(2026, 11, 20, 3, 12)  # noqa: DTZ001

    with pytest.raises(RuntimeWarning, match="naive"):
        row_of(Appointment, alice, at=naive)


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
