"""Fills a database with invented diaries, at the speed of COPY: indexes are made after the rows."""

from pathlib import Path
from typing import Any, LiteralString, cast

import psycopg

DIARIES = Path(__file__).with_name("diaries.sql").read_text("utf-8")
TABLES = ("journal_checkin", "journal_episode", "journal_dose", "journal_dailyscore")
NIGHTS, BEFORE = 140, 56
CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('u', 'c')
"""
INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%_pkey'"


def fill(url: str, patients: int, last: str) -> int:
    """`patients` diaries up to the night `last`; gives back how many rows the batch will look at."""
    with psycopg.connect(url, autocommit=True) as connection:
        run = _runner(connection)
        # No foreign keys are checked, and nothing need survive a crash: this database is thrown away.
        run("SET session_replication_role = replica; SET synchronous_commit = off")
        run("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
        afterwards = [statement for table in TABLES for statement in _take_off(connection, table)]
        names = {
            "cramp": "journal_symptomtype WHERE slug = 'leg-cramp'",
            "burning": "journal_symptomtype WHERE slug = 'burning-tingling'",
            "vitamin_d": "labs_labtest WHERE slug = 'vitamin-d-25oh'",
        }
        ids = {name: run(f"SELECT id FROM {where}").fetchone()[0] for name, where in names.items()}  # nosec B608
        run(DIARIES.format(patients=patients, nights=NIGHTS, before=BEFORE, last=last, **ids))
        for statement in afterwards:
            run(statement)
        # As a living database is by night: its statistics known, its index pages known to be up to date.
        run("VACUUM ANALYZE")
        return sum(run(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)  # nosec B608


def _runner(connection: psycopg.Connection) -> Any:
    return lambda statement, *values: connection.execute(cast(LiteralString, statement), *values)


def _take_off(connection: psycopg.Connection, table: str) -> list[str]:
    """Drop a table's indexes and constraints but its key; gives back what puts them on again."""
    run, again = _runner(connection), []
    for name, definition in run(CONSTRAINTS, [table]).fetchall():
        run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    for name, definition in run(INDEXES, [table]).fetchall():
        run(f'DROP INDEX "{name}"')
        again.append(definition)
    return again
