"""Tests run beside somebody's data, never on it."""

import pytest

from scripts.places import Problem
from scripts.suite import with_database


def test_the_named_database_is_never_the_one_used():
    assert (
        with_database("postgres://me:pw@db.example:5433/clinic", "quiet_nights_1")
        == "postgres://me:pw@db.example:5433/quiet_nights_1"
    )


def test_services_want_a_postgres():
    with pytest.raises(Problem, match="wants a Postgres"):
        with_database("sqlite:///db.sqlite3", "quiet_nights_1")
