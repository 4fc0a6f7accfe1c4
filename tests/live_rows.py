"""Looking into the database of a running site, past the site: what is really stored."""

import sqlite3
from contextlib import closing

import psycopg

from scripts.stack import Stack


def rows(stack: Stack, query: str, *values) -> list[tuple]:
    """The rows of a query with `?` for its values."""
    url = stack.environment["DATABASE_URL"]
    if url.startswith("postgres"):
        with psycopg.connect(url) as connection:
            return connection.execute(query.replace("?", "%s"), values).fetchall()
    # No read-only mode: a reader of a write-ahead log must be able to map its index.
    with closing(sqlite3.connect(stack.database, timeout=20)) as connection:
        return connection.execute(query, values).fetchall()
