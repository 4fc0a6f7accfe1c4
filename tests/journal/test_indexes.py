"""Indexes are added under people who write."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

NAMES = {"checkin_for_trends", "score_for_trends", "dose_for_trends", "episode_for_trends"}
migration = import_module("journal.migrations.0002_indexes_for_trends").Migration


def present():
    with connection.cursor() as cursor:
        tables = ("checkin", "dailyscore", "dose", "episode")
        found = [connection.introspection.get_constraints(cursor, f"journal_{table}") for table in tables]
    return NAMES & {name for names in found for name in names}


@pytest.fixture
def move(transactional_db):
    """One operation of the migration after the other, there or back, as `migrate` does it."""
    executor = MigrationExecutor(connection)
    before = executor.loader.project_state([("journal", "0001_initial")])
    after = executor.loader.project_state([("journal", "0002_indexes_for_trends")])

    def run(way):
        with (
            CaptureQueriesContext(
                connection,
            ) as seen,
            connection.schema_editor(atomic=False) as editor,
        ):
            for operation in migration.operations:
                states = (before, after) if way == "forwards" else (after, before)
                getattr(operation, f"database_{way}")("journal", editor, *states)
        return [query["sql"] for query in seen if "CREATE INDEX" in query["sql"]]

    yield run
    run("forwards")


def test_they_are_taken_away_and_built_again_beside_the_writes(move):
    move("backwards")
    assert present() == set()

    built = move("forwards")

    assert present() == NAMES
    assert len(built) == len(NAMES)
    if connection.vendor == "postgresql":
        assert all("CONCURRENTLY" in sql for sql in built)


def test_a_migration_that_was_cut_off_starts_over(move):
    move("forwards")

    assert present() == NAMES


def test_no_transaction_is_held_over_it():
    assert not migration.atomic
